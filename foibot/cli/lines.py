"""`lines`: the authority's standard lines, found by their words."""

import dataclasses

import click

from foibot.app import App
from foibot.cli.session import json_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.errors import LetterError
from foibot.jobs.proofs import invented_facts
from foibot.jobs.wording import contact_lines
from foibot.mail.render import StandardLine


@click.command("lines")
@click.argument("words", nargs=-1)
@json_option
@click.pass_context
def lines_command(context: click.Context, words: tuple[str, ...], *, as_json: bool) -> None:
    """List the standard lines for letters, or those that have all the WORDS.

    Put one into a letter with --line NAME.
    """
    app = open_session(context).app
    known = [_as_read(app, line) for line in app.templates.standard_lines()]
    wanted = [word.casefold() for said in words for word in said.split()]
    found = [line for line in known if all(word in _searched(line) for word in wanted)]
    if as_json:
        print_json([dataclasses.asdict(line) for line in found])
    elif found:
        _show(found, whole=bool(wanted))
    elif known:
        click.echo(f"No standard line has {' and '.join(words)}. 'foibot lines' lists all {len(known)}.")
    else:
        click.echo("There are no standard lines. Write one: docs/engineering.md says how.")


def _as_read(app: App, line: StandardLine) -> StandardLine:
    """Return a line with its words as a letter has them, for an invented case; as it is written where that fails."""
    facts = {**invented_facts(app, "reply"), "authority": app.config.authority.name, "contact": contact_lines(app)}
    try:
        return dataclasses.replace(line, text=app.templates.standard_line(line.name, facts))
    except LetterError:
        return line


def _searched(line: StandardLine) -> str:
    return f"{line.name} {line.name.replace('-', ' ')} {line.title} {line.text}".casefold()


def _show(found: list[StandardLine], *, whole: bool) -> None:
    """Show names and titles; what was searched for with its words."""
    width = max(len(line.name) for line in found) + 2
    for line in found:
        title = line.title or "(its first line has no title: see 'foibot check')"
        click.echo(wrapped(f"{title}{' (your own)' if line.own else ''}", f"{line.name:{width}}", " " * width))
        for paragraph in line.text.splitlines() if whole else ():
            click.echo(wrapped(paragraph, "  | ") if paragraph.strip() else "  |")
    click.echo("\nPut one into a letter: foibot respond REF OUTCOME --line NAME")
