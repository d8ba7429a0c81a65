"""How a case stands that has ended, read from its facts at once: folding each into the case costs twenty times that.

Only for the lives that `invented_lives` tells; the audit, which folds them, is held against it in the tests.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from invented_lives import Life

from foibot.casework import events as facts
from foibot.casework.case import Case, CaseStatus, FiledMessage
from foibot.casework.events import Event
from foibot.casework.questions import Question, QuestionState
from foibot.casework.review import Review

ENDINGS: dict[type[Event], CaseStatus] = {
    facts.CaseClosed: CaseStatus.CLOSED,
    facts.RequestLapsed: CaseStatus.LAPSED,
    facts.RequestWithdrawn: CaseStatus.WITHDRAWN,
}


def ended_case(reference: str, life: Life) -> tuple[Case, date] | None:
    """Return a case that has ended, and the day its clock counts from; None for one that is still carried."""
    status = ENDINGS.get(type(life.facts[-1].event))
    if status is None:
        return None
    known: dict[str, Any] = {}
    for fact in life.facts:
        known.update(_said(fact.event))
    clock_from = known.pop("clock_from")
    decided = {"decided_on": known.pop("decided_on", None), "outcome": known.pop("review_outcome", "")}
    review = Review(known.pop("asked_on"), **decided) if "asked_on" in known else None
    return Case(reference, len(life.facts), status, review=review, **known), clock_from


def _said(event: Event) -> dict[str, Any]:
    """Return what a fact says of the case, by the names of the case's fields and of its review's."""
    says = SAYS.get(type(event))
    return says(event) if says else {}


def _received(event: facts.RequestReceived) -> dict[str, Any]:
    return {
        "regime": event.regime,
        "channel": event.channel,
        "applicant": event.applicant,
        "received_on": event.received_on,
        "clock_from": event.received_on,
        "messages": (FiledMessage(event.message or 0, "new_request", confirmed=True),),
        "officers_told": True,
    }


def _answered(event: facts.HolderAsked) -> Question:
    return Question(1, event.holder, event.asked, event.on, event.wanted_by, event.number, 0, QuestionState.ANSWERED)


SAYS: dict[type[Event], Callable[[Any], dict[str, Any]]] = {
    facts.RequestReceived: _received,
    facts.ClarificationReceived: lambda event: {"clock_from": event.on},
    facts.OfficerAssigned: lambda event: {"officer": event.officer},
    facts.RequestAnswered: lambda event: {"responded_on": event.on, "outcome": event.outcome},
    facts.RequestLapsed: lambda event: {"lapsed_for": event.rule},
    facts.ReviewRequested: lambda event: {"asked_on": event.on},
    facts.ReviewDecided: lambda event: {"decided_on": event.on, "review_outcome": event.outcome},
    facts.HolderAsked: lambda event: {"questions": (_answered(event),)},
}
