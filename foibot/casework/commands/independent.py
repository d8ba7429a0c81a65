"""Independence, at every door: who had a part in the first answer neither decides its review nor approves that."""

from foibot.casework.case import Case, Draft
from foibot.casework.commands.table import Situation
from foibot.casework.events import Event, IndependenceWaived, Words
from foibot.casework.independence import DECIDING, approvers_left, parts_of, reviewers_left, why_not
from foibot.casework.policy import Officer, Policy, Role
from foibot.errors import NotPermitted


def admit(situation: Situation, case: Case, officer: Officer) -> tuple[Event, ...]:
    """Let an officer decide the review of a case, or raise `NotPermitted` with the part they had.

    A manager on the host can let them all the same, with a reason: that is a fact of its own.
    """
    against = why_not(officer, case.parts_reviewed, case.waived, situation.policy)
    if not against:
        return ()
    despite = (situation.arguments.get("despite") or "").strip()
    if not despite or situation.policy.officer(officer.id) is None:
        raise NotPermitted(f"{against}. {_who_else(case, situation.policy)}")
    if Role.MANAGER not in situation.actor.roles or not situation.on_the_host:
        raise NotPermitted(f"{against}. Only a manager lets them all the same, by a command on the host.")
    return (IndependenceWaived(officer.id, Words(despite)),)


def _who_else(case: Case, policy: Policy) -> str:
    left = reviewers_left(policy, case.parts_reviewed, case.waived)
    if left:
        return f"Had none: {', '.join(f'{one.name or one.id} ({one.id})' for one in left)}."
    return (
        "No reviewer or manager is left who had none. A manager on the host can let somebody all the same, and the "
        f"outcome letter says so: foibot assign {case.reference} OFFICER --despite WHY"
    )


def refuse_outcome(situation: Situation, case: Case, letter: str) -> None:
    """Raise `NotPermitted` where somebody who had a part would approve, word or block the outcome of a review."""
    if letter != OUTCOME:
        return
    against = why_not(situation.actor, case.parts_reviewed, case.waived, situation.policy)
    if against:
        left = approvers_left(situation.policy, case.parts_reviewed, case.waived)
        who = f"May approve it: {', '.join(one.id for one in left)}." if left else _who_else(case, situation.policy)
        raise NotPermitted(f"{against}. {who}")


def refuse_tainted(situation: Situation, case: Case, draft: Draft) -> None:
    """Raise `NotPermitted` where somebody who worded the outcome of a review has a part in the answer by now."""
    if draft.letter != OUTCOME:
        return
    for hand in sorted(draft.hands - case.waived):
        theirs = parts_of(situation.policy.officer(hand) or Officer(hand), case.parts_reviewed)
        if theirs:
            raise NotPermitted(
                f"{hand}, who worded it, has a part in the answer by now: {theirs[0]}. Reject this draft, and let "
                f"somebody else decide. {_who_else(case, situation.policy)}"
            )


def refuse_answer(situation: Situation, case: Case, letter: str) -> None:
    """Raise `NotPermitted` where who decided or approved the outcome of the review of a delay would give the answer.

    Once the outcome has left a manager can approve it all the same, with a reason.
    """
    if letter not in DECIDING or not case.judges:
        return
    actor = situation.actor
    known = situation.policy.officer(actor.id) is not None
    despite = Role.MANAGER in actor.roles and str(situation.arguments.get("despite") or "").strip()
    if (known and actor.id not in case.judges) or (despite and not case.under_review):
        return
    who = f"{actor.name or actor.id} {'had a hand in' if known else 'is nobody we know, and may have had a hand in'}"
    raise NotPermitted(f"{who} the outcome of the review of this delay: the answer is for somebody else.")


OUTCOME = "review_outcome"
