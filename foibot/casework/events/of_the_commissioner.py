"""The Commissioner's case about one of ours: complaint, notices, the tribunal, and its end."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class CommissionerWrote(Event):
    """A step of the Commissioner's case reached us (FOIA s.50, s.51, s.57; FOISA s.47, s.49, s.50).

    `step` is a key of `appeal.STEPS`, `reference` the Commissioner's own. `due_on` is the last day for what it wants
    of us, None where it wants nothing; `requires_disclosure` where that is to give the applicant information.
    """

    step: str
    on: date
    reference: str
    due_on: date | None = None
    requires_disclosure: bool = False


@dataclass(frozen=True, slots=True)
class CommissionerAnswered(Event):
    """What the Commissioner's last step wanted of us was done."""

    on: date
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class CommissionerCaseEnded(Event):
    """The Commissioner's case is over, and with it any appeal: what was kept for it may go on its schedule."""

    on: date
    why: Words = NO_WORDS
