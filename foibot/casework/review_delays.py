"""A review that will not be decided in time: the letter that tells so is drafted while there is time to send it.

Its reason is left open on purpose: the letter check lets it leave only once a person has written one.
"""

from datetime import date

from foibot.casework.case import Case
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, ReviewDelayDrafted
from foibot.casework.letters import LetterWanted
from foibot.casework.reaching import without_address
from foibot.law.clock import ClockEvent

DELAY, OUTCOME = "review_delay", "review_outcome"
DAYS_BEFORE = 2
DAYS_MORE = 10
REASON = "[insert the reason why the review takes longer]"


def last_day_allowed(case: Case, statutes: Statutes) -> date | None:
    """Return the day beyond which no letter puts off the review of a case; None where none is open."""
    review = case.under_review
    if review is None:
        return None
    told = ClockEvent("extension", review.asked_on)
    longest = statutes.review_regime(case.regime).extended is not None
    return statutes.read_review(case, *([told] if longest else [])).due_on


def draft_delay(case: Case, statutes: Statutes, today: date) -> Decision | None:
    """Return the draft of the letter of delay, two working days before the review is due and no outcome is in sight.

    None where the law has no more time for it, the applicant was told already, or nobody can be written to.
    """
    limit = last_day_allowed(case, statutes)
    if limit is None or without_address(case.applicant) or _is_under_way(case):
        return None
    reading = statutes.read_review(case)
    due_on, calendar = reading.due_on, statutes.calendar(reading.regime)
    if due_on is None or today > due_on or calendar.working_days_between(today, due_on) > DAYS_BEFORE:
        return None
    until = min(limit, calendar.add_working_days(due_on, DAYS_MORE))
    if until <= due_on:
        return None
    number = case.next_draft
    facts = {"until": until, "why": REASON, "text": ""}
    opening = next((filed.message for filed in case.messages), None)
    by_post = not case.applicant.email
    wanted = LetterWanted(DELAY, case.applicant, draft=number, answers=opening, facts=facts, by_post=by_post)
    events = (DraftProposed(number, DELAY, ("review-not-decided",), by_post=by_post), ReviewDelayDrafted(number, until))
    return Decision(case.reference, events, (wanted,))


def _is_under_way(case: Case) -> bool:
    """Tell whether an outcome or a letter of delay waits or is about to leave, or the applicant was told before."""
    review = case.under_review
    if review is None or review.clock_events:
        return True
    since = case.drafts[review.first_draft :]
    return any(one.letter == DELAY or (one.letter == OUTCOME and one.status != "rejected") for one in since)
