"""`foibot explore`: Datasette over a copy of the register, in a browser on this machine."""

import shutil
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from html import escape
from pathlib import Path
from types import FrameType
from typing import Any

import click

from foibot.cli.board_pages import in_words
from foibot.cli.session import Session, now_option, open_session
from foibot.cli.tables import wrapped
from foibot.jobs.reporting import days_of_answers
from foibot.law.clock import london_day
from foibot.reports.explorer import Subject, bound, explore, is_installed
from foibot.reports.serving import LOOPBACK
from foibot.store.canned_queries import CANNED
from foibot.store.copying import copy_register
from foibot.store.table_words import COLUMNS, FACETS, FOR_THE_MACHINE, LATEST_FIRST, TABLES

PORT = 8321
NAME = "register"
MASKED = (
    "What people are called and what they wrote is masked: a person is a number, the same in every table."
    " <code>foibot explore --personal-data</code> shows them."
)
UNMASKED = "In confidence: this copy names people and quotes them."


@click.command("explore")
@click.option("--personal-data", is_flag=True, help="Do not mask who people are and what they wrote.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Where to serve it.")
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
@now_option
@click.pass_context
def explore_command(context: click.Context, *, personal_data: bool, port: int, opened: bool, now: str | None) -> None:
    """Open the register in Datasette, to filter, count and ask: a copy, read only, masked, on this machine alone."""
    session = open_session(context, now)
    is_installed()
    with bound(port) as listening, _temporary_folder() as folder:
        address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
        subject = make_subject(session, folder, personal=personal_data)
        click.echo(wrapped(f"{address} shows a copy of the register, {_what(personal=personal_data)}. Ctrl-C ends it."))
        sys.stdout.flush()
        if opened:
            webbrowser.open(address)
        explore(subject, listening)


def _what(*, personal: bool) -> str:
    return "with what tells of people" if personal else "with what tells of people masked"


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Give a folder for its owner's eyes only, and delete it however the process is asked to end."""
    before = [(number, signal.signal(number, _leave)) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)]
    folder = Path(tempfile.mkdtemp(prefix="foibot-explore-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        for number, handler in before:
            signal.signal(number, handler)


def _leave(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(0 if number == signal.SIGINT else 1)


def make_subject(session: Session, folder: Path, *, personal: bool) -> Subject:
    """Put into the folder a copy of the register, and say what it holds."""
    copy = folder / f"{NAME}.db"
    with closing(session.read()) as db:
        due = days_of_answers(session.app, db, london_day(session.now))
    copy_register(session.app.config.register.path, copy, personal=personal, due=due)
    said = f"As it stood on {in_words(session.now)}. {UNMASKED if personal else MASKED}"
    metadata = {
        "title": f"The register of {session.app.config.authority.name}",
        "description_html": f'{said} <a href="/tables">What each table holds</a>.',
        "databases": {NAME: {"queries": queries(london_day(session.now)), "tables": tables()}},
    }
    return Subject(copy, metadata, {"tables": page_of_tables()})


def queries(today: date) -> Mapping[str, Any]:
    """Return the questions that are ready to be asked, for a day in Europe/London."""
    return {
        one.name: {
            "title": one.title,
            "description": one.about,
            "sql": one.sql.format(today=today.isoformat(), year=today.year),
            "hide_sql": True,
        }
        for one in CANNED
    }


def tables() -> Mapping[str, Any]:
    """Return what is said of each table."""
    return {
        name: {
            "description": said,
            "columns": dict(COLUMNS.get(name, {})),
            "facets": list(FACETS.get(name, ())),
            "hidden": name in FOR_THE_MACHINE,
            **({"sort_desc": LATEST_FIRST[name]} if name in LATEST_FIRST else {}),
            **({"label_column": "name"} if name == "people" else {}),
        }
        for name, said in TABLES.items()
    }


def page_of_tables() -> str:
    """Return what stands on the page that explains the tables, as HTML."""
    explained = "".join(_explained(name, said) for name, said in TABLES.items())
    return f"<h1>What each table holds</h1><p>{HOW_TO_READ}</p>{explained}"


HOW_TO_READ = (
    "Begin with <a href='/register/cases'>cases</a>: a request each. Days are days in Europe/London, moments are in"
    " UTC. A reference leads from each table to its case. What foibot keeps secret, its search indexes and the bytes of"
    " mail are not in this copy."
)


def _explained(name: str, said: str) -> str:
    columns = "".join(
        f"<dt>{escape(column)}</dt><dd>{escape(what)}</dd>" for column, what in COLUMNS.get(name, {}).items()
    )
    heading = f'<h2><a href="/{NAME}/{escape(name)}">{escape(name)}</a></h2><p>{escape(said)}</p>'
    return f"{heading}<dl>{columns}</dl>" if columns else heading
