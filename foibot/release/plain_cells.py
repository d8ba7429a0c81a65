"""Rows and shared strings of a workbook that are written plainly (ECMA-376, 18.3.1 and 18.4): most of a large one.

Nothing in them but the words of cells is as long as what is looked for beside those: no formula, no long attribute.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from foibot.release.sifting import BLANK, TEXT, Elements

PRESERVED = r'(?: xml:space="preserve")?+'
WORDS = TEXT.replace("&", "&=")
"""Words of a cell; with an equals sign they could look like an attribute."""
CELL = re.compile(
    r'<c(?: r="[A-Z0-9]{1,8}")?+(?: s="[0-9]{1,8}")?+'
    r'(?: t="s"><v>([0-9]{1,9})</v></c>'
    r'|(?: t="(?:n|str|b|e|d|inlineStr)")?+'
    rf"(?:/>|>(?:<v>|(<is><t{PRESERVED}>))({WORDS}*+)(?(2)</t></is>|</v>)</c>))"
)
"""A cell by the number of its shared string, or by what opens its words and the words."""
EACH = CELL.groups + 1
NAMES = "spans|s|ht|hidden|customFormat|customHeight|outlineLevel|collapsed|thickTop|thickBot|x14ac:dyDescent"
ATTRIBUTES = rf'(?: (?:{NAMES})="(?:[0-9.:]*+|[a-z]{{0,8}})")*+'
ROW = re.compile(
    rf'{BLANK}(?:<row(?: r="[0-9]{{1,7}}")?+{ATTRIBUTES}/>{BLANK})*+<row r="([0-9]{{1,7}})"({ATTRIBUTES})>'
)
"""What opens a row, after others that are empty."""
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
STRING = re.compile(rf"{BLANK}<si><t{PRESERVED}>({TEXT}*+)</t></si>")


@dataclass(slots=True)
class Row:
    """A row of numbers, words and shared strings, with no formula."""

    number: int
    attributes: Mapping[str, str]
    shared: list[str]
    words: list[str]


def _rows(text: str, prefixes: Collection[str | None]) -> list[Any] | None:
    if "x14ac:" in text and "x14ac" not in prefixes:
        return None
    found: list[Any] = [[]]
    for piece in text.split("</row>")[:-1]:
        if row := _row(piece):
            found[-1].append(row)
        elif ROWS.lone.fullmatch(other := f"{piece}</row>"):
            found += [other, []]
        else:
            return None
    return [one for one in found if one]


def _row(text: str) -> Row | None:
    """Take a row, without the tag that closes it, where all of it is plain."""
    parts = CELL.split(text)
    start = ROW.fullmatch(parts[0])
    if start is None or any(parts[EACH::EACH]):
        return None
    attributes = _attributes(start[2])
    if attributes is None:
        return None
    return Row(int(start[1]), attributes, [*filter(None, parts[1::EACH])], [*filter(None, parts[3::EACH])])


@lru_cache
def _attributes(text: str) -> Mapping[str, str] | None:
    """Return attributes by their names; None where one stands there twice, which is no XML."""
    found = ATTRIBUTE.findall(text)
    return dict(found) if len(dict(found)) == len(found) else None


def _strings(text: str, _: Collection[str | None]) -> list[Any] | None:
    parts = STRING.split(text)
    if not any(parts[::2]):
        return [parts[1::2]]
    found: list[Any] = []
    for other, words in zip(parts[::2], [*parts[1::2], None], strict=True):
        if not STRINGS.lone.fullmatch(other):
            return None
        found += [one for one in (other, words is not None and [words]) if one]
    return found


ROWS = Elements("row", "sheetData", re.compile(rb"<sheetData>"), _rows)
STRINGS = Elements("si", "sst", re.compile(rb'<sst(?: [\w:]+="[^"<>]*")*+>'), _strings)
