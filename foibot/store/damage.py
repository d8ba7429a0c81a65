"""What SQLite says of a damaged file, in words of what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from foibot.errors import RegisterError

DAMAGE = ("malformed", "disk I/O error", "not a database", "corrupt")


@contextmanager
def naming_damage() -> Iterator[None]:
    """Turn what SQLite says of a damaged file, wherever it comes upon it, into a `RegisterError` with the remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not any(words in str(error) for words in DAMAGE):
            raise
        raise RegisterError(DAMAGED.format(words=error)) from error


DAMAGED = (
    "The register is damaged, or its disk is failing ({words}). Stop foibot, and keep the file aside. Restore it from a"
    " backup, as docs/running.md says under “Back up and restore”; then 'foibot audit' says whether all is well."
)
