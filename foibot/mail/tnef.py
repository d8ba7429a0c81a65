"""What Outlook wraps into winmail.dat (application/ms-tnef): the text, if it stands nowhere else, and the attachments.

Opened with tnefparse, after a look at the structure that keeps hostile files from costing time.
"""

import hashlib
from dataclasses import dataclass
from struct import unpack_from

from tnefparse import TNEF

from foibot.correspondence.message import Attachment
from foibot.mail.charsets import cleaned, decoded
from foibot.mail.html_text import html_to_text
from foibot.mail.labels import safe_name
from foibot.mail.rtf import rtf_to_text, unpack_rtf

TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_BYTES = 50_000_000
MAX_OBJECTS = 2_000
OBJECT_OVERHEAD = 11


@dataclass(frozen=True, slots=True)
class Opened:
    """The text and the attachments of one winmail.dat."""

    text: str
    attachments: tuple[Attachment, ...]


def is_bounded(data: bytes) -> bool:
    """Tell whether it is a TNEF file of a size and a number of objects that can be opened without harm."""
    if not data.startswith(SIGNATURE) or len(data) > MAX_BYTES:
        return False
    at, count = 6, 0
    while at + OBJECT_OVERHEAD <= len(data) and count <= MAX_OBJECTS:
        at += unpack_from("<I", data, at + 5)[0] + OBJECT_OVERHEAD
        count += 1
    return count <= MAX_OBJECTS


def open_tnef(data: bytes) -> Opened | None:
    """Open a winmail.dat; None where it cannot be."""
    if not is_bounded(data):
        return None
    try:
        found = TNEF(data, do_checksum=False)
        return Opened(text_in(found), tuple(attachment(part) for part in found.attachments))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, LookupError):
        return None


def as_text(value: object) -> str:
    """Return a body as tnefparse gives it, bytes or text."""
    text = decoded(value)[0] if isinstance(value, bytes) else str(value or "")
    return cleaned(text.rstrip("\x00")).replace("\r\n", "\n")


def text_in(found: TNEF) -> str:
    """Return the letter inside: plain text, else HTML, else compressed RTF."""
    plain = as_text(found.body)
    if plain.strip():
        return plain
    rich = as_text(found.htmlbody)
    if rich.strip():
        return html_to_text(rich)
    packed = found._rtfbody  # noqa: SLF001 - the public property wants another package to unpack it
    return rtf_to_text(unpack_rtf(packed)) if isinstance(packed, bytes) else ""


def attachment(part: object) -> Attachment:
    """One attachment of the file."""
    data = getattr(part, "data", b"")
    data = data if isinstance(data, bytes) else b""
    name = getattr(part, "long_filename", str)()
    return Attachment(safe_name(as_text(name)), "application/octet-stream", len(data), hashlib.sha256(data).hexdigest())
