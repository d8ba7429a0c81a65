"""A table for other people's programs: CSV that Excel reads, a workbook, or JSON. Knows no register.

What a spreadsheet could take for a formula begins with an apostrophe in CSV and in workbooks; an import takes it off.
What steers a terminal, or turns the direction of a line, is left out everywhere: people's words are strangers' words.
"""

import csv
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import StringIO

from foibot.casework.sheets.cells import guarded, harmless
from foibot.casework.sheets.fields import Field, Holds

Value = str | int | date | None
Rows = Sequence[Mapping[str, Value]]
WIDTHS: Mapping[Holds, int] = {Holds.DAY: 12, Holds.NUMBER: 10, Holds.REFERENCE: 16, Holds.EMAIL: 28}
WIDEST = {"request": 60, "clock_events": 32, "notes": 40, "applicant_address": 32, "applicant_name": 24}


def as_csv(columns: Sequence[Field], rows: Rows) -> bytes:
    """Return the table as CSV: UTF-8 with a byte order mark, ISO dates, lines as Excel ends them (RFC 4180)."""
    written = StringIO(newline="")
    made = csv.writer(written)
    made.writerow([one.name for one in columns])
    made.writerows([_plain(row[one.name]) for one in columns] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return guarded(harmless("" if value is None else str(value)))


def as_workbook(columns: Sequence[Field], rows: Rows) -> bytes:
    """Return the table as a workbook (.xlsx): days as days, the heading stays in view."""
    workbooks = importlib.import_module("foibot.reports.workbooks")
    sized = [(one.name, WIDEST.get(one.name, WIDTHS.get(one.holds, 18))) for one in columns]
    cells = [[_guarded(row[one.name]) for one in columns] for row in rows]
    made: bytes = workbooks.workbook_of("Cases", sized, cells)
    return made


def _guarded(value: Value) -> Value:
    return guarded(harmless(value)) if isinstance(value, str) else value


def as_json(columns: Sequence[Field], rows: Rows) -> bytes:
    """Return the table as JSON: a list of objects with every column, ISO dates, null for nothing."""
    listed = [{one.name: _or_null(row[one.name]) for one in columns} for row in rows]
    return (json.dumps(listed, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _or_null(value: Value) -> Value:
    return harmless(value) or None if isinstance(value, str) else value


Writer = Callable[[Sequence[Field], Rows], bytes]
WRITERS: Mapping[str, Writer] = {".csv": as_csv, ".xlsx": as_workbook, ".json": as_json}
LONGEST_CELL = 32_767


def too_long(rows: Rows) -> int:
    """Return how many cells hold more words than a cell of a workbook can."""
    return sum(isinstance(value, str) and len(value) > LONGEST_CELL for row in rows for value in row.values())
