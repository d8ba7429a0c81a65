"""The outbox and the drafts: letters whose bytes and Message-ID are fixed, and their fate.

`queued` waits to leave, `sending` stands from the instant before the final dot, `sent` was taken by the other
server, `refused` needs a person, `unknown` is looked for before anything else is done (RFC 1047).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp

TRIES_OF_A_DAY = 8


BY_MAIL_IN_ITS_TURN = (
    "way = 'mail' AND (mail = 1 OR EXISTS (SELECT 1 FROM outbox b WHERE b.reference = outbox.reference"
    " AND b.number = outbox.number - 1 AND b.status = 'sent'))"
)
"""Which letters may leave by SMTP: of several mails of one letter, each once the one before it has left."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter that is due to leave."""

    id: int
    reference: str
    number: int
    letter: str
    recipient: str
    message_id: str
    attempts: int
    unlimited: bool = False
    goes_on: bool = False


def requeue(db: Database, reference: str, number: int, *, now: datetime) -> None:
    """Let a letter leave again, byte for byte, because a person said so."""
    db.execute(
        "UPDATE outbox SET status = 'queued', not_before = ?, answer = NULL, attempts = 0, told = 0"
        " WHERE reference = ? AND number = ?",
        (stamp(now), reference, number),
    )


def to_send(db: Database, now: datetime, limit: int, after: int = 0) -> list[Outgoing]:
    """Return queued letters that are due, oldest first, at most `limit` of those after row `after`."""
    rows = db.execute(
        "SELECT id, reference, number, letter, recipient, message_id, attempts, unlimited, mail < mails FROM outbox"
        f" WHERE status = 'queued' AND not_before <= ? AND NOT awaits_form AND id > ? AND {BY_MAIL_IN_ITS_TURN}"
        " ORDER BY id LIMIT ?",
        (stamp(now), after, limit),
    )
    return [Outgoing(*row) for row in rows]


def raw_of(db: Database, letter: int) -> bytes:
    """Return the bytes of a letter as they leave."""
    return bytes(db.execute("SELECT raw FROM outbox WHERE id = ?", (letter,)).fetchone()[0])


def message_id_of(db: Database, reference: str, number: int) -> str:
    """Return the Message-ID of a letter of a case; empty where there is none."""
    row = db.execute("SELECT message_id FROM outbox WHERE reference = ? AND number = ?", (reference, number)).fetchone()
    return str(row[0]) if row else ""


def mark_sending(db: Database, letter: int, *, now: datetime) -> bool:
    """Note that the final dot is about to be sent: from here on the letter may have left.

    Returns whether it may be sent still: False where it was cancelled in the meantime.
    """
    marked = db.execute(
        "UPDATE outbox SET status = 'sending', attempts = attempts + 1, sent_at = ? WHERE id = ? AND status = 'queued'",
        (stamp(now), letter),
    )
    return marked.rowcount == 1


def mark_cancelled(db: Database, reference: str, number: int) -> None:
    """Take a letter that has not left yet out of what is sent; one at the final dot leaves all the same."""
    db.execute(
        "UPDATE outbox SET status = 'cancelled' WHERE reference = ? AND number = ? AND status = 'queued'",
        (reference, number),
    )


def leaving(db: Database, reference: str, numbers: Iterable[int]) -> list[int]:
    """Return those of these letters of a case that stand at their end mark, and may have left."""
    sql = "SELECT 1 FROM outbox WHERE reference = ? AND number = ? AND status = 'sending'"
    return [number for number in numbers if db.execute(sql, (reference, number)).fetchone()]


