"""Text and CSV: how many rows and columns, and personal data by its pattern."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice

from foibot.release.patterns import national_insurance
from foibot.release.personal import Personal, says_something
from foibot.release.report import CannotLook, Report, counted
from foibot.release.text_kinds import encoding_of, unseen_letters

DELIMITERS = ",;\t|"
SAMPLE = 20
LONGEST_CELL = 40
LONGEST_NUMBER = 13
LONGEST_FIELD = 10_000_000


def look(data: bytes, report: Report) -> None:
    """Look into a text; a table where its lines are divided alike."""
    encoding = _encoding(data)
    personal, unseen = Personal(report, ""), 0
    with TextIOWrapper(BytesIO(data), encoding, "replace") as lines:
        filled = (line for line in lines if line.strip())
        mark = _delimiter(list(islice(filled, SAMPLE)))
    if not data.isascii():
        with TextIOWrapper(BytesIO(data), encoding, "replace") as lines:
            unseen = sum(map(unseen_letters, lines))
    with TextIOWrapper(BytesIO(data), encoding, "replace") as lines:
        if not mark:
            _look_at_lines(lines, personal)
        else:
            csv.field_size_limit(LONGEST_FIELD)
            _look_at_table(lines, mark, personal, report)
    personal.finish()
    if unseen:
        report.note("hidden_text", counted(unseen, "mark") + " that no program shows")


def _look_at_lines(lines: Iterable[str], personal: Personal) -> None:
    """Look at each line, and at what runs on from one into the next."""
    before = ""
    for line in lines:
        personal.line(line)
        end, start = before[-LONGEST_NUMBER:], line.strip()[:LONGEST_NUMBER]
        if national_insurance(f"{end} {start}") > national_insurance(end) + national_insurance(start):
            personal.line(f"{end} {start}")
        before = line.rstrip()


def _look_at_table(lines: Iterable[str], mark: str, personal: Personal, report: Report) -> None:
    count = most = 0
    for filled in _rows(lines, mark, personal):
        count, most = count + bool(filled), max(most, filled)
    report.note_table("the table", count, most)


def _rows(lines: Iterable[str], mark: str, personal: Personal) -> Iterator[int]:
    for row in csv.reader(lines, delimiter=mark):
        personal.row(row)
        yield sum(map(bool, row))


def _delimiter(lines: list[str]) -> str:
    """Return what divides the lines into as many fields each; empty where nothing does."""
    for mark in DELIMITERS if len(lines) > 1 else "":
        counts = {len(row) for row in csv.reader(lines, delimiter=mark)}
        if len(counts) == 1 and counts != {1}:
            return mark
    return _by_headings(lines)


def _by_headings(lines: list[str]) -> str:
    """Return what divides lines below a title or a note, where headings show it; or a single column with a heading."""
    for mark in DELIMITERS if len(lines) > 1 else "":
        rows = list(csv.reader(lines, delimiter=mark))
        heads = next((at for at, row in enumerate(rows) if len(row) > 1 and any(map(says_something, row))), len(rows))
        below = [len(row) == len(rows[heads]) for row in rows[heads + 1 :]]
        if below and all(below):
            return mark
    is_column = len(lines) > 1 and max(map(len, lines)) <= LONGEST_CELL and says_something(lines[0].strip(' "\r\n'))
    return "," if is_column else ""


def _encoding(data: bytes) -> str:
    """Return how a text is written; raises `CannotLook` for what is none."""
    if said := encoding_of(data):
        return said
    if b"\x00" in data:
        raise CannotLook("unknown_kind", "not text")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
