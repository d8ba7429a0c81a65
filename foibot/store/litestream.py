"""Litestream, which copies a register continuously, keeps two small tables in it and holds its log while it runs."""

from foibot.store.database import Database

TABLES = {"_litestream_seq": ("id", "seq"), "_litestream_lock": ("id",)}
"""What it lays in every file it copies, by its columns: a counter that makes it write, and a lock."""


def is_litestreams(db: Database, kind: str, name: str) -> bool:
    """Tell whether what lies in a register is what Litestream lays there: a table with one row of numbers, or none."""
    if kind != "table" or name not in TABLES:
        return False
    columns = tuple(column for (column,) in db.execute("SELECT name FROM pragma_table_xinfo(?)", (name,)).fetchall())
    rows = db.execute(f'SELECT * FROM "{name}" LIMIT 2').fetchall()
    return columns == TABLES[name] and len(rows) <= 1 and all(isinstance(value, int) for row in rows for value in row)


def copies_this(db: Database) -> bool:
    """Tell whether Litestream copies this register, or has done so."""
    return bool(db.execute("SELECT 1 FROM sqlite_master WHERE name = '_litestream_seq'").fetchall())
