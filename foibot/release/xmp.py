"""What XMP says of people and places (ISO 16684-1), wherever a packet of it lies in a file."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from foibot.release.alternative_texts import PATH
from foibot.release.packages import SAFE, local

NAMING = frozenset(
    {"creator", "contributor", "Author", "AuthorsPosition", "CaptionWriter", "Credit", "Owner", "OwnerName"}
    | {"Manager", "Company", "LastSavedBy", "LastModifiedBy", "SourceModified", "SerialNumber", "HostComputer"}
)
"""The last words of properties that name somebody, or a device of theirs."""
LARGEST = 2_000_000


def names_in(packet: bytes) -> Iterator[str]:
    """Yield the names in a packet, and the paths of files."""
    root = etree.fromstring(packet[:LARGEST].strip(b"\x00 \r\n"), etree.XMLParser(recover=True, **SAFE))
    for element in () if root is None else root.iter():
        yield from _said(element)


def words_in(packet: bytes) -> Iterator[str]:
    """Yield what a packet says of a picture: its title, its description, its place; and that it holds a preview."""
    root = etree.fromstring(packet[:LARGEST].strip(b"\x00 \r\n"), etree.XMLParser(recover=True, **SAFE))
    for element in () if root is None else root.iter():
        told = {local(element), *(local(one) for one in element.iterancestors())} & DESCRIBING
        if told and (element.text or "").strip():
            yield f"{min(told)}: {(element.text or '').strip()[:40]}"
        yield from (
            f"{key.rpartition('}')[2]}: {value}" for key, value in element.attrib.items() if _describes(key, value)
        )


def _describes(key: str, value: str) -> bool:
    return key.rpartition("}")[2] in DESCRIBING and bool(value.strip())


DESCRIBING = frozenset(
    {"description", "title", "subject", "Headline", "Instructions", "Location", "City", "Thumbnails", "PersonInImage"}
)


def _said(element: Any) -> Iterator[str]:
    around = {local(element), *(local(one) for one in element.iterancestors())}
    words = (element.text or "").strip()
    if words and (around & NAMING or PATH.search(words)):
        yield words
    for key, value in element.attrib.items():
        if value.strip() and (key.rpartition("}")[2] in NAMING or PATH.search(value)):
            yield value.strip()
