"""Mail on cases that would change them, and of which a person has yet to say what it is: foibot was not sure."""

from datetime import date
from typing import Any

from foibot.law.clock import london_day
from foibot.store.database import Database
from foibot.store.moments import parse_moment
from foibot.store.queries import rows, with_notes

SETTLED_BY = {
    "review_request": ("ReviewRequested",),
    "clarification_reply": ("ClarificationReceived", "RequestWithdrawn", "RequestAnswered", "CaseClosed"),
    "withdrawal": ("RequestWithdrawn", "RequestAnswered", "CaseClosed"),
}
"""The kinds that wait, and what has happened to the case since where nobody needs to decide any more."""
HISTORY_AFTER_DAYS = 14
"""What reached the authority that long before it came to foibot was taken in as history: nobody waits for it."""
REVIEW_MAY_BE_OWED_DAYS = 120
"""But who asked for a review may wait for it still, and their case is held back from erasure until somebody says."""


def undecided(db: Database, reference: str = "") -> list[dict[str, Any]]:
    """Return the messages on cases, or on one, that wait for a person to say what they are; the oldest first."""
    settled = " OR ".join(
        f"(m.kind = '{kind}' AND e.type IN ({', '.join(map(repr, types))}))" for kind, types in SETTLED_BY.items()
    )
    of_case = "m.reference = ?" if reference else "m.reference != ?"
    found = rows(
        db,
        "SELECT m.id, m.state, m.kind, m.certain, m.confirmed, m.reference, m.from_name, m.from_email, m.subject,"
        " m.received_at, m.folder, s.officer, json_extract(m.verdict, '$.reasons[0][0]') AS rule,"
        " json_extract(m.verdict, '$.reasons[0][1]') AS evidence, json_extract(m.verdict, '$.notes') AS notes"
        " FROM messages m JOIN case_state s ON s.reference = m.reference LEFT JOIN events f ON f.id ="
        " (SELECT max(id) FROM events WHERE reference = m.reference AND type = 'MessageFiled'"
        " AND json_extract(payload, '$.message') = m.id)"
        f" WHERE m.state = 'case' AND NOT m.opened AND m.kind IN ({', '.join(map(repr, SETTLED_BY))})"
        " AND (m.kind = 'review_request' OR NOT (m.certain AND m.confirmed))"
        f" AND {of_case}"
        " AND coalesce(julianday(f.at) - julianday(m.received_at), 0) <="
        " CASE m.kind WHEN 'review_request' THEN ? ELSE ? END"
        " AND NOT EXISTS (SELECT 1 FROM events e WHERE e.reference = m.reference AND e.version > f.version"
        f" AND ({settled})) ORDER BY m.received_at, m.id",
        (reference, REVIEW_MAY_BE_OWED_DAYS, HISTORY_AFTER_DAYS),
    )
    return with_notes(found)


def undecided_days(db: Database, reference: str) -> dict[int, date]:
    """Return the messages on a case that wait for a decision, each with the day it came (Europe/London)."""
    return {row["id"]: london_day(parse_moment(row["received_at"])) for row in undecided(db, reference)}
