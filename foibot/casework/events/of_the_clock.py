"""What moves the clock of a request or ends it, and what a drafted letter will make true of it."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class ExtensionDrafted(Event):
    """What a drafted extension says; it holds true once the letter has left."""

    draft: int
    until: date
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeDrafted(Event):
    """What a drafted fees notice says: the amount, as `£30.00`."""

    draft: int
    amount: str


@dataclass(frozen=True, slots=True)
class TransferDrafted(Event):
    """To whom a drafted letter says the request goes; `to` is the id of another authority."""

    draft: int
    to: str


@dataclass(frozen=True, slots=True)
class ClarificationAsked(Event):
    """The applicant was asked what the request means (FOIA s.1(3), EIR reg 9(2)); `on` is the day the letter left."""

    on: date
    number: int


@dataclass(frozen=True, slots=True)
class ClarificationReceived(Event):
    """What was asked for came on that day in Europe/London; `to` is the status the case goes back to.

    `message` is the mail that said it; None where it came another way.
    """

    on: date
    to: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Event):
    """The applicant was told in time that the answer takes longer (FOIA s.10(3), EIR reg 7)."""

    on: date
    until: date
    number: int
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionToldLate(Event):
    """The applicant was told of a longer time after the time had ended: it moves no date."""

    on: date
    until: date
    number: int


@dataclass(frozen=True, slots=True)
class FeesNoticeIssued(Event):
    """The applicant was asked to pay first (FOIA s.9, EIR reg 8); `on` is the day the letter left."""

    on: date
    number: int
    amount: str


@dataclass(frozen=True, slots=True)
class FeePaid(Event):
    """The fee reached the authority on that day; `to` is the status the case goes back to."""

    on: date
    to: str


@dataclass(frozen=True, slots=True)
class RequestTransferred(Event):
    """Another authority has the request now, and the applicant was told (EIR reg 10, s.45 Code)."""

    on: date
    number: int
    authority: str


@dataclass(frozen=True, slots=True)
class RequestWithdrawn(Event):
    """The applicant wants no answer any more, as an officer has understood them."""

    on: date
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class RequestLapsed(Event):
    """What the applicant was asked for never came; `rule` says what: `clarification` or `fee`."""

    on: date
    rule: str


@dataclass(frozen=True, slots=True)
class CaseReopened(Event):
    """A case that had ended is carried again; `to` is the status it goes back to."""

    on: date
    to: str
    why: Words


@dataclass(frozen=True, slots=True)
class ClarificationDisowned(Event):
    """A person said that a message taken for the clarification clarified nothing: the clock waits again."""

    message: int


@dataclass(frozen=True, slots=True)
class RegimeChanged(Event):
    """The request is dealt with under another law, as from its receipt; `to` is the status it has under that."""

    regime: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class CaseMerged(Event):
    """The case is another copy of one request; its mail goes to `into` from now on."""

    into: str


@dataclass(frozen=True, slots=True)
class MergeReceived(Event):
    """Another copy of the request was merged into this case."""

    of: str
