"""What our mail server said of itself when foibot was last connected to it."""

from foibot.store.database import Database

LARGEST = "largest mail"


def note_largest(db: Database, size: int) -> None:
    """Keep how many bytes the SMTP server takes at most (RFC 1870); 0 where it names no limit."""
    db.execute(
        "INSERT INTO mail_server (what, value) VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET value = excluded.value",
        (LARGEST, size),
    )


def largest(db: Database) -> int:
    """Return how many bytes the SMTP server takes at most; 0 where that is not known."""
    row = db.execute("SELECT value FROM mail_server WHERE what = ?", (LARGEST,)).fetchone()
    return int(row[0]) if row else 0
