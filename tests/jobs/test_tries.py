"""What counts as a try of a message, and what is no fault of it."""

from pathlib import Path

import pytest
from builders import ASKED, make_mail
from registers import make_desk, rows

from foibot.errors import Unavailable
from foibot.jobs.desk import Desk
from foibot.jobs.intake import Taken, finish_what_was_kept
from foibot.store import inbox
from foibot.store.inbox import ATTEMPTS, Place
from foibot.store.register import writing

TRIES = "SELECT status, attempts FROM deliveries"


@pytest.fixture
def kept(tmp_path: Path) -> Desk:
    """A desk with a request whose bytes are kept and that nobody has read yet."""
    desk, raw = make_desk(tmp_path), make_mail(text=ASKED + "Thank you. " * 4_000)
    with writing(desk.db) as db:
        inbox.add_listed(db, place := Place("foi", "INBOX", 1), [(1, len(raw), desk.clock())])
        [delivery] = inbox.to_fetch(db, place, 10)
        inbox.keep(db, delivery, raw, whole=True, now=desk.clock())
    return desk


def passes(desk: Desk, count: int, fault: str) -> None:
    for _ in range(count):
        with pytest.raises(Unavailable, match=fault):
            finish_what_was_kept(desk, Taken())


def test_a_full_disk_is_no_fault_of_a_message_however_often_it_is_met(kept: Desk) -> None:
    [(pages,)] = rows(kept, "PRAGMA page_count")
    kept.db.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    passes(kept, ATTEMPTS + 2, "disk that holds the register is full")
    assert rows(kept, TRIES) == [("kept", 0)]
    kept.db.execute("PRAGMA max_page_count = 1000000").fetchall()
    finish_what_was_kept(kept, Taken())
    assert rows(kept, "SELECT state, kind FROM messages") == [("case", "new_request")]


def test_what_the_register_will_not_take_of_one_message_is_set_aside_after_the_third_try(kept: Desk) -> None:
    kept.db.execute("CREATE TRIGGER poison BEFORE INSERT ON messages BEGIN SELECT nothing_like_it; END")
    passes(kept, ATTEMPTS, "cannot be written now")
    kept.db.execute("DROP TRIGGER poison")
    finish_what_was_kept(kept, Taken())
    assert rows(kept, "SELECT state FROM messages") == [("set_aside",)]
