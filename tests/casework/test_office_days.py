"""The days on which an authority is at work, against counting them one by one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foibot.casework.office_days import Closure, OfficeDays
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.working_days import Calendars

ONE_DAY = timedelta(days=1)
UNION = Calendars(published_holidays(), KNOWN_THROUGH).named("union")
DAYS = st.dates(date(2026, 2, 1), date(2026, 11, 30))


@st.composite
def closures(draw: st.DrawFn) -> tuple[Closure, ...]:
    firsts = draw(st.lists(DAYS, max_size=3))
    return tuple(Closure(first, first + ONE_DAY * draw(st.integers(0, 12))) for first in firsts)


def counted(days: OfficeDays, day: date, count: int, way: int) -> date:
    """Go day by day until so many days of work have been met."""
    while count:
        day += ONE_DAY * way
        count -= days.is_open(day)
    return day


@given(DAYS, st.integers(1, 30), closures())
def test_days_of_work_are_counted_as_going_day_by_day_counts_them(
    day: date, count: int, closed: tuple[Closure, ...]
) -> None:
    days = OfficeDays(UNION, closed)

    assert days.after(day, count) == counted(days, day, count, 1)
    assert days.before(days.on_or_before(day), count) == counted(days, days.on_or_before(day), count, -1)


@given(DAYS, DAYS, closures())
def test_the_days_of_work_between_two_days_are_those_one_by_one(
    one: date, other: date, closed: tuple[Closure, ...]
) -> None:
    days, (first, last) = OfficeDays(UNION, closed), sorted((one, other))
    span = ((first + ONE_DAY * number) for number in range(1, (last - first).days + 1))

    assert days.between(first, last) == sum(days.is_open(day) for day in span)
