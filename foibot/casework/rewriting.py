"""Letters that have not left yet are written anew when what they say is no longer so: a date, a name.

Only those that are written from the case alone. What an officer worded is for an officer to mend: the letter check
refuses it as it is.
"""

from dataclasses import field, replace

from foibot.casework.acknowledging import ACKNOWLEDGEMENT
from foibot.casework.case import Case, Draft
from foibot.casework.decisions import Decision
from foibot.casework.events import (
    ApprovalWithdrawn,
    DraftRejected,
    DraftRevised,
    Event,
    LetterCancelled,
    LetterQueued,
    Words,
)
from foibot.casework.letters import LetterWanted
from foibot.lean import dataclass

NAME_WANTED = "name_wanted"
NO_NAME = "validity"
FROM_THE_CASE_ALONE = frozenset({ACKNOWLEDGEMENT, NAME_WANTED})


@dataclass(slots=True)
class _Rewriting:
    case: Case
    name_wanted_by: str
    events: list[Event] = field(default_factory=list)
    letters: list[LetterWanted] = field(default_factory=list)

    def draft(self, number: int, draft: Draft) -> None:
        self.events.append(DraftRevised(number, draft.letter, draft.revision + 1, by=""))
        facts = {"name_wanted_by": self.name_wanted_by, "name_given": NO_NAME not in draft.rules}
        wanted = LetterWanted(draft.letter, self.case.applicant, draft=number, answers=_opening(self.case), facts=facts)
        self.letters.append(replace(wanted, by_post=draft.by_post))

    def letter(self, number: int, name: str, draft: int) -> None:
        self.events.append(LetterCancelled(number, name))
        if draft:
            self.events.append(ApprovalWithdrawn(draft, name))
            self.draft(draft, self.case.drafts[draft - 1])
            return
        queued = sum(isinstance(event, LetterQueued) for event in self.events)
        following = self.case.next_letter + queued
        self.events.append(LetterQueued(following, name))
        self.letters.append(
            LetterWanted(name, self.case.applicant, number=following, answers=_opening(self.case), instead_of=number)
        )


def rewrite_what_waits(decision: Decision, case: Case, name_wanted_by: str) -> Decision:
    """Add to a decision what writes the case's unsent letters anew, as the facts of the decision make them.

    A letter that a person had approved waits for approval again: they approved other words. One that may have left
    once, and is tried again, stays as it is: the applicant would get two.
    """
    work = _Rewriting(case, name_wanted_by)
    for number, draft in enumerate(case.drafts, 1):
        if draft.status == "waiting" and draft.letter in FROM_THE_CASE_ALONE:
            work.draft(number, draft)
    for number, letter in enumerate(case.letters, 1):
        if letter.surely_waits and letter.name in FROM_THE_CASE_ALONE:
            work.letter(number, letter.name, letter.draft)
    return replace(decision, events=(*decision.events, *work.events), letters=(*decision.letters, *work.letters))


def drop_question_of_name(case: Case, why: str) -> tuple[Event, ...]:
    """Reject the waiting letter that asks for a name: it is not needed any more."""
    return tuple(
        DraftRejected(number, draft.letter, Words(why))
        for number, draft in enumerate(case.drafts, 1)
        if draft.letter == NAME_WANTED and draft.status == "waiting"
    )


def _opening(case: Case) -> int | None:
    return next((filed.message for filed in case.messages), None)
