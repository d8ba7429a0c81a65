"""Approval: who signs a draft and when, what keeps it from leaving, and the letter that it becomes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from foibot.casework.approval import is_last, next_step, standing, why_not
from foibot.casework.by_hand import why_pointless
from foibot.casework.case import CARRIED, Case, Draft, LetterState
from foibot.casework.commands.accepting import refuse_unreleased
from foibot.casework.commands.independent import refuse_answer, refuse_outcome, refuse_tainted
from foibot.casework.commands.table import Situation
from foibot.casework.dating import dated_anew
from foibot.casework.decisions import Decision
from foibot.casework.events import ApprovalGiven, DraftApproved, DraftDated, LetterQueued, LetterRequeued, Words
from foibot.casework.history import apply
from foibot.casework.last_look import too_late
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Role
from foibot.casework.review import OF_AN_OPEN_REVIEW
from foibot.casework.rewriting import drop_question_of_name
from foibot.errors import NotPermitted
from foibot.law.wording import plain_day

LONDON = ZoneInfo("Europe/London")
FAULTS_TOLD = 3
ONCE = frozenset({"review_acknowledgement"})


def approve(situation: Situation) -> tuple[Decision, ...]:
    """Decide on an approval: the last one lets the letter leave, dated the day it is given."""
    case = situation.the_case()
    draft = case.drafts[situation.draft - 1]
    for refuse in REFUSALS:
        refuse(situation, case, draft)
    step = next_step(situation.policy, case, situation.draft)
    if step is not None:
        _refuse_to_approve(situation, case)
        _refuse_faults(situation, draft)
    if step is not None and not is_last(situation.policy, case, situation.draft):
        return (_one_of_several(situation, case, draft),)
    return (_let_leave(situation, case, draft, cools_off=step is not None),)


def _let_leave(situation: Situation, case: Case, draft: Draft, *, cools_off: bool) -> Decision:
    at_once = situation.arguments.get("at-once") or not cools_off
    cooling_off = timedelta() if at_once else situation.policy.cooling_off
    redate = dated_anew(
        case,
        situation.draft,
        situation.written_on,
        situation.today,
        policy=situation.policy,
        statutes=situation.statutes,
    )
    dated = [DraftDated(situation.draft, draft.letter, draft.revision + 1, redate.on)] if redate else []
    for event in dated:
        case = apply(case, event)
    told = f"Approved: the letter '{draft.letter}' of {case.reference} {_leaves(situation, draft, cooling_off)}."
    leaving = Decision(case.reference, cooling_off=cooling_off, redate=redate, told=told)
    if redate:
        leaving = leaving.and_tell(f"It is dated {plain_day(redate.on)}.{_late(situation, case)}")
    approved = DraftApproved(situation.draft, draft.letter, Words(_despite(situation)), situation.actor.id)
    dropped = drop_question_of_name(case, "acknowledged") if draft.letter == "acknowledgement" else ()
    stopped = _stopped_before(case, situation.draft)
    if stopped:
        again = (LetterRequeued(number, draft.letter) for number in stopped)
        return replace(leaving, events=(*dated, approved, *again, *dropped), requeue=stopped)
    numbers = range(case.next_letter, case.next_letter + draft.mails)
    queued = (LetterQueued(number, draft.letter, situation.draft) for number in numbers)
    return replace(leaving, events=(*dated, approved, *queued, *dropped), release=(situation.draft,))


def _late(situation: Situation, case: Case) -> str:
    """Say that an answer which was written in time leaves late, and that its words do not say so."""
    is_answer = any(answer.draft == situation.draft for answer in case.answers)
    if not is_answer or situation.statutes.no_clock_for(case.regime):
        return ""
    due_on = situation.statutes.due_on(case)
    if due_on is None or not min(situation.written_on) <= due_on < situation.today:
        return ""
    return (
        f" It was written in time and leaves late, after {plain_day(due_on)}: its words may lack an apology. "
        "To add that: foibot stop ID, then foibot edit ID."
    )


def _refuse_another_status(situation: Situation, case: Case, draft: Draft) -> None:
    del situation, case
    if draft.status != "waiting":
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.")


def _refuse_those_with_a_part(situation: Situation, case: Case, draft: Draft) -> None:
    refuse_outcome(situation, case, draft.letter)
    refuse_tainted(situation, case, draft)
    refuse_answer(situation, case, draft.letter)


def _refuse_without_its_review(situation: Situation, case: Case, draft: Draft) -> None:
    del situation
    if draft.letter in OF_AN_OPEN_REVIEW and not case.under_review:
        raise NotPermitted(
            f"{case.reference} is not in review any more: this letter would be false. Reject this draft."
        )


def _refuse_twice(situation: Situation, case: Case, draft: Draft) -> None:
    del situation
    once = draft.letter in ONCE and case.has_left_since_asked(draft.letter)
    if once or (draft.letter == "acknowledgement" and case.acknowledged):
        named = "its acknowledgement" if draft.letter == "acknowledgement" else "that letter"
        raise NotPermitted(f"{case.reference} has {named} already. Reject this draft.")


def _one_of_several(situation: Situation, case: Case, draft: Draft) -> Decision:
    given = ApprovalGiven(situation.draft, draft.letter, situation.actor.id, Words(_despite(situation)))
    waits = standing(situation.policy, apply(case, given), situation.draft)
    told = f"Approved by {situation.actor.id}. The letter '{draft.letter}' of {case.reference} now {waits}."
    return Decision(case.reference, (given,), told=told)


def _stopped_before(case: Case, number: int) -> tuple[int, ...]:
    """Return the letters that this very revision became before it was stopped: its mails that have not left."""
    stopped = (number, case.drafts[number - 1].revision, LetterState.CANCELLED)
    letters = enumerate(case.letters, 1)
    return tuple(at for at, letter in letters if (letter.draft, letter.revision, letter.state) == stopped)


def _refuse_to_approve(situation: Situation, case: Case) -> None:
    refused = why_not(situation.policy, case, situation.draft, situation.actor)
    if refused:
        raise NotPermitted(refused)


def _refuse_faults(situation: Situation, draft: Draft) -> None:
    """Refuse a letter in which the letter check found fault, unless a manager says why it leaves all the same.

    What a manager said holds for the further approvals of the same revision.
    """
    for fault in situation.faults:
        if fault.binding:
            raise NotPermitted(f"{fault.what}: it must. {fault.remedy}")
    if _despite(situation) or draft.despite or not situation.faults:
        return
    said = " ".join(f"{fault.what.rstrip('.')}. {fault.remedy}" for fault in situation.faults[:FAULTS_TOLD])
    more = "; ".join(fault.what for fault in situation.faults[FAULTS_TOLD:])
    raise NotPermitted(f"The letter is not ready. {said}{f' And besides: {more}.' if more else ''}")


def _despite(situation: Situation) -> str:
    """Return why a letter leaves despite what speaks against it: a manager's words."""
    despite = str(situation.arguments.get("despite") or "").strip()
    if despite and Role.MANAGER not in situation.actor.roles:
        raise NotPermitted(f"--despite is for a manager; {situation.actor.id} is none.")
    return despite


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


