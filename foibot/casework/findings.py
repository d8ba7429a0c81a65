"""What the release guard has found in the files of a letter, and which of it a person must accept before it leaves.

A finding is accepted in one file: its name holds the digest of that file, so that a changed file asks again.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from foibot.lean import dataclass


class FindingKind(StrEnum):
    """What a finding is about."""

    UNSEEN = "unseen"
    """The file, or a part of it, could not be looked into."""
    HIDDEN = "hidden"
    """It holds what a reader does not see at once."""
    LEFT_BEHIND = "left_behind"
    """It tells of its making: who wrote it, what was changed in it, where it came from."""
    PERSONAL = "personal"
    """It seems to hold personal data."""
    MORE_THAN_SAID = "more_than_said"
    """It holds more than the letter speaks of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a file that must not leave unseen: rule, place, what it is in plain words, and what helps."""

    rule: str
    place: str
    words: str
    remedy: str
    kind: FindingKind


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file: where, and how many rows and columns have something in them."""

    place: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class LookedInto:
    """A file of a letter as the guard has seen it; `digest` is the SHA-256 of its bytes, in hex."""

    name: str
    digest: str
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    looked: bool = True
    """False where nobody has looked into it yet."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with the number by which people accept it, and the name by which the log knows it."""

    number: int
    file: str
    finding: Finding
    name: str


@dataclass(frozen=True, slots=True)
class Release:
    """The files of one revision of a letter, as the guard has seen them, and the words that go with them."""

    files: tuple[LookedInto, ...] = ()
    text: str = ""
    draft: int = 0
    """The id of the revision, as people write it in a command."""

    @property
    def not_looked_into(self) -> tuple[str, ...]:
        """The names of the files that the guard has not looked into."""
        return tuple(file.name for file in self.files if not file.looked)

    @property
    def numbered(self) -> tuple[Numbered, ...]:
        """Every finding with its number, file by file; the numbers of one revision never change."""
        found = [(file, one) for file in self.files for one in (*file.findings, *more_than_said(file, self.text))]
        return tuple(
            Numbered(at, file.name, one, f"{file.digest[:DIGITS]}.{one.rule}.{_which(found[: at - 1], file, one)}")
            for at, (file, one) in enumerate(found, 1)
        )

    def open(self, accepted: frozenset[str]) -> tuple[Numbered, ...]:
        """Return the findings that nobody has accepted."""
        return tuple(one for one in self.numbered if one.name not in accepted)


DIGITS = 16
"""How much of a file's digest stands in the name of a finding."""


def _which(before: Iterable[tuple[LookedInto, Finding]], file: LookedInto, finding: Finding) -> int:
    """Count the findings of the same rule in a file of the same bytes, up to this one."""
    return 1 + sum(1 for other, one in before if other.digest == file.digest and one.rule == finding.rule)


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
COUNTED = ("rows", "columns", "lines", "entries", "records")
SAID = re.compile(rf"\b(\d[\d,]{{0,9}}|{'|'.join(NUMBERS[1:])}) (?:\w+ )?({'|'.join(COUNTED)})\b", re.IGNORECASE)
ROWS = frozenset({"rows", "lines", "entries", "records"})
HEADINGS = 3
"""How many rows above and below a table, such as headings and totals, nobody counts."""


def more_than_said(file: LookedInto, text: str) -> Iterator[Finding]:
    """Yield where a file has more rows or columns than the letter speaks of; nothing where it speaks of none."""
    rows, columns = _said(text)
    for table in file.tables:
        if rows and table.rows > rows + HEADINGS:
            yield _more(table, f"The letter speaks of {rows:,} rows; there are {table.rows:,}.")
        if columns and table.columns > columns:
            yield _more(table, f"The letter speaks of {columns:,} columns; there are {table.columns:,}.")


def _said(text: str) -> tuple[int, int]:
    """Return how many rows and columns a letter speaks of, all of them together; 0 where of none."""
    said = [(_number(match[1]), match[2].casefold() in ROWS) for match in SAID.finditer(text)]
    return sum(n for n, rows in said if rows), sum(n for n, rows in said if not rows)


def _number(written: str) -> int:
    word = written.casefold()
    return NUMBERS.index(word) if word in NUMBERS else int(written.replace(",", ""))


def _more(table: Table, words: str) -> Finding:
    remedy = "Look whether this is the file that was meant. Take out what is not, or correct the letter."
    return Finding("more_than_said", table.place, words, remedy, FindingKind.MORE_THAN_SAID)


def why_it_stays(release: Release, accepted: frozenset[str]) -> str:
    """Say why a letter must not leave with its files as they are, and what to do; empty where it may."""
    if release.not_looked_into:
        names = ", ".join(release.not_looked_into)
        return (
            f"the release guard has not looked into {names} yet. The daemon does so with its next pass; "
            f"'foibot draft {release.draft} --look' does so now."
        )
    left = release.open(accepted)
    if not left:
        return ""
    shown = " ".join(f"[{one.number}] {in_a_sentence(one)}" for one in left[:MOST_SHOWN])
    more = f" And {len(left) - MOST_SHOWN} more." if len(left) > MOST_SHOWN else ""
    numbers = " ".join(str(one.number) for one in left)
    return (
        f"the release guard found what must not leave unseen. {shown}{more} Reject the draft and have it drafted anew "
        f"with a clean file. Or, if it may be released as it is, an approver says so: "
        f"foibot accept {release.draft} {numbers} --why TEXT"
    )


MOST_SHOWN = 5


def in_a_sentence(one: Numbered) -> str:
    """Write a finding with its file, its place and its remedy."""
    place = f", {one.finding.place}" if one.finding.place else ""
    return f"{one.file}{place}: {one.finding.words} {one.finding.remedy}"
