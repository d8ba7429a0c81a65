"""Letters from templates: sandboxed Jinja2, where an undefined name is an error and not an empty space.

A template is plain text. Its first line is `Subject: …`, the rest is the letter; paragraphs are wrapped here, so
that a template may be written with one line a paragraph. The authority's own folder goes before the shipped one,
and the folder of a language in either before English.
"""

import importlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from foibot.errors import LetterError
from foibot.lean import dataclass

LINE_LENGTH = 72
LONGEST_SUBJECT = 120
SUBJECT = "Subject: "
TITLE = "Title: "
LINES = "lines"
"""The folder of standard lines, within each folder of templates."""
SUFFIX = ".txt.j2"
SANDBOX = "foibot.mail.sandbox"
COMMAND = re.compile(r"(?:[^>\n]{0,40}\?)? +foibot [a-z]")
STANDS_OUT = re.compile(r"( +\S+(?: \S+)* {2,}| *(?:[-*>] )?)(.*)")
NUMBERED = re.compile(r" \(\d+ of \d+\)(?= \[[^\]]*\]$)")
BLANK_LINES = re.compile(r"\n{3,}")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")
"""What could turn around the words of a letter that stand beside those of others (Unicode's bidirectional marks)."""
ENGLISH, WELSH = "en", "cy"
WELSH_DAYS = ("Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul")
WELSH_MONTHS = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a letter, and the language (BCP 47) they are in: English where there is no template in another."""

    subject: str
    text: str
    language: str = ENGLISH


class InEnglish(Exception):
    """Raised by a template in another language that has no words for these facts: the letter is written in English."""


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A paragraph of the authority's own: its name is that of its file; `own` where it is not a shipped one."""

    name: str
    title: str
    text: str
    own: bool


class Filling(Protocol):
    """What fills in templates: `sandbox.Sandbox`."""

    def fill(self, names: Sequence[str], facts: Mapping[str, Any]) -> tuple[str, str]:
        """Fill in the first template of those names that there is; return its name and what came out."""


class Templates:
    """The templates in use, each read and compiled once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    @cached_property
    def _sandbox(self) -> Filling:
        made: Filling = importlib.import_module(SANDBOX).Sandbox(self._folders)
        return made

    def render(self, letter: str, facts: Mapping[str, Any], language: str = ENGLISH) -> Rendered:
        """Return the letter's words; raises `LetterError` naming template and line when that is impossible."""
        name = f"{letter}{SUFFIX}"
        used, text = self._fill_in(language, name, facts)
        return _as_letter(used, text, ENGLISH if used == name else language)

    def standard_line(self, name: str, facts: Mapping[str, Any], language: str = ENGLISH) -> str:
        """Return the words of a standard line; raises `LetterError` naming template and line."""
        used, text = self._fill_in(language, f"{LINES}/{name}{SUFFIX}", facts)
        first, _, body = text.lstrip().partition("\n")
        if not first.startswith(TITLE) or not first.removeprefix(TITLE).strip():
            raise LetterError(f"the first line must be '{TITLE}' and the title", file=used, line=1)
        if not body.strip():
            raise LetterError("there are no words below the title", file=used)
        return body.strip()

    def standard_lines(self) -> list[StandardLine]:
        """Return every standard line as it is written, by name; the authority's own in place of a shipped one.

        A line with a faulty first line has no title; raises `LetterError` for a file that cannot be read.
        """
        found: dict[str, StandardLine] = {}
        for folder in reversed(self._folders):
            for path in sorted((folder / LINES).glob(f"*{SUFFIX}")):
                name = path.name.removesuffix(SUFFIX)
                first, _, body = _read(path).lstrip().partition("\n")
                title = first.removeprefix(TITLE).strip() if first.startswith(TITLE) else ""
                shipped = found.get(name)
                own = folder != self._folders[-1] and (shipped is None or shipped.text != body.strip())
                found[name] = StandardLine(name, title, body.strip(), own)
        return [found[name] for name in sorted(found)]

    def has_line(self, name: str, language: str) -> bool:
        """Tell whether there is a standard line in that language."""
        return any((folder / language / LINES / f"{name}{SUFFIX}").is_file() for folder in self._folders)

    def _fill_in(self, language: str, name: str, facts: Mapping[str, Any]) -> tuple[str, str]:
        """Fill in a template in that language, or the English one where there is none or it declines."""
        if language != ENGLISH:
            try:
                return self.fill([f"{language}/{name}", name], facts)
            except InEnglish:
                pass
        return self.fill([name], facts)

    def fill(self, names: Sequence[str], facts: Mapping[str, Any]) -> tuple[str, str]:
        """Fill in the first template of those names that there is; return its name and what came out.

        Raises `LetterError` naming template and line. What is named `.html.j2` has every fact escaped.
        """
        return self._sandbox.fill(names, facts)

    def shipped(self) -> "Templates":
        """Return the templates that are shipped alone, without the authority's own."""
        return Templates(self._folders[-1:])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LetterError(f"cannot be read as text: {error}", file=str(path)) from error


