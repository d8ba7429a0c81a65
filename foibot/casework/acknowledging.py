"""The acknowledgement: one a case, ever; by itself only where nothing speaks against it (RFC 3834)."""

from dataclasses import replace

from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Policy

ACKNOWLEDGEMENT = "acknowledgement"


def acknowledge(
    decision: Decision,
    recipient: Person,
    policy: Policy,
    *,
    answers: int | None = None,
    withheld: tuple[str, ...] = (),
    case: Case | None = None,
) -> Decision:
    """Add the acknowledgement to a decision: queued, or a draft for a person with the reasons, or none.

    `withheld` names what speaks against sending it unseen. Without an address there is none; a case that has
    one already gets no second.
    """
    case = case or Case(decision.reference)
    if policy.acknowledge == "off" or not recipient.email or case.acknowledged:
        return decision
    if policy.acknowledge == "draft":
        withheld = (*withheld, "the authority approves each acknowledgement")
    if withheld:
        draft = LetterWanted(ACKNOWLEDGEMENT, recipient, draft=case.next_draft, answers=answers)
        proposed = DraftProposed(draft.draft, ACKNOWLEDGEMENT, withheld)
        return _with(decision, proposed, draft)
    letter = LetterWanted(ACKNOWLEDGEMENT, recipient, number=case.next_letter, answers=answers)
    return _with(decision, LetterQueued(letter.number, ACKNOWLEDGEMENT), letter)


def _with(decision: Decision, event: DraftProposed | LetterQueued, letter: LetterWanted) -> Decision:
    return replace(decision, events=(*decision.events, event), letters=(*decision.letters, letter))
