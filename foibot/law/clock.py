"""The statutory clock: what is due when, and the working that defends the date.

Fed with a regime, a calendar, the London day of receipt and the events; it keeps nothing and asks nothing,
neither the time of day nor a file. A due date is always computed, never edited.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from foibot.errors import UsageError
from foibot.law.counting import Span, days_counted, end_of_time, merged
from foibot.law.fold import Frame
from foibot.law.moments import ClockEvent, london_day
from foibot.law.regime import EVENTS, Effect, Regime, Unit
from foibot.law.standing import ClockState, Standing, Step, Wait
from foibot.law.wording import plain_day
from foibot.law.working_days import ONE_DAY, WorkingCalendar
from foibot.lean import dataclass

__all__ = [
    "ClockEvent",
    "ClockReading",
    "ClockState",
    "CountedDay",
    "day_number",
    "london_day",
    "read_clock",
    "state_in_words",
    "working",
    "working_day_number",
]

BY_DAY = attrgetter("on")


class ClockReading(NamedTuple):
    """How a clock stands after all its events.

    `due_on` is None while nothing is due; `last_due_on` keeps the date that was in force when the request was
    answered or closed, on `ended_on` and so many days `late`: working days, or all days where days or months
    count. `limit` is how many units `due_on` is from `clock_from`.
    """

    regime: Regime
    received_on: date
    clock_from: date
    due_on: date | None
    last_due_on: date | None
    limit: int
    state: ClockState
    stopped_since: date | None = None
    waiting_for: tuple[str, ...] = ()
    lapses_on: date | None = None
    ended_on: date | None = None
    late: int = 0
    extended: bool = False
    by_outer_limit: bool = False
    disregarded: tuple[Span, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    time_allowed: "ClockReading | None" = None  # the clock that this one follows

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong or unusual: notes about the whole clock, and events that could not count."""
        return (*self.notes, *(str(step) for step in self.steps if step.remark))


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the working: whether it was counted, its number if so, and why or why not.

    The day that the count starts from is number 0, and not counted.
    """

    day: date
    counted: bool
    number: int | None
    why: str


def read_clock(
    regime: Regime, calendar: WorkingCalendar, received_on: date, events: Sequence[ClockEvent] = ()
) -> ClockReading:
    """Read the clock of a request received on that London day, after the events.

    Events may come in any order; of one day a question comes before its reply, and an end last. What cannot
    count (too late, before receipt, a reply to nothing asked) moves no date and is said in `warnings`. A question
    asked before the receipt, which was corrected since, is open from the receipt. Raises `UsageError` where the
    calendar does not reach.
    """
    if isinstance(received_on, datetime):
        raise UsageError("A day of receipt is wanted and not a moment; london_day() gives the day of one")
    frame = Frame(regime, calendar, received_on)
    standing = Standing(received_on)
    steps: list[Step] = []
    allowed: ClockReading | None = None
    if regime.follows is not None:
        allowed = _time_allowed(regime, regime.follows, calendar, received_on, events)
        if allowed.last_due_on is None:
            return allowed._replace(regime=regime, limit=regime.limit, time_allowed=allowed)
        standing, steps = Standing(allowed.last_due_on), [*allowed.steps]
        events = [event for event in events if event.name in regime.events]
    for of_day in _by_day(events) if events else ():
        for event in frame.in_order(standing, of_day):
            standing, step = frame.take(standing, event)
            steps.append(step)
    reading = _reading(frame, standing, tuple(steps))
    return reading._replace(time_allowed=allowed) if allowed else reading


def _by_day(events: Sequence[ClockEvent]) -> Iterable[Sequence[ClockEvent]]:
    in_order = sorted(events, key=BY_DAY)
    if len({event.on for event in events}) == len(events):
        return [(event,) for event in in_order]
    return [tuple(of_day) for _, of_day in groupby(in_order, key=BY_DAY)]


def working(reading: ClockReading, calendar: WorkingCalendar) -> tuple[CountedDay, ...]:
    """Give each day from receipt to the due date, counted or left out, and why.

    `calendar` must be the one the reading was made with. The days end where a stopped clock stopped; those
    of an answered request run to the date that was due, or to its end if nothing was.
    """
    received_on = reading.received_on
    last = reading.last_due_on or reading.stopped_since or max(reading.ended_on or received_on, reading.clock_from)
    span = (received_on + ONE_DAY * count for count in range((last - received_on).days + 1))
    return tuple(_counted_day(reading, calendar, day) for day in span)


def working_day_number(reading: ClockReading, calendar: WorkingCalendar, today: date) -> str:
    """Say how far the time has run on that London day: `working day 12 of 20`, or why it does not run."""
    if reading.due_on is None:
        return state_in_words(reading)
    unit = reading.regime.unit
    number = day_number(reading, calendar, today)
    if unit is Unit.WORKING_DAYS:
        return f"working day {number} of {reading.limit}"
    return f"day {number} of {day_number(reading, calendar, reading.due_on)}"


def state_in_words(reading: ClockReading) -> str:
    """Say how the clock stands, since when, what it waits for, and how late it ended."""
    since = f" since {plain_day(reading.stopped_since)}" if reading.stopped_since else ""
    wanted = f", waiting for {' and '.join(reading.waiting_for)}" if reading.waiting_for else ""
    ended = f" on {plain_day(reading.ended_on)}" if reading.ended_on else ""
    late = f", {reading.regime.unit.in_days(reading.late)} late" if reading.late else ""
    return f"{reading.state}{since}{wanted}{ended}{late}"


def day_number(reading: ClockReading, calendar: WorkingCalendar, day: date) -> int:
    """Give the number of `day` in the count: of working days, or of all days where days or months count."""
    start = reading.clock_from - first_day_counts(reading.regime.unit) * ONE_DAY
    return days_counted(reading.regime.unit, calendar, start, day, reading.disregarded)


def first_day_counts(unit: Unit) -> bool:
    """Say whether the day that time is counted from is itself the first day of it."""
    return unit is Unit.MONTHS_BEGINNING_WITH_THE_DAY


def _counted_day(reading: ClockReading, calendar: WorkingCalendar, day: date) -> CountedDay:
    left_out = _why_left_out(reading, calendar, day)
    if left_out:
        starts = day == reading.clock_from and not first_day_counts(reading.regime.unit)
        return CountedDay(day, counted=False, number=0 if starts else None, why=left_out)
    number = day_number(reading, calendar, day)
    unit = reading.regime.unit
    words = f"working day {number} of {reading.limit}" if unit is Unit.WORKING_DAYS else f"day {number}"
    if day == reading.last_due_on:
        words += f": the last day{_why_moved_on(reading, calendar, day)}"
    return CountedDay(day, counted=True, number=number, why=words)


def _why_moved_on(reading: ClockReading, calendar: WorkingCalendar, last: date) -> str:
    regime = reading.regime
    if not regime.ends_on_working_day:
        return ""
    end = end_of_time(regime.unit, calendar, reading.clock_from, reading.limit, reading.disregarded)
    return f", because {plain_day(end)} is no working day: {calendar.why_not(end)}" if end < last else ""


def _why_left_out(reading: ClockReading, calendar: WorkingCalendar, day: date) -> str | None:
    start, unit = reading.clock_from, reading.regime.unit
    if day < start:
        received = "the day of receipt; " if day == reading.received_on else ""
        return f"{received}the time counts from {plain_day(start)}"
    if day == start and not first_day_counts(unit):
        return f"day 0: {reading.regime.counts_from if day == reading.received_on else _what_began(reading)}"
    day_off = calendar.why_not(day) if unit is Unit.WORKING_DAYS else None
    if day_off:
        return day_off
    if any(first <= day <= last for first, last in reading.disregarded):
        return _why_disregarded(reading, day)
    if reading.stopped_since is not None and day >= reading.stopped_since:
        return f"the clock stopped: waiting for {' and '.join(reading.waiting_for)}"
    return None


def _what_began(reading: ClockReading) -> str:
    begun = [step for step in reading.steps if step.taken and step.event.on == reading.clock_from]
    moved = [step for step in begun if step.rule.effect in (Effect.BEGIN, Effect.RESET)]
    return EVENTS[moved[-1].event.name].words if moved else reading.regime.counts_from


def _why_disregarded(reading: ClockReading, day: date) -> str:
    for step in reading.steps:
        event = step.event
        if step.rule.effect is Effect.SKIP and event.on <= day <= (event.until or event.on):
            return EVENTS[event.name].words
    return "disregarded: waiting for the applicant, both end days included"


def _time_allowed(
    window: Regime,
    answering: Regime,
    calendar: WorkingCalendar,
    received_on: date,
    events: Sequence[ClockEvent],
) -> ClockReading:
    theirs = [event for event in events if event.name not in window.events]
    return read_clock(answering, calendar, received_on, theirs)


def _reading(frame: Frame, standing: Standing, steps: tuple[Step, ...]) -> ClockReading:
    waits = () if standing.ended else standing.waits
    deadline = frame.deadline(standing)
    last_due = None if standing.waits else deadline.due_on
    forecast = last_due is not None and last_due > frame.calendar.known_through
    return ClockReading(
        regime=frame.regime,
        received_on=frame.received_on,
        clock_from=standing.start,
        due_on=None if standing.ended else last_due,
        last_due_on=last_due,
        limit=deadline.limit,
        state=_state(standing),
        stopped_since=min(wait.since for wait in waits) if waits else None,
        waiting_for=tuple(wait.topic for wait in waits) if waits else (),
        lapses_on=_lapses_on(waits) if waits else None,
        ended_on=standing.ended_on,
        late=standing.late,
        extended=standing.extended,
        by_outer_limit=deadline.by_outer_limit,
        disregarded=_disregarded(standing, deadline.disregarded),
        steps=steps,
        notes=(_forecast(frame.calendar, last_due),) if forecast and last_due else (),
    )


def _disregarded(standing: Standing, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Add the days that a clock stood still before its end, for a reply that never came."""
    if standing.ended_on is None or not standing.waits:
        return spans
    return merged((*spans, (min(wait.since for wait in standing.waits), standing.ended_on)))


def _state(standing: Standing) -> ClockState:
    if standing.ended or not standing.waits:
        return standing.ended or ClockState.RUNNING
    stopped = any(wait.rule.effect is Effect.STOP for wait in standing.waits)
    return ClockState.STOPPED if stopped else ClockState.PAUSED


def _lapses_on(waits: tuple[Wait, ...]) -> date | None:
    return min((wait.lapses_on for wait in waits if wait.lapses_on), default=None)


def _forecast(calendar: WorkingCalendar, due: date) -> str:
    return (
        f"Bank holidays are known through {plain_day(calendar.known_through)} only: {plain_day(due)} is a"
        " forecast, and a day proclaimed later would move it. Add such days with their source."
    )
