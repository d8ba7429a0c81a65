"""`status` and `audit`: how foibot itself is doing, and whether the register is what its log makes it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from foibot.casework.hearing import is_away, who_hears
from foibot.cli.health_view import show_status
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.jobs.calendar_keeping import without_clock
from foibot.jobs.comparing import differences
from foibot.jobs.desk import Desk
from foibot.jobs.health import troubles
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import case_row
from foibot.law.clock import london_day
from foibot.store import audit, holding, job_runs, queries
from foibot.store.database import Database
from foibot.store.register import open_for_reading
from foibot.store.undecided import undecided


@click.command("status")
@click.option("--check", is_flag=True, help="End with status 1 if anything is in trouble, for scripts and probes.")
@now_option
@json_option
@click.pass_context
def status_command(context: click.Context, *, check: bool, now: str | None, as_json: bool) -> None:
    """Say when each job last ran, how far behind the mailbox is, and what waits for a person."""
    session = open_session(context, now)
    db, settings = session.read(), session.app.config
    patience, poll = timedelta(minutes=settings.alerts.after_minutes), timedelta(seconds=settings.mailbox.poll_seconds)
    found = troubles(db, session.now, patience, poll)
    data: dict[str, Any] = {
        "register": str(session.app.config.register.path),
        "sending_held": holding.is_held(db),
        "jobs": [_job(run, session.now) for run in job_runs.all_runs(db)],
        "folders": queries.folders(db),
        "counts": queries.counts(db),
        "not_read": queries.faults(db),
        "waiting_for_people": len([*queries.messages_for_people(db), *undecided(db)]),
        "away": _away(session, db),
        "calendar": session.app.statutes.edition,
        "calendar_known_through": session.app.statutes.calendars.known_through,
        "to_post": queries.to_post(db),
        "troubles": [{"name": one.name, "since": one.since, "said": one.said} for one in found],
    }
    if as_json:
        print_json(data)
    else:
        show_status(data)
    context.exit(1 if check and found else 0)


def _away(session: Session, db: Database) -> list[dict[str, Any]]:
    """Return who is away, until when, and who hears of their cases meanwhile."""
    policy, today = policy_now(session.app, db), london_day(session.now)
    return [
        {
            "officer": one.id,
            "until": policy.absences[one.id],
            "told_instead": [other.id for other in who_hears(one.id, policy, today)],
        }
        for one in policy.officers
        if is_away(one, policy, today)
    ]


def _job(run: job_runs.JobRun, now: datetime) -> dict[str, Any]:
    since = (now - run.succeeded_at).total_seconds() if run.succeeded_at else None
    return {
        "job": run.job,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "succeeded_at": run.succeeded_at,
        "seconds_since_success": since,
        "failures_in_a_row": run.failures,
        "fault": run.fault,
        "done": run.done,
    }


@click.command("audit")
@click.option("--of", "copy", type=click.Path(path_type=Path), help="Look into a copy of the register instead.")
@click.option("--connect", is_flag=True, help="Hold the register against the mailbox too, and the outbox against Sent.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="With --connect: how far back."
)
@now_option
@json_option
@click.pass_context
def audit_command(
    context: click.Context, *, copy: Path | None, connect: bool, days: int, now: str | None, as_json: bool
) -> None:
    """Check the log's chain, and the tables against a replay of the log.

    With --connect also whether what lies in the mailbox and in Sent is what the register knows. Nothing is moved.
    """
    session = open_session(context, now)
    if copy and connect:
        raise UsageError("A copy is not what works on the mailbox: use --of or --connect, and not both.")
    db = open_for_reading(copy.absolute()) if copy else session.read()
    found = [
        *audit.faults(db, lambda case: case_row(session.app, db, case)),
        *without_clock(session.app, db),
    ]
    if connect:
        with session.app.mailbox() as mailbox:
            desk = Desk(session.app, db, lambda: session.now)
            found += differences(desk, mailbox, session.now - timedelta(days=days))
    if as_json:
        print_json({"whole": not found, "faults": found, "events": queries.stream_length(db)})
    else:
        _show_audit(found, queries.stream_length(db), connect=connect)
    context.exit(1 if found else 0)


def _show_audit(found: list[str], events: int, *, connect: bool) -> None:
    for fault in found:
        click.echo(wrapped(fault, rest="    "))
    if found:
        click.echo(f"Faults: {len(found)}.")
        return
    mailbox = " So do the mailbox and Sent." if connect else ""
    click.echo(f"{events} events: the chain is whole and the tables agree.{mailbox}")
