"""The fate of drafts and of letters in trouble, and the switch that stops everything that leaves."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from foibot.casework.approval import is_last, next_step, standing, why_not
from foibot.casework.by_hand import why_pointless
from foibot.casework.case import CARRIED, OFFICE, Case, Draft, LetterState
from foibot.casework.commands.independent import refuse_answer, refuse_outcome, refuse_tainted
from foibot.casework.commands.releasing import refuse_unreleased
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision, Rewritten
from foibot.casework.events import (
    ApprovalGiven,
    ApprovalWithdrawn,
    DraftApproved,
    DraftRejected,
    DraftRevised,
    Event,
    LetterCancelled,
    LetterPosted,
    LetterQueued,
    LetterReleased,
    LetterRequeued,
    SendingHeld,
    SendingResumed,
    Words,
)
from foibot.casework.history import apply
from foibot.casework.last_look import too_late
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Role
from foibot.casework.review import OF_AN_OPEN_REVIEW
from foibot.casework.rewriting import drop_question_of_name
from foibot.casework.sent import what_follows
from foibot.errors import NotPermitted
from foibot.law.wording import plain_day

APPROVERS = frozenset({Role.APPROVER, Role.OFFICER, Role.MANAGER})
LONDON = ZoneInfo("Europe/London")
FAULTS_TOLD = 3
ONCE = frozenset({"review_acknowledgement"})
IN_TROUBLE = frozenset({LetterState.REFUSED, LetterState.UNKNOWN})


def _approve(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    draft = case.drafts[situation.draft - 1]
    if draft.status != "waiting":
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.")
    _refuse_after_the_end(case, draft)
    refuse_outcome(situation, case, draft.letter)
    refuse_tainted(situation, case, draft)
    refuse_answer(situation, case, draft.letter)
    if draft.letter in OF_AN_OPEN_REVIEW and not case.under_review:
        raise NotPermitted(
            f"{case.reference} is not in review any more: this letter would be false. Reject this draft."
        )
    if draft.letter in ONCE and case.has_left_since_asked(draft.letter):
        raise NotPermitted(f"{case.reference} has that letter already. Reject this draft.")
    if draft.letter == "acknowledgement" and case.acknowledged:
        raise NotPermitted(f"{case.reference} has its acknowledgement already. Reject this draft.")
    _refuse_out_of_date(situation, case, draft)
    _refuse_second_answer(situation)
    refuse_unreleased(situation, draft)
    cooling_off, despite = timedelta(), Words(_despite(situation))
    step = next_step(situation.policy, case, situation.draft)
    if step is not None:
        _refuse_to_approve(situation, case)
        _refuse_faults(situation, draft)
        cooling_off = timedelta() if situation.arguments.get("at-once") else situation.policy.cooling_off
    if step is not None and not is_last(situation.policy, case, situation.draft):
        return (_one_of_several(situation, case, draft, despite),)
    dropped = drop_question_of_name(case, "acknowledged") if draft.letter == "acknowledgement" else ()
    approved = DraftApproved(situation.draft, draft.letter, despite, situation.actor.id)
    told = f"Approved: the letter '{draft.letter}' of {case.reference} {_leaves(situation, draft, cooling_off)}."
    stopped = _stopped_before(case, situation.draft)
    if stopped:
        again = tuple(LetterRequeued(number, draft.letter) for number in stopped)
        facts: tuple[Event, ...] = (approved, *again, *dropped)
        return (Decision(case.reference, facts, requeue=stopped, cooling_off=cooling_off, told=told),)
    numbers = range(case.next_letter, case.next_letter + draft.mails)
    queued = tuple(LetterQueued(number, draft.letter, situation.draft) for number in numbers)
    facts = (approved, *queued, *dropped)
    return (Decision(case.reference, facts, release=(situation.draft,), cooling_off=cooling_off, told=told),)


def _refuse_out_of_date(situation: Situation, case: Case, draft: Draft) -> None:
    if draft.other_law(case):
        raise NotPermitted(
            f"This letter was drafted under {draft.regime}, and {case.reference} is under {case.regime} by now. Reject "
            "it, and draft it again."
        )
    late = too_late(case, situation.draft, situation.statutes, situation.today)
    if late:
        raise NotPermitted(f"Too late: {late}. Reject this draft.")


def _refuse_after_the_end(case: Case, draft: Draft) -> None:
    if case.status not in CARRIED and not LETTERS[draft.letter].after_the_end:
        ended = str(case.status).replace("_", " ")
        raise NotPermitted(
            f"{case.reference} is {ended}: this letter is about what is over. Reject it, or take the case up again: "
            f"foibot reopen {case.reference} --why TEXT"
        )


def _one_of_several(situation: Situation, case: Case, draft: Draft, despite: Words) -> Decision:
    given = ApprovalGiven(situation.draft, draft.letter, situation.actor.id, despite)
    waits = standing(situation.policy, apply(case, given), situation.draft)
    told = f"Approved by {situation.actor.id}. The letter '{draft.letter}' of {case.reference} now {waits}."
    return Decision(case.reference, (given,), told=told)


def _stopped_before(case: Case, number: int) -> tuple[int, ...]:
    """Return the letters that this very revision became before it was stopped: its mails that have not left."""
    stopped = (number, case.drafts[number - 1].revision, LetterState.CANCELLED)
    letters = enumerate(case.letters, 1)
    return tuple(at for at, letter in letters if (letter.draft, letter.revision, letter.state) == stopped)


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


def _refuse_to_approve(situation: Situation, case: Case) -> None:
    refused = why_not(situation.policy, case, situation.draft, situation.actor)
    if refused:
        raise NotPermitted(refused)


def _refuse_second_answer(situation: Situation) -> None:
    """Refuse what a person has sent by hand already, unless a manager says why it leaves all the same."""
    pointless = why_pointless(situation.the_case(), situation.draft)
    if pointless and not _despite(situation):
        raise NotPermitted(pointless)


def _despite(situation: Situation) -> str:
    """Return why a letter leaves despite what speaks against it: a manager's words."""
    despite = str(situation.arguments.get("despite") or "").strip()
    if despite and Role.MANAGER not in situation.actor.roles:
        raise NotPermitted(f"--despite is for a manager; {situation.actor.id} is none.")
    return despite


def _refuse_faults(situation: Situation, draft: Draft) -> None:
    """Refuse a letter in which the letter check found fault, unless a manager says why it leaves all the same.

    What a manager said holds for the further approvals of the same revision.
    """
    for fault in situation.faults:
        if fault.binding:
            raise NotPermitted(f"{fault.what}: it must. Add: “{fault.sentence}”")
    if _despite(situation) or draft.despite or not situation.faults:
        return
    said = " ".join(f"{fault.what} Add: “{fault.sentence}”" for fault in situation.faults[:FAULTS_TOLD])
    more = "; ".join(fault.what for fault in situation.faults[FAULTS_TOLD:])
    raise NotPermitted(f"The letter is not ready. {said}{f' And besides: {more}.' if more else ''}")


def _leaves(situation: Situation, draft: Draft, cooling_off: timedelta) -> str:
    if draft.by_post:
        return (
            "goes by post. Print it with 'foibot draft ID --pdf FILE'; once it is posted: foibot posted ID --on DATE. "
            "Until then 'foibot stop ID' takes the approval back"
        )
    several = f", in {draft.mails} mails," if draft.mails > 1 else ""
    if not cooling_off:
        return f"leaves{several} with the next pass"
    at = (situation.now + cooling_off).astimezone(LONDON)
    return f"leaves{several} at {at:%H:%M}. Until then 'foibot stop ID' holds it back"


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
        _approve,
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
