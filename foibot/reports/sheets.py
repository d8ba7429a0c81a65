"""A report as sheets: CSV, a figure a line, and XLSX, a statute a sheet. Numbers are numbers.

A cell whose words begin as a formula does is given an apostrophe, so that no spreadsheet runs it (OWASP, CSV
Injection), and what steers a terminal is left out: tags and the names of information holders are people's words.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from foibot.casework.sheets import cells
from foibot.law.wording import plain_day
from foibot.reports.report import Line, Report, as_data, lines, notes, title_of

Cell = int | float | str | None
HEADER = ("statute", "section", "figure", "label", "period", "from", "to", "as_at", "value")
WIDE, NARROW = 42, 14
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_TITLE = 31


def guarded(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula, and no terminal for an order."""
    return cells.guarded(cells.harmless(cell)) if isinstance(cell, str) else cell


def as_csv(report: Report) -> str:
    """Return the report as CSV (RFC 4180), a line for each figure of each statute and period."""
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(HEADER)
    out.writerows([guarded(cell) for cell in row] for row in _rows(report))
    return written.getvalue()


def _rows(report: Report) -> Iterator[Sequence[Cell]]:
    for statute in report.figures:
        for line in lines(report, statute):
            yield from (_row(report, statute, line, at) for at in range(len(line.values)))


def _row(report: Report, statute: str, line: Line, at: int) -> Sequence[Cell]:
    whole = at == len(report.periods)
    first, last = (report.first, report.last) if whole else (report.periods[at].first, report.periods[at].last)
    days = (first.isoformat(), last.isoformat(), report.as_at.isoformat())
    figure = as_data(line.values[at], counts=line.counts, suppress=report.suppress_small)
    return title_of(statute), line.section, line.key, line.label, report.columns[at], *days, figure


def as_xlsx(report: Report) -> bytes:
    """Return the report as a workbook: a sheet for each statute, one of months and holders, one of what is counted."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for statute in report.figures:
        _sheet(
            book, title_of(statute), [["", *report.columns], *_table(report, statute)], bold=_bold_rows(report, statute)
        )
    _sheet(book, "Months", [["Month", "Received", "Answered"], *([name, *pair] for name, pair in _months(report))])
    _sheet(book, "Information holders", _holders(report))
    _sheet(book, "About", _about(report))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _table(report: Report, statute: str) -> Iterator[Sequence[Cell]]:
    section = ""
    for line in lines(report, statute):
        if line.section != section:
            section = line.section
            yield [section]
        label = f"    {line.label}" if line.part else line.label
        figures = (as_data(one, counts=line.counts, suppress=report.suppress_small) for one in line.values)
        yield [label, *figures]


def _bold_rows(report: Report, statute: str) -> frozenset[int]:
    """Return the rows that are headings, the first row being 1."""
    return frozenset(at for at, row in enumerate(_table(report, statute), 2) if len(row) == 1)


def _months(report: Report) -> Iterator[tuple[str, Sequence[Cell]]]:
    for name, pair in report.months.items():
        yield name, [as_data(one, suppress=report.suppress_small) for one in pair]


def _holders(report: Report) -> list[Sequence[Cell]]:
    header = ["Holder", "Asked", "Answered", "Open", "Late", "Working days to an answer (median)"]
    rows = (
        [
            one.holder,
            *(as_data(n, suppress=report.suppress_small) for n in (one.asked, one.answered, one.still_open, one.late)),
            one.median_days,
        ]
        for one in report.holders
    )
    return [header, *rows]


def _about(report: Report) -> list[Sequence[Cell]]:
    return [
        [f"{report.authority}: requests for information"],
        [f"Received from {plain_day(report.first)} to {plain_day(report.last)}, as at {plain_day(report.as_at)}"],
        *([f"{title}: {note}"] for title, note in notes().items()),
    ]


def _sheet(book: Workbook, title: str, rows: Sequence[Sequence[Cell]], *, bold: frozenset[int] = frozenset()) -> None:
    sheet: Worksheet = book.create_sheet(title.translate(FORBIDDEN)[:LONGEST_TITLE])
    for row in rows:
        sheet.append([guarded(cell) for cell in row])
    for number in {1, *bold}:
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if column == 1 else NARROW
    sheet["A1"].alignment = Alignment(wrap_text=True)
    sheet.freeze_panes = "B2" if len(rows[0]) > 1 else None
