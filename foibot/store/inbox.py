"""The inbox: where each delivery lay, its bytes as they came, and how far it has been dealt with.

A delivery is unique by account, folder, UIDVALIDITY and UID (RFC 9051 2.3.1.1); `listed` means that the server
named it, `kept` that its bytes are here, `done` that its message has its one visible state, `vanished` that it
was gone before it could be fetched, `left` that a person wants it left unread, `ours` that it is the copy in Sent of a
letter of foibot's own.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from foibot.lean import dataclass
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp

ATTEMPTS = 3
INSERT_RAW = "INSERT INTO raw_mail (sha256, whole, bytes) SELECT ?1, ?2, ?3 WHERE ?3 IS NOT NULL"
LARGE = 100_000
"""Bytes of a message that are worth giving back to the system at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A watched folder as the register knows it; `folder` is its name in the configuration.

    What has a UID up to `history_through` was there before foibot was asked to take in history: nobody is written
    to about it, and what arrived before `left_before` (the register's text of a moment) is not even read.
    """

    account: str
    folder: str
    uidvalidity: int
    last_uid: int = 0
    history_through: int = 0
    left_before: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that is still to be dealt with; `arrived_at` is the server's INTERNALDATE, aware UTC.

    `sent`: it lies in the folder of what was sent.
    """

    id: int
    place: Place
    uid: int
    size: int
    arrived_at: datetime
    status: str
    attempts: int
    raw: int | None = None
    history: bool = False
    sent: bool = False


def known_place(db: Database, account: str, folder: str) -> Place | None:
    """Return how far a folder has been listed, or None if it was never looked at."""
    row = db.execute(
        "SELECT uidvalidity, last_uid, history_through, left_before FROM folders WHERE account = ? AND folder = ?",
        (account, folder),
    ).fetchone()
    return Place(account, folder, *row) if row else None


def remember_place(db: Database, place: Place, *, on_server: int, now: datetime) -> None:
    """Note how far a folder has been listed and how many messages the server holds in it."""
    db.execute(
        "INSERT INTO folders (account, folder, uidvalidity, last_uid, looked_at, on_server, history_through,"
        " left_before) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (account, folder) DO UPDATE SET"
        " uidvalidity = excluded.uidvalidity, last_uid = excluded.last_uid, looked_at = excluded.looked_at,"
        " on_server = excluded.on_server, history_through = excluded.history_through,"
        " left_before = excluded.left_before",
        (
            place.account,
            place.folder,
            place.uidvalidity,
            place.last_uid,
            stamp(now),
            on_server,
            place.history_through,
            place.left_before,
        ),
    )


def remember_comparison(db: Database, place: Place, now: datetime) -> None:
    """Note that the folder was compared in full with the register."""
    db.execute(
        "UPDATE folders SET compared_at = ? WHERE account = ? AND folder = ?",
        (stamp(now), place.account, place.folder),
    )


def compared_at(db: Database, place: Place) -> datetime | None:
    """Return when the folder was last compared in full with the register."""
    row = db.execute(
        "SELECT compared_at FROM folders WHERE account = ? AND folder = ?", (place.account, place.folder)
    ).fetchone()
    return parse_moment(row[0]) if row and row[0] else None


def add_listed(db: Database, place: Place, listed: Iterable[tuple[int, int, datetime]]) -> int:
    """Add deliveries (UID, size, arrival) that the server named; those known already are left alone."""
    before = db.execute("SELECT count(*) FROM deliveries").fetchone()[0]
    for uid, size, arrived_at in listed:
        db.execute(
            "INSERT OR IGNORE INTO deliveries (account, folder, uidvalidity, uid, size, arrived_at, status)"
            " VALUES (?,?,?,?,?,?,'listed')",
            (place.account, place.folder, place.uidvalidity, uid, size, stamp(arrived_at)),
        )
    return int(db.execute("SELECT count(*) FROM deliveries").fetchone()[0] - before)


def known_uids(db: Database, place: Place) -> set[int]:
    """Return the UIDs of the folder that the register holds under its present UIDVALIDITY."""
    rows = db.execute(
        "SELECT uid FROM deliveries WHERE account = ? AND folder = ? AND uidvalidity = ?",
        (place.account, place.folder, place.uidvalidity),
    )
    return {row[0] for row in rows}


def last_row(db: Database) -> int:
    """Return the row of the latest delivery; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM deliveries").fetchone()[0])


def leave_alone(db: Database, place: Place) -> None:
    """Leave history unread that a person does not want taken in."""
    db.execute(
        "UPDATE deliveries SET status = 'left' WHERE status = 'listed' AND account = ? AND folder = ?"
        " AND uidvalidity = ? AND uid <= ? AND arrived_at < ?",
        (place.account, place.folder, place.uidvalidity, place.history_through, place.left_before),
    )


def take_up_again(db: Database, place: Place) -> None:
    """List anew what was left unread and is wanted now: it came on the day history is taken in from, or later."""
    db.execute(
        "UPDATE deliveries SET status = 'listed' WHERE status = 'left' AND account = ? AND folder = ?"
        " AND uidvalidity = ? AND arrived_at >= ?",
        (place.account, place.folder, place.uidvalidity, place.left_before),
    )


def left_unread(db: Database) -> int:
    """Return how many messages were left unread as history that nobody wanted."""
    return int(db.execute("SELECT count(*) FROM deliveries WHERE status = 'left'").fetchone()[0])


def leave_again(db: Database, place: Place) -> None:
    """Leave unread what was left unread before its folder was numbered anew: the same size and arrival."""
    db.execute(
        "UPDATE deliveries SET status = 'left' WHERE status = 'listed' AND account = ? AND folder = ?"
        " AND uidvalidity = ? AND (arrived_at, size) IN"
        " (SELECT arrived_at, size FROM deliveries WHERE status = 'left' AND account = ? AND folder = ?)",
        (place.account, place.folder, place.uidvalidity, place.account, place.folder),
    )


def forget_listed(db: Database, place: Place) -> None:
    """Forget numbers that hold no longer, of messages that were listed and not fetched: they are listed anew."""
    db.execute(
        "UPDATE deliveries SET status = 'vanished' WHERE status = 'listed' AND account = ? AND folder = ?"
        " AND uidvalidity = ?",
        (place.account, place.folder, place.uidvalidity),
    )


def to_fetch(db: Database, place: Place, limit: int, after: int = 0) -> list[Delivery]:
    """Return deliveries of the folder whose bytes are not here yet, at most `limit` of those after row `after`."""
    where = "d.status = 'listed' AND d.folder = ? AND d.account = ? AND d.uidvalidity = ? AND d.id > ?"
    values = (place.folder, place.account, place.uidvalidity, after)
    return _deliveries(db, where, values, f"LIMIT {limit:d}")


def get_delivery(db: Database, delivery: int) -> Delivery:
    """Return the delivery of that row."""
    return _deliveries(db, "d.id = ?", (delivery,))[0]


def to_deal_with(db: Database, limit: int, after: int = 0) -> list[Delivery]:
    """Return kept deliveries in the order in which they were kept, at most `limit` after row `after`."""
    return _deliveries(db, "d.status = 'kept' AND d.id > ?", (after,), f"LIMIT {limit:d}")


def _deliveries(db: Database, where: str, values: Sequence[object], tail: str = "") -> list[Delivery]:
    sql = (
        "SELECT d.id, d.account, d.folder, d.uidvalidity, d.uid, d.size, d.arrived_at, d.status, d.attempts, d.raw,"
        " coalesce(d.uid <= f.history_through, 0),"
        " EXISTS (SELECT 1 FROM sent_folders s WHERE s.account = d.account AND s.folder = d.folder)"
        " FROM deliveries d LEFT JOIN folders f ON f.account = d.account"
        f" AND f.folder = d.folder AND f.uidvalidity = d.uidvalidity WHERE {where} ORDER BY d.id {tail}"
    )
    return [_delivery(*row) for row in db.execute(sql, tuple(values))]


def _delivery(row: int, account: str, folder: str, uidvalidity: int, *rest: Any) -> Delivery:
    uid, size, arrived_at, status, attempts, raw, history, sent = rest
    place = Place(account, folder, uidvalidity)
    moment = parse_moment(arrived_at)
    return Delivery(row, place, uid, size, moment, status, attempts, raw, bool(history), bool(sent))


def keep(db: Database, delivery: Delivery, raw: bytes, *, whole: bool, now: datetime) -> int:
    """Keep the bytes of a delivery before anything is read from them; the same bytes are kept once.

    `whole` is False where only the header was fetched, because the message is over the size limit.
    """
    digest = sha256(raw).hexdigest()
    row = db.execute("SELECT id FROM raw_mail WHERE sha256 = ?", (digest,)).fetchone()
    raw_id = row[0] if row else _insert_raw(db, digest, raw, whole=whole)
    db.execute(
        "UPDATE deliveries SET status = 'kept', raw = ?, fetched_at = ? WHERE id = ?",
        (raw_id, stamp(now), delivery.id),
    )
    return int(raw_id)


def _insert_raw(db: Database, digest: str, raw: bytes, *, whole: bool) -> int:
    made = db.execute(INSERT_RAW, (digest, int(whole), raw)).lastrowid
    if len(raw) > LARGE:
        db.execute(
            INSERT_RAW, (None, None, None)
        )  # the statement stays compiled, and with it what was last bound to it
    seals.keep(db, seals.RAW_MAIL, int(made or 0))
    return int(made or 0)


def raw_of(db: Database, raw_id: int) -> tuple[bytes, bool]:
    """Return the bytes as they came, and whether they are the whole message."""
    data, whole = db.execute("SELECT bytes, whole FROM raw_mail WHERE id = ?", (raw_id,)).fetchone()
    return bytes(data), bool(whole)


def mark_vanished(db: Database, deliveries: Iterable[Delivery]) -> None:
    """Note deliveries that were gone before they could be fetched: a person moved or deleted them."""
    for delivery in deliveries:
        db.execute("UPDATE deliveries SET status = 'vanished' WHERE id = ?", (delivery.id,))


def begin_attempt(db: Database, deliveries: Sequence[Delivery]) -> None:
    """Count a try before it is made, so that a message which ends the process is counted too."""
    for delivery in deliveries:
        db.execute("UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?", (delivery.id,))


def take_back_attempt(db: Database, deliveries: Sequence[Delivery]) -> None:
    """Forget a try that was counted beforehand and failed by nothing that is in the message."""
    for delivery in deliveries:
        db.execute("UPDATE deliveries SET attempts = attempts - 1 WHERE id = ?", (delivery.id,))


def note_fault(db: Database, delivery: Delivery, fault: str) -> None:
    """Note why a try failed, without any of the message's words."""
    db.execute("UPDATE deliveries SET fault = ? WHERE id = ?", (fault, delivery.id))


def finish(db: Database, delivery: Delivery, message: int, filed_to: str | None) -> None:
    """Tie a delivery to its message, and to the folder it is to be moved to, if any."""
    filed = "wanted" if filed_to and filed_to != delivery.place.folder else "left"
    db.execute(
        "UPDATE deliveries SET status = 'done', message = ?, filed_to = ?, filed = ? WHERE id = ?",
        (message, filed_to, filed, delivery.id),
    )


def is_first_of_its_message(db: Database, delivery: int) -> bool:
    """Tell whether a message was not delivered before this."""
    row = db.execute(
        "SELECT 1 FROM deliveries d JOIN deliveries e ON e.message = d.message WHERE d.id = ? AND e.id < d.id",
        (delivery,),
    ).fetchone()
    return row is None


def to_file(db: Database, place: Place) -> dict[str, list[int]]:
    """Return the UIDs of the folder that are to be moved, by the folder they go to."""
    wanted: dict[str, list[int]] = {}
    rows = db.execute(
        "SELECT filed_to, uid FROM deliveries WHERE filed = 'wanted' AND account = ? AND folder = ?"
        " AND uidvalidity = ? ORDER BY id",
        (place.account, place.folder, place.uidvalidity),
    )
    for folder, uid in rows:
        wanted.setdefault(folder, []).append(uid)
    return wanted


def mark_filed(db: Database, place: Place, folder: str, uids: Sequence[int], moved: dict[int, int] | None) -> None:
    """Note what a move to `folder` did: `moved` maps old UIDs to new; None where the server cannot move."""
    where = "account = ? AND folder = ? AND uidvalidity = ? AND uid = ?"
    for uid in uids:
        here = (place.account, place.folder, place.uidvalidity, uid)
        if moved is None:
            db.execute(f"UPDATE deliveries SET filed = 'left' WHERE {where}", here)
            continue
        db.execute(f"UPDATE deliveries SET filed = 'moved', filed_uid = ? WHERE {where}", (moved.get(uid), *here))
        db.execute(
            f"UPDATE messages SET folder = ? WHERE id = (SELECT message FROM deliveries WHERE {where})", (folder, *here)
        )


def refile(db: Database, message: int, filed_to: str) -> None:
    """Ask for a message to be moved to another folder, after a person corrected what it is."""
    db.execute(
        "UPDATE deliveries SET filed_to = ?, filed = 'wanted' WHERE message = ? AND filed != 'moved' AND folder != ?",
        (filed_to, message, filed_to),
    )
    db.execute(
        "UPDATE messages SET wanted_folder = ? WHERE id = ? AND folder != ? AND EXISTS"
        " (SELECT 1 FROM deliveries d WHERE d.message = messages.id AND d.filed = 'moved')",
        (filed_to, message, filed_to),
    )


def to_file_again(db: Database) -> list[tuple[int, str, str, str]]:
    """Return messages that lie in the wrong folder by now: row, Message-ID, where it lies, where it belongs."""
    rows = db.execute("SELECT id, message_id, folder, wanted_folder FROM messages WHERE wanted_folder IS NOT NULL")
    return [(row[0], row[1], row[2], row[3]) for row in rows.fetchall()]


def mark_filed_again(db: Database, message: int, folder: str) -> None:
    """Note where a message lies now."""
    db.execute("UPDATE messages SET folder = ?, wanted_folder = NULL WHERE id = ?", (folder, message))


def was_put_back(db: Database, message: int, delivery: Delivery) -> bool:
    """Tell whether a delivery is the copy that was filed before, moved by a person: a move keeps INTERNALDATE.

    A second delivery by another mail server gets an INTERNALDATE of its own (RFC 9051 2.3.3).
    """
    row = db.execute(
        "SELECT 1 FROM deliveries WHERE message = ? AND id != ? AND filed = 'moved' AND arrived_at = ?",
        (message, delivery.id, stamp(delivery.arrived_at)),
    ).fetchone()
    return row is not None
