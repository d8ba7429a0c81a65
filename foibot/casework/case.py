"""A case: how a request stands, computed from what happened and from nothing else.

`apply` is the only place where a fact changes a case; `TRANSITIONS` is the only place where a status does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from foibot.casework.events import (
    CaseClosed,
    DateOfReceiptCorrected,
    DraftApproved,
    DraftProposed,
    DraftRejected,
    Event,
    LetterBounced,
    LetterCancelled,
    LetterOutcomeUnknown,
    LetterQueued,
    LetterRefused,
    LetterRequeued,
    LetterSent,
    MessageFiled,
    NoteAdded,
    OfficerAssigned,
    OfficersTold,
    Person,
    RequestLinked,
    RequestReceived,
)
from foibot.law.clock import ClockEvent

OFFICE = "office"
"""The stream of what belongs to no case: mail set apart, notices, hold and resume."""


class CaseStatus(StrEnum):
    """Where a case stands; the words of the register."""

    OPEN = "open"
    AWAITING_CLARIFICATION = "awaiting_clarification"
    AWAITING_FEE = "awaiting_fee"
    ON_EXTENSION = "on_extension"
    RESPONDED = "responded"
    IN_REVIEW = "in_review"
    REVIEW_DECIDED = "review_decided"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRANSFERRED = "transferred"
    CLOSED = "closed"


ENDED = frozenset({CaseStatus.WITHDRAWN, CaseStatus.LAPSED, CaseStatus.TRANSFERRED, CaseStatus.CLOSED})
ANSWERED = frozenset({CaseStatus.RESPONDED, CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED})
CARRIED = frozenset(CaseStatus) - ENDED

TRANSITIONS: dict[type[Event], tuple[frozenset[CaseStatus | None], CaseStatus]] = {
    RequestReceived: (frozenset({None}), CaseStatus.OPEN),
    CaseClosed: (frozenset[CaseStatus | None](CARRIED), CaseStatus.CLOSED),
}
"""Which fact leads from which statuses (None: no case yet) to which."""
ENDINGS = frozenset(fact for fact, (_, after) in TRANSITIONS.items() if after in ENDED)
"""The facts that end a case; what is noted or comes in afterwards changes nothing about the day it ended."""


class LetterState(StrEnum):
    """The fate of a letter; the words of the outbox."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the case that has left or is about to."""

    name: str
    state: LetterState


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that waits for a person: waiting, approved or rejected."""

    letter: str
    status: str


@dataclass(frozen=True, slots=True)
class FiledMessage:
    """A message on the case; the one that opened it included."""

    message: int
    kind: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A request and everything that has been done about it."""

    reference: str
    version: int = 0
    status: CaseStatus | None = None
    regime: str = ""
    channel: str = ""
    applicant: Person = field(default_factory=Person)
    received_on: date | None = None
    clock_events: tuple[ClockEvent, ...] = ()
    certain: bool = True
    regime_suggested: tuple[str, ...] = ()
    officer: str = ""
    letters: tuple[Letter, ...] = ()
    drafts: tuple[Draft, ...] = ()
    messages: tuple[FiledMessage, ...] = ()
    links: tuple[RequestLinked, ...] = ()
    notes: int = 0
    officers_told: bool = False
    closed_by: str = ""

    @property
    def next_letter(self) -> int:
        """The number of the next letter of this case, counted from 1."""
        return len(self.letters) + 1

    @property
    def next_draft(self) -> int:
        """The number of the next draft of this case, counted from 1."""
        return len(self.drafts) + 1

    @property
    def acknowledged(self) -> bool:
        """Whether an acknowledgement has been queued or has left: there is one a case, ever."""
        return any(letter.name == "acknowledgement" for letter in self.letters)


class ImpossibleTransition(ValueError):
    """Raised when a fact is applied to a case in a status from which it cannot happen: a fault of ours."""


def _changed_status(case: Case, event: Event) -> CaseStatus | None:
    row = TRANSITIONS.get(type(event))
    if row is None:
        return case.status
    allowed, after = row
    if case.status not in allowed:
        raise ImpossibleTransition(f"{case.reference}: {type(event).__name__} cannot happen while {case.status}")
    return after


def apply(case: Case, event: Event) -> Case:
    """Return the case as it stands after one more fact; raises `ImpossibleTransition` where the status forbids it."""
    moved = replace(case, version=case.version + 1, status=_changed_status(case, event))
    return _with_letters(_with_facts(moved, event), event)


def _with_facts(case: Case, event: Event) -> Case:  # noqa: PLR0911 - one line a fact reads best
    match event:
        case RequestReceived():
            return _opened(case, event)
        case DateOfReceiptCorrected(received_on=day):
            return replace(case, received_on=day)
        case MessageFiled(message=message, kind=kind, confirmed=confirmed):
            return _with_message(case, FiledMessage(message, kind, confirmed))
        case OfficerAssigned(officer=officer):
            return replace(case, officer=officer)
        case RequestLinked():
            return replace(case, links=(*case.links, event))
        case NoteAdded():
            return replace(case, notes=case.notes + 1)
        case CaseClosed(rule=rule):
            return replace(case, closed_by=rule)
        case OfficersTold():
            return replace(case, officers_told=True)
    return case


def _opened(case: Case, event: RequestReceived) -> Case:
    first = () if event.message is None else (FiledMessage(event.message, "new_request", confirmed=True),)
    return replace(
        case,
        received_on=event.received_on,
        regime=event.regime,
        channel=event.channel,
        applicant=event.applicant,
        certain=event.certain,
        regime_suggested=event.regime_suggested,
        messages=first,
        officers_told=bool(event.history),
    )


def _with_message(case: Case, filed: FiledMessage) -> Case:
    """Return the case with a message on it, once: filed again, it is what the last word says."""
    known = {before.message: before for before in case.messages}
    return replace(case, messages=tuple({**known, filed.message: filed}.values()))


def _with_letters(case: Case, event: Event) -> Case:  # noqa: PLR0911 - one line a fact reads best
    match event:
        case LetterQueued(letter=name):
            return replace(case, letters=(*case.letters, Letter(name, LetterState.QUEUED)))
        case LetterSent(number=number):
            return _with_letter_state(case, number, LetterState.SENT)
        case LetterRefused(number=number) | LetterBounced(number=number):
            return _with_letter_state(case, number, LetterState.REFUSED)
        case LetterOutcomeUnknown(number=number):
            return _with_letter_state(case, number, LetterState.UNKNOWN)
        case LetterRequeued(number=number):
            return _with_letter_state(case, number, LetterState.QUEUED)
        case LetterCancelled(number=number):
            return _with_letter_state(case, number, LetterState.CANCELLED)
        case DraftProposed(letter=name):
            return replace(case, drafts=(*case.drafts, Draft(name, "waiting")))
        case DraftApproved(draft=number):
            return _with_draft_status(case, number, "approved")
        case DraftRejected(draft=number):
            return _with_draft_status(case, number, "rejected")
    return case


def _with_letter_state(case: Case, number: int, state: LetterState) -> Case:
    letters = list(case.letters)
    letters[number - 1] = replace(letters[number - 1], state=state)
    return replace(case, letters=tuple(letters))


def _with_draft_status(case: Case, number: int, status: str) -> Case:
    drafts = list(case.drafts)
    drafts[number - 1] = replace(drafts[number - 1], status=status)
    return replace(case, drafts=tuple(drafts))


def replay(reference: str, events: Iterable[Event]) -> Case:
    """Return the case that a history of facts leads to."""
    case = Case(reference)
    for event in events:
        case = apply(case, event)
    return case
