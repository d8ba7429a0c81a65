"""Long parts of Office files: elements that are written plainly are taken as text, and only what is left is parsed.

An element is taken where every mark of it was matched, so that it means the same whatever reads it; it then stands
directly within the one that holds all of its kind, in UTF-8, with no comment or other mark of XML before it. A parser
that gets all the rest finds it as well formed, or as little, as the part was. From the first thing on that is no
element by itself, as a comment, everything is parsed.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import field
from typing import Any

from lxml import etree

from foibot.lean import dataclass

BLANKS = " \t\r\n"
BLANK = rf"[{BLANKS}]*+"
LONGEST = 1 << 20
"""Bytes of a head, or of one element, that is held to be looked at."""
DECLARED = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?[ \t\r\n]*\?>[ \t\r\n]*)?<[A-Za-z]"
)
"""How a part in UTF-8 begins; whatever begins otherwise is parsed."""


def text_of(without: str = "") -> str:
    """Return the pattern of a text that means what it says, but for XML's own five names (1.0, 2.2, 2.4, 4.6).

    `]]>` is none because of its end, nor is a return, which means a line feed.
    """
    marks = rf"[^<>&{without}\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
    return rf"{marks}(?:&(?:amp|lt|gt|quot|apos);{marks})*+"


TEXT = text_of()


@dataclass(slots=True)
class Elements:
    """Elements of one name, within one parent, and what takes them.

    `take` gets the text of several, and which prefixes are declared. It returns what it took, in lists, and the texts
    of the others between them; None where something is no element by itself.
    """

    name: str
    parent: str
    opening: re.Pattern[bytes]
    """What opens the parent."""
    take: Callable[[str, Collection[str | None]], list[Any] | None]
    lone: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what tells that elements stand by themselves: none in another, no comment or other mark of XML.

        Such a text leaves a parser where it was, or has it fail: its last tag can close nothing but its element.
        """
        start = rf"<{self.name}(?:[ \t\r\n][^<>]*+|/)?"
        within = rf"(?:[^<]++|<(?![!?]|/?{self.name}[ \t\r\n/>]))*+"
        one = rf"{BLANK}(?:{start}(?<=/)>{BLANK})*+{start}(?<!/)>{within}</{self.name}>"
        self.lone = re.compile(rf"(?:{one})*+{BLANK}")


def sifted(
    blocks: Iterator[bytes], of: Elements, ns: str, plainly: Callable[[], bool | None] = lambda: True
) -> Iterator[list[Any] | bytes]:
    """Yield lists of what was taken, and as bytes, in their order, all that is to be parsed; the head comes first.

    `plainly` tells, block by block, whether anything may be taken; None for never.
    """
    head, left = _head(blocks, of)
    prefixes = _prefixes(head, of, ns)
    if prefixes is None:
        head, left = head + left, b""
    yield head
    if prefixes is not None and plainly() is not None:
        for block in blocks:
            text, left = _whole(left + block, f"</{of.name}>".encode())
            found = None if text is None or len(left) > LONGEST else _taken(text, of, prefixes, plainly=bool(plainly()))
            if found is None:
                left = (text or "").encode() + left
                break
            yield from (one.encode() if isinstance(one, str) else one for one in found)
    yield left
    yield from blocks


def _taken(text: str, of: Elements, prefixes: Collection[str | None], *, plainly: bool) -> list[Any] | None:
    if plainly:
        return of.take(text, prefixes)
    return [text] if of.lone.fullmatch(text) else None


def _head(blocks: Iterator[bytes], of: Elements) -> tuple[bytes, bytes]:
    """Return what stands before the first element, and what of the same block follows it."""
    head = b""
    for block in blocks:
        head += block
        if opening := of.opening.search(head):
            return head[: opening.end()], head[opening.end() :]
        if len(head) > LONGEST:
            break
    return head, b""


def _prefixes(head: bytes, of: Elements, ns: str) -> Collection[str | None] | None:
    """Return which prefixes are declared where a head ends; None where it does not end with the tag of the parent."""
    start, opening = DECLARED.match(head), of.opening.search(head)
    if not start or not opening or opening.end() < len(head) or b"<!" in head or b"<?" in head[start.end() :]:
        return None
    parser: Any = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, load_dtd=False)
    parser.feed(head)
    started = [element for _, element in parser.read_events()]
    return started[-1].nsmap if started and started[-1].tag == f"{ns}{of.parent}" else None


def _whole(data: bytes, end: bytes) -> tuple[str | None, bytes]:
    """Return as text what holds whole elements, and what is left; no text where these bytes are none."""
    held, mark, left = data.rpartition(end)
    try:
        return (held + mark).decode(), left
    except UnicodeDecodeError:
        return None, data
