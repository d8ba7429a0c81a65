"""When the time of the law has passed: the fact, and the letter that says sorry. Neither gives any more time."""

from datetime import date

from foibot.casework.case import ENDED, UNANSWERED, Case, LetterState
from foibot.casework.chasing import LATE, limit_has_passed
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, DraftRejected, Event, LetterCancelled, LimitPassed, Words
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Policy
from foibot.casework.reaching import without_address
from foibot.casework.review import OF_AN_OPEN_REVIEW
from foibot.casework.statuses import CaseStatus

HOLDING = "holding"
BEFORE_AN_ANSWER = frozenset({"acknowledgement", "name_wanted", "clarification", "extension", "fees_notice"})
"""Letters that promise an answer, put it off or ask what it should be: none of them goes to who has had it."""
ANSWERED = "the answer has left"
REMINDER = "clarification_reminder"
TO_FILL_IN = "It is late because [REASON]. We now expect to answer by [DATE]."
"""The letter check lets nothing leave in which such brackets stand."""


def pass_limit(case: Case, today: date, policy: Policy, statutes: Statutes) -> Decision | None:
    """Note that the time of a case has ended, with a holding letter for the officer to fill in; None where it has not.

    There is one such letter a case: where one waits, or has left, another would say the same.
    """
    due_on = limit_has_passed(case, today, policy, statutes)
    if due_on is None:
        return None
    passed = LimitPassed(due_on)
    if without_address(case.applicant) or _has_one(case):
        return Decision(case.reference, (passed,))
    number, opening = case.next_draft, next((filed.message for filed in case.messages), None)
    facts = {"until": None, "why": TO_FILL_IN, "text": ""}
    by_post = not case.applicant.email
    wanted = LetterWanted(HOLDING, case.applicant, draft=number, answers=opening, facts=facts, by_post=by_post)
    return Decision(case.reference, (passed, DraftProposed(number, HOLDING, LATE, by_post=by_post)), (wanted,))


def _has_one(case: Case) -> bool:
    waits = any(draft.letter == HOLDING and draft.status in ("waiting", "approved") for draft in case.drafts)
    return waits or any(one.name == HOLDING and one.state is not LetterState.CANCELLED for one in case.letters)


def drop_machines_holding_letter(case: Case, why: str) -> tuple[Event, ...]:
    """Reject the holding letter that foibot drafted itself and nobody has touched."""
    return tuple(
        DraftRejected(number, draft.letter, Words(why))
        for number, draft in enumerate(case.drafts, 1)
        if draft.letter == HOLDING and draft.status == "waiting" and draft.rules == LATE and not draft.hands
    )


def no_longer_wanted(case: Case) -> tuple[Event, ...]:
    """Return what takes back letters that say nothing true any more, as soon as what they ask for is done."""
    dropped: tuple[Event, ...] = _take_back_questions(case)
    if case.status is not CaseStatus.AWAITING_CLARIFICATION:
        dropped += _take_back(case, frozenset({REMINDER}), "nothing is asked any more")
    if case.review is not None and not case.review.is_open:
        dropped += _take_back(case, OF_AN_OPEN_REVIEW, "the outcome of the review has left")
    over = _why_no_apology(case)
    if over == ANSWERED:
        dropped += _reject_waiting(case, BEFORE_AN_ANSWER, over)
    return (*dropped, *drop_machines_holding_letter(case, over)) if over else dropped


def _why_no_apology(case: Case) -> str:
    """Say why nobody waits for a late answer any more; empty while somebody does, a review of the delay or not."""
    if case.status in UNANSWERED:
        return ""
    if case.is_answered:
        return ANSWERED
    return f"the request is {case.status} by now" if case.status in ENDED else ""


def _reject_waiting(case: Case, names: frozenset[str], why: str) -> tuple[Event, ...]:
    """Reject the drafts of these names that wait; what is queued was approved, or is sent again, and leaves."""
    return tuple(
        DraftRejected(number, draft.letter, Words(why))
        for number, draft in enumerate(case.drafts, 1)
        if draft.letter in names and draft.status == "waiting"
    )


def _take_back_questions(case: Case) -> tuple[Event, ...]:
    """Cancel reminders to information holders that have not left and whose question is open no more."""
    still_open = {one.number for one in case.open_questions}
    queued = ((letter, case.letters[letter - 1]) for letter, question in case.reminders if question not in still_open)
    return tuple(LetterCancelled(at, one.name) for at, one in queued if one.state is LetterState.QUEUED)


def _take_back(case: Case, names: frozenset[str], why: str) -> tuple[Event, ...]:
    """Cancel the letters of these names that have not left, and reject their drafts, approved or not."""
    letters = enumerate(case.letters, 1)
    queued = [(at, one) for at, one in letters if one.name in names and one.state is LetterState.QUEUED]
    approved = {one.draft for _, one in queued}
    drafts = [
        (at, one.letter)
        for at, one in enumerate(case.drafts, 1)
        if one.letter in names and (one.status == "waiting" or at in approved)
    ]
    return (
        *(LetterCancelled(at, one.name) for at, one in queued),
        *(DraftRejected(at, name, Words(why)) for at, name in drafts),
    )
