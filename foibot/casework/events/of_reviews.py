"""The internal review: asked for, given to somebody who had no part in the first answer, delayed, decided."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class ReviewRequested(Event):
    """The applicant is dissatisfied and wants the matter looked at again (s.45 Code ch. 5, EIR reg 11, FOISA s.20).

    `on` is the day it reached the authority, in Europe/London; `about` what it is about: content, delay or handling.
    `late` where the time to ask had passed by then: it is flagged, and for a person to weigh. `message` is the mail
    that asks; None where it came another way, and then `text` is what was written down.
    """

    on: date
    channel: str
    about: str
    late: bool = False
    message: int | None = None
    rules: tuple[str, ...] = ()
    text: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ReviewDisowned(Event):
    """A manager said that a message asked for no review after all; `to` is the status the case goes back to."""

    message: int
    to: str


@dataclass(frozen=True, slots=True)
class IndependenceWaived(Event):
    """A manager let somebody review, or approve, who had a part in the first answer; the outcome letter says so."""

    officer: str
    why: Words


@dataclass(frozen=True, slots=True)
class ReviewDelayDrafted(Event):
    """What a drafted letter of delay says; it holds true once the letter has left."""

    draft: int
    until: date


@dataclass(frozen=True, slots=True)
class ReviewDelayed(Event):
    """The applicant was told that the review takes longer, and until when (s.45 Code ch. 5: at most 40 in all)."""

    on: date
    until: date
    number: int


@dataclass(frozen=True, slots=True)
class ReviewOutcomeDrafted(Event):
    """What a drafted outcome says; it holds true of the case once the letter has left.

    `outcome` is of the original decision: upheld, partly_upheld, overturned. `points` are the outcomes point by
    point, where there are several; `faulty` whether it owns to a fault of procedure; `by` the officer who decides it
    and signs.
    """

    draft: int
    outcome: str
    sections: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    faulty: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDecided(Event):
    """The outcome of the review left; `to` is the status the case has from then on."""

    on: date
    outcome: str
    number: int
    to: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTold(Event):
    """Colleagues were told of a review: that it came; that it is theirs (`officer`); its last day (`*`).

    Or that a further answer was drafted or left meanwhile (`drafted:2`, `sent:2`, with the number of its draft).
    """

    notice: int
    officer: str = ""
