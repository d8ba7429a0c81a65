"""`cases`, `case`, `due`, `triage`: the register as people read it, in 80 columns or as data."""

from datetime import date
from typing import Any

import click

from foibot.app import App
from foibot.casework.case import Case, CaseStatus
from foibot.casework.costs import cost_of, hours, in_words
from foibot.cli.clock_view import clock_as_data, print_clock
from foibot.cli.filters import known_tag
from foibot.cli.register_view import show_case, show_cases, show_messages
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import console
from foibot.errors import UsageError
from foibot.jobs.costs import minutes_elsewhere
from foibot.jobs.linking import links_in_words
from foibot.jobs.named import get_case
from foibot.jobs.questions_as_data import as_data
from foibot.jobs.release_as_data import released_as_data
from foibot.jobs.review_wording import commissioner_as_data, review_as_data
from foibot.jobs.standing_in_time import progress_of
from foibot.jobs.standing_of_drafts import with_standing
from foibot.law.clock import ClockReading, london_day, working
from foibot.law.wording import nearest
from foibot.law.written_moments import LONDON, read_moment
from foibot.store import calendar, cases, queries, sketches
from foibot.store.database import Database
from foibot.store.queries import CaseFilter
from foibot.store.undecided import undecided


@click.command("cases")
@click.option("--status", metavar="STATUS", help="Only cases of this status, such as open or closed.")
@click.option("--officer", metavar="OFFICER", help="Only cases of this officer ('-' for nobody's).")
@click.option("--due-by", metavar="DATE", help="Only cases due by this day.")
@click.option("--tag", metavar="WORD", help="Only cases with this tag.")
@click.option("--all", "everything", is_flag=True, help="Closed cases too.")
@now_option
@json_option
@click.pass_context
def cases_command(context: click.Context, /, **said: Any) -> None:
    """List the cases, the most urgent first."""
    session, due_by, status = open_session(context, said["now"]), said["due_by"], said["status"]
    wanted = CaseFilter(
        known_status(status),
        known_officer(session.app, said["officer"]),
        read_moment(due_by).astimezone(LONDON).date().isoformat() if due_by else None,
        said["everything"] or status is not None,
        known_tag(session, said["tag"]),
    )
    _list(session, wanted, as_json=said["as_json"])


def known_status(written: str | None) -> str | None:
    """Return a status as the register writes it; raises `UsageError` for one that there is not."""
    if written is None:
        return None
    status = written.strip().casefold().replace("-", "_").replace(" ", "_")
    if status not in set(CaseStatus):
        raise UsageError(f"There is no status {written}. {nearest(written, [str(one) for one in CaseStatus])}")
    return status


def known_officer(app: App, written: str | None) -> str | None:
    """Return an officer's id as it is configured; raises `UsageError` for one that is not."""
    known = {one.id.casefold(): one.id for one in app.policy.officers}
    if written is None or written == "-":
        return written
    if written.casefold() not in known:
        raise UsageError(f"There is no officer {written}. {nearest(written, list(known.values()))}")
    return known[written.casefold()]


@click.command("due")
@click.option(
    "--within",
    type=click.IntRange(-3660, 3660),
    default=7,
    show_default=True,
    help="How many calendar days ahead to look.",
)
@now_option
@json_option
@click.pass_context
def due_command(context: click.Context, *, within: int, now: str | None, as_json: bool) -> None:
    """List what is overdue and what is due soon."""
    session = open_session(context, now)
    until = queries.days_after(london_day(session.now), within)
    _list(session, CaseFilter(due_by=until.isoformat()), as_json=as_json)


def _list(session: Session, wanted: CaseFilter, *, as_json: bool) -> None:
    db, today = session.read(), london_day(session.now)
    rows = queries.cases(db, wanted)
    _hint_at_a_new_calendar(session, db)
    progress = progress_of(session.app, db, [row["reference"] for row in rows if row["due_on"]], today)
    for row in rows:
        row["progress"] = progress.get(row["reference"], "")
        row["overdue"] = bool(row["due_on"]) and row["due_on"] < today.isoformat()
    if as_json:
        print_json(rows)
    else:
        show_cases(rows)


