"""What the register says of the mailbox, to be held against what lies there."""

from collections.abc import Iterable
from datetime import datetime

from foibot.store.database import Database
from foibot.store.erasing import mark_of
from foibot.store.moments import stamp


def unknown_messages(db: Database, message_ids: Iterable[str]) -> list[str]:
    """Return those Message-IDs that no message of the register has, or had before it was erased."""
    known = "SELECT 1 FROM messages WHERE message_id IN (?, ?) UNION ALL SELECT 1 FROM outbox WHERE message_id = ?"
    return [one for one in message_ids if db.execute(known, (one, mark_of(db, one), one)).fetchone() is None]


def filed_where(db: Database, since: datetime) -> dict[str, set[str]]:
    """Return the Message-IDs of mail that came since a moment and was moved by foibot, by the folder it went to."""
    found: dict[str, set[str]] = {}
    rows = db.execute(
        "SELECT DISTINCT d.filed_to, m.message_id FROM deliveries d JOIN messages m ON m.id = d.message"
        " WHERE d.filed = 'moved' AND m.received_at >= ? AND m.message_id != '' AND m.erased_at IS NULL",
        (stamp(since),),
    )
    for folder, message_id in rows.fetchall():
        found.setdefault(folder, set()).add(message_id)
    return found


def copied_letters(db: Database, since: datetime) -> list[tuple[str, str, str]]:
    """Return Message-ID, case and letter of what left since a moment and was put in Sent."""
    rows = db.execute(
        "SELECT message_id, reference, letter FROM outbox WHERE status = 'sent' AND copy = 'copied' AND sent_at >= ?"
        " ORDER BY id",
        (stamp(since),),
    )
    return [(message_id, reference, letter) for message_id, reference, letter in rows.fetchall()]
