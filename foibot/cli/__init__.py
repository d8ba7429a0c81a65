"""The command line: `foibot VERB …`. Commands are loaded when they are asked for, so that the daemon stays small.

Errors become sentences for people here and nowhere else: 0 done, 1 it could not be done now, 2 wrong usage or
configuration.
"""

import importlib
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from foibot import __version__
from foibot.errors import ConfigError, FoibotError, UsageError
from foibot.store.damage import naming_damage

PLACES: Mapping[str, str] = {
    "demo": "foibot.cli.demo:demo_command",
    "init": "foibot.cli.init:init_command",
    "check": "foibot.cli.checking:check_command",
    "sign-in": "foibot.cli.sign_in:sign_in_command",
    "run": "foibot.cli.running:run_command",
    "once": "foibot.cli.once:once_command",
    "backfill": "foibot.cli.history:backfill_command",
    "export": "foibot.cli.exporting:export_command",
    "import": "foibot.cli.importing:import_command",
    "history": "foibot.cli.history:history_command",
    "inspect": "foibot.cli.inspect:inspect_command",
    "clock": "foibot.cli.clock:clock_command",
    "cases": "foibot.cli.register:cases_command",
    "case": "foibot.cli.register:case_command",
    "due": "foibot.cli.register:due_command",
    "triage": "foibot.cli.register:triage_command",
    "search": "foibot.cli.search:search_command",
    "similar": "foibot.cli.search:similar_command",
    "drafts": "foibot.cli.letters:drafts_command",
    "draft": "foibot.cli.draft:draft_command",
    "letters": "foibot.cli.letters:letters_command",
    "parts": "foibot.cli.parts:parts_command",
    "lines": "foibot.cli.lines:lines_command",
    "bundle": "foibot.cli.bundle:bundle_command",
    "publish": "foibot.cli.publish:publish_command",
    "board": "foibot.cli.board:board_command",
    "explore": "foibot.cli.explore:explore_command",
    "person": "foibot.cli.person:person_command",
    "purge": "foibot.cli.purge:purge_command",
    "report": "foibot.cli.report:report_command",
    "status": "foibot.cli.health:status_command",
    "audit": "foibot.cli.health:audit_command",
    "backup": "foibot.cli.backup:backup_command",
    "states": "foibot.cli.states:states_command",
}
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Begin": ("demo", "init", "check", "sign-in", "run", "once"),
    "Look": (
        "cases",
        "case",
        "due",
        "triage",
        "search",
        "similar",
        "drafts",
        "draft",
        "letters",
        "parts",
        "lines",
        "bundle",
        "person",
        "status",
        "board",
        "explore",
    ),
    "Decide": (),  # the rows of COMMANDS
    "Count and publish": ("report", "publish"),
    "Move and keep": ("backfill", "history", "import", "export", "backup", "purge", "audit"),
    "Ask": ("clock", "inspect", "states"),
}


def sections() -> Mapping[str, tuple[str, ...]]:
    """Return every verb, in the sections and the order in which help shows them."""
    return {**_SECTIONS, "Decide": tuple(_officers_commands())}


def _officers_commands() -> Mapping[str, Any]:
    """Load the table of what officers can do: most of the house, which the daemon's start does without."""
    commands: Mapping[str, Any] = _load("foibot.casework.commands:COMMANDS")
    return commands


class Verbs(click.Group):
    """The verbs of foibot: those of the officers come from the COMMANDS table, the others from `PLACES`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every verb, in the order in which help shows them."""
        del ctx
        return [verb for verbs in sections().values() for verb in verbs]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a verb; None for one that does not exist."""
        del ctx
        if cmd_name in PLACES:
            command: click.Command = _load(PLACES[cmd_name])
            return command
        row = _officers_commands().get(cmd_name)
        made: click.Command | None = _load("foibot.cli.officers:command_for")(row) if row else None
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that was written; one that does not exist is answered with the nearest."""
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            nearest = _load("foibot.law.wording:nearest")
            raise click.UsageError(f"There is no command {args[0]}. {nearest(args[0], self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs in their sections."""
        for title, verbs in sections().items():
            rows = [
                (verb, command.get_short_help_str(56)) for verb in verbs if (command := self.get_command(ctx, verb))
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


def _load(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="FOIBOT_CONFIG",
    default=Path("config.toml"),
    help="The configuration (default: config.toml here, or FOIBOT_CONFIG).",
)
@click.version_option(__version__, prog_name="foibot")
@click.pass_context
def foibot(context: click.Context, config: Path) -> None:
    """Watch the mailbox of a Freedom of Information team, so that no request is lost and no deadline missed."""
    context.obj = config


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows ? where it cannot show a letter
    try:
        with naming_damage():
            status = foibot.main(prog_name="foibot", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ConfigError, UsageError) as error:
        _say(error)
        sys.exit(2)
    except FoibotError as error:
        _say(error)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _say(error: FoibotError) -> None:
    for line in str(error).splitlines() or [type(error).__name__]:
        harmless = "".join(letter if letter.isprintable() else " " for letter in line)
        click.echo(f"foibot: {harmless}", err=True)
