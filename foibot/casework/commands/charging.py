"""Fees: the notice that asks for one, and the payment (FOIA s.9, EIR reg 8)."""

from datetime import date
from decimal import Decimal, InvalidOperation

from foibot.casework.case import ACTIVE, WAITING, CaseStatus
from foibot.casework.commands.answering import POST, draft_letter
from foibot.casework.commands.table import LINES, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.dating import FEES_NOTICE as NOTICE
from foibot.casework.dating import promised_day
from foibot.casework.decisions import Decision
from foibot.casework.events import FeeDrafted, FeePaid
from foibot.errors import NotPermitted, UsageError
from foibot.law.clock import ClockEvent
from foibot.law.wording import plain_day

PAID = "fee_paid"
MOST = Decimal(10_000)
PENNIES = Decimal("0.01")


def _fee(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    statutes, amount = situation.statutes, pounds(said["amount"])
    reading = statutes.read(case)
    if NOTICE not in reading.regime.events:
        raise NotPermitted(f"{reading.regime.cited_as} knows no fee. Answer without one.")
    if reading.due_on is not None and situation.today > reading.due_on:
        raise NotPermitted(f"The time ended on {plain_day(reading.due_on)}: a fees notice has to come before that.")
    text = (said.get("text") or "").strip() or situation.policy.how_to_pay
    if not text:
        raise UsageError("Say how to pay: --text TEXT, or once for all in config.toml: [fees] how_to_pay.")
    lapses_on = promised_day(case, NOTICE, situation.today, situation.policy, statutes)
    facts = {"amount": amount, "why": said["why"].strip(), "text": text, "lapses_on": lapses_on}
    return (draft_letter(situation, case, NOTICE, facts, FeeDrafted(case.next_draft, amount)),)


def pounds(written: str) -> str:
    """Return an amount as letters write it, `£30.00`; raises `UsageError` for what is none."""
    try:
        amount = Decimal(written.strip().lstrip("£").replace(",", ""))
        exact = amount == amount.quantize(PENNIES)
    except InvalidOperation as error:
        raise UsageError(f"'{written}' is no amount. Write pounds and pence, as 12.50.") from error
    if not exact or not 0 < amount <= MOST:
        raise UsageError(f"'{written}' is no fee. Write pounds and pence, as 12.50, up to {MOST:,}.")
    return f"£{amount:,.2f}"


def _paid(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    if not case.awaits_fee:
        raise NotPermitted(f"No fee of {case.reference} is outstanding.")
    day: date = situation.arguments.get("on") or situation.today
    asked_on = max(one.on for one in case.clock_events if one.name == NOTICE)
    if not asked_on <= day <= situation.today:
        raise NotPermitted(f"{plain_day(day)} cannot be: the notice left on {plain_day(asked_on)}, and today is later.")
    paid = ClockEvent(PAID, day)
    reading = situation.statutes.read(case.after(paid))
    if reading.ended_on is not None and day > reading.ended_on:
        raise NotPermitted(
            f"The time to pay ended on {plain_day(reading.ended_on)}, and the request lapsed. Ask a manager whether to "
            f"take the payment: the request then counts as a new one (foibot new)."
        )
    status = situation.statutes.status_of(case, paid)
    still = " It still waits for the clarification." if status is CaseStatus.AWAITING_CLARIFICATION else ""
    told = f"The fee of {case.reference} was paid on {plain_day(day)}.{still}"
    return (Decision(case.reference, (FeePaid(day, str(status)),), told=told),)


CHARGING = (
    Command(
        "fee",
        "Draft a fees notice; once it has left, the clock stands until the fee is paid.",
        Target.CASE,
        _fee,
        (
            Argument("amount", ArgumentType.TEXT, "pounds and pence, as 12.50", required=True),
            Argument("why", ArgumentType.TEXT, "how the amount was worked out", required=True),
            Argument("text", ArgumentType.TEXT, "how to pay (default: [fees] how_to_pay)"),
            LINES,
            POST,
        ),
        states=frozenset(ACTIVE),
    ),
    Command(
        "paid",
        "Note that the fee was paid; the clock goes on.",
        Target.CASE,
        _paid,
        (Argument("on", ArgumentType.DATE, "the day the payment reached the authority (default: today)"),),
        states=frozenset(WAITING),
    ),
)
