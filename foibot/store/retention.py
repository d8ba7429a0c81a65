"""What may be erased, looked for: cases that ended, mail on no case, notices; and what is still in the mailbox."""

from datetime import datetime
from typing import Any

from foibot.casework.case import OFFICE
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.moments import parse_moment
from foibot.store.queries import rows

ENDED = "('responded', 'review_decided', 'withdrawn', 'lapsed', 'transferred', 'closed')"
NEVER_A_CASE = "('machine', 'not_foi', 'junk', 'sent')"
ERASURES = "('PersonalDataErased', 'MailErased', 'ErasureAsked')"
WAITING = "('triage', 'set_aside')"


@dataclass(frozen=True, slots=True)
class MailToErase:
    """A mail that is still to be erased in the mailbox: a message, a letter of ours, or the form of a draft.

    `name` is its Message-ID, or the mark of a form. `uid` is 0 where only its name says where it is.
    """

    id: int
    what: str
    folder: str
    uidvalidity: int
    uid: int
    name: str
    fingerprint: str


def old(db: Database, before: str) -> list[str]:
    """Return the cases, not erased yet, that were received before a day; whether they may go is for the core to say."""
    found = db.execute(
        "SELECT reference FROM case_state WHERE erased_on IS NULL AND received_on < ? ORDER BY reference", (before,)
    )
    return [row[0] for row in found.fetchall()]


def ended(db: Database, before: str) -> list[str]:
    """Return the cases, not erased yet, that had an end before a day and whose mail may be kept as it came."""
    found = db.execute(
        f"SELECT reference FROM case_state WHERE erased_on IS NULL AND status IN {ENDED}"
        " AND max(coalesce(closed_on, ''), coalesce(responded_on, ''), coalesce(review_decided_on, '')) < ?"
        " AND reference IN (SELECT reference FROM messages WHERE raw IS NOT NULL) ORDER BY reference",
        (before,),
    )
    return [row[0] for row in found.fetchall()]


def closed_on(db: Database, reference: str) -> str | None:
    """Return the day a case was ended on without an answer, or after it; None where it was not."""
    row = db.execute("SELECT closed_on FROM case_state WHERE reference = ?", (reference,)).fetchone()
    return row[0] if row else None


def messages_of(db: Database, reference: str) -> list[int]:
    """Return the messages of a case that no other case needs: those on it, and the one that opened it."""
    found = db.execute(
        "SELECT m.id FROM messages m WHERE m.erased_at IS NULL AND (m.reference = :case OR m.id ="
        " (SELECT opening_message FROM case_state WHERE reference = :case)) AND NOT EXISTS"
        " (SELECT 1 FROM case_state s WHERE s.reference != :case AND s.erased_on IS NULL AND s.opening_message = m.id)"
        " AND NOT EXISTS (SELECT 1 FROM case_state s WHERE s.reference != :case AND s.erased_on IS NULL"
        " AND s.reference = m.reference) ORDER BY m.id",
        {"case": reference},
    )
    return [row[0] for row in found.fetchall()]


def never_a_case(db: Database, before: str) -> list[int]:
    """Return the messages on no case that came before a moment and wait for nobody."""
    found = db.execute(
        f"SELECT id FROM messages m WHERE reference IS NULL AND state IN {NEVER_A_CASE} AND received_at < ?"
        " AND erased_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM case_state s WHERE s.opening_message = m.id AND s.erased_on IS NULL)",
        (before,),
    )
    return sorted(row[0] for row in found.fetchall())


def waiting_for_people(db: Database, before: str) -> int:
    """Return how many messages came before a moment and still wait for a person."""
    sql = f"SELECT count(*) FROM messages WHERE state IN {WAITING} AND received_at < ? AND erased_at IS NULL"
    return int(db.execute(sql, (before,)).fetchone()[0])


def with_bytes(db: Database, reference: str) -> list[int]:
    """Return the messages of a case that are kept as they came, and are no other case's too."""
    return [one for one in messages_of(db, reference) if _has_bytes(db, one)]


def _has_bytes(db: Database, message: int) -> bool:
    return db.execute("SELECT 1 FROM messages WHERE id = ? AND raw IS NOT NULL", (message,)).fetchone() is not None


