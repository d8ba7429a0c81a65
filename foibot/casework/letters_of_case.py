"""What facts change in the letters and drafts of a case: proposed, revised, approved, queued, sent, and their fate."""

from collections.abc import Callable
from typing import Any

from foibot.casework.amending import amended
from foibot.casework.case import Case, Draft, Letter, LetterState
from foibot.casework.events import (
    ApprovalGiven,
    ApprovalWithdrawn,
    DraftApproved,
    DraftDated,
    DraftProposed,
    DraftRejected,
    DraftRevised,
    Event,
    FindingsAccepted,
    LetterBounced,
    LetterCancelled,
    LetterOutcomeUnknown,
    LetterPosted,
    LetterQueued,
    LetterRefused,
    LetterRequeued,
    LetterSent,
)


def with_letters(case: Case, event: Event) -> Case:
    """Return the case with what a fact changes in its letters and drafts; as it was, where it changes nothing there."""
    change = CHANGES.get(type(event))
    return change(case, event) if change else case


LETTER_STATES: dict[type[Event], LetterState] = {
    LetterSent: LetterState.SENT,
    LetterPosted: LetterState.SENT,
    LetterRefused: LetterState.REFUSED,
    LetterBounced: LetterState.REFUSED,
    LetterOutcomeUnknown: LetterState.UNKNOWN,
    LetterRequeued: LetterState.QUEUED,
    LetterCancelled: LetterState.CANCELLED,
}
DRAFT_STATUSES: dict[type[Event], str] = {
    ApprovalWithdrawn: "waiting",
    DraftRejected: "rejected",
}


def _queued(case: Case, event: LetterQueued) -> Case:
    letter = Letter(event.letter, LetterState.QUEUED)
    if draft := event.draft:
        before = case.drafts[draft - 1]
        letter = Letter(event.letter, LetterState.QUEUED, draft, before.revision, by_post=before.by_post)
    return amended(case, letters=(*case.letters, letter))


def _proposed(case: Case, event: DraftProposed) -> Case:
    hands = frozenset({event.by} - {""})
    draft = Draft(
        event.letter, "waiting", hands, rules=event.rules, by_post=event.by_post, mails=event.mails, regime=case.regime
    )
    return amended(case, drafts=(*case.drafts, draft))


def _with_letter_state(case: Case, event: Any) -> Case:
    letters = list(case.letters)
    state, came_back = LETTER_STATES[type(event)], isinstance(event, LetterBounced)
    letter = letters[event.number - 1]
    doubted = letter.doubted or state is LetterState.UNKNOWN
    letters[event.number - 1] = amended(letter, state=state, came_back=came_back, doubted=doubted)
    return _with_draft_sent(amended(case, letters=tuple(letters)), letters[event.number - 1].draft)


def _with_draft_sent(case: Case, number: int) -> Case:
    """Return the case with a draft that is sent, if every mail of its approved revision has left."""
    if not number or case.drafts[number - 1].status != "approved":
        return case
    drafts = list(case.drafts)
    of = (number, drafts[number - 1].revision)
    if any((one.draft, one.revision) == of and one.state is not LetterState.SENT for one in case.letters):
        return case
    drafts[number - 1] = amended(drafts[number - 1], status="sent")
    return amended(case, drafts=tuple(drafts))


def _with_revision(case: Case, event: DraftRevised) -> Case:
    drafts = list(case.drafts)
    before = drafts[event.draft - 1]
    hands = before.hands | ({event.by} - {""})
    drafts[event.draft - 1] = amended(
        before, status="waiting", hands=hands, revision=event.revision, approvals=(), despite=False
    )
    return amended(case, drafts=tuple(drafts))


def _with_day(case: Case, event: DraftDated) -> Case:
    drafts = list(case.drafts)
    drafts[event.draft - 1] = amended(drafts[event.draft - 1], revision=event.revision)
    return amended(case, drafts=tuple(drafts))


def _with_approval(case: Case, event: ApprovalGiven | DraftApproved) -> Case:
    drafts = list(case.drafts)
    before = drafts[event.draft - 1]
    drafts[event.draft - 1] = amended(
        before,
        status="approved" if isinstance(event, DraftApproved) else before.status,
        approvals=(*before.approvals, *([event.by] if event.by else [])),
        despite=before.despite or bool(event.despite),
    )
    return amended(case, drafts=tuple(drafts))


def _with_findings_accepted(case: Case, event: FindingsAccepted) -> Case:
    drafts = list(case.drafts)
    before = drafts[event.draft - 1]
    drafts[event.draft - 1] = amended(before, accepted=before.accepted.union(event.findings))
    return amended(case, drafts=tuple(drafts))


def _with_draft_status(case: Case, event: Any) -> Case:
    drafts, status = list(case.drafts), DRAFT_STATUSES[type(event)]
    drafts[event.draft - 1] = amended(drafts[event.draft - 1], status=status, approvals=(), despite=False)
    return amended(case, drafts=tuple(drafts))


CHANGES: dict[type[Event], Callable[[Case, Any], Case]] = {
    LetterQueued: _queued,
    DraftProposed: _proposed,
    DraftRevised: _with_revision,
    DraftDated: _with_day,
    ApprovalGiven: _with_approval,
    DraftApproved: _with_approval,
    FindingsAccepted: _with_findings_accepted,
    **dict.fromkeys(LETTER_STATES, _with_letter_state),
    **dict.fromkeys(DRAFT_STATUSES, _with_draft_status),
}
"""What each fact changes in the letters and drafts of a case."""
