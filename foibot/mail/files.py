"""Messages that lie in files: single messages, folders of them, mboxes; one at a time, at a steady memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from foibot.errors import Unreadable

MAX_MESSAGE = 100_000_000
MBOX_LINE = re.compile(rb"From \S+ .*\d\d:\d\d")
QUOTED_LINE = re.compile(rb"^>(>*From )", re.MULTILINE)
MBOX_ENDINGS = (".mbox", ".mbx", ".mboxrd")
# What lies beside messages in a folder and is none.
OTHER_ENDINGS = frozenset((".json", ".jsonl", ".csv", ".md", ".toml", ".py", ".db", ".sqlite", ".log", ".yaml", ".yml"))


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it lies: a path (with `#number` in an mbox) and its bytes, or why there are none."""

    path: str
    raw: bytes = b""
    fault: str = ""


def files_in(path: Path) -> Iterator[Path]:
    """Return the file itself, or every file below a folder that may be a message, sorted."""
    if not path.is_dir():
        yield path
        return
    for inner in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
        if inner.is_file() and not hidden and inner.suffix.lower() not in OTHER_ENDINGS:
            yield inner


def messages_in(path: Path) -> Iterator[Found]:
    """Every message of a file, a folder or an mbox, in order; a file that cannot be opened is told, not raised."""
    for file in files_in(path):
        try:
            yield from messages_of(file)
        except OSError as error:
            yield Found(str(file), fault=f"the file cannot be opened: {error.strerror or type(error).__name__}")


def messages_of(file: Path) -> Iterator[Found]:
    """Return the messages of one file."""
    with file.open("rb") as opened:
        if is_mbox(file, opened):
            yield from mbox_messages(str(file), opened)
            return
        raw = opened.read(MAX_MESSAGE + 1)
    fault = f"larger than {MAX_MESSAGE // 1_000_000} MB" if len(raw) > MAX_MESSAGE else ""
    yield Found(str(file), b"" if fault else raw, fault)


def is_mbox(file: Path, opened: BinaryIO) -> bool:
    """Tell whether the file holds several messages; leaves it where it was."""
    first = opened.readline(1_000)
    opened.seek(0)
    return bool(MBOX_LINE.match(first)) and (file.suffix.lower() in MBOX_ENDINGS or file.suffix.lower() != ".eml")


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
