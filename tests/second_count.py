"""A second way of counting, independent of `foibot.law` and of the `holidays` package.

Bank holidays by rules of its own, from the proclamations and the Banking and Financial Dealings Act 1971, and
a count that steps from day to day. Slow and plain: it exists to disagree.
"""

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
EVERY_PART = frozenset({"england-and-wales", "scotland", "northern-ireland"})

# Days of one year only, by royal proclamation.
ONE_OFFS = {
    date(2020, 5, 8): EVERY_PART,
    date(2022, 6, 2): EVERY_PART,
    date(2022, 6, 3): EVERY_PART,
    date(2022, 9, 19): EVERY_PART,
    date(2023, 5, 8): EVERY_PART,
    date(2026, 6, 15): frozenset({"scotland"}),
}
MOVED_AWAY = {date(2020, 5, 4), date(2022, 5, 30)}


def easter_sunday(year: int) -> date:
    """Give Easter Sunday by the anonymous Gregorian computus."""
    golden, century, of_century = year % 19, year // 100, year % 100
    skipped, leap = century // 4, century % 4
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - skipped - correction + 15) % 30
    sunday = (32 + 2 * leap + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_monday(year: int, month: int, which: int) -> date:
    """Give the first (1) or last (-1) Monday of a month."""
    mondays = [date(year, month, day) for day in range(1, 32) if _is_monday(year, month, day)]
    return mondays[which - 1] if which > 0 else mondays[which]


def _is_monday(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).weekday() == MONDAY
    except ValueError:
        return False


def substituted(*days: date) -> list[date]:
    """Move days that fall on a week-end to the next weekday that is not taken by another of them."""
    taken = {day for day in days if day.weekday() < SATURDAY}
    moved = []
    for day in days:
        kept = day
        if day.weekday() >= SATURDAY:
            while kept.weekday() >= SATURDAY or kept in taken:
                kept += DAY
            taken.add(kept)
        moved.append(kept)
    return moved


@cache
def holidays_of(part: str, year: int) -> frozenset[date]:
    """Give the weekday bank holidays of one part of the United Kingdom, with Christmas Day and Good Friday."""
    easter = easter_sunday(year)
    found = [easter - 2 * DAY, nth_monday(year, 5, 1), nth_monday(year, 5, -1)]
    found += substituted(date(year, 12, 25), date(year, 12, 26))
    if part == "scotland":
        found += substituted(date(year, 1, 1), date(year, 1, 2))
        found += [nth_monday(year, 8, 1), *substituted(date(year, 11, 30))]
    else:
        found += [*substituted(date(year, 1, 1)), easter + DAY, nth_monday(year, 8, -1)]
    if part == "northern-ireland":
        found += [*substituted(date(year, 3, 17)), *substituted(date(year, 7, 12))]
    found += [day for day, parts in ONE_OFFS.items() if day.year == year and part in parts]
    return frozenset(found) - MOVED_AWAY


@cache
def is_working(calendar: str, day: date) -> bool:
    """Say whether a day is a working day by these rules."""
    if day.weekday() >= SATURDAY:
        return False
    off = [day in holidays_of(part, day.year) for part in EVERY_PART]
    if calendar == "union":
        return not any(off)
    if calendar == "common":
        return not all(off)
    return day not in holidays_of(calendar, day.year)


def step(calendar: str, start: date, count: int, left_out: tuple[tuple[date, date], ...] = ()) -> date:
    """Walk from `start`, one day at a time, until `count` working days outside `left_out` have passed."""
    day = start
    while count:
        day += DAY
        if is_working(calendar, day) and not any(first <= day <= last for first, last in left_out):
            count -= 1
    return day


def same_date_later(start: date, months: int) -> date:
    """Walk to the same date of a later month, or back from it to the last day that exists."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError
