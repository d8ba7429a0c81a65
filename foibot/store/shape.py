"""Whether the file is whole and laid as foibot lays it: pages, tables, columns, triggers, and what rows point to."""

from collections.abc import Iterator
from functools import cache

from foibot.store.damage import DAMAGED
from foibot.store.database import Database
from foibot.store.register import empty_register

SEEN = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
COLUMNS = "SELECT name FROM pragma_table_xinfo(?)"
MOST_NAMED = 20
GONE = "The {} {} is gone from the register. Restore the register from a backup, as docs/running.md says."
OTHER = "The {} {} is not as foibot makes it. Restore the register from a backup, as docs/running.md says."
FOREIGN = "The {} {} is none of foibot's: find out who put it in the register, and compare with a backup."
NO_COLUMN = "The table {} has lost {}. Restore the register from a backup, as docs/running.md says."
POINTS_NOWHERE = "{} of the table {}: what it points to in the table {} is not there any more. Compare with a backup."
RULES = frozenset({"trigger", "view"})
"""What is compared word by word: the text of a table is SQLite's own where a column was added later."""


def faults_of_shape(db: Database) -> Iterator[str]:
    """Yield what is not laid as foibot lays it: what is gone, what is other, and what somebody else put there."""
    (ours, columns), theirs = _as_foibot_lays_it(), _seen(db)
    for (kind, name), text in ours.items():
        if (kind, name) not in theirs:
            yield GONE.format(kind, name)
        elif kind in RULES and theirs[kind, name] != text:
            yield OTHER.format(kind, name)
        elif kind == "table":
            yield from _columns(db, name, columns[name])
    yield from (FOREIGN.format(*what) for what in theirs if what not in ours)


def faults_of_pages(db: Database) -> Iterator[str]:
    """Yield what SQLite finds damaged in the file, and which rows point to rows that are gone."""
    found = db.execute(f"PRAGMA quick_check({MOST_NAMED})").fetchall()
    yield from (DAMAGED.format(words=said) for (said,) in found if said != "ok")
    lost: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        lost[table, parent] = lost.get((table, parent), 0) + 1
    for (table, parent), count in lost.items():
        yield POINTS_NOWHERE.format("1 row" if count == 1 else f"{count} rows", table, parent)


def _seen(db: Database) -> dict[tuple[str, str], str]:
    found = db.execute(SEEN).fetchall()
    return {(kind, name): " ".join(str(text).replace('"', "").split()) for kind, name, text in found}


@cache
def _as_foibot_lays_it() -> tuple[dict[tuple[str, str], str], dict[str, frozenset[str]]]:
    """Return what a fresh register consists of, and the columns of each of its tables."""
    fresh = empty_register()
    seen = _seen(fresh)
    return seen, {name: _names(fresh, name) for kind, name in seen if kind == "table"}


def _names(db: Database, table: str) -> frozenset[str]:
    return frozenset(row[0] for row in db.execute(COLUMNS, (table,)).fetchall())


def _columns(db: Database, table: str, ours: frozenset[str]) -> Iterator[str]:
    if lost := sorted(ours - _names(db, table)):
        yield NO_COLUMN.format(table, f"its column {lost[0]}" if len(lost) == 1 else f"columns: {', '.join(lost)}")
