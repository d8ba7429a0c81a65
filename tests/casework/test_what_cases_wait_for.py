"""Every open case stands in exactly one column of the board, and its days are said in words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foibot.casework.board import COLUMNS, RULES, Band, Facts, Waits, days_left, waits_for
from foibot.casework.letters import LETTERS
from foibot.casework.statuses import CaseStatus
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.working_days import Calendars

days = st.dates(date(2025, 1, 1), date(2027, 12, 1))
names = st.lists(st.sampled_from(sorted(LETTERS)), max_size=2).map(tuple)
facts = st.builds(
    Facts,
    st.sampled_from(CaseStatus),
    officer=st.sampled_from(["", "jane"]),
    due_on=st.none() | days,
    commissioner_due_on=st.none() | days,
    with_commissioner=st.booleans(),
    doubtful=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    by_hand=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    drafts=names,
    letters=st.lists(st.tuples(st.sampled_from(sorted(LETTERS)), st.sampled_from(["mail", "post"])), max_size=2).map(
        tuple
    ),
    asked=st.lists(st.tuples(st.just("Finance"), days), max_size=2).map(tuple),
    last_letter=st.tuples(st.just("disclosed"), st.sampled_from(["", "sent", "refused", "unknown"])),
)
UNION = Calendars(published_holidays(), KNOWN_THROUGH).named("union")
OPEN = Facts(CaseStatus.OPEN, officer="jane", due_on=date(2026, 4, 1))


@given(facts)
def test_whatever_is_owed_or_awaited_stands_in_one_column_and_says_why(one: Facts) -> None:
    waiting = waits_for(one)
    awaited = one.is_owed or one.with_commissioner or one.drafts or one.doubtful or one.asked
    assert waiting is not None or not awaited
    assert waiting is None or (waiting.column in COLUMNS and waiting.why.strip())


@given(facts)
def test_what_was_answered_and_awaits_nothing_is_not_on_the_board(one: Facts) -> None:
    nothing = Facts(one.status, one.officer, one.due_on)
    assert (waits_for(nothing) is None) == (not nothing.is_owed)


def test_every_column_has_a_rule_and_a_title() -> None:
    assert {column for column, _ in RULES} == set(COLUMNS) == set(Waits)


@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({}, Waits.ANSWER, "the answer is to be written"),
        ({"officer": ""}, Waits.OFFICER, "nobody carries it yet"),
        ({"drafts": ("disclosed",)}, Waits.APPROVAL, "to be approved: answer: the information"),
        ({"letters": (("disclosed", "mail"),)}, Waits.LEAVING, "approved, about to leave: answer: the information"),
        ({"letters": (("disclosed", "post"),)}, Waits.LEAVING, "to be posted: answer: the information"),
        ({"letters": (("acknowledgement", "mail"),)}, Waits.ANSWER, "the answer is to be written"),
        ({"last_letter": ("extension", "refused")}, Waits.DECISION, "their server refused our letter: "),
        ({"last_letter": ("extension", "sent")}, Waits.ANSWER, "the answer is to be written"),
        ({"doubtful": (7,), "officer": ""}, Waits.DECISION, "say what message 7 is"),
        ({"by_hand": (8,)}, Waits.DECISION, "message 8, sent by hand, may be the answer"),
        ({"status": CaseStatus.AWAITING_FEE}, Waits.APPLICANT, "a fee was asked for"),
        ({"status": CaseStatus.IN_REVIEW}, Waits.REVIEW, "the review is to be decided"),
        ({"status": CaseStatus.IN_REVIEW, "officer": ""}, Waits.OFFICER, "nobody reviews it yet"),
        ({"with_commissioner": True, "commissioner_due_on": date(2026, 3, 31)}, Waits.COMMISSIONER, "something is due"),
        ({"with_commissioner": True, "commissioner_due_on": date(2026, 4, 2)}, Waits.ANSWER, "the answer is to be"),
        ({"with_commissioner": True, "status": CaseStatus.RESPONDED}, Waits.COMMISSIONER, "the Commissioner looks"),
    ],
)
def test_a_case_waits_for(changes: dict[str, object], column: Waits, why: str) -> None:
    waiting = waits_for(replace(OPEN, **changes))  # type: ignore[arg-type]
    assert waiting is not None
    assert waiting.column is column
    assert waiting.why.startswith(why)


def test_of_several_questions_the_one_wanted_first_is_named_with_how_many_more() -> None:
    asked = (("Planning", date(2026, 3, 26)), ("Finance", date(2026, 3, 19)))
    assert waits_for(replace(OPEN, asked=asked)) == (
        Waits.HOLDER,
        "Finance was asked and 1 more, wanted by Thu 19 Mar 2026",
    )


@pytest.mark.parametrize(
    ("today", "band", "words"),
    [
        (date(2026, 3, 24), Band.LATER, "6 working days left"),
        (date(2026, 3, 25), Band.SOON, "5 working days left"),
        (date(2026, 3, 28), Band.SOON, "3 working days left"),  # a Saturday
        (date(2026, 3, 30), Band.NOW, "2 working days left"),
        (date(2026, 3, 31), Band.NOW, "1 working day left"),
        (date(2026, 4, 1), Band.NOW, "due today"),
        (date(2026, 4, 2), Band.LATE, "overdue by 1 working day"),
        (date(2026, 4, 6), Band.LATE, "overdue by 1 working day"),  # Easter Monday: no working day since Thursday
        (date(2026, 4, 8), Band.LATE, "overdue by 3 working days"),
    ],
)
def test_a_case_due_on_1_april_2026(today: date, band: Band, words: str) -> None:
    assert days_left(OPEN, today, UNION) == (band, words)


@pytest.mark.parametrize(
    ("today", "band", "words"),
    [
        (date(2026, 3, 19), Band.LATER, "9 working days left"),  # the day by which the answer is wanted
        (date(2026, 3, 20), Band.NOW, "8 working days left; the holder is late by 1 working day"),
        (date(2026, 3, 25), Band.NOW, "5 working days left; the holder is late by 4 working days"),
        (date(2026, 4, 2), Band.LATE, "overdue by 1 working day; the holder is late by 10 working days"),
    ],
)
def test_a_holder_who_is_late_is_said_to_be_and_the_colour_says_it_is_to_be_seen_to_now(
    today: date, band: Band, words: str
) -> None:
    asked = (("Planning", date(2026, 3, 30)), ("Finance", date(2026, 3, 19)))
    assert days_left(replace(OPEN, asked=asked), today, UNION) == (band, words)
    on_saturday = replace(OPEN, asked=(("Finance", date(2026, 3, 20)),))
    assert days_left(on_saturday, date(2026, 3, 21), UNION).words.endswith("the holder is late since Sat 21 Mar 2026")


def test_on_the_weekend_after_a_friday_no_working_day_has_passed_and_it_is_late_all_the_same() -> None:
    friday = replace(OPEN, due_on=date(2026, 3, 27))
    assert days_left(friday, date(2026, 3, 28), UNION) == (Band.LATE, "overdue since Sat 28 Mar 2026")


def test_the_first_of_two_days_counts_and_a_clock_that_stands_still_shows_none() -> None:
    both = replace(OPEN, commissioner_due_on=date(2026, 3, 31), with_commissioner=True)
    assert days_left(both, date(2026, 3, 30), UNION).words == "1 working day left"
    stopped = Facts(CaseStatus.AWAITING_CLARIFICATION, officer="jane")
    assert days_left(stopped, date(2026, 3, 30), UNION) == (Band.NONE, "the clock stands still")
