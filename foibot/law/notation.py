"""How people write a day, an event and a proclaimed holiday, on a command line or in a sheet.

Every fault is a `UsageError` that says what was understood and what to write. Nothing here counts.
"""

import re
from datetime import date, datetime

from foibot.errors import UsageError
from foibot.law.moments import ClockEvent, london_day
from foibot.law.regime import EVENTS
from foibot.law.wording import nearest
from foibot.law.working_days import BankHoliday, Cancellation, Division, get_division

BRITISH_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
EVERYWHERE = "all"


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
    if dots and not (EVENTS[name].ranged or name == "extension"):
        raise UsageError(f"Event {text.strip()!r}: it has one day and no range. Write {name}@{first.strip()}.")
    try:
        return ClockEvent(name, read_day(first), read_day(last) if dots else None)
    except UsageError as fault:
        raise UsageError(f"Event {text.strip()!r}: {fault}") from fault


def read_holiday(text: str, source: str) -> BankHoliday:
    """Read `date:divisions:name`, as `2026-06-15:scotland:World Cup`; the divisions with commas, or `all`."""
    parts = [part.strip() for part in text.split(":", 2)]
    if len(parts) != len(("date", "divisions", "name")) or not all(parts):
        raise UsageError(
            f"{text!r} is no holiday: write DATE:DIVISIONS:NAME, as 2026-06-15:scotland:World Cup."
            f" The divisions are {', '.join(Division)}, with commas between them, or {EVERYWHERE}."
        )
    day, divisions, name = parts
    return BankHoliday(read_day(day), name, _divisions(divisions), source)


def read_cancellation(text: str, source: str) -> Cancellation:
    """Read `date:divisions`, as `2027-05-03:all`, a bank holiday that is none: it was cancelled or moved."""
    day, colon, divisions = text.partition(":")
    if not colon or not divisions.strip():
        raise UsageError(
            f"{text!r} cancels no holiday: write DATE:DIVISIONS, as 2027-05-03:scotland."
            f" The divisions are {', '.join(Division)}, with commas between them, or {EVERYWHERE}."
        )
    return Cancellation(read_day(day), _divisions(divisions.strip()), source)


def _divisions(text: str) -> frozenset[str]:
    if text.lower() == EVERYWHERE:
        return frozenset(Division)
    return frozenset(get_division(name) for name in text.split(","))


def _is_a_date(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _not_a_day(written: str, fault: Exception) -> str:
    british = BRITISH_DATE.fullmatch(written)
    if british:
        day, month, year = british.groups()
        iso = f"{year}-{month:0>2}-{day:0>2}"
        hint = f"If the day stands first, write {iso}." if _is_a_date(iso) else "There is no such date."
    else:
        hint = "Write it as 2021-04-07, or 2021-04-07T10:15:00+01:00 with the zone."
    reason = str(fault)
    because = f" ({reason})" if reason.startswith(("day", "month", "year", "hour", "minute")) else ""
    return f"{written!r} is not a date this command can read{because}. {hint}"
