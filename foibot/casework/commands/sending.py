"""The fate of drafts and of letters in trouble, and the switch that stops everything that leaves."""

from datetime import date
from zoneinfo import ZoneInfo

from foibot.casework.case import CARRIED, OFFICE, Case, Draft, LetterState
from foibot.casework.commands.approving import approve
from foibot.casework.commands.independent import refuse_answer, refuse_outcome
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision, Rewritten
from foibot.casework.events import (
    ApprovalWithdrawn,
    DraftRejected,
    DraftRevised,
    LetterCancelled,
    LetterPosted,
    LetterReleased,
    LetterRequeued,
    SendingHeld,
    SendingResumed,
    Words,
)
from foibot.casework.policy import Role
from foibot.casework.sent import what_follows
from foibot.errors import NotPermitted
from foibot.law.wording import plain_day

APPROVERS = frozenset({Role.APPROVER, Role.OFFICER, Role.MANAGER})
LONDON = ZoneInfo("Europe/London")
FAULTS_TOLD = 3
ONCE = frozenset({"review_acknowledgement"})
IN_TROUBLE = frozenset({LetterState.REFUSED, LetterState.UNKNOWN})


def _stop(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    draft, waits = case.drafts[situation.draft - 1], _not_left_yet(case, situation.draft)
    if not waits and not (draft.status == "waiting" and draft.approvals):
        raise NotPermitted(f"The letter of that draft is not about to leave: the draft is {draft.status}.")
    refuse_outcome(situation, case, draft.letter)
    facts = (
        *(LetterCancelled(number, draft.letter) for number in waits),
        ApprovalWithdrawn(situation.draft, draft.letter),
    )
    told = f"Stopped: the letter '{draft.letter}' of {case.reference} waits for approval again."
    if len(waits) < draft.mails:
        told += f" {draft.mails - len(waits)} of its {draft.mails} mails had left already."
    return (Decision(case.reference, facts, told=told),)


def _not_left_yet(case: Case, number: int) -> list[int]:
    letters = enumerate(case.letters, 1)
    return [at for at, letter in letters if letter.draft == number and letter.state is LetterState.QUEUED]


def _posted(situation: Situation) -> tuple[Decision, ...]:
    case, on = situation.the_case(), situation.arguments["on"]
    draft = case.drafts[situation.draft - 1]
    if not draft.by_post:
        raise NotPermitted(f"The letter '{draft.letter}' goes by e-mail: foibot sends it and notes the day itself.")
    _refuse_unposted(situation, case, draft)
    _refuse_day(situation, on)
    [number] = _not_left_yet(case, situation.draft)
    law = situation.statutes
    due_on = None if law.no_clock_for(case.regime) else law.due_on(case)
    facts = (LetterPosted(number, draft.letter, on), *what_follows(case, number, on, due_on))
    told = f"The letter '{draft.letter}' of {case.reference} was posted on {plain_day(on)}."
    return (Decision(case.reference, facts, told=told),)


def _refuse_unposted(situation: Situation, case: Case, draft: Draft) -> None:
    """Refuse what is no letter to post: one that nobody approved, or one that was posted already."""
    if _not_left_yet(case, situation.draft):
        return
    gone = (one for one in case.letters if one.draft == situation.draft and one.revision == draft.revision)
    if any(letter.state is LetterState.SENT for letter in gone):
        raise NotPermitted(f"The letter '{draft.letter}' of {case.reference} is noted as posted already.")
    raise NotPermitted(f"The letter '{draft.letter}' was not approved: its draft is {draft.status}.")


def _refuse_day(situation: Situation, on: date) -> None:
    if on > situation.today:
        raise NotPermitted(f"{plain_day(on)} is still to come. Note the letter once it is posted.")
    if situation.approved_on is not None and on < situation.approved_on:
        raise NotPermitted(f"It was approved on {plain_day(situation.approved_on)} only: it was not posted before.")


def _edit(situation: Situation) -> tuple[Decision, ...]:
    case, text = situation.the_case(), situation.arguments["text"].strip()
    draft = case.drafts[situation.draft - 1]
    if draft.status != "waiting":
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.")
    refuse_outcome(situation, case, draft.letter)
    refuse_answer(situation, case, draft.letter)
    revised = DraftRevised(situation.draft, draft.letter, draft.revision + 1, situation.actor.id)
    told = f"Revision {revised.revision} of the letter '{draft.letter}' of {case.reference} waits for approval."
    return (Decision(case.reference, (revised,), rewrite=Rewritten(situation.draft, text), told=told),)


def _reject(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    draft = case.drafts[situation.draft - 1]
    if draft.status != "waiting":
        hint = " 'foibot stop ID' holds it back." if _not_left_yet(case, situation.draft) else ""
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.{hint}")
    refuse_outcome(situation, case, draft.letter)
    rejected = DraftRejected(situation.draft, draft.letter, Words(situation.arguments["why"]))
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
    letters = ((n, letter) for n, letter in enumerate(case.letters, 1) if not letter.by_post)
    queued = [(n, letter.name) for n, letter in letters if letter.state is LetterState.QUEUED]
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
        approve,
        (
            Argument("at-once", ArgumentType.FLAG, "without the time in which it can still be stopped"),
            Argument("despite", ArgumentType.TEXT, "why it leaves although something speaks against it (a manager)"),
        ),
        roles=APPROVERS,
        by_reply=False,
    ),
    Command(
        "edit",
        "Change the words of a draft: a new revision waits for approval.",
        Target.DRAFT,
        _edit,
        (Argument("text", ArgumentType.TEXT, "the whole letter, as it is to be", required=True),),
        roles=APPROVERS,
        by_reply=False,
    ),
    Command(
        "stop",
        "Stop an approved letter that has not left yet: its draft waits for approval again.",
        Target.DRAFT,
        _stop,
        roles=APPROVERS,
    ),
    Command(
        "posted",
        "Note the day on which an approved letter was posted.",
        Target.DRAFT,
        _posted,
        (Argument("on", ArgumentType.DATE, "the day, as 2026-12-23", required=True),),
        roles=APPROVERS,
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
