"""Office files are archives of XML: opening one with bounds, and reading its XML as a stream that nothing expands.

No entity is resolved, nothing is loaded from anywhere, and what is larger than the bounds is not read.
"""

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from foibot.lean import dataclass
from foibot.release.containers import is_bomb, look_around
from foibot.release.report import CannotLook, Report

MOST_PARTS, MOST_UNPACKED, LARGEST_PART, LARGEST_SMALL = 20_000, 1_000_000_000, 600_000_000, 20_000_000
"""Bytes: of all parts unpacked, of one that is read as a stream, of one that is read whole."""
ENCRYPTED, BLOCK = 1, 1 << 16
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of its type, the part or address, and whether that is outside the file."""

    id: str
    type: str
    target: str
    outside: bool


class Package:
    """An archive of a bounded size."""

    def __init__(self, data: bytes, report: Report) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        members = self._zip.infolist()
        if any(member.flag_bits & ENCRYPTED for member in members):
            raise CannotLook("password")
        if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
            raise CannotLook("too_large")
        if any(member.file_size > LARGEST_PART or is_bomb(member) for member in members):
            raise CannotLook("too_large")
        self.names = [member.filename for member in members if not member.is_dir()]
        if len({name.casefold() for name in self.names}) < len(self.names):
            raise CannotLook("same_part_twice")
        look_around(self._zip, data, report)

    def read(self, name: str, most: int = LARGEST_SMALL) -> bytes:
        """Return a part whole; raises `CannotLook` where it is larger than what is read at once."""
        if self._zip.getinfo(name).file_size > most:
            raise CannotLook("too_large")
        return self._zip.read(name)

    def root(self, name: str) -> Any:
        """Return the root of a small part, None where there is no such part."""
        if name not in self.names:
            return None
        data = self.read(name)
        refuse_document_type(data)
        return etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True, **SAFE))

    def top(self, name: str) -> str:
        """Return the name of the root of a part, with its namespace; empty where it has none."""
        with self._zip.open(name) as part:
            roots = etree.iterparse(part, events=("start",), remove_comments=True, **SAFE)
            return next((str(element.tag) for _, element in roots), "")

    def stream(self, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """Yield elements of a part as they end, and forget each one afterwards."""
        self._refuse_document_type(name)
        with self._zip.open(name) as part:
            for _, element in etree.iterparse(part, events=("end",), tag=tags, remove_comments=True, **SAFE):
                yield element
                forget(element)

    def sifted(
        self, name: str, tags: tuple[str, ...], plain: Callable[[Iterator[bytes]], Iterator[Any]]
    ) -> Iterator[Any]:
        """Yield what `plain` takes of a part, in lists, and as elements that end, forgotten afterwards, the others.

        `plain` gets the part in blocks and returns what is to be parsed as bytes.
        """
        self._refuse_document_type(name)
        parser = etree.XMLPullParser(events=("end",), tag=tags, remove_comments=True, **SAFE)
        for one in plain(self.blocks(name, BLOCK)):
            if isinstance(one, bytes):
                parser.feed(one)
                yield from _ended(parser)
            else:
                yield one
        parser.close()
        yield from _ended(parser)

    def within(
        self, name: str, root: str, tag: str, plain: Callable[[Iterator[bytes]], Iterator[Any]]
    ) -> Iterator[Any]:
        """Yield what `plain` takes, in lists, and the other elements of one name in a part with that root.

        They are forgotten block by block, for very many small ones. A part with another root is read as a stream.
        """
        self._refuse_document_type(name)
        parser: Any = etree.XMLPullParser(events=("start",), tag=root, remove_comments=True, **SAFE)
        blocks = plain(self.blocks(name, BLOCK))
        parser.feed(next(blocks))
        top = next((one for _, one in parser.read_events()), None)
        if top is None or top.getparent() is not None:
            yield from self.stream(name, (tag,))
            return
        for block in blocks:
            whole = slice(-1 if isinstance(block, bytes) else None)  # the last one may not be whole yet
            yield from _named(top[whole], tag)
            del top[whole]
            if isinstance(block, bytes):
                parser.feed(block)
            else:
                yield block
        parser.close()
        yield from _named(top, tag)

    def _refuse_document_type(self, name: str) -> None:
        with self._zip.open(name) as part:
            refuse_document_type(part.read(1024))

    def events(self, name: str, tags: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """Yield the beginning and the end of each element of a part that has one of these names, in any namespace."""
        self._refuse_document_type(name)
        wanted = tuple(f"{{*}}{tag}" for tag in tags)
        with self._zip.open(name) as part:
            yield from etree.iterparse(part, events=("start", "end"), tag=wanted, remove_comments=True, **SAFE)

    def blocks(self, name: str, size: int) -> Iterator[bytes]:
        """Yield a part as it is, in blocks of that many bytes."""
        with self._zip.open(name) as part:
            while block := part.read(size):
                yield block

    def relations(self, part: str) -> list[Relation]:
        """Return what a part refers to."""
        folder, _, name = part.rpartition("/")
        root = self.root(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        if root is None:
            return []
        return [_relation(element, folder) for element in root.iter(RELATION)]


def _relation(element: Any, folder: str) -> Relation:
    target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
    whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    kind = element.get("Type", "").rpartition("/")[2]
    return Relation(element.get("Id", ""), kind, target if outside else whole, outside)


def _ended(parser: Any) -> Iterator[Any]:
    """Yield the elements that a parser came to the end of, and forget each one afterwards."""
    for _, element in parser.read_events():
        yield element
        forget(element)


def _named(elements: Iterable[Any], tag: str) -> Iterator[Any]:
    """Yield these elements where they have that name, else those within them that have it."""
    for element in elements:
        if element.tag == tag:
            yield element
        else:
            yield from element.iter(tag)


def refuse_document_type(head: bytes) -> None:
    """Raise `CannotLook` where XML declares a document type: Office programs write none, and entities come with it."""
    if b"<!DOCTYPE" in head[:1024].replace(b"\x00", b"").upper():
        raise CannotLook("document_type")


def forget(element: Any) -> None:
    """Free an element and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