def _refuse_after_the_end(situation: Situation, case: Case, draft: Draft) -> None:
    del situation
    if case.status not in CARRIED and not LETTERS[draft.letter].after_the_end:
        ended = str(case.status).replace("_", " ")
        raise NotPermitted(
            f"{case.reference} is {ended}: this letter is about what is over. Reject it, or take the case up again: "
            f"foibot reopen {case.reference} --why TEXT"
        )


def _refuse_out_of_date(situation: Situation, case: Case, draft: Draft) -> None:
    if draft.other_law(case):
        raise NotPermitted(
            f"This letter was drafted under {draft.regime}, and {case.reference} is under {case.regime} by now. Reject "
            "it, and draft it again."
        )
    late = too_late(case, situation.draft, situation.statutes, situation.today)
    if late:
        raise NotPermitted(f"Too late: {late}. Reject this draft.")


def _refuse_second_answer(situation: Situation, case: Case, draft: Draft) -> None:
    """Refuse what a person has sent by hand already, unless a manager says why it leaves all the same."""
    del draft
    pointless = why_pointless(case, situation.draft)
    if pointless and not _despite(situation):
        raise NotPermitted(pointless)


REFUSALS: tuple[Callable[[Situation, Case, Draft], None], ...] = (
    _refuse_another_status,
    _refuse_after_the_end,
    _refuse_those_with_a_part,
    _refuse_without_its_review,
    _refuse_twice,
    _refuse_out_of_date,
    _refuse_second_answer,
    refuse_unreleased,
)
"""What keeps any letter from being approved, whoever does; each raises `NotPermitted`."""
