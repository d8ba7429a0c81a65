"""Which days are working days, and how they are counted. The bank holidays come in as data.

FOIA 2000 s.10(6): a working day is any day other than a Saturday, a Sunday, Christmas Day, Good Friday or a
bank holiday under the Banking and Financial Dealings Act 1971 in any part of the United Kingdom. FOISA 2002
s.73 says the same of Scotland alone. Nothing here may know a statute's time limit, or fetch a date.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from foibot.errors import UsageError
from foibot.law.wording import nearest, plain_day
from foibot.lean import dataclass

ONE_DAY = timedelta(days=1)
SATURDAY = 5
CHRISTMAS_DAY = (12, 25)
NAMED_IN_THE_ACT = ("Christmas Day", "Good Friday")


class Division(StrEnum):
    """The three parts of the United Kingdom that keep bank holidays of their own."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


# Configurations name England and Wales as jurisdictions do; people write either.
DIVISION_NAMES: Mapping[str, Division] = {"england-wales": Division.ENGLAND_AND_WALES} | {
    str(division): division for division in Division
}

PARTS_IN_WORDS: Mapping[str, str] = {
    Division.ENGLAND_AND_WALES: "England and Wales",
    Division.NORTHERN_IRELAND: "Northern Ireland",
    Division.SCOTLAND: "Scotland",
}

SCOTLAND = str(Division.SCOTLAND)
UNION = "union"
COMMON = "common"
WEEKDAYS = "weekdays"
UK_CALENDARS = (UNION, COMMON, *Division)


