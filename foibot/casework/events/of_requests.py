"""The request itself: what came, who asks, who carries it, what was noted on it."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Person, Words
from foibot.lean import dataclass


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
    text: Words = NO_WORDS


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
class LanguageChosen(Event):
    """The applicant is written to in this language (BCP 47): a person said so, or the request was written in it."""

    language: str
    rules: tuple[str, ...] = ()


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
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class RequestImported(Event):
    """The case was taken over from a team's sheet, from that row; nobody is told of it as of a new one.

    `due_on` is the sheet's own due date, kept beside the law's; `ended_on` the day the case had ended by then;
    `holders` who held the information. `their_reference` and `notes` are what else the sheet said.
    """

    row: int
    due_on: date | None = None
    ended_on: date | None = None
    holders: str = ""
    their_reference: Words = NO_WORDS
    notes: Words = NO_WORDS
