"""Erasing personal data: one table of erasers, a row for each table of the register, and what is left behind.

What stays names nobody: days, outcomes, sections, counts, and the log. A message that was erased keeps its row under a
keyed code in the place of its Message-ID, so that it is known, and not taken for new, if the mailbox shows it again.
"""

import hmac
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from foibot.casework.case import OFFICE
from foibot.errors import Unavailable
from foibot.lean import dataclass
from foibot.store import search_index, sketches
from foibot.store.database import Database
from foibot.store.register import BUSY_MILLISECONDS, writing_fault

Facts = Mapping[str, Any]
Erase = Callable[[Database, Facts], int]
ERASED = "[erased]"
MILLISECONDS_FOR_READERS = 1_000
NO_VERDICT = (
    '{"applicant":["",""],"answer_to":"","regime_suggested":[],"bounced_recipient":"","written_at":null,'
    '"authentication":"","tied_by":null,"receipt_flags":[],"reasons":[],"withheld":[],"notes":[]}'
)


@dataclass(frozen=True, slots=True)
class Eraser:
    """What is erased of one table: of a case, of a message, of a notice to colleagues, or of people nobody is left of.

    `columns` are those that hold nothing of a person afterwards. A function returns how many rows it erased.
    """

    table: str
    columns: tuple[str, ...]
    of_case: Erase | None = None
    of_message: Erase | None = None
    of_notices: Erase | None = None
    of_nobody: Erase | None = None


def _run(sql: str) -> Erase:
    """Return an eraser that runs one statement; its names in `:name` are facts of what is erased."""

    def erase(db: Database, facts: Facts) -> int:
        return db.execute(sql, dict(facts)).rowcount

    return erase


NO_LONGER_NAMED = """
UPDATE people SET name = '[erased]', email = '', postal_address = 'row ' || id
WHERE name != '[erased]' AND id NOT IN (SELECT person FROM case_state WHERE erased_on IS NULL) AND id NOT IN (
    SELECT q.person FROM questions q JOIN case_state s USING (reference) WHERE s.erased_on IS NULL
) AND id NOT IN (
    SELECT coalesce(json_extract(e.payload, '$.applicant'), json_extract(e.payload, '$.asked')) AS named
    FROM events e JOIN case_state s USING (reference) WHERE s.erased_on IS NULL AND e.type IN ({types})
    AND named IS NOT NULL
)
"""
NAMING = ("RequestReceived", "ApplicantCorrected", "HolderAsked")
"""The facts that hold the number of a person; a test looks for others."""
FINISHED_NOTICES = (
    "reference = :office AND status IN ('sent', 'refused', 'cancelled')"
    " AND queued_at < :before AND queued_at >= :since AND raw != x''"
)


def _marks_of_sketch(db: Database, facts: Facts) -> int:
    return sketches.forget(db, facts["reference"])


def _texts_of_case(db: Database, facts: Facts) -> int:
    return search_index.forget(db, facts["reference"])


def _text_of_message(db: Database, facts: Facts) -> int:
    return search_index.forget_message(db, facts["message"])


