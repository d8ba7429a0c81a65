"""`foibot backup` when something goes wrong on the way: the copy of before stays, and no half of one is left."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from office import until
from registers import configuration

from foibot.store.register import open_register

KILLS = 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register with some megabytes in it, and a copy from before they came."""
    (tmp_path / "config.toml").write_text(configuration(), encoding="utf-8")
    open_register(tmp_path / "foibot.db").close()
    (tmp_path / "copies").mkdir(mode=0o700)
    assert ended(backup(tmp_path)) == (0, "")
    enlarge(tmp_path / "foibot.db", 4_000)
    return tmp_path


def enlarge(register: Path, rows: int) -> None:
    with closing(sqlite3.connect(register)) as db:
        db.executemany(
            "INSERT INTO raw_mail (sha256, whole, bytes) VALUES (hex(randomblob(32)), 1, randomblob(?))",
            [(6_000,)] * rows,
        )
        db.commit()


def backup(folder: Path, **options: object) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml"), "backup", str(copy_in(folder))]
    return subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, **options)  # type: ignore[call-overload,no-any-return]


def copy_in(folder: Path) -> Path:
    return folder / "copies" / "foibot.db"


def mails(copy: Path) -> int:
    """Return how many mails a copy holds; it is whole, or this fails."""
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return int(db.execute("SELECT count(*) FROM raw_mail").fetchone()[0])


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Return the exit status, and what was said of a fault."""
    words = " ".join(process.communicate()[1].split())
    return process.returncode, words


def kill_on_the_way(folder: Path, moment: float) -> None:
    """Begin a backup and kill it so many seconds after its file came to be, if it has not ended by then."""
    process = backup(folder)
    part = copy_in(folder).with_name(".foibot.db.part")
    until(lambda: part.exists() or process.poll() is not None, 60, "begun")
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_killed_at_any_moment_it_leaves_the_copy_of_before_or_the_new_one_and_the_next_takes_its_rest_away(
    folder: Path,
) -> None:
    rests = set[str]()
    held = 0
    for number in range(KILLS):
        kill_on_the_way(folder, 0.2 * number / KILLS)
        rests.update(path.name for path in (folder / "copies").iterdir())
        assert mails(copy_in(folder)) in (held, 4_000 + number)
        held = mails(copy_in(folder))
        enlarge(folder / "foibot.db", 1)
    assert ".foibot.db.part" in rests, "one was killed on its way"
    assert ended(backup(folder)) == (0, "")
    assert mails(copy_in(folder)) == 4_000 + KILLS
    assert [path.name for path in (folder / "copies").iterdir()] == ["foibot.db"]


def test_a_disk_that_is_full_leaves_the_copy_of_before_and_nothing_beside_it(folder: Path) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000_000, 9_000_000))

    status, words = ended(backup(folder, preexec_fn=no_room))
    assert status == 1
    assert "was not written (File too large). Nothing was changed; an earlier copy is kept." in words
    assert [path.name for path in (folder / "copies").iterdir()] == ["foibot.db"]
    assert mails(copy_in(folder)) == 0


def test_a_damaged_register_takes_the_place_of_no_copy(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "foibot.db")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        [(page,)] = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'raw_mail'").fetchall()
    with (folder / "foibot.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    status, words = ended(backup(folder))
    assert status == 1
    assert "damaged" in words
    assert mails(copy_in(folder)) == 0
    assert [path.name for path in (folder / "copies").iterdir()] == ["foibot.db"]


def test_of_several_made_at_the_same_time_each_is_whole(folder: Path) -> None:
    together = [backup(folder) for _ in range(3)]
    assert [ended(process) for process in together] == [(0, "")] * 3
    assert mails(copy_in(folder)) == 4_000
    assert [path.name for path in (folder / "copies").iterdir()] == ["foibot.db"]


def test_a_copy_is_for_its_owners_eyes_only_whatever_is_usual_here(folder: Path) -> None:
    copy_in(folder).unlink()
    assert ended(backup(folder, umask=0)) == (0, "")
    assert copy_in(folder).stat().st_mode & 0o777 == 0o600


def test_a_copy_goes_where_a_link_leads(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "foibot.db"
    copy_in(folder).rename(real)
    copy_in(folder).symlink_to(real)

    assert ended(backup(folder)) == (0, "")

    assert copy_in(folder).is_symlink()
    assert mails(real) == 4_000


def test_what_is_no_file_stays_what_it_is(folder: Path) -> None:
    copy_in(folder).unlink()
    os.mkfifo(copy_in(folder))
    status, said = ended(backup(folder))
    assert (status, "is no file" in said) == (2, True)
    assert copy_in(folder).is_fifo()