def mark_posted(db: Database, reference: str, number: int, on: date) -> None:
    """Note that a letter was posted on a day; which hour of it nobody knows."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    db.execute(
        "UPDATE outbox SET status = 'sent', sent_at = ? WHERE reference = ? AND number = ? AND way = 'post'",
        (stamp(noon), reference, number),
    )


def mark_sent(
    db: Database, letter: int, answer: str, *, now: datetime, copy: bool, look_from: datetime | None = None
) -> None:
    """Note that the other server took the letter; `copy` asks for a copy in the Sent folder.

    Where that server files it itself, `look_from` is when its copy should lie there.
    """
    wanted = copy or look_from is not None
    db.execute(
        "UPDATE outbox SET status = 'sent', sent_at = ?, answer = ?, copy = ?, not_before = coalesce(?, not_before)"
        " WHERE id = ?",
        (stamp(now), answer, "wanted" if wanted else "none", stamp(look_from) if look_from else None, letter),
    )


def mark_deferred(db: Database, letter: int, answer: str, not_before: datetime) -> None:
    """Note a passing refusal and when to try again."""
    db.execute(
        "UPDATE outbox SET status = 'queued', attempts = attempts + 1, answer = ?, not_before = ?,"
        " sent_at = NULL WHERE id = ? AND status IN ('queued', 'sending')",
        (answer, stamp(not_before), letter),
    )


def take_back(db: Database, letter: int) -> None:
    """Queue a letter again that was about to leave and surely did not."""
    db.execute("UPDATE outbox SET status = 'queued', sent_at = NULL WHERE id = ? AND status = 'sending'", (letter,))


WAITS = "waits: limit of acknowledgements"


def mark_waiting(db: Database, letters: Iterable[tuple[int, datetime]]) -> None:
    """Note that acknowledgements wait because of a limit, and for each when to look again."""
    for letter, not_before in letters:
        db.execute(
            "UPDATE outbox SET not_before = ?, answer = ? WHERE id = ? AND status = 'queued' AND NOT unlimited",
            (stamp(not_before), WAITS, letter),
        )


def lift_limits(db: Database, reference: str, number: int) -> None:
    """Let a queued letter leave with the next pass, whatever the limits say."""
    db.execute(
        "UPDATE outbox SET unlimited = 1, not_before = queued_at, answer = NULL"
        " WHERE reference = ? AND number = ? AND status = 'queued'",
        (reference, number),
    )


def waiting_by_recipient(db: Database) -> list[tuple[str, int, str]]:
    """Return who waits for acknowledgements because of a limit, how many, and the latest case; the most first."""
    rows = db.execute(
        "SELECT recipient, count(*), max(reference) FROM outbox WHERE status = 'queued' AND answer = ?"
        " GROUP BY recipient COLLATE NOCASE ORDER BY 2 DESC, 1",
        (WAITS,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def written_since(db: Database, letter: str, since: datetime) -> int:
    """Return how many letters of a kind to colleagues were put in the outbox since a moment."""
    sql = "SELECT count(*) FROM outbox WHERE reference = 'office' AND letter = ? AND queued_at > ?"
    row = db.execute(sql, (letter, stamp(since))).fetchone()
    return int(row[0])


def last_written(db: Database, letter: str) -> datetime | None:
    """Return when a letter of that kind to colleagues was last put in the outbox, or None where there was none."""
    sql = "SELECT max(queued_at) FROM outbox WHERE reference = 'office' AND letter = ?"
    row = db.execute(sql, (letter,)).fetchone()
    return parse_moment(row[0]) if row[0] else None


def await_form(db: Database, reference: str, number: int) -> None:
    """Hold a letter until its form has been looked for in the mailbox once more, after it cooled off."""
    db.execute("UPDATE outbox SET awaits_form = 1 WHERE reference = ? AND number = ?", (reference, number))


def await_form_of(db: Database, message_id: str, now: datetime) -> None:
    """Hold a letter that cools off until its form, which was put in the mailbox only now, has been looked for."""
    db.execute(
        "UPDATE outbox SET awaits_form = 1 WHERE message_id = ? AND status = 'queued' AND not_before > ?",
        (message_id, stamp(now)),
    )


def form_seen(db: Database, message_id: str, now: datetime) -> None:
    """Let a letter leave that has cooled off, since its form lies where it was signed."""
    db.execute(
        "UPDATE outbox SET awaits_form = 0 WHERE message_id = ? AND not_before <= ?",
        (message_id, stamp(now)),
    )


def waits_to_be_posted(db: Database, message_id: str, now: datetime) -> bool:
    """Tell whether a letter is one to post, and has cooled off by now."""
    sql = "SELECT 1 FROM outbox WHERE message_id = ? AND way = 'post' AND status = 'queued' AND not_before <= ?"
    return db.execute(sql, (message_id, stamp(now))).fetchone() is not None


def kinds_of(db: Database, reference: str, numbers: Iterable[int]) -> dict[int, str]:
    """Return the kind of each of these letters of a stream."""
    sql = "SELECT letter FROM outbox WHERE reference = ? AND number = ?"
    return {number: db.execute(sql, (reference, number)).fetchone()[0] for number in numbers}


def count_queued(db: Database) -> int:
    """Return how many letters wait to leave by e-mail."""
    return int(db.execute("SELECT count(*) FROM outbox WHERE status = 'queued' AND way = 'mail'").fetchone()[0])


def mark_refused(db: Database, letter: int, answer: str) -> None:
    """Note a refusal for good; a person must act."""
    db.execute(
        "UPDATE outbox SET status = 'refused', answer = ?, sent_at = NULL, told = 0 WHERE id = ?", (answer, letter)
    )


def mark_bounced(db: Database, reference: str, number: int, answer: str) -> None:
    """Note that a letter which had left came back; a person must act."""
    db.execute(
        "UPDATE outbox SET status = 'refused', answer = ?, told = 0 WHERE reference = ? AND number = ?",
        (answer, reference, number),
    )


def mark_unknown(db: Database, letter: int, answer: str, look_after: datetime) -> None:
    """Note that nobody can say whether the letter left, and when to look for it again."""
    db.execute(
        "UPDATE outbox SET status = 'unknown', answer = ?, not_before = ? WHERE id = ?",
        (answer, stamp(look_after), letter),
    )


def mark_retried(db: Database, letter: int, *, now: datetime) -> None:
    """Queue an acknowledgement of unknown fate a second and last time, with the same bytes."""
    db.execute("UPDATE outbox SET status = 'queued', retried = 1, not_before = ? WHERE id = ?", (stamp(now), letter))


def stop_looking(db: Database, letter: int) -> None:
    """Leave a letter of unknown fate to a person."""
    db.execute("UPDATE outbox SET not_before = '9999', told = 0 WHERE id = ?", (letter,))


def left_sending(db: Database) -> list[Outgoing]:
    """Return letters found in `sending` when no process is at work: it ended at the final dot."""
    rows = db.execute(
        "SELECT id, reference, number, letter, recipient, message_id, attempts FROM outbox WHERE status = 'sending'"
    )
    return [Outgoing(*row) for row in rows]


def unknown_to_look_for(db: Database, now: datetime) -> list[tuple[Outgoing, bool, str]]:
    """Return letters of unknown fate that are due to be looked for: letter, retried already, and why unknown."""
    rows = db.execute(
        "SELECT id, reference, number, letter, recipient, message_id, attempts, retried, answer FROM outbox"
        " WHERE status = 'unknown' AND not_before <= ? ORDER BY id",
        (stamp(now),),
    )
    return [(Outgoing(*row[:7]), bool(row[7]), row[8] or "") for row in rows]


def to_copy(db: Database, now: datetime, limit: int) -> list[tuple[int, str, bool]]:
    """Return sent letters without a known copy in Sent: row, Message-ID, and whether a try was begun before."""
    rows = db.execute(
        "SELECT id, message_id, copy FROM outbox WHERE copy IN ('wanted', 'copying') AND not_before <= ?"
        " ORDER BY id LIMIT ?",
        (stamp(now), limit),
    )
    return [(row[0], row[1], row[2] == "copying") for row in rows]


def mark_copy(db: Database, letters: Sequence[int], state: str) -> None:
    """Note how far the copies in Sent have come: copying, copied, or none."""
    for letter in letters:
        db.execute("UPDATE outbox SET copy = ? WHERE id = ?", (state, letter))


def is_due(db: Database, now: datetime) -> bool:
    """Say whether any letter is due to leave, or was cut off while leaving."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE status IN ('queued', 'sending') AND NOT awaits_form"
        f" AND not_before <= ? AND {BY_MAIL_IN_ITS_TURN})",
        (stamp(now),),
    ).fetchone()
    return bool(row[0])


