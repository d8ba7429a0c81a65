"""The acknowledgement: one a case, ever; by itself only where nothing speaks against it (RFC 3834)."""

from dataclasses import replace

from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftApproved, DraftProposed, LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Policy
from foibot.casework.reaching import without_address

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
    one already gets no second. Without an e-mail address it is a letter to print and to post.
    """
    case = case or Case(decision.reference)
    if policy.acknowledge == "off" or without_address(recipient) or case.acknowledged:
        return decision
    if policy.acknowledge == "draft":
        withheld = (*withheld, "the authority approves each acknowledgement")
    if not recipient.email:
        return _by_post(decision, recipient, case, withheld, answers)
    if withheld:
        draft = LetterWanted(ACKNOWLEDGEMENT, recipient, draft=case.next_draft, answers=answers)
        proposed = DraftProposed(draft.draft, ACKNOWLEDGEMENT, withheld)
        return _with(decision, proposed, draft)
    letter = LetterWanted(ACKNOWLEDGEMENT, recipient, number=case.next_letter, answers=answers)
    return _with(decision, LetterQueued(letter.number, ACKNOWLEDGEMENT), letter)


def _with(decision: Decision, event: DraftProposed | LetterQueued, letter: LetterWanted) -> Decision:
    return replace(decision, events=(*decision.events, event), letters=(*decision.letters, letter))


def _by_post(
    decision: Decision, recipient: Person, case: Case, withheld: tuple[str, ...], answers: int | None
) -> Decision:
    """Add an acknowledgement to post: approved at once where one by e-mail would have left by itself."""
    draft = LetterWanted(ACKNOWLEDGEMENT, recipient, draft=case.next_draft, answers=answers, by_post=True)
    drafted = _with(decision, DraftProposed(draft.draft, ACKNOWLEDGEMENT, withheld, by_post=True), draft)
    if withheld:
        return drafted
    approved = DraftApproved(draft.draft, ACKNOWLEDGEMENT)
    queued = LetterQueued(case.next_letter, ACKNOWLEDGEMENT, draft.draft)
    return replace(drafted, events=(*drafted.events, approved, queued), release=(draft.draft,))
