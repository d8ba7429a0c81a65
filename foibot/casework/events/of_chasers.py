"""Chasers: who was reminded of a case, and that the time the law allows has passed."""

from datetime import date

from foibot.casework.events.base import Event
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class ChaserSent(Event):
    """Somebody is reminded of the case, by these steps of the chasers: each step is taken once.

    `to` is who, as the chasers' table says it. `notices` are the letters of the office that say so, one for each
    colleague; none where the reminder is a letter or a draft of the case itself. `letter` is that of the case which
    reminds of an information holder's `question`.
    """

    to: str
    steps: tuple[str, ...]
    notices: tuple[int, ...] = ()
    letter: int | None = None
    question: int | None = None


@dataclass(frozen=True, slots=True)
class ChaserCancelled(Event):
    """A reminder did not leave, because what it asked for was done, or because a newer one takes its place."""

    to: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitPassed(Event):
    """The time the law allows for an answer ended on `due_on` without one; nothing that is sent now changes that."""

    due_on: date
