"""A sentence that names a command names one that exists and takes what is said: it is read when something is wrong."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from foibot.cli import foibot

SOURCES = sorted((Path(__file__).resolve().parents[2] / "foibot").rglob("*.py"))
FILLED = "«filled in»"
QUOTED = re.compile(r"'foibot ([^'\n]+)'")
PROSE = ("found", "computes")
"""What foibot does, in sentences that name no command."""
WITH_ARGUMENTS = re.compile(rf"\bfoibot ([a-z-]+(?: (?:--[a-z-]+|[A-Z]{{2,}}|{FILLED.replace(' ', '_')}))+)")


def text_of(node: ast.AST) -> str | None:
    """The text of a string, with a word in the place of what is filled in; None for what is no string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else FILLED for one in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def commands_said(path: Path) -> Iterator[str]:
    """Each command in a sentence of a module, as its words after `foibot`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {id(one) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for one in node.values}
    for node in ast.walk(tree):
        said = text_of(node) if id(node) not in within else None
        if said is None:
            continue
        filled = re.sub(r"\{[^{} ]*\}", FILLED, said).replace(FILLED, FILLED.replace(" ", "_"))
        yield from (found[1] for found in QUOTED.finditer(filled))
        yield from (found[1] for found in WITH_ARGUMENTS.finditer(filled) if found[1].split()[0] not in PROSE)


def fault_of(words: list[str]) -> str:
    """Say why a command cannot be typed as it stands; empty where it can, but for what the person fills in."""
    words = words[2:] if words[0] == "-c" else words
    if not words or FILLED.split(" ", maxsplit=1)[0] in words[0]:
        return ""  # which command it is, is filled in
    known = foibot.get_command(click.Context(foibot), words[0])
    if known is None:
        return "there is no such command"
    if len(words) == 1:
        return ""  # a command named without its arguments
    context = click.Context(known)
    valued = {name for one in known.params if isinstance(one, click.Option) and not one.is_flag for name in one.opts}
    words = [*words, "VALUE"] if words[-1] in valued else words
    try:
        _, left, _ = known.make_parser(context).parse_args(words[1:])
    except click.ClickException as fault:
        return fault.format_message()
    return f"it does not take {' '.join(left)}" if left else ""


def test_every_command_that_a_sentence_names_exists_and_takes_what_is_said() -> None:
    said = {(path.name, command) for path in SOURCES for command in commands_said(path)}
    assert {"comparing.py", "seal_check.py", "search_view.py"} <= {name for name, _ in said}
    faults = [f"{name}: foibot {one}: {why}" for name, one in sorted(said) if (why := fault_of(shlex.split(one)))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("wrong", ["letters FOI-2026-0004", "letters office", "leters", "case --nowhere"])
def test_what_does_not_exist_would_be_found(wrong: str) -> None:
    assert fault_of(wrong.split())
