"""What the end of a case does to letters that have not left: nobody gets a letter about what is over."""

from foibot.casework.case import WITHOUT_LAW, Case, LetterState
from foibot.casework.events import ApprovalWithdrawn, DraftRejected, Event, LetterCancelled, Words

OVER = Words("it was overtaken by what happened to the case")


CONFIRMING_THE_END = frozenset({"withdrawn", "lapsed"})


def drop_confirmations(case: Case) -> tuple[Event, ...]:
    """Take back the letters that tell the applicant of an end that is none any more."""
    return tuple(
        fact
        for fact in drop_what_waits(case)
        if isinstance(fact, LetterCancelled | DraftRejected) and fact.letter in CONFIRMING_THE_END
    )


def take_approvals_back(case: Case) -> tuple[Event, ...]:
    """Let the approved letters that name the law, and have not left, wait for approval again."""
    queued = {
        number: one for number, one in enumerate(case.letters, 1) if one.state is LetterState.QUEUED and one.draft
    }
    named = {number: one for number, one in queued.items() if one.name not in WITHOUT_LAW}
    drafts = {one.draft: one.name for one in named.values()}
    return (
        *(LetterCancelled(number, letter.name) for number, letter in named.items()),
        *(ApprovalWithdrawn(draft, name) for draft, name in drafts.items()),
    )


def drop_what_waits(case: Case) -> tuple[Event, ...]:
    """Cancel the letters of the case that have not left, and reject the drafts that wait or were about to."""
    queued = {number: one for number, one in enumerate(case.letters, 1) if one.state is LetterState.QUEUED}
    about_to = {letter.draft for letter in queued.values()}
    drafts = (
        (number, one) for number, one in enumerate(case.drafts, 1) if one.status == "waiting" or number in about_to
    )
    return (
        *(LetterCancelled(number, letter.name) for number, letter in queued.items()),
        *(DraftRejected(number, draft.letter, OVER) for number, draft in drafts),
    )
