"""The event log: facts are appended and read, never changed. Each carries the hash of the one before it.

What a person wrote (`Words`) goes to the table of words, who they are (`Person`) to the table of people: the
log itself keeps only where to find them, so erasing a person leaves the chain whole.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any

from foibot.casework.events import Event, Person, Words
from foibot.casework.events.base import NO_WORDS
from foibot.errors import VersionConflict
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp
from foibot.store.recorded import HINTS, Recorded, recorded

FIRST_HASH = "0" * 64
AS_JSON = json.JSONEncoder(separators=(",", ":"), sort_keys=True)


def append(
    db: Database, reference: str, expected_version: int, events: Sequence[Event], *, at: datetime, actor: str
) -> None:
    """Add facts after `expected_version`; raises `VersionConflict` when somebody else wrote first.

    Must run inside `writing`.
    """
    last = db.execute("SELECT hash FROM events ORDER BY id DESC LIMIT 1").fetchone()
    previous = last[0] if last else FIRST_HASH
    moment = stamp(at)
    for version, event in enumerate(events, expected_version + 1):
        kind = type(event).__name__
        try:
            payload = AS_JSON.encode(_payload(db, reference, version, event))
            digest = chained(previous, reference, version, moment, kind, actor, payload)
            db.execute(
                "INSERT INTO events (reference, version, at, type, actor, payload, hash) VALUES (?,?,?,?,?,?,?)",
                (reference, version, moment, kind, actor, payload, digest),
            )
        except sqlite3.IntegrityError as error:
            raise VersionConflict(_what_the_first_did(db, reference, version)) from error
        previous = digest


def chained(previous: str, *parts: object) -> str:
    """Return the hash of a fact that follows the one hashed `previous`."""
    return sha256("\x1f".join((previous, *map(str, parts))).encode()).hexdigest()


def _what_the_first_did(db: Database, reference: str, version: int) -> str:
    row = db.execute(
        "SELECT type, actor, at FROM events WHERE reference = ? AND version = ?", (reference, version)
    ).fetchone()
    kind, actor, at = row
    return f"{reference}: {actor} was first ({kind} at {at}). Look at the case again, then decide."


def _payload(db: Database, reference: str, version: int, event: Event) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for name, hint in HINTS[type(event)].items():
        value = getattr(event, name)
        if hint is Person:
            payload[name] = person_id(db, value)
        elif hint is Words:
            if value:
                db.execute("INSERT INTO words VALUES (?,?,?,?)", (reference, version, name, value))
                seals.seal_values(db, seals.WORDS, f"{reference}/{version}/{name}", (value,))
        elif isinstance(value, date):
            payload[name] = value.isoformat()
        elif value not in ((), None, ""):
            payload[name] = value
    return payload


def person_id(db: Database, person: Person) -> int:
    """Return the row of a person, made if need be; the same words are the same row."""
    key = (person.email, person.name, person.postal_address)
    row = db.execute("SELECT id FROM people WHERE email = ? AND name = ? AND postal_address = ?", key).fetchone()
    if row:
        return int(row[0])
    try:
        made = db.execute("INSERT INTO people (email, name, postal_address) VALUES (?,?,?)", key).lastrowid
    except sqlite3.OperationalError:
        if db.execute("PRAGMA query_only").fetchone()[0]:
            return 0  # an audit reads, and says that the row is not what the log makes it
        raise
    seals.seal_values(db, seals.PEOPLE, int(made or 0), (person.name, person.email, person.postal_address))
    return int(made or 0)


def read(db: Database, reference: str, after: int = 0) -> list[Recorded]:
    """Return the facts of a case in order, those after version `after` only."""
    rows = db.execute(
        "SELECT reference, version, at, actor, type, payload FROM events"
        " WHERE reference = ? AND version > ? ORDER BY version",
        (reference, after),
    ).fetchall()
    written = _words_of(db, reference) if rows else {}
    return [recorded(row, lambda _, *field: written.get(field, NO_WORDS), partial(person, db)) for row in rows]


def last_moment(db: Database, reference: str, kinds: Iterable[type[Event]]) -> datetime:
    """Return when the last fact of one of these kinds happened on a case that has one."""
    named = [kind.__name__ for kind in kinds]
    sql = (
        f"SELECT at FROM events WHERE reference = ? AND type IN ({', '.join('?' * len(named))})"
        " ORDER BY version DESC LIMIT 1"
    )
    return parse_moment(db.execute(sql, (reference, *named)).fetchone()[0])


def _words_of(db: Database, reference: str) -> dict[tuple[int, str], Words]:
    """Return all that was written with the facts of a case, by version and field: asked for once."""
    rows = db.execute("SELECT version, field, text FROM words WHERE reference = ?", (reference,)).fetchall()
    return {(version, field): Words(text) for version, field, text in rows}


def version_of(db: Database, reference: str) -> int:
    """Return how many facts a stream holds."""
    row = db.execute("SELECT max(version) FROM events WHERE reference = ?", (reference,)).fetchone()
    return int(row[0] or 0)


def person(db: Database, row_id: int) -> Person:
    """Return the person of a row."""
    name, email, address = db.execute(
        "SELECT name, email, postal_address FROM people WHERE id = ?", (row_id,)
    ).fetchone()
    return Person(name, email, address)
