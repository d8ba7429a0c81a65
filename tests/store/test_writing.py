"""Writing to the register: all or nothing, one writer at a time, and plain words when it cannot be done."""

import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import ADA, arrive, command, dump, faults, make_app, make_desk, new_case, rows

from foibot.app import App
from foibot.errors import RegisterError, Unavailable
from foibot.jobs.desk import Desk
from foibot.store import cases
from foibot.store.database import Database
from foibot.store.register import open_for_reading, open_register, writing


class CutOff(BaseException):
    """The process ends here."""


class FailingRegister(Database):
    """The register of a process that ends at its n-th statement."""

    statements_left = -1

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        if self.statements_left == 0:
            raise CutOff
        self.statements_left -= 1
        return super().execute(sql, parameters)


def test_wherever_a_process_ends_a_message_is_taken_in_whole_or_not_at_all(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    failing = FailingRegister(desk.db.conn, execute_plugins=False)
    cut = Desk(desk.app, failing, desk.clock)
    before, points = dump(desk.db), 0
    while dump(desk.db) == before:
        failing.statements_left = points
        with suppress(CutOff):
            arrive(cut, make_mail())
        failing.statements_left = -1
        assert not desk.db.conn.in_transaction
        points += 1
    assert points > 20
    assert rows(desk, "SELECT count(*) FROM events") == [(2,)]
    assert rows(desk, "SELECT status FROM outbox") == [("queued",)]
    assert faults(desk) == []


def test_wherever_a_process_ends_a_command_is_carried_out_whole_or_not_at_all(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    arrive(desk, make_mail())
    failing = FailingRegister(desk.db.conn, execute_plugins=False)
    cut = Desk(desk.app, failing, desk.clock)
    before, points = dump(desk.db), 0
    while dump(desk.db) == before:
        failing.statements_left = points
        with suppress(CutOff):
            command(cut, "classify", "1", kind="correspondence")
        failing.statements_left = -1
        points += 1
    assert rows(desk, "SELECT status, closed_on FROM cases") == [("closed", "2026-03-03")]
    assert rows(desk, "SELECT state, reference FROM messages") == [("not_foi", None)]
    assert faults(desk) == []


TAKE_NUMBERS = """
import sys
from functools import partial
from pathlib import Path
from foibot.store import cases
from foibot.store.register import open_register, writing
db = open_register(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with writing(db):
        number = cases.next_number(db, 2026)
        cases.take_number(db, 2026)
        assert number == cases.next_number(db, 2026) - 1
"""


def test_two_processes_that_read_then_write_never_lose_each_others_work(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(open_register(path)) as db:
        arguments = [sys.executable, "-c", textwrap.dedent(TAKE_NUMBERS), str(path), "60"]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
            assert other.stdin is not None
            other.stdin.write("go\n")
            other.stdin.close()
            taken = []
            for _ in range(60):
                with writing(db):
                    taken.append(cases.next_number(db, 2026))
                    cases.take_number(db, 2026)
        assert other.returncode == 0
        assert len(set(taken)) == 60
        assert cases.next_number(db, 2026) == 121


def test_a_register_locked_for_too_long_is_said_to_be_in_use(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(open_register(path)) as first, closing(open_register(path)) as second:
        second.execute("PRAGMA busy_timeout = 20").fetchall()
        with (
            writing(first),
            pytest.raises(Unavailable, match="in use by another process for too long"),
            writing(second),
        ):
            pass
        with writing(second):
            cases.take_number(second, 2026)
        assert cases.next_number(first, 2026) == 2


def test_a_copy_put_in_place_that_somebody_reads_is_said_to_be_in_use_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(open_register(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE").fetchall()  # as a copy is, or what another program wrote
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        with pytest.raises(RegisterError, match="is in use by another program, which reads or writes it") as refused:
            open_register(path, partial(sqlite3.connect, timeout=0.05))
        assert "Let the other program end ('fuser -v FILE' names it" in str(refused.value)
        reader.rollback()
        open_register(path).close()


def test_a_full_disk_keeps_what_was_there_and_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    new_case(desk)
    [(pages,)] = desk.db.execute("PRAGMA page_count").fetchall()
    desk.db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    before = dump(desk.db)
    with pytest.raises(Unavailable, match="The disk that holds the register is full"):
        arrive(desk, make_mail(text="A long letter.\n" * 20_000))
    assert dump(desk.db) == before
    desk.db.execute("PRAGMA max_page_count = 1000000").fetchall()
    assert arrive(desk, make_mail()).opened == "FOI-2026-0002"


def test_a_register_is_opened_with_everything_durable_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(open_register(path)) as db:
        asked = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_connection_serves_the_thread_that_opened_it_and_no_other(tmp_path: Path) -> None:
    with (
        closing(open_register(tmp_path / "foibot.db")) as db,
        ThreadPoolExecutor(1) as others,
        pytest.raises(sqlite3.ProgrammingError, match="same thread"),
    ):
        others.submit(db.execute, "SELECT 1").result()


def test_a_register_made_by_several_at_once_is_made_once(tmp_path: Path) -> None:
    path, together = tmp_path / "foibot.db", threading.Barrier(4)

    def make() -> int:
        together.wait()
        with closing(open_register(path)) as db:
            return int(db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'events'").fetchone()[0])

    with ThreadPoolExecutor(4) as makers:
        assert [made.result() for made in [makers.submit(make) for _ in range(4)]] == [1, 1, 1, 1]


@pytest.mark.parametrize("before", range(1, 30))
def test_a_register_that_another_makes_between_any_two_questions_is_opened_all_the_same(
    before: int, tmp_path: Path
) -> None:
    path = tmp_path / "foibot.db"

    class Slow(sqlite3.Connection):
        asked = 0

        def execute(self, *question: Any) -> sqlite3.Cursor:
            Slow.asked += 1
            if Slow.asked == before and not self.in_transaction:
                open_register(path).close()
            return super().execute(*question)

    with closing(open_register(path, partial(sqlite3.connect, factory=Slow))) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (0,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"This is a letter and no register. " * 40, "is no register, or is damaged"),
        (None, "cannot be written .*Let this system user write the file and its folder"),
    ],
)
def test_what_is_no_register_is_refused_with_its_path_and_a_remedy(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = tmp_path / ("absent/foibot.db" if content is None else "foibot.db")
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RegisterError, match=f"{path}.*{said}"):
        open_register(path)
    assert content is None or path.read_bytes() == content


def test_a_register_of_a_newer_foibot_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with closing(open_register(path)) as db:
        [table] = [name for name in db.table_names() if "migrations" in name]
        db.execute(f"INSERT INTO {table} (migration_set, name) VALUES ('foibot', 'tables_of_2031')")  # noqa: S608
    for opening in (open_register, open_for_reading):
        with pytest.raises(RegisterError, match=r"written by a newer foibot \(tables_of_2031\). Install that version"):
            opening(path)


def test_the_file_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "accounts.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE invoices (number)")
    before = path.read_bytes()
    for opening in (open_register, open_for_reading):
        with pytest.raises(RegisterError, match=r"belongs to another program.*at register\.path"):
            opening(path)
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_register_is_called_a_folder(tmp_path: Path) -> None:
    for opening in (open_register, open_for_reading):
        with pytest.raises(RegisterError, match=r"is a folder, not a register\. Name a file in it"):
            opening(tmp_path)


def test_a_reader_cannot_write_and_finds_no_register_where_none_was_made(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    with pytest.raises(RegisterError, match="there is no register yet"):
        open_for_reading(path)
    path.touch()
    with pytest.raises(RegisterError, match="is empty, as a first start that was cut off leaves it"):
        open_for_reading(path)
    open_register(path).close()
    with closing(open_for_reading(path)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("INSERT INTO numbers VALUES (2026, 1)")


def test_the_app_finds_its_register_where_the_configuration_says(tmp_path: Path) -> None:
    app: App = make_app(tmp_path, register='path = "cases/of/2026.db"')
    with pytest.raises(RegisterError, match="cannot be written"):
        app.open_register()
    (tmp_path / "cases" / "of").mkdir(parents=True)
    with closing(app.open_register()) as db:
        assert cases.all_references(db) == []
    assert ADA.name not in (tmp_path / "cases" / "of" / "2026.db").read_bytes().decode("latin-1")
