"""Every column of a register that was lived in is changed, one after another: each change is named, or admitted."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial

import pytest
from builders import make_mail, make_request
from openpyxl import Workbook
from registers import NOW, arrive, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.casework.letters import Attachment
from foibot.casework.policy import Holder
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.recording import case_row
from foibot.jobs.telling import tell_officers
from foibot.store import audit, replies
from foibot.store.register import writing
from foibot.store.replies import Given
from foibot.store.unsealed import UNSEEN

CASE = "FOI-2026-0001"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
OF_THE_INDEX = ("search_index", "search_terms")
MIGRATIONS = "_sqlite_migrations"
"""Without it no register is opened."""
FIRST, TAKE_OUT = "SELECT {} FROM {} LIMIT 1", "DELETE FROM {} WHERE {}"
CHANGE = "UPDATE {0} SET {1} = {2} WHERE {3} AND {1} IS NOT {2}"
OTHERS = ("NULL", "x'ff00'", "CAST(x'ff41' AS TEXT)", "CASE typeof({0}) WHEN 'text' THEN {0} || 'x' ELSE {0} + 1 END")
"""What a column is changed to: nothing, bytes that are no UTF-8, text that is none, and another value of its kind."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A register with mail, letters that left and that wait, a file with a finding, a question, tags, an absence."""
    folder = tmp_path_factory.mktemp("lived-in")
    made, book = make_desk(folder), Workbook()
    keep_calendar(made)
    for number in range(2):
        arrive(made, make_request(number))
    reference = arrive(made, make_mail()).opened
    book.create_sheet("Staff").sheet_state = "hidden"
    book.save(folder / "ranks.xlsx")
    sheet = Attachment("ranks.xlsx", "application/octet-stream", (folder / "ranks.xlsx").read_bytes())
    command(made, "note", reference, text="Ask the records office first.")
    command(made, "seek", reference, holder=Holder("finance", "Finance", "finance@council.example"))
    command(made, "respond", reference, outcome="disclosed", text="Here.", attach=(sheet,))
    command(made, "new", name="Bo", received=NOW, by="letter", text="How many?")
    command(made, "tag", CASE, word=("roads",))
    command(made, "away", who="mia", officer=made.app.policy.officer("jane"), until=date(2026, 4, 1))
    tell_officers(made)
    with writing(made.db) as db:
        replies.give(db, Given("ab12", 1, "pat", "<notice@council.example>", "2026-03-10", used=False, explained=0))
    send_letters(made, Swallowing())
    made.db.execute("PRAGMA foreign_keys = OFF")
    with closing(made.db):
        yield made


def tables_of(desk: Desk) -> list[str]:
    names = (table for (table,) in rows(desk, TABLES))
    return [name for name in names if name != MIGRATIONS and not name.startswith(OF_THE_INDEX)]


def first_row_of(desk: Desk, table: str) -> str:
    """What finds the first row of a table again, whatever else in it is changed."""
    keys = [name for name, pk in rows(desk, COLUMNS, table) if pk] or ["rowid"]
    found = desk.db.execute(FIRST.format(", ".join(map("quote({})".format, keys)), table)).fetchone()
    return " AND ".join(f"{key} = {value}" for key, value in zip(keys, found, strict=True)) if found else ""


def altered(desk: Desk, table: str, statement: str) -> list[str] | None:
    """What the audit says once somebody has changed the file so; None where nothing is changed by it.

    Triggers are lifted meanwhile, as whoever writes the file can do, and stand again when it is looked at.
    """
    db = desk.db.conn
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = db.execute(sql, (table,)).fetchall()
    db.execute("BEGIN")
    try:
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        changed = db.execute(statement).rowcount
        for _, text in triggers if not statement.startswith("DROP") else ():
            db.execute(text)
        if not changed and not statement.casefold().startswith("alter"):
            return None
        return faults(desk) if table in BESIDE else audit.faults(desk.db, partial(case_row, desk.app, desk.db))
    except sqlite3.IntegrityError:
        return None
    finally:
        db.rollback()


BESIDE = ("bank_holidays", "calendar_edition", "numbers", "case_state", "events")
"""What is held against the configuration too, which takes its time."""


def is_admitted(table: str, column: str) -> bool:
    columns = UNSEEN.get(table, ((), ""))[0]
    return "*" in columns or column in columns


