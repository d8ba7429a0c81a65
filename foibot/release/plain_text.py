"""Text and CSV: how many rows and columns, and personal data by its pattern."""

import csv
from collections.abc import Iterator

from foibot.release.personal import Personal
from foibot.release.report import CannotLook, Report

DELIMITERS = ",;\t|"
SAMPLE = 20
LONGEST_FIELD = 10_000_000


def look(data: bytes, report: Report) -> None:
    """Look into a text; a table where its lines are divided alike."""
    text, place = decoded(data), ""
    personal = Personal(report, place)
    lines = text.splitlines()
    mark = _delimiter([line for line in lines[:SAMPLE] if line.strip()])
    if not mark:
        for line in lines:
            personal.line(line)
    else:
        csv.field_size_limit(LONGEST_FIELD)
        rows = [row for row in _rows(lines, mark, personal) if row]
        report.note_table("the table", len(rows), max(rows, default=0))
    personal.finish()


def _rows(lines: list[str], mark: str, personal: Personal) -> Iterator[int]:
    for row in csv.reader(lines, delimiter=mark):
        personal.row(row)
        yield sum(map(bool, row))


def _delimiter(lines: list[str]) -> str:
    """Return what divides the lines into as many fields each; empty where nothing does."""
    for mark in DELIMITERS if len(lines) > 1 else "":
        counts = {len(row) for row in csv.reader(lines, delimiter=mark)}
        if len(counts) == 1 and counts != {1}:
            return mark
    return ""


def decoded(data: bytes) -> str:
    """Return the words of a text; raises `CannotLook` for what is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        raise CannotLook("unknown_kind", "not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
