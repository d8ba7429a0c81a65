"""What follows from a letter that has left: from that day on, and not before, what it says holds true."""

from datetime import date

from foibot.casework.case import TRANSITIONS, Case, CaseStatus, Drafted, Letter, LetterState
from foibot.casework.events import (
    AnswerDrafted,
    ClarificationAsked,
    DeadlineExtended,
    Event,
    ExtensionDrafted,
    ExtensionToldLate,
    FeeDrafted,
    FeesNoticeIssued,
    RequestAnswered,
    RequestTransferred,
    ReviewDecided,
    ReviewDelayDrafted,
    ReviewDelayed,
    ReviewOutcomeDrafted,
    TransferDrafted,
)


def what_follows(case: Case, number: int, on: date, due_on: date | None) -> tuple[Event, ...]:
    """Return the facts that the sending of a letter makes true.

    `on` is the day it left, in Europe/London, `due_on` the day by which an answer was due when it left. What the
    status of the case no longer allows does not follow: the letter has left all the same.
    """
    letter = case.letters[number - 1]
    if _goes_on(case, number):
        return ()
    said = next((one for one in (*case.answers, *case.drafted) if letter.draft and one.draft == letter.draft), None)
    fact = _of_a_review(case, said, number, on) or _now_true(
        letter, said, number, on, in_time=due_on is None or on <= due_on
    )
    if fact is None or (type(fact) in TRANSITIONS and not TRANSITIONS[type(fact)].possible_in(case.status)):
        return ()
    return (fact,)


def _goes_on(case: Case, number: int) -> bool:
    """Tell whether other mails of the same letter have still to leave: it has left with the last of them."""
    letter = case.letters[number - 1]
    others = (one for at, one in enumerate(case.letters, 1) if at != number and letter.draft)
    same = [one for one in others if (one.draft, one.revision) == (letter.draft, letter.revision)]
    return any(one.state is not LetterState.SENT for one in same)


def _of_a_review(case: Case, said: AnswerDrafted | Drafted | None, number: int, on: date) -> Event | None:
    """Return what a letter about a review makes true; a request that has no answer yet is owed one still."""
    match said:
        case ReviewDelayDrafted() if case.review and case.review.is_open:
            return ReviewDelayed(on, said.until, number)
        case ReviewOutcomeDrafted():
            to = CaseStatus.REVIEW_DECIDED if case.is_answered else CaseStatus.OPEN
            return ReviewDecided(on, said.outcome, number, str(to), said.points)
    return None


def _now_true(
    letter: Letter, said: AnswerDrafted | Drafted | None, number: int, on: date, *, in_time: bool
) -> Event | None:
    match said:
        case AnswerDrafted():
            return RequestAnswered(on, said.outcome, number, said.sections, said.supplement)
        case ExtensionDrafted() if in_time:
            return DeadlineExtended(on, said.until, number, said.sections)
        case ExtensionDrafted():
            return ExtensionToldLate(on, said.until, number)
        case FeeDrafted():  # after the time had ended it is no fees notice (FOIA s.9(1)), and the answer stays overdue
            return FeesNoticeIssued(on, number, said.amount) if in_time else None
        case TransferDrafted():
            return RequestTransferred(on, number, said.to)
    return ClarificationAsked(on, number) if letter.name == "clarification" else None
