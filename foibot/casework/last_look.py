"""The last look at an approved letter, in the instant before it leaves: is it what was approved, and for whom."""

from datetime import date

from foibot.casework.case import CARRIED, Case
from foibot.casework.clocks import Statutes
from foibot.casework.events import ExtensionDrafted, FeeDrafted, ReviewDelayDrafted
from foibot.casework.letters import LETTERS, Audience
from foibot.casework.review import OF_AN_OPEN_REVIEW
from foibot.law.wording import plain_day
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Leaving:
    """A letter as it is about to leave: where it goes, which draft and revision it is, whether its bytes are those."""

    letter: str
    recipient: str
    draft: int
    revision: int
    unchanged: bool


def why_it_must_stay(case: Case, leaving: Leaving) -> str:
    """Say why a letter must not leave after all; empty where it may."""
    draft = case.drafts[leaving.draft - 1] if 0 < leaving.draft <= len(case.drafts) else None
    if draft is None or draft.status != "approved":
        return f"its draft is {draft.status if draft else 'unknown'}, and not approved"
    if draft.revision != leaving.revision:
        return f"it is revision {leaving.revision}, and the draft has got as far as revision {draft.revision}"
    if not leaving.unchanged:
        return "its bytes are not those that were approved"
    if draft.other_law(case):
        return f"it was drafted under {draft.regime}, and the case is under {case.regime} by now"
    return _why_not_to_the_applicant(case, leaving)


def _why_not_to_the_applicant(case: Case, leaving: Leaving) -> str:
    kind = LETTERS[leaving.letter]
    if kind.audience is not Audience.APPLICANT:
        return ""
    if leaving.recipient.casefold() != case.applicant.email.casefold():
        return "the applicant's address is another one by now"
    if leaving.letter in OF_AN_OPEN_REVIEW and not case.under_review:
        return "the review is over by now"
    if case.status not in CARRIED and not kind.after_the_end:
        return f"the case is {str(case.status).replace('_', ' ')} by now"
    return ""


def too_late(case: Case, number: int, statutes: Statutes, today: date) -> str:
    """Say why a letter that gives more time would be told too late by that day; empty where it is not.

    An extension of the request counts only within its time (FOIA s.10(3), s.17(2); EIR reg 7(3)), and so does a fees
    notice (FOIA s.9(1), EIR reg 8).
    """
    said = next((one for one in case.drafted if one.draft == number), None)
    due_on = statutes.read(case).due_on if isinstance(said, ExtensionDrafted | FeeDrafted) else None
    ended = f"the time ended on {plain_day(due_on)}" if due_on is not None and today > due_on else ""
    match said:
        case ExtensionDrafted() if ended:
            sorry = f"foibot holding {case.reference} --until DATE --why TEXT"
            return f"{ended}, and more time counts only if told before. Say sorry: {sorry}"
        case FeeDrafted() if ended:
            return f"{ended}, and a fees notice has to come before that. Answer without one"
        case ReviewDelayDrafted(until=until) if until < today:
            return (
                f"the day it promises, {plain_day(until)}, has passed. Decide the review, or draft it with another day"
            )
    return ""
