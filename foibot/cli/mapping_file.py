"""What a team has said of its sheet, kept in a small TOML file beside it: the next import needs no questions."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

from foibot.casework.sheets.cells import folded
from foibot.casework.sheets.columns import Layout
from foibot.casework.sheets.fields import FIELDS, KEPT
from foibot.casework.sheets.outcomes import KNOWN
from foibot.casework.sheets.words import STATUSES_KNOWN, Meanings
from foibot.errors import FaultyFile, Problem
from foibot.law.wording import nearest
from foibot.lean import dataclass
from foibot.reports.files import write_private

TITLE = """\
# What the columns of a sheet are, what its words for an end and a status mean: 'foibot import' reads and writes it.
# A column is a field of docs/moving-in-and-out.md, or "-" to keep it as notes.
"""


@dataclass(frozen=True, slots=True)
class Mapped(Meanings):
    """What has been said of a sheet, with how more is added to it."""

    def with_said(self, more: Meanings) -> "Mapped":
        """Return it with more that was said, which counts before what was said earlier."""
        return Mapped(*({**getattr(self, table), **getattr(more, table)} for table in TABLES))

    def without(self, heading: str) -> "Mapped":
        """Return it without what was said of a heading."""
        return replace(self, columns={name: one for name, one in self.columns.items() if name != heading})

    def with_columns(self, layout: Layout) -> "Mapped":
        """Return it with every column as it was taken."""
        return self.with_said(Meanings({folded(one.heading): one.field for one in layout.columns}))


def mapping_path(sheet: Path) -> Path:
    """Return where the mapping of a sheet is kept."""
    return sheet.with_name(f"{sheet.name}.mapping.toml")


def read_mapping(path: Path) -> Mapped:
    """Return what a mapping file says; nothing where there is none. Raises `FaultyFile` with everything wrong."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Mapped()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultyFile([Problem(str(path), "", f"cannot be read: {error}", "Mend it, or delete it.")]) from error
    problems = [
        Problem(str(path), f"{table}.{key}", f"{value!r} is not known", nearest(str(value), list(known)))
        for table, known in TABLES.items()
        for key, value in said.get(table, {}).items()
        if value not in known
    ]
    if problems:
        raise FaultyFile(problems)
    return Mapped(*({folded(key): value for key, value in said.get(table, {}).items()} for table in TABLES))


TABLES = {"columns": (*FIELDS, KEPT), "outcomes": KNOWN, "statuses": STATUSES_KNOWN}


def write_mapping(path: Path, mapped: Mapped) -> None:
    """Write a mapping file, for its owner alone; a heading may name a person."""
    lines = [TITLE]
    for name in TABLES:
        lines.append(f"[{name}]")
        lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in getattr(mapped, name).items()]
        lines.append("")
    write_private(path, "\n".join(lines).encode(), force=True)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
