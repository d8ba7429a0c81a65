from datetime import date

import pytest

from foibot.errors import UsageError
from foibot.law.clock import ClockEvent
from foibot.law.notation import read_day, read_event, read_holiday
from foibot.law.working_days import Division


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-04-07", date(2021, 4, 7)),
        (" 2021-04-07T23:30:00Z ", date(2021, 4, 8)),
        ("2021-04-06T20:30:00-05:00", date(2021, 4, 7)),
    ],
)
def test_a_day_or_a_moment_with_its_zone_is_read_as_a_london_day(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("07/04/2021", "write 2021-04-07"),
        ("7.4.2021", "write 2021-04-07"),
        ("2021-04-07T10:15", r"Write 2021-04-07T10:15:00\+01:00"),
        ("2021-01-07T10:15", r"Write 2021-01-07T10:15:00\+00:00, or 2021-01-07"),
        ("2021-02-30", "day is out of range for month"),
        ("31/02/2024", "There is no such date"),
        ("yesterday", "Write it as 2021-04-07"),
        ("", "Write it as 2021-04-07"),
        ("9999-12-31T23:59:59-14:00", "Write it as 2021-04-07"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_write(written: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy):
        read_day(written)


def test_an_event_is_read_with_its_day_or_its_range() -> None:
    assert read_event("withdrawn@2024-09-10") == ClockEvent("withdrawn", date(2024, 9, 10))
    closed = ClockEvent("school_closed", date(2024, 7, 24), date(2024, 9, 3))
    assert read_event(" school_closed @ 2024-07-24..2024-09-03 ") == closed


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("withdrwan@2024-09-10", "Did you mean withdrawn?"),
        ("clarification asked@2024-09-10", "Did you mean clarification_asked"),
        ("clarification_asked@2024-09-10..2024-09-12", "it has one day and no range"),
        ("withdrawn", "write NAME@DATE"),
        ("withdrawn@", "write NAME@DATE"),
        ("withdrawn@soon", "Event 'withdrawn@soon': 'soon' is not a date"),
        ("school_closed@2024-09-03..2024-07-24", "ends before it begins"),
    ],
)
def test_what_is_no_event_is_refused_with_what_to_write(written: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy):
        read_event(written)


def test_a_proclaimed_holiday_is_read_with_its_divisions() -> None:
    read = read_holiday("2026-06-15:scotland, northern-ireland:World Cup: final", "the Gazette")
    assert (read.day, read.name, read.source) == (date(2026, 6, 15), "World Cup: final", "the Gazette")
    assert read.divisions == {Division.SCOTLAND, Division.NORTHERN_IRELAND}
    assert read_holiday("2026-06-15:all:Day", "x").divisions == frozenset(Division)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [("2026-06-15", "write DATE:DIVISIONS:NAME"), ("2026-06-15:scotlnd:Day", "Did you mean scotland")],
)
def test_what_is_no_holiday_is_refused_with_what_to_write(written: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy):
        read_holiday(written, "x")