def get_division(name: str) -> Division:
    """Give the division of that name, in either spelling. Raises `UsageError` with the nearest names."""
    division = DIVISION_NAMES.get(name.strip().lower().replace("_", "-").replace(" ", "-"))
    if division is None:
        raise UsageError(f"There is no division {name!r}. {nearest(name, DIVISION_NAMES)}")
    return division


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A day off: its name, the divisions that keep it, and who says so (a package's edition, a proclamation).

    A division is one of `Division`; a regime of another country names its own place, as `IE` or `US-TX`.
    """

    day: date
    name: str
    divisions: frozenset[str]
    source: str


def bank_holidays_of(rows: Iterable[tuple[str, str, Iterable[str], str]]) -> tuple[BankHoliday, ...]:
    """Make bank holidays of what was written down: day, name, divisions, source; what rows share is held once."""
    divisions, words = dict[frozenset[str], frozenset[str]](), dict[str, str]()
    return tuple(
        BankHoliday(
            date.fromisoformat(day),
            words.setdefault(name, name),
            divisions.setdefault(kept := frozenset(places), kept),
            words.setdefault(source, source),
        )
        for day, name, places, source in rows
    )


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A bank holiday that is none, as when it was moved to another day: where, and who says so."""

    day: date
    divisions: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of one calendar between `first` and `last`, certain up to `known_through`.

    They are numbered as `date.toordinal` does: twelve thousand dates would take ten times as much memory.
    Past `known_through` the days are a forecast; outside `first`..`last` every question raises `UsageError`.
    """

    name: str
    days_off: Mapping[date, str]
    first: date
    last: date
    known_through: date
    working_days: Sequence[int]

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is a working day."""
        self._must_cover(day)
        return day.weekday() < SATURDAY and day not in self.days_off

    def why_not(self, day: date) -> str | None:
        """Say why `day` is no working day; None when it is one."""
        self._must_cover(day)
        return f"{day:%A}" if day.weekday() >= SATURDAY else self.days_off.get(day)

    def add_working_days(self, day: date, count: int) -> date:
        """Give the `count`-th working day after `day` (before it, if negative); `day` itself for nought."""
        if count == 0 or not self.first <= day <= self.last:
            self._must_cover(day)
            return day
        days = self.working_days
        number = day.toordinal()
        place = bisect_right(days, number) + count - 1 if count > 0 else bisect_left(days, number) + count
        if not 0 <= place < len(days):
            raise UsageError(f"{count} working days from {plain_day(day)} is out of reach: {self._covers()}")
        return date.fromordinal(days[place])

    def next_working_day(self, day: date) -> date:
        """Give `day` itself if it is a working day, else the first one after it."""
        return self.add_working_days(day - ONE_DAY, 1)

    def working_days_between(self, after: date, through: date) -> int:
        """Count the working days after `after`, up to and including `through`; negative if it comes first."""
        self._must_cover(after)
        self._must_cover(through)
        days = self.working_days
        return bisect_right(days, through.toordinal()) - bisect_right(days, after.toordinal())

    def _must_cover(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise UsageError(f"{plain_day(day)} is out of reach: {self._covers()}")

    def _covers(self) -> str:
        return (
            f"bank holidays are known from {plain_day(self.first)} to {plain_day(self.known_through)}"
            f" and forecast to {plain_day(self.last)}"
        )


class Calendars:
    """Every calendar that a table of bank holidays holds, built when first asked for.

    A year belongs to the table if its Christmas Day does: s.10(6) names that day, so a table without it is
    not complete, and one day proclaimed for a far year does not make that year known.
    """

    def __init__(self, days: Iterable[BankHoliday], known_through: date) -> None:
        self.days = tuple(sorted(days, key=lambda holiday: (holiday.day, holiday.name)))
        self.known_through = known_through
        self._built: dict[str, WorkingCalendar] = {}
        years = {holiday.day.year for holiday in self.days if _month_and_day(holiday.day) == CHRISTMAS_DAY}
        if not years:
            raise UsageError("The table of bank holidays is empty: it must hold Christmas Day of each year.")
        last = min(years)
        while last + 1 in years:
            last += 1
        self.first, self.last = date(min(years), 1, 1), date(last, 12, 31)

    def with_days(self, more: Iterable[BankHoliday]) -> "Calendars":
        """Give new calendars in which days proclaimed later are days off too."""
        return Calendars((*self.days, *more), self.known_through)

    def without_days(self, cancelled: Iterable[Cancellation]) -> "Calendars":
        """Give new calendars in which days cancelled or moved are days off no more.

        Raises `UsageError` for Christmas Day and Good Friday, which the Act itself names.
        """
        return Calendars(without_days(self.days, cancelled), self.known_through)

    def names(self) -> tuple[str, ...]:
        """Name every calendar to be had: all of the UK, each division, each further place in the table."""
        places = {place for holiday in self.days for place in holiday.divisions} | set(Division)
        return (UNION, COMMON, WEEKDAYS, *sorted(map(str, places)))

    def named(self, name: str) -> WorkingCalendar:
        """Give the calendar called `name`.

        `union`: days off in any part of the UK. `common`: days off in every part. `weekdays`: no bank
        holidays. Else a division, or another place in the table. Raises `UsageError` for an unknown name.
        """
        if name not in self._built:
            if name not in self.names():
                raise UsageError(f"There is no calendar {name!r}. {nearest(name, self.names())}")
            self._built[name] = self._build(name)
        return self._built[name]

    def _build(self, name: str) -> WorkingCalendar:
        scope: frozenset[str] = frozenset(Division) if name in UK_CALENDARS else frozenset({name})
        off: dict[date, str] = {}
        for day, kept in self._by_day().items():
            parts = _parts(kept, scope)
            if _is_off(name, parts):
                off[day] = _why([holiday for holiday in kept if holiday.divisions & scope], parts)
        span = (self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1))
        working = array("l", (day.toordinal() for day in span if day.weekday() < SATURDAY and day not in off))
        return WorkingCalendar(name, off, self.first, self.last, self.known_through, working)

    def _by_day(self) -> dict[date, list[BankHoliday]]:
        by_day: dict[date, list[BankHoliday]] = {}
        for holiday in self.days:
            by_day.setdefault(holiday.day, []).append(holiday)
        return by_day


def days_gained(before: Iterable[BankHoliday], after: Iterable[BankHoliday]) -> list[BankHoliday]:
    """Give what is a day off afterwards and was none before, in the places where it was none."""
    kept: dict[date, frozenset[str]] = {}
    for holiday in before:
        kept[holiday.day] = kept.get(holiday.day, frozenset()) | holiday.divisions
    gained = [replace(one, divisions=one.divisions - kept.get(one.day, frozenset())) for one in after]
    return [holiday for holiday in gained if holiday.divisions]


def in_words(holiday: BankHoliday) -> str:
    """Write a day off as `Thu 12 Mar 2026, Feast (Scotland): Proclamation`."""
    places = ", ".join(PARTS_IN_WORDS.get(place, place) for place in sorted(holiday.divisions))
    return f"{plain_day(holiday.day)}, {holiday.name} ({places}): {holiday.source}"


def without_days(days: Iterable[BankHoliday], cancelled: Iterable[Cancellation]) -> list[BankHoliday]:
    """Give the bank holidays that are left; raises `UsageError` for a day that the Act itself names."""
    gone: dict[date, frozenset[str]] = {}
    for one in cancelled:
        gone[one.day] = gone.get(one.day, frozenset()) | one.divisions
    left = []
    for holiday in days:
        taken = holiday.divisions & gone.get(holiday.day, frozenset())
        if taken and (_month_and_day(holiday.day) == CHRISTMAS_DAY or holiday.name in NAMED_IN_THE_ACT):
            raise UsageError(
                f"{plain_day(holiday.day)} cannot be cancelled: section 10(6) of the Act names {holiday.name} itself."
                " Leave it out."
            )
        if holiday.divisions - taken:
            left.append(replace(holiday, divisions=holiday.divisions - taken))
    return left


def _parts(kept: list[BankHoliday], scope: frozenset[str]) -> frozenset[str]:
    return frozenset(place for holiday in kept for place in holiday.divisions) & scope


def _is_off(calendar: str, parts: frozenset[str]) -> bool:
    if calendar == UNION:
        return bool(parts)
    if calendar == COMMON:
        return parts.issuperset(Division)
    return calendar in parts


def _why(kept: list[BankHoliday], parts: frozenset[str]) -> str:
    names = "; ".join(dict.fromkeys(_named(holiday) for holiday in kept))
    if names in NAMED_IN_THE_ACT:
        return names
    if parts.issuperset(Division):
        return f"bank holiday, all of the United Kingdom ({names})"
    words = [PARTS_IN_WORDS.get(place, place) for place in sorted(parts)]
    return f"bank holiday, {', '.join(words)} ({names})"


def _named(holiday: BankHoliday) -> str:
    return holiday.name if holiday.source.startswith("holidays ") else f"{holiday.name}: {holiday.source}"


def _month_and_day(day: date) -> tuple[int, int]:
    return day.month, day.day
