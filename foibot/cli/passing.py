"""What `foibot once` does when it is loaded: one pass of every job, or a rehearsal of one."""

import tempfile
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from foibot.app import App, build
from foibot.cli.own_templates import looked_through
from foibot.cli.session import print_json
from foibot.config import Config
from foibot.errors import UsageError
from foibot.jobs.alerting import Alarm
from foibot.jobs.desk import Desk, utc_now
from foibot.jobs.rehearsal import Rehearsal, rehearse
from foibot.jobs.rounds import Pass, one_pass
from foibot.law.written_moments import read_moment
from foibot.logs import set_up_logs
from foibot.mail.mailbox import ImapMailbox
from foibot.store.lock import sole_worker

LAST_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `foibot once` was asked for, as it was written."""

    now: str | None
    since: str | None
    as_json: bool


def do_once(config: Config, mailbox: ImapMailbox | None, wanted: Wanted) -> int:
    """Do every job that is due, once; return the exit status.

    `mailbox` is one that is being connected to by whoever holds the register's lock already.
    """
    app = looked_through(build(config))
    set_up_logs("warning", config.log.format)
    if wanted.now:
        refuse_real_servers(app)
    moment = read_moment(wanted.now) if wanted.now else None
    with nullcontext() if mailbox else sole_worker(config.register.path):
        desk = Desk(app, app.open_register(), (lambda: moment) if moment else utc_now)
        result = one_pass(desk, mailbox)
        Alarm(app).look(desk.db, desk.clock())
    _show(result, as_json=wanted.as_json)
    return 1 if result.faults else 0


def rehearse_once(config: Config, wanted: Wanted) -> None:
    """Say what a pass would do with the mail of the last weeks; nothing is sent, moved, flagged or written."""
    app = looked_through(build(config))
    set_up_logs("error", config.log.format)
    for fault in app.faulty_templates:
        click.echo(f"foibot: {fault}", err=True)
    now = read_moment(wanted.now) if wanted.now else None
    start = read_moment(wanted.since) if wanted.since else (now or datetime.now(UTC)) - LAST_WEEKS
    with tempfile.TemporaryDirectory(prefix="foibot-") as folder:
        copy = replace(config, register=replace(config.register, path=Path(folder) / "rehearsal.db"))
        clock = (lambda: now) if now else utc_now
        _show_rehearsal(rehearse(app, replace(app, config=copy), clock, start), as_json=wanted.as_json)


def refuse_real_servers(app: App) -> None:
    """Refuse a time of one's own choice where a server is not on this machine; raises `UsageError`."""
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
        told = [*sent.items(), *looked_for.items()]
        counts = ", ".join(f"{count} {name}" for name, count in told if name != "copied")
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
