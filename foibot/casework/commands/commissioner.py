"""The Commissioner's case: its steps recorded, what it wants of us noted as done, and its end."""

from datetime import date

from foibot.casework.appeal import STEPS, TO_DISCLOSE, Appeal, is_reference
from foibot.casework.case import ANSWERED, UNANSWERED, Case, CaseStatus
from foibot.casework.commands.table import OFFICERS, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import CommissionerAnswered, CommissionerCaseEnded, CommissionerWrote, Words
from foibot.casework.independence import REVIEWERS
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day

ANSWERED_IT, ENDED_IT = "answered", "ended"


def _commissioner(situation: Situation) -> tuple[Decision, ...]:
    case, step = situation.the_case(), situation.arguments["step"]
    on: date = situation.arguments.get("received") or situation.today
    if on > situation.today:
        raise NotPermitted(f"{plain_day(on)} is still to come. Give the day it reached the authority.")
    if step in STEPS:
        return (_step(situation, case, step, on),)
    why = Words((situation.arguments.get("why") or "").strip())
    appeal = _open_one(case)
    if step == ENDED_IT:
        told = f"The Commissioner's case {appeal.reference} about {case.reference} is over. Retention goes on."
        return (Decision(case.reference, (CommissionerCaseEnded(on, why),), told=told),)
    if appeal.due_on is None:
        raise NotPermitted(f"The Commissioner waits for nothing of us on {case.reference}.")
    told = f"Noted: the Commissioner has from us what was due by {plain_day(appeal.due_on)}."
    return (Decision(case.reference, (CommissionerAnswered(on, why),), told=told),)


def _open_one(case: Case) -> Appeal:
    if case.appeal is None or not case.appeal.is_open:
        raise NotPermitted(
            f"No case of the Commissioner about {case.reference} is open. Record one first: "
            f"foibot commissioner {case.reference} complaint --reference IC-…"
        )
    return case.appeal


def _step(situation: Situation, case: Case, step: str, on: date) -> Decision:
    said, known = situation.arguments, case.appeal if case.appeal and case.appeal.is_open else None
    reference = (said.get("reference") or "").strip().upper() or (known.reference if known else "")
    if not reference:
        raise UsageError("Give the Commissioner's reference: --reference IC-123456-A1B2.")
    _refuse_reference(case, reference, known)
    discloses = bool(said.get("requires-disclosure"))
    due_on = _due(said.get("due"), step, on, discloses=discloses)
    wrote = CommissionerWrote(step, on, reference, due_on, discloses)
    told = f"Recorded on {case.reference}: {STEPS[step].title}, {reference}. Nothing of it is erased meanwhile."
    decision = Decision(case.reference, (wrote,), told=told)
    if due_on:
        what = "The information is to be disclosed" if discloses else "An answer to the Commissioner is due"
        decision = decision.and_tell(f"{what} by {plain_day(due_on)}.")
    return decision


def _refuse_reference(case: Case, reference: str, known: Appeal | None) -> None:
    """Refuse what is no reference of a Commissioner's, and another one while the case that is known goes on."""
    if known is not None and reference == known.reference:
        return
    if not is_reference(reference):
        raise UsageError(
            f"{reference} is no reference of the Commissioner's: those are like IC-123456-A1B2, in Scotland 202400123."
        )
    if known is not None:
        raise NotPermitted(
            f"The Commissioner knows {case.reference} as {known.reference}, and that case goes on. If it is over: "
            f"foibot commissioner {case.reference} ended --why TEXT. Then record {reference}."
        )


def _due(said: date | None, step: str, on: date, *, discloses: bool) -> date | None:
    """Return the last day for what a step wants of us; raises `UsageError` where only the letter can say it."""
    if discloses and step not in ("decision-notice", "tribunal"):
        raise UsageError("--requires-disclosure goes with a decision-notice, or with what the tribunal decides.")
    if said is not None and said < on:
        raise UsageError(f"{plain_day(said)} is before the letter came, on {plain_day(on)}.")
    if said is None and STEPS[step].wants_date:
        raise UsageError("An information notice says by when it wants its answer: add --due DATE.")
    return said or (on + TO_DISCLOSE if discloses else None)


COMMISSIONER = (
    Command(
        "commissioner",
        "Record a step of the Commissioner's case about a request; nothing of it is erased until that is over.",
        Target.CASE,
        _commissioner,
        (
            Argument(
                "step",
                ArgumentType.CHOICE,
                "what came, that it was answered, or that all is over",
                positional=True,
                choices=(*STEPS, ANSWERED_IT, ENDED_IT),
            ),
            Argument("reference", ArgumentType.TEXT, "the Commissioner's reference, as IC-123456-A1B2"),
            Argument("received", ArgumentType.DATE, "the day of it (default: today)"),
            Argument("due", ArgumentType.DATE, "the last day for what it wants of us, where the letter names one"),
            Argument(
                "requires-disclosure",
                ArgumentType.FLAG,
                "it orders a disclosure: 35 calendar days, unless --due names others",
            ),
            Argument("why", ArgumentType.TEXT, "what was done, or how it ended"),
        ),
        roles=OFFICERS | REVIEWERS,
        states=UNANSWERED | ANSWERED | {CaseStatus.CLOSED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED},
    ),
)
