"""The facts that make a row a case: the ordinary ones of the house, in the order of their days.

Nobody is written to for any of them. What the law makes of them (status, due date) is computed as for every case.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from foibot.casework.case import Case, CaseStatus
from foibot.casework.clocks import Statutes
from foibot.casework.events import (
    CaseClosed,
    CaseMerged,
    CaseReopened,
    ClarificationAsked,
    ClarificationReceived,
    DeadlineExtended,
    Event,
    FeePaid,
    FeesNoticeIssued,
    LanguageChosen,
    OfficerAssigned,
    Person,
    RequestAnswered,
    RequestImported,
    RequestLapsed,
    RequestReceived,
    RequestTransferred,
    RequestWithdrawn,
    ReviewDecided,
    ReviewDelayed,
    ReviewRequested,
    Words,
)
from foibot.casework.history import ImpossibleTransition, apply
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent

IMPORTED = "imported"
Made = Callable[[ClockEvent, Case, Statutes], Event]


def _lapsed(event: ClockEvent, case: Case, _: Statutes) -> Event:
    fee = case.status is CaseStatus.AWAITING_FEE
    return RequestLapsed(event.on, "fee" if fee else "clarification")


MADE: Mapping[str, Made] = {
    "clarification_asked": lambda event, _, __: ClarificationAsked(event.on, 0),
    "clarification_received": lambda event, case, law: ClarificationReceived(event.on, str(law.status_of(case, event))),
    "extension": lambda event, _, __: DeadlineExtended(event.on, event.until or event.on, 0),
    "fees_notice": lambda event, _, __: FeesNoticeIssued(event.on, 0, ""),
    "fee_paid": lambda event, case, law: FeePaid(event.on, str(law.status_of(case, event))),
    "withdrawn": lambda event, _, __: RequestWithdrawn(event.on),
    "lapsed": _lapsed,
    "transferred": lambda event, _, __: RequestTransferred(event.on, 0, ""),
    "reopened": lambda event, case, law: CaseReopened(event.on, str(law.status_of(case, event)), Words(IMPORTED)),
}
"""The fact that each event of a clock stands for, as a sheet names it."""


def facts_of(row: SheetCase, reference: str, statutes: Statutes) -> tuple[Event, ...]:
    """Return the facts of a row, the first of which opens the case.

    Raises `UsageError` where they contradict each other, or the law of the case knows no such step.
    """
    story = _Story(Case(reference), statutes)
    story.add(_opening(row))
    # a case that is reopened has ended on no day: the day of its last end is said after that
    reopened = any(one.name == "reopened" for one in row.clock_events)
    if not reopened:
        story.add(_source(row))
    if row.language and row.language != "en":
        story.add(LanguageChosen(row.language))
    for _, _, make in sorted(_dated(row, statutes), key=lambda step: step[:2]):
        story.add(make(story.case))
    if reopened:
        story.add(_source(row))
    if row.officer:
        story.add(OfficerAssigned(row.officer))
    _end(row, story)
    return tuple(story.facts)


class _Story:
    """A case as it comes about, fact by fact."""

    def __init__(self, case: Case, statutes: Statutes) -> None:
        self.case, self.statutes, self.facts = case, statutes, list[Event]()

    def add(self, event: Event) -> None:
        try:
            self.case = apply(self.case, event)
        except ImpossibleTransition as error:
            said = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__)
            stands = str(self.case.status).replace("_", " ")
            raise UsageError(f"its days contradict each other:{said} while it was {stands}") from error
        self.facts.append(event)


def _opening(row: SheetCase) -> Event:
    return RequestReceived(
        received_on=row.received_on,
        regime=row.regime,
        channel=row.channel or "email",
        applicant=Person(row.applicant_name, row.applicant_email, row.applicant_address),
        rules=(IMPORTED,),
        dated_by="sheet",
        text=Words(row.request),
    )


def _source(row: SheetCase) -> Event:
    return RequestImported(
        row=row.row,
        due_on=row.due_on,
        ended_on=_ended_on(row),
        holders=row.holders,
        their_reference=Words(row.their_reference),
        notes=Words(row.notes),
    )


def _ended_on(row: SheetCase) -> date | None:
    """Return the day a case ended; None for one that has not, or has only been answered."""
    if row.closed_on or not (row.ending or row.status in {"closed", "withdrawn", "lapsed", "transferred"}):
        return row.closed_on
    ends = [one.on for one in row.clock_events if one.name in {"withdrawn", "lapsed", "transferred"}]
    return row.responded_on or max(ends, default=None)


Step = tuple[date, int, Callable[[Case], Event]]


def _dated(row: SheetCase, statutes: Statutes) -> list[Step]:
    """Return what happened, each with its day and its place among what happened on that day."""
    steps: list[Step] = [(one.on, 0, partial(_of_clock, one, statutes)) for one in row.clock_events]
    if row.responded_on and row.outcome:
        answered = RequestAnswered(row.responded_on, row.outcome, 0, row.sections)
        steps.append((row.responded_on, 1, lambda _: answered))
    if row.review_asked_on:
        asked = ReviewRequested(row.review_asked_on, row.review_channel or "email", row.review_about or "content")
        steps.append((row.review_asked_on, 2, lambda _: asked))
    if row.review_extended and row.review_extended.until:
        delayed = ReviewDelayed(row.review_extended.on, row.review_extended.until, 0)
        steps.append((delayed.on, 3, lambda _: delayed))
    if row.review_decided_on:
        decided_on = row.review_decided_on
        steps.append((decided_on, 4, lambda case: _decided(case, decided_on, row.review_outcome)))
    return steps


def _of_clock(event: ClockEvent, statutes: Statutes, case: Case) -> Event:
    if event.name not in MADE:
        raise UsageError(f"“{event.name}” is no step of a case that can be imported")
    return MADE[event.name](event, case, statutes)


def _decided(case: Case, on: date, outcome: str) -> Event:
    to = CaseStatus.REVIEW_DECIDED if case.is_answered else CaseStatus.OPEN
    return ReviewDecided(on, outcome, 0, str(to))


def _end(row: SheetCase, story: _Story) -> None:
    """Add how the case ended without an answer, or that it is closed."""
    ended = _ended_on(row)
    ending = row.ending or (row.status if row.status in {"withdrawn", "lapsed", "transferred"} else "")
    if ended is None:
        return
    if ending and str(story.case.status) != ending:
        story.add(MADE[ending](ClockEvent(ending, ended), story.case, story.statutes))
    elif row.merged_into:
        story.add(CaseMerged(row.merged_into))
    elif not ending:
        story.add(CaseClosed("closed"))
