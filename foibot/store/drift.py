"""Where the mailbox and the register differ, and what has changed beneath both: for people to look at."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from foibot.casework.case import OFFICE
from foibot.store.database import Database
from foibot.store.inbox import Place
from foibot.store.moments import stamp
from foibot.store.queries import rows

PATIENCE = timedelta(hours=2)


def note_gone(db: Database, place: Place, on_server: Collection[int], now: datetime) -> int:
    """Note which messages of a folder the register holds there and the server does not; returns how many are new.

    Those that foibot moved itself are where they belong.
    """
    found = db.execute(
        "SELECT id, uid FROM deliveries WHERE account = ? AND folder = ? AND uidvalidity = ? AND gone_at IS NULL"
        " AND status IN ('done', 'kept') AND coalesce(filed, '') != 'moved'",
        (place.account, place.folder, place.uidvalidity),
    ).fetchall()
    gone = [row for row, uid in found if uid not in on_server]
    for row in gone:
        db.execute("UPDATE deliveries SET gone_at = ? WHERE id = ?", (stamp(now), row))
    return len(gone)


MESSAGE = (
    "SELECT DISTINCT m.id, m.kind, m.reference, m.from_name, m.from_email, m.subject, m.received_at, d.folder"
    " FROM deliveries d JOIN messages m ON m.id = d.message"
)


def gone_since(db: Database, folder: str, since: datetime) -> list[dict[str, Any]]:
    """Return the messages that were in a folder and are not any more, as was found since a moment."""
    return rows(db, f"{MESSAGE} WHERE d.folder = ? AND d.gone_at > ? ORDER BY m.id", (folder, stamp(since)))


def not_moved(db: Database, now: datetime) -> list[dict[str, Any]]:
    """Return the messages that are dealt with and could not be moved to their folder for some time."""
    return rows(
        db,
        f"{MESSAGE} WHERE d.filed = 'wanted' AND d.gone_at IS NULL AND d.fetched_at < ? ORDER BY m.id",
        (stamp(now - PATIENCE),),
    )


def calendar_changes(db: Database, since: datetime) -> list[dict[str, Any]]:
    """Return the days that became days off, or are none any more, since a moment, and how many due dates they moved."""
    found = db.execute(
        "SELECT payload FROM events WHERE reference = ? AND type = 'CalendarChanged' AND at > ? ORDER BY id",
        (OFFICE, stamp(since)),
    )
    said = []
    for (payload,) in found.fetchall():
        change = json.loads(payload)
        said += [f"now a day off: {day}" for day in change.get("added", ())]
        said += [f"no day off any more: {day}" for day in change.get("removed", ())]
    if said:
        said.append(f"due dates moved: {_moved(db, since)}")
    return [{"said": words} for words in said]


def _moved(db: Database, since: datetime) -> int:
    sql = "SELECT count(DISTINCT reference) FROM events WHERE type = 'DueDateRecomputed' AND at > ?"
    return int(db.execute(sql, (stamp(since),)).fetchone()[0])