ERASERS: tuple[Eraser, ...] = (
    # first: it finds its texts by what the other tables still say
    Eraser("search_docs", ("name",), of_case=_texts_of_case, of_message=_text_of_message),
    Eraser("search_index", ("",)),
    Eraser("search_terms", ("",)),
    Eraser(
        "messages",
        (
            *("message_id", "fingerprint", "from_name", "from_email", "subject", "thread", "text", "new_text"),
            *("passed_on", "verdict", "defects"),
        ),
        of_message=_run(
            "UPDATE messages SET message_id = :mark, fingerprint = :content, from_name = '[erased]', from_email = '',"
            " subject = '[erased]', thread = '[]', text = '', new_text = '', passed_on = '', verdict = :no_verdict,"
            " defects = '[]', raw = NULL, wanted_folder = NULL, erased_at = :at WHERE id = :message"
        ),
    ),
    Eraser(
        "deliveries",
        ("fault",),
        of_message=_run("UPDATE deliveries SET raw = NULL, fault = NULL WHERE message = :message"),
        of_nobody=_run("UPDATE deliveries SET raw = NULL WHERE raw IS NOT NULL AND status = 'ours'"),
    ),
    Eraser(
        "raw_mail",
        ("bytes", "sha256"),
        of_message=_run(
            "DELETE FROM raw_mail WHERE id = :raw AND NOT EXISTS (SELECT 1 FROM messages WHERE raw = :raw)"
            " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE raw = :raw)"
        ),
        of_nobody=_run(
            "DELETE FROM raw_mail WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.raw = raw_mail.id)"
            " AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.raw = raw_mail.id)"
        ),
    ),
    Eraser("sent_names", ("name",), of_message=_run("DELETE FROM sent_names WHERE message = :message")),
    Eraser("words", ("text",), of_case=_run("DELETE FROM words WHERE reference = :reference")),
    Eraser("sketch_marks", ("mark",), of_case=_marks_of_sketch),
    Eraser("sketches", ("sketch",), of_case=_run("DELETE FROM sketches WHERE reference = :reference")),
    Eraser(
        "findings",
        ("name", "found", "tables"),
        of_case=_run("DELETE FROM findings WHERE draft IN (SELECT id FROM drafts WHERE reference = :reference)"),
    ),
    Eraser("published_copies", ("bytes",), of_case=_run("DELETE FROM published_copies WHERE reference = :reference")),
    Eraser(
        "further_mails",
        ("subject", "raw"),
        of_case=_run(
            "UPDATE further_mails SET subject = '[erased]', raw = x'' WHERE draft IN"
            " (SELECT id FROM drafts WHERE reference = :reference)"
        ),
    ),
    Eraser(
        "drafts",
        ("recipient", "subject", "text", "raw", "digest"),
        of_case=_run(
            "UPDATE drafts SET recipient = '', subject = '[erased]', text = '', raw = x'', digest = '',"
            " form = CASE form WHEN 'none' THEN 'none' ELSE 'done' END, oddity = '' WHERE reference = :reference"
        ),
    ),
    Eraser(
        "outbox",
        ("recipient", "subject", "raw", "answer"),
        of_case=_run(
            "UPDATE outbox SET recipient = '', subject = '[erased]', raw = x'', answer = NULL, copy = 'none', told = 1"
            " WHERE reference = :reference"
        ),
        of_notices=_run(
            "UPDATE outbox SET recipient = '', subject = '[erased]', raw = x'', answer = NULL, copy = 'none', told = 1"
            f" WHERE {FINISHED_NOTICES}"
        ),
    ),
    Eraser(
        "people",
        ("name", "email", "postal_address"),
        of_nobody=_run(NO_LONGER_NAMED.format(types=", ".join(f"'{name}'" for name in NAMING))),
    ),
    # written for the mailbox alone, and each row goes once its mail is gone there: jobs/erasing_mail.py
    Eraser("to_erase", ("name", "fingerprint")),
)
"""What is erased, a row a table. A new table or column with personal data needs one, and a test says so."""

KEPT: Mapping[str, str] = {
    "mail_commands": "the Message-ID of an officer's own mail: without it a command could be obeyed a second time",
}
"""Tables with personal columns that are not erased, and why; they tell of colleagues alone."""


def of_case(db: Database, reference: str) -> dict[str, int]:
    """Erase everything of a case but its mail; returns how many rows of each table. Must run inside `writing`."""
    return _erased(db, "of_case", {"reference": reference})


def of_message(db: Database, message: int, at: str) -> None:
    """Erase everything of a message; its row stays, without a word. Must run inside `writing`."""
    message_id, content, raw = db.execute(
        "SELECT message_id, fingerprint, raw FROM messages WHERE id = ?", (message,)
    ).fetchone()
    facts = {"message": message, "raw": raw, "at": at, "no_verdict": NO_VERDICT}
    # in this order: what points to the bytes lets go of them before they go
    _erased(db, "of_message", {**facts, "mark": mark_of(db, message_id), "content": _code(db, content)})


