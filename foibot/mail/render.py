"""Letters from templates: sandboxed Jinja2, where an undefined name is an error and not an empty space.

A template is plain text. Its first line is `Subject: …`, the rest is the letter; paragraphs are wrapped here, so
that a template may be written with one line a paragraph. The authority's own folder goes before the shipped one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from foibot.errors import LetterError

LINE_LENGTH = 72
LONGEST_SUBJECT = 120
SUBJECT = "Subject: "
FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    OSError,
)
"""Whatever a template may do wrong, or its file: the letter is held, and intake goes on."""
STANDS_OUT = re.compile(r"( +\S+(?: \S+)* {2,}| *(?:[-*>] )?)(.*)")
BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a letter."""

    subject: str
    text: str


class Templates:
    """The templates in use, each read and compiled once."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            autoescape=False,  # plain text leaves, never HTML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters["day"] = long_day
        self._environment.filters["short_day"] = short_day

    def render(self, letter: str, facts: Mapping[str, Any]) -> Rendered:
        """Return the letter's words; raises `LetterError` naming template and line when that is impossible."""
        name = f"{letter}.txt.j2"
        try:
            text = self._environment.get_template(name).render(facts)
        except TemplateNotFound as error:
            looked = ", ".join(str(folder) for folder in self._folders)
            raise LetterError(f"There is no template {error.name} in {looked}. Run 'foibot init' for one.") from error
        except TemplateSyntaxError as error:
            raise LetterError(f"{error.filename or name}, line {error.lineno}: {error.message}.") from error
        except FAULTS as error:
            raise LetterError(f"{name}{_line_of(error, name)}: {error}.") from error
        return _as_letter(name, text)


def _line_of(error: Exception, name: str) -> str:
    trace, line = error.__traceback__, ""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = f", line {trace.tb_lineno}"
        trace = trace.tb_next
    return line


def _as_letter(name: str, text: str) -> Rendered:
    first, _, body = text.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise LetterError(f"{name}: the first line must be '{SUBJECT}' and the subject.")
    subject = _as_subject(first.removeprefix(SUBJECT).strip())
    lines = [wrapped(line.rstrip()) for line in body.strip().split("\n")]
    return Rendered(subject, BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n")


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


def wrapped(line: str) -> str:
    """Wrap a line at 72 characters: what is indented, a list item or `Name   words` hangs, quoted words keep `> `."""
    if len(line) <= LINE_LENGTH:
        return line
    first, body = STANDS_OUT.match(line).groups()  # type: ignore[union-attr]  # it matches every line
    lines, current, words = [], first, False
    for word in body.split():
        if words and len(current) + len(word) + 1 > LINE_LENGTH:
            lines.append(current.rstrip())
            current = first if first.endswith("> ") else " " * len(first)
        current, words = current + word + " ", True
    return "\n".join([*lines, current.rstrip()])


def long_day(day: date) -> str:
    """Write a day as letters do: Thursday 6 May 2021."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """Write a day as tables do: Thu 6 May 2021."""
    return f"{day:%a} {day.day} {day:%b %Y}"
