"""Whether a person has stopped everything that leaves."""

from foibot.store.database import Database


def is_held(db: Database) -> bool:
    """Say whether sending is held: the last word of hold and resume counts."""
    row = db.execute(
        "SELECT type FROM events WHERE type IN ('SendingHeld', 'SendingResumed') ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return row is not None and row[0] == "SendingHeld"
