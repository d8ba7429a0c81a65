"""Every column of the register that can hold words is known to be personal, secret or plain."""

from collections import Counter

import pytest

from foibot.store.database import Database
from foibot.store.personal_columns import INDEXES, PERSONAL, PLAIN, SECRET
from foibot.store.register import empty_register

NUMBERS = {"INTEGER", "REAL"}
OF_SQLITE_UTILS = "_sqlite_migrations"


@pytest.fixture(scope="module")
def register() -> Database:
    return empty_register()


def columns_with_words(db: Database) -> set[tuple[str, str]]:
    """Return table and column of all that is declared as no number; tables of an index count as the index."""
    found = db.execute(
        "SELECT t.name, c.name, c.type FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {(table, column) for table, column, kind in found if kind not in NUMBERS and table != OF_SQLITE_UTILS}


def listed() -> list[tuple[str, str]]:
    tables = (PERSONAL, SECRET, PLAIN)
    return [(name, column) for table in tables for name, columns in table.items() for column in columns]


def test_every_column_that_holds_words_is_personal_secret_or_plain(register: Database) -> None:
    unlisted = columns_with_words(register) - set(listed())
    assert not unlisted, f"say in store/personal_columns.py whether these tell of people: {sorted(unlisted)}"


def test_no_column_is_listed_twice_or_does_not_exist(register: Database) -> None:
    assert [column for column, count in Counter(listed()).items() if count > 1] == []
    assert set(listed()) - columns_with_words(register) == set()


def test_every_search_index_is_listed_whole(register: Database) -> None:
    virtual = register.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'")
    assert {row[0] for row in virtual.fetchall()} == set(INDEXES)
