"""What Outlook wraps into winmail.dat ([MS-OXTNEF]): the letter, where it stands nowhere else, and the attachments.

Read here and not with a library: tnefparse, the one to be had, strips the zeros from the end of what it takes out, so
that 4 of the 31 attachments in the samples we test with came out damaged, a Word file among them; and it believes the
counts in the file, of which fifty bytes take all the memory there is. Here every count and length is bounded.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import field
from struct import Struct

from foibot.correspondence.message import Attachment
from foibot.lean import dataclass
from foibot.mail.charsets import cleaned, decoded
from foibot.mail.html_body import html_words
from foibot.mail.labels import safe_name
from foibot.mail.mime import Budget
from foibot.mail.rtf import rtf_words

TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
SIGNATURE = b"\x78\x9f\x3e\x22"
FIRST_OBJECT = 6
MAX_OBJECTS, MAX_PROPERTIES, MAX_VALUES = 2_000, 2_000, 2_000
OBJECT = Struct("<BHHI")
OBJECT_END = 2
NUMBER = Struct("<I")
PROPERTY = Struct("<HH")

BODY, ATTACHMENT_BEGINS, TITLE, DATA = 0x800C, 0x9002, 0x8010, 0x800F
PROPERTIES, ATTACHMENT_PROPERTIES = 0x9003, 0x9005
TEXT, PACKED_RTF, HTML = 0x1000, 0x1009, 0x1013
FILE_NAME, LONG_FILE_NAME, OBJECT_DATA, MIME_TYPE = 0x3704, 0x3707, 0x3701, 0x370E

SEVERAL, NAMED, BY_STRING = 0x1000, 0x8000, 1
NARROW, WIDE = 0x001E, 0x001F
# How many bytes a value of each type takes; the types with a length of their own follow.
FIXED = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8, 0x0040: 8}
FIXED |= {0x0048: 16}
SIZED = frozenset({0x0000, 0x000D, NARROW, WIDE, 0x0102})
NAME_SPACE = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """The text and the attachments of one winmail.dat; no text where there is one that cannot be read."""

    text: str | None
    attachments: tuple[Attachment, ...]


@dataclass(slots=True)
class Wrapped:
    """What was found so far: the bodies by property, and each attachment as its own properties."""

    bodies: dict[int, bytes | str] = field(default_factory=dict)
    attachments: list[dict[int, bytes | str]] = field(default_factory=list)


def open_tnef(data: bytes, budget: Budget, *, text_wanted: bool = True) -> Opened | None:
    """Open a winmail.dat; None where it is none."""
    if not data.startswith(SIGNATURE):
        return None
    wrapped = Wrapped()
    for name, value in objects_in(data):
        take(wrapped, name, value)
    text = text_of(wrapped.bodies, budget) if text_wanted else ""
    return Opened(text, tuple(attachment(properties) for properties in wrapped.attachments))


def objects_in(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every object of the file, as (name, value)."""
    at = FIRST_OBJECT
    for _ in range(MAX_OBJECTS):
        if at + OBJECT.size > len(data):
            return
        _, name, _, length = OBJECT.unpack_from(data, at)
        at += OBJECT.size
        yield name, data[at : at + length]
        at += length + OBJECT_END


def take(wrapped: Wrapped, name: int, value: bytes) -> None:
    """Keep what an object says."""
    if name == PROPERTIES:
        wrapped.bodies |= dict(properties_in(value))
    elif name == BODY:
        wrapped.bodies.setdefault(TEXT, value)
    elif name == ATTACHMENT_BEGINS:
        wrapped.attachments.append({})
    elif wrapped.attachments and name == TITLE:
        wrapped.attachments[-1].setdefault(FILE_NAME, value)
    elif wrapped.attachments and name == DATA:
        wrapped.attachments[-1][OBJECT_DATA] = value
    elif wrapped.attachments and name == ATTACHMENT_PROPERTIES:
        wrapped.attachments[-1] |= dict(properties_in(value))


def number_at(data: bytes, at: int) -> int:
    """Return the number at a place; 0 beyond the end."""
    return int(NUMBER.unpack_from(data, at)[0]) if at + NUMBER.size <= len(data) else 0


def padded(length: int) -> int:
    """Return a length, filled up to whole words of four bytes."""
    return length + -length % 4


def properties_in(data: bytes) -> Iterator[tuple[int, bytes | str]]:
    """Every property that has a length of its own, as (id, its first value)."""
    at = NUMBER.size
    for _ in range(min(number_at(data, 0), MAX_PROPERTIES)):
        if at + PROPERTY.size > len(data):
            return
        kind, name = PROPERTY.unpack_from(data, at)
        at = after_name(data, at + PROPERTY.size, name)
        value, at = value_at(data, at, kind)
        if value is None and at < 0:
            return
        if value is not None:
            yield name, value


def after_name(data: bytes, at: int, name: int) -> int:
    """Where a property's value begins, behind the name that some have."""
    if name < NAMED:
        return at
    at += NAME_SPACE
    if number_at(data, at) != BY_STRING:
        return at + 2 * NUMBER.size
    return at + 2 * NUMBER.size + padded(number_at(data, at + NUMBER.size))


def value_at(data: bytes, at: int, kind: int) -> tuple[bytes | str | None, int]:
    """Return the first value of a property whose type is read here, and the place behind it; -1 where that is lost."""
    several = bool(kind & SEVERAL)
    kind &= ~SEVERAL
    count = 1
    if several or kind in SIZED:
        count, at = number_at(data, at), at + NUMBER.size
    if kind in FIXED:
        return None, at + (padded(FIXED[kind]) * count if count <= MAX_VALUES else len(data))
    if kind not in SIZED:
        return None, -1
    first: bytes | str | None = None
    for _ in range(min(count, MAX_VALUES)):
        length = number_at(data, at)
        at += NUMBER.size
        value = data[at : at + length]
        first = as_text(value, kind) if first is None else first
        at += padded(length)
        if at > len(data):
            break
    return first, at


def as_text(value: bytes, kind: int) -> bytes | str:
    """Return a value of a text type as text, any other as it is."""
    return decoded(value, "utf-16-le")[0].rstrip("\x00\ufffd") if kind == WIDE else value


def words(value: bytes | str | None) -> str:
    """Return a value as text, whatever type it came in."""
    text = decoded(value.rstrip(b"\x00"))[0] if isinstance(value, bytes) else value or ""
    return cleaned(text).replace("\r\n", "\n")


def text_of(bodies: dict[int, bytes | str], budget: Budget) -> str | None:
    """Return the letter: plain text, else HTML, else packed rich text."""
    plain = words(bodies.get(TEXT))
    if plain.strip():
        return plain
    rich = words(bodies.get(HTML))
    if rich.strip():
        return html_words(rich, budget)
    packed = bodies.get(PACKED_RTF)
    return rtf_words(packed, budget) if isinstance(packed, bytes) else ""


def attachment(properties: dict[int, bytes | str]) -> Attachment:
    """One attachment from its properties."""
    data = properties.get(OBJECT_DATA, b"")
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
    name = words(properties.get(LONG_FILE_NAME) or properties.get(FILE_NAME))
    kind = words(properties.get(MIME_TYPE)).strip().lower()
    return Attachment(
        safe_name(name), kind if "/" in kind else "application/octet-stream", len(raw), hashlib.sha256(raw).hexdigest()
    )
