"""What lies in a ZIP archive beside the files that its list names: before, after, between them (APPNOTE 6.3.10, 4.3).

A program reads the list at the end and nothing else; whoever opens the file with another one finds the rest.
"""

import struct
import zipfile

from foibot.release.report import CannotLook, Report

HEADER, DESCRIPTOR, END = 30, 24, 22
"""Bytes: the fixed part of what stands before a file, the most that stands after it, the record at the very end."""
DESCRIBED_AFTERWARDS = 8
SLACK = 64
"""Bytes that some programs leave to align what follows."""
LARGE, TIGHTEST = 8_000_000, 250
"""From how many bytes on, and how often larger than packed, a file is no more than a bomb; sheets reach 50."""


def look_around(archive: zipfile.ZipFile, data: bytes, report: Report) -> None:
    """Note what lies beside the files of an archive, and its comment; raises `CannotLook` for files over each other."""
    if archive.comment.strip(b"\x00 "):
        report.note("archive_comment")
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    at, where = 0, "before its first file"
    for member in members:
        _note_gap(data[at : member.header_offset], where, report)
        if member.header_offset < at - DESCRIPTOR:
            raise CannotLook("damaged")
        at, where = _end_of(member, data), "between its files"
    _note_gap(data[at : archive.start_dir], where, report)
    _note_gap(data[_end_of_list(data) :], "after its end", report)


def _end_of(member: zipfile.ZipInfo, data: bytes) -> int:
    name, extra = struct.unpack_from("<HH", data, member.header_offset + HEADER - 4)
    described = DESCRIPTOR if member.flag_bits & DESCRIBED_AFTERWARDS else 0
    return int(member.header_offset + HEADER + name + extra + member.compress_size + described)


def _end_of_list(data: bytes) -> int:
    at = data.rfind(b"PK\x05\x06")
    return at + END + int.from_bytes(data[at + END - 2 : at + END], "little")


def _note_gap(between: bytes, where: str, report: Report) -> None:
    if len(between) > SLACK and between.strip(b"\x00"):
        report.note("archive_extra", "", f"{len(between):,} bytes {where}")


def is_bomb(member: zipfile.ZipInfo) -> bool:
    """Tell whether a file was packed more tightly than anything that people write."""
    return member.file_size > LARGE and member.file_size > TIGHTEST * max(1, member.compress_size)
