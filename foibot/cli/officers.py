"""The officers' commands on the command line, made from the COMMANDS table: a row there is a verb here."""

import json
import mimetypes
import re
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.casework.answers import OtherAuthority
from foibot.casework.commands import Argument, ArgumentType, Command, Target
from foibot.casework.letters import Attachment
from foibot.casework.parts_file import PartsFile
from foibot.casework.policy import Holder
from foibot.casework.reaching import MEGABYTE
from foibot.casework.review_points import Point, read_points
from foibot.cli.session import LONDON, open_session, read_moment, who_acts
from foibot.cli.tables import wrapped
from foibot.errors import FaultyFile, Problem, UsageError
from foibot.jobs.commanding import carry_out
from foibot.law.wording import nearest

TARGETS = {Target.CASE: "REFERENCE", Target.MESSAGE: "MESSAGE", Target.DRAFT: "ID"}


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
    kind = click.Choice(argument.choices, case_sensitive=False) if argument.choices else None
    if argument.positional:
        required = not argument.unless
        metavar = argument.name.upper() if required else f"[{argument.name.upper()}]"
        return [click.Argument([argument.name], type=kind, metavar=metavar, required=required)]
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
    read: Callable[[App, Any], Any] = READERS.get(argument.type, _as_written)
    if argument.many:
        return tuple(read(app, one) for one in given)
    return read(app, given) if given is not None else None


def _as_written(app: App, given: Any) -> Any:
    del app
    return given


def _text(argument: Argument, said: dict[str, Any]) -> str:
    """Return the text given by --text, from --file, or written in $EDITOR."""
    text, path = said.get("text"), said.get("file")
    if path is not None:
        text = sys.stdin.read() if str(path) == "-" else _read(path)
    required = argument.required and not said.get(argument.unless)
    if text is None and required and sys.stdin.isatty():
        text = click.edit("")
    if required and not (text or "").strip():
        raise UsageError("There is no text. Give it with --text, with --file, or write it in your editor.")
    return text or ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as text: {getattr(error, 'strerror', '') or error}.") from error


def _date(app: App, given: str) -> date:
    del app
    return read_moment(given).astimezone(LONDON).date()


def _moment(app: App, given: str) -> Any:
    del app
    return read_moment(given)


def _officer(app: App, given: str) -> Any:
    officer = app.policy.officer(given)
    if officer is None:
        known = [one.id for one in app.policy.officers]
        raise UsageError(f"There is no officer {given}. {nearest(given, known)}")
    return officer


def _regime(app: App, given: str) -> str:
    return app.statutes.regime(given.upper()).name


def _reference(app: App, given: str) -> str:
    return app.references.find(given) or given


def _authority(app: App, given: str) -> OtherAuthority:
    """Return another authority by its id; its FOI team is whom the applicant is referred to."""
    known = other_authorities(app)
    found = known.get(given.strip().casefold())
    if found is None:
        remedy = nearest(given, known) if known else "Add it to config.toml: [[other_authorities]]."
        raise UsageError(f"There is no other authority {given}. {remedy}")
    return found


def _parts(app: App, given: str) -> PartsFile:
    """Read a file that answers question by question; what it says is judged with the case before it."""
    return PartsFile(given, _toml(given), other_authorities(app))


def _toml(given: str) -> dict[str, Any]:
    """Read a TOML file that somebody wrote; raises `FaultyFile` with the place of what is wrong."""
    try:
        return tomllib.loads(_read(Path(given)).removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        fault = f"is no valid TOML at {place.rstrip(')')}: {message[:1].lower()}{message[1:]}"
        remedy = 'Text stands in quotation marks, and where it has several lines in three of them: """ … """.'
        raise FaultyFile([Problem(given, "", fault, remedy)]) from error


def other_authorities(app: App) -> dict[str, OtherAuthority]:
    """Return the authorities that an answer may refer to, by id."""
    return {
        one.id.casefold(): OtherAuthority(
            id=one.id,
            name=one.name,
            team=one.team,
            postal_address=one.postal_address,
            email=one.email,
            telephone=one.telephone,
            website=one.website,
        )
        for one in app.config.other_authorities
    }


def _holder(app: App, given: str) -> Holder:
    """Return an information holder by id, or by an address that is configured as one's own or a deputy's."""
    found = app.policy.holder(given)
    if found is None:
        known = [one.id for one in app.policy.holders]
        remedy = nearest(given, known) if known else "Add it to config.toml: [[holders]]."
        raise UsageError(f"There is no information holder {given}. {remedy}")
    return found


def _count(app: App, given: str) -> int:
    del app
    digits = given.strip().lstrip("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_COUNT):
        raise UsageError(f"'{given}' is no number. Write it in digits, as 1.")
    return int(digits)


def _minutes(app: App, given: str) -> int:
    """Return hours written with decimals as whole minutes; raises `UsageError` for what cannot have been meant."""
    del app
    written = given.strip()
    hours = Decimal(written) if HOURS.fullmatch(written) else Decimal(0)
    minutes = int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < minutes <= MOST_HOURS * 60:
        raise UsageError(f"'{given}' is no number of hours. Write it as 2 or 1.5, above 0 and at most {MOST_HOURS}.")
    return minutes


HOURS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
MOST_HOURS = 1_000
LONGEST_COUNT = 6


def _points(app: App, given: str) -> tuple[Point, ...]:
    """Read a file that decides a review point by point; raises `FaultyFile` with everything that is wrong in it."""
    del app
    points, problems = read_points(given, _toml(given))
    if problems:
        raise FaultyFile(problems)
    return points


def _attachment(app: App, given: str) -> Attachment:
    """Read a file to send; raises `UsageError` for one that is missing, empty or larger than foibot keeps."""
    del app
    path = Path(given)
    try:
        if path.stat().st_size > LARGEST_KEPT:
            raise UsageError(
                f"{path} is larger than foibot keeps ({LARGEST_KEPT // MEGABYTE} MB). Put it on a data carrier, name "
                "it in --text, and add --post."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    if not data:
        raise UsageError(f"{path} is empty: nothing would reach the applicant.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(path.name, kind, data)


LARGEST_KEPT = 100 * MEGABYTE
READERS: dict[ArgumentType, Callable[[App, str], Any]] = {
    ArgumentType.DATE: _date,
    ArgumentType.MOMENT: _moment,
    ArgumentType.OFFICER: _officer,
    ArgumentType.REGIME: _regime,
    ArgumentType.REFERENCE: _reference,
    ArgumentType.AUTHORITY: _authority,
    ArgumentType.FILE: _attachment,
    ArgumentType.PARTS: _parts,
    ArgumentType.HOLDER: _holder,
    ArgumentType.COUNT: _count,
    ArgumentType.HOURS: _minutes,
    ArgumentType.POINTS: _points,
}
