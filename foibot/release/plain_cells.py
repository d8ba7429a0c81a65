"""Rows and shared strings of a workbook that are written plainly (ECMA-376, 18.3.1 and 18.4): most of a large one.

Nothing in a row but the words of cells, and formulas, is as long as what `part_words` looks for beside those. What is
written plainly is less than what may be: a row that says more, of whatever kind, is left to the parser.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import groupby
from typing import Any

from foibot.lean import dataclass
from foibot.release.sifting import BLANK, BLANKS, TEXT, Elements, text_of

PRESERVED = r'(?: xml:space="preserve")?+'
FORMULA = rf'<f(?: t="shared")?+(?: ref="[A-Z0-9:]++")?+(?: si="[0-9]++")?+(?:/>|>{TEXT}</f>)'
WORDS = text_of("=")
"""Words of a cell; with an equals sign in them they could look like an attribute."""
CELL = re.compile(
    r'<c(?: r="[A-Z0-9]{1,8}")?+(?: s="[0-9]{1,8}")?+'
    r'(?: t="s"><v>([0-9]{1,9})</v></c>'
    r'|(?: t="(?:n|str|b|e|d|inlineStr)")?+'
    rf"(?:/>|>(?:{FORMULA})?+(?:<v/>)?+(?:(?:<v>|(<is><t{PRESERVED}>))({WORDS})(?(2)</t></is>|</v>))?+</c>))"
)
"""A cell by the number of its shared string, or by what opens its words and the words."""
EACH = CELL.groups + 1
NAMES = "spans|s|ht|hidden|customFormat|customHeight|outlineLevel|collapsed|thickTop|thickBot|x14ac:dyDescent"
ATTRIBUTES = rf'(?: (?:{NAMES})="(?:[0-9.:]{{0,40}}|[a-z]{{0,8}})"){{0,12}}+'
ROW = re.compile(
    rf'{BLANK}((?:<row(?: r="[0-9]{{1,7}}")?+{ATTRIBUTES}/>{BLANK})*+)<row r="([0-9]{{1,7}})"({ATTRIBUTES})>'
)
"""What opens a row, after others that are empty."""
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
STRING = re.compile(rf"<si><t{PRESERVED}>({TEXT})</t></si>")

ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
"""What XML has names for; the sign that each of these names begins with comes last."""


@dataclass(slots=True)
class Row:
    """A row of numbers, words and shared strings; whole where it has formulas, whose words stand beside the cells."""

    number: int
    attributes: Mapping[str, str]
    shared: list[str]
    words: list[str]
    whole: str


def _rows(text: str, prefixes: Collection[str | None]) -> list[Any] | None:
    if "x14ac:" in text and "x14ac" not in prefixes:
        return None
    found = [_row(piece) or f"{piece}</row>" for piece in text.split("</row>")[:-1]]
    if not all(ROWS.lone.fullmatch(one) for one in found if isinstance(one, str)):
        return None
    return [[*several] if of is Row else "".join(map(str, several)) for of, several in groupby(found, type)]


def _row(text: str) -> Row | None:
    """Take a row, without the tag that closes it, where all of it is plain."""
    parts = CELL.split(text)
    start = ROW.fullmatch(parts[0])
    if start is None or any(parts[EACH::EACH]):
        return None
    attributes = _attributes(start[3])
    if attributes is None or None in map(_attributes, start[1].split(">")):
        return None
    words = _meant([*filter(None, parts[3::EACH])], text)
    return Row(int(start[2]), attributes, [*filter(None, parts[1::EACH])], words, text if "<f" in text else "")


@lru_cache
def _attributes(text: str) -> Mapping[str, str] | None:
    """Return attributes by their names; None where one stands there twice, which is no XML."""
    found = ATTRIBUTE.findall(text)
    return dict(found) if len(dict(found)) == len(found) else None


def _meant(words: list[str], text: str) -> list[str]:
    """Return what words of that text mean."""
    for written, meant in ENTITIES if "&" in text else ():
        words = [one.replace(written, meant) for one in words]
    return words


def _strings(text: str, _: Collection[str | None]) -> list[Any] | None:
    parts = STRING.split(text)
    words = _meant(parts[1::2], text)
    if not "".join(parts[::2]).strip(BLANKS):
        return [words]
    found: list[Any] = []
    for other, one in zip(parts[::2], [*([one] for one in words), []], strict=True):
        if not STRINGS.lone.fullmatch(other):
            return None
        found += filter(None, (other, one))
    return found


ROWS = Elements("row", "sheetData", re.compile(rb"<sheetData>"), _rows)
STRINGS = Elements("si", "sst", re.compile(rb'<sst(?: [\w:]+="[^"<>]*")*+>'), _strings)
