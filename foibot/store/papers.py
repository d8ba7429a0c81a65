"""The papers of a case: its mail and letters with their bytes, its drafts revision by revision."""

from typing import Any

from foibot.store.database import Database
from foibot.store.queries import rows


def mail(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the messages on a case in the order in which they came, with the row of their bytes."""
    return rows(
        db,
        "SELECT id, raw, kind, confirmed, from_name, from_email, subject, received_at, text, new_text FROM messages"
        " WHERE reference = ? OR id = (SELECT opening_message FROM case_state WHERE reference = ?)"
        " ORDER BY received_at, id",
        (reference, reference),
    )


def letters(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the letters of a case that left or are about to, in order, with their bytes and words."""
    return rows(
        db,
        "SELECT o.number, o.letter, o.recipient, o.subject, o.status, o.sent_at, o.queued_at, o.raw, d.text"
        " FROM outbox o LEFT JOIN drafts d ON d.message_id = o.message_id WHERE o.reference = ? ORDER BY o.number",
        (reference,),
    )


def revisions(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return every revision of every draft of a case, in order."""
    return rows(
        db,
        "SELECT number, letter, revision, status, recipient, subject, text, created_at FROM drafts"
        " WHERE reference = ? ORDER BY number, revision",
        (reference,),
    )
