"""A copy of the register to look at with other tools: read in one glance, and written without what it need not hold.

What is personal is masked while it is copied, so that no page of the file ever held it; secrets, search indexes and
the bytes of mail are never copied. The view `cases` becomes a table, so that it can be sorted and counted fast.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from foibot.errors import Unavailable
from foibot.store.personal_columns import INDEXES, PERSONAL, SECRET
from foibot.store.register import BUSY_MILLISECONDS
from foibot.store.shape import tables_of_ours

MASK = "[masked]"
MASKS: Mapping[tuple[str, str], str] = {
    ("people", "name"): "'Person ' || id",
    ("people", "email"): "'person' || id || '@masked.invalid'",
    ("messages", "thread"): "'[]'",
    ("messages", "verdict"): "'{}'",
}
"""What stands in place of a personal column, where it is not just the mask: one that is told from its neighbours."""
LEFT_OUT = frozenset({*SECRET, *INDEXES, "sent_names", "mail_commands", "strays", "sketches", "sketch_marks"})
"""Tables that are not copied: secrets, search indexes, and what only the machine can read."""
OF_SQLITE = ("sqlite_", "_sqlite")
CASES = (
    "CREATE TABLE cases (reference TEXT PRIMARY KEY, regime TEXT, status TEXT, subject TEXT, applicant TEXT,"
    " received_on TEXT, due_on TEXT, responded_on TEXT, was_due_on TEXT, closed_on TEXT, outcome TEXT, officer TEXT,"
    " channel TEXT, review_asked_on TEXT, review_decided_on TEXT, review_outcome TEXT, commissioner TEXT,"
    " commissioner_due_on TEXT, person INTEGER REFERENCES people (id))",
    "INSERT INTO cases SELECT c.reference, c.regime, c.status, {subject}, {applicant}, c.received_on, c.due_on,"
    " c.responded_on, NULL, c.closed_on, c.outcome, c.officer, c.channel, c.review_asked_on, c.review_decided_on,"
    " c.review_outcome, c.commissioner, c.commissioner_due_on, s.person"
    " FROM register.cases c JOIN register.case_state s USING (reference)",
    *(
        f"CREATE INDEX cases_by_{column} ON cases ({column})"
        for column in ("status", "received_on", "due_on", "officer", "outcome", "regime")
    ),
)


def copy_register(register: Path, copy: Path, *, personal: bool, due: Mapping[str, date] | None = None) -> None:
    """Copy the register into a file that is not there yet, for its owner's eyes only; `personal` copies people too.

    `due` says by when the law wanted the answer of cases that have one: a register keeps the days that are still owed.
    All is of one moment, and nobody who writes meanwhile is kept waiting. Raises `Unavailable` where it fails.
    """
    copy.touch(mode=0o600, exist_ok=False)
    try:
        with closing(sqlite3.connect(copy.absolute().as_uri(), uri=True, isolation_level=None)) as db:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", f"busy_timeout = {BUSY_MILLISECONDS}"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute("ATTACH ? AS register", (f"{register.absolute().as_uri()}?mode=ro",))
            _copy(db, personal=personal)
            db.executemany(WAS_DUE, [(day.isoformat(), reference) for reference, day in (due or {}).items()])
    except sqlite3.Error as error:
        raise Unavailable(f"{register} cannot be copied to {copy}: {error}.") from error


def _copy(db: sqlite3.Connection, *, personal: bool) -> None:
    db.execute("BEGIN")
    tables = dict(_tables(db))
    for table, sql in tables.items():
        db.execute(sql)
        columns = db.execute("SELECT name, type FROM pragma_table_info(?, 'register')", (table,)).fetchall()
        taken = ", ".join(_expression(table, name, kind, personal=personal) for name, kind in columns)
        named = ", ".join(f'"{name}"' for name, _ in columns)
        db.execute(f'INSERT INTO main."{table}" ({named}) SELECT {taken} FROM register."{table}"')
    for sql in CASES:
        db.execute(sql.format(**(WITH_PEOPLE if personal else WITHOUT_PEOPLE)))
    for table, sql in db.execute(INDEXED).fetchall():
        if table in tables:
            db.execute(sql)
    db.execute("COMMIT")


WAS_DUE = "UPDATE cases SET was_due_on = ? WHERE reference = ?"
INDEXED = "SELECT tbl_name, sql FROM register.sqlite_master WHERE type = 'index' AND sql != ''"
WITH_PEOPLE = {"subject": "c.subject", "applicant": "c.applicant_name"}
WITHOUT_PEOPLE = {"subject": f"'{MASK}'", "applicant": "'Person ' || s.person"}


def _tables(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Return name and definition of the tables that are copied: none of a search index, and none of somebody else's.

    What another program has put into the register is not known to hold nobody's data.
    """
    ours = tables_of_ours() - LEFT_OUT
    found = db.execute(
        "SELECT t.name, m.sql FROM pragma_table_list t JOIN register.sqlite_master m ON m.name = t.name"
        " WHERE t.schema = 'register' AND t.type = 'table' ORDER BY t.name"
    ).fetchall()
    for name, sql in found:
        if name in ours and not name.startswith(OF_SQLITE):
            yield name, sql


def _expression(table: str, column: str, kind: str, *, personal: bool) -> str:
    if kind == "BLOB":
        return "x''"
    if personal or column not in PERSONAL.get(table, ()):
        return f'"{column}"'
    mask = MASKS.get((table, column), f"'{MASK}'")
    return f'CASE WHEN "{column}" IS NULL THEN NULL ELSE {mask} END'
