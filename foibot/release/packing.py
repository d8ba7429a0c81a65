"""What gzip, bzip2, xz and zip keep beside what they pack: names, remarks, fields of programs, what follows the end."""

import bz2
import lzma
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

from foibot.release.personal import tells_of_people
from foibot.release.report import Report

GZIP, NAMED, REMARKED, EXTRA = b"\x1f\x8b", 8, 16, 4
BZIP2, XZ = b"BZh", b"\xfd7zXZ\x00"
SLACK, AT_ONCE, MOST = 16, 1 << 20, 300_000_000
OF_PROGRAMS = frozenset({0x0001, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875, 0xA220, 0xCAFE, 0xD935, 0x9901})
"""Fields of a member of a zip that hold sizes, times and owners by number (APPNOTE 6.3.10, 4.5)."""
OTHER_NAME = 0x7075


def look(data: bytes, report: Report) -> None:
    """Note what stands before what is packed, and what follows it."""
    if data.startswith(GZIP):
        _look_at_gzip(data, report)
        return
    left = _left(data, bz2.BZ2Decompressor if data.startswith(BZIP2) else lzma.LZMADecompressor)
    if len(left.strip(b"\x00")) > SLACK:
        report.note("archive_extra", "", f"{len(left):,} bytes after its end")


def _look_at_gzip(data: bytes, report: Report) -> None:
    """Read the head of a gzip file (RFC 1952, 2.3)."""
    flags, at = data[3], 10
    if flags & EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    if flags & NAMED:
        name, _, _ = data[at:].partition(b"\x00")
        at += len(name) + 1
        if tells_of_people(name.decode("latin-1"), report.ours):
            report.note("telling_name", "", name.decode("latin-1"))
    if flags & REMARKED:
        report.note("archive_comment")


def _left(data: bytes, unpacker: Any) -> bytes:
    """Return what follows the packed data; several that follow one another are one file."""
    start, size = data[:3], 0
    while data.startswith(start) and size < MOST:
        one = unpacker()
        block = one.decompress(data, AT_ONCE)
        while not one.eof and (block or not one.needs_input) and size < MOST:
            size += len(block)
            block = one.decompress(b"", AT_ONCE)
        if not one.eof:
            return b""
        data = one.unused_data
    return data


def says_more(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member of a zip has fields that no program writes by itself, or a name beside its name."""
    for kind, content in _fields(member.extra):
        same = kind == OTHER_NAME and content[5:].decode("utf-8", "replace") == member.filename
        if kind not in OF_PROGRAMS and not same and content.strip(b"\x00"):
            return True
    return False


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:  # noqa: PLR2004 - the head of a field
        kind, size = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]
