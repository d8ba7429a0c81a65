"""Seals: what stands beside the log cannot be changed unseen, and can be erased.

When a letter, a message, a person or somebody's words are kept, a keyed code of them goes into a ledger that is only
added to. `foibot.store.seal_check` compares. The code is keyed (HMAC-SHA256, RFC 2104), so that nothing can be told
from it of what was erased.
"""

import hmac
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from foibot.errors import RegisterError
from foibot.lean import dataclass
from foibot.store.database import Database

FIRST = b"\0" * 32
BEGUN = "begun"
"""The source of the ledger's first rows: a table each, and the row up to which nothing of it was sealed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table whose rows are sealed: the expression that names a row, and what of it never changes once it is kept.

    `last` asks for the number of its last row, or of the last of the table that numbers it.
    """

    table: str
    row: str
    columns: tuple[str, ...]
    last: str


WORDS, PEOPLE, MESSAGES, RAW_OF_MESSAGE = "words", "people", "messages", "messages.raw"
RAW_MAIL, DRAFTS, FURTHER_MAILS, OUTBOX = "raw_mail", "drafts", "further_mails", "outbox"
TOKENS = "reply_tokens"
"""The addresses for approval: for which revision, whose, with which notice and until when each was given out."""
FINDINGS, GUARDED = "findings", "drafts.guarded"
"""What the release guard writes anew when it looks again: of each row the newest seal counts."""
ASKED_FOR = f"source IN ('{BEGUN}', '{FINDINGS}', '{GUARDED}', '{TOKENS}')"
"""The sources whose seals are asked for one by one, in the words of the index that answers it; an audit reads all."""

SEALED: Mapping[str, Sealed] = {
    WORDS: Sealed(
        "words", "t.reference || '/' || t.version || '/' || t.field", ("t.text",), "SELECT max(id) FROM events"
    ),
    PEOPLE: Sealed("people", "t.id", ("t.name", "t.email", "t.postal_address"), "SELECT max(id) FROM people"),
    MESSAGES: Sealed(
        "messages",
        "t.id",
        (
            *("t.message_id", "t.fingerprint", "t.from_name", "t.from_email", "t.subject", "t.received_at"),
            *("t.dated_by", "t.thread", "t.text", "t.new_text", "t.passed_on", "t.defects"),
            # the other parts of a verdict are worded anew when a person says what a message is
            *("json_extract(t.verdict, '$.applicant')", "json_extract(t.verdict, '$.answer_to')"),
        ),
        "SELECT max(id) FROM messages",
    ),
    RAW_OF_MESSAGE: Sealed(
        "messages",
        "t.id",
        ("(SELECT r.sha256 FROM raw_mail r WHERE r.id = t.raw)",),
        "SELECT max(id) FROM messages",
    ),
    RAW_MAIL: Sealed("raw_mail", "t.id", ("t.sha256", "t.whole"), "SELECT max(id) FROM raw_mail"),
    DRAFTS: Sealed(
        "drafts",
        "t.id",
        (
            *("t.reference", "t.number", "t.letter", "t.revision", "t.recipient", "t.subject", "t.text"),
            *("t.message_id", "t.raw", "t.digest", "t.rules", "t.created_at", "t.way"),
        ),
        "SELECT max(id) FROM drafts",
    ),
    FURTHER_MAILS: Sealed(
        "further_mails",
        "t.draft || '/' || t.mail",
        ("t.message_id", "t.subject", "t.raw"),
        "SELECT max(id) FROM drafts",
    ),
    OUTBOX: Sealed(
        "outbox",
        "t.id",
        (
            *("t.message_id", "t.reference", "t.number", "t.letter", "t.recipient", "t.subject", "t.raw"),
            *("t.queued_at", "t.way", "t.mail", "t.mails"),
        ),
        "SELECT max(id) FROM outbox",
    ),
}
"""What is sealed, a row each. The number of a raw mail can be given again: its code is what names it."""

