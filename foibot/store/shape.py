"""Whether the file is whole and laid as foibot lays it: pages, tables, columns, triggers, and what rows point to."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from foibot.store.damage import DAMAGED
from foibot.store.database import Database
from foibot.store.litestream import is_litestreams
from foibot.store.register import empty_register

SEEN = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
COLUMNS = 'SELECT name, upper(type), "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
MOST_NAMED = 20
GONE = "The {} {} is gone from the register. Restore the register from a backup, as docs/running.md says."
OTHER = "The {} {} is not as foibot makes it. Restore the register from a backup, as docs/running.md says."
FOREIGN = "The {} {} is none of foibot's: find out who put it in the register, and compare with a backup."
NO_COLUMN = "The table {} has lost {}. Restore the register from a backup, as docs/running.md says."
OTHER_COLUMN = "In the table {} {} not as in any register of foibot. Restore it from a backup, as docs/running.md says."
FOREIGN_COLUMN = (
    "The table {} has {} that {} none of foibot's: find out who put {} in the register, and compare with a backup."
)
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
    yield from (FOREIGN.format(*what) for what in theirs if what not in ours and not is_litestreams(db, *what))


def tables_of_ours() -> frozenset[str]:
    """Return the names of the tables that foibot lays; any other was put there by somebody else."""
    return frozenset(_as_foibot_lays_it()[1])


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


Columns = Mapping[str, tuple[object, ...]]
"""The columns of a table by name: type, whether it may be empty, what stands there by default, place in its key."""


@cache
def _as_foibot_lays_it() -> tuple[dict[tuple[str, str], str], dict[str, Columns]]:
    """Return what a fresh register consists of, and the columns of each of its tables."""
    fresh = empty_register()
    seen = _seen(fresh)
    return seen, {name: _columns_of(fresh, name) for kind, name in seen if kind == "table"}


def _columns_of(db: Database, table: str) -> Columns:
    return {name: tuple(rest) for name, *rest in db.execute(COLUMNS, (table,)).fetchall()}


def _columns(db: Database, table: str, ours: Columns) -> Iterator[str]:
    theirs = _columns_of(db, table)
    if lost := sorted(ours.keys() - theirs.keys()):
        yield NO_COLUMN.format(table, _named("its ", lost))
    if other := sorted(name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]):
        verb = "is" if len(other) == 1 else "are"
        yield OTHER_COLUMN.format(table, f"{_named('the ', other, 'the ')} {verb}")
    if foreign := sorted(theirs.keys() - ours.keys()):
        verb, them = ("is", "it") if len(foreign) == 1 else ("are", "them")
        yield FOREIGN_COLUMN.format(table, _named("a ", foreign), verb, them)


def _named(which: str, names: Sequence[str], of_several: str = "") -> str:
    return f"{which}column {names[0]}" if len(names) == 1 else f"{of_several}columns {', '.join(names)}"
