"""Whether a review can be asked for, and how: in time or late, too early, or a second time.

A late one is flagged and never refused (FOISA s.20(6); the s.45 Code lets the authority take it). What cannot be one
is for a person, with what it can be instead.
"""

from dataclasses import replace
from datetime import date

from foibot.casework.acknowledging import send_or_draft
from foibot.casework.case import UNANSWERED, Case, CaseStatus
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.events import Person, ReviewRequested
from foibot.casework.policy import Policy
from foibot.casework.reaching import without_address
from foibot.correspondence.reasons import in_words
from foibot.law.wording import plain_day
from foibot.lean import dataclass

ACKNOWLEDGEMENT = "review_acknowledgement"
LATE = "asked after the time for it"


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """What a request for a review of a case would be: why there can be none, or how late it is and about what.

    `last_day` is the last on which one could be asked for, None where the law sets none.
    """

    on: date
    why_not: str = ""
    last_day: date | None = None
    about: str = "content"

    @property
    def late(self) -> bool:
        """Whether the time to ask had passed."""
        return self.last_day is not None and self.on > self.last_day

    def as_event(self, channel: str, message: int | None = None) -> ReviewRequested:
        """Return the fact that it was asked for."""
        return ReviewRequested(self.on, channel, self.about, self.late, message)


def weigh(case: Case, on: date, statutes: Statutes) -> ReviewAsked:
    """Return what a review of the case would be that reached the authority on that London day."""
    why_not = _why_not(case, on, statutes)
    if why_not:
        return ReviewAsked(on, why_not)
    if not case.was_answered_by(on):
        return ReviewAsked(on, about="delay")
    return ReviewAsked(on, last_day=statutes.last_day_to_ask(case))


def _why_not(case: Case, on: date, statutes: Statutes) -> str:
    """Say why no review can be asked for, and what to do instead; empty where one can."""
    regime = statutes.regimes.get(case.regime)
    if regime is None:
        return statutes.no_clock_for(case.regime)
    if regime.review is None:
        return f"{regime.cited_as} knows no internal review: deal with it as a complaint, and note it"
    if case.review is not None and case.review.is_open:
        return f"a review was asked for on {plain_day(case.review.asked_on)} already, and is not decided yet"
    if case.review is not None and case.review.answered:
        return (
            "it was reviewed already, and there is one stage: the applicant may go to the Commissioner. If they have: "
            f"foibot commissioner {case.reference} complaint"
        )
    return "" if case.was_answered_by(on) else _why_not_before_the_answer(case, on, statutes)


def _why_not_before_the_answer(case: Case, on: date, statutes: Statutes) -> str:
    """Say why a case cannot be reviewed as it stood before its answer left; empty where that was late by then."""
    if case.responded_on is None:
        return _why_not_yet(case, on, statutes)
    owed = tuple(one for one in case.clock_events if one.name != "answered")
    due_on = statutes.read(replace(case, clock_events=owed)).due_on
    if due_on is not None and on > due_on:
        return ""
    return (
        f"the answer left on {plain_day(case.responded_on)}, after that, and was not late yet. If they are not "
        "satisfied with it, give the day on which they said so once it had come: --received"
    )


def _why_not_yet(case: Case, on: date, statutes: Statutes) -> str:
    """Say why an unanswered case cannot be reviewed; empty where its answer is overdue: that alone can be."""
    if case.status not in UNANSWERED:
        return f"it has no answer, and is {case.status}. If that was wrong: foibot reopen {case.reference} --why TEXT"
    if case.status in (CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE):
        return "it has no answer yet, and waits for the applicant"
    due_on = statutes.read(case).due_on
    if due_on is None or on <= due_on:
        by = f", which is due by {plain_day(due_on)}" if due_on else ""
        return f"it has no answer yet{by}: ask the applicant what is wrong, or answer"
    return ""


def acknowledge_review(
    decision: Decision,
    case: Case,
    recipient: Person,
    policy: Policy,
    *,
    answers: int | None = None,
    withheld: tuple[str, ...] = (),
) -> Decision:
    """Add the acknowledgement of a review: queued, or a draft with what speaks against that, or none; once a review.

    `withheld` names what speaks against sending it unseen, besides what speaks against that in the case.
    """
    if policy.acknowledge == "off" or without_address(recipient):
        return decision
    asked = next(event for event in decision.events if isinstance(event, ReviewRequested))
    held = tuple(dict.fromkeys((*withheld, *case.not_by_itself, *([LATE] if asked.late else []))))
    if policy.acknowledge == "draft":
        held = (*held, "the authority approves each acknowledgement")
    if held:
        decision = decision.and_tell(f"Its acknowledgement waits for approval: {in_words(held)}.")
    return send_or_draft(decision, ACKNOWLEDGEMENT, recipient, case, answers=answers, withheld=held)