def test_every_column_that_somebody_changes_is_named_or_the_threat_model_admits_it(desk: Desk) -> None:
    assert faults(desk) == []
    unnamed, named = defaultdict[str, list[str]](list), set[str]()
    for table in tables_of(desk):
        row = first_row_of(desk, table)
        for column, _ in rows(desk, COLUMNS, table) if row else ():
            for other in OTHERS:
                value = other.format(column)
                found = altered(desk, table, CHANGE.format(table, column, value, row))
                if found:
                    named.add(f"{table}.{column}")
                elif found == []:
                    unnamed[f"{table}.{column}"].append(value)
    secret = {one: values for one, values in unnamed.items() if not is_admitted(*one.split("."))}
    assert secret == {}, "neither named nor admitted"
    admitted = {f"{table}.{one}" for table, (columns, _) in UNSEEN.items() for one in columns if one != "*"}
    assert {one for one in admitted if one not in unnamed} == set(), "admitted, and seen all the same"
    assert len(named) > 100


def test_a_row_taken_out_or_a_table_is_named_or_the_threat_model_admits_it(desk: Desk) -> None:
    for table in tables_of(desk):
        row = first_row_of(desk, table)
        found = altered(desk, table, TAKE_OUT.format(table, row)) if row else None
        assert found or found is None or is_admitted(table, "*"), f"a row of {table}"
        assert row or is_admitted(table, "*") or table in SEEN_ELSEWHERE, f"no row of {table} was tried"
        assert any(f"The table {table} is gone" in one for one in altered(desk, table, f"DROP TABLE {table}") or ()), (
            table
        )


SEEN_ELSEWHERE = ("further_mails", "links", "published_copies")
"""Held against their seals, the log and their digests; their own tests show it."""


PUT_IN = "alter table {} add column bcc text default 'evil@x.example'"


def test_a_column_put_into_any_table_is_named_and_one_that_is_laid_otherwise(desk: Desk) -> None:
    for table in tables_of(desk):
        found = altered(desk, table, PUT_IN.format(table)) or ()
        assert any(f"The table {table} has a column bcc that is none of foibot's" in one for one in found), table
    renamed = "\n".join(altered(desk, "outbox", "ALTER TABLE outbox RENAME COLUMN copy TO copied") or ())
    assert "The table outbox has lost its column copy" in renamed
    assert "The table outbox has a column copied that is none of foibot's" in renamed


def test_a_column_that_is_made_anew_without_its_default_is_named(desk: Desk) -> None:
    db = desk.db.conn
    db.execute("BEGIN")
    try:
        db.execute("DROP INDEX drafts_to_guard")
        db.execute("ALTER TABLE drafts DROP COLUMN guarded")
        db.execute("ALTER TABLE drafts ADD COLUMN guarded INTEGER NOT NULL DEFAULT 3")
        found = audit.faults(desk.db, partial(case_row, desk.app, desk.db))
    finally:
        db.rollback()
    assert any("In the table drafts the column guarded is not as in any register of foibot." in one for one in found)


def test_the_tables_by_which_litestream_copies_are_known_and_what_is_hidden_in_one_is_named(desk: Desk) -> None:
    assert said_of(desk, SEQUENCE, LOCK, "INSERT INTO _litestream_seq VALUES (1, 31)") == ""
    assert "_litestream_seq is none of foibot's" in said_of(
        desk, SEQUENCE, "INSERT INTO _litestream_seq VALUES (1, 'x')"
    )
    assert "_litestream_lock is none of foibot's" in said_of(desk, "CREATE TABLE _litestream_lock (id, words TEXT)")
    assert "_litestream_more is none of foibot's" in said_of(desk, "CREATE TABLE _litestream_more (id INTEGER)")


SEQUENCE, LOCK = (
    "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "CREATE TABLE _litestream_lock (id INTEGER)",
)


def said_of(desk: Desk, *changes: str) -> str:
    """Make some changes, return what an audit says of them, and take them back."""
    db = desk.db.conn
    db.execute("BEGIN")
    try:
        for change in changes:
            db.execute(change)
        return "\n".join(audit.faults(desk.db, partial(case_row, desk.app, desk.db)))
    finally:
        db.rollback()
