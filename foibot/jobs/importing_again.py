"""A row that was imported before and says something else by now: what it is known by, and what differs.

Nothing of the case is changed by it: what happened since is recorded by the officers' own commands.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from foibot.app import App
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.jobs.exporting import exported_rows
from foibot.store.database import Database
from foibot.store.exports import ExportFilter

COMPARED = (
    *("received_on", "regime", "status", "outcome", "sections", "responded_on", "closed_on", "officer", "holders"),
    *("review_asked_on", "review_decided_on", "review_outcome"),
)
"""What of a row may change from one import to the next, and is compared with the case."""
WORDS = ("applicant_name", "applicant_email", "applicant_address", "request")
"""What of it names or quotes somebody."""


def same_row(row: SheetCase) -> str:
    """Return what of a row does not change, as one text; empty for one with a reference, or with nothing to go by."""
    if row.reference or not (row.request or row.their_reference):
        return ""
    stays = (row.received_on, row.their_reference, row.applicant_name, row.applicant_email, row.request)
    return "\x1f".join(("the same row", *(repr(one) for one in stays)))


def differences_of(app: App, db: Database, reference: str, row: SheetCase) -> str:
    """Say in which of its fields a row differs from the case that it became, or that has its reference."""
    [case] = exported_rows(app, db, ExportFilter(reference=reference), personal=True)
    found = [*_differing(case, row), *_another(case, row)]
    if case["received_on"] != row.received_on and len(found) > 1:
        found.append("if it is another request, give it a reference of its own")
    name = row.reference or row.their_reference
    also = f"{name} in the sheet; " if name and name.casefold() != reference.casefold() else ""
    return also + ("; ".join(found) or "only its notes, its due date or what moved its clock")


def _differing(case: Mapping[str, str | int | date | None], row: SheetCase) -> Iterator[str]:
    for name in COMPARED:
        there, here = _shown(case.get(name)), _shown(getattr(row, name))
        if name == "status":
            here = _shown(row.ending or row.status)
        if here and here != there:
            yield f"{name} is {here} in the sheet, {there or 'empty'} in the register"


def _another(case: Mapping[str, str | int | date | None], row: SheetCase) -> Iterator[str]:
    """Name the fields that are another's words: that they differ is said, and neither side is quoted."""
    for name in WORDS:
        here, there = _shown(getattr(row, name)), _shown(case.get(name))
        if here and " ".join(here.split()) != " ".join(there.split()):
            yield f"{name} is {'another' if there else 'new'} in the sheet"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return str(value or "")
