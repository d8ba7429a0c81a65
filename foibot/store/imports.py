"""Rows of sheets that are cases already, and the references that cases had elsewhere."""

import hmac
from collections.abc import Iterable
from datetime import date

from foibot.store.database import Database


def key_of(db: Database, facts: str) -> str:
    """Return what a row is known by again: a hash of its facts with a key of this register's own."""
    [key] = db.execute("SELECT key FROM keys WHERE name = 'imports'").fetchone()
    return hmac.new(key, facts.encode(), "sha256").hexdigest()


def case_of(db: Database, key: str) -> str | None:
    """Return the case that a row became in an earlier import; None for a row that is new."""
    row = db.execute("SELECT reference FROM imported_rows WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def remember(db: Database, rows: Iterable[tuple[str, str]]) -> None:
    """Note which case each row became, by its key."""
    for key, reference in rows:
        db.execute("INSERT OR IGNORE INTO imported_rows VALUES (?, ?)", (key, reference))


def known_elsewhere_as(db: Database, theirs: str) -> str | None:
    """Return the case that had that reference in a sheet; None where none had."""
    row = db.execute(
        "SELECT reference FROM words WHERE field = 'their_reference' AND text = ? LIMIT 1", (theirs,)
    ).fetchone()
    return str(row[0]) if row else None


def known_elsewhere_nearly_as(db: Database, theirs: str) -> str | None:
    """Return the one case that had that reference in a sheet in capitals or small letters; None for none, or several.

    Not for the import itself: references of two sheets may differ in nothing else.
    """
    found = db.execute(
        "SELECT DISTINCT reference FROM words WHERE field = 'their_reference' AND text = ? COLLATE NOCASE LIMIT 2",
        (theirs,),
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


def exists(db: Database, reference: str) -> bool:
    """Tell whether there is a case of that reference."""
    return db.execute("SELECT 1 FROM case_state WHERE reference = ?", (reference,)).fetchone() is not None


def received_from(db: Database, email: str, day: date) -> str | None:
    """Return a case of that applicant received on that day; None where there is none."""
    row = db.execute(
        "SELECT s.reference FROM people p JOIN case_state s ON s.person = p.id"
        " WHERE p.email = ? COLLATE NOCASE AND s.received_on = ? LIMIT 1",
        (email, day.isoformat()),
    ).fetchone()
    return str(row[0]) if row else None
