"""A register is copied by its bytes while others write to it and take its log in: each copy is of one moment.

Every transaction of the writers puts one number into six tables, on pages that lie far from one another, and a line
into a list; the file grows, and shrinks when it is written anew. A copy that mixed two moments would hold two numbers
where there has to be one, or break the list.
"""

import os
import random
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from office import until

from foibot.store import byte_copy
from foibot.store.held_copy import copy_held
from foibot.store.whole import refuse_damaged

TABLES = [f"t{number}" for number in range(6)]
ROWS = 400
ROUNDS = int(os.environ.get("FOIBOT_COPIES", "8"))
MIXED = " UNION ALL ".join(
    f"SELECT count(*) FROM t0 JOIN {other} o USING (id) WHERE t0.stamp <> o.stamp"  # noqa: S608
    for other in TABLES[1:]
)
WRITER = """
import random, sqlite3, sys, time
path, seed, pages, tables, rows = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
chance = random.Random(seed)
db = sqlite3.connect(path, isolation_level=None, timeout=60)
for pragma in ("synchronous = OFF", "cache_size = 20", f"wal_autocheckpoint = {pages}"):
    db.execute(f"PRAGMA {pragma}").fetchall()
while True:
    db.execute("BEGIN IMMEDIATE")
    [(n,)] = db.execute("SELECT coalesce(max(n), 0) + 1 FROM list").fetchall()
    for row in {chance.randrange(rows) for _ in range(chance.choice((1, 1, 2, 30)))}:
        for table in range(tables):
            db.execute(f"UPDATE t{table} SET stamp = ?, body = randomblob(length(body)) WHERE id = ?", (n, row))
    db.execute("INSERT INTO list VALUES (?, randomblob(20000))", (n,))
    if chance.random() < 0.02:
        db.execute("UPDATE list SET body = NULL WHERE body IS NOT NULL")
    db.execute(chance.choice(("COMMIT", "COMMIT", "COMMIT", "ROLLBACK")))
    if chance.random() < 0.05:
        time.sleep(0.02)
"""
CHECKPOINTS = """
import random, sqlite3, sys
chance = random.Random(int(sys.argv[2]))
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0.001)
db.execute("PRAGMA synchronous = OFF")
kinds = [f"PRAGMA wal_checkpoint({kind})" for kind in ("PASSIVE", "PASSIVE", "FULL", "RESTART", "TRUNCATE")]
while True:
    try:
        db.execute(chance.choice(kinds) if chance.random() < 0.995 else "VACUUM").fetchall()
    except sqlite3.OperationalError:
        pass
"""


def make_register(path: Path, page: int = 4096) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in (f"page_size = {page}", "journal_mode = WAL", "synchronous = OFF"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        db.execute("CREATE TABLE list (n INTEGER PRIMARY KEY, body BLOB)")
        db.execute("BEGIN")
        for table in TABLES:
            db.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, stamp INTEGER NOT NULL, body BLOB)")
            db.executemany(
                f"INSERT INTO {table} VALUES (?, 0, randomblob(9000))",  # noqa: S608
                [(row,) for row in range(ROWS)],
            )
        db.execute("COMMIT")
    return path


def written(path: Path) -> int:
    with closing(sqlite3.connect(path, timeout=60)) as db:
        [(last,)] = db.execute("SELECT coalesce(max(n), 0) FROM list").fetchall()
    return int(last)


def assert_of_one_moment(copy: Path) -> int:
    """Hold a copy against everything that its writers keep; return how many transactions it has."""
    assert not list(copy.parent.glob(f"{copy.name}-*")), "one file"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute(MIXED).fetchall() == [(0,)] * (len(TABLES) - 1)
        [(count, last, stamp)] = db.execute(
            "SELECT (SELECT count(*) FROM list), (SELECT coalesce(max(n), 0) FROM list), max(stamp) FROM t0"
        ).fetchall()
    assert count == last == stamp
    return int(last)


def copied(register: Path, to: Path) -> Path:
    to.unlink(missing_ok=True)
    to.touch(mode=0o600)
    assert copy_held(register, to)
    return to


@contextmanager
def at_work(*programs: list[str]) -> Iterator[None]:
    with ExitStack() as ending:
        for program in programs:
            process = subprocess.Popen([sys.executable, "-c", *program])
            ending.callback(process.wait)
            ending.callback(process.kill)
        yield


def writer(register: Path, seed: int, pages: int) -> list[str]:
    return [WRITER, str(register), str(seed), str(pages), str(len(TABLES)), str(ROWS)]


@pytest.mark.parametrize("pages", [1, 40, 1_000_000])
@pytest.mark.parametrize("writers", [1, 3])
def test_every_copy_made_among_writers_and_checkpoints_of_all_kinds_is_of_one_moment(
    tmp_path: Path, writers: int, pages: int
) -> None:
    register = make_register(tmp_path / "foibot.db")
    programs = [writer(register, seed, pages) for seed in range(writers)]
    with at_work(*programs, [CHECKPOINTS, str(register), "1"]):
        until(lambda: written(register), 30, "somebody writes")
        for _ in range(ROUNDS):
            before = written(register)
            seen = assert_of_one_moment(copied(register, tmp_path / "copy.db"))
            assert before <= seen <= written(register), "what was committed before the copy began is in it"