@click.command("case")
@click.argument("reference")
@click.option("--clock", is_flag=True, help="Show each day of the clock, counted or skipped, and why.")
@now_option
@json_option
@click.pass_context
def case_command(context: click.Context, reference: str, *, clock: bool, now: str | None, as_json: bool) -> None:
    """Show one case: how it stands, what happened, its mails and letters."""
    session = open_session(context, now)
    db, today = session.read(), london_day(session.now)
    case = get_case(session.app, db, reference)
    _hint_at_a_new_calendar(session, db)
    if clock:
        statutes = session.app.statutes
        reading = statutes.read_review(case) if case.under_review else statutes.read(case)
        _show_clock(session, reading, today, as_json=as_json)
        return
    data = queries.whole_case(db, case.reference)
    data["links"] = [{"to": link.to, "how": link.how, "alike": link.alike} for link in case.links]
    data["to_weigh"] = links_in_words(session.app, case)
    data["linked_from"] = [{"reference": other, "how": how} for other, how in sketches.linked_from(db, case.reference)]
    data["drafts"] = with_standing(session.app, db, data["drafts"], case.reference)
    data["questions"] = as_data(case)
    data["cost"] = _cost(session, db, case)
    data["clock"] = _clock(session, db, case)
    data["language"] = case.language
    data["tags"] = case.tags
    data["review"] = review_as_data(session.app, case)
    data["commissioner_case"] = commissioner_as_data(case)
    data["released"] = released_as_data(case)
    if as_json:
        print_json(data)
    else:
        show_case(data)


def _cost(session: Session, db: Database, case: Case) -> dict[str, Any]:
    """Return the time spent on a case, and how that stands to the cost limit."""
    cost = cost_of(case, session.app.policy, minutes_elsewhere(db, case))
    return {
        "hours": hours(cost.minutes),
        "pounds": f"{cost.pounds}",
        "by_activity": {name: hours(count) for name, count in cost.by_activity.items()},
        "together_with": {reference: hours(count) for reference, count in cost.elsewhere.items()},
        "limit": dict(cost.limit) if cost.limit else None,
        "per_cent_of_limit": cost.share,
        "in_words": in_words(cost) if cost.together else "",
    }


def _clock(session: Session, db: Database, case: Case) -> dict[str, Any]:
    """Return how the clock stands; for a case whose regime is no longer configured, the dates it had."""
    statutes = session.app.statutes
    progress = statutes.progress(case, london_day(session.now))
    if statutes.no_clock_for(case.regime):
        kept = cases.stored_dates(db, case.reference, case.regime) or cases.Dates()
        dates = {"due_on": kept.due_on, "clock_from": kept.clock_from}
        return {**dates, "regime": case.regime, "progress": progress, "warnings": ()}
    reading = statutes.read_review(case) if case.under_review else statutes.read(case)
    return {
        "due_on": reading.due_on,
        "clock_from": reading.clock_from,
        "regime": reading.regime.title,
        "progress": progress,
        "warnings": reading.warnings,
    }


def _hint_at_a_new_calendar(session: Session, db: Database) -> None:
    """Say on standard error that the dates in the register rest on what was configured before."""
    kept = calendar.edition(db)
    if kept is not None and kept[0] != session.app.statutes.edition:
        click.echo(NEW_CALENDAR, err=True)


NEW_CALENDAR = "The calendar or the clocks have changed: due dates are counted again with the next pass (foibot once)."


def _show_clock(session: Session, reading: ClockReading, today: date, *, as_json: bool) -> None:
    calendar = session.app.statutes.calendar(reading.regime)
    days = working(reading, calendar)
    if as_json:
        print_json(clock_as_data(reading, days, calendar))
    else:
        print_clock(console(), reading, days, today)


@click.command("triage")
@json_option
@click.pass_context
def triage_command(context: click.Context, *, as_json: bool) -> None:
    """List the messages that wait for a person: undecided, on a case too, unreadable, or a likely request in Junk."""
    session = open_session(context)
    db = session.read()
    rows = [*undecided(db), *queries.messages_for_people(db)]
    if as_json:
        print_json(rows)
    else:
        show_messages(rows)
