"""A command as it is written in a mail: `foibot VERB …`, in the grammar of the command line, made from its row.

Only the words are read here; what they mean (days, officers, cases) is read by whoever carries the command out.
"""

import shlex
from collections.abc import Mapping
from dataclasses import field

from foibot.casework.commands.table import Argument, ArgumentType, Command, Target
from foibot.errors import UsageError
from foibot.law.wording import nearest
from foibot.lean import dataclass

CURLED = str.maketrans({0x201C: '"', 0x201D: '"', 0x201E: '"', 0x2018: "'", 0x2019: "'", 0x2014: "--", 0x2013: "--"})
"""What mail programs make of quotation marks and hyphens."""
LINES_OF_A_COMMAND = 20


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as it was written: its row, what it is about, and the words given for each argument."""

    row: Command
    target: str
    given: Mapping[str, str | bool | tuple[str, ...]] = field(default_factory=dict)


def read_command(text: str, commands: Mapping[str, Command]) -> Spoken:
    """Return the command that a text begins with, without the word `foibot`; raises `UsageError` with what is wrong.

    A quotation that is left open goes on in the lines below, because mail programs break long lines.
    """
    words = _words(text)
    row = commands.get(words[0]) if words else None
    if row is None:
        raise UsageError(_unknown(words, [verb for verb, one in commands.items() if one.by_mail]))
    if not row.by_mail:
        raise UsageError(f"'{row.verb}' is not taken by mail. Give it on the command line: {how_to_write(row)}")
    options, positional = _sorted(row, words[1:])
    wanted = [*([Argument(row.target, ArgumentType.TEXT, "")] if row.target is not Target.NOTHING else [])]
    wanted += [argument for argument in row.arguments if argument.positional]
    if wanted and wanted[-1].many and len(positional) >= len(wanted):
        last = len(wanted) - 1
        options[wanted.pop().name], positional = tuple(positional[last:]), positional[:last]
    if len(positional) != len(wanted):
        raise UsageError(f"Write: {how_to_write(row)}")
    named = dict(zip((argument.name for argument in wanted), positional, strict=True))
    target = named.pop(str(row.target), "")
    _refuse_unknown_choices(row, named | {name: one for name, one in options.items() if isinstance(one, str)})
    return Spoken(row, target, {**options, **named})


def how_to_write(row: Command) -> str:
    """Return how a command is written."""
    options = [one for one in row.arguments if not one.positional]
    shown = [f"--{one.name} …" if one.required else f"[--{one.name} …]" for one in options]
    target = [] if row.target is Target.NOTHING else [row.target.upper()]
    return " ".join(["foibot", row.verb, *target, *(_shown(one) for one in row.arguments if one.positional), *shown])


def _shown(argument: Argument) -> str:
    return f"{argument.name.upper()}…" if argument.many else argument.name.upper()


def _unknown(words: list[str], known: list[str]) -> str:
    verb = words[0] if words else ""
    return f"'{verb}' is no command that can be given by mail. {nearest(verb, known)}"


def _words(text: str) -> list[str]:
    lines = text.translate(CURLED).splitlines()[:LINES_OF_A_COMMAND]
    for count in range(1, len(lines) + 1):
        try:
            return shlex.split(" ".join(lines[:count]))
        except ValueError:
            continue
    raise UsageError("A quotation mark is left open: write what consists of several words in a pair of them.")


def _sorted(row: Command, words: list[str]) -> tuple[dict[str, str | bool | tuple[str, ...]], list[str]]:
    known = {argument.name: argument for argument in row.arguments if not argument.positional}
    options: dict[str, str | bool | tuple[str, ...]] = {}
    positional: list[str] = []
    left = iter(words)
    for word in left:
        if not word.startswith("--"):
            positional.append(word)
            continue
        name, _, value = word[2:].partition("=")
        if name not in known:
            raise UsageError(f"'{row.verb}' knows no --{name}. Write: {how_to_write(row)}")
        options[name] = _given(known[name], value or None, left, options.get(name))
    missing = [name for name, argument in known.items() if argument.required and name not in options]
    if missing:
        raise UsageError(f"--{missing[0]} is missing: {known[missing[0]].help}. Write: {how_to_write(row)}")
    return options, positional


def _given(argument: Argument, value: str | None, left: object, before: object) -> str | bool | tuple[str, ...]:
    if argument.type is ArgumentType.FLAG:
        return True
    said = value if value is not None else next(left, None)  # type: ignore[call-overload]
    if said is None:
        raise UsageError(f"--{argument.name} is empty: give {argument.help}.")
    return (*before, said) if isinstance(before, tuple) else (said,) if argument.many else str(said)


def _refuse_unknown_choices(row: Command, said: Mapping[str, str]) -> None:
    for argument in (one for one in row.arguments if one.choices):
        given = said.get(argument.name)
        if given and given.casefold() not in argument.choices:
            raise UsageError(f"'{given}' is no {argument.name}. {nearest(given, argument.choices)}")
