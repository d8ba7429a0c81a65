"""Replies to notices: the tokens that were given out, and the messages that were acted on."""

from datetime import datetime

from foibot.lean import dataclass
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp


@dataclass(frozen=True, slots=True)
class Given:
    """A token that was given out: for which revision of a draft, to whom, until when, and whether it was used."""

    hash: str
    draft: int
    officer: str
    notice: str
    dead_after: str
    used: bool
    explained: int


def give(db: Database, given: Given) -> None:
    """Note a token that goes out with a notice."""
    db.execute(
        "INSERT INTO reply_tokens (hash, draft, officer, notice, dead_after) VALUES (?,?,?,?,?)",
        (given.hash, given.draft, given.officer, given.notice, given.dead_after),
    )
    _seal(db, (given.hash, given.draft, given.officer, given.notice, given.dead_after))


Purpose = tuple[str, int, str, str, str]
"""For what a token was given out: its hash, the draft, the officer, the notice, and the day after which it is dead."""
PURPOSES = "SELECT hash, draft, officer, notice, dead_after FROM reply_tokens"


def _seal(db: Database, purpose: Purpose) -> None:
    seals.seal_values(db, seals.TOKENS, purpose[0], purpose)


def seal_all(db: Database) -> None:
    """Seal the tokens that were given out before they were sealed."""
    for purpose in db.execute(PURPOSES).fetchall():
        _seal(db, purpose)


def is_sealed(db: Database, purpose: Purpose) -> bool:
    """Tell whether a token is what was sealed when it was given out, and was not put into the file or changed there."""
    code = seals.code_of(seals.key(db), seals.TOKENS, purpose)
    return seals.newest(db, seals.TOKENS, purpose[0]) == code


def given(db: Database, token_hash: str) -> Given | None:
    """Return what a token was given out for, or None where it never was, or its row is not what was sealed."""
    row = db.execute(
        "SELECT hash, draft, officer, notice, dead_after, used, explained FROM reply_tokens WHERE hash = ?",
        (token_hash,),
    ).fetchone()
    if row is None or not is_sealed(db, tuple(row[:5])):
        return None
    return Given(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6])


def mark_used(db: Database, token_hash: str) -> None:
    """Let a token count no more."""
    db.execute("UPDATE reply_tokens SET used = 1 WHERE hash = ?", (token_hash,))


def count_explained(db: Database, token_hash: str) -> None:
    """Note that it was explained once more why a reply did not count."""
    db.execute("UPDATE reply_tokens SET explained = explained + 1 WHERE hash = ?", (token_hash,))


def is_secret(db: Database, message_id: str) -> bool:
    """Tell whether a letter carries a token: no copy of it is kept where colleagues could read it."""
    return db.execute("SELECT 1 FROM reply_tokens WHERE notice = ?", (message_id,)).fetchone() is not None


def notice_to(db: Database, message_id: str) -> tuple[str, str, datetime | None] | None:
    """Return name, recipient and moment of leaving of a letter of ours, by Message-ID or alias; None if unknown."""
    row = db.execute(
        "SELECT o.letter, o.recipient, o.sent_at FROM outbox o LEFT JOIN aliases a ON a.outbox = o.id"
        " WHERE (o.message_id = ? OR a.message_id = ?) AND o.status = 'sent' LIMIT 1",
        (message_id, message_id),
    ).fetchone()
    return (row[0], row[1], parse_moment(row[2]) if row[2] else None) if row else None


def is_first(db: Database, message_id: str, now: datetime) -> bool:
    """Note a message whose command is about to be carried out; tells whether it is the first of that Message-ID."""
    made = db.execute("INSERT OR IGNORE INTO mail_commands VALUES (?, ?)", (message_id, stamp(now)))
    return made.rowcount == 1


def written_to_since(db: Database, letter: str, recipient: str, since: datetime) -> int:
    """Return how many letters of a kind were put in the outbox for a colleague's address since a moment."""
    row = db.execute(
        "SELECT count(*) FROM outbox WHERE reference = 'office' AND letter = ? AND queued_at > ?"
        " AND recipient = ? COLLATE NOCASE",
        (letter, stamp(since), recipient),
    ).fetchone()
    return int(row[0])


def message_id_of(db: Database, reference: str, number: int) -> str:
    """Return the Message-ID of a letter of a stream."""
    sql = "SELECT message_id FROM outbox WHERE reference = ? AND number = ?"
    return str(db.execute(sql, (reference, number)).fetchone()[0])


def replace_raw(db: Database, letter: int, raw: bytes) -> None:
    """Keep other bytes of a notice that has left: those that nobody could misuse."""
    db.execute("UPDATE outbox SET raw = ? WHERE id = ?", (raw, letter))
    seals.keep(db, seals.OUTBOX, letter)
