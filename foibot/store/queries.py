"""Read-only questions to the register, for people and for their tools."""

import json
from datetime import date, timedelta
from typing import Any

from foibot.lean import dataclass
from foibot.store.database import Database

LONGEST_NUMBER = 18  # SQLite counts rows in 63 bits
ENDED = "('withdrawn', 'lapsed', 'transferred', 'closed')"
NOT_ENDED = f"status NOT IN {ENDED}"
"""Asked with each question for cases that are not over, in the words of the index that answers it."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are asked for; `officer` '-' means nobody's, `due_by` is an ISO date."""

    status: str | None = None
    officer: str | None = None
    due_by: str | None = None
    ended_too: bool = False
    tag: str | None = None


NOT_OVER = (
    f"SELECT reference FROM case_state WHERE {NOT_ENDED}"
    " UNION SELECT reference FROM case_state WHERE retention_held = 1"
)
DUE_BY = (
    "SELECT reference FROM case_state WHERE due_on <= ?"
    " UNION SELECT reference FROM case_state WHERE commissioner_due_on <= ?"
)


def days_after(day: date, count: int) -> date:
    """Return the day that many calendar days later."""
    return day + timedelta(days=count)


def row_number(text: str) -> int | None:
    """Return the number of a row as people write it, or None where it can be no number of a row."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None


def rows(db: Database, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[dict[str, Any]]:
    """Return the rows of a question as dictionaries."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def cases(db: Database, wanted: CaseFilter) -> list[dict[str, Any]]:
    """Return the cases asked for, the most urgent first."""
    conditions, values = ["1"], []
    if not wanted.ended_too:
        conditions.append(
            f"reference IN ({NOT_OVER})" if not wanted.due_by else f"(status NOT IN {ENDED} OR retention_held)"
        )
        conditions.append("reference NOT IN (SELECT reference FROM case_state WHERE erased_on IS NOT NULL)")
    if wanted.status:
        conditions.append("status = ?")
        values.append(wanted.status)
    if wanted.officer:
        conditions.append("officer = ?")
        values.append("" if wanted.officer == "-" else wanted.officer)
    if wanted.due_by:
        conditions.append(f"reference IN ({DUE_BY})")
        values += [wanted.due_by, wanted.due_by]
    if wanted.tag:
        conditions.append("reference IN (SELECT reference FROM tags WHERE tag = ?)")
        values.append(wanted.tag)
    where = " AND ".join(conditions)
    found = [_with_what_is_due(row) for row in rows(db, f"SELECT * FROM cases WHERE {where}", tuple(values))]
    return sorted(found, key=lambda row: (row["due_on"] is None, row["due_on"] or "", row["reference"]))


STILL_OWED = (
    f"(status NOT IN {ENDED} OR retention_held) AND erased_on IS NULL AND coalesce(:officer, officer) = officer"
)
DUE = f"""
SELECT reference, due_on, 'applicant' AS due_to, status, officer FROM case_state
WHERE due_on <= :day AND coalesce(due_on <= commissioner_due_on, TRUE) AND {STILL_OWED}
UNION ALL
SELECT reference, commissioner_due_on, 'Commissioner', status, officer FROM case_state
WHERE commissioner_due_on <= :day AND coalesce(commissioner_due_on < due_on, TRUE) AND {STILL_OWED}
ORDER BY 2, 1
"""
"""Each half is read in the order of its index, so that nothing is left to sort."""


def due(db: Database, day: date, officer: str | None = None) -> list[dict[str, Any]]:
    """Return what is due on that day or before, the most urgent first: which case, when, to whom, and whose it is.

    Who asked what stands in other tables, and is read of the few cases that are shown.
    """
    return rows(db, DUE, {"day": day.isoformat(), "officer": officer})


def subject(db: Database, reference: str) -> str:
    """Return the subject of a case, as lists show it."""
    [(found,)] = db.execute("SELECT subject FROM cases WHERE reference = ?", (reference,)).fetchall()
    return str(found)


def _with_what_is_due(row: dict[str, Any]) -> dict[str, Any]:
    """Return a case with what is due first: to the applicant, or to the Commissioner."""
    due = [day for day in (row["due_on"], row["commissioner_due_on"]) if day]
    to_the_commissioner = bool(row["commissioner_due_on"]) and min(due) != row["due_on"]
    return {**row, "due_on": min(due, default=None), "due_to": "Commissioner" if to_the_commissioner else "applicant"}


