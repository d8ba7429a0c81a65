"""The drafts: letters that wait for a person, each revision kept with its bytes as they would leave."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp
from foibot.store.queueing import Composed, FurtherMail, enqueue


def propose(db: Database, draft: Composed, rules: Sequence[str], *, now: datetime) -> int:
    """Keep a draft for a person, with the rules that kept it from leaving by itself."""
    made = db.execute(
        "INSERT INTO drafts (reference, number, letter, revision, status, recipient, subject, text, message_id,"
        " raw, digest, rules, created_at, form, way) VALUES (?,?,?,1,'waiting',?,?,?,?,?,?,?,?,?,?)",
        (
            draft.reference,
            draft.number,
            draft.letter,
            draft.recipient,
            draft.subject,
            draft.text,
            draft.message_id,
            draft.raw,
            draft.digest,
            json.dumps(list(rules)),
            stamp(now),
            "wanted" if draft.form else "none",
            draft.way,
        ),
    ).lastrowid
    _seal(db, int(made or 0), draft)
    return int(made or 0)


def _seal(db: Database, row: int, draft: Composed) -> None:
    """Keep the further mails of a revision, and seal all of it: from now on it is never changed."""
    _keep_further(db, row, draft)
    seals.keep(db, seals.DRAFTS, row)
    for number, mail in enumerate(draft.further, 2):
        seals.seal_values(db, seals.FURTHER_MAILS, f"{row}/{number}", (mail.message_id, mail.subject, mail.raw))


def _keep_further(db: Database, row: int, draft: Composed) -> None:
    for number, mail in enumerate(draft.further, 2):
        db.execute(
            "INSERT INTO further_mails (draft, mail, message_id, subject, raw) VALUES (?,?,?,?,?)",
            (row, number, mail.message_id, mail.subject, mail.raw),
        )


def latest_revision(db: Database, reference: str, draft: int) -> Composed:
    """Return a draft as its latest revision has it."""
    row_id, way, *row = db.execute(
        "SELECT id, way, reference, number, letter, recipient, subject, text, message_id, raw FROM drafts"
        " WHERE reference = ? AND number = ? ORDER BY revision DESC LIMIT 1",
        (reference, draft),
    ).fetchone()
    return replace(Composed(*row), way=way, further=further_mails(db, row_id))


def further_mails(db: Database, row: int) -> tuple[FurtherMail, ...]:
    """Return the mails of a draft after its first, by the id of its row."""
    found = db.execute("SELECT message_id, subject, raw FROM further_mails WHERE draft = ? ORDER BY mail", (row,))
    return tuple(FurtherMail(message_id, subject, bytes(raw)) for message_id, subject, raw in found.fetchall())


def latest_of(db: Database, reference: str, draft: int) -> int:
    """Return the number of the latest revision of a draft; 0 where there is no such draft."""
    row = db.execute("SELECT max(revision) FROM drafts WHERE reference = ? AND number = ?", (reference, draft))
    return int(row.fetchone()[0] or 0)


def words_of_revision(db: Database, reference: str, draft: int, revision: int) -> str | None:
    """Return the words that a revision of a draft had; None where there is no such revision."""
    row = db.execute(
        "SELECT text FROM drafts WHERE reference = ? AND number = ? AND revision = ?", (reference, draft, revision)
    ).fetchone()
    return str(row[0]) if row else None


def moments_written(db: Database, reference: str, draft: int) -> tuple[datetime, ...]:
    """Return when each revision of a draft was written, in UTC, the latest last."""
    rows = db.execute(
        "SELECT created_at FROM drafts WHERE reference = ? AND number = ? ORDER BY revision", (reference, draft)
    )
    return tuple(parse_moment(written) for (written,) in rows.fetchall())


def recipient_of(db: Database, reference: str, draft: int) -> str:
    """Return the e-mail address a draft goes to; empty where there is no such draft yet, or one that is posted."""
    row = db.execute(
        "SELECT recipient FROM drafts WHERE reference = ? AND number = ? AND way = 'mail'", (reference, draft)
    ).fetchone()
    return str(row[0]) if row else ""


def revise(db: Database, letter: Composed, *, now: datetime) -> None:
    """Keep a further revision of a draft, to be approved anew; the one before is superseded."""
    before = "reference = ? AND number = ? AND status != 'superseded'"
    made = db.execute(
        "INSERT INTO drafts (reference, number, letter, revision, status, recipient, subject, text, message_id, raw,"
        " digest, rules, created_at, form, way) SELECT reference, number, letter, revision + 1, 'waiting', ?,"
        " subject, ?, ?, ?, ?, rules, ?, CASE form WHEN 'none' THEN 'none' ELSE 'wanted' END, way FROM drafts"
        f" WHERE {before}",
        (
            letter.recipient,
            letter.text,
            letter.message_id,
            letter.raw,
            letter.digest,
            stamp(now),
            letter.reference,
            letter.number,
        ),
    ).lastrowid
    _seal(db, int(made or 0), letter)
    db.execute(
        f"UPDATE drafts SET status = 'superseded', form = 'none' WHERE {before} AND id != ?",
        (letter.reference, letter.number, made),
    )


def is_there(db: Database, reference: str, draft: int) -> bool:
    """Tell whether a draft of that number was kept already, in whatever revision."""
    found = db.execute("SELECT 1 FROM drafts WHERE reference = ? AND number = ? LIMIT 1", (reference, draft))
    return found.fetchone() is not None


def release(
    db: Database, reference: str, draft: int, number: int, *, now: datetime, not_before: datetime | None = None
) -> None:
    """Put the stored bytes of an approved draft in the outbox as letter `number` of its case, and those after it."""
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


def leaving(db: Database, message_id: str) -> tuple[int, int, str, bytes] | None:
    """Return number, revision, recipient and stored bytes of the draft whose mail bears that Message-ID, or None."""
    row = db.execute(
        "SELECT number, revision, recipient, raw FROM drafts WHERE message_id = ?"
        " UNION ALL SELECT d.number, d.revision, d.recipient, f.raw FROM further_mails f"
        " JOIN drafts d ON d.id = f.draft WHERE f.message_id = ?",
        (message_id, message_id),
    ).fetchone()
    return (row[0], row[1], row[2], bytes(row[3])) if row else None
