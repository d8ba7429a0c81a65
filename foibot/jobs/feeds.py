"""The deadlines in people's calendars: one file for all and one for each officer, kept current.

They name cases, days and holders, and nobody: whoever subscribes to one may be on any machine.
"""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from foibot.casework.case import Case
from foibot.jobs.desk import Desk
from foibot.law.clock import day_number, london_day
from foibot.law.regime import Unit
from foibot.reports.files import remove, write_if_changed
from foibot.store import cases, deadlines, job_runs, queries
from foibot.store.moments import parse_day, parse_moment

MAKER = "foibot.reports.calendar_feed"
ALL = "deadlines"
JOB, AS_OF = "feeds", "as_of"
Feed = tuple[str, str, Sequence[Any]]


def is_due(desk: Desk) -> bool:
    """Tell whether anything has happened since the files were last looked through, or one is gone."""
    folder = desk.app.config.calendars.path
    if folder is None:
        return False
    known = next((run.done.get(AS_OF) for run in job_runs.all_runs(desk.db) if run.job == JOB), None)
    return known != as_of(desk) or not all((folder / name).is_file() for name in _names(desk))


def as_of(desk: Desk) -> str:
    """Name what the files rest on: the day, the last thing that happened, the calendar, and the configuration."""
    config, happened = desk.app.config, queries.last_event(desk.db)
    settings = repr((config.calendars, config.officers, desk.app.statutes.edition)).encode()
    return f"{london_day(desk.clock())} {happened} {sha256(settings).hexdigest()[:12]}"


def _names(desk: Desk) -> list[str]:
    return [f"{ALL}.ics", *(f"{ALL}-{officer.id}.ics" for officer in desk.app.policy.officers)]


def keep_feeds(desk: Desk) -> int:
    """Write the calendar files whose deadlines have changed; returns how many."""
    folder = desk.app.config.calendars.path
    if folder is None:
        return 0
    maker = importlib.import_module(MAKER)  # nobody else needs the library, which costs a third of a second
    alarm = desk.app.config.calendars.alarm_days
    written = 0
    for name, title, dated in _feeds(desk, maker):
        written += write_if_changed(folder / name, maker.feed(title, dated, alarm))
    return written + sum(map(remove, _of_others(desk, folder)))


def _feeds(desk: Desk, maker: Any) -> Iterator[Feed]:
    dated = [*_answers(desk, maker), *_questions(desk, maker)]
    authority = desk.app.config.authority.short_name
    yield f"{ALL}.ics", f"{authority}: FOI deadlines", [one for _, one in dated]
    hearing = {carrier: desk.hearers(carrier) for carrier in {carrier for carrier, _ in dated}}
    for officer in desk.app.policy.officers:
        theirs = [one for carrier, one in dated if officer in hearing[carrier]]
        yield f"{ALL}-{officer.id}.ics", f"{authority}: FOI deadlines of {officer.name}", theirs


def _of_others(desk: Desk, folder: Path) -> Iterable[Path]:
    """Give the files of officers who are officers no more."""
    ours = _names(desk)
    return [path for path in folder.glob(f"{ALL}-*.ics") if path.name not in ours]


def _answers(desk: Desk, maker: Any) -> Iterator[tuple[str, Any]]:
    for row in deadlines.of_answers(desk.db):
        reference, due_on = row["reference"], parse_day(row["due_on"])
        kind = "review due" if row["status"] == "in_review" else "answer due"
        yield (
            row["officer"],
            maker.Deadline(
                uid=_uid(desk, f"{reference}-due"),
                day=due_on,
                summary=f"{reference}: {kind} ({row['regime']}{_of_time(desk, row)})",
                details=f"foibot case {reference}",
                changed_at=parse_moment(row["changed_at"]),
            ),
        )


def _of_time(desk: Desk, row: dict[str, Any]) -> str:
    """Say which day of the time the last one is; nothing where it is not counted in working days."""
    case: Case | None = cases.load_case(desk.db, row["reference"])
    if case is None or desk.app.statutes.no_clock_for(case.regime):
        return ""
    reading = desk.app.statutes.read(case)
    if reading.due_on is None or reading.regime.unit is not Unit.WORKING_DAYS:
        return ""
    number = day_number(reading, desk.app.statutes.calendar(reading.regime), reading.due_on)
    return f", working day {number} of {reading.limit}"


def _questions(desk: Desk, maker: Any) -> Iterator[tuple[str, Any]]:
    for row in deadlines.of_questions(desk.db):
        reference, number = row["reference"], row["number"]
        whom = row["holder"] or "a third party"
        yield (
            row["officer"],
            maker.Deadline(
                uid=_uid(desk, f"{reference}-question-{number}"),
                day=parse_day(row["wanted_by"]),
                summary=f"{reference}: answer of {whom} wanted (question {number})",
                details=f"foibot case {reference}",
                changed_at=parse_moment(row["changed_at"]),
            ),
        )


def _uid(desk: Desk, name: str) -> str:
    """Return a name of a deadline that stays the same, and is nobody else's (RFC 7986 5.3)."""
    return f"{name}@{desk.app.config.mailbox.address.rpartition('@')[2]}"
