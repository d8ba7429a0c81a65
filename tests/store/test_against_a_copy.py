"""What no chain shows by itself, its end cut off or all of it reckoned anew, is seen by a copy kept elsewhere."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import make_mail
from registers import arrive, command, faults, make_desk

from foibot.errors import RegisterError, UsageError
from foibot.jobs.auditing import held_against
from foibot.jobs.desk import Desk
from foibot.store.backup import back_up
from foibot.store.database import Database
from foibot.store.log import FIRST_HASH, chained
from foibot.store.register import writing
from foibot.store.schema import MIGRATIONS

CASE = "FOI-2026-0001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A register with a request and a note on it, copied then; and a second note."""
    made = make_desk(tmp_path)
    arrive(made, make_mail())
    command(made, "note", CASE, text="Ask the records office first.")
    back_up(tmp_path / "foibot.db", tmp_path / "copy.db")
    with closing(made.db):
        yield made


def compared(desk: Desk) -> list[str]:
    register = desk.app.config.register.path
    return held_against(register, register.with_name("copy.db"))


def cut(desk: Desk, events: int, *, seals: int = 0) -> None:
    """Take the last events out, and the seals kept with them, as whoever writes the file can."""
    db = desk.db
    db.execute("DROP TRIGGER IF EXISTS events_are_not_deleted")
    db.execute("DROP TRIGGER IF EXISTS seals_are_not_deleted")
    for _ in range(events):
        [(last, reference)] = db.execute("SELECT id, reference FROM events ORDER BY id DESC LIMIT 1").fetchall()
        db.execute("DELETE FROM events WHERE id = ?", (last,))
        db.execute("UPDATE case_state SET version = version - 1 WHERE reference = ?", (reference,))
    db.execute("DELETE FROM seals WHERE id > (SELECT max(id) - ? FROM seals)", (seals,))


def test_a_register_that_went_on_since_the_copy_was_made_agrees_with_it(desk: Desk) -> None:
    assert compared(desk) == []
    command(desk, "note", CASE, text="They hold it.")
    assert compared(desk) == []


def test_words_whose_event_was_cut_off_are_named_by_the_audit_itself(desk: Desk) -> None:
    cut(desk, 1)
    [found] = [one for one in faults(desk) if "has no such event" in one]
    assert found.startswith(f"{CASE}: what was written with its event 3 (text) is kept")
    assert "foibot hold" in found


def test_an_end_that_was_cut_off_with_all_that_belongs_to_it_is_seen_by_the_copy_alone(desk: Desk) -> None:
    before = desk.db.execute("SELECT max(id) FROM events").fetchone()[0]
    cut(desk, 1, seals=1)
    desk.db.execute("DELETE FROM words WHERE text LIKE 'Ask the%'")
    assert not [one for one in faults(desk) if "breaks" in one or "cut off" in one or "kept" in one]
    log, ledger = compared(desk)
    assert log.startswith(f"The log ends at event {before - 1}, and that of ")
    assert f"goes on to event {before}. If you restored an older copy, that is how it looks" in log
    assert ledger.startswith("The ledger of seals ends at row ")
    assert "foibot hold" in log


def test_an_end_that_was_cut_off_and_written_over_since_is_named_from_its_first_event(desk: Desk) -> None:
    last = desk.db.execute("SELECT max(id) FROM events").fetchone()[0]
    cut(desk, 1)
    desk.db.execute("DELETE FROM words WHERE text LIKE 'Ask the%'")
    for text in ("All is well.", "All is still well."):
        command(desk, "note", CASE, "mia", text=text)
    [found] = compared(desk)
    assert found.startswith("The log is not that of ")
    assert f"copy.db from event {last} on: it was cut or rewritten after that copy was made" in found


def test_a_log_that_was_reckoned_anew_after_a_change_is_whole_by_itself_and_not_the_copys(desk: Desk) -> None:
    db, digest = desk.db, FIRST_HASH
    db.execute("DROP TRIGGER events_are_not_updated")
    db.execute("UPDATE events SET actor = 'mia' WHERE id = 2")
    columns = "SELECT id, reference, version, at, type, actor, payload FROM events ORDER BY id"
    for row, *body in db.execute(columns).fetchall():
        digest = chained(digest, *body)
        db.execute("UPDATE events SET hash = ? WHERE id = ?", (digest, row))
    assert not [one for one in faults(desk) if "chain breaks" in one]
    [found] = compared(desk)
    assert "copy.db from event 2 on: it was cut or rewritten" in found


def test_a_copy_of_another_register_or_of_an_empty_one_is_told_apart(desk: Desk, tmp_path: Path) -> None:
    for name, said in (("other", "is a copy of another register"), ("empty", "holds no event")):
        (tmp_path / name).mkdir()
        other = make_desk(tmp_path / name)
        if name == "other":
            arrive(other, make_mail(subject="Another"))
        back_up(tmp_path / name / "foibot.db", tmp_path / "copy.db")
        other.db.close()
        [found] = compared(desk)
        assert said in found


def test_what_is_no_copy_is_refused(desk: Desk, tmp_path: Path) -> None:
    register = desk.app.config.register.path
    with pytest.raises(UsageError, match="is the register itself"):
        held_against(register, register)
    with pytest.raises(UsageError, match="There is no copy"):
        held_against(register, tmp_path / "nowhere.db")
    (tmp_path / "copy.db").write_bytes(b"minutes of a meeting" * 400)
    with pytest.raises(RegisterError):
        compared(desk)


def test_a_copy_that_an_older_foibot_made_before_there_were_seals_is_still_one_of_this_register(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "copy.db").unlink()
    older = Database(tmp_path / "copy.db")
    MIGRATIONS.apply(older, stop_before="seals_of_what_stands_beside_the_log")
    with writing(older) as db:
        db.conn.executemany(
            "INSERT INTO events VALUES (?,?,?,?,?,?,?,?)", desk.db.execute("SELECT * FROM events").fetchall()
        )
    older.close()
    assert compared(desk) == []
