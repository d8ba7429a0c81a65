"""What the code says of itself, as parts of the pages: commands, configuration, letters, regimes.

`.ci/pages` puts these parts into README.md and docs/; the gate fails while a page says something else than the code.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from itertools import groupby
from typing import Any, get_args, get_type_hints

import click

from foibot.casework.chasers import CHASERS
from foibot.casework.letters import LETTERS
from foibot.casework.sheets.fields import EXPORTED
from foibot.casework.sheets.fields import Field as SheetField
from foibot.cli import foibot, sections
from foibot.config import is_not_used_yet
from foibot.config.schema import Config
from foibot.law.regime import EVENTS, Effect, Unit
from foibot.law.regimes import REGIMES
from foibot.shipped import shipped_config
from foibot.store.unsealed import UNSEEN, WHOLE

WIDTH = 80

LISTS = (
    *("officers", "holders", "other_authorities", "approval.steps"),
    *("calendar.proclaimed", "calendar.cancelled", "calendar.closures"),
)
MARK = "Not used yet."  # as the example says it
# Where the example shows an invented authority's values and not the defaults.
INVENTED = ("authority", "mailbox", "mailbox.oauth", *LISTS)

# Lines of the example, those included that stand there in comments, ready to be used.
HEADING = re.compile(r"(?:# )?\[\[?([\w.]+)\]\]?")
WRITTEN = re.compile(r"(?:# )?(\w+) = ((?:\"[^\"]*\"|\[[^\]]*\]|\{.*?\}|[^#])+?)(?<!\w\.)(?:\s+# (.*))?")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of config.toml as the example shows it: its table, its value there, and what is said of it."""

    table: str
    name: str
    value: str
    meaning: str

    @property
    def dotted(self) -> str:
        """The name by which faults call it."""
        return f"{self.table}.{self.name}"


def command_table() -> str:
    """Return every command in one line, by section, as a Markdown table."""
    rows = ["| | command | what it does |", "| --- | --- | --- |"]
    for section, verbs in sections().items():
        for number, verb in enumerate(verbs):
            heading = section if number == 0 else ""
            rows.append(f"| {heading} | [`{verb}`](docs/commands.md#foibot-{verb}) | {_first_sentence(verb)} |")
    return "\n" + "\n".join(rows) + "\n\n"


def command_help() -> str:
    """Return the help of every command, as a section each."""
    parts = []
    for section, verbs in sections().items():
        parts.append(f"## {section}\n")
        parts.extend(f"### foibot {verb}\n\n```text\n{help_of(verb)}\n```\n" for verb in verbs)
    return "\n" + "\n".join(parts) + "\n"


def help_of(verb: str) -> str:
    """Return what `foibot VERB --help` prints on a terminal of 80 columns."""
    context = click.Context(command(verb), info_name=f"foibot {verb}", terminal_width=WIDTH, max_content_width=WIDTH)
    context.help_option_names = ["-h", "--help"]
    return "\n".join(line.rstrip() for line in context.get_help().splitlines())


def command(verb: str) -> click.Command:
    """Return the command of a verb that is known."""
    found = foibot.get_command(click.Context(foibot), verb)
    if found is None:
        raise KeyError(verb)
    return found


def configuration() -> str:
    """Return every key of config.toml with its default and its meaning, a table for each table of the file."""
    keys = {key.dotted: key for key in reversed([*example_keys()])}
    parts: list[str] = []
    for table, of_table in groupby(reversed(keys.values()), lambda key: key.table):
        words = table_words().get(table, "")
        parts += ["", f"### {_heading(table)}", "", *([words, ""] if words else [])]
        parts += ["| key | default | meaning |", "| --- | --- | --- |"]
        for (meaning, _), alike in groupby(of_table, lambda key: (key.meaning, is_not_used_yet(key.dotted))):
            parts.append(_row(list(alike), meaning))
    return "\n".join(parts) + "\n\n"


def _row(alike: list[Key], meaning: str) -> str:
    names = "<br>".join(f"`{key.name}`" for key in alike)
    each = [_default(key) for key in alike]
    defaults = each[0] if len(set(each)) == 1 else "<br>".join(each)
    later = "*(Not used yet.)*" if is_not_used_yet(alike[0].dotted) else ""
    said = meaning.removesuffix(MARK).rstrip() if later else meaning
    return f"| {names} | {defaults} | {' '.join(filter(None, (said, later)))} |"


def _default(key: Key) -> str:
    if key.dotted in required_keys():
        return "required"
    return "" if key.table in INVENTED else f"`{key.value}`"


@cache
def required_keys() -> frozenset[str]:
    """Return the keys that have no default."""
    return frozenset(
        key for key, field in schema_keys() if field.default is MISSING and field.default_factory is MISSING
    )


