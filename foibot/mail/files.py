"""Messages that lie in files: single messages, folders, mboxes, gzipped or not; one at a time, at a steady memory.

What cannot be opened or is no message is told with the reason, never passed over and never raised.
"""

import gzip
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from foibot.errors import Unreadable

MAX_MESSAGE = 100_000_000
MBOX_LINE = re.compile(rb"From \S+ .*\d\d:\d\d")
QUOTED_LINE = re.compile(rb"^>(>*From )", re.MULTILINE)
# What lies beside messages in a folder and is none.
OTHER_ENDINGS = frozenset((".json", ".jsonl", ".csv", ".md", ".toml", ".py", ".db", ".sqlite", ".log", ".yaml", ".yml"))
OTHER_NAMES = re.compile(r"dovecot[-.](?:index|uid|keywords|acl|mailbox).*|maildirfolder|subscriptions")
PACKED = b"\x1f\x8b"
# Files that begin so are no mail (RFC 5322 begins with a field's name), whatever can be read in them.
NO_MESSAGES = (
    (b"PK\x03\x04", "a ZIP archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Outlook .msg file: save the message as .eml"),
    (b"!BDN", "an Outlook data file: save its messages as .eml"),
    (b"%PDF-", "a PDF file"),
    (b"SQLite format 3\x00", "a database"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it lies: a path (with `#number` in an mbox) and its bytes, or why there are none."""

    path: str
    raw: bytes = b""
    fault: str = ""


def messages_in(path: Path) -> Iterator[Found]:
    """Every message of a file, a folder or an mbox, in order; what cannot be opened is told, not raised."""
    for file, fault in files_in(path):
        if fault:
            yield Found(str(file), fault=fault)
            continue
        try:
            yield from messages_of(file)
        except OSError as error:
            yield Found(str(file), fault=f"the file cannot be opened: {error.strerror or 'it is damaged'}")
        except (EOFError, zlib.error):
            yield Found(str(file), fault="the packed file is damaged: it cannot be read to its end")


def files_in(path: Path) -> Iterator[tuple[Path, str]]:
    """Return the file itself, or every file below a folder that may be a message, sorted; with it why not, if not."""
    if not path.is_dir():
        yield path, ""
        return
    try:
        with os.scandir(path) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield path, f"the folder cannot be opened: {error.strerror}"
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(path / entry.name)
        elif may_be_message(entry):
            yield path / entry.name, ""


def may_be_message(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder's entry is a file that may be a message; one that cannot be looked at may be."""
    try:
        is_file = entry.is_file()
    except OSError:
        is_file = True
    return is_file and Path(entry.name).suffix.lower() not in OTHER_ENDINGS and not OTHER_NAMES.fullmatch(entry.name)


def messages_of(file: Path) -> Iterator[Found]:
    """Return the messages of one file."""
    with file.open("rb") as opened:
        packed = opened.peek(len(PACKED)).startswith(PACKED)
        # a GzipFile reads as any other file; only its type does not say so
        inside = BufferedReader(cast("BufferedReader", gzip.GzipFile(fileobj=opened))) if packed else opened
        begin = inside.peek(1_000)
        other = next((what for mark, what in NO_MESSAGES if begin.startswith(mark)), "")
        if other:
            yield Found(str(file), fault=f"no message but {other}")
        elif is_mbox(file, begin):
            yield from mbox_messages(str(file), inside)
        else:
            raw = inside.read(MAX_MESSAGE + 1)
            fault = f"larger than {MAX_MESSAGE // 1_000_000} MB" if len(raw) > MAX_MESSAGE else ""
            yield Found(str(file), b"" if fault else raw, fault)


def is_mbox(file: Path, begin: bytes) -> bool:
    """Tell by its name and its beginning whether a file holds several messages."""
    unpacked = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    return bool(MBOX_LINE.match(begin.partition(b"\n")[0])) and unpacked.suffix.lower() != ".eml"


def mbox_messages(name: str, opened: BinaryIO) -> Iterator[Found]:
    """Return the messages of an mbox: each begins with a `From ` line at its start or after a blank line (RFC 4155)."""
    number, size, blank = 0, 0, True
    lines: list[bytes] = []
    while line := opened.readline(MAX_MESSAGE):
        if blank and line.startswith(b"From ") and MBOX_LINE.match(line):
            if number:
                yield finished(name, number, lines, size)
            number, size, lines = number + 1, 0, []
        else:
            size += len(line)
            if size <= MAX_MESSAGE:
                lines.append(line)
        blank = not line.strip()
    if number:
        yield finished(name, number, lines, size)


def finished(name: str, number: int, lines: list[bytes], size: int) -> Found:
    """One message of an mbox, its quoted `From ` lines as they were."""
    if size > MAX_MESSAGE:
        return Found(f"{name}#{number}", fault=f"larger than {MAX_MESSAGE // 1_000_000} MB")
    return Found(f"{name}#{number}", QUOTED_LINE.sub(rb"\1", b"".join(lines)))


def bytes_of(found: Found) -> bytes:
    """Return the bytes of a message; raises Unreadable where there are none, with the reason."""
    if found.fault:
        raise Unreadable(found.fault)
    return found.raw