def test_nothing_is_taken_into_the_file_while_it_is_held_with_all_of_the_log_in_it(tmp_path: Path) -> None:
    register = make_register(tmp_path / "foibot.db")
    with closing(sqlite3.connect(register, isolation_level=None)) as db, closing(sqlite3.connect(register)) as reader:
        assert db.execute("PRAGMA wal_checkpoint(FULL)").fetchall()[0][0] == 0
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM list").fetchall()
        # read in another process: to close the file here would let go of the reader's lock
        before = subprocess.check_output(["sha256sum", str(register)])
        salts = Path(f"{register}-wal").read_bytes()[16:24]
        for kind in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
            db.execute("UPDATE t0 SET stamp = stamp + 1").fetchall()
            db.execute(f"PRAGMA wal_checkpoint({kind})").fetchall()
        assert Path(f"{register}-wal").read_bytes()[16:24] != salts, "the log was begun anew"
        assert subprocess.check_output(["sha256sum", str(register)]) == before


@pytest.mark.parametrize("page", [512, 1024, 65_536])
def test_registers_of_other_page_sizes_are_copied_with_what_their_log_holds(tmp_path: Path, page: int) -> None:
    register = make_register(tmp_path / "foibot.db", page)
    with closing(sqlite3.connect(register)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
        for table in TABLES:
            db.execute(f"UPDATE {table} SET stamp = 1")  # noqa: S608
        db.execute("INSERT INTO list VALUES (1, NULL)")
        db.commit()
        assert assert_of_one_moment(copied(register, tmp_path / "copy.db")) == 1


def test_a_register_without_a_log_is_left_to_sqlite(tmp_path: Path) -> None:
    register = make_register(tmp_path / "foibot.db")
    with closing(sqlite3.connect(register)) as db:
        db.execute("PRAGMA journal_mode = DELETE").fetchall()
    to = tmp_path / "copy.db"
    to.touch()
    assert not copy_held(register, to)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_a_log_that_cannot_be_read_to_its_end_is_no_earlier_register(tmp_path: Path) -> None:
    register = make_register(tmp_path / "foibot.db")
    with closing(sqlite3.connect(register)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
        for number in range(1, 9):
            db.execute("UPDATE t0 SET stamp = ? WHERE id = 1", (number,))
            db.commit()
        with Path(f"{register}-wal").open("r+b") as log:
            log.seek(-9_000, os.SEEK_END)
            log.write(random.Random(1).randbytes(50))  # noqa: S311 - damage
        with pytest.raises(sqlite3.DatabaseError, match=r"of \d+ frames of its log \d+ could be read"):
            copied(register, tmp_path / "copy.db")


def test_a_register_is_copied_to_another_file_system(tmp_path: Path) -> None:
    other = Path("/dev/shm") / f"foibot.{os.getpid()}.db"  # noqa: S108
    if not other.parent.is_dir() or other.parent.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system here")
    register = make_register(tmp_path / "foibot.db")
    try:
        assert assert_of_one_moment(copied(register, other)) == 0
        assert other.read_bytes()[100:] == register.read_bytes()[100:]
    finally:
        other.unlink(missing_ok=True)


def index(frames: int, salts: bytes) -> bytes:
    return struct.pack("=I8xBxHI12x8s8x", 3_007_000, 1, 512, frames, salts) * 2


def test_a_log_that_was_begun_anew_meanwhile_is_never_taken_for_the_one_of_the_index(tmp_path: Path) -> None:
    """Between the index and its log: one is of before, the other of after. Nothing of such a log is a copy."""
    for name, content in (
        ("index", index(2, b"new salt")),
        ("log", b"x" * 16 + b"old salt" + b"y" * 1_100),
        ("copy", b""),
    ):
        (tmp_path / name).write_bytes(content)
    with ExitStack() as closing_them:
        files = {name: (tmp_path / name).open("r+b", buffering=0) for name in ("index", "log", "copy")}
        for file in files.values():
            closing_them.enter_context(file)
        numbers = [files[name].fileno() for name in ("index", "log", "copy")]
        with pytest.raises(SystemExit, match="again and again"):
            byte_copy.copy_log(*numbers)
        os.pwrite(numbers[1], b"new salt", 16)
        assert byte_copy.copy_log(*numbers) == 2
        os.pwrite(numbers[0], index(0, b"next one"), 0)
        assert byte_copy.copy_log(*numbers) == 0, "begun anew, and nothing in it: all stands in the file"


DAMAGES = {
    "a page of a table": "SELECT rootpage + 40 FROM sqlite_master WHERE name = 't2'",
    "a page of the list": "SELECT rootpage FROM sqlite_master WHERE name = 'list'",
}


@pytest.mark.parametrize("large", [0, 1 << 40])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_refused_looked_at_as_a_whole_or_by_tables(tmp_path: Path, damage: str, large: int) -> None:
    register = make_register(tmp_path / "foibot.db")
    copy = copied(register, tmp_path / "copy.db")
    refuse_damaged(copy, large=large)
    with closing(sqlite3.connect(copy)) as db:
        [(page,)] = db.execute(DAMAGES[damage]).fetchall()
    with copy.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(sqlite3.DatabaseError):
        refuse_damaged(copy, large=large)


@pytest.mark.parametrize("large", [0, 1 << 40])
def test_a_damaged_list_of_free_pages_is_refused(tmp_path: Path, large: int) -> None:
    copy = copied(make_register(tmp_path / "foibot.db"), tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as db:
        db.execute("DELETE FROM t3 WHERE id > 50")
        db.commit()
    refuse_damaged(copy, large=large)
    with copy.open("r+b") as file:
        file.seek(32)
        [trunk] = struct.unpack(">I", file.read(4))
        file.seek((trunk - 1) * 4096 + 8)
        file.write(struct.pack(">I", 4_000_000))
    with pytest.raises(sqlite3.DatabaseError, match="damaged"):
        refuse_damaged(copy, large=large)
