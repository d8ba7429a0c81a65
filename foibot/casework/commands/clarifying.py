"""Asking the applicant what the request means, and noting that the answer came (FOIA s.1(3), EIR reg 9(2))."""

from datetime import date

from foibot.casework.case import ACTIVE, Case, CaseStatus
from foibot.casework.clocks import Statutes
from foibot.casework.commands.answering import POST, draft_letter
from foibot.casework.commands.table import LINES, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.dating import CLARIFICATION, promised_day
from foibot.casework.decisions import Decision
from foibot.casework.events import ClarificationReceived
from foibot.errors import NotPermitted
from foibot.law.clock import ClockEvent
from foibot.law.wording import plain_day


def _clarify(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    reading = situation.statutes.read(case)
    lapses_on = promised_day(case, CLARIFICATION, situation.today, situation.policy, situation.statutes)
    facts = {"text": said["text"].strip(), "why": (said.get("why") or "").strip(), "lapses_on": lapses_on}
    drafted = draft_letter(situation, case, CLARIFICATION, facts)
    if reading.due_on is not None and situation.today > reading.due_on:
        drafted = drafted.and_tell(f"Please look: the answer was due by {plain_day(reading.due_on)}; it stays late.")
    return (drafted,)


def _clarified(situation: Situation) -> tuple[Decision, ...]:
    case, day = situation.the_case(), situation.arguments.get("on") or situation.today
    asked_on = case.clarification_asked_on
    if day > situation.today:
        raise NotPermitted(f"{plain_day(day)} is still to come. Give the day the reply reached the authority.")
    if asked_on is not None and day < asked_on:
        raise NotPermitted(f"The question left on {plain_day(asked_on)}: the reply cannot have come before that.")
    received = clarification_received(case, situation.statutes, day)
    still = " It still waits for the fee." if received.to == CaseStatus.AWAITING_FEE else ""
    return (Decision(case.reference, (received,), told=f"{case.reference} counts from {plain_day(day)}.{still}"),)


def clarification_received(
    case: Case, statutes: Statutes, day: date, message: int | None = None
) -> ClarificationReceived:
    """Return the fact that what was asked for came on that day, and the status it leads to.

    Raises `NotPermitted` where the request had lapsed by then, for a fee that never came.
    """
    status = statutes.resumed(case, ClockEvent("clarification_received", day))
    if status is CaseStatus.LAPSED:
        raise NotPermitted(
            f"The time to pay the fee of {case.reference} had ended by {plain_day(day)}, and the request lapses. Log "
            "what came as a new request (foibot new) if it is one."
        )
    return ClarificationReceived(day, str(status), message)


CLARIFYING = (
    Command(
        "clarify",
        "Draft a letter that asks the applicant what the request means; once it has left, the clock waits.",
        Target.CASE,
        _clarify,
        (
            Argument("text", ArgumentType.TEXT, "what you need to know to find the information", required=True),
            Argument("why", ArgumentType.TEXT, "why the request is not clear enough, and what would help"),
            LINES,
            POST,
        ),
        states=frozenset({*ACTIVE, CaseStatus.AWAITING_CLARIFICATION}),
    ),
    Command(
        "clarified",
        "Note that the applicant has told what was asked; the time for the answer counts from that day.",
        Target.CASE,
        _clarified,
        (Argument("on", ArgumentType.DATE, "the day the reply reached the authority (default: today)"),),
        states=frozenset({CaseStatus.AWAITING_CLARIFICATION}),
    ),
)
