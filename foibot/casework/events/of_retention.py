"""How long personal data are kept: a hold by hand, its end, and their erasure. The counts and days stay in the log."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class RetentionHeld(Event):
    """A person said that nothing of the case is erased: up to and including `until`, or until that is taken back."""

    on: date
    until: date | None = None
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class RetentionReleased(Event):
    """A person took a hold back: the case goes on its schedule."""

    on: date
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class PersonalDataErased(Event):
    """The personal data of a case were erased: so many messages, letters, drafts and words of colleagues.

    `rule` is what it was done for: the schedule, or one person's request.
    """

    on: date
    rule: str
    messages: int = 0
    letters: int = 0
    drafts: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class MailErased(Event):
    """Mail that was never on a case, or that nobody needs as it came any more, was erased: `what`, and how many."""

    on: date
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class ErasureAsked(Event):
    """A person's data were erased on request, as far as no hold forbade it: cases erased, and cases held back."""

    on: date
    erased: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    why: Words = NO_WORDS
