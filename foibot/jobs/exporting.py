"""A row a case for people's own sheets: every date the law makes, how it was answered, who holds and who carries it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.review import Review
from foibot.casework.sheets.compare import statutory_due
from foibot.casework.sheets.fields import EXPORTED, Field
from foibot.jobs.named import get_case
from foibot.law.clock import ClockEvent, ClockReading
from foibot.law.regime import Unit
from foibot.store import exports
from foibot.store.database import Database
from foibot.store.exports import ExportFilter
from foibot.store.moments import parse_day

Value = str | int | date | None
BETWEEN = "; "


def exported_fields(*, personal: bool) -> tuple[Field, ...]:
    """Return the columns of an export, in order; without those that name or quote people unless they are wanted."""
    return tuple(one for one in EXPORTED if personal or not one.personal)


def exported_rows(app: App, db: Database, wanted: ExportFilter, *, personal: bool) -> Iterator[dict[str, Value]]:
    """Give a row a case, by the names of its columns."""
    columns = exported_fields(personal=personal)
    for row in exports.cases_to_export(db, wanted):
        case = get_case(app, db, row["reference"])
        values: dict[str, Value] = {**_plain(case, row), **_dates(app, case, row), **_of_review(app, case)}
        if personal:
            values |= _personal(db, case, row)
        yield {one.name: values.get(one.name) for one in columns}


def _plain(case: Case, row: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "reference": case.reference,
        "regime": case.regime,
        "status": str(case.status),
        "channel": case.channel,
        "clock_events": BETWEEN.join(written(one) for one in case.clock_events if one.name != "answered"),
        "outcome": case.outcome,
        "sections": BETWEEN.join(case.sections),
        "officer": case.officer,
        "holders": BETWEEN.join(_holders(case)),
        "merged_into": case.merged_into,
        "language": case.language,
        "closed_on": parse_day(row["closed_on"]),
    }


def written(event: ClockEvent) -> str:
    """Return an event of a clock as `foibot clock --event` takes it."""
    return f"{event.name}@{event.on}" + (f"..{event.until}" if event.until else "")


def _holders(case: Case) -> tuple[str, ...]:
    imported = (case.imported.holders,) if case.imported and case.imported.holders else ()
    return tuple(dict.fromkeys((*imported, *(one.holder for one in case.questions if one.holder))))


def _dates(app: App, case: Case, row: Mapping[str, Any]) -> dict[str, Value]:
    clock: dict[str, Value] = {
        "received_on": case.received_on,
        "clock_from": parse_day(row["clock_from"]),
        "owed_on": parse_day(row["due_on"]),
        "responded_on": case.responded_on,
    }
    if app.statutes.no_clock_for(case.regime):
        return clock
    reading = app.statutes.read(case)
    extended = next((one.until for one in reversed(case.clock_events) if one.name == "extension"), None)
    return {
        **clock,
        "due_on": statutory_due(case, app.statutes),
        "extended_until": extended,
        "days_to_answer": _days_to_answer(app, case, reading),
    }


def _days_to_answer(app: App, case: Case, reading: ClockReading) -> int | None:
    """Return how many days of the law's time an answer took: working days, or all days where those count."""
    if case.responded_on is None:
        return None
    if reading.regime.unit is not Unit.WORKING_DAYS:
        return (case.responded_on - reading.clock_from).days
    return app.statutes.calendar(reading.regime).working_days_between(reading.clock_from, case.responded_on)


def _of_review(app: App, case: Case) -> dict[str, Value]:
    review = case.review
    if review is None:
        return {}
    delay = next((one for one in reversed(review.clock_events) if one.name == "extension"), None)
    return {
        "review_asked_on": review.asked_on,
        "review_channel": review.channel,
        "review_about": review.about,
        "review_extended": f"{delay.on}..{delay.until}" if delay else "",
        "review_due_on": _review_due(app, case, review),
        "review_decided_on": review.decided_on,
        "review_outcome": review.outcome,
    }


def _review_due(app: App, case: Case, review: Review) -> date | None:
    if not app.statutes.knows_review(case.regime):
        return None
    reading = app.statutes.read_review(case)
    return reading.due_on or (reading.last_due_on if review.decided_on else None)


def _personal(db: Database, case: Case, row: Mapping[str, Any]) -> dict[str, Value]:
    return {
        "applicant_name": case.applicant.name,
        "applicant_email": case.applicant.email,
        "applicant_address": case.applicant.postal_address,
        "their_reference": str(case.imported.their_reference) if case.imported else "",
        "request": exports.words_of_request(db, case.reference, row["opening_message"]),
        "notes": str(case.imported.notes) if case.imported else "",
    }
