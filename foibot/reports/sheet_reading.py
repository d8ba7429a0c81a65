"""Reading a team's sheet, .xlsx, .ods, .xls or .csv, as rows of cells: bounded, with a clear error else.

Nothing in a workbook is run or fetched: of a formula only the value is taken that was last calculated.
"""

import importlib
import time
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from foibot.casework.sheets.cells import Cell
from foibot.errors import UsageError
from foibot.reports.csv_reading import rows_of_csv
from foibot.reports.other_workbooks import rows_of_other_workbook

LARGEST_FILE = 50_000_000
MOST_ROWS = 1_048_576  # as many as a workbook can have
MOST_FILLED = 100_000
MOST_COLUMNS = 500
SECONDS = 60.0
DELIMITERS = ",;\t|"
LOOKED_AT = 50
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ZIPPED = b"PK\x03\x04"
OPEN_DOCUMENT = "content.xml"
MOST_UNPACKED = 300_000_000
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
Row = tuple[int, tuple[Cell, ...]]


def read_sheet(path: Path, name: str | None = None) -> tuple[Row, ...]:
    """Return the rows of a sheet in which anything stands, each with its number from 1.

    `name` is the sheet of a workbook that is meant. Raises `UsageError` with what is wrong and what to do.
    """
    head = _head(path)
    if head.startswith(OLD_OR_LOCKED):
        _refuse_locked(path)
    if head.startswith(OLD_OR_LOCKED) or (head.startswith(ZIPPED) and _is_open_document(path)):
        return _bounded(path, rows_of_other_workbook(path, name))
    if head.startswith(ZIPPED):
        # the library costs a third of a second and 30 MiB: only an import of a workbook pays for it
        workbooks = importlib.import_module("foibot.reports.workbooks")
        return _bounded(path, workbooks.rows_of_workbook(path, name))
    if name is not None:
        raise UsageError(f"{path} is no workbook: it has one sheet, and --sheet names none.")
    return _bounded(path, _rows_of_csv(path))


def _head(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{path} is no file: a folder, a device or a pipe. Name the sheet's file.")
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB. Save the one sheet as .csv.")
        with path.open("rb") as file:
            head = file.read(8192)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    if not head:
        raise UsageError(f"{path} is empty.")
    return head


def _refuse_locked(path: Path) -> None:
    if ENCRYPTED in path.read_bytes():
        raise UsageError(f"{path} is protected with a password. Open it, and save it without one.")


def _is_open_document(path: Path) -> bool:
    """Tell whether a zip is of OpenDocument; refuses one that unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = {one.filename: one.file_size for one in packed.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # what reads .xlsx says what is wrong
    other = OPEN_DOCUMENT in unpacked
    if other and sum(unpacked.values()) > MOST_UNPACKED:
        raise UsageError(f"{path} unpacks to more than a register can hold. Save the one sheet as .csv.")
    return other


def _bounded(path: Path, rows: Iterator[Sequence[Cell]]) -> tuple[Row, ...]:
    """Return the rows that hold anything; raises `UsageError` where there is more than a register can have."""
    until, found = time.monotonic() + SECONDS, list[Row]()
    for number, cells in enumerate(rows, 1):
        if number > MOST_ROWS or len(found) > MOST_FILLED:
            most = MOST_ROWS if number > MOST_ROWS else MOST_FILLED
            raise UsageError(f"{path} has more than {most:,} rows. Delete the empty ones, or split it by year.")
        if number % 1_000 == 0 and time.monotonic() > until:
            raise UsageError(f"{path} takes longer than {SECONDS:.0f} s to read. Save the one sheet as .csv.")
        filled = _without_end(cells)
        if len(filled) > MOST_COLUMNS:
            raise UsageError(f"{path}, row {number}: more than {MOST_COLUMNS} columns. Delete what is no register.")
        if filled:
            found.append((number, filled))
    if not found:
        raise UsageError(f"{path}: nothing stands in this sheet.")
    return tuple(found)


def _without_end(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    last = next((place for place in range(len(cells) - 1, -1, -1) if cells[place] not in (None, "")), -1)
    return tuple(cells[: last + 1])


def _rows_of_csv(path: Path) -> Iterator[Sequence[Cell]]:
    text = _decoded(path)
    if "\0" in text:
        raise UsageError(f"{path} is neither a workbook nor text. Save your sheet as .xlsx or .csv.")
    return rows_of_csv(path, text, _delimiter(text))


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return what stands between the cells: what most of the first lines have most of."""
    lines = [line for line in islice(text.splitlines(), LOOKED_AT) if line.strip()]
    return max(DELIMITERS, key=lambda one: sum(min(line.count(one), 1) * 1_000 + line.count(one) for line in lines))
