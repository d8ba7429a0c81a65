"""Cells that are merged in a workbook (ECMA-376, 18.3.1.55): the first is shown, the words of the others are not.

The list of them stands behind the rows, so that it is read before them, without reading those as XML.
"""

import re
from collections.abc import Iterable
from dataclasses import field

from foibot.lean import dataclass
from foibot.release.packages import Package

BLOCK, OVERLAP, MOST = 1_000_000, 200, 100_000
MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
Merge = tuple[int, int, int, int]
"""First row, last row, first column, last column."""


@dataclass(slots=True)
class Merges:
    """The merged cells of a sheet, as its rows are read downwards."""

    waiting: list[Merge] = field(default_factory=list)
    """Those that begin further down, the last one first."""
    around: list[Merge] = field(default_factory=list)

    def go_to(self, row: int) -> bool:
        """Go down to a row; tells whether some of its cells are merged."""
        while self.waiting and self.waiting[-1][0] <= row:
            self.around.append(self.waiting.pop())
        if self.around:
            self.around = [one for one in self.around if one[1] >= row]
        return bool(self.around)

    def cover(self, row: int, column: int) -> bool:
        """Tell whether a cell is merged into another, which is shown in its place."""
        return any(
            first <= column <= last and (row, column) != (top, first) and top <= row
            for top, _, first, last in self.around
        )


def merges_of(package: Package, part: str) -> Merges:
    """Read which cells of a sheet are merged."""
    found, before = set[Merge](), b""
    for block in package.blocks(part, BLOCK):
        if b"mergeCell" in before + block and len(found) < MOST:
            found.update(_merges(MERGED.findall(before + block)))
        before = block[-OVERLAP:]
    return Merges(sorted(found, reverse=True))


def _merges(matches: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> Iterable[Merge]:
    for left, top, right, bottom in matches:
        yield int(top), int(bottom), column_of(left.decode()), column_of(right.decode())


def column_of(letters: str) -> int:
    """Return the number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
