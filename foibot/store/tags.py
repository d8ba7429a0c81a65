"""The tags of the cases, as the log makes them: a projection, so that the cases of a tag are found at once."""

from foibot.casework.case import Case
from foibot.store.database import Database


def save(db: Database, case: Case) -> None:
    """Write the tags of a case."""
    kept = set(stored(db, case.reference))
    for tag in kept - set(case.tags):
        db.execute("DELETE FROM tags WHERE reference = ? AND tag = ?", (case.reference, tag))
    for tag in set(case.tags) - kept:
        db.execute("INSERT INTO tags (reference, tag) VALUES (?, ?)", (case.reference, tag))


def stored(db: Database, reference: str) -> list[str]:
    """Return the stored tags of a case."""
    return [
        row[0] for row in db.execute("SELECT tag FROM tags WHERE reference = ? ORDER BY tag", (reference,)).fetchall()
    ]


def in_use(db: Database) -> list[str]:
    """Return every tag that a case has."""
    return [row[0] for row in db.execute("SELECT DISTINCT tag FROM tags ORDER BY tag").fetchall()]
