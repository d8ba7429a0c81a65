"""Which fact leads a case from where to where: the state machine of the house."""

from typing import NamedTuple

from foibot.casework.events import (
    CaseClosed,
    CaseMerged,
    CaseReopened,
    ClarificationAsked,
    ClarificationDisowned,
    ClarificationReceived,
    DeadlineExtended,
    Event,
    FeePaid,
    FeesNoticeIssued,
    RegimeChanged,
    RequestAnswered,
    RequestLapsed,
    RequestReceived,
    RequestTransferred,
    RequestWithdrawn,
    ReviewDecided,
    ReviewDisowned,
    ReviewRequested,
)
from foibot.casework.statuses import ACTIVE, ANSWERED, CARRIED, ENDED, UNANSWERED, WAITING, CaseStatus


class Transition(NamedTuple):
    """From which statuses a fact can happen (None: no case yet), and to which it leads.

    Where it leads to one of several, the fact says to which in its field `to`. In those of `stays` it can happen too,
    and changes the status not.
    """

    before: frozenset[CaseStatus | None]
    after: tuple[CaseStatus, ...]
    stays: frozenset[CaseStatus] = frozenset()

    def possible_in(self, status: CaseStatus | None) -> bool:
        """Tell whether the fact can happen to a case of that status."""
        return status in self.before or status in self.stays


def _from(*before: CaseStatus | None) -> frozenset[CaseStatus | None]:
    return frozenset(before)


TRANSITIONS: dict[type[Event], Transition] = {
    RequestReceived: Transition(_from(None), (CaseStatus.OPEN,)),
    ClarificationAsked: Transition(_from(*UNANSWERED), (CaseStatus.AWAITING_CLARIFICATION,)),
    ClarificationReceived: Transition(_from(CaseStatus.AWAITING_CLARIFICATION), (*ACTIVE, CaseStatus.AWAITING_FEE)),
    ClarificationDisowned: Transition(_from(*ACTIVE, CaseStatus.AWAITING_FEE), (CaseStatus.AWAITING_CLARIFICATION,)),
    RegimeChanged: Transition(_from(*UNANSWERED), (*ACTIVE, *WAITING)),
    FeesNoticeIssued: Transition(
        _from(*ACTIVE, CaseStatus.AWAITING_FEE),
        (CaseStatus.AWAITING_FEE,),
        stays=frozenset({CaseStatus.AWAITING_CLARIFICATION}),
    ),
    FeePaid: Transition(_from(CaseStatus.AWAITING_FEE), ACTIVE, stays=frozenset({CaseStatus.AWAITING_CLARIFICATION})),
    DeadlineExtended: Transition(_from(*ACTIVE), (CaseStatus.ON_EXTENSION,)),
    RequestAnswered: Transition(
        _from(*UNANSWERED, CaseStatus.RESPONDED),
        (CaseStatus.RESPONDED,),
        stays=frozenset({CaseStatus.IN_REVIEW, CaseStatus.REVIEW_DECIDED}),
    ),
    RequestTransferred: Transition(_from(*UNANSWERED), (CaseStatus.TRANSFERRED,)),
    RequestWithdrawn: Transition(_from(*UNANSWERED), (CaseStatus.WITHDRAWN,)),
    RequestLapsed: Transition(_from(*WAITING), (CaseStatus.LAPSED,)),
    CaseClosed: Transition(_from(*CARRIED), (CaseStatus.CLOSED,)),
    CaseMerged: Transition(_from(*UNANSWERED), (CaseStatus.CLOSED,)),
    ReviewRequested: Transition(
        _from(*UNANSWERED, CaseStatus.RESPONDED, CaseStatus.REVIEW_DECIDED, CaseStatus.CLOSED), (CaseStatus.IN_REVIEW,)
    ),
    ReviewDisowned: Transition(_from(CaseStatus.IN_REVIEW), (*ACTIVE, CaseStatus.RESPONDED)),
    ReviewDecided: Transition(_from(CaseStatus.IN_REVIEW), (CaseStatus.REVIEW_DECIDED, CaseStatus.OPEN)),
    CaseReopened: Transition(_from(*ENDED), (*ACTIVE, *WAITING, *sorted(ANSWERED))),
}
"""Which fact leads from which statuses to which."""
ENDINGS = frozenset(fact for fact, moved in TRANSITIONS.items() if set(moved.after) <= ENDED)
"""The facts that end a case; what is noted or comes in afterwards changes nothing about the day it ended."""
