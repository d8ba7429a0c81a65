"""The officers' commands on the command line, made from the COMMANDS table: a row there is a verb here."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.casework.commands import Argument, ArgumentType, Command, Target
from foibot.cli.acting import who_acts
from foibot.cli.session import open_session
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.jobs.arguments import read_text, read_value
from foibot.jobs.commanding import carry_out
from foibot.law.wording import nearest

TARGETS = {Target.CASE: "REFERENCE", Target.MESSAGE: "MESSAGE", Target.DRAFT: "ID"}


class NearestChoice(click.Choice[str]):
    """A choice that names the nearest word where a person has mistyped one."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Say that there is no such word, which there are, and which is meant where one is near."""
        meant, asked, _ = nearest(str(value), self.choices).partition("?")
        return f"{super().get_invalid_choice_message(value, ctx)}{f' {meant}?' if asked else ''}"


def command_for(row: Command) -> click.Command:
    """Return the click command of a row of the table."""

    @click.pass_context
    def run(context: click.Context, /, **said: Any) -> None:
        session = open_session(context, said.pop("now"))
        door = who_acts(session, said.pop("as_officer"))
        as_json, target = said.pop("as_json"), said.pop("target", "")
        arguments = {argument.name: _value(session.app, argument, said) for argument in row.arguments}
        db = session.app.open_register()
        carried = carry_out(session.app, db, row.verb, target, arguments, door)
        if as_json:
            click.echo(json.dumps({"told": carried.told, "references": carried.references}, ensure_ascii=False))
        else:
            click.echo(wrapped(carried.told))

    command = click.command(row.verb, help=_help(row), short_help=row.help)(run)
    command.params = list(_parameters(row))
    return command


def _help(row: Command) -> str:
    """Return the help of a row, with what its arguments are; options say so themselves."""
    told = [row.help]
    for argument in row.arguments:
        if argument.positional:
            choices = f": {', '.join(argument.choices)}" if argument.choices else ""
            unless = f"; left out with --{argument.unless}" if argument.unless else ""
            told.append(f"{argument.name.upper()}: {argument.help}{choices}{unless}.")
    return "\n\n".join(told)


def _parameters(row: Command) -> list[click.Parameter]:
    parameters: list[click.Parameter] = []
    if row.target in TARGETS:
        parameters.append(click.Argument(["target"], metavar=TARGETS[row.target]))
    for argument in row.arguments:
        parameters.extend(_parameter(argument))
    return [
        *parameters,
        click.Option(["--as", "as_officer"], metavar="OFFICER", help="Who acts (default: your system user's officer)."),
        click.Option(["--now"], metavar="ISO", help="Run as if it were then, for rehearsal."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print data instead of text."),
    ]


def _parameter(argument: Argument) -> list[click.Parameter]:
    kind = NearestChoice(argument.choices, case_sensitive=False) if argument.choices else None
    if argument.positional:
        required = not argument.unless
        metavar = argument.name.upper() if required else f"[{argument.name.upper()}]"
        named, count = (f"{metavar}…", -1) if argument.many else (metavar, 1)
        return [click.Argument([argument.name], type=kind, metavar=named, required=required, nargs=count)]
    told = argument.help[0].upper() + argument.help[1:] + "."
    if argument.type is ArgumentType.FLAG:
        return [click.Option([f"--{argument.name}"], is_flag=True, help=told)]
    option = click.Option(
        [f"--{argument.name}"],
        type=kind,
        metavar=None if argument.choices else argument.type.upper(),
        required=argument.required and argument.name != "text",
        multiple=argument.many,
        help=told + (" May be given again." if argument.many else ""),
    )
    if argument.name != "text":
        return [option]
    from_file = click.Option(
        ["--file"], type=click.Path(path_type=Path), help="Read the text from a file (- for standard input)."
    )
    return [option, from_file]


def _value(app: App, argument: Argument, said: dict[str, Any]) -> Any:
    if argument.name == "text" and not argument.positional:
        return _text(argument, said)
    given = said[argument.name.replace("-", "_")]
    return read_value(app, argument, given)


def _text(argument: Argument, said: dict[str, Any]) -> str:
    """Return the text given by --text, from --file, or written in $EDITOR."""
    text, path = said.get("text"), said.get("file")
    if path is not None:
        text = sys.stdin.read() if str(path) == "-" else read_text(path)
    required = argument.required and not said.get(argument.unless)
    if text is None and required and sys.stdin.isatty():
        text = click.edit("")
    if required and not (text or "").strip():
        raise UsageError("There is no text. Give it with --text, with --file, or write it in your editor.")
    return text or ""
