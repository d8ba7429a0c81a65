"""Messages that a person should see, and whether anybody has been told of them."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from foibot.store.queries import rows


def untold(db: Database) -> list[dict[str, Any]]:
    """Return mail that waits for a person, or that a person wrote on a case, of which nobody has been told."""
    return rows(
        db,
        "SELECT m.id, m.state, m.kind, m.certain, m.confirmed, m.reference, m.from_name, m.from_email, m.subject,"
        " m.received_at, coalesce(m.wanted_folder, m.folder) AS folder, s.officer,"
        " json_extract(m.verdict, '$.reasons[0][0]') AS rule, json_extract(m.verdict, '$.reasons[0][1]') AS evidence"
        " FROM messages m LEFT JOIN case_state s ON s.reference = m.reference WHERE m.told = 0 AND ("
        " m.state IN ('triage', 'set_aside')"
        " OR (m.state = 'case' AND NOT m.opened AND NOT (m.automatic AND m.certain))) ORDER BY m.id",
    )


def mark_told(db: Database, messages: Iterable[int]) -> None:
    """Note that the officers know of a message, or that nobody is to be told of it."""
    for message in messages:
        db.execute("UPDATE messages SET told = 1 WHERE id = ?", (message,))