def places_of(db: Database, message: int) -> list[dict[str, Any]]:
    """Return where a message lies in the mailbox, as far as is known; `uid` 0 where the server told none."""
    return rows(
        db,
        "SELECT CASE filed WHEN 'moved' THEN m.folder ELSE d.folder END AS folder,"
        " CASE filed WHEN 'moved' THEN 0 ELSE d.uidvalidity END AS uidvalidity,"
        " CASE filed WHEN 'moved' THEN 0 ELSE d.uid END AS uid, m.message_id, m.fingerprint"
        " FROM deliveries d JOIN messages m ON m.id = d.message"
        " WHERE d.message = ? AND d.gone_at IS NULL AND d.status IN ('done', 'kept')",
        (message,),
    )


def queue_message(db: Database, message: int) -> None:
    """Note a message for the mailbox, at each place where it lies; before it is erased here."""
    for place in places_of(db, message):
        _queue(db, "message", place["folder"], place["message_id"], **{k: place[k] for k in KNOWN})


KNOWN = ("uidvalidity", "uid", "fingerprint")


def queue_letters(db: Database, reference: str) -> None:
    """Note for the mailbox the copies in Sent of the letters of a case."""
    found = db.execute("SELECT message_id FROM outbox WHERE reference = ? AND status = 'sent'", (reference,)).fetchall()
    for (message_id,) in found:
        _queue(db, "letter", "", message_id)


def queue_notices(db: Database, *, before: str, since: str) -> None:
    """Note for the mailbox the copies in Sent of notices whose words are erased."""
    found = db.execute(
        "SELECT message_id FROM outbox WHERE reference = ? AND status = 'sent' AND raw != x''"
        " AND queued_at < ? AND queued_at >= ?",
        (OFFICE, before, since),
    )
    for (message_id,) in found.fetchall():
        _queue(db, "letter", "", message_id)


def queue_form(db: Database, mark: str) -> None:
    """Note for the mailbox the form of a draft, which is known by its mark."""
    _queue(db, "form", "", mark)


def _queue(
    db: Database, what: str, folder: str, name: str, *, uidvalidity: int = 0, uid: int = 0, fingerprint: str = ""
) -> None:
    db.execute(
        "INSERT OR IGNORE INTO to_erase (what, folder, name, uidvalidity, uid, fingerprint) VALUES (?,?,?,?,?,?)",
        (what, folder, name, uidvalidity, uid, fingerprint),
    )


def in_the_mailbox(db: Database) -> list[MailToErase]:
    """Return the mails that are still to be erased in the mailbox."""
    found = db.execute(
        "SELECT id, what, folder, uidvalidity, uid, name, fingerprint FROM to_erase WHERE what != 'file'"
        " ORDER BY folder, id"
    )
    return [MailToErase(*row) for row in found.fetchall()]


def gone(db: Database, mail: MailToErase) -> None:
    """Forget a mail that is gone from the mailbox, or was not there any more."""
    db.execute("DELETE FROM to_erase WHERE id = ?", (mail.id,))


def note_unwritten(db: Database) -> None:
    """Note that erased words may lie on in the file until it is written anew; in the transaction that erases them."""
    db.execute("INSERT OR IGNORE INTO to_erase (what) VALUES ('file')")


def is_unwritten(db: Database) -> bool:
    """Tell whether erased words may lie on in the file."""
    return db.execute("SELECT 1 FROM to_erase WHERE what = 'file'").fetchone() is not None


def last_erasure(db: Database) -> datetime | None:
    """Return when anything was last erased, as an aware moment; None where the log tells of no erasure.

    The log has no index of this: it is read from its end, and asked only while the file is to be written anew.
    """
    sql = f"SELECT at FROM events WHERE type IN {ERASURES} ORDER BY id DESC LIMIT 1"
    row = db.execute(sql).fetchone()
    return parse_moment(row[0]) if row else None


def note_written(db: Database) -> None:
    """Note that the file was written anew."""
    db.execute("DELETE FROM to_erase WHERE what = 'file'")


def forms_of(db: Database, reference: str) -> list[tuple[int, int, str]]:
    """Return id, revision and digest of the drafts of a case whose forms were put into the mailbox."""
    found = db.execute(
        "SELECT id, revision, digest FROM drafts WHERE reference = ? AND digest != ''"
        " AND (form != 'none' OR place != '' OR status = 'superseded')",
        (reference,),
    )
    return [tuple(row) for row in found.fetchall()]
