"""The digest: one mail each working morning of what waits for a person. Nothing waits, and none is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from foibot.casework.letters import LETTERS
from foibot.jobs.commanding import get_case
from foibot.jobs.desk import Desk
from foibot.jobs.telling import send_to_officers
from foibot.jobs.wording import plain_subject, printable
from foibot.law.clock import london_day
from foibot.store import outbox, queries
from foibot.store.moments import parse_day, parse_moment
from foibot.store.queries import CaseFilter
from foibot.store.register import writing

LONDON = ZoneInfo("Europe/London")
LETTER = "digest"
LISTED_AT_MOST = 15
AHEAD = timedelta(days=7)
JUNK_FOR = timedelta(days=14)


def is_due(desk: Desk) -> bool:
    """Tell whether today's digest is owed: on a working day of the authority, once the sending window is open."""
    config, now = desk.app.config, desk.clock().astimezone(LONDON)
    window = config.sending.window
    if not config.sending.digest or not window.opens <= now.time() < window.closes:
        return False
    regime = desk.app.statutes.regime(desk.app.policy.regime)
    if not desk.app.statutes.calendar(regime).is_working_day(now.date()):
        return False
    midnight = datetime.combine(now.date(), datetime.min.time(), LONDON).astimezone(UTC)
    return outbox.written_since(desk.db, LETTER, midnight) == 0


def write_digest(desk: Desk) -> int:
    """Queue today's digest to the officers if it is owed and something waits; returns how many were written."""
    if not is_due(desk):
        return 0
    with writing(desk.db) as db:
        if not is_due(desk):
            return 0
        facts = _facts(desk, db)
        return send_to_officers(desk, db, LETTER, facts) if facts["headline"] else 0


def _facts(desk: Desk, db: Database) -> dict[str, Any]:
    today = london_day(desk.clock())
    open_cases = queries.cases(db, CaseFilter(due_by=(today + AHEAD).isoformat()))
    late = [row for row in open_cases if row["due_on"] < today.isoformat()]
    soon = [row for row in open_cases if row["due_on"] >= today.isoformat()]
    mail = _mail(desk, db)
    drafts, counts = queries.drafts(db, waiting_only=True), queries.counts(db)["letters"]
    found = {"overdue": late, "due": soon, **mail, "drafts": drafts}
    facts = {
        **{f"{name}_count": len(rows) for name, rows in found.items()},
        "overdue": _cases(desk, db, late),
        "due": _cases(desk, db, soon),
        **{name: [_message(desk, row) for row in rows[:LISTED_AT_MOST]] for name, rows in mail.items()},
        "drafts": [
            {**row, "letter": LETTERS[row["letter"]].title, "due_on": parse_day(row["due_on"])}
            for row in drafts[:LISTED_AT_MOST]
        ],
        "nobodys": len(queries.cases(db, CaseFilter(officer="-"))),
        "waiting": sum(count for _, count, _ in outbox.waiting_by_recipient(db)),
        "trouble": counts.get("refused", 0) + counts.get("unknown", 0),
        "triage_folder": desk.app.config.folders.triage,
        "junk_folder": desk.app.config.folders.junk,
    }
    return {**facts, "headline": headline(facts)}


def _mail(desk: Desk, db: Database) -> dict[str, list[dict[str, Any]]]:
    """Return the messages that wait for a person; those in Junk for a fortnight, as long as servers keep them."""
    waiting = queries.messages_for_people(db)
    since = desk.clock() - JUNK_FOR
    junk = [row for row in waiting if row["state"] == "junk" and parse_moment(row["received_at"]) >= since]
    return {
        "in_triage": [row for row in waiting if row["state"] == "triage"],
        "unreadable": [row for row in waiting if row["state"] == "set_aside"],
        "junk": junk,
    }


def _cases(desk: Desk, db: Database, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    today = london_day(desk.clock())
    return [
        {
            "reference": row["reference"],
            "due_on": parse_day(row["due_on"]),
            "days": desk.app.statutes.progress(get_case(desk.app, db, row["reference"]), today),
            "subject": plain_subject(desk.app, row["subject"]) or "(no subject)",
            "officer": row["officer"],
        }
        for row in rows[:LISTED_AT_MOST]
    ]


def _message(desk: Desk, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": row["id"],
        "subject": plain_subject(desk.app, row["subject"]),
        "sender": printable(row["from_name"] or row["from_email"]) or "unknown",
        "received_on": london_day(parse_moment(row["received_at"])),
        "folder": row["folder"],
    }


HEADLINES: tuple[tuple[str, str], ...] = (
    ("overdue_count", "{} overdue"),
    ("due_count", "{} due within a week"),
    ("nobodys", "{} with nobody"),
    ("in_triage_count", "{} in triage"),
    ("unreadable_count", "{} unreadable"),
    ("junk_count", "{} in Junk"),
    ("drafts_count", "{} to approve"),
    ("waiting", "{} acknowledgements wait"),
    ("trouble", "{} letters in trouble"),
)


def headline(facts: Mapping[str, Any]) -> str:
    """Say in a line what waits; empty where nothing does."""
    return ", ".join(_said(facts, HEADLINES))


def _said(facts: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (words.format(facts[name]) for name, words in rows if facts[name])
