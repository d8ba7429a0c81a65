"""Whether a copy of a register is whole: as SQLite tells, of a large one of several tables at the same time."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

LARGE = 2_000_000_000
"""The bytes from which a copy is looked at table by table: up to here the whole takes 2 s."""
MOST_CORES = 4


def refuse_damaged(copy: Path, *, large: int = LARGE) -> None:
    """Raise `sqlite3.DatabaseError` where a copy is damaged; nobody else may work on it meanwhile.

    Of a large one each table is looked at with its indexes, and the list of free pages: everything but whether two
    tables lay claim to one page, which only a look at all of them together tells.
    """
    looks = _by_tables(copy) if copy.stat().st_size >= large else ["PRAGMA quick_check(1)"]
    with ThreadPoolExecutor(
        min(MOST_CORES, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    ) as threads:
        for found in threads.map(partial(_look, copy), looks):
            if found != "ok":
                raise sqlite3.DatabaseError(f"the copy is damaged: {found}")


def _by_tables(copy: Path) -> list[str]:
    """Return the looks at each table and at the free pages; the events first: they take as long as all the rest."""
    with closing(sqlite3.connect(copy)) as db:
        names = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name <> 'events', name"
        ).fetchall()
    return [f"PRAGMA quick_check('{name}')" for (name,) in (*names, ("sqlite_master",))]


def _look(copy: Path, pragma: str) -> str:
    with closing(sqlite3.connect(copy)) as db:
        [(found,), *_] = db.execute(pragma).fetchall()
    return str(found)
