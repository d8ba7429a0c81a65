"""`[calendar]` of config.toml: days proclaimed and cancelled, and the authority's own closures."""

import datetime as dt

from foibot.config.kinds import Divisions, Filled
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class ProclaimedDay:
    """A bank holiday proclaimed after this version's calendar was made, with the source that says so."""

    day: dt.date
    name: Filled
    divisions: Divisions
    source: Filled


@dataclass(frozen=True, slots=True)
class CancelledDay:
    """A bank holiday of the shipped calendar that was cancelled or moved, with the source that says so."""

    day: dt.date
    divisions: Divisions
    source: Filled


@dataclass(frozen=True, slots=True)
class Closure:
    """Days of closure, both included, on which nobody is chased. No clock stops (s.10(6) FOIA)."""

    from_: dt.date
    to: dt.date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the shipped calendar cannot know."""

    proclaimed: tuple[ProclaimedDay, ...] = ()
    cancelled: tuple[CancelledDay, ...] = ()
    closures: tuple[Closure, ...] = ()
