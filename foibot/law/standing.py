"""What is known of a clock while its events are read: how it stands, what it waits for, what each event did.

Shapes only: what moves them is in `fold`.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from foibot.law.counting import Span
from foibot.law.moments import ClockEvent
from foibot.law.regime import EVENTS, Rule
from foibot.law.wording import plain_day


class ClockState(StrEnum):
    """How the clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"  # nothing is due until a reply that starts the time (anew)
    PAUSED = "paused"  # nothing is due until a reply; the days already run stay run
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(NamedTuple):
    """What one event did to the clock, by which rule; `remark` says what is wrong or unusual about it."""

    event: ClockEvent
    rule: Rule
    taken: bool
    remark: str = ""

    def __str__(self) -> str:
        said, last = self.remark or self.rule.source, self.event.until
        days = f"{plain_day(self.event.on)} to {plain_day(last)}" if last else plain_day(self.event.on)
        return f"{days}, {EVENTS[self.event.name].words}: {said}"


class Wait(NamedTuple):
    """A question to the applicant that is still open."""

    topic: str
    since: date
    rule: Rule
    lapses_on: date | None = None


class Standing(NamedTuple):
    """How the clock stands after some events.

    A named tuple, as are the other small facts here: a million clocks are read in seconds, and a frozen
    dataclass takes five times as long to change.
    """

    start: date
    waits: tuple[Wait, ...] = ()
    settled: tuple[str, ...] = ()  # topics replied to, from which the time was made to count
    paused: tuple[Span, ...] = ()
    skipped: tuple[Span, ...] = ()
    extended: bool = False
    until: date | None = None
    ended: ClockState | None = None
    ended_on: date | None = None
    lapsed: str = ""  # what never came, if that ended it
    late: int = 0  # how many of the days it counts in came between the due date and the end


class Deadline(NamedTuple):
    """A due date with how it was counted: how many units from the start, and the spans left out."""

    due_on: date
    limit: int
    disregarded: tuple[Span, ...]
    by_outer_limit: bool = False