def _as_letter(name: str, text: str, language: str) -> Rendered:
    first, _, body = text.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise LetterError(f"the first line must be '{SUBJECT}' and the subject", file=name)
    subject = _as_subject(first.removeprefix(SUBJECT).strip())
    return Rendered(subject, wrapped_text(body), language)


def wrapped_text(text: str) -> str:
    """Wrap what came out of a template, with one empty line between paragraphs.

    A line of a letter of ours that is quoted was wrapped already: its mark does not make it too long.
    """
    lines = map(_as_wrapped_before, map(str.rstrip, text.strip().split("\n")))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"


def _as_wrapped_before(line: str) -> str:
    is_ours = line.startswith(MARK) and len(line) <= LINE_LENGTH + len(MARK)
    return line if is_ours else wrapped(line)


MARK = "> "


def numbered(subject: str, number: int, count: int) -> str:
    """Say in a subject which of several mails of one letter it is, before the reference at its end."""
    words, bracket, tag = NUMBERED.sub("", subject).rpartition(" [")
    turn = f"({number} of {count})"
    return f"{words} {turn} [{tag}" if bracket else f"{subject} {turn}"


def _as_subject(text: str) -> str:
    """Shorten a subject, but never its reference in brackets at the end: replies are known by it."""
    words, bracket, tag = text.rpartition(" [")
    if not bracket or not tag.endswith("]"):
        return shortened(text)
    return f"{shortened(words, LONGEST_SUBJECT - len(tag) - 2)} [{tag}"


def shortened(text: str, longest: int = LONGEST_SUBJECT) -> str:
    """Cut a line at a word, with an ellipsis, so that it is at most `longest` characters."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


@lru_cache(maxsize=64)
def wrapped(line: str) -> str:
    """Wrap a line at 72 characters: what is indented, a list item or `Name   words` hangs, quoted words keep `> `.

    A command is left in one line: whoever copies the half of it would have said something else. The letters of a
    morning have most of their paragraphs in common.
    """
    if len(line) <= LINE_LENGTH or COMMAND.match(line):
        return line
    first, body = STANDS_OUT.match(line).groups()  # type: ignore[union-attr]  # it matches every line
    lines, current, words = [], first, False
    for word in body.split():
        if words and len(current) + len(word) + 1 > LINE_LENGTH:
            lines.append(current.rstrip())
            current = first if first.endswith("> ") else " " * len(first)
        current, words = current + word + " ", True
    return "\n".join([*lines, current.rstrip()])


def quoted(text: str) -> list[str]:
    """Return what somebody wrote as quoted lines, wrapped, each with its mark, so that nothing in it gets out."""
    kept = [UNSEEN.sub("", line).replace("\t", "    ").rstrip() for line in text.strip().splitlines()]
    shown = (line for line, before in zip(kept, ["x", *kept], strict=False) if line or before)
    return [part.rstrip() for line in shown for part in wrapped(f"> {line}").split("\n")]


@lru_cache(maxsize=64)
def long_day(day: date) -> str:
    """Write a day as letters do: Thursday 6 May 2021; the letters of a morning name the same few."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """Write a day as tables do: Thu 6 May 2021."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def welsh_day(day: date) -> str:
    """Write a day as letters in Welsh do: dydd Gwener 23 Ebrill 2021."""
    return f"dydd {WELSH_DAYS[day.weekday()]} {day.day} {WELSH_MONTHS[day.month - 1]} {day.year}"
