"""`status` and `audit`: how foibot itself is doing, and whether the register is what its log makes it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from foibot.casework.hearing import is_away, who_hears
from foibot.cli.health_view import show_status
from foibot.cli.history import bar
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.jobs.auditing import Audited, audit_register, held_against
from foibot.jobs.comparing import differences
from foibot.jobs.desk import Desk
from foibot.jobs.health import troubles
from foibot.jobs.presence import policy_now
from foibot.law.clock import london_day
from foibot.store import holding, job_runs, queries
from foibot.store.database import Database
from foibot.store.undecided import undecided


@click.command("status")
@click.option("--check", is_flag=True, help="End with status 1 if anything is in trouble for [alerts] after_minutes.")
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
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="COPY",
    help="Say too whether all that a copy made earlier has in its log still stands: nothing was cut off since.",
)
@click.option("--chain", "chain_only", is_flag=True, help="Check the chains of hashes alone, which is quick.")
@click.option("--connect", is_flag=True, help="Hold the register against the mailbox too, and the outbox against Sent.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=30, show_default=True, help="With --connect: how far back."
)
@now_option
@json_option
@click.pass_context
def audit_command(context: click.Context, /, **given: Any) -> None:
    """Check the log's chain, the tables against a replay of the log, and letters, mail and words against their seals.

    With --connect also whether what lies in the mailbox and in Sent is what the register knows. Nothing is moved.
    With --against COPY also whether the log goes on from where that of a backup ends: a log whose end was cut off, or
    that was reckoned anew, looks whole by itself.
    """
    session, copy, chain_only = open_session(context, given["now"]), given["copy"], given["chain_only"]
    if given["connect"] and (copy or chain_only):
        raise UsageError(
            "The register is held against the mailbox as a whole, and a copy is not what works on it:"
            " use --connect without --of and --chain."
        )
    register = copy.absolute() if copy else session.app.config.register.path
    against = held_against(register, given["against"].absolute()) if given["against"] else []
    with bar("Parts looked at") as told:
        audited = audit_register(session.app, register, chain_only=chain_only, told=told)
    audited.faults += against
    if given["connect"]:
        with session.app.mailbox() as mailbox:
            desk = Desk(session.app, session.read(), lambda: session.now)
            audited.faults += differences(desk, mailbox, session.now - timedelta(days=given["days"]))
    found, events = audited.faults, audited.events
    if given["as_json"]:
        print_json({"whole": not found, "faults": found, "events": events, "unsealed": audited.unsealed})
    else:
        _show_audit(audited, events, connect=given["connect"], chain_only=chain_only)
        if given["against"] and not found:
            click.echo(wrapped(f"All that {given['against']} has in its log and its ledger stands in the register."))
    context.exit(1 if found else 0)


def _show_audit(audited: Audited, events: int, *, connect: bool, chain_only: bool) -> None:
    for fault in audited.faults:
        click.echo(wrapped(fault, rest="    "))
    if audited.faults:
        click.echo(f"Faults: {len(audited.faults)}.")
    elif chain_only:
        click.echo(f"{events} events: the chain is whole, and so is the ledger of seals.")
    else:
        mailbox = " So do the mailbox and Sent." if connect else ""
        click.echo(f"{events} events: the chain is whole and the tables agree.{mailbox}")
    if audited.unsealed:
        click.echo(
            wrapped(
                f"Without a seal: {audited.unsealed} letters, messages, people, words and findings in files. They were"
                " kept before foibot sealed what it keeps; whether somebody changed them since, nothing here tells."
            )
        )