def notices(db: Database, *, before: str, since: str = "") -> int:
    """Erase the words of notices and digests that have left in a span of time; returns how many."""
    return _erased(db, "of_notices", {"office": OFFICE, "before": before, "since": since}).get("outbox", 0)


def nobody(db: Database) -> dict[str, int]:
    """Erase people whom no case names any more, and bytes that no message has; can be done again and again."""
    return {table: count for table, count in _erased(db, "of_nobody", {}).items() if count}


def _erased(db: Database, scope: str, facts: Facts) -> dict[str, int]:
    steps = ((eraser.table, getattr(eraser, scope)) for eraser in ERASERS)
    return {table: erase(db, facts) for table, erase in steps if erase is not None}


def mark_of(db: Database, message_id: str) -> str:
    """Return what stands in the place of a Message-ID that was erased: a code that only this register can make."""
    return f"<{_code(db, message_id)}@erased>"


def _code(db: Database, text: str) -> str:
    key = bytes(db.execute("SELECT key FROM keys WHERE name = 'erased'").fetchone()[0])
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def erased_copy_of(db: Database, message_id: str, content: str) -> int | None:
    """Return the row of the message that was erased and is seen again, or None."""
    row = db.execute(
        "SELECT id FROM messages WHERE message_id = ? AND fingerprint = ? AND erased_at IS NOT NULL",
        (mark_of(db, message_id), _code(db, content)),
    ).fetchone()
    return int(row[0]) if row else None


def is_erased(db: Database, message: int) -> bool:
    """Tell whether nothing is left of a message but that it was there."""
    row = db.execute("SELECT erased_at FROM messages WHERE id = ?", (message,)).fetchone()
    return bool(row and row[0])


def drop_bytes(db: Database, delivery: int) -> None:
    """Let go of the bytes of a delivery that is a message erased before."""
    row = db.execute("SELECT raw FROM deliveries WHERE id = ?", (delivery,)).fetchone()
    db.execute("UPDATE deliveries SET raw = NULL WHERE id = ?", (delivery,))
    if row and row[0]:
        _drop_raw(db, row[0])


def raw_of_messages(db: Database, messages: Iterable[int]) -> int:
    """Let go of the bytes of messages as they came; their words stay. Returns of how many."""
    dropped = 0
    for message in messages:
        row = db.execute("SELECT raw FROM messages WHERE id = ?", (message,)).fetchone()
        if row and row[0]:
            db.execute("UPDATE messages SET raw = NULL WHERE id = ?", (message,))
            db.execute("UPDATE deliveries SET raw = NULL WHERE message = ?", (message,))
            _drop_raw(db, row[0])
            dropped += 1
    return dropped


def _drop_raw(db: Database, raw: int) -> None:
    erase = next(one.of_message for one in ERASERS if one.table == "raw_mail")
    if erase is not None:
        erase(db, {"raw": raw})


def write_anew(db: Database) -> bool:
    """Leave no trace in the file or its write-ahead log; says whether that is done, False while others read it.

    Erased words may lie on in pages that were freed or rearranged before: VACUUM writes the whole file anew. It is not
    begun while somebody reads whom it would not get rid of. Must run outside a transaction. Raises `Unavailable` when
    the register stays locked or the disk is full.
    """
    try:
        if not _log_emptied(db, MILLISECONDS_FOR_READERS):
            return False
        db.execute("VACUUM")
        return _log_emptied(db)
    except sqlite3.OperationalError as error:
        raise Unavailable(writing_fault(error)) from error


def _log_emptied(db: Database, milliseconds: int = BUSY_MILLISECONDS) -> bool:
    """Empty the write-ahead log, waiting so long for those who read or write; says whether that is done."""
    db.execute(f"PRAGMA busy_timeout = {milliseconds}").fetchall()
    try:
        busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").fetchall()
    return not busy
