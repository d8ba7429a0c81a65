"""The clock of a case: the facts of the case read under its regime, with the calendar in use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import reduce

from foibot.casework.case import CARRIED, Case, CaseStatus
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent, ClockReading, ClockState, read_clock, working_day_number
from foibot.law.jurisdictions import Jurisdiction, calendar_for
from foibot.law.regime import Regime
from foibot.law.reviews import promised
from foibot.law.wording import nearest
from foibot.law.working_days import Calendars, WorkingCalendar
from foibot.lean import dataclass

AWAITING = {"clarification": CaseStatus.AWAITING_CLARIFICATION, "fee": CaseStatus.AWAITING_FEE}
"""The status of a case whose clock waits for something of the applicant; the first of them, where it waits for both."""


@dataclass(frozen=True, slots=True)
class Statutes:
    """The law as it holds for this authority: its regimes and its calendars of working days."""

    regimes: Mapping[str, Regime]
    calendars: Calendars
    jurisdiction: Jurisdiction
    edition: str
    review_days: int = 0
    """The authority's own promise for reviews, in working days; 0 where it promises no more than the law."""

    def regime(self, name: str) -> Regime:
        """Return the regime of that name; raises `UsageError` with the nearest names."""
        if name not in self.regimes:
            raise UsageError(f"There is no regime {name}. {nearest(name, self.regimes)}")
        return self.regimes[name]

    def no_clock_for(self, name: str) -> str:
        """Say that a regime is not configured; empty where it is."""
        return "" if name in self.regimes else f"regime {name} is not configured"

    def calendar(self, regime: Regime) -> WorkingCalendar:
        """Return the calendar that the regime counts by here."""
        return calendar_for(regime, self.jurisdiction, self.calendars)

    def read(self, case: Case) -> ClockReading:
        """Return how the clock of the case stands; raises `UsageError` where the calendar does not reach."""
        if case.received_on is None:
            raise UsageError(f"{case.reference} has no date of receipt.")
        regime = self.regime(case.regime)
        return read_clock(regime, self.calendar(regime), case.received_on, case.clock_events)

    def status_of(self, case: Case, *further: ClockEvent) -> CaseStatus:
        """Return the status that the clock gives a case that is carried, after some further events."""
        reading = self.read(reduce(Case.after, further, case))
        if case.review is not None and (case.review.is_open or case.review.answered):
            return CaseStatus.IN_REVIEW if case.review.is_open else CaseStatus.REVIEW_DECIDED
        if case.is_answered:
            return CaseStatus.RESPONDED
        awaited = next((status for topic, status in AWAITING.items() if topic in reading.waiting_for), None)
        return awaited or (CaseStatus.ON_EXTENSION if reading.extended else CaseStatus.OPEN)

    def resumed(self, case: Case, reply: ClockEvent) -> CaseStatus:
        """Return the status that a reply of the applicant gives a case that waits for it: carried on, or waiting still.

        It is lapsed where the time for something else that was asked for had ended before (FOIA s.9(2)).
        """
        ended = self.read(case.after(reply)).state is ClockState.CLOSED
        return CaseStatus.LAPSED if ended else self.status_of(case, reply)

    def due_on(self, case: Case) -> date | None:
        """Return the next day by which the applicant is owed an answer; None when nothing is owed."""
        return self.dates_of(case)[1]

    def dates_of(self, case: Case, reading: ClockReading | None = None) -> tuple[date, date | None]:
        """Return the day the clock of a case counts from, and the next by which the applicant is owed something.

        In a review that is its outcome, or the answer where that is still owed; what the Commissioner orders to be
        disclosed is owed too. `reading` is how the clock was just read, to save reading it again.
        """
        reading = reading or self.read(case)
        owed = self.read_review(case).due_on if case.under_review else reading.due_on
        owed = min(filter(None, (owed, self.late_answer_due(case))), default=None)
        if case.status not in CARRIED:
            return reading.clock_from, None
        ordered = case.appeal.disclosure_due if case.appeal else None
        return reading.clock_from, min(filter(None, (owed, ordered)), default=None)

    def late_answer_due(self, case: Case) -> date | None:
        """Return when the answer was due of which the delay is under review; None where it has left, or none is."""
        return self.read(case).due_on if case.under_review and not case.is_answered else None

    def read_review(self, case: Case, *further: ClockEvent) -> ClockReading:
        """Return how the clock of the case's review stands, after some further events.

        Raises `UsageError` where the law of the case knows no review.
        """
        review, regime = case.review, self.review_regime(case.regime)
        if review is None:
            raise UsageError(f"No review of {case.reference} was asked for.")
        decided = [ClockEvent("answered", review.decided_on)] if review.decided_on else []
        events = review.with_clock((*further, *decided))
        return read_clock(regime, self.calendar(regime), review.asked_on, events)

    def review_regime(self, name: str) -> Regime:
        """Return the clock of a review under a regime; raises `UsageError` where there is none."""
        review = self.regime(name).review
        if review is None or review not in self.regimes:
            raise UsageError(f"{self.regime(name).cited_as} knows no internal review.")
        return promised(self.regimes[review], self.review_days)

    def knows_review(self, name: str) -> bool:
        """Tell whether there is a clock of a review under a regime: none for a subject's own data, none that is gone.

        A case can have had a review under the law it stood under before.
        """
        regime = self.regimes.get(name)
        return regime is not None and regime.review in self.regimes

    def last_day_to_ask(self, case: Case) -> date | None:
        """Return the last day on which a review of an answer may be asked for; None where no time is set.

        Under FOISA it counts from the end of the time for the answer, if the answer came before (s.20(5)).
        """
        regime = self.regime(case.regime)
        window = self.regimes.get(regime.review_window or "")
        if window is None or case.responded_on is None or case.received_on is None:
            return None
        if window.follows is None:
            return read_clock(window, self.calendar(window), case.responded_on).due_on
        window = replace(window, follows=regime)
        return read_clock(window, self.calendar(window), case.received_on, case.clock_events).due_on

    def progress(self, case: Case, today: date) -> str:
        """Return where the case stands in its time: `working day 12 of 20`, or that its regime is gone."""
        if case.status not in CARRIED or case.regime not in self.regimes:
            return self.no_clock_for(case.regime) if case.status in CARRIED else ""
        reading = self.read_review(case) if case.under_review else self.read(case)
        said = working_day_number(reading, self.calendar(reading.regime), today)
        return f"review, {said}" if case.under_review else said
