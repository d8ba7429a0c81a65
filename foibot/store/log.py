"""The event log: facts are appended and read, never changed. Each carries the hash of the one before it.

What a person wrote (`Words`) goes to the table of words, who they are (`Person`) to the table of people: the
log itself keeps only where to find them, so erasing a person leaves the chain whole.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, get_args, get_origin, get_type_hints

from foibot.casework.events import EVENT_TYPES, Event, Person, Words
from foibot.errors import VersionConflict
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp

FIRST_HASH = "0" * 64
ERASED = Words("[erased]")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact as the log holds it; `at` is aware UTC."""

    reference: str
    version: int
    at: datetime
    actor: str
    event: Event


def _hints(kind: type[Event]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


HINTS: dict[type[Event], dict[str, Any]] = {kind: _hints(kind) for kind in EVENT_TYPES.values()}
"""The fields of each fact and their types, worked out once."""


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
            payload = json.dumps(_payload(db, reference, version, event), separators=(",", ":"), sort_keys=True)
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
    if db.execute("PRAGMA query_only").fetchone()[0]:
        return 0  # an audit reads, and says that the row is not what the log makes it
    made = db.execute("INSERT INTO people (email, name, postal_address) VALUES (?,?,?)", key).lastrowid
    return int(made or 0)


def read(db: Database, reference: str, after: int = 0) -> list[Recorded]:
    """Return the facts of a case in order, those after version `after` only."""
    rows = db.execute(
        "SELECT reference, version, at, actor, type, payload FROM events"
        " WHERE reference = ? AND version > ? ORDER BY version",
        (reference, after),
    ).fetchall()
    return [_recorded(db, row) for row in rows]


def version_of(db: Database, reference: str) -> int:
    """Return how many facts a stream holds."""
    row = db.execute("SELECT max(version) FROM events WHERE reference = ?", (reference,)).fetchone()
    return int(row[0] or 0)


def _recorded(db: Database, row: tuple[Any, ...]) -> Recorded:
    reference, version, at, actor, kind, payload = row
    event = _event(db, reference, version, EVENT_TYPES[kind], json.loads(payload))
    return Recorded(reference, version, parse_moment(at), actor, event)


def _event(db: Database, reference: str, version: int, kind: type[Event], payload: dict[str, Any]) -> Event:
    values: dict[str, Any] = {}
    for name, form, absent in FORMS[kind]:
        if form is Words:
            values[name] = _words(db, reference, version, name)
        elif name not in payload:
            values[name] = absent
        elif form is Person:
            values[name] = person(db, payload[name])
        elif form is None:
            values[name] = payload[name]
        else:
            values[name] = form(payload[name])
    return kind(**values)


def _form(name: str, hint: Any) -> tuple[str, Any, Any]:
    """Return a field with what reads it, None where it stands as it is, and its value where the log holds none."""
    if get_origin(hint) is tuple:
        return name, tuple, ()
    if date in (hint, *get_args(hint)):
        return name, date.fromisoformat, None
    return name, hint if hint in (Words, Person) else None, "" if hint is str else None


FORMS: dict[type[Event], tuple[tuple[str, Any, Any], ...]] = {
    kind: tuple(_form(name, hint) for name, hint in hints.items()) for kind, hints in HINTS.items()
}


def _words(db: Database, reference: str, version: int, name: str) -> Words:
    row = db.execute(
        "SELECT text FROM words WHERE reference = ? AND version = ? AND field = ?", (reference, version, name)
    ).fetchone()
    return Words(row[0]) if row else Words("")


def person(db: Database, row_id: int) -> Person:
    """Return the person of a row."""
    name, email, address = db.execute(
        "SELECT name, email, postal_address FROM people WHERE id = ?", (row_id,)
    ).fetchone()
    return Person(name, email, address)


def first_broken_link(db: Database) -> int | None:
    """Walk the whole chain; return the id of the first event whose hash does not follow, or None."""
    previous = FIRST_HASH
    for row in _whole_log(db):
        event_id, *parts, digest = row
        if chained(previous, *parts) != digest:
            return int(event_id)
        previous = digest
    return None


def _whole_log(db: Database) -> Iterator[tuple[Any, ...]]:
    yield from db.execute("SELECT id, reference, version, at, type, actor, payload, hash FROM events ORDER BY id")
