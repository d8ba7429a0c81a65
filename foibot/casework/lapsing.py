"""Silence: when a case whose applicant was asked for something lapses, and what follows from that."""

from collections.abc import Mapping
from datetime import date

from foibot.casework.case import WAITING, Case, CaseStatus
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.endings import drop_what_waits
from foibot.casework.events import DraftProposed, RequestLapsed
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Policy
from foibot.casework.reaching import without_address

NOTHING: Mapping[int, date] = {}
ASKED = ("clarification_asked", "reopened")
CLARIFICATION, FEE = "clarification", "fee"


def asked_on(case: Case) -> date | None:
    """Return the day from which the applicant's time to reply counts; None where nothing is waited for."""
    if case.status not in WAITING:
        return None
    names = ASKED if case.status is CaseStatus.AWAITING_CLARIFICATION else ("fees_notice",)
    return next((one.on for one in reversed(case.clock_events) if one.name in names), None)


def last_day_to_reply(case: Case, policy: Policy, statutes: Statutes) -> date | None:
    """Return the last day on which what was asked for can come; None where nothing is waited for.

    Of a clarification and a fee that are both waited for it is the one that comes first: without either there is no
    duty to answer.
    """
    return min((day for day, _ in last_days(case, policy, statutes)), default=None)


def last_days(case: Case, policy: Policy, statutes: Statutes) -> tuple[tuple[date, str], ...]:
    """Return the last day for whatever is waited for, `clarification` or `fee`, the earliest first.

    For a clarification that is the authority's practice, in calendar days from the day the letter left, reminder or
    not (or from the day the case was opened again); for a fee the law's (FOIA s.9(2), EIR reg 8(5)).
    """
    found = list[tuple[date, str]]()
    asked = asked_on(case) if case.status is CaseStatus.AWAITING_CLARIFICATION else None
    if asked:
        found.append((asked + policy.lapse_after, CLARIFICATION))
    if case.awaits_fee and not statutes.no_clock_for(case.regime):
        reading = statutes.read(case)
        found += [(day, FEE) for day in (reading.lapses_on or reading.ended_on,) if day]
    return tuple(sorted(found))


def replies_to_decide(case: Case, undecided: Mapping[int, date]) -> Mapping[int, date]:
    """Return those of the messages, each with its day, that came since the question and may be the reply to it."""
    asked = asked_on(case) if case.status is CaseStatus.AWAITING_CLARIFICATION else None
    return {message: day for message, day in undecided.items() if asked is not None and day >= asked}


def lapse(
    case: Case, policy: Policy, statutes: Statutes, today: date, *, undecided: Mapping[int, date] = NOTHING
) -> Decision | None:
    """Return the end of a case whose last day to reply has passed, with the draft of the letter that says so.

    Nobody was silent while a message of the applicant's waits for a person: those are `undecided`, with their days.
    That pays no fee.
    """
    passed = (what for last, what in last_days(case, policy, statutes) if last < today)
    for_what = next((what for what in passed if what == FEE or not replies_to_decide(case, undecided)), None)
    if for_what is None:
        return None
    dropped = drop_what_waits(case)
    decision = Decision(case.reference, (RequestLapsed(today, for_what), *dropped))
    if without_address(case.applicant):
        return decision
    opening = next((filed.message for filed in case.messages), None)
    facts = {"why": WHY[for_what]}
    by_post = not case.applicant.email
    wanted = LetterWanted(
        "lapsed", case.applicant, draft=case.next_draft, answers=opening, facts=facts, by_post=by_post
    )
    proposed = DraftProposed(case.next_draft, "lapsed", ("lapsed",), by_post=by_post)
    return Decision(case.reference, (*decision.events, proposed), (wanted,))


WHY = {
    CLARIFICATION: "",
    FEE: "We asked you to pay a fee before we could go on. The time to pay it has passed, and it has not come.",
}
"""Why a request lapsed, in the letter's words; empty where the template says it."""
