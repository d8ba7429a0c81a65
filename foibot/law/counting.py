"""How time is counted: working days, calendar days, months; with spans of days that the law disregards.

Pure arithmetic of days. Which time applies, and which days are disregarded, is decided in `fold`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from foibot.law.regime import Unit
from foibot.law.working_days import ONE_DAY, WorkingCalendar

Span = tuple[date, date]  # first and last day, both included


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put spans in order and join those that overlap, so that no day is disregarded twice."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def end_of_time(
    unit: Unit, calendar: WorkingCalendar, start: date, count: int, disregarded: tuple[Span, ...] = ()
) -> date:
    """Give the last day of a time of `count` units that is counted from `start`.

    The day of `start` is day nought, save where the unit begins with the day itself. `disregarded` must be
    `merged`. Raises `UsageError` where the calendar does not reach.
    """
    return ENDS[unit](calendar, start, count, disregarded)


def days_counted(unit: Unit, calendar: WorkingCalendar, start: date, through: date, spans: tuple[Span, ...]) -> int:
    """Count the days after `start` up to `through` that are not disregarded: working days, or all days."""
    between = _BETWEEN[unit]
    total = between(calendar, start, through)
    for first, last in spans:
        inside = max(first - ONE_DAY, start), min(last, through)
        total -= between(calendar, *inside) if inside[0] < inside[1] else 0
    return total


def months_later(day: date, months: int) -> date:
    """Give the same date so many months later, or that month's last day if it has no such date."""
    later: date = day + relativedelta(months=months)
    return later


def _working_days(calendar: WorkingCalendar, start: date, count: int, disregarded: tuple[Span, ...]) -> date:
    due = calendar.add_working_days(start, count)
    for first, last in disregarded:
        if start < last and first <= due:
            due = calendar.add_working_days(due, calendar.working_days_between(max(first - ONE_DAY, start), last))
    return due


def _calendar_days(_: WorkingCalendar, start: date, count: int, disregarded: tuple[Span, ...]) -> date:
    return _pushed(start, start + timedelta(days=count), disregarded)


def _months(_: WorkingCalendar, start: date, count: int, disregarded: tuple[Span, ...]) -> date:
    return _pushed(start, months_later(start, count), disregarded)


def _months_with_the_day(_: WorkingCalendar, start: date, count: int, disregarded: tuple[Span, ...]) -> date:
    # A period "beginning with" 9 September ends on 8 December; one beginning with the 30th of November
    # ends with February, which has no 29th to be the day before a 30th.
    same_date = months_later(start, count)
    end = same_date - ONE_DAY if same_date.day == start.day else same_date
    return _pushed(start - ONE_DAY, end, disregarded)


def _pushed(start: date, due: date, disregarded: tuple[Span, ...]) -> date:
    for first, last in disregarded:
        if start < last and first <= due:
            due += last - max(first - ONE_DAY, start)
    return due


def _all_days(_: WorkingCalendar, after: date, through: date) -> int:
    return (through - after).days


ENDS: Mapping[Unit, Callable[[WorkingCalendar, date, int, tuple[Span, ...]], date]] = {
    Unit.WORKING_DAYS: _working_days,
    Unit.CALENDAR_DAYS: _calendar_days,
    Unit.MONTHS: _months,
    Unit.MONTHS_BEGINNING_WITH_THE_DAY: _months_with_the_day,
}

_BETWEEN: Mapping[Unit, Callable[[WorkingCalendar, date, date], int]] = {
    Unit.WORKING_DAYS: lambda calendar, after, through: calendar.working_days_between(after, through),
    Unit.CALENDAR_DAYS: _all_days,
    Unit.MONTHS: _all_days,
    Unit.MONTHS_BEGINNING_WITH_THE_DAY: _all_days,
}
