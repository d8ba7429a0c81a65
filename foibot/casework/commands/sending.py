"""The fate of drafts and of letters in trouble, and the switch that stops everything that leaves."""

from foibot.casework.case import CARRIED, OFFICE, Case, LetterState
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import (
    DraftApproved,
    DraftRejected,
    LetterQueued,
    LetterReleased,
    LetterRequeued,
    SendingHeld,
    SendingResumed,
    Words,
)
from foibot.casework.policy import Role
from foibot.errors import NotPermitted

APPROVERS = frozenset({Role.APPROVER, Role.OFFICER, Role.MANAGER})
IN_TROUBLE = frozenset({LetterState.REFUSED, LetterState.UNKNOWN})


def _waiting_draft(situation: Situation) -> tuple[Case, str]:
    case = situation.the_case()
    draft = case.drafts[situation.draft - 1]
    if draft.status != "waiting":
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.")
    return case, draft.letter


def _approve(situation: Situation) -> tuple[Decision, ...]:
    case, letter = _waiting_draft(situation)
    if letter == "acknowledgement" and case.acknowledged:
        raise NotPermitted(f"{case.reference} has its acknowledgement already. Reject this draft.")
    facts = (DraftApproved(situation.draft, letter), LetterQueued(case.next_letter, letter))
    told = f"Approved: the {letter} of {case.reference} leaves with the next pass."
    return (Decision(case.reference, facts, release=(situation.draft,), told=told),)


def _reject(situation: Situation) -> tuple[Decision, ...]:
    case, letter = _waiting_draft(situation)
    rejected = DraftRejected(situation.draft, letter, Words(situation.arguments["why"]))
    return (Decision(case.reference, (rejected,), told=f"Rejected: nothing leaves for {case.reference}."),)


def _resend(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    numbers = [n for n, letter in enumerate(case.letters, 1) if letter.state in IN_TROUBLE]
    if not numbers:
        raise NotPermitted(f"No letter of {case.reference} was refused or is of unknown outcome.")
    facts = tuple(LetterRequeued(number, case.letters[number - 1].name) for number in numbers)
    told = f"{len(numbers)} letter{'s' if len(numbers) > 1 else ''} of {case.reference} will be sent again."
    return (Decision(case.reference, facts, requeue=tuple(numbers), told=told),)


def _release(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    queued = [(n, letter.name) for n, letter in enumerate(case.letters, 1) if letter.state is LetterState.QUEUED]
    if not queued:
        raise NotPermitted(f"No letter of {case.reference} waits to leave.")
    facts = tuple(LetterReleased(number, name) for number, name in queued)
    told = f"The {queued[0][1]} of {case.reference} leaves with the next pass, whatever has left before."
    return (Decision(case.reference, facts, told=told),)


def _hold(situation: Situation) -> tuple[Decision, ...]:
    held = SendingHeld(Words(situation.arguments.get("why") or ""))
    told = "Nothing leaves until 'foibot resume'. Requests are still logged and clocks run."
    return (Decision(OFFICE, (held,), told=told),)


def _resume(situation: Situation) -> tuple[Decision, ...]:
    del situation
    return (Decision(OFFICE, (SendingResumed(),), told="Letters leave again with the next pass."),)


SENDING = (
    Command(
        "approve",
        "Approve a draft: exactly the text you see with 'foibot draft ID' is sent.",
        Target.DRAFT,
        _approve,
        roles=APPROVERS,
        states=CARRIED,
    ),
    Command(
        "reject",
        "Reject a draft: it is kept, and never sent.",
        Target.DRAFT,
        _reject,
        (Argument("why", ArgumentType.TEXT, "the reason", required=True),),
        roles=APPROVERS,
    ),
    Command(
        "resend",
        "Send again, byte for byte, the letters of a case that were refused or whose fate is unknown.",
        Target.CASE,
        _resend,
    ),
    Command(
        "send-now",
        "Let an acknowledgement leave that waits because of a limit.",
        Target.CASE,
        _release,
        states=CARRIED,
    ),
    Command(
        "hold",
        "Stop everything that leaves, at once.",
        Target.NOTHING,
        _hold,
        (Argument("why", ArgumentType.TEXT, "the reason"),),
        on_the_host=True,
    ),
    Command("resume", "Let letters leave again.", Target.NOTHING, _resume, on_the_host=True),
)
