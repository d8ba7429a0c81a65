"""What of a row contradicts the rest of it, or is missing beside it: then the row is listed, and is no case.

What is only odd, and may well be so, is taken as it stands and shown to a person.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from foibot.casework.sheets.cells import is_blank
from foibot.casework.sheets.outcomes import ENDINGS
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.law.clock import ClockEvent


def contradicting(case: SheetCase, today: date) -> Iterator[tuple[str, str]]:
    """Give each field that contradicts another, or is missing beside it, with the reason."""
    yield from _days_out_of_order(case, today)
    yield from _ends_that_disagree(case)
    for one in case.clock_events:
        if one.on == date.min:
            yield "extended_until", "extended, but the sheet does not say on which day the applicant was told"
    if case.review_decided_on and not case.review_asked_on:
        yield "review_decided_on", "a review decided, but none asked for"
    if case.review_outcome and not case.review_decided_on:
        yield "review_outcome", "a review's outcome, but not on which day it left (a column for review_decided_on)"
    if case.review_decided_on and not case.review_outcome:
        yield "review_decided_on", "a review decided, but its outcome is missing (a column for review_outcome)"


def _days_out_of_order(case: SheetCase, today: date) -> Iterator[tuple[str, str]]:
    if case.received_on > today:
        yield "received_on", f"{case.received_on:%d %b %Y} is still to come"
    for name in ("responded_on", "closed_on", "review_asked_on", "review_decided_on"):
        day: date | None = getattr(case, name)
        if day and day < case.received_on:
            yield name, f"{day:%d %b %Y} is before the request came ({case.received_on:%d %b %Y})"
        if day and day > today:
            yield name, f"{day:%d %b %Y} is still to come"
    if case.review_decided_on and case.review_asked_on and case.review_decided_on < case.review_asked_on:
        yield "review_decided_on", "the review was decided before it was asked for"
    if any(date.min < one.on < case.received_on for one in case.clock_events):
        yield "clock_events", "the clock was moved before the request came"


OVER = frozenset({"closed", *ENDINGS})


def _ends_that_disagree(case: SheetCase) -> Iterator[tuple[str, str]]:
    if case.outcome and not case.responded_on:
        yield "responded_on", f"answered ({case.outcome.replace('_', ' ')}), but not on which day"
    if case.responded_on and not case.outcome and not (case.ending or case.status in ENDINGS):
        yield "outcome", "answered, but the outcome is missing"
    if case.status in {"open", "awaiting_clarification", "awaiting_fee"} and (case.responded_on or case.ending):
        yield "status", "it stands open, and has an end beside it"
    if case.status == "responded" and not case.responded_on:
        yield "status", "answered, but not on which day"
    if (case.status in OVER or case.ending) and not (case.responded_on or case.closed_on or _ends(case)):
        yield "status", f"{case.ending or case.status}, but not on which day"
    if case.closed_on and case.status in {"open", "awaiting_clarification"}:
        yield "status", "it stands open, and has a day on which it was closed"
    if case.status == "awaiting_clarification" and not any("clarification" in one.name for one in case.clock_events):
        yield "status", "it waits for clarification, but not since which day"
    if case.ending and case.status in ENDINGS and case.ending != case.status:
        yield "status", f"{case.status} here, {case.ending} there"


def _ends(case: SheetCase) -> bool:
    return any(one.name in ENDINGS for one in case.clock_events)


# -- what may be so, and is shown


NOT_HELD_BY_LAW = frozenset({"reg 12(4)(a)", "reg 10(4)(a)"})
"""The exceptions for information that is not held (EIR reg 12(4)(a), EISRs reg 10(4)(a))."""
NO_OUTCOME = (
    "a review was asked for on {:%d %b %Y}, the sheet names no outcome of it, and the case is closed: nobody is "
    "reminded of it; if it is still to be decided: foibot reopen REFERENCE --why 'the review is not decided'"
)
WHOLE = {"disclosed": "disclosed in full", "not_held": "not held"}


def odd_about(case: SheetCase) -> Iterator[tuple[str, str]]:
    """Give each field of a row that is odd beside another, with what a person should look at."""
    exemptions = [one for one in case.sections if one not in NOT_HELD_BY_LAW or case.outcome != "not_held"]
    if case.outcome in WHOLE and exemptions:
        yield "outcome", f"{WHOLE[case.outcome]}, with {'; '.join(exemptions)} beside it: taken over as it stands"
    if case.closed_on and case.responded_on and case.closed_on < case.responded_on:
        yield "closed_on", f"closed on {case.closed_on:%d %b %Y}, before it was answered ({case.responded_on:%d %b %Y})"
    if case.review_asked_on and not case.review_decided_on and (case.closed_on or case.status in OVER):
        yield "review_asked_on", NO_OUTCOME.format(case.review_asked_on)
    if case.request and is_blank(case.request):
        yield "request", f"the request reads “{case.request}”: kept as it is"


WAITS = {"clarification_asked": 1, "clarification_received": -1, "fees_notice": 1, "fee_paid": -1}


def with_wait(case: SheetCase) -> SheetCase:
    """Return a lapsed case with the wait that the law needs before it, since the last day known of it.

    A request lapses because something did not come; many sheets say only that it lapsed, and when.
    """
    waiting = sum(WAITS.get(one.name, 0) for one in case.clock_events)
    if "lapsed" not in {case.ending, case.status} or waiting > 0:
        return case
    before = [one for one in case.clock_events if one.name not in ENDINGS]
    since = max([case.received_on, *(one.on for one in before)])
    events = (
        *before,
        ClockEvent("clarification_asked", since),
        *(one for one in case.clock_events if one not in before),
    )
    why = f"lapsed, but not since when it waited: taken to wait since {since:%d %b %Y} (else give it {ASKED})"
    return replace(case, clock_events=events, assumed=(*case.assumed, ("outcome" if case.ending else "status", why)))


ASKED = "clarification_asked_on"
