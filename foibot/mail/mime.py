"""The parts of a message: where each begins and ends in the bytes, and what it decodes to.

Parts are found by searching for their boundary, not by reading line by line: an attachment of 600 kB costs a
millisecond and not twenty, and nothing is copied before it is wanted. Everything is bounded (parts, depth, text),
and what a bound cut off is said in the budget's defects. No judgement about what a part means stands here.
"""

import binascii
import hashlib
import re
from dataclasses import field

from foibot.correspondence.message import INCOMPLETE, OUT_OF_BOUNDS
from foibot.lean import dataclass
from foibot.mail.charsets import from_base64
from foibot.mail.headers import Header, read_header, value_and_parameters

MAX_PARTS = 1_000
MAX_DEPTH = 30
MAX_TEXT_PART = 2_000_000
MAX_UNPACKED = 100_000_000
MAX_TAGS = 20_000
MAX_HTML = 4_000_000
MAX_RICH_TEXTS = 10
CHUNK = 3_000_000
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
GUESSED_BOUNDARY = re.compile(rb"(?:^|\n)--([^\s-][^\r\n]{0,98})[ \t]*\r?\n[A-Za-z-]+:")
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
HEADER_TYPES = frozenset({"text/rfc822-headers", "message/global-headers", "message/rfc822-headers"})


@dataclass(slots=True)
class Budget:
    """What one message may still cost, and what was left unread because of it."""

    parts: int = MAX_PARTS
    unpacked: int = MAX_UNPACKED
    tags: int = MAX_TAGS
    html: int = MAX_HTML
    rich_texts: int = MAX_RICH_TEXTS
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str) -> None:
        """Keep a defect once."""
        if defect and defect not in self.defects:
            self.defects.append(defect)


@dataclass(slots=True)
class Part:
    """One part: its header, its type, and where it lies in `buffer`: from `begin`, its body from `start` to `end`."""

    header: Header
    type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    buffer: bytes
    begin: int
    start: int
    end: int
    depth: int
    children: list["Part"] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding in lower case."""
        return self.header.first("content-transfer-encoding").partition(";")[0].strip().lower()

    @property
    def is_multipart(self) -> bool:
        """Tell whether it holds parts."""
        return self.type.startswith("multipart/")


def read_part(buffer: bytes, start: int, end: int, budget: Budget, *, depth: int = 0, default: str = "") -> Part:
    """Read the part in buffer[start:end] with all that is inside it, as far as the budget goes."""
    budget.parts -= 1
    header, body = read_header(buffer, start, end)
    for defect in header.defects:
        budget.note(defect)
    kind, parameters = value_and_parameters(header.first("content-type"))
    disposition, about = value_and_parameters(header.first("content-disposition"))
    if "/" not in kind:
        kind = default or "text/plain"
    filename = about.get("filename") or parameters.get("name", "")
    part = Part(header, kind, parameters, disposition, filename, buffer, start, body, end, depth)
    if part.is_multipart or kind in MESSAGE_TYPES:
        open_up(part, budget)
    return part


def open_up(part: Part, budget: Budget) -> None:
    """Read what is inside a multipart or an attached message."""
    if part.depth >= MAX_DEPTH:
        budget.note(f"{OUT_OF_BOUNDS}: nested deeper than {MAX_DEPTH}")
    elif part.is_multipart:
        read_children(part, budget)
    else:
        read_enclosed(part, budget)


def read_children(part: Part, budget: Budget) -> None:
    """Read the parts of a multipart; one without a usable boundary stays a leaf, and is read as text."""
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    spans, closed = split_parts(part.buffer, part.start, part.end, boundary) if boundary else ([], False)
    if not spans:
        guess = GUESSED_BOUNDARY.search(part.buffer, max(0, part.start - 1), min(part.end, part.start + 100_000))
        if guess:
            budget.note("the boundary of the parts was guessed")
            spans, closed = split_parts(part.buffer, part.start, part.end, guess[1])
    if not closed:
        budget.note(f"{INCOMPLETE}: the last part has no end")
    default = "message/rfc822" if part.type == "multipart/digest" else ""
    for start, end in spans:
        if budget.parts <= 0:
            budget.note(f"{OUT_OF_BOUNDS}: more than {MAX_PARTS} parts")
            return
        part.children.append(read_part(part.buffer, start, end, budget, depth=part.depth + 1, default=default))


def read_enclosed(part: Part, budget: Budget) -> None:
    """Read a message inside the message, unpacked first if it was encoded."""
    if budget.parts <= 0:
        budget.note(f"{OUT_OF_BOUNDS}: more than {MAX_PARTS} parts")
        return
    buffer, start, end = part.buffer, part.start, part.end
    if part.encoding in ("base64", "quoted-printable") and end - start <= budget.unpacked:
        buffer = payload(part)
        budget.unpacked -= len(buffer)
        start, end = 0, len(buffer)
    part.children.append(read_part(buffer, start, end, budget, depth=part.depth + 1))


def split_parts(buffer: bytes, start: int, end: int, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Find what lies between the boundary lines of buffer[start:end], and whether the last one was there."""
    marker = b"\n--" + boundary
    spans: list[tuple[int, int]] = []
    opened, hits = -1, 0
    at = start - 1 if start and buffer[start - 1] == 10 else start  # noqa: PLR2004 - a line feed
    first = not start and buffer.startswith(marker[1:])
    while hits <= MAX_PARTS * 20:
        found = -1 if first else buffer.find(marker, at, end)
        if found < 0 and not first:
            break
        first, hits = False, hits + 1
        after = found + len(marker)
        line_end = buffer.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end
        tail = buffer[after : min(line_end, after + 200)].strip()
        at = after
        if tail and not tail.startswith(b"--"):
            continue
        if opened >= 0:
            stop = found - 1 if found > opened and buffer[found - 1] == 13 else found  # noqa: PLR2004 - a carriage return
            spans.append((opened, max(opened, stop)))
        opened = -1 if tail.startswith(b"--") else min(line_end + 1, end)
        if opened < 0:
            return spans, True
        at = line_end
    if opened >= 0:
        spans.append((opened, end))
    return spans, False


