"""The reference of a case: how it is written, and how it is found in what people type.

A reference is a name and no credential: it can be guessed, so finding one says which case is meant and proves nothing.
"""

import re
from dataclasses import field
from string import Formatter

from foibot.errors import UsageError
from foibot.lean import dataclass

FIELDS = ("year", "number")
WIDTH = re.compile(r"0?(\d{1,2})d?")
REMEDY = "Write it like FOI-{year}-{number:04d}."


def invalid(pattern: str, fault: str) -> UsageError:
    """Return the error for a pattern that cannot be used."""
    return UsageError(f"the pattern of references {pattern!r} {fault}. {REMEDY}")


def pieces(pattern: str) -> list[tuple[str, str, str]]:
    """Return the pattern as (text before, field, format) in order; raises UsageError where it cannot be used."""
    try:
        parsed = [(text, name or "", form or "") for text, name, form, _ in Formatter().parse(pattern)]
    except ValueError as error:
        raise invalid(pattern, "has a brace too many or too few") from error
    named = [name for _, name, _ in parsed if name]
    if sorted(named) != sorted(FIELDS):
        raise invalid(pattern, "needs {year} and {number}, each once")
    if any(form and not WIDTH.fullmatch(form) for _, _, form in parsed):
        raise invalid(pattern, "has a format that is not a plain width, such as 04d")
    fixed = "".join(text for text, _, _ in parsed)
    if not re.search(r"[A-Za-z]", fixed):
        raise invalid(pattern, "needs a word, or it would be found in any number")
    if re.search(r"[\[\]\s<>@\"\\]|[^ -~]", fixed):
        raise invalid(pattern, "may hold letters, digits and - / . _ : only")
    return parsed


@dataclass(frozen=True, slots=True)
class ReferencePattern:
    """The configured pattern, such as `FOI-{year}-{number:04d}`; raises UsageError if it cannot be used."""

    pattern: str
    searched: re.Pattern[str] = field(init=False, repr=False, compare=False)
    word: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        expression = ""
        for text, name, form in pieces(self.pattern):
            expression += r"[-\s]?".join(re.escape(piece) for piece in text.split("-"))
            if name == "year":
                expression += r"(?P<year>20\d\d)"
            elif name == "number":
                width = int(found[1]) if (found := WIDTH.fullmatch(form)) else 1
                expression += rf"(?P<number>\d{{{min(width, 9)},9}})" if width > 1 else r"(?P<number>\d{1,9})"
        words = (match[0] for text, _, _ in pieces(self.pattern) for match in re.finditer(r"[A-Za-z]+", text))
        object.__setattr__(self, "word", max(words, key=len).casefold())
        object.__setattr__(self, "searched", re.compile(rf"(?<![A-Za-z0-9]){expression}(?![A-Za-z0-9])", re.IGNORECASE))

    def format(self, year: int, number: int) -> str:
        """Return the reference of the numbered case of a year."""
        return self.pattern.format(year=year, number=number)

    def find(self, text: str) -> str | None:
        """Return the first reference in the text, as we write it; None where there is none."""
        return next(iter(self.find_all(text)), None)

    def find_all(self, text: str) -> tuple[str, ...]:
        """Every reference in the text, as we write it, each once, in order."""
        if self.word not in text.casefold():
            return ()
        found = (self.format(int(match["year"]), int(match["number"])) for match in self.searched.finditer(text))
        return tuple(dict.fromkeys(found))

    def numbers(self, text: str) -> tuple[int, int] | None:
        """Return year and number of what is a reference as we write it, and nothing else; None for any other words."""
        found = self.searched.fullmatch(text)
        if found is None or self.format(int(found["year"]), int(found["number"])) != text:
            return None
        return int(found["year"]), int(found["number"])
