"""Over random lives: the figures add up, and what the statistics fold from the log is what the case is."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from statistics import median as ordinary_median
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from registers import configuration, made_once

from foibot.casework.case import TRANSITIONS, Case, CaseStatus
from foibot.casework.count_facts import CHANGES, Story, story_of
from foibot.casework.counted import Counting, Kind, Standing
from foibot.casework.events import (
    CaseClosed,
    CaseMerged,
    CaseReopened,
    CaseTagged,
    ClarificationAsked,
    ClarificationDisowned,
    ClarificationReceived,
    DateOfReceiptCorrected,
    DeadlineExtended,
    Event,
    FeePaid,
    FeesNoticeIssued,
    NoteAdded,
    Person,
    RegimeChanged,
    RequestAnswered,
    RequestLapsed,
    RequestReceived,
    RequestTransferred,
    RequestWithdrawn,
    ReviewDecided,
    ReviewDelayed,
    ReviewDisowned,
    ReviewRequested,
    TagsRemoved,
    Words,
)
from foibot.casework.history import apply, replay
from foibot.casework.statistics import (
    Figures,
    Period,
    added_up,
    by_statute,
    figures_by_period,
    figures_of,
    median,
    periods_between,
)

STATUTES = made_once(configuration()).statutes
FIRST = date(2026, 1, 5)
WHY = Words("so it was")
OUTCOMES = ("disclosed", "partly_withheld", "withheld", "not_held", "ncnd", "cost_limit", "vexatious", "already_public")
Make = Callable[[Case, date, st.DataObject], Event]


def _to(case: Case, kind: type[Event]) -> str:
    """Return the status that a fact leads to, where it says so itself."""
    after = TRANSITIONS[kind].after
    if kind is ReviewDecided:
        return str(CaseStatus.REVIEW_DECIDED if case.is_answered else CaseStatus.OPEN)
    if kind is CaseReopened and case.is_answered:
        return str(CaseStatus.RESPONDED)
    return str(after[0])


HAPPENINGS: dict[type[Event], Make] = {
    RequestAnswered: lambda _, on, data: RequestAnswered(on, data.draw(st.sampled_from(OUTCOMES)), 0, ("s.40(2)",)),
    ClarificationAsked: lambda _, on, __: ClarificationAsked(on, 1),
    ClarificationReceived: lambda case, on, _: ClarificationReceived(on, _to(case, ClarificationReceived)),
    ClarificationDisowned: lambda _, __, ___: ClarificationDisowned(1),
    DeadlineExtended: lambda _, on, __: DeadlineExtended(on, on + timedelta(days=30), 1),
    FeesNoticeIssued: lambda _, on, __: FeesNoticeIssued(on, 1, "£30.00"),
    FeePaid: lambda case, on, _: FeePaid(on, _to(case, FeePaid)),
    RequestTransferred: lambda _, on, __: RequestTransferred(on, 1, "elsewhere"),
    RequestWithdrawn: lambda _, on, __: RequestWithdrawn(on),
    RequestLapsed: lambda case, on, _: RequestLapsed(on, "fee" if "fee" in str(case.status) else "clarification"),
    CaseClosed: lambda _, __, data: CaseClosed(data.draw(st.sampled_from(("closed", "not a request")))),
    CaseMerged: lambda _, __, ___: CaseMerged("FOI-2026-0002"),
    CaseReopened: lambda case, on, _: CaseReopened(on, _to(case, CaseReopened), WHY),
    RegimeChanged: lambda case, _, data: RegimeChanged(
        data.draw(st.sampled_from(("EIR", "FOIA"))), case.regime, "open"
    ),
    ReviewRequested: lambda _, on, __: ReviewRequested(on, "email", "content"),
    ReviewDisowned: lambda case, _, __: ReviewDisowned(1, "responded" if case.is_answered else "open"),
    ReviewDelayed: lambda _, on, __: ReviewDelayed(on, on + timedelta(days=20), 1),
    ReviewDecided: lambda case, on, _: ReviewDecided(on, "upheld", 1, _to(case, ReviewDecided)),
    DateOfReceiptCorrected: lambda _, __, data: DateOfReceiptCorrected(
        FIRST + timedelta(days=data.draw(st.integers(0, 40))), WHY
    ),
    CaseTagged: lambda _, __, data: CaseTagged((data.draw(st.sampled_from(("roads", "schools"))),)),
    TagsRemoved: lambda case, _, __: TagsRemoved(case.tags),
    NoteAdded: lambda _, __, ___: NoteAdded(WHY),
}


def can_happen(kind: type[Event], case: Case) -> bool:
    needs: dict[type[Event], bool] = {
        ClarificationDisowned: any(one.name == "clarification_received" for one in case.clock_events),
        ReviewDelayed: case.under_review is not None,
        TagsRemoved: bool(case.tags),
    }
    return needs.get(kind, True) and (kind not in TRANSITIONS or TRANSITIONS[kind].possible_in(case.status))


def life(data: st.DataObject, number: int) -> tuple[list[Event], date]:
    """Return a random history that can happen, and its last day."""
    on = FIRST + timedelta(days=data.draw(st.integers(0, 60)))
    regime = data.draw(st.sampled_from(("FOIA", "EIR", "SAR")))
    facts: list[Event] = [RequestReceived(on, regime, "letter", Person("Ada Field"))]
    case = apply(Case(f"FOI-2026-{number:04d}"), facts[0])
    for _ in range(data.draw(st.integers(0, 9))):
        kind = data.draw(st.sampled_from([one for one in HAPPENINGS if can_happen(one, case)]))
        on += timedelta(days=data.draw(st.integers(0, 25)))
        facts.append(HAPPENINGS[kind](case, on, data))
        case = apply(case, facts[-1])
    return facts, on


def as_logged(fact: Event) -> tuple[str, dict[str, Any]]:
    """Return a fact as the log holds it."""
    said = {field.name: getattr(fact, field.name) for field in fields(fact)}
    kept = {name: value for name, value in said.items() if value not in ((), None, "")}
    return type(fact).__name__, {k: v.isoformat() if isinstance(v, date) else v for k, v in kept.items()}


def story(facts: list[Event], reference: str = "FOI-2026-0001") -> Story:
    return story_of(reference, [as_logged(fact) for fact in facts if type(fact).__name__ in CHANGES])


@given(st.data())
def test_what_the_statistics_fold_is_what_the_case_is(data: st.DataObject) -> None:
    facts, _ = life(data, 1)
    case, told = replay("FOI-2026-0001", facts), story(facts)
    as_told = (told.received_on, told.regime, told.status, told.responded_on, told.closed_by, tuple(told.clock))
    assert as_told == (
        case.received_on,
        case.regime,
        case.status,
        case.responded_on,
        case.closed_by,
        case.clock_events,
    )
    assert told.tags == set(case.tags)
    assert told.lapsed_for == case.lapsed_for
    if not told.reviews:
        assert told.outcome == case.outcome
    decided = told.reviews[-1].decided_on if told.reviews else None
    assert decided == (case.review.decided_on if case.review else decided)


@given(st.data())
def test_the_figures_of_random_lives_add_up(data: st.DataObject) -> None:
    lives = [life(data, number) for number in range(1, data.draw(st.integers(1, 6)) + 1)]
    counting = Counting(STATUTES, max(last for _, last in lives) + timedelta(days=data.draw(st.integers(0, 60))))
    counted = [counting.counted(story(facts, f"FOI-2026-{at:04d}")) for at, (facts, _) in enumerate(lives, 1)]
    figures = figures_of(counted, Period("all", date(2025, 1, 1), date(2027, 12, 31)))
    assert_adds_up(figures, len(lives))
    months = tuple(periods_between(date(2025, 1, 1), date(2027, 12, 31), "month"))
    by_month = figures_by_period(counted, months)
    assert by_month == [figures_of(counted, month) for month in months]
    assert added_up(by_month) == figures
    apart = [
        figures_of(those, Period("all", date(2025, 1, 1), date(2027, 12, 31))) for those in by_statute(counted).values()
    ]
    assert sum(one.received for one in apart[1:]) == figures.received


def assert_adds_up(figures: Figures, opened: int) -> None:
    """Each request stands in one status and is of one kind; what is processed was answered at one time."""
    assert figures.received + figures.excluded.total() == opened
    assert figures.status.total() == figures.received == figures.kind.total()
    assert figures.processed + figures.still_open + figures.closed == figures.received
    assert figures.timeliness.total() == figures.processed
    assert figures.outcome.total() == figures.kind[Kind.RESOLVABLE]
    assert figures.kind[Kind.TRANSFERRED] == figures.status[Standing.TRANSFERRED]
    assert figures.reviews.total() == figures.reviews_completed == figures.review_time.total()
    assert figures.reviews_completed <= figures.reviews_received


@given(st.data())
def test_a_case_is_counted_in_one_period_and_in_one_status(data: st.DataObject) -> None:
    facts, last = life(data, 1)
    one = Counting(STATUTES, last).counted(story(facts))
    months = [
        Period(f"{month}", date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)) for month in range(1, 12)
    ]
    each = [figures_of([one], month) for month in months]
    assert sum(figures.received + figures.excluded.total() for figures in each) == 1


@given(st.lists(st.integers(0, 90), min_size=1, max_size=9))
def test_a_median_is_a_whole_number_written_as_one_or_lies_half_way(numbers: list[int]) -> None:
    found = median(numbers)
    assert found == ordinary_median(numbers)
    assert isinstance(found, int) == float(found).is_integer()