def payload(part: Part, limit: int | None = None) -> bytes:
    """Return the decoded bytes of a part, at most about `limit` of them."""
    end = part.end if limit is None else min(part.end, part.start + limit * 2)
    data = part.buffer[part.start : end]
    if part.encoding == "base64":
        return from_base64(data)
    if part.encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if part.encoding in ("x-uuencode", "uuencode", "x-uue"):
        return from_uuencode(data)
    return data


def from_uuencode(data: bytes) -> bytes:
    """Decode what stands between `begin` and `end`; lines that are no uuencoding are left out."""
    out = []
    for line in data.splitlines():
        if line == b"end":
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)


def digest(part: Part) -> tuple[int, str]:
    """Return the decoded size of a part in bytes and its SHA-256, without ever holding the whole of it."""
    hashed = hashlib.sha256()
    if part.encoding == "base64":
        return digest_base64(part)
    if part.encoding in ("quoted-printable", "x-uuencode", "uuencode", "x-uue"):
        data = payload(part)
        hashed.update(data)
        return len(data), hashed.hexdigest()
    hashed.update(memoryview(part.buffer)[part.start : part.end])
    return part.end - part.start, hashed.hexdigest()


def digest_base64(part: Part) -> tuple[int, str]:
    """Size and SHA-256 of a base64 body; of a large one chunk by chunk, each cut where four letters end."""
    if part.end - part.start <= CHUNK:
        data = from_base64(part.buffer[part.start : part.end])
        return len(data), hashlib.sha256(data).hexdigest()
    hashed, size, rest = hashlib.sha256(), 0, b""
    for at in range(part.start, part.end, CHUNK):
        letters = rest + part.buffer[at : min(at + CHUNK, part.end)].translate(None, NOT_BASE64)
        usable = len(letters) - len(letters) % 4 if at + CHUNK < part.end else len(letters)
        data, rest = from_base64(letters[:usable]), letters[usable:]
        hashed.update(data)
        size += len(data)
    return size, hashed.hexdigest()
