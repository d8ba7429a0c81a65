"""Where a case can stand, by the words of the register; which fact leads where is told in `status`."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a case stands; the words of the register."""

    OPEN = "open"
    AWAITING_CLARIFICATION = "awaiting_clarification"
    AWAITING_FEE = "awaiting_fee"
    ON_EXTENSION = "on_extension"
    RESPONDED = "responded"
    IN_REVIEW = "in_review"
    REVIEW_DECIDED = "review_decided"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRANSFERRED = "transferred"
    CLOSED = "closed"


ENDED = frozenset({CaseStatus.WITHDRAWN, CaseStatus.LAPSED, CaseStatus.TRANSFERRED, CaseStatus.CLOSED})
UNANSWERED = frozenset(
    {CaseStatus.OPEN, CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE, CaseStatus.ON_EXTENSION}
)
ANSWERED = frozenset({CaseStatus.RESPONDED, CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED})
CARRIED = frozenset(CaseStatus) - ENDED
ACTIVE = (CaseStatus.OPEN, CaseStatus.ON_EXTENSION)
"""Where the authority works on its answer, and waits for nobody outside."""
WAITING = (CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE)
"""Where the applicant has to do something first."""
