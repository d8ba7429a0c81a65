"""The troubles that the alert command was told of and that are not over, and letters that should have left."""

from collections.abc import Iterable
from datetime import datetime

from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp
from foibot.store.outbox import BY_MAIL_IN_ITS_TURN


def told(db: Database) -> frozenset[str]:
    """Return the names of the troubles that were told of."""
    return frozenset(what for (what,) in db.execute("SELECT what FROM alerts").fetchall())


def note_told(db: Database, names: Iterable[str], now: datetime) -> None:
    """Keep these troubles as told of, and forget all others."""
    db.execute("DELETE FROM alerts")
    for name in names:
        db.execute("INSERT INTO alerts (what, told_at) VALUES (?, ?)", (name, stamp(now)))


def due_since(db: Database, now: datetime) -> datetime | None:
    """Return since when the letter is due that has been longest; None where none is due."""
    row = db.execute(
        "SELECT min(not_before) FROM outbox WHERE status IN ('queued', 'sending') AND NOT awaits_form"
        f" AND not_before <= ? AND {BY_MAIL_IN_ITS_TURN}",
        (stamp(now),),
    ).fetchone()
    return parse_moment(row[0]) if row[0] else None
