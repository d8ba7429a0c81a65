"""What the register knows of chasers: the reminders that have not left yet, and the drafts that wait."""

import json
from collections.abc import Collection
from datetime import datetime

from foibot.casework.case import OFFICE
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits for a person: its row, its number on the case, and since when (UTC)."""

    id: int
    reference: str
    number: int
    letter: str
    since: datetime


def waiting_drafts(db: Database, before: datetime) -> list[Waiting]:
    """Return the drafts that have waited since before a moment."""
    rows = db.execute(
        "SELECT id, reference, number, letter, created_at FROM drafts WHERE status = 'waiting' AND created_at < ?"
        " ORDER BY reference, number",
        (stamp(before),),
    )
    return [Waiting(row, ref, number, name, parse_moment(since)) for row, ref, number, name, since in rows.fetchall()]


def draft_id(db: Database, reference: str, number: int) -> int:
    """Return the row of the latest revision of a draft."""
    sql = "SELECT max(id) FROM drafts WHERE reference = ? AND number = ?"
    return int(db.execute(sql, (reference, number)).fetchone()[0] or 0)


def not_left_yet(db: Database, letters: Collection[str]) -> dict[int, datetime]:
    """Return the numbers of the office's letters of those kinds that have not left, each with its moment (UTC)."""
    rows = db.execute(
        "SELECT number, queued_at FROM outbox WHERE status = 'queued' AND reference = ?"
        f" AND letter IN ({', '.join('?' * len(letters))}) ORDER BY number",
        (OFFICE, *letters),
    )
    return {row[0]: parse_moment(row[1]) for row in rows.fetchall()}


@dataclass(frozen=True, slots=True)
class Reminded:
    """What the log says of one reminder: of which case, to whom, by which steps, in which letters of the office."""

    reference: str
    to: str
    steps: tuple[str, ...]
    notices: tuple[int, ...]


def reminders_since(db: Database, since: datetime) -> list[Reminded]:
    """Return the reminders to colleagues that were written at a moment or later."""
    rows = db.execute(
        "SELECT reference, payload FROM events WHERE type = 'ChaserSent' AND at >= ? ORDER BY id", (stamp(since),)
    )
    found = ((reference, json.loads(payload)) for reference, payload in rows.fetchall())
    return [
        Reminded(reference, said["to"], tuple(said["steps"]), tuple(said["notices"]))
        for reference, said in found
        if said.get("notices")
    ]
