"""Messages that lie in files: single messages, folders, mboxes, gzipped or not; one at a time, at a steady memory.

What cannot be opened or is no message is told with the reason, never raised; what is no file at all (a pipe, a
device, a link to a folder) is never opened inside a folder: to open it could wait for ever.
"""

import errno
import gzip
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from foibot.errors import Unreadable
from foibot.lean import dataclass

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


PassedOver = Callable[[Path, str], None]
KINDS_OF_FILE = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it lies: a path (with `#number` in an mbox) and its bytes, or why there are none."""

    path: str
    raw: bytes = b""
    fault: str = ""


def say_nothing(path: Path, why: str) -> None:
    """Pass over what is no file without a word."""
    del path, why


def messages_in(path: Path, passed_over: PassedOver = say_nothing) -> Iterator[Found]:
    """Every message of a file, a folder or an mbox, in order; what cannot be opened is told, not raised.

    What is named itself is read whatever it is: a pipe, for instance. `passed_over` is told what in a folder is none.
    """
    for file, fault in files_in(path, passed_over):
        if fault:
            yield Found(str(file), fault=fault)
            continue
        try:
            yield from messages_of(file)
        except OSError as error:
            yield Found(str(file), fault=f"the file cannot be opened: {error.strerror or 'it is damaged'}")
        except (EOFError, zlib.error):
            yield Found(str(file), fault="the packed file is damaged: it cannot be read to its end")


def files_in(path: Path, passed_over: PassedOver = say_nothing) -> Iterator[tuple[Path, str]]:
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
            yield from files_in(path / entry.name, passed_over)
        elif not may_be_message(entry.name):
            continue
        elif why := why_no_file(entry):
            passed_over(path / entry.name, why)
        else:
            yield path / entry.name, ""


def may_be_message(name: str) -> bool:
    """Tell whether a file of that name in a folder may be a message."""
    return Path(name).suffix.lower() not in OTHER_ENDINGS and not OTHER_NAMES.fullmatch(name)


def why_no_file(entry: os.DirEntry[str]) -> str:
    """Say why a folder's entry is no file; empty for a file, and for one that cannot be looked at."""
    try:
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return "a link that leads nowhere"
    except OSError as error:
        return "a link that leads back to itself" if error.errno == errno.ELOOP else ""
    if stat.S_ISDIR(mode):
        return "a link to a folder: name that folder to have it read"
    return "" if stat.S_ISREG(mode) else KINDS_OF_FILE.get(stat.S_IFMT(mode), "no file")


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
