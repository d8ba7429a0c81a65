"""The disclosure log: an answer is freed for it, or taken back (s.19 FOIA, s.23 FOISA: the publication scheme)."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class CaseReleased(Event):
    """An officer freed a case for the disclosure log, as it stood: what left later is not shown.

    `letters` are the numbers of our letters that are shown, `messages` the rows of answers that people sent by hand.
    `request` and `answer` are texts that an officer gave in place of what was written. `files` name the attachments
    that may be shown, a line each; the first release of a case, and each one after it, says all of this anew. Where
    another copy is shown in the place of one that was sent, its name follows after a tab, and `copies` has its SHA-256,
    in the same order.
    """

    on: date
    letters: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    title: Words = NO_WORDS
    summary: Words = NO_WORDS
    request: Words = NO_WORDS
    answer: Words = NO_WORDS
    files: Words = NO_WORDS
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishingCleared(Event):
    """A named approver cleared findings of the publishing check: what stands there may be published as it is.

    `findings` name each of them by a keyed code of what was found and of the words around it, so that other words are
    looked at anew.
    """

    on: date
    officer: str
    findings: tuple[str, ...]
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ReleaseWithdrawn(Event):
    """An officer took a case out of the disclosure log: the next publication is without it."""

    on: date
    why: Words = NO_WORDS
