"""The rows of a .csv. What a stray quotation mark has joined is a row that cannot be read, and says which lines.

A reader that is not strict swallows whole rows into one cell, or drops the mark; so each record is held against a
strict one (RFC 4180, section 2: a quotation mark within quotes is written twice).
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path

from foibot.casework.sheets.cells import Bad, Cell
from foibot.errors import UsageError

MARK = '"'
LOOKED_AT = 400
FEWEST_BETWEEN = 2
WHAT_TO_DO = "a quotation mark within quotes is written twice, and each that opens a cell is closed"
Record = tuple[int, Sequence[str], list[str]]
"""A record: the number of its first line, its lines, and its cells."""


def rows_of_csv(path: Path, text: str, delimiter: str) -> Iterator[Sequence[Cell]]:
    """Give the cells of each record; of one that is no proper CSV, or has swallowed rows, one `Bad` for all of it.

    Raises `UsageError` where a cell is longer than a reader takes.
    """
    between = _between(islice(_records(path, text, delimiter), LOOKED_AT))
    for first, raw, cells in _records(path, text, delimiter):
        why = _fault(raw, delimiter, between)
        yield [Bad(f"{_lines(first, len(raw))}: {why} ({WHAT_TO_DO})", whole=True)] if why else cells


def _records(path: Path, text: str, delimiter: str) -> Iterator[Record]:
    raw, first = list[str](), 1
    reader = csv.reader(_noting(StringIO(text, newline=""), raw), delimiter=delimiter, strict=False)
    try:
        for cells in reader:
            yield first, tuple(raw), cells
            first += len(raw)
            raw.clear()
    except csv.Error as error:
        raise UsageError(f"{path}, line {first} on: no .csv that can be read: {error}; {WHAT_TO_DO}.") from error


def _noting(lines: Iterable[str], raw: list[str]) -> Iterator[str]:
    """Give lines, each noted as one of the record that is being read: a whole file is never held as lines."""
    for line in lines:
        raw.append(line)
        yield line


def _between(records: Iterable[Record]) -> int:
    """Return how many separators a row has: as most have that are one line each."""
    widths = Counter(len(cells) for _, raw, cells in records if len(raw) == 1 and len(cells) > 1)
    return max(widths.most_common(1)[0][0] - 1 if widths else 0, FEWEST_BETWEEN)


def _fault(raw: Sequence[str], delimiter: str, between: int) -> str:
    """Say why the lines of a record are no row; empty where they are one."""
    if not any(MARK in line for line in raw):
        return ""
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error:
        return "a quotation mark stands where none can"
    joined = any(_separators(line, delimiter) >= between for line in raw[1:])
    return "a quoted cell goes over lines that look like rows; if they are its words, save as .xlsx" if joined else ""


def _separators(line: str, delimiter: str) -> int:
    """Count what stands between cells; in prose a space follows a comma."""
    return line.count(delimiter) - line.count(f"{delimiter} ")


def _lines(first: int, count: int) -> str:
    return f"line {first} of the file" if count == 1 else f"lines {first} to {first + count - 1} of the file"
