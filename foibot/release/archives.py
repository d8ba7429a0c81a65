"""Archives: each file in one is looked into as if it were sent by itself, to a depth and within bounds."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from foibot.release.report import CannotLook, Report

MOST_FILES, MOST_UNPACKED, ENCRYPTED = 1_000, 300_000_000, 1
OPENERS: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}


def members(data: bytes, report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive by name; raises `CannotLook` where there are too many, or a password is wanted."""
    left, count = MOST_UNPACKED, 0
    for name, stream in _streams(data, report):
        content = stream.read(left + 1)
        left, count = left - len(content), count + 1
        if left < 0 or count > MOST_FILES:
            raise CannotLook("too_large")
        yield name, content


def _streams(data: bytes, report: Report) -> Iterator[tuple[str, IO[bytes]]]:
    if data.startswith(b"PK"):
        yield from _zipped(data, report)
        return
    opener = OPENERS.get(data[:2])
    unpacked = data
    if opener is not None:
        with opener(BytesIO(data)) as stream:
            unpacked = stream.read(MOST_UNPACKED + 1)
    if len(unpacked) > MOST_UNPACKED:
        raise CannotLook("too_large")
    if unpacked[257:262] != b"ustar":
        yield "the packed file", BytesIO(unpacked)
        return
    with tarfile.open(fileobj=BytesIO(unpacked)) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            if content is not None:
                yield member.name, content


def _zipped(data: bytes, report: Report) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if archive.comment:
            report.note("picture_text", "the comment of the archive", "a comment")
        for member in archive.infolist():
            if member.is_dir():
                continue
            if member.flag_bits & ENCRYPTED:
                raise CannotLook("password")
            with archive.open(member) as content:
                yield member.filename, content
