"""A sheet's own due date beside the law's: whether they differ, and in a few words why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from foibot.casework.case import Case
from foibot.casework.clocks import Statutes
from foibot.errors import UsageError
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass

ENDS = frozenset({"answered", "withdrawn", "lapsed", "transferred"})
SATURDAY = 5
USUAL, DOUBLE = 20, 40


@dataclass(frozen=True, slots=True)
class Difference:
    """A due date of the sheet that is not the law's: the row, both days, and why, as far as it can be told."""

    row: int
    reference: str
    theirs: date
    ours: date | None
    why: str


def statutory_due(case: Case, statutes: Statutes) -> date | None:
    """Return the last day for the answer under the law, whether or not the case has ended since."""
    running = replace(case, clock_events=tuple(one for one in case.clock_events if one.name not in ENDS))
    reading = statutes.read(running)
    return reading.due_on or reading.last_due_on


def difference(case: Case, statutes: Statutes) -> Difference | None:
    """Return how a sheet's due date differs from the law's; None where it does not, or the sheet has none."""
    theirs = case.imported.due_on if case.imported else None
    if theirs is None or case.imported is None or case.received_on is None:
        return None
    ours = statutory_due(case, statutes)
    if theirs == ours:
        return None
    return Difference(case.imported.row, case.reference, theirs, ours, _why(case, statutes, theirs, ours))


def _why(case: Case, statutes: Statutes, theirs: date, ours: date | None) -> str:
    if ours is None:
        return "the clock is stopped"
    calendar = statutes.calendar(statutes.regime(case.regime))
    start = statutes.read(case).clock_from
    try:
        missed = _days_missed(calendar, start, theirs, ours)
        found = next((why for day, why in _candidates(case, statutes, calendar, start) if day == theirs), "")
        return missed or found or _distance(calendar, theirs, ours)
    except UsageError:
        return "beyond the calendar"


def _days_missed(calendar: WorkingCalendar, start: date, theirs: date, ours: date) -> str:
    """Name the bank holidays that a date would come from that takes them for working days; empty where it is not so."""
    off = sorted(day for day in calendar.days_off if start < day <= ours and day.weekday() < SATURDAY)
    if not off or theirs != _weekdays(start, calendar.working_days_between(start, ours)):
        return ""
    named = f"{off[0].day} {off[0]:%b}" if len(off) == 1 else f"{len(off)} bank holidays"
    return f"{named} left out" + (", or receipt as day 1" if len(off) == 1 else "")


def _candidates(
    case: Case, statutes: Statutes, calendar: WorkingCalendar, start: date
) -> Iterator[tuple[date | None, str]]:
    """Give what people come to when they count in another way, each with that way in a few words."""
    received: date = case.received_on or date.min
    if case.clock_events:
        yield statutory_due(replace(case, clock_events=()), statutes), _left_out(case)
    for day in dict.fromkeys((start, received)):
        yield calendar.add_working_days(day, USUAL - 1), "counts the day of receipt as day 1"
        yield calendar.add_working_days(day, USUAL + 1), "counts one working day too many"
        yield _weekdays(day, USUAL - 1), "receipt as day 1, holidays left out"
        yield day + timedelta(days=USUAL), "counts 20 calendar days"
        yield day + timedelta(days=28), "counts four weeks"
        yield day + timedelta(days=30), "counts 30 calendar days"
        yield calendar.add_working_days(day, DOUBLE), "allows 40 working days"


def _left_out(case: Case) -> str:
    names = {one.name for one in case.clock_events}
    if "extension" in names:
        return "leaves out the extension"
    return "leaves out the clarification" if "clarification_asked" in names else "leaves out what moved the clock"


def _weekdays(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY
    return day


def _distance(calendar: WorkingCalendar, theirs: date, ours: date) -> str:
    early, late = sorted((theirs, ours))
    days = calendar.working_days_between(early, late)
    if not days:
        return f"{theirs:%A} is no working day"
    return f"{days} working day{'' if days == 1 else 's'} {'earlier' if theirs < ours else 'later'}"
