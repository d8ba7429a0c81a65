"""A row that was imported before and says something else by now: what it is known by, and what differs.

Nothing of the case is changed by it: what happened since is recorded by the officers' own commands.
"""

from collections.abc import Iterator
from datetime import date

from foibot.app import App
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.jobs.exporting import exported_rows
from foibot.store.database import Database
from foibot.store.exports import ExportFilter

COMPARED = (
    *("status", "outcome", "sections", "responded_on", "closed_on", "officer", "holders"),
    *("review_asked_on", "review_decided_on", "review_outcome"),
)
"""What of a row may change from one import to the next, and is compared with the case."""


def same_row(row: SheetCase) -> str:
    """Return what of a row does not change, as one text; empty for one with a reference, or with nothing to go by."""
    if row.reference or not (row.request or row.their_reference):
        return ""
    stays = (row.received_on, row.their_reference, row.applicant_name, row.applicant_email, row.request)
    return "\x1f".join(("the same row", *(repr(one) for one in stays)))


def differences_of(app: App, db: Database, reference: str, row: SheetCase) -> str:
    """Say in which of its fields a row differs from the case that it became."""
    [case] = exported_rows(app, db, ExportFilter(reference=reference), personal=False)
    found = list(_differing(case, row))
    return "; ".join(found) or "only its notes or due date differ"


def _differing(case: dict[str, str | int | date | None], row: SheetCase) -> Iterator[str]:
    for name in COMPARED:
        there, here = _shown(case.get(name)), _shown(getattr(row, name))
        if name == "status":
            here = _shown(row.ending or row.status)
        if here and here != there:
            yield f"{name} is {here} in the sheet, {there or 'empty'} in the register"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return str(value or "")
