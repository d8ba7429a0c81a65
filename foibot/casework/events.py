"""The whole vocabulary of what can happen to a request: facts in the past tense, frozen.

Rule 1: a fact that names or quotes a person does so only in a field of type `Person` or `Words`. The register
keeps those apart from the log, so that retention can erase them and leave the log's chain whole.
Rule 2: fields are plain values (text, numbers, dates, tuples of them); a number of a letter or draft counts
within its own case, so that a decision can name what it asks for before anything is stored.
"""

from dataclasses import dataclass
from datetime import date
from typing import NewType

Words = NewType("Words", str)
"""What a person wrote; kept beside the log, never in it."""


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant or correspondent: what is needed to name and to reach them."""

    name: str = ""
    email: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """The base of every fact."""


# -- the request ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestReceived(Event):
    """A request reached the authority: FOIA s.8, s.10(6). `received_on` is a day in Europe/London.

    `history` is set where the request was there before foibot: nobody is written to about it.
    """

    received_on: date
    regime: str
    channel: str
    applicant: Person
    message: int | None = None
    certain: bool = True
    rules: tuple[str, ...] = ()
    regime_suggested: tuple[str, ...] = ()
    dated_by: str = ""
    flags: tuple[str, ...] = ()
    history: bool | None = None
    text: Words = Words("")


@dataclass(frozen=True, slots=True)
class DateOfReceiptCorrected(Event):
    """A person corrected the day of receipt, for instance because a colleague had the request first."""

    received_on: date
    why: Words


@dataclass(frozen=True, slots=True)
class ApplicantCorrected(Event):
    """The applicant told their name, or a person corrected it (FOIA s.8(1)(b))."""

    applicant: Person
    why: Words


@dataclass(frozen=True, slots=True)
class MessageFiled(Event):
    """A message was put on the case; an unconfirmed one waits for a person and has no effect on the clock."""

    message: int
    kind: str
    automatic: bool
    confirmed: bool
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageReclassified(Event):
    """A person corrected what the machine took a message for."""

    message: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class RequestLinked(Event):
    """Another request bears on this one; `how` says why, `alike` how much of the words they share, in per cent.

    `days_apart` counts working days under the regime of this request; None where they were not counted.
    """

    to: str
    how: str
    alike: int = 0
    days_apart: int | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class OfficerAssigned(Event):
    """An officer carries the case from now on."""

    officer: str


@dataclass(frozen=True, slots=True)
class NoteAdded(Event):
    """An officer wrote something down."""

    text: Words


@dataclass(frozen=True, slots=True)
class DueDateRecomputed(Event):
    """The calendar or the clock changed and with it the due date; `days` are those in the time that did."""

    was: date | None
    now: date | None
    calendar: str
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    """The case needs nothing further; `rule` says which kind of ending it was."""

    rule: str
    why: Words = Words("")


# -- letters -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftProposed(Event):
    """A letter was drafted and waits for a person; `rules` say why it did not leave by itself.

    `by` is the officer who had it drafted; empty where foibot did so itself.
    """

    draft: int
    letter: str
    rules: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDrafted(Event):
    """What a drafted answer says; it holds true of the request once the letter has left."""

    draft: int
    outcome: str
    sections: tuple[str, ...] = ()
    referred_to: str = ""
    supplement: bool = False


@dataclass(frozen=True, slots=True)
class RequestAnswered(Event):
    """The answer left: FOIA s.1(1), s.17. `on` is the day in Europe/London, `number` the letter that says it."""

    on: date
    outcome: str
    number: int
    sections: tuple[str, ...] = ()
    supplement: bool = False


@dataclass(frozen=True, slots=True)
class DraftRevised(Event):
    """The words of a draft were changed: what was approved before is void. `by` is who changed them."""

    draft: int
    letter: str
    revision: int
    by: str


@dataclass(frozen=True, slots=True)
class DraftApproved(Event):
    """A person approved a draft; `despite` is why, where the letter check had found fault with it."""

    draft: int
    letter: str
    despite: Words = Words("")


@dataclass(frozen=True, slots=True)
class ApprovalWithdrawn(Event):
    """A person stopped an approved letter while it cooled off: the draft waits for approval again."""

    draft: int
    letter: str


@dataclass(frozen=True, slots=True)
class DraftRejected(Event):
    """A person rejected a draft."""

    draft: int
    letter: str
    why: Words


@dataclass(frozen=True, slots=True)
class LetterQueued(Event):
    """A letter was composed, its bytes and Message-ID fixed, and put in the outbox; `draft` is what it was before."""

    number: int
    letter: str
    draft: int = 0


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """The other server took the letter."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterRefused(Event):
    """The other server refused the letter for good; a person must act."""

    number: int
    letter: str
    code: int


@dataclass(frozen=True, slots=True)
class LetterBounced(Event):
    """A letter that had been taken came back as undeliverable."""

    number: int
    letter: str
    message: int


@dataclass(frozen=True, slots=True)
class LetterOutcomeUnknown(Event):
    """Nobody can say whether the letter left (RFC 1047): it is looked for before anything is sent again."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterRequeued(Event):
    """The same letter, byte for byte, was put in the outbox again."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterReleased(Event):
    """A person let a letter leave that waited because so many had left for the same address."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterCancelled(Event):
    """A letter that had not left yet was taken out of the outbox: there was nobody to write to after all."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class OfficersTold(Event):
    """The officers were told of the new case; `notice` counts in the stream of the office."""

    notice: int


# -- the office: what belongs to no case ------------------------------------------------------------------------


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

    why: Words = Words("")


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


EVENT_TYPES: dict[str, type[Event]] = {kind.__name__: kind for kind in Event.__subclasses__()}
