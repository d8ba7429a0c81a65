"""The digest: one mail each working morning of what waits for a person. Nothing waits, and none is written."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from foibot.casework.letters import LETTERS
from foibot.correspondence.kinds import Kind
from foibot.correspondence.reasons import in_words
from foibot.jobs.commanding import get_case
from foibot.jobs.desk import Desk
from foibot.jobs.telling import send_to_officers
from foibot.jobs.telling_by_hand import answers_to_confirm
from foibot.jobs.wording import printable, sentence, shown_subject, written_by
from foibot.law.clock import london_day
from foibot.mail.render import shortened
from foibot.store import mail_for_people, outbox, queries
from foibot.store.moments import parse_day, parse_moment
from foibot.store.queries import CaseFilter
from foibot.store.register import writing

LONDON = ZoneInfo("Europe/London")
LETTER = "digest"
NOT_SURE = "foibot is not sure what it is: please read it"
LISTED_AT_MOST = 15
IN_THE_HEADLINE = 3
ON_A_LINE = 66
DAY = timedelta(days=1)
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
    dated = {
        "overdue": [row for row in open_cases if row["due_on"] < today.isoformat()],
        "due_today": [row for row in open_cases if row["due_on"] == today.isoformat()],
        "due": [row for row in open_cases if row["due_on"] > today.isoformat()],
    }
    mail = {**_mail(desk, db), "came": mail_for_people.came_on_cases(db, last_digest(desk, db), TOLD_OF)}
    drafts, counts, to_post = queries.drafts(db, waiting_only=True), queries.counts(db)["letters"], queries.to_post(db)
    by_hand = answers_to_confirm(desk.app, db)
    counted = {**dated, **mail, "drafts": drafts, "to_post": to_post, "by_hand": by_hand}
    facts = {
        "by_hand": by_hand[:LISTED_AT_MOST],
        **{f"{name}_count": len(rows) for name, rows in counted.items()},
        **{name: _cases(desk, db, rows) for name, rows in dated.items()},
        **{name: [_message(desk, row) for row in rows[:LISTED_AT_MOST]] for name, rows in mail.items()},
        "drafts": [_draft(desk, row) for row in drafts[:LISTED_AT_MOST]],
        "to_post": [_to_post(row) for row in to_post[:LISTED_AT_MOST]],
        "nobodys": len(queries.cases(db, CaseFilter(officer="-"))),
        "waiting": sum(count for _, count, _ in outbox.waiting_by_recipient(db)),
        "trouble": counts.get("refused", 0) + counts.get("unknown", 0),
        "triage_folder": desk.app.config.folders.triage,
        "junk_folder": desk.app.config.folders.junk,
    }
    return {**facts, "headline": headline(facts)}


def last_digest(desk: Desk, db: Database) -> datetime:
    """Return when the last digest was written (UTC); where there was none, when the last working day began."""
    written = outbox.last_written(db, LETTER)
    if written is not None:
        return written
    calendar = desk.app.statutes.calendar(desk.app.statutes.regime(desk.app.policy.regime))
    day = london_day(desk.clock()) - DAY
    while not calendar.is_working_day(day):
        day -= DAY
    return datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC)


def _mail(desk: Desk, db: Database) -> dict[str, list[dict[str, Any]]]:
    """Return the messages that wait for a person; those in Junk for a fortnight, as long as servers keep them."""
    waiting = queries.messages_for_people(db)
    since = desk.clock() - JUNK_FOR
    in_triage = [row for row in waiting if row["state"] == "triage"]
    return {
        "commissioner": [row for row in in_triage if row["kind"] == Kind.COMMISSIONER],
        "in_triage": [row for row in in_triage if row["kind"] != Kind.COMMISSIONER],
        "unreadable": [row for row in waiting if row["state"] == "set_aside"],
        "junk": [row for row in waiting if row["state"] == "junk" and parse_moment(row["received_at"]) >= since],
    }


def _cases(desk: Desk, db: Database, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    today = london_day(desk.clock())
    return [
        {
            "reference": row["reference"],
            "due_on": parse_day(row["due_on"]),
            "days": desk.app.statutes.progress(get_case(desk.app, db, row["reference"]), today),
            "subject": shortened(shown_subject(desk.app, row["subject"]), ON_A_LINE),
            "officer": row["officer"],
        }
        for row in rows[:LISTED_AT_MOST]
    ]


def _message(desk: Desk, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": row["id"],
        "subject": shortened(shown_subject(desk.app, row["subject"]), ON_A_LINE),
        "sender": shortened(written_by(row["from_name"], row["from_email"]), ON_A_LINE),
        "received_on": london_day(parse_moment(row["received_at"])),
        "folder": row["folder"],
        "what": TOLD_OF.get(row["kind"], NOT_SURE),
        "reference": row.get("reference") or "",
    }


def _draft(desk: Desk, row: Mapping[str, Any]) -> dict[str, Any]:
    applicant = printable(row["applicant_name"]).strip() or row["recipient"]
    return {
        "id": row["id"],
        "reference": row["reference"],
        "letter": LETTERS[row["letter"]].title,
        "due_on": parse_day(row["due_on"]),
        "applicant": shortened(applicant, ON_A_LINE),
        "subject": shortened(shown_subject(desk.app, row["case_subject"]), ON_A_LINE),
        "why": sentence(f"Waits: {in_words(row['rules'])}") if row["rules"] else "",
    }


def _to_post(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "reference": row["reference"],
        "letter": LETTERS[row["letter"]].title,
        "due_on": parse_day(row["due_on"]),
        "recipient": shortened(printable(", ".join(row["recipient"].splitlines())), ON_A_LINE),
    }


TOLD_OF: dict[str, str] = {
    str(Kind.COMMISSIONER): "URGENT, from the Commissioner",
    str(Kind.WITHDRAWAL): "a withdrawal",
    str(Kind.REVIEW_REQUEST): "an internal review asked for",
    str(Kind.PROGRESS_ENQUIRY): "how does it stand?",
}
"""What came on cases and is listed in the next digest, in words."""
HEADLINES: tuple[tuple[str, str, str], ...] = (
    ("commissioner_count", "{} from the Commissioner", ""),
    ("overdue_count", "{} overdue", ""),
    ("due_today_count", "{} due today", ""),
    ("by_hand_count", "{} answered by hand?", ""),
    ("due_count", "{} due within a week", ""),
    ("came_count", "{} message on a case", "{} messages on cases"),
    ("in_triage_count", "{} in triage", ""),
    ("unreadable_count", "{} unreadable", ""),
    ("trouble", "{} letter in trouble", "{} letters in trouble"),
    ("drafts_count", "{} to approve", ""),
    ("to_post_count", "{} to post", ""),
    ("junk_count", "{} in Junk", ""),
    ("nobodys", "{} with nobody", ""),
    ("waiting", "{} acknowledgement waits", "{} acknowledgements wait"),
)
"""What may wait, the most urgent first: which number, and how it is said of one and of several."""


def headline(facts: Mapping[str, Any]) -> str:
    """Say in a line what is most urgent of all that waits; empty where nothing does."""
    waiting = ((facts[name], one, many or one) for name, one, many in HEADLINES if facts[name])
    said = ((one if count == 1 else many).format(count) for count, one, many in waiting)
    return ", ".join(islice(said, IN_THE_HEADLINE))
