"""The disclosure log: an answer is freed for it, or taken back (s.19 FOIA, s.23 FOISA: the publication scheme)."""

from dataclasses import dataclass
from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words


@dataclass(frozen=True, slots=True)
class CaseReleased(Event):
    """An officer freed a case for the disclosure log, as it stood: what left later is not shown.

    `letters` are the numbers of our letters that are shown, `messages` the rows of answers that people sent by hand.
    `request` and `answer` are texts that an officer gave in place of what was written. `files` name the attachments
    that may be shown, a line each; the first release of a case, and each one after it, says all of this anew.
    """

    on: date
    letters: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    title: Words = NO_WORDS
    summary: Words = NO_WORDS
    request: Words = NO_WORDS
    answer: Words = NO_WORDS
    files: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ReleaseWithdrawn(Event):
    """An officer took a case out of the disclosure log: the next publication is without it."""

    on: date
    why: Words = NO_WORDS
