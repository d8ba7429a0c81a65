"""A row of a sheet as the facts of a case."""

from datetime import date

from foibot.law.clock import ClockEvent
from foibot.lean import dataclass

Look = tuple[tuple[str, str], ...]
"""What a person should look at: a field or a column, and why."""


@dataclass(frozen=True, slots=True)
class SheetCase:
    """A row's facts. `due_on` is the sheet's own due date, `notes` everything that is no field of a case.

    `assumed` is what a person should look at: a column, and what was read into it.
    """

    row: int
    received_on: date
    reference: str = ""
    their_reference: str = ""
    regime: str = ""
    status: str = ""
    channel: str = "email"
    due_on: date | None = None
    clock_events: tuple[ClockEvent, ...] = ()
    responded_on: date | None = None
    outcome: str = ""
    ending: str = ""
    sections: tuple[str, ...] = ()
    holders: str = ""
    officer: str = ""
    review_asked_on: date | None = None
    review_channel: str = ""
    review_about: str = ""
    review_extended: ClockEvent | None = None
    review_decided_on: date | None = None
    review_outcome: str = ""
    closed_on: date | None = None
    merged_into: str = ""
    language: str = ""
    applicant_name: str = ""
    applicant_email: str = ""
    applicant_address: str = ""
    request: str = ""
    notes: str = ""
    assumed: Look = ()
