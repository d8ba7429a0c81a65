from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_in_use import CALENDARS
from second_count import DAY, is_working, same_date_later, step

from foibot.law.clock import ClockEvent, read_clock
from foibot.law.regimes import REGIMES

FIRST, LAST = date(2018, 1, 1), date(2035, 12, 31)
NAMES = ("union", "common", "england-and-wales", "scotland", "northern-ireland")
LIMITS = {"FOIA": ("union", 20), "EIR_REVIEW": ("union", 40), "FOIA_ARCHIVE": ("union", 30), "FOISA": ("scotland", 20)}
received = st.dates(FIRST, date(2035, 6, 30))


@pytest.mark.parametrize("name", NAMES)
def test_every_working_day_of_2018_to_2035_agrees_with_the_second_rules(name: str) -> None:
    calendar = CALENDARS.named(name)
    days = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    differing = [day for day in days if calendar.is_working_day(day) != is_working(name, day)]
    assert differing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_twentieth_working_day_of_2018_to_2035_agrees_with_stepping(name: str) -> None:
    calendar = CALENDARS.named(name)
    days = [FIRST + timedelta(days=count) for count in range((date(2035, 11, 1) - FIRST).days)]
    assert all(calendar.add_working_days(day, 20) == step(name, day, 20) for day in days)


@settings(deadline=None)
@given(st.sampled_from(sorted(LIMITS)), received, st.integers(0, 15), st.integers(0, 60))
def test_a_fee_paused_clock_agrees_with_stepping(name: str, day: date, noticed: int, waited: int) -> None:
    calendar, limit = LIMITS[name]
    first, last = day + noticed * DAY, day + (noticed + waited) * DAY
    events = [ClockEvent("fees_notice", first), ClockEvent("fee_paid", last)]
    paused = "fees_notice" in REGIMES[name].events
    expected = step(calendar, day, limit, ((first, last),) if paused else ())
    assert read_clock(REGIMES[name], CALENDARS.named(calendar), day, events).due_on == expected


@settings(deadline=None)
@given(received, st.lists(st.tuples(st.integers(-20, 90), st.integers(0, 60)), max_size=3))
def test_a_school_clock_agrees_with_stepping(day: date, closures: list[tuple[int, int]]) -> None:
    spans = tuple((day + first * DAY, day + (first + more) * DAY) for first, more in closures)
    events = [ClockEvent("school_closed", first, last) for first, last in spans]
    expected = min(step("union", day, 20, spans), step("union", day, 60))
    assert read_clock(REGIMES["FOIA_SCHOOL"], CALENDARS.named("union"), day, events).due_on == expected


@settings(deadline=None)
@given(received, st.sampled_from(NAMES[1:]), st.integers(1, 20), st.integers(0, 40))
def test_a_subject_access_clock_agrees_with_stepping(day: date, place: str, asked: int, waited: int) -> None:
    first, last = day + asked * DAY, day + (asked + waited) * DAY
    expected = same_date_later(day, 1) + (last - first + DAY)
    while not is_working(place, expected):
        expected += DAY
    events = [ClockEvent("clarification_asked", first), ClockEvent("clarification_received", last)]
    assert read_clock(REGIMES["SAR"], CALENDARS.named(place), day, events).due_on == expected