def whole_case(db: Database, reference: str) -> dict[str, Any]:
    """Return everything the register holds about a case, but for the mails' bytes."""
    found: dict[str, Any] = dict(rows(db, "SELECT * FROM cases WHERE reference = ?", (reference,))[0])
    found["messages"] = rows(
        db,
        "SELECT id, kind, automatic, certain, confirmed, from_name, from_email, subject, received_at, dated_by, folder,"
        " new_text, text, passed_on, verdict, defects,"
        " CASE WHEN EXISTS (SELECT 1 FROM sent_by_hand h WHERE h.message = messages.id) THEN 'out' ELSE 'in' END"
        " AS direction FROM messages WHERE reference = ? OR id ="
        " (SELECT opening_message FROM case_state WHERE reference = ?) ORDER BY id",
        (reference, reference),
    )
    for message in found["messages"]:
        message["verdict"] = json.loads(message["verdict"])
        message["defects"] = json.loads(message["defects"])
    found["letters"] = rows(
        db,
        "SELECT number, letter, recipient, way, mail, mails, status, subject, queued_at, sent_at, attempts, answer"
        " FROM outbox"
        " WHERE reference = ? ORDER BY number",
        (reference,),
    )
    found["drafts"] = rows(
        db,
        "SELECT id, number, letter, revision, status, recipient, subject, rules, created_at FROM drafts"
        " WHERE reference = ? ORDER BY id",
        (reference,),
    )
    for draft in found["drafts"]:
        draft["rules"] = json.loads(draft["rules"])
    found["events"] = events(db, reference)
    return found


