"""The register is copied while foibot works, lost, and restored; what came in between is found in the mailbox."""

import re
import shutil
from datetime import timedelta

import pytest
from builders import make_mail, make_request
from office import NOW, Office, until

from foibot.store.register import open_register


@pytest.fixture
def copied(office: Office) -> Office:
    """An office with three cases, whose register was copied then, and two cases more."""
    for number in range(3):
        office.dovecot.deliver(make_request(number), at=NOW)
    office.once()
    assert "It holds the applicants' mail" in office.tell("backup", str(office.folder / "copy.db"))
    for number in range(3, 5):
        office.dovecot.deliver(make_request(number), at=NOW + timedelta(hours=1))
    office.later(hours=1)
    return office


def restore(office: Office) -> None:
    """As docs/running.md has it."""
    for beside in ("", "-wal", "-shm"):  # `install` makes a new file, and does not write into the old one
        office.register.with_name(office.register.name + beside).unlink(missing_ok=True)
    shutil.copy(office.folder / "copy.db", office.register)


def audit(office: Office, *more: str) -> tuple[int, str]:
    ended = office.do("audit", *more)
    return ended.status, " ".join(ended.out.split())


def test_a_copy_made_while_the_daemon_takes_in_mail_is_whole(office: Office) -> None:
    office.configure(mailbox="poll_seconds = 1")
    office.start().await_line("working register=foibot.db")
    for number in range(40):
        office.dovecot.deliver(make_request(number))
        if number % 10 == 5:
            office.say("backup", str(office.folder / "copy.db"))
            assert audit(office, "--of", str(office.folder / "copy.db"))[0] == 0
    until(lambda: len(office.acknowledgements()) == 40, 60, "acknowledged")
    assert (office.folder / "copy.db").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in office.folder.glob("*copy.db*")] == ["copy.db"]


def test_what_came_after_the_copy_is_named_by_the_audit_and_becomes_cases_again(copied: Office) -> None:
    assert audit(copied, "--connect", "--now", NOW.isoformat())[0] == 0
    restore(copied)
    status, said = audit(copied, "--connect", "--now", NOW.isoformat())
    assert status == 1
    assert re.search(r"FOI/Logged: 2 messages there the register does not know \(UID 4, 5\)", said)
    assert "move them back to INBOX" in said
    assert re.search(r"Sent: \d letters? of foibot's there the register does not know", said)

    for uid in (4, 5):
        copied.dovecot.move(uid, "INBOX", folder="FOI/Logged")
    before = len(copied.acknowledgements())
    copied.later(hours=2)
    assert copied.one("SELECT count(*) FROM cases") == 5
    assert {day for (day,) in copied.rows("SELECT received_on FROM cases")} == {"2026-03-03"}
    assert len(copied.acknowledgements()) == before  # they have one: a second waits for a person
    status, said = audit(copied, "--connect", "--now", (NOW + timedelta(hours=2)).isoformat())
    assert (status, "So do the mailbox and Sent." in said) == (0, True), said


def test_each_night_the_copy_of_the_night_before_must_still_stand_in_the_register(copied: Office) -> None:
    yesterday, older = str(copied.folder / "copy.db"), str(copied.folder / "older.db")
    assert "All that" in audit(copied, "--against", yesterday)[1]
    shutil.copy(yesterday, older)
    copied.tell("backup", yesterday)
    assert audit(copied, "--of", yesterday, "--against", older)[0] == 0
    shutil.copy(yesterday, copied.folder / "newest.db")
    shutil.copy(older, copied.folder / "copy.db")
    restore(copied)
    status, said = audit(copied, "--chain", "--against", str(copied.folder / "newest.db"))
    assert status == 1
    assert "If you restored an older copy, that is how it looks" in said


def test_mail_and_copies_that_people_took_away_are_named(copied: Office) -> None:
    for folder in ("FOI/Logged", "Sent"):
        with copied.dovecot.client() as client:
            client.select(f'"{folder}"')
            client.store("1", "+FLAGS", "\\Deleted")
            client.expunge()
    status, said = audit(copied, "--connect", "--now", NOW.isoformat())
    assert status == 1
    assert "FOI/Logged: 1 message that foibot put there" in said
    assert "its copy is not in Sent" in said


def test_a_copy_never_takes_the_place_of_anything_but_a_copy(copied: Office) -> None:
    other = copied.folder / "minutes.txt"
    other.write_text("Minutes")
    for place, said in (
        (str(other), "is there and no copy of a register"),
        (str(copied.register), "is the register itself"),
        (str(copied.folder), "is a folder"),
        (str(copied.folder / "nowhere" / "copy.db"), "There is no folder"),
    ):
        ended = copied.do("backup", place)
        assert ended.status == 2
        assert said in " ".join(ended.err.split())
    assert other.read_text() == "Minutes"


def test_a_damaged_copy_is_told_apart(copied: Office) -> None:
    copy = copied.folder / "copy.db"
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    ended = copied.do("audit", "--of", str(copy))
    assert ended.status == 1
    assert "Traceback" not in ended.err
    copy.write_bytes(whole)
    db = open_register(copy)
    db.execute("DROP TRIGGER events_are_not_updated")
    db.execute("UPDATE events SET payload = replace(payload, '2026', '2027') WHERE id = 2")
    db.close()
    assert "The log's chain breaks at event 2" in audit(copied, "--of", str(copy))[1]


def test_a_restored_register_acknowledges_nothing_twice(copied: Office) -> None:
    restore(copied)
    copied.dovecot.deliver(make_mail(), at=NOW + timedelta(hours=3))
    copied.later(hours=3)
    assert len(copied.acknowledgements()) == 6
    copied.later(hours=4)
    assert len(copied.acknowledgements()) == 6
