"""Archives: each file in one is looked into as if it were sent by itself, to a depth and within bounds."""

import bz2
import gzip
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from foibot.release import packing
from foibot.release.alternative_texts import PATH
from foibot.release.containers import is_bomb, look_around
from foibot.release.personal import tells_of_people
from foibot.release.report import CannotLook, Report

MOST_FILES, MOST_UNPACKED, LARGEST, ENCRYPTED = 1_000, 300_000_000, 50_000_000, 1
"""How many files are looked into, how many bytes of all of them, and how large a single one may be."""
OPENERS: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
BLOCK, TAR_AT, VOLUME = 512, 257, b"V"


def members(data: bytes, report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive by name; raises `CannotLook` where there are too many, or a password is wanted."""
    left, count, seen = MOST_UNPACKED, 0, set[str]()
    for name, stream in _streams(data, report):
        _look_at_name(name, seen, report)
        content = stream.read(min(left, LARGEST) + 1)
        left, count = left - len(content), count + 1
        if left < 0 or count > MOST_FILES or len(content) > LARGEST:
            raise CannotLook("too_large")
        yield name, content


def _look_at_name(name: str, seen: set[str], report: Report) -> None:
    """Note a name that tells of somebody, and one that two files bear: unpacked, one of them is lost from sight."""
    if tells_of_people(name, report.ours):
        report.note("telling_name", "", name)
    if name.casefold() in seen:
        report.note("same_name", "", name)
    seen.add(name.casefold())


def _streams(data: bytes, report: Report) -> Iterator[tuple[str, IO[bytes]]]:
    if data.startswith(b"PK"):
        yield from _zipped(data, report)
        return
    opener = OPENERS.get(data[:2])
    if opener is None:
        yield from _from_tape(BytesIO(data), report)
        return
    packing.look(data, report)
    with opener(BytesIO(data)) as stream:
        is_tape = stream.read(BLOCK)[TAR_AT : TAR_AT + 5] == b"ustar"
    with opener(BytesIO(data)) as stream:
        yield from _from_tape(stream, report) if is_tape else [("the packed file", stream)]


def _from_tape(stream: IO[bytes], report: Report) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of a tar archive as they come, so that it is never unpacked as a whole."""
    with tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() else None
            _look_at_member(member, report)
            if content is not None:
                yield member.name, content
    while block := stream.read(1 << 20):
        if block.strip(b"\x00"):
            report.note("archive_extra", "", "after its end")
            break


def _look_at_member(member: tarfile.TarInfo, report: Report) -> None:
    """Note what stands in a tar archive beside its files: remarks, and the names of empty folders and links."""
    if "comment" in member.pax_headers or member.type == VOLUME:
        report.note("archive_comment")
    _look_at_folder(member.name if not member.isfile() else "", member.linkname, report)


def _look_at_folder(name: str, link: str, report: Report) -> None:
    if name and tells_of_people(name, report.ours):
        report.note("telling_name", "", name)
    if link and PATH.search(link):
        report.note("external_link", "", link)


def _look_at_zipped(member: zipfile.ZipInfo, report: Report) -> None:
    if member.comment.strip(b"\x00 "):
        report.note("archive_comment")
    if packing.says_more(member):
        report.note("archive_extra", "", f"beside {member.filename}")
    if member.is_dir():
        _look_at_folder(member.filename, "", report)


def _zipped(data: bytes, report: Report) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        look_around(archive, data, report)
        for member in archive.infolist():
            _look_at_zipped(member, report)
            if member.is_dir():
                continue
            if member.flag_bits & ENCRYPTED:
                raise CannotLook("password")
            if is_bomb(member):
                raise CannotLook("too_large")
            with archive.open(member) as content:
                yield member.filename, content
