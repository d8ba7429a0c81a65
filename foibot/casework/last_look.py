"""The last look at an approved letter, in the instant before it leaves: is it what was approved, and for whom."""

from dataclasses import dataclass

from foibot.casework.case import CARRIED, Case
from foibot.casework.letters import LETTERS, Audience
from foibot.casework.review import OF_AN_OPEN_REVIEW


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
