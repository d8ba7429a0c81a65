"""Dates and events as the law takes them: the London day of a moment, and `name@date` as people write them.

A deadline is a date in Europe/London, so every stamp becomes a London day before anything is counted.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from foibot.errors import UsageError
from foibot.law.regime import EVENTS
from foibot.law.wording import nearest, plain_day

LONDON = ZoneInfo("Europe/London")
BRITISH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened to a request: a name of `EVENTS`, its London day, and the last day of a range.

    For an extension `until` is the new date that the applicant was told. Raises `UsageError` for a name that
    is not in the vocabulary, a moment where a day is wanted, or a range that ends before it begins.
    """

    name: str
    on: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.name not in EVENTS:
            raise UsageError(f"There is no event {self.name!r}. {nearest(self.name, EVENTS)}")
        if isinstance(self.on, datetime) or isinstance(self.until, datetime):
            raise UsageError(
                f"{self.name}: a day is wanted and not a moment; london_day() gives the day of one"
            )
        if self.until is not None and self.until < self.on:
            raise UsageError(
                f"{self.name}: the range from {plain_day(self.on)} ends before it begins,"
                f" on {plain_day(self.until)}. Write the earlier day first."
            )


def london_day(moment: datetime) -> date:
    """Give the day it is in London at `moment`. Raises `UsageError` for a moment without a time zone."""
    if moment.tzinfo is None:
        written = moment.isoformat()
        offset = moment.replace(tzinfo=LONDON).isoformat()[len(written) :]
        raise UsageError(
            f"{written} has no time zone, so its day cannot be known. Write {written}{offset} if it is"
            f" London time, {written}+00:00 if it is UTC, or {moment.date()} for the day alone."
        )
    return moment.astimezone(LONDON).date()


def read_day(text: str) -> date:
    """Read an ISO date (taken as that day in London) or an ISO moment with its zone, and give the London day.

    Raises `UsageError` saying what to write instead.
    """
    written = text.strip()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        return london_day(datetime.fromisoformat(written))
    except (ValueError, OverflowError) as fault:
        raise UsageError(_not_a_day(written, fault)) from fault


def read_event(text: str) -> ClockEvent:
    """Read `name@date` or `name@from..to`. Raises `UsageError` saying what was understood."""
    name, at, days = text.strip().partition("@")
    if not at or not days.strip():
        raise UsageError(
            f"{text!r} is no event: write NAME@DATE, as withdrawn@2024-09-10,"
            " or NAME@FROM..TO, as school_closed@2024-07-24..2024-09-03."
        )
    name = name.strip()
    if name not in EVENTS:
        raise UsageError(f"There is no event {name!r} ({text.strip()}). {nearest(name, EVENTS)}")
    first, dots, last = days.partition("..")
    try:
        return ClockEvent(name, read_day(first), read_day(last) if dots else None)
    except UsageError as fault:
        raise UsageError(f"Event {text.strip()!r}: {fault}") from fault


def _not_a_day(written: str, fault: Exception) -> str:
    british = BRITISH_DATE.fullmatch(written)
    if british:
        day, month, year = british.groups()
        hint = f"If the day stands first, write {year}-{month:0>2}-{day:0>2}."
    else:
        hint = "Write it as 2021-04-07, or 2021-04-07T10:15:00+01:00 with the zone."
    reason = str(fault)
    because = f" ({reason})" if reason.startswith(("day", "month", "year", "hour", "minute")) else ""
    return f"{written!r} is not a date this command can read{because}. {hint}"
