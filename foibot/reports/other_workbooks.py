"""Workbooks that are no .xlsx: OpenDocument (.ods), and those of the old Excel (.xls).

They are read by a process of its own, which may cost so much and no more.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from foibot.casework.sheets.cells import Bad, Cell
from foibot.confined import run_confined
from foibot.errors import UsageError
from foibot.law.wording import nearest

READER = Path(__file__).with_name("sheet_reader.py")
CPU_SECONDS, WAIT_SECONDS, MEMORY, OUTPUT = 60, 180, 1 << 30, 100_000_000
READ: dict[str, Callable[[str], Cell]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "time": time.fromisoformat,
    "length": lambda words: Bad(f"the cell holds a length of time ({words})"),
}


def rows_of_other_workbook(path: Path, name: str | None) -> Iterator[Sequence[Cell]]:
    """Give the rows of a sheet, the empty ones too; raises `UsageError` for what cannot be read, or is too much."""
    costs = (str(CPU_SECONDS), str(MEMORY), str(OUTPUT))
    arguments = [str(READER), *costs, *([name] if name is not None else [])]
    said = run_confined(arguments, path.read_bytes(), seconds=WAIT_SECONDS, longest=OUTPUT)
    if said is None:
        raise UsageError(f"{path} is damaged, or holds more than a register can. Open it, and save it as .xlsx again.")
    answer = json.loads(said)
    if "rows" not in answer:
        raise UsageError(_why_none(path, name, answer))
    for row in answer["rows"]:
        yield [_cell(one) for one in row]


def _why_none(path: Path, name: str | None, answer: dict[str, Any]) -> str:
    if answer.get("fault") == "password":
        return f"{path} is protected with a password. Open it, and save it without one."
    if "fault" in answer:
        return f"{path} is no workbook that can be read. Open it, and save it as .xlsx again."
    if name is not None:
        return f"{path} has no sheet “{name}”. {nearest(name, answer['sheets'])}"
    listed = ", ".join(f"“{one}”" for one in answer["shown"])
    return f"{path} has {len(answer['shown'])} sheets: {listed}. Say which: --sheet NAME."


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        found: Cell = value
        return found
    if "bad" in value:
        return Bad(value["bad"])
    kind, _, words = value["is"].partition(" ")
    return READ[kind](words)
