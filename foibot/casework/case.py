"""A case: how a request stands, computed from what happened and from nothing else.

`apply` is the only place where a fact changes a case; `TRANSITIONS` is the only place where a status does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from foibot.casework.events import (
    AnswerDrafted,
    ApplicantCorrected,
    ApprovalWithdrawn,
    CaseClosed,
    DateOfReceiptCorrected,
    DraftApproved,
    DraftProposed,
    DraftRejected,
    DraftRevised,
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
    RequestAnswered,
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
UNANSWERED = frozenset(
    {CaseStatus.OPEN, CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE, CaseStatus.ON_EXTENSION}
)
ANSWERED = frozenset({CaseStatus.RESPONDED, CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED})
CARRIED = frozenset(CaseStatus) - ENDED

ANSWERABLE = frozenset[CaseStatus | None](UNANSWERED | {CaseStatus.RESPONDED})
TRANSITIONS: dict[type[Event], tuple[frozenset[CaseStatus | None], CaseStatus]] = {
    RequestReceived: (frozenset({None}), CaseStatus.OPEN),
    RequestAnswered: (ANSWERABLE, CaseStatus.RESPONDED),
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
    draft: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that waits for a person: waiting, approved or rejected.

    `hands` are those who had it drafted or changed it.
    """

    letter: str
    status: str
    hands: frozenset[str] = frozenset()
    revision: int = 1
    rules: tuple[str, ...] = ()


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
    answers: tuple[AnswerDrafted, ...] = ()
    responded_on: date | None = None
    outcome: str = ""
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
        left = (one for one in self.letters if one.state is not LetterState.CANCELLED)
        return any(letter.name == "acknowledgement" for letter in left)


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


def _with_facts(case: Case, event: Event) -> Case:
    change = FACTS.get(type(event))
    return change(case, event) if change else case


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


def _answered(case: Case, event: RequestAnswered) -> Case:
    """Return the case with its outcome; a further answer changes the outcome and no date."""
    if case.responded_on is not None:
        return replace(case, outcome=event.outcome)
    answered = ClockEvent("answered", event.on)
    return replace(case, outcome=event.outcome, responded_on=event.on, clock_events=(*case.clock_events, answered))


def _with_message(case: Case, filed: FiledMessage) -> Case:
    """Return the case with a message on it, once: filed again, it is what the last word says."""
    known = {before.message: before for before in case.messages}
    return replace(case, messages=tuple({**known, filed.message: filed}.values()))


def _with_letters(case: Case, event: Event) -> Case:
    match event:
        case LetterQueued(letter=name, draft=draft):
            return replace(case, letters=(*case.letters, _queued(case, name, draft)))
        case DraftProposed(letter=name, by=by, rules=rules):
            proposed = Draft(name, "waiting", frozenset({by} - {""}), rules=rules)
            return replace(case, drafts=(*case.drafts, proposed))
        case DraftRevised():
            return _with_revision(case, event)
    if type(event) in LETTER_STATES:
        return _with_letter_state(case, event.number, LETTER_STATES[type(event)])  # type: ignore[attr-defined]
    if type(event) in DRAFT_STATUSES:
        return _with_draft_status(case, event.draft, DRAFT_STATUSES[type(event)])  # type: ignore[attr-defined]
    return case


LETTER_STATES: dict[type[Event], LetterState] = {
    LetterSent: LetterState.SENT,
    LetterRefused: LetterState.REFUSED,
    LetterBounced: LetterState.REFUSED,
    LetterOutcomeUnknown: LetterState.UNKNOWN,
    LetterRequeued: LetterState.QUEUED,
    LetterCancelled: LetterState.CANCELLED,
}
DRAFT_STATUSES: dict[type[Event], str] = {
    ApprovalWithdrawn: "waiting",
    DraftApproved: "approved",
    DraftRejected: "rejected",
}


def _queued(case: Case, name: str, draft: int) -> Letter:
    return Letter(name, LetterState.QUEUED, draft, case.drafts[draft - 1].revision if draft else 0)


def _with_letter_state(case: Case, number: int, state: LetterState) -> Case:
    letters = list(case.letters)
    letters[number - 1] = replace(letters[number - 1], state=state)
    return replace(case, letters=tuple(letters))


def _with_revision(case: Case, event: DraftRevised) -> Case:
    drafts = list(case.drafts)
    before = drafts[event.draft - 1]
    hands = before.hands | ({event.by} - {""})
    drafts[event.draft - 1] = replace(before, status="waiting", hands=hands, revision=event.revision)
    return replace(case, drafts=tuple(drafts))


def _with_draft_status(case: Case, number: int, status: str) -> Case:
    drafts = list(case.drafts)
    drafts[number - 1] = replace(drafts[number - 1], status=status)
    return replace(case, drafts=tuple(drafts))


FACTS: dict[type[Event], Callable[[Case, Any], Case]] = {
    RequestReceived: _opened,
    RequestAnswered: _answered,
    DateOfReceiptCorrected: lambda case, event: replace(case, received_on=event.received_on),
    MessageFiled: lambda case, event: _with_message(case, FiledMessage(event.message, event.kind, event.confirmed)),
    RequestLinked: lambda case, event: replace(case, links=(*case.links, event)),
    AnswerDrafted: lambda case, event: replace(case, answers=(*case.answers, event)),
    ApplicantCorrected: lambda case, event: replace(case, applicant=event.applicant),
    OfficerAssigned: lambda case, event: replace(case, officer=event.officer),
    NoteAdded: lambda case, _: replace(case, notes=case.notes + 1),
    CaseClosed: lambda case, event: replace(case, closed_by=event.rule),
    OfficersTold: lambda case, _: replace(case, officers_told=True),
}
"""What each fact changes in a case, besides its letters and its status."""


def replay(reference: str, events: Iterable[Event]) -> Case:
    """Return the case that a history of facts leads to."""
    case = Case(reference)
    for event in events:
        case = apply(case, event)
    return case
