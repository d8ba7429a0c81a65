"""The HTML part of a letter, made from its text: the same words, as headings, paragraphs, lists and quotations.

It is made from the text alone, so that a text that was edited gets an HTML part that says the same. The words go to
the frame as words, which escapes them; only addresses on a given list become links, never within a quotation.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

from foibot.lean import dataclass
from foibot.mail.render import LINE_LENGTH, Rendered, Templates

FRAME = "_letter.html.j2"
LONGEST_HEADING = 72
LANGUAGE_TAGS = {"en": "en-GB"}
HEADING = re.compile(r"[^\W\d_].*\s.*[^\s.,:;!?…]")
CEREMONY = re.compile(r"[^>].*,")
LINKABLE = re.compile(r"https?://\S+|www\.\S+|[^\s:/@]+@[^\s:/@]+")
COLUMNS = re.compile(r"\S {2,}\S|^ {4,}\S", re.MULTILINE)
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""What no HTML document may hold, not even as a reference (WHATWG HTML 13.2.3.5)."""

Kind = Literal["letterhead", "heading", "paragraph", "list", "quotation", "columns"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words within a line; with `href`, they are a link to there."""

    words: str
    href: str = ""


Line = tuple[Run, ...]
Item = tuple[Line, ...]
Linked = Callable[[str], Line]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a letter: its list points, the paragraphs of a quotation, or the one item it has, line by line."""

    kind: Kind
    items: tuple[Item, ...]


def html_part(
    templates: Templates, letter: Rendered, links: Iterable[str] = (), picture: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Return the letter as an HTML document of its own, accessible by WCAG 2.2 AA.

    A `picture` is bars, each with its words, number, colour and width in per cent; it takes the place of the first
    piece of the letter, which says the same in words.
    `links` are the e-mail and web addresses that become links where they stand in the text, whole and outside a
    quotation: those of the authority and the Commissioner. Raises `LetterError` where the frame is faulty.
    """
    facts = {
        "title": INVISIBLE.sub(" ", letter.subject),
        "language": LANGUAGE_TAGS.get(letter.language, letter.language),
        "blocks": list(blocks_of(letter.text, links))[1 if picture else 0 :],
        "picture": picture,
    }
    return templates.fill([FRAME], facts)[1]


def blocks_of(text: str, links: Iterable[str] = ()) -> Iterator[Block]:
    """Yield the letter's pieces. A heading is a line of its own with no stop, between salutation and ending."""
    chunks = _chunks(INVISIBLE.sub("", text.replace("\t", "    ")))
    linked = _linker(links)
    endings = [at for at, lines in enumerate(chunks) if len(lines) == 1 and CEREMONY.fullmatch(lines[0])]
    first, last = (endings[0], endings[-1]) if endings else (-1, len(chunks))
    for at, lines in enumerate(chunks):
        if at == 0 < first:
            yield Block("letterhead", ((linked(lines[0]),),))
            yield from _plain_blocks(lines[1:], linked)
        elif first < at < last - 1 and _is_heading(lines):
            yield Block("heading", ((linked(lines[0]),),))
        else:
            yield from _plain_blocks(lines, linked)


def _chunks(text: str) -> list[list[str]]:
    """Return the runs of lines between empty lines."""
    lines = (line.rstrip() for line in text.split("\n"))
    return [list(run) for filled, run in groupby(lines, bool) if filled]


def _is_heading(lines: Sequence[str]) -> bool:
    line = lines[0]
    is_one_line = len(lines) == 1 and len(line) <= LONGEST_HEADING
    return is_one_line and bool(HEADING.fullmatch(line)) and not COLUMNS.search(line) and "@" not in line


def _plain_blocks(lines: Sequence[str], linked: Linked) -> Iterator[Block]:
    kinds: list[Kind] = []
    for line in lines:
        kinds.append(_kind_of(line, kinds[-1] if kinds else "paragraph"))
    for kind, run in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        yield _block(kind, [line for _, line in run], linked)


def _kind_of(line: str, before: Kind) -> Kind:
    if line.startswith(">"):
        return "quotation"
    if line.startswith(("- ", "* ")) or (before == "list" and line.startswith("  ")):
        return "list"
    return "paragraph"


def _block(kind: Kind, lines: Sequence[str], linked: Linked) -> Block:
    if kind == "quotation":
        paragraphs = _chunks("\n".join(line[1:].removeprefix(" ") for line in lines))
        return Block(kind, tuple(tuple(map(unlinked, _joined(each, len("> ")))) for each in paragraphs))
    if kind == "list":
        return Block(kind, tuple((linked(item[2:]),) for item in _items(lines)))
    if COLUMNS.search("\n".join(lines)):
        return Block("columns", (tuple(map(linked, lines)),))
    return Block("paragraph", (tuple(map(linked, _joined(lines))),))


def _items(lines: Sequence[str]) -> Iterator[str]:
    item = lines[0]
    for line in lines[1:]:
        if line.startswith("  "):
            item += f" {line.strip()}"
        else:
            yield item
            item = line
    yield item


def _joined(lines: Sequence[str], mark: int = 0) -> Iterator[str]:
    """Undo the wrapping: a line goes on in the next where that one's first word had no room in it.

    `mark` is the length of what stood before each line.
    """
    whole, width = lines[0], len(lines[0]) + mark
    for line in lines[1:]:
        if width + 1 + len(line.split()[0]) >= LINE_LENGTH:
            whole += f" {line.strip()}"
        else:
            yield whole
            whole = line
        width = len(line) + mark
    yield whole


def unlinked(line: str) -> Line:
    """Return a line as words alone."""
    return (Run(line),)


def _linker(links: Iterable[str]) -> Linked:
    known = sorted({link for link in links if LINKABLE.fullmatch(link)}, key=len, reverse=True)
    if not known:
        return unlinked
    whole = re.compile(rf"(?<![\w.@:/+%-])({'|'.join(map(re.escape, known))})(?![\w@/+%=&#-]|[.:?]\w)")

    def linked(line: str) -> Line:
        return tuple(Run(part, _href(part) if part in known else "") for part in whole.split(line) if part)

    return linked


def _href(address: str) -> str:
    if "://" in address:
        return address
    return f"mailto:{address}" if "@" in address else f"https://{address}"
