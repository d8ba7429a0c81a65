"""The words of the files in a message, read in a process of its own with limits on time and memory."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from foibot.lean import dataclass

READER = Path(__file__).with_name("attachment_reader.py")
# The reader is ended after ten seconds of CPU; a busy machine may take long to give it those.
SECONDS = 60
BEGINS = (b"name", b"content-disposition:")
NAMES_A_FILE = re.compile(rb"name(?:\*\d*\*?)?\s*=|content-disposition:\s*attachment\b(?!\s*;\s*(?:file)?name)")
NAMES_A_PICTURE = re.compile(rb"name\s*=\s*\"?[^\";\r\n]*\.(?:jpe?g|png|gif|bmp|webp|heic|tiff?)\"?\s*[;\r\n]")


@dataclass(frozen=True, slots=True)
class FileWords:
    """A file of a message: its number there, its name, and its words, empty where it has none that can be read.

    `places` are its words by row, page or paragraph, where they were asked for; `beside` what it says elsewhere, as in
    its properties, its page headers or the targets of its links, with what each place is called. `is_whole` tells
    whether all of a file was read so: none of it is beyond a limit, or could not be read.
    """

    number: int
    name: str
    words: str
    places: Sequence[Sequence[str]] = ()
    beside: Sequence[Sequence[str]] = ()
    is_whole: bool = False


ReadsFiles = Callable[[bytes], list[FileWords]]


def may_have_files(raw: bytes) -> bool:
    """Tell whether a message names a file that may have words; most name none, or pictures, and need no process."""
    low = raw.lower()
    return any(NAMES_A_FILE.match(low, at) and not NAMES_A_PICTURE.match(low, at) for at in _may_name_at(low))


def _may_name_at(low: bytes) -> Iterator[int]:
    """Yield where a file may be named: found plainly, since an expression takes ten times as long to pass a file by."""
    for begins in BEGINS:
        at = low.find(begins)
        while at >= 0:
            yield at
            at = low.find(begins, at + 1)


def words_of_files(raw: bytes, *further: str) -> list[FileWords]:
    """Return the files of a message with their words, as far as they could be read before a limit was met."""
    command = [sys.executable, "-P", str(READER), *further]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own program
        written = done.stdout
    except subprocess.TimeoutExpired as late:
        written = late.stdout or b""
    except OSError:
        return []
    return told(written)


def words_by_place(raw: bytes) -> FileWords:
    """Return the words of a message's one file, as a whole and by place, as far as they could be read."""
    read = words_of_files(raw, "--by-place") or [FileWords(1, "", "")]
    return replace(read[-1], words=read[0].words)


def told(written: bytes) -> list[FileWords]:
    """Return what a reader wrote of the files of a message, as far as it came."""
    return [FileWords(**json.loads(line)) for line in written.decode("ascii").splitlines() if line.endswith("}")]
