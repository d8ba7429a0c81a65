"""The words of an Office file that stand beside its cells, paragraphs and slides: in attributes, fields, properties.

Whoever opens a drawing, a chart, a formula, a field or a property in the file itself reads them.
"""

import html
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any

from foibot.release.packages import Package
from foibot.release.personal import Personal
from foibot.release.report import Report

READ = re.compile(r"\.(xml|rels|vml|rdf|html?|txt)$", re.IGNORECASE)
LARGEST, BLOCK = 20_000_000, 1_000_000
ATTRIBUTE = re.compile(rb"=(?:\"([^\"<>]{9,})\"|'([^'<>]{9,})')")
REMARK = re.compile(rb"<!--(.{9,}?)-->", re.DOTALL)
WITHIN_WORDS = re.compile(rb"</?(?:\w+:)?(?:r|t|rPr|instrText|fldChar|span|s|proofErr|noProof|lang|latin)\b[^<>]*>")
TAG = re.compile(rb"<[^<>]*>")
OF_CELLS = re.compile(rb"<((?:\w+:)?[vt])\b[^<>]*>[^<]*</\1>")
LONG = re.compile(rb">([^<>]{9,})</([\w:]+)>")
"""Words long enough to hold a number that is looked for, and what closes them: quick over a hundred thousand rows."""
OF_PARAGRAPHS = re.compile(rb"<((?:\w+:)?(?:t|delText))\b[^<>]*>[^<]*</\1>")
SAYS = re.compile(r"[A-Za-z]{2}")
"""What a value has in it that is not the mere way of a line."""

LINK = re.compile(rb"HYPERLINK\(\s*(?:\"|&quot;)((?:file:|\\\\|[a-z]:[\\/])[^\"<&]{0,200})", re.IGNORECASE)
"""A link to a file that a formula makes: as much an address as one that stands among the relations of a sheet."""
MAY_TELL = re.compile(rb"[0-9@&\x80-\xff]").search
"""What words have in them that may be a number or an address: very many cells have an attribute that is neither."""


class Beside:
    """Looks at the words of the parts of a file; `shown` gives what of a part is read elsewhere."""

    def __init__(self, report: Report, shown: Callable[[str], re.Pattern[bytes] | None]) -> None:
        self._report, self._personal = report, Personal(report, "what is stored beside its words")
        self._shown, self._seen = shown, set[str]()

    def passed(self, name: str, pieces: Iterator[Any]) -> Iterator[Any]:
        """Pass a sheet on, and look at it: a row that was taken has no words but those of cells, or is whole."""
        if name in self._seen or not READ.search(name) or self._shown(name) is not OF_CELLS:
            yield from pieces
            return
        self._seen.add(name)
        held = bytearray()
        for one in pieces:
            held += one if isinstance(one, bytes) else "".join(row.whole for row in one).encode()
            if len(held) >= BLOCK:
                held = bytearray(self._look_at(bytes(held), OF_CELLS))
            yield one
        self._look_at(bytes(held) + b"<", OF_CELLS)

    def finish(self, package: Package) -> None:
        """Look at the parts that were not passed on, and note what was found."""
        for name in package.names:
            if not READ.search(name) or name in self._seen:
                continue
            besides, held = self._shown(name), b""
            for block in package.blocks(name, BLOCK):
                held = self._look_at(held + block, besides)
            self._look_at(held + b"<", besides)
        self._personal.finish()

    def _look_at(self, block: bytes, besides: re.Pattern[bytes] | None) -> bytes:
        """Look at a piece of a part up to its last tag, and return what is left."""
        whole, mark, left = block.rpartition(b"<")
        if besides is OF_CELLS and b"HYPERLINK(" in whole:
            for one in LINK.findall(whole):
                self._report.note("external_link", html.unescape(one.decode("utf-8", "replace")))
        self._personal.lines([one for one in _words(whole, besides) if SAYS.search(one)])
        return mark + left


def look(package: Package, report: Report, shown: Callable[[str], re.Pattern[bytes] | None] = lambda _: None) -> None:
    """Look at the words of all parts; `shown` gives what of a part is read elsewhere."""
    Beside(report, shown).finish(package)


def _words(block: bytes, besides: re.Pattern[bytes] | None) -> Iterator[str]:
    if besides is OF_CELLS:
        found = [one for one, tag in LONG.findall(block) if tag.rpartition(b":")[2] not in {b"v", b"t"}]
        text = b""
    else:
        text = TAG.sub(b"\n", WITHIN_WORDS.sub(b"", block if besides is None else besides.sub(b"", block)))
        found = []
    found += [one or other for one, other in ATTRIBUTE.findall(block)] + REMARK.findall(block)
    for one in filter(MAY_TELL, (*found, *text.split(b"\n"))):
        words = one.decode("utf-8", "replace")
        yield html.unescape(words) if "&" in words else words


EVERYTHING = re.compile(rb"(?s).+")


def of_workbooks(name: str) -> re.Pattern[bytes] | None:
    """Return what of a part of a workbook is read with its cells."""
    if name == "xl/sharedStrings.xml":
        return EVERYTHING
    return OF_CELLS if name.startswith("xl/worksheets/") else None


def of_documents(stories: Collection[str]) -> Callable[[str], re.Pattern[bytes] | None]:
    """Return what of the parts of a document or of slides is read with its paragraphs."""
    return lambda name: OF_PARAGRAPHS if name in stories else None


def of_open_documents(name: str) -> re.Pattern[bytes] | None:
    """Return what of a part of an OpenDocument file is read with its paragraphs: the words between tags."""
    return BETWEEN_TAGS if name in {"content.xml", "styles.xml"} else None


BETWEEN_TAGS = re.compile(rb"(?<=>)[^<>]+(?=<|$)")