def events(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return what happened to a case, with the words people wrote put back in their place."""
    found = rows(
        db, "SELECT version, at, type, actor, payload FROM events WHERE reference = ? ORDER BY version", (reference,)
    )
    for event in found:
        event["payload"] = json.loads(event["payload"])
        words = rows(
            db, "SELECT field, text FROM words WHERE reference = ? AND version = ?", (reference, event["version"])
        )
        event["words"] = {word["field"]: word["text"] for word in words}
    return found


JUNK_FOR_PEOPLE = (
    "(state = 'junk' AND NOT automatic"
    " AND (kind IN ('new_request', 'unclear') OR json_extract(verdict, '$.tied_by') IS NOT NULL))"
)
"""Mail in Junk that may be a request, or that answers a letter of ours."""


def messages_for_people(db: Database) -> list[dict[str, Any]]:
    """Return the messages that wait for a person: undecided, unreadable, or a likely request in Junk.

    The Commissioner's come first.
    """
    found = rows(
        db,
        "SELECT id, state, kind, from_name, from_email, subject, received_at, folder,"
        " json_extract(verdict, '$.reasons[0][0]') AS rule, json_extract(verdict, '$.reasons[0][1]') AS evidence,"
        " json_extract(verdict, '$.notes') AS notes"
        " FROM messages WHERE state IN ('triage', 'set_aside')"
        f" OR {JUNK_FOR_PEOPLE} ORDER BY kind != 'commissioner', received_at",
    )
    return with_notes(found)


def with_notes(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of messages with their notes read: pairs of a rule and the words it saw."""
    return [{**row, "notes": json.loads(row["notes"] or "[]")} for row in found]


def drafts(db: Database, *, waiting_only: bool) -> list[dict[str, Any]]:
    """Return the drafts, those that wait for a person or all of them."""
    where = "WHERE d.status = 'waiting'" if waiting_only else ""
    found = rows(
        db,
        "SELECT d.id, d.reference, d.letter, d.revision, d.status, d.recipient, d.subject, d.rules, d.created_at,"
        " c.due_on, c.subject AS case_subject, c.applicant_name, d.way, d.number"
        f" FROM drafts d JOIN cases c USING (reference) {where} ORDER BY d.id",
    )
    for draft in found:
        draft["rules"] = json.loads(draft["rules"])
    return found


def to_post(db: Database) -> list[dict[str, Any]]:
    """Return the approved letters that wait to be posted, the oldest first: the draft's id, the letter, to whom."""
    return rows(
        db,
        "SELECT d.id, o.reference, o.letter, o.recipient, o.queued_at, c.due_on, c.applicant_name"
        " FROM outbox o JOIN drafts d USING (message_id) JOIN cases c ON c.reference = o.reference"
        " WHERE o.way = 'post' AND o.status = 'queued' ORDER BY o.id",
    )


def waiting_drafts(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the drafts of a case that wait: id, letter, the rules that say why, and whether it answers."""
    sql = (
        "SELECT d.id, d.letter, d.rules, EXISTS (SELECT 1 FROM events e WHERE e.reference = d.reference"
        " AND e.type = 'AnswerDrafted' AND json_extract(e.payload, '$.draft') = d.number"
        " AND NOT coalesce(json_extract(e.payload, '$.supplement'), 0)) AS answers"
        " FROM drafts d WHERE d.reference = ? AND d.status = 'waiting' ORDER BY d.id"
    )
    return [{**row, "rules": json.loads(row["rules"])} for row in rows(db, sql, (reference,))]


def opening_of(db: Database, reference: str) -> dict[str, Any]:
    """Return how a case began: its subject and words, and the message that opened it; None where there was none."""
    sql = (
        "SELECT c.subject, s.due_on, m.id AS message, coalesce(w.text, nullif(m.passed_on, ''), m.new_text) AS text,"
        " m.new_text, m.passed_on, m.from_name, m.from_email, m.verdict, m.defects, m.raw,"
        " coalesce(m.wanted_folder, m.folder) AS folder"
        " FROM cases c JOIN case_state s USING (reference) LEFT JOIN messages m ON m.id = s.opening_message"
        " LEFT JOIN words w ON w.reference = c.reference AND w.version = 1 AND w.field = 'text' WHERE c.reference = ?"
    )
    return rows(db, sql, (reference,))[0]


def subject_of(db: Database, reference: str) -> str:
    """Return how a case is called: the subject of the mail that opened it, or the first words of the request."""
    row = db.execute("SELECT subject FROM cases WHERE reference = ?", (reference,)).fetchone()
    return str(row[0]) if row else ""


def draft(db: Database, draft_id: int) -> dict[str, Any] | None:
    """Return one draft with its text, or None."""
    found = rows(
        db,
        "SELECT id, reference, letter, revision, status, recipient, subject, text, message_id, digest, rules,"
        " created_at, number, way"
        " FROM drafts WHERE id = ?",
        (draft_id,),
    )
    return {**found[0], "rules": json.loads(found[0]["rules"])} if found else None


def other_applicants(db: Database, reference: str, email: str, limit: int) -> list[tuple[str, str]]:
    """Return reference and applicant's name of the latest cases of other people."""
    found = db.execute(
        "SELECT s.reference, p.name FROM case_state s JOIN people p ON p.id = s.person"
        " WHERE s.reference != ? AND (p.email != ? COLLATE NOCASE OR p.email = '') ORDER BY s.reference DESC LIMIT ?",
        (reference, email, limit),
    )
    return [(row[0], row[1]) for row in found.fetchall()]


def draft_text(db: Database, draft_id: int) -> str:
    """Return the words of a draft."""
    return str(db.execute("SELECT text FROM drafts WHERE id = ?", (draft_id,)).fetchone()[0])


def letters(db: Database, status: str | None) -> list[dict[str, Any]]:
    """Return the letters of the outbox, the newest first, of one status or all."""
    where, values = ("WHERE status = ?", (status,)) if status else ("", ())
    return rows(
        db,
        "SELECT id, reference, letter, recipient, status, subject, queued_at, sent_at, attempts, answer, message_id,"
        " way, mail, mails"
        f" FROM outbox {where} ORDER BY id DESC LIMIT 500",
        values,
    )


def letter_text(db: Database, letter: int) -> bytes | None:
    """Return the bytes of a letter of the outbox, or None."""
    row = db.execute("SELECT raw FROM outbox WHERE id = ?", (letter,)).fetchone()
    return bytes(row[0]) if row else None


def counts(db: Database) -> dict[str, dict[str, int]]:
    """Return how many there are of each: cases by status, messages by state, letters and deliveries by status."""
    questions = {
        "cases": "SELECT status, count(*) FROM case_state GROUP BY status",
        "messages": "SELECT state, count(*) FROM messages GROUP BY state",
        "letters": "SELECT status, count(*) FROM outbox GROUP BY status",
        "deliveries": "SELECT status, count(*) FROM deliveries GROUP BY status",
        "drafts": "SELECT status, count(*) FROM drafts GROUP BY status",
    }
    return {name: dict(db.execute(sql).fetchall()) for name, sql in questions.items()}


def folders(db: Database) -> list[dict[str, Any]]:
    """Return how each watched folder stands: messages on the server, and those not dealt with yet."""
    return rows(
        db,
        "SELECT f.folder, f.on_server, f.looked_at, f.compared_at, f.last_uid, f.uidvalidity,"
        " (SELECT count(*) FROM deliveries d WHERE d.account = f.account AND d.folder = f.folder"
        "  AND d.status IN ('listed', 'kept')) AS behind FROM folders f ORDER BY f.folder",
    )


def faults(db: Database) -> list[dict[str, Any]]:
    """Return the deliveries that could not be read so far, without any word of them."""
    return rows(
        db,
        "SELECT id, folder, uid, attempts, fault, status FROM deliveries WHERE fault IS NOT NULL AND status != 'done'",
    )


def stream_length(db: Database) -> int:
    """Return how many events the log holds."""
    return int(db.execute("SELECT count(*) FROM events").fetchone()[0])


def last_event(db: Database) -> int:
    """Return the number of the last event of the log; 0 where nothing has happened yet."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])
