"""The office: what belongs to no case."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class MessageSetApart(Event):
    """A message that opens or joins no case was given its visible state."""

    message: int
    state: str
    kind: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderRenumbered(Event):
    """The server gave a folder a new UIDVALIDITY: every message in it was matched again (RFC 9051 2.3.1.1)."""

    folder: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class SendingHeld(Event):
    """A person stopped everything that leaves."""

    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class SendingResumed(Event):
    """A person let letters leave again."""


@dataclass(frozen=True, slots=True)
class CalendarChanged(Event):
    """Another edition of the calendar is in use: the days off that it gained and lost, each with its source."""

    was: str
    now: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerAway(Event):
    """An officer is away up to and including that day: their notices and chasers go to somebody else."""

    officer: str
    until: date


@dataclass(frozen=True, slots=True)
class OfficerBack(Event):
    """An officer is back before the day that was told."""

    officer: str
