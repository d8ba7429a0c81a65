"""The clock of a case: the facts of the case read under its regime, with the calendar in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from foibot.casework.case import CARRIED, Case, CaseStatus
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent, ClockReading, read_clock, working_day_number
from foibot.law.jurisdictions import Jurisdiction, calendar_for
from foibot.law.regime import Regime
from foibot.law.wording import nearest
from foibot.law.working_days import Calendars, WorkingCalendar

AWAITING = {"clarification": CaseStatus.AWAITING_CLARIFICATION, "fee": CaseStatus.AWAITING_FEE}
"""The status of a case whose clock waits for something of the applicant."""


@dataclass(frozen=True, slots=True)
class Statutes:
    """The law as it holds for this authority: its regimes and its calendars of working days."""

    regimes: Mapping[str, Regime]
    calendars: Calendars
    jurisdiction: Jurisdiction
    edition: str

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
        if case.responded_on is not None:
            return CaseStatus.RESPONDED
        for topic in reading.waiting_for:
            if topic in AWAITING:
                return AWAITING[topic]
        return CaseStatus.ON_EXTENSION if reading.extended else CaseStatus.OPEN

    def due_on(self, case: Case) -> date | None:
        """Return the next day by which the applicant is owed an answer; None when nothing is owed."""
        return self.read(case).due_on if case.status in CARRIED else None

    def progress(self, case: Case, today: date) -> str:
        """Return where the case stands in its time: `working day 12 of 20`, or that its regime is gone."""
        if case.status not in CARRIED or case.regime not in self.regimes:
            return self.no_clock_for(case.regime) if case.status in CARRIED else ""
        reading = self.read(case)
        return working_day_number(reading, self.calendar(reading.regime), today)