def waits_for_mailbox(db: Database, now: datetime) -> bool:
    """Say whether any letter waits to be looked for, or to be copied to the Sent folder."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM outbox WHERE copy IN ('wanted', 'copying') AND not_before <= ?)"
        " OR EXISTS (SELECT 1 FROM outbox WHERE status = 'unknown' AND not_before <= ?)",
        (stamp(now), stamp(now)),
    ).fetchone()
    return bool(row[0])


def recipient_of(db: Database, reference: str, number: int) -> str:
    """Return the address a letter of a case goes to."""
    row = db.execute("SELECT recipient FROM outbox WHERE reference = ? AND number = ?", (reference, number)).fetchone()
    return str(row[0]) if row else ""


def next_number(db: Database, reference: str) -> int:
    """Return the number of the next letter of a stream that is not replayed, such as the office's."""
    row = db.execute("SELECT max(number) FROM outbox WHERE reference = ?", (reference,)).fetchone()
    return int(row[0] or 0) + 1


def acknowledgements_since(db: Database, since: datetime) -> list[tuple[str, str]]:
    """Return address and moment of each acknowledgement that left, or may have left, since then."""
    rows = db.execute(
        "SELECT recipient, sent_at FROM outbox WHERE letter IN ('acknowledgement', 'review_acknowledgement')"
        " AND sent_at >= ? AND way = 'mail'",
        (stamp(since),),
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A letter that did not leave, and why."""

    id: int
    reference: str
    letter: str
    status: str
    answer: str


def in_trouble(db: Database) -> list[Trouble]:
    """Return letters refused, of unknown fate or put off all day, of which nobody has been told yet."""
    rows = db.execute(
        "SELECT id, reference, letter, status, coalesce(answer, '') FROM outbox WHERE told = 0 AND (status = 'refused'"
        " OR (status = 'unknown' AND not_before = '9999') OR (status = 'queued' AND attempts >= ?)) ORDER BY id",
        (TRIES_OF_A_DAY,),
    )
    return [Trouble(*row) for row in rows]


def mark_told(db: Database, letters: Sequence[int]) -> None:
    """Note that the officers know of a letter in trouble."""
    for letter in letters:
        db.execute("UPDATE outbox SET told = 1 WHERE id = ?", (letter,))
