"""The page for the authority's own assessment says of each table and key what it means."""

from dataclasses import fields
from pathlib import Path

import pytest

from foibot.casework.retention import HOLDS
from foibot.config.retention import Retention
from foibot.store.database import Database
from foibot.store.personal_columns import INDEXES, PERSONAL
from foibot.store.register import empty_register

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "data-protection.md").read_text(encoding="utf-8")
OF_PEOPLE, _, OF_NOBODY = PAGE.partition("These name nobody outside the office, and stay:")


@pytest.fixture(scope="module")
def register() -> Database:
    return empty_register()


def test_every_table_of_the_register_is_named(register: Database) -> None:
    found = register.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    )
    tables = {row[0] for row in found.fetchall() if not row[0].startswith(("sqlite_", "_sqlite"))}
    assert {name for name in tables if f"`{name}`" not in PAGE} == set()


def test_every_table_that_tells_of_people_stands_among_those_that_are_erased() -> None:
    assert {name for name in (*PERSONAL, *INDEXES) if f"`{name}`" not in OF_PEOPLE} == set()
    assert {name for name in (*PERSONAL, *INDEXES) if f"| `{name}`" in OF_NOBODY} == set()


def test_every_key_of_retention_is_explained_and_every_time_with_its_default() -> None:
    for key in fields(Retention):
        assert f"`{key.name}" in PAGE, key.name
        if isinstance(key.default, int) and not isinstance(key.default, bool):
            assert f"`{key.name}` ({key.default}" in PAGE, key.name


def test_every_reason_to_hold_a_case_back_is_listed() -> None:
    listed = PAGE.partition("**What is held back**")[2].partition("```sh")[0].count("\n- ")
    # the first two rows are one line of the page
    assert listed + 1 == len(HOLDS), [rule.__name__ for rule in HOLDS]
