"""Cells of a sheet as values, and the words in them; what keeps a formula from running in another program."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell without a value that could be relied on, and why: an error of the sheet, a formula never calculated.

    `whole` is of one that stands for all cells of its row, none of which can be relied on.
    """

    reason: str
    whole: bool = False


def why_unreadable(cells: Sequence["Cell"]) -> str:
    """Return why no cell of a row can be relied on; empty where each stands for itself."""
    first = cells[0] if cells else None
    return first.reason if isinstance(first, Bad) and first.whole else ""


Cell = str | int | float | bool | datetime | date | time | Bad | None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is no case: its number in the sheet, its column as the sheet names it, and the reason."""

    row: int
    column: str
    reason: str


GUARD = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that a spreadsheet may take for a formula (OWASP, CSV injection)."""
BLANK = frozenset({"", "-", "--", "\u2013", "\u2014", ".", "n/a", "na", "n.a.", "none", "nil", "not applicable"})
"""What people write where there is nothing to write."""


STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal, or turns the direction of what is shown (Unicode TR 36, 2.5); no line's end and no tab."""
LINE_ENDS = re.compile(r"\r\n?")


def harmless(text: str) -> str:
    """Return words that others wrote without what steers a terminal or shows them in another order than they are."""
    return STEERING.sub("", LINE_ENDS.sub("\n", text))


def guarded(text: str) -> str:
    """Return words so that no spreadsheet takes them for a formula; `unguarded` gives them back."""
    return GUARD + text if text.lstrip(GUARD).startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Return words as they were before `guarded`."""
    bare = text.removeprefix(GUARD)
    return bare if bare != text and bare.lstrip(GUARD).startswith(FORMULA) else text


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it; whole numbers without a point, days as ISO dates."""
    if cell is None or isinstance(cell, Bad):
        return ""
    if isinstance(cell, str):
        return unguarded(cell.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "").strip())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing is said in a cell."""
    if isinstance(cell, str):
        return cell.replace("\xa0", " ").strip().casefold() in BLANK  # a guarded "-" is a name or a word
    return not isinstance(cell, Bad) and text_of(cell).casefold() in BLANK


def folded(text: str) -> str:
    """Return words so that two spellings of one heading or outcome are the same."""
    return " ".join(re.sub(r"[^a-z0-9()&%]+", " ", text.casefold().replace("\u2019", "").replace("'", "")).split())
