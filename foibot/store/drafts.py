"""The drafts: letters that wait for a person, each revision kept with its bytes as they would leave."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlite_utils import Database

from foibot.store.moments import stamp
from foibot.store.outbox import Composed, enqueue


def propose(db: Database, draft: Composed, rules: Sequence[str], *, now: datetime) -> int:
    """Keep a draft for a person, with the rules that kept it from leaving by itself."""
    made = db.execute(
        "INSERT INTO drafts (reference, number, letter, revision, status, recipient, subject, text, message_id,"
        " raw, digest, rules, created_at, form) VALUES (?,?,?,1,'waiting',?,?,?,?,?,?,?,?,?)",
        (
            draft.reference,
            draft.number,
            draft.letter,
            draft.recipient,
            draft.subject,
            draft.text,
            draft.message_id,
            draft.raw,
            sha256(draft.raw).hexdigest(),
            json.dumps(list(rules)),
            stamp(now),
            "wanted" if draft.form else "none",
        ),
    ).lastrowid
    return int(made or 0)


def latest_revision(db: Database, reference: str, draft: int) -> Composed:
    """Return a draft as its latest revision has it."""
    row = db.execute(
        "SELECT reference, number, letter, recipient, subject, text, message_id, raw FROM drafts"
        " WHERE reference = ? AND number = ? ORDER BY revision DESC LIMIT 1",
        (reference, draft),
    ).fetchone()
    return Composed(*row)


def recipient_of(db: Database, reference: str, draft: int) -> str:
    """Return the address a draft goes to; empty where there is no such draft yet."""
    row = db.execute("SELECT recipient FROM drafts WHERE reference = ? AND number = ?", (reference, draft)).fetchone()
    return str(row[0]) if row else ""


def revise(db: Database, letter: Composed, *, now: datetime) -> None:
    """Keep a further revision of a draft, to be approved anew; the one before is superseded."""
    before = "reference = ? AND number = ? AND status != 'superseded'"
    made = db.execute(
        "INSERT INTO drafts (reference, number, letter, revision, status, recipient, subject, text, message_id, raw,"
        " digest, rules, created_at, form) SELECT reference, number, letter, revision + 1, 'waiting', recipient,"
        " subject, ?, ?, ?, ?, rules, ?, CASE form WHEN 'none' THEN 'none' ELSE 'wanted' END FROM drafts"
        f" WHERE {before}",
        (
            letter.text,
            letter.message_id,
            letter.raw,
            sha256(letter.raw).hexdigest(),
            stamp(now),
            letter.reference,
            letter.number,
        ),
    ).lastrowid
    db.execute(
        f"UPDATE drafts SET status = 'superseded', form = 'none' WHERE {before} AND id != ?",
        (letter.reference, letter.number, made),
    )


def release(
    db: Database, reference: str, draft: int, number: int, *, now: datetime, not_before: datetime | None = None
) -> None:
    """Put the stored bytes of an approved draft in the outbox as letter `number` of its case."""
    approved = replace(latest_revision(db, reference, draft), number=number)
    row_id = enqueue(db, approved, now=now)
    if not_before is not None:
        db.execute("UPDATE outbox SET not_before = ? WHERE id = ?", (stamp(not_before), row_id))
    mark(db, reference, draft, "approved")


def mark(db: Database, reference: str, draft: int, status: str) -> None:
    """Note the fate of a draft."""
    db.execute(
        "UPDATE drafts SET status = ? WHERE reference = ? AND number = ? AND status != 'superseded'",
        (status, reference, draft),
    )


def mark_sent(db: Database, reference: str, number: int) -> None:
    """Note that the letter of that number, which was a draft, has left."""
    db.execute(
        "UPDATE drafts SET status = 'sent' WHERE status = 'approved' AND message_id ="
        " (SELECT message_id FROM outbox WHERE reference = ? AND number = ?)",
        (reference, number),
    )


def leaving(db: Database, message_id: str) -> tuple[int, int, str, str] | None:
    """Return number, revision, recipient and digest of the draft whose letter bears that Message-ID, or None."""
    row = db.execute(
        "SELECT number, revision, recipient, digest FROM drafts WHERE message_id = ?", (message_id,)
    ).fetchone()
    return tuple(row) if row else None
