"""`foibot publish DIR`: the disclosure log as a folder of pages, with what kept a case out of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.config.kinds import WEB_ADDRESS
from foibot.errors import UsageError
from foibot.jobs.found_in_releases import Found, lines_of_texts
from foibot.jobs.guarding_published import looking_now
from foibot.jobs.named import get_case
from foibot.jobs.publishing import Held, Published, publish
from foibot.jobs.released_texts import how_to_mend, named_texts, texts_of


@click.command("publish")
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--base-url", metavar="URL", help="The address at which the folder is read (default: [publish] base_url)."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; name what would be written and taken away.")
@click.option(
    "--texts",
    metavar="REFERENCE",
    help="Show the texts of a released case and its files of text, by line; write nothing.",
)
@now_option
@json_option
@click.pass_context
def publish_command(
    context: click.Context,
    *,
    folder: Path | None,
    base_url: str | None,
    dry_run: bool,
    texts: str | None,
    now: str | None,
    as_json: bool,
) -> int:
    """Write the disclosure log into DIR: a page for each released case, an index, search, RSS and JSON."""
    session = open_session(context, now)
    if texts is not None:
        return _show_texts(session, texts, as_json=as_json)
    if folder is None:
        raise UsageError("Say where: foibot publish DIR. An empty folder, or one that foibot has published into.")
    if base_url and not WEB_ADDRESS.fullmatch(base_url):
        raise UsageError(f"{base_url} is no address of a web site. Write it whole: https://www.example.org/foi/log")
    done = publish(session.app, session.read(), folder, base_url=base_url or "", dry_run=dry_run)
    if as_json:
        print_json(_as_data(done, folder, dry_run=dry_run))
    else:
        _say(done, folder, dry_run=dry_run)
    return 1 if done.held else 0


def _as_data(done: Published, folder: Path, *, dry_run: bool) -> dict[str, object]:
    held = [{"reference": one.reference, "where": one.where, "what": one.what, "code": one.code} for one in done.held]
    return {
        "folder": str(folder),
        "dry_run": dry_run,
        "cases": done.cases,
        "held": held,
        "changed": list(done.changed),
        "removed": list(done.removed),
        "files": done.files,
    }


def _say(done: Published, folder: Path, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    cases = f"{done.cases} case{'' if done.cases == 1 else 's'}"
    files = f"{len(done.changed)} of {done.files} files {would}written, {len(done.removed)} {would}taken away"
    click.echo(wrapped(f"{folder}: {cases} in the log; {files}."))
    taken = "Would be taken away" if dry_run else "Taken away"
    for what, names in (("Would be written", done.changed if dry_run else ()), (taken, done.removed)):
        if names:
            click.echo("\n    ".join((f"  {what}:", *_named(names))))
    for reference in dict.fromkeys(one.reference for one in done.held):
        click.echo(wrapped(f"{reference} has no page:", "", "  "), err=True)
        for one in (one for one in done.held if one.reference == reference):
            click.echo(wrapped(_found(one), "  ", "    "), err=True)
        if all(one.where != "case" for one in done.held if one.reference == reference):
            click.echo(wrapped(how_to_mend(reference), "  ", "    "), err=True)


def _named(names: Sequence[str]) -> Iterator[str]:
    """Name some of many files, pages of cases before all else: they say which cases it is about."""
    shown = sorted(names, key=lambda name: (not name.startswith("cases/"), not name.endswith(".html"), name))
    yield from shown[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        yield f"and {len(names) - MOST_NAMED} more; --json names all"


MOST_NAMED = 10


def _found(one: Held | Found) -> str:
    return f"{f'[{one.code}] ' if one.code else ''}{one.where}: {one.what}"


def _show_texts(session: Session, reference: str, *, as_json: bool) -> int:
    """Show the texts of a case, and its files of text, as they would be published; exit 1 where something is held."""
    db = session.read()
    case = get_case(session.app, db, reference)
    texts = texts_of(session.app, db, case.reference, looking_now(session.app, db))
    if texts is None:
        raise UsageError(f"{case.reference} is not released. Release it first: foibot release {case.reference}")
    if as_json:
        held = [one._asdict() for one in texts.held]
        files = dict(lines_of_texts(texts.files))
        print_json({"reference": case.reference, "texts": dict(named_texts(texts)), "files": files, "held": held})
        return 1 if texts.held else 0
    for name, text in named_texts(texts):
        click.secho(f"\n{name.capitalize()}", bold=True)
        _show_lines(text.split("\n") if text else [])
    for name, lines in lines_of_texts(texts.files):
        click.secho(f"\n{name.capitalize()}", bold=True)
        _show_lines(lines)
    for one in texts.held:
        click.echo(wrapped(_found(one), "", "  "), err=True)
    return 1 if texts.held else 0


def _show_lines(lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, 1):
        click.echo(wrapped(line, f"{number:4}  ", " " * 6))
