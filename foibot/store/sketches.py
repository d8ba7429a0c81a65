"""Sketches of requests: enough to find what is like a new one, and none of the words.

Each is found by its smallest marks: texts that share nearly everything share one of those.
"""

from collections.abc import Iterable
from datetime import date
from struct import pack, unpack

from foibot.casework.earlier_requests import EarlierRequest
from foibot.casework.events import Person
from foibot.store.database import Database
from foibot.store.moments import day_text

MARKS = 4
FOUND_BY_A_MARK = 5
OF_ONE_PERSON = 20


def keep(db: Database, reference: str, received_on: date, sketch: tuple[int, ...]) -> None:
    """Keep the sketch of a request; one without words has none."""
    if not sketch:
        return
    db.execute(
        "INSERT OR REPLACE INTO sketches (reference, sketch) VALUES (?, ?)",
        (reference, pack(f"<{len(sketch)}q", *sketch)),
    )
    day = day_text(received_on)
    db.conn.executemany(
        "INSERT OR IGNORE INTO sketch_marks (mark, received_on, reference) VALUES (?, ?, ?)",
        [(mark, day, reference) for mark in sketch[:MARKS]],
    )


def forget(db: Database, reference: str) -> int:
    """Let a request be found by likeness no more; returns how many marks went. Its sketch is deleted afterwards."""
    row = db.execute("SELECT sketch FROM sketches WHERE reference = ?", (reference,)).fetchone()
    erased = 0
    for mark in _unpacked(row[0] if row else None)[:MARKS]:
        erased += db.execute("DELETE FROM sketch_marks WHERE mark = ? AND reference = ?", (mark, reference)).rowcount
    return erased


def like(db: Database, sketch: tuple[int, ...], since: date) -> set[str]:
    """Return the first cases since a day that may hold the same text."""
    found: set[str] = set()
    for mark in sketch[:MARKS]:
        rows = db.execute(
            "SELECT reference FROM sketch_marks WHERE mark = ? AND received_on >= ? ORDER BY received_on, reference"
            " LIMIT ?",
            (mark, day_text(since), FOUND_BY_A_MARK),
        )
        found.update(row[0] for row in rows)
    return found


def of_person(db: Database, person: Person) -> set[str]:
    """Return the latest cases of a person: by address, or by name where each request has an address of its own."""
    found = _cases_where(db, "p.email = ? COLLATE NOCASE AND p.email != ''", person.email)
    if person.name and not person.email:
        same_house = "p.email = '' AND p.name = ? COLLATE NOCASE AND p.postal_address = ?"
        found |= _cases_where(db, same_house, person.name, person.postal_address)
    if person.name and person.email.startswith("request-"):
        by_name = "p.email LIKE 'request-%-%@%' AND p.name = ? COLLATE NOCASE"
        found |= _cases_where(db, by_name, person.name)
    return found


def _cases_where(db: Database, condition: str, *values: str) -> set[str]:
    rows = db.execute(
        f"SELECT s.reference FROM people p JOIN case_state s ON s.person = p.id WHERE {condition}"
        " ORDER BY s.reference DESC LIMIT ?",
        (*values, OF_ONE_PERSON),
    )
    return {row[0] for row in rows}


def earlier_requests(db: Database, references: Iterable[str], theirs: set[str]) -> list[EarlierRequest]:
    """Return what is held against a new request; `theirs` are the cases of the same person."""
    wanted = sorted(references)
    rows = db.execute(
        "SELECT s.reference, s.received_on, k.sketch, s.responded_on FROM case_state s LEFT JOIN sketches k"
        f" USING (reference) WHERE s.reference IN ({', '.join('?' * len(wanted))}) ORDER BY s.reference",
        wanted,
    )
    return [
        EarlierRequest(reference, date.fromisoformat(received_on), _unpacked(kept), reference in theirs, bool(answered))
        for reference, received_on, kept, answered in rows.fetchall()
    ]


def _unpacked(kept: bytes | None) -> tuple[int, ...]:
    return unpack(f"<{len(kept) // 8}q", kept) if kept else ()


def linked_from(db: Database, reference: str) -> list[tuple[str, str]]:
    """Return the later cases that were linked to this one, with how."""
    rows = db.execute("SELECT reference, how FROM links WHERE other = ? ORDER BY reference", (reference,))
    return [(row[0], row[1]) for row in rows]


def link(db: Database, reference: str, other: str, how: str) -> None:
    """Let a case be found from the one it was linked to."""
    db.execute("INSERT OR IGNORE INTO links (reference, other, how) VALUES (?, ?, ?)", (reference, other, how))
