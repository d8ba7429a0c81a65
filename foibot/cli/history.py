"""`backfill` and `history`: old mail taken in silently, and the old requests of which nobody knows an answer."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from foibot.cli.acting import who_acts
from foibot.cli.passing import refuse_real_servers
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import console, table, wrapped
from foibot.errors import UsageError
from foibot.jobs.backfilling import Found, backfill
from foibot.jobs.commanding import carry_out
from foibot.jobs.desk import Desk, utc_now
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.law.written_moments import LONDON, read_moment
from foibot.logs import set_up_logs
from foibot.store import history
from foibot.store.lock import sole_worker

LISTED_AT_MOST = 15


@click.command("backfill")
@click.option("--since", metavar="DATE", required=True, help="Take in mail that arrived on this day or later.")
@now_option
@json_option
@click.pass_context
def backfill_command(context: click.Context, *, since: str, now: str | None, as_json: bool) -> None:
    """Take in the mail that lies in the mailbox now, without writing to anybody about it.

    Run it before the first 'foibot run'. Mail from before the day stays as it is and is not read, unless you run it
    again with an earlier day. Answers that surely are some, in Sent, are recorded as sent by hand. It may be run again
    if it was cut short.
    """
    session = open_session(context, now)
    app, start = session.app, datetime.combine(london_day(read_moment(since)), time(), LONDON)
    if now:
        refuse_real_servers(app)
    if start > session.now:
        raise UsageError(f"{since} is still to come: nothing would be read, now or later. Give a day that has been.")
    set_up_logs("warning", app.config.log.format)
    clock = (lambda: session.now) if now else utc_now
    with sole_worker(app.config.register.path), app.mailbox() as mailbox, ended_softly() as stop, bar() as seen:
        desk = Desk(app, app.open_register(), clock, stop)
        found = backfill(desk, mailbox, start, seen)
    if as_json:
        print_json({**found.taken.summary(), **{name: one for name, one in asdict(found).items() if name != "taken"}})
        return
    _tell(found, since, cut_short=stop())
    context.exit(1 if stop() else 0)


def _tell(found: Found, since: str, *, cut_short: bool) -> None:
    click.echo(f"{found.taken.kept} messages taken in, {len(found.taken.references)} cases opened, nobody written to.")
    click.echo(
        wrapped(
            f"In the register: {found.cases} cases, {found.correspondence} further messages on them. Answered: "
            f"{found.answered}, {found.recorded} of them by letters in Sent that this run recorded."
        )
    )
    _tell_of_doubles(found.twice)
    if found.left:
        click.echo(
            wrapped(
                f"{found.left} messages from before that day were left unread, and stay so, requests among them too. "
                "To take them in, run it again with an earlier day."
            )
        )
    if found.answers_to_confirm:
        click.echo(wrapped(f"{found.answers_to_confirm} letters in Sent may be answers: the digest lists them."))
    if found.old:
        click.echo(
            wrapped(
                f"{found.old} were due more than a year ago, and no answer is in sight. Nobody is reminded of them: "
                "'foibot history' lists them, and closes them all at once."
            )
        )
    if cut_short:
        click.echo(f"It was cut short. Go on with: foibot backfill --since {since}")


def _tell_of_doubles(twice: list[dict[str, Any]]) -> None:
    if not twice:
        return
    click.echo(
        wrapped(
            f"{len(twice)} of the cases may be doubles: a sheet had brought one of the same address and day. "
            "This puts the message on the sheet's case, and closes its double:"
        )
    )
    for one in twice[:LISTED_AT_MOST]:
        click.echo(f"  foibot classify {one['message']} correspondence --case {one['sheet']}   # {one['mailbox']}")
    if len(twice) > LISTED_AT_MOST:
        click.echo(f"  … and {len(twice) - LISTED_AT_MOST} more: --json names all")


@contextmanager
def ended_softly() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C end the work after the batch at hand; gives what says whether that was asked for."""
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bar(what: str = "Taking in") -> Iterator[Callable[[int, int], None]]:
    """Show how far it is, on standard error; nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
    with shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total or None)


@click.command("history")
@click.option("--due-before", metavar="DATE", help="Those due before this day (default: a year ago).")
@click.option("--close", "why", metavar="WHY", help="Close them all, with this reason. A manager does that.")
@click.option("--yes", is_flag=True, help="With --close: do not ask.")
@click.option("--as", "as_officer", metavar="OFFICER", help="Who acts (default: who you are on this host).")
@now_option
@json_option
@click.pass_context
def history_command(context: click.Context, /, **given: Any) -> None:
    """List requests from before foibot that nobody carries and no answer is known of; close them in bulk.

    Nobody is reminded of them. To take one up again: foibot assign REF OFFICER.
    """
    session = open_session(context, given["now"])
    day = _day(given["due_before"]) if given["due_before"] else london_day(session.now) - history.LONG
    rows = history.without_answer(session.read(), day)
    if given["as_json"]:
        print_json(rows)
    else:
        show_history(rows, day)
    if given["why"] is not None and rows:
        _close(session, rows, given)


def _day(written: str) -> Any:
    return read_moment(written).astimezone(LONDON).date()


def show_history(rows: list[dict[str, Any]], due_before: date) -> None:
    """Show old requests without an answer, one a line."""
    if not rows:
        said = f"No request from before foibot that was due before {plain_day(due_before)} waits without an answer."
        click.echo(wrapped(f"{said} For those due later: --due-before DATE."))
        return
    seen = [f"answer of {row['answer_seen_on']}?" if row["answer_seen_on"] else "" for row in rows]
    lines = [
        (row["reference"], row["received_on"], row["due_on"], answer, " ".join(row["subject"].split()))
        for row, answer in zip(rows, seen, strict=True)
    ]
    columns = [("CASE", 0), ("RECEIVED", 10), ("DUE", 10), ("IN SENT", 0), ("SUBJECT", 0)]
    console().print(table(columns, lines))
    click.echo(f"\n{len(rows)} cases. To close them all: foibot history --close 'Before foibot' --as MANAGER")


def _close(session: Session, rows: list[dict[str, Any]], given: dict[str, Any]) -> None:
    if not given["why"].strip():
        raise UsageError("--close is empty: give the reason.")
    door = who_acts(session, given["as_officer"])
    if not given["yes"] and not click.confirm(f"Close these {len(rows)} cases?"):
        click.echo("Nothing was closed.")
        return
    db = session.app.open_register()
    for row in rows:
        carry_out(session.app, db, "close", row["reference"], {"why": given["why"]}, door)
    click.echo(f"{len(rows)} cases closed; nobody was mailed. 'foibot reopen REF' takes one up again.")
