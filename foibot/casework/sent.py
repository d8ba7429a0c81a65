"""What follows from a letter that has left: from that day on, and not before, what it says holds true."""

from datetime import date

from foibot.casework.case import TRANSITIONS, Case, Drafted, Letter, LetterState
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
    fact = _now_true(letter, said, number, on, in_time=due_on is None or on <= due_on)
    if fact is None or (type(fact) in TRANSITIONS and case.status not in TRANSITIONS[type(fact)].before):
        return ()
    return (fact,)


def _goes_on(case: Case, number: int) -> bool:
    """Tell whether other mails of the same letter have still to leave: it has left with the last of them."""
    letter = case.letters[number - 1]
    others = (one for at, one in enumerate(case.letters, 1) if at != number and letter.draft)
    same = [one for one in others if (one.draft, one.revision) == (letter.draft, letter.revision)]
    return any(one.state is not LetterState.SENT for one in same)


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
        case FeeDrafted():
            return FeesNoticeIssued(on, number, said.amount)
        case TransferDrafted():
            return RequestTransferred(on, number, said.to)
    return ClarificationAsked(on, number) if letter.name == "clarification" else None