def schema_keys(section: Any = Config, above: str = "") -> Iterator[tuple[str, Field[Any]]]:
    """Give every key that the code knows by its dotted name, tables of tables included."""
    hints = get_type_hints(section)
    for field in fields(section):
        name = field.name.rstrip("_")
        if section is Config and name in ("path", "regimes"):
            continue
        if section is Config and name == "chasers":
            yield from ((f"chasers.{row}", field) for row in CHASERS)
            continue
        if section is Config and name == "topics":
            yield from ((f"topics.{tag}", field) for tag in ("roads", "schools"))  # the authority's own: those shown
            continue
        inner = [kind for kind in (hints[field.name], *get_args(hints[field.name])) if is_dataclass(kind)]
        if inner and (section is Config or f"{above}{name}" in ("mailbox.oauth", *LISTS)):
            yield from schema_keys(inner[0], f"{above}{name}.")
        else:
            yield f"{above}{name}", field


def example_keys() -> Iterator[Key]:
    """Give the keys of the shipped example in its order; one without words of its own shares those above it."""
    table, shared = "", ""
    for line, words in _lines_and_words():
        heading, written = HEADING.fullmatch(line), WRITTEN.fullmatch(line)
        if heading:
            table, shared = heading[1], ""
        elif written and table:
            shared = words or shared
            meaning = " ".join(filter(None, (shared, _sentence(written[3]))))
            yield Key(table, written[1], written[2], _cell(meaning))


@cache
def table_words() -> dict[str, str]:
    """Return what the example says of a table, above its heading."""
    found: dict[str, str] = {}
    for line, words in _lines_and_words():
        heading = HEADING.fullmatch(line)
        if heading and words:
            found.setdefault(heading[1], _cell(words))
    return found


def _lines_and_words() -> Iterator[tuple[str, str]]:
    """Give the lines of the example that hold something, each with the words that stand right above it."""
    words: list[str] = []
    for line in shipped_config().read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not HEADING.fullmatch(line) and not WRITTEN.fullmatch(line):
            words.append(line[2:].strip())
            continue
        if line:
            yield line, " ".join(" ".join(words).split())
        words = []


def unseen_by_an_audit() -> str:
    """Return what an audit does not see, a line a table."""
    rows = ["| table | columns | who changes them in the file could |", "| --- | --- | --- |"]
    for table, (columns, could) in UNSEEN.items():
        named = "all" if columns == WHOLE else ", ".join(f"`{one}`" for one in columns)
        rows.append(f"| `{table}` | {named} | {could} |")
    return "\n" + "\n".join(rows) + "\n\n"


def letters() -> str:
    """Return the letters that foibot writes."""
    rows = ["| letter | what it is | to | leaves by itself |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{kind.name}` | {kind.title} | {kind.audience} | {'yes' if kind.leaves_by_itself else 'no'} |"
        for kind in LETTERS.values()
    ]
    return "\n" + "\n".join(rows) + "\n\n"


def regimes() -> str:
    """Return the clocks that foibot knows, each with its time and the section that says so."""
    rows = ["| clock | time | source |", "| --- | --- | --- |"]
    rows += [
        f"| `{name}` {regime.title} | {regime.unit.of(regime.time.count)} | {regime.time.source} |"
        for name, regime in REGIMES.items()
    ]
    return "\n" + "\n".join(rows) + "\n\n"


def words_of_regimes() -> str:
    """Return the words with which a clock of one's own is written: units, effects and events."""
    rows = ["| event | what happened |", "| --- | --- |"]
    rows += [f"| `{name}` | {happening.words} |" for name, happening in EVENTS.items()]
    units, effects = (", ".join(f"`{word}`" for word in words) for words in (Unit, Effect))
    return "\n".join(["", f"Units: {units}.", "", f"Effects: {effects}.", "", *rows]) + "\n\n"


def _first_sentence(verb: str) -> str:
    text = " ".join((command(verb).help or "").split())
    return _cell(re.split(r"(?<=\.)\s", text, maxsplit=1)[0])


def _sentence(words: str | None) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _heading(table: str) -> str:
    return f"[[{table}]]" if table in LISTS else f"[{table}]"


def export_columns() -> str:
    """Return the columns of an export as rows of a table."""
    rows = "\n".join(f"| `{one.name}` | {one.says}{_of_column(one)} |" for one in EXPORTED)
    return f"| column | what it is |\n| --- | --- |\n{rows}"


def _of_column(column: SheetField) -> str:
    marks = ", ".join(
        mark for mark, holds in (("computed", column.computed), ("personal data", column.personal)) if holds
    )
    return f" (*{marks}*)" if marks else ""