KEY_AND_LAST = "SELECT k.key, (SELECT hash FROM seals ORDER BY id DESC LIMIT 1)"
THE_KEY = "keys k WHERE k.name = 'seals'"
QUERIES = {
    source: f"{KEY_AND_LAST}, {', '.join(one.columns)} FROM {one.table} t, {THE_KEY} AND {one.row} = ?"
    for source, one in SEALED.items()
    if source not in (WORDS, FURTHER_MAILS)
}
"""What sealing a row needs, in one question: five rows are sealed for each request that comes in."""


def begin(db: Database) -> None:
    """Begin the ledger: what is on the register already has no seal, and that is noted."""
    for source, one in SEALED.items():
        last = int(db.execute(one.last).fetchone()[0] or 0)
        _add(db, (BEGUN, source, str(last).encode()), _last_hash(db))


def keep(db: Database, source: str, row: int) -> None:
    """Seal a row that has just been kept."""
    with_key, previous, *values = db.execute(QUERIES[source], (row,)).fetchone() or _no_key()
    _seal(db, (source, row, values), bytes(with_key), bytes(previous or FIRST))


def seal_values(db: Database, source: str, row: int | str, values: Iterable[object]) -> None:
    """Seal a row by its name and the values of its sealed columns."""
    with_key, previous = db.execute(f"{KEY_AND_LAST} FROM {THE_KEY}").fetchone() or _no_key()
    _seal(db, (source, row, values), bytes(with_key), bytes(previous or FIRST))


def _seal(db: Database, kept: tuple[str, int | str, Iterable[object]], with_key: bytes, previous: bytes) -> None:
    source, row, values = kept
    code = code_of(with_key, source, values)
    _add(db, (source, code, b"") if source == RAW_MAIL else (source, row, code), previous)


def keep_newest(db: Database, source: str, row: int | str, values: Iterable[object]) -> None:
    """Seal a row that may be written anew: nothing is added where its newest seal is this one already."""
    code = code_of(key(db), source, values)
    if newest(db, source, row) != code:
        _add(db, (source, row, code), _last_hash(db))


def newest(db: Database, source: str, row: int | str) -> bytes | None:
    """Return the newest seal of a row of a source that is asked for one by one; None where it has none."""
    sql = f"SELECT seal FROM seals WHERE {ASKED_FOR} AND source = ? AND row = ? ORDER BY id DESC LIMIT 1"
    found = db.execute(sql, (source, row)).fetchone()
    return found[0] if found else None


def key(db: Database) -> bytes:
    """Return the key of this register's seals; raises `RegisterError` where somebody has taken it out."""
    return bytes((db.execute("SELECT key FROM keys WHERE name = 'seals'").fetchone() or _no_key())[0])


def _no_key() -> tuple[bytes, bytes]:
    raise RegisterError(NO_KEY)


NO_KEY = (
    "The key of the seals is gone from the table keys: somebody took it out of the file. Nothing that is sealed can be"
    " compared, and nothing more is kept. Restore the register from a backup, as docs/running.md says."
)


def code_of(with_key: bytes, source: str, values: Iterable[object]) -> bytes:
    """Return the code of a row: the same for the same values alone."""
    code = _begun_with(with_key).copy()
    code.update(_joined((source, *values)))
    return code.digest()


@lru_cache(maxsize=4)
def _begun_with(with_key: bytes) -> hmac.HMAC:
    """Return a code of nothing yet: to copy it costs a third of beginning anew, and an audit makes millions."""
    return hmac.new(with_key, digestmod="sha256")


def linked(previous: bytes, *parts: object) -> bytes:
    """Return the hash of a row of the ledger that follows the one hashed `previous`."""
    return sha256(previous + _joined(parts)).digest()


def _joined(values: Iterable[object]) -> bytes:
    """Return values as bytes, each with its length before it: no two rows look alike."""
    parts = [value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass") for value in values]
    return b"".join([b"%d:%b" % (len(part), part) for part in parts])


def _last_hash(db: Database) -> bytes:
    last = db.execute("SELECT hash FROM seals ORDER BY id DESC LIMIT 1").fetchone()
    return bytes(last[0]) if last else FIRST


def _add(db: Database, row: tuple[str, object, bytes], previous: bytes) -> None:
    """Add a row to the ledger: the source, the name of the row there, and its code."""
    db.execute("INSERT INTO seals (source, row, seal, hash) VALUES (?,?,?,?)", (*row, linked(previous, *row)))
