"""How far the folders of approval have been looked through, and which strange messages in them were told of."""

from foibot.store.database import Database


def seen_through(db: Database, folder: str, uidvalidity: int) -> int:
    """Return the last UID that was looked at in a folder; 0 where it was numbered anew or never looked at."""
    row = db.execute(
        "SELECT last_uid FROM form_folders WHERE folder = ? AND uidvalidity = ?", (folder, uidvalidity)
    ).fetchone()
    return int(row[0]) if row else 0


def note_seen(db: Database, folder: str, uidvalidity: int, last_uid: int) -> None:
    """Note that a folder has been looked through up to a UID."""
    db.execute("INSERT OR REPLACE INTO form_folders VALUES (?, ?, ?)", (folder, uidvalidity, last_uid))


def note_own_move(db: Database, folder: str, mark: str) -> None:
    """Note that foibot itself put the form of that mark in a folder: nobody is told of it there."""
    db.execute("INSERT OR IGNORE INTO strays VALUES (?, ?)", (folder, mark))


def is_new_stray(db: Database, folder: str, fingerprint: str) -> bool:
    """Note a strange message in a folder; tells whether it was not known there before."""
    return db.execute("INSERT OR IGNORE INTO strays VALUES (?, ?)", (folder, fingerprint)).rowcount == 1
