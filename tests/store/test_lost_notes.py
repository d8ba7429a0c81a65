"""A register whose notes of what is laid were taken out is told apart from an older foibot's, and is not touched."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from foibot.errors import RegisterError
from foibot.store.database import Database
from foibot.store.register import open_for_reading, open_register
from foibot.store.schema import MIGRATIONS

ALL = [migration.name for migration in MIGRATIONS.pending(Database(memory=True))]
TAKE_OUT = "DELETE FROM _sqlite_migrations WHERE name = ?"


def changed(path: Path, *statements: tuple[str, tuple[str, ...]]) -> str:
    """Make a register, change it as somebody with another program does, and return all it holds."""
    open_register(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for statement, values in statements:
            connection.execute(statement, values)
        connection.commit()
        return "\n".join(connection.iterdump())


def holds(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


@pytest.mark.parametrize("name", ALL)
def test_whichever_note_somebody_takes_out_the_register_is_not_called_an_older_foibots(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "foibot.db"
    before = changed(path, (TAKE_OUT, (name,)))
    for opened in (open_for_reading, open_register):
        with pytest.raises(RegisterError, match=f"{name} is not in its table") as refused:
            opened(path)
        assert "Somebody took it out of the file" in str(refused.value)
        assert "restore it from the last backup that 'foibot audit --of' passes" in str(refused.value)
    assert holds(path) == before


def test_a_table_taken_out_with_its_note_is_not_laid_anew_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    before = changed(path, (TAKE_OUT, ("tags",)), ("DROP TABLE tags", ()))
    with pytest.raises(RegisterError, match="tags is not in its table"):
        open_register(path)
    assert holds(path) == before


def test_all_notes_taken_out_do_not_make_it_another_programs_file(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    changed(path, ("DROP TABLE _sqlite_migrations", ()))
    for opened in (open_for_reading, open_register):
        with pytest.raises(RegisterError, match="Somebody took them out of the file"):
            opened(path)


def test_a_register_that_an_older_foibot_wrote_is_renewed(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(Database(path, execute_plugins=False)) as older:
        MIGRATIONS.apply(older, stop_before="copies_in_the_disclosure_log")
    with pytest.raises(RegisterError, match="was written by an older foibot"):
        open_for_reading(path)
    open_register(path).close()
    open_for_reading(path).close()
