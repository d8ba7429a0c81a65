"""`foibot once` and `foibot backfill`: one pass of every job, and old mail taken in silently."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.cli.session import json_option, looked_through, now_option, open_session, print_json
from foibot.errors import UsageError
from foibot.jobs.alerting import Alarm
from foibot.jobs.arguments import LONDON, read_moment
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk, utc_now
from foibot.jobs.reading_sent import take_in
from foibot.jobs.rehearsal import Rehearsal, rehearse
from foibot.jobs.rounds import Pass, one_pass
from foibot.law.clock import london_day
from foibot.logs import set_up_logs
from foibot.store.lock import sole_worker

LAST_WEEKS = timedelta(weeks=4)


@click.command("once")
@click.option("--dry-run", is_flag=True, help="Say what would be done; send, move and write nothing.")
@click.option("--since", metavar="DATE", help="With --dry-run: look at mail from this day on (default: four weeks).")
@now_option
@json_option
@click.pass_context
def once_command(context: click.Context, *, dry_run: bool, since: str | None, now: str | None, as_json: bool) -> None:
    """Do every job that is due, once, and stop."""
    if since and not dry_run:
        raise UsageError(
            "--since says how far back a rehearsal looks: use it with --dry-run, or 'foibot backfill --since'."
        )
    session = open_session(context, now)
    app = looked_through(session.app)
    set_up_logs("error" if dry_run else "warning", app.config.log.format)
    if now and not dry_run:
        _refuse_real_servers(app)
    clock = (lambda: session.now) if now else utc_now
    if dry_run:
        for fault in app.faulty_templates:
            click.echo(f"foibot: {fault}", err=True)
        start = read_moment(since) if since else session.now - LAST_WEEKS
        with tempfile.TemporaryDirectory(prefix="foibot-") as folder:
            copy = replace(app.config, register=replace(app.config.register, path=Path(folder) / "rehearsal.db"))
            _show_rehearsal(rehearse(app, replace(app, config=copy), clock, start), as_json=as_json)
        return
    with sole_worker(app.config.register.path):
        desk = Desk(app, app.open_register(), clock)
        result = one_pass(desk)
        Alarm(app).look(desk.db, desk.clock())
    _show(result, as_json=as_json)
    context.exit(1 if result.faults else 0)


def _refuse_real_servers(app: App) -> None:
    if not app.only_loopback:
        raise UsageError("--now is for rehearsals: use it with --dry-run, or with servers on this machine only.")


def _show(result: Pass, *, as_json: bool) -> None:
    if as_json:
        print_json({"done": result.done, "faults": result.faults})
        return
    taken, sent = result.done.get("intake", {}), result.done.get("dispatch", {})
    if "intake" in result.done:
        states = ", ".join(f"{count} {WORDS[state]}" for state, count in taken["by_state"].items())
        click.echo(f"Mailbox: {taken['listed']} new messages{f' ({states})' if states else ''}.")
        click.echo(f"Cases:   {taken['new_cases']} opened.")
    if "dispatch" in result.done:
        looked_for = result.done.get("copies", {})
        told = [*sent.items(), *((name, count) for name, count in looked_for.items() if name != "copied")]
        counts = ", ".join(f"{count} {name}" for name, count in told)
        click.echo(f"Letters: {counts or 'none due'}.")
    _show_chase(result.done.get("chase", {}))
    for fault in dict.fromkeys(result.faults.values()):
        for line in fault.splitlines():
            click.echo(f"foibot: {line}", err=True)


SENT_BEFORE = "Of what people send by hand, only what they sent since foibot began is read."


def _show_chase(done: Mapping[str, Any]) -> None:
    """Say whom a pass has chased, and what time and silence have done."""
    told = {
        "chasers": "reminders to colleagues",
        "reminders": "reminders to applicants",
        "holders": "reminders to information holders",
    }
    counts = [f"{words}: {done[name]}" for name, words in told.items() if done.get(name)]
    named = [f"{what}: {', '.join(done[what])}" for what in ("late", "lapsed") if done.get(what)]
    if counts or named:
        click.echo(f"Chase:   {'; '.join([*counts, *named])}.")


WORDS = {
    "case": "on cases",
    "triage": "to triage",
    "machine": "from machines",
    "not_foi": "no requests, as a person said",
    "duplicate": "delivered twice",
    "set_aside": "set aside, unreadable",
    "junk": "in Junk",
    "sent": "sent by hand, about no case",
    "ours": "copies of letters of foibot's own",
}


def _show_rehearsal(rehearsed: Rehearsal, *, as_json: bool) -> None:
    messages, letters = rehearsed.messages, rehearsed.letters
    if as_json:
        print_json([row.as_data() for row in messages])  # a row a message: what reads this counts them
        return
    for row in messages:
        click.echo(row.as_text())
    for letter in letters:
        click.echo(f"\nWould write {letter.as_text()}")
    counts: dict[str, int] = {}
    for row in messages:
        counts[row.state] = counts.get(row.state, 0) + 1
    told = ", ".join(f"{count} {WORDS[state]}" for state, count in counts.items()) or "nothing"
    click.echo(f"\n{SENT_BEFORE}")
    click.echo(f"{len(messages)} messages: {told}. Nothing was sent, moved, flagged or written.")


@click.command("backfill")
@click.option("--since", metavar="DATE", required=True, help="Take in mail that arrived on this day or later.")
@json_option
@click.pass_context
def backfill_command(context: click.Context, *, since: str, as_json: bool) -> None:
    """Take in the mail that lies in the mailbox now, without writing to anybody about it.

    Run it once, before the first 'foibot run'. Mail from before the day stays as it is and is never read. It may be
    run again if it was cut short.
    """
    session = open_session(context)
    app, start = session.app, datetime.combine(london_day(read_moment(since)), time(), LONDON)
    set_up_logs("warning", app.config.log.format)
    with sole_worker(app.config.register.path), app.mailbox() as mailbox:
        desk = Desk(app, app.open_register())
        keep_calendar(desk)
        taken = take_in(desk, mailbox, history=start)
    if as_json:
        print_json(taken.summary())
    else:
        click.echo(f"{taken.kept} messages taken in, {len(taken.references)} cases opened, nobody written to.")
