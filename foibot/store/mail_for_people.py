"""Messages that a person should see, and whether anybody has been told of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp
from foibot.store.queries import rows, with_notes

TO_TELL_OF = "m.told = 0 AND NOT m.opened AND m.state IN ('triage', 'set_aside', 'case')"
"""Asked as its index is made, so that it is answered by it."""


def untold(db: Database) -> list[dict[str, Any]]:
    """Return mail that waits for a person, or that a person wrote on a case, of which nobody has been told."""
    found = rows(
        db,
        "SELECT m.id, m.state, m.kind, m.certain, m.confirmed, m.reference, m.from_name, m.from_email, m.subject,"
        " m.received_at, coalesce(m.wanted_folder, m.folder) AS folder, s.officer, s.status, m.new_text, m.text,"
        " json_extract(m.verdict, '$.notes') AS notes, json_extract(m.verdict, '$.authentication') AS checked,"
        " json_extract(m.verdict, '$.reasons[0][0]') AS rule, json_extract(m.verdict, '$.reasons[0][1]') AS evidence,"
        " EXISTS (SELECT 1 FROM sent_by_hand h WHERE h.message = m.id) AS by_hand"
        f" FROM messages m LEFT JOIN case_state s ON s.reference = m.reference WHERE {TO_TELL_OF} AND"
        " (m.state != 'case' OR m.kind = 'commissioner' OR NOT (m.automatic AND m.certain)"
        " OR m.id IN (SELECT r.message FROM question_replies r))"
        " ORDER BY m.kind != 'commissioner', m.id",
    )
    return with_notes(found)


def deliveries_of(db: Database, message: int) -> list[tuple[str, datetime]]:
    """Return the folders in which a message was delivered or put, in order, each with the server's moment (UTC)."""
    found = db.execute("SELECT folder, arrived_at FROM deliveries WHERE message = ? ORDER BY id", (message,))
    return [(row[0], parse_moment(row[1])) for row in found.fetchall()]


def new_cases(db: Database) -> dict[str, bool]:
    """Return the cases the officers have not been told of, and whether a person must look: those first.

    The most pressing are those of which a decision is wanted: uncertain, or with a letter that waits.
    """
    found = db.execute(
        "SELECT s.reference, CASE"
        " WHEN NOT s.certain"
        " OR EXISTS (SELECT 1 FROM drafts d WHERE d.reference = s.reference AND d.status = 'waiting')"
        " THEN 0"
        " WHEN json_array_length(m.verdict, '$.notes') > 0"
        " OR EXISTS (SELECT 1 FROM json_each(m.verdict, '$.regime_suggested') r WHERE r.value != s.regime)"
        " OR EXISTS (SELECT 1 FROM events e WHERE e.reference = s.reference AND e.version = 1"
        " AND json_array_length(e.payload, '$.flags') > 0)"
        " OR s.reference IN (SELECT l.reference FROM links l)"
        " OR json_extract(m.verdict, '$.authentication') LIKE '%dmarc=fail%'"
        " OR (SELECT count(DISTINCT d.folder) FROM deliveries d WHERE d.message = m.id) > 1"
        " THEN 1 ELSE 2 END AS rank"
        " FROM case_state s LEFT JOIN messages m ON m.id = s.opening_message"
        " WHERE s.officers_told = 0 ORDER BY rank, s.reference"
    )
    return {reference: rank < NOTHING_TO_LOOK_AT for reference, rank in found.fetchall()}


NOTHING_TO_LOOK_AT = 2


def came_on_cases(db: Database, since: datetime, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Return messages filed on cases since a moment that are of those kinds or not certain, the latest first.

    A message that reached the authority long before was taken in as history: nobody waits for it.
    """
    wanted = tuple(kinds)
    return rows(
        db,
        "SELECT DISTINCT m.id, m.kind, m.reference, m.from_name, m.from_email, m.subject, m.received_at, m.folder"
        " FROM events e JOIN messages m ON m.id = json_extract(e.payload, '$.message')"
        " WHERE e.type = 'MessageFiled' AND e.at > ? AND m.state = 'case' AND NOT m.opened AND m.received_at > ?"
        f" AND (NOT m.certain OR m.kind IN ({', '.join('?' * len(wanted))})) ORDER BY m.id DESC",
        (stamp(since), stamp(since - LONG_BEFORE), *wanted),
    )


LONG_BEFORE = timedelta(days=14)


def mark_told(db: Database, messages: Iterable[int]) -> None:
    """Note that the officers know of a message, or that nobody is to be told of it."""
    for message in messages:
        db.execute("UPDATE messages SET told = 1 WHERE id = ?", (message,))


def mark_untold(db: Database, message: int) -> None:
    """Note that the officers are to hear of a message after all."""
    db.execute("UPDATE messages SET told = 0 WHERE id = ?", (message,))
