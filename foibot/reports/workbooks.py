"""Workbooks (.xlsx), read and written by openpyxl; loaded only where one is.

A workbook is looked at as the zip that it is before it is opened: what unpacks to too much is refused.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from foibot.casework.sheets.cells import Bad, Cell
from foibot.errors import UsageError
from foibot.law.wording import nearest
from foibot.reports.number_formats import as_shown, is_uncertain

MOST_UNPACKED = 300_000_000
MOST_WORDS = 40_000_000  # the words of a workbook are held in memory whole
MOST_PARTS = 2_000
MERGED = re.compile(rb'<mergeCell\s[^>]*ref="([A-Z0-9:]+)"')
CHUNK, OVERLAP = 1 << 20, 200
MOST_MERGED = 100_000
LONGEST = 32_767
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")


UNREADABLE: tuple[type[Exception], ...] = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, EOFError),
    *(ValueError, TypeError, LookupError, AttributeError, OverflowError, RuntimeError, OSError, struct.error),
)
"""What openpyxl raises on files that are damaged, or no workbooks."""


def rows_of_workbook(path: Path, name: str | None) -> Iterator[Sequence[Cell]]:
    """Give the rows of a sheet, the empty ones too; raises `UsageError` for what cannot be read, or is too much."""
    _look_at_zip(path)
    try:
        values = load_workbook(path, read_only=True, data_only=True)
        formulas = load_workbook(path, read_only=True, data_only=False)
        sheet = _sheet_meant(path, values, name)
        yield from _rows(path, values[sheet], formulas[sheet])
    except UsageError:
        raise
    except UNREADABLE as error:
        raise UsageError(
            f"{path} is no workbook that can be read ({type(error).__name__}). Open it, and save it as .xlsx again."
        ) from error


def _look_at_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except UNREADABLE as error:
        raise UsageError(f"{path} is damaged. Open it, and save it as .xlsx again.") from error
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise UsageError(f"{path} unpacks to more than a register can hold. Save the one sheet as .csv.")
    names = {one.filename: one.file_size for one in parts}
    if "xl/workbook.xml" not in names and not any(one.startswith("xl/") for one in names):
        raise UsageError(f"{path} is a zip, and no workbook. Give a .xlsx or .csv.")
    if names.get("xl/sharedStrings.xml", 0) > MOST_WORDS:
        raise UsageError(f"{path} holds more words than a register can. Save the one sheet as .csv.")


def _sheet_meant(path: Path, book: Any, name: str | None) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if name is not None:
        found = {one.casefold(): one for one in names}.get(name.strip().casefold())
        if not found:
            raise UsageError(f"{path} has no sheet “{name}”. {nearest(name, names)}")
        return str(found)
    shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(shown) > 1:
        listed = ", ".join(f"“{one}”" for one in shown)
        raise UsageError(f"{path} has {len(shown)} sheets: {listed}. Say which: --sheet NAME.")
    return str((shown or names)[0])


def _rows(path: Path, values: Any, formulas: Any) -> Iterator[Sequence[Cell]]:
    merged = _merged(path, values)
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a file says of its own size is not believed
    for number, (row, written) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), 1):
        cells = [_cell(one, other) for one, other in zip(row, written, strict=False)]
        for place, first in merged.get(number, ()):
            if place < len(cells) or first:
                cells += [None] * (place + 1 - len(cells))
                cells[place] = Bad(f"merged with the cell in {first}: give each row its own")
        yield cells


def _cell(value: Any, formula: Any) -> Cell:
    if value.data_type == "e":
        return Bad(f"the cell holds the error {value.value}")
    if value.value is None and formula.data_type == "f":
        return Bad("a formula that was never calculated: open the sheet, and save it again")
    found: Cell = value.value
    if isinstance(found, int | float) and not isinstance(found, bool):
        return _number(found, value.number_format or "")
    return found


def _number(value: float, form: str) -> Cell:
    shown = as_shown(value, form)
    if shown is None and is_uncertain(form):
        return Bad(f"the cell holds {value} and shows it as {form}: write it as text")
    return value if shown is None else shown


def _merged(path: Path, sheet: Any) -> dict[int, list[tuple[int, str]]]:
    """Return the cells that are hidden below another, by row: each with its place and the name of that other."""
    # a read-only sheet of openpyxl knows its part of the file, and not which cells are merged
    part = str(vars(sheet)["_worksheet_path"]).lstrip("/")
    found: dict[int, list[tuple[int, str]]] = {}
    for count, area in enumerate(_areas(path, part)):
        left, top, right, bottom = range_boundaries(area.decode())
        if count > MOST_MERGED or (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
            raise UsageError(f"{path} has more merged cells than a register can. Unmerge them.")
        first = f"{get_column_letter(left)}{top}"
        for row in range(top, bottom + 1):
            places = range(left - 1, right)
            found.setdefault(row, []).extend((one, first) for one in places if (row, one) != (top, left - 1))
    return found


def _areas(path: Path, part: str) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as packed, packed.open(part) as file:
        before = b""
        while chunk := file.read(CHUNK):
            block, at = before + chunk, 0
            for match in MERGED.finditer(block):
                yield match[1]
                at = match.end()
            before = block[max(at, len(block) - OVERLAP) :]


def workbook_of(title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet: headings that stay in view, columns of that width, days as days.

    Words are words, whatever they begin with; what a cell cannot hold of them is left out.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for place, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.append([_heading(sheet, name) for name, _ in columns])
    for row in rows:
        sheet.append([_written(sheet, cell) for cell in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _heading(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell


def _written(sheet: Any, value: Cell) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=CONTROLS.sub(" ", value)[:LONGEST])
        cell.data_type = "s"
        return cell
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
