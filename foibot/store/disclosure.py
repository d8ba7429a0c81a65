"""What the disclosure log is made from: the cases that were released, and the papers they show."""

from hashlib import sha256
from typing import Any

from foibot.store.database import Database
from foibot.store.imports import key_of
from foibot.store.queries import rows


def ever_released(db: Database) -> list[str]:
    """Return the cases that were released at some time, in order of reference; some were taken back since."""
    found = db.execute("SELECT DISTINCT reference FROM events WHERE type = 'CaseReleased' ORDER BY reference")
    return [row[0] for row in found.fetchall()]


def letters(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the letters of a case that left, in order: number, name, bytes, the words of the draft, and when."""
    return rows(
        db,
        "SELECT o.number, o.letter, o.raw, o.sent_at, o.queued_at, d.text FROM outbox o"
        " LEFT JOIN drafts d ON d.message_id = o.message_id WHERE o.reference = ? ORDER BY o.number",
        (reference,),
    )


def by_hand(db: Database, message: int) -> dict[str, Any] | None:
    """Return a letter that a person sent by hand, with the row of its bytes."""
    found = rows(db, "SELECT id, raw, received_at, subject, text, new_text FROM messages WHERE id = ?", (message,))
    return found[0] if found else None


def people_of(db: Database, reference: str) -> list[tuple[str, str, str]]:
    """Return name, e-mail address and postal address of everybody who has been known as the applicant of a case."""
    found = db.execute(
        "SELECT DISTINCT p.name, p.email, p.postal_address FROM events e"
        " JOIN people p ON p.id = json_extract(e.payload, '$.applicant')"
        " WHERE e.reference = ? AND e.type IN ('RequestReceived', 'ApplicantCorrected')",
        (reference,),
    )
    return [(row[0], row[1], row[2]) for row in found.fetchall()]


def subject_of(db: Database, reference: str) -> str:
    """Return the subject of the mail that opened a case; empty where none did."""
    row = db.execute(
        "SELECT m.subject FROM case_state s JOIN messages m ON m.id = s.opening_message WHERE s.reference = ?",
        (reference,),
    ).fetchone()
    return str(row[0] or "") if row else ""


def keep_copy(db: Database, reference: str, data: bytes) -> None:
    """Keep a file that a case shows in the place of one that was sent."""
    digest = sha256(data).hexdigest()
    db.execute("INSERT OR IGNORE INTO published_copies VALUES (?, ?, ?)", (reference, digest, data))


def copy_of(db: Database, reference: str, digest: str) -> bytes:
    """Return the bytes of a copy; none where it was erased."""
    sql = "SELECT bytes FROM published_copies WHERE reference = ? AND digest = ?"
    row = db.execute(sql, (reference, digest)).fetchone()
    return bytes(row[0]) if row else b""


def code_of(db: Database, found: str) -> str:
    """Return a short code of what was found and of the words around it, with a key of this register's own."""
    return key_of(db, f"publishing\x1f{found}")[:8]
