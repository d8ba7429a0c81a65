"""Reads a sheet of OpenDocument or of the old Excel from standard input; run as a process of its own, with limits.

The library gives values alone. What it leaves out, and a row must not be guessed without, is looked for beside it:
cells that are hidden below another, and in OpenDocument those that hold an error. In .xls an error is empty.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from foibot.confinement import confine

MOST_ROWS, MOST_COLUMNS, MOST_MERGED = 1_048_576, 16_384, 100_000
Place = tuple[int, int]
TAGGED: dict[type, Callable[[Any], str]] = {
    datetime: lambda value: f"moment {value.isoformat()}",
    date: lambda value: f"day {value.isoformat()}",
    time: lambda value: f"time {value.isoformat()}",
    timedelta: lambda value: f"length {value}",
}
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def main() -> None:
    """Read, write: the arguments are the limits (seconds, bytes of memory and of output), the sheet meant."""
    seconds, memory, output, *name = sys.argv[1:]
    confine(int(seconds), int(memory), int(output))
    json.dump(_answer(sys.stdin.buffer.read(), name[0] if name else None), sys.stdout)


def _answer(data: bytes, name: str | None) -> dict[str, Any]:
    try:
        book = CalamineWorkbook.from_object(BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")]
        meant = _meant(book.sheet_names, shown, name)
        return {"rows": _rows(data, book, meant)} if meant else {"sheets": book.sheet_names, "shown": shown}
    except PasswordError:
        return {"fault": "password"}
    except CalamineError:
        return {"fault": "damaged"}


def _meant(names: list[str], shown: list[str], name: str | None) -> str | None:
    """Return the sheet that is meant; None where none is, or it cannot be told."""
    if name is not None:
        return {one.casefold(): one for one in names}.get(name.strip().casefold())
    among = shown or names[:1]
    return among[0] if len(among) == 1 else None


def _rows(data: bytes, book: CalamineWorkbook, name: str) -> list[list[Any]]:
    sheet = book.get_sheet_by_name(name)
    rows = [[_cell(one) for one in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, place), why in _left_out(data, name, sheet.merged_cell_ranges):
        if row < len(rows):
            rows[row] += [None] * (place + 1 - len(rows[row]))
            rows[row][place] = {"bad": why}
    return rows


def _cell(value: Any) -> Any:
    written = TAGGED.get(type(value))
    return {"is": written(value)} if written else value


def _left_out(data: bytes, name: str, merged: list[tuple[Place, Place]] | None) -> Iterator[tuple[Place, str]]:
    """Give each cell that is no value though it looks like an empty one, and why."""
    if data.startswith(b"PK") and merged is None:
        yield from _of_open_document(data, name)
    for (top, left), (bottom, right) in merged or ():
        if (bottom - top + 1) * (right - left + 1) <= MOST_MERGED:
            hidden = ((row, place) for row in range(top, bottom + 1) for place in range(left, right + 1))
            yield from ((cell, MERGED) for cell in hidden if cell != (top, left))


MERGED = "merged with another cell: give each row its own"


def _of_open_document(data: bytes, name: str) -> Iterator[tuple[Place, str]]:
    packed = importlib.import_module("zipfile").ZipFile(BytesIO(data))
    if "content.xml" not in packed.namelist():
        return
    row, inside = 0, False
    with packed.open("content.xml") as file:
        for event, element in importlib.import_module("lxml.etree").iterparse(
            file, events=("start", "end"), resolve_entities=False, no_network=True
        ):
            if element.tag == f"{TABLE}table":
                inside = event == "start" and element.get(f"{TABLE}name") == name
                row = 0
            elif event == "end" and element.tag == f"{TABLE}table-row":
                count = int(element.get(f"{TABLE}number-rows-repeated", 1))
                found = list(_of_row(element)) if inside else []
                yield from (((row + more, place), why) for more in range(min(count, MOST_ROWS)) for place, why in found)
                row += count
                element.clear()


def _of_row(element: Any) -> Iterator[tuple[int, str]]:
    place = 0
    for cell in element.iterchildren(*CELLS):
        count = min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), MOST_COLUMNS)
        if cell.tag == CELLS[1]:
            yield from ((place + more, MERGED) for more in range(count))
        elif cell.get(ERROR) == "error":
            words = " ".join("".join(cell.itertext()).split())[:20]
            yield place, f"the cell holds the error {words}"
        elif cell.get(f"{OFFICE}value-type") == "float":
            yield from ((place + more, why) for why in _shown_otherwise(cell) for more in range(count))
        place += count


def _shown_otherwise(cell: Any) -> Iterator[str]:
    """Say of a number that reads otherwise, as 1 that reads 001, that it is not certain which of both is meant."""
    words = "".join(cell.itertext()).strip()
    if NOUGHTS.fullmatch(words):
        yield f"the cell shows {words} and holds {cell.get(f'{OFFICE}value')}: write it as text"


NOUGHTS = re.compile(r"0\d+")


if __name__ == "__main__":
    main()
