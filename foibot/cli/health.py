"""`status` and `audit`: how foibot itself is doing, and whether the register is what its log makes it."""

from datetime import datetime, timedelta
from typing import Any

import click
from sqlite_utils import Database

from foibot.casework.hearing import is_away, who_hears
from foibot.cli.health_view import show_status
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.jobs.calendar_keeping import without_clock
from foibot.jobs.health import troubles
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import case_row
from foibot.law.clock import london_day
from foibot.store import audit, holding, job_runs, queries
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
@json_option
@click.pass_context
def audit_command(context: click.Context, *, as_json: bool) -> None:
    """Check the log's chain, and the tables against a replay of the log."""
    session = open_session(context)
    db = session.read()
    found = [
        *audit.faults(db, lambda case: case_row(session.app, db, case)),
        *without_clock(session.app, db),
    ]
    if as_json:
        print_json({"whole": not found, "faults": found, "events": queries.stream_length(db)})
    else:
        for fault in found:
            click.echo(wrapped(fault, rest="    "))
        length = queries.stream_length(db)
        click.echo(
            f"{length} events: the chain is whole and the tables agree." if not found else f"Faults: {len(found)}."
        )
    context.exit(1 if found else 0)
