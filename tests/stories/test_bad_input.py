"""Bad input of every kind: a clear word and an exit status, or a visible state; nothing lost, the good ones cases."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import ASKED, attachment, make_mail, make_malformed, make_request, multipart, on_the_wire, part
from conftest import need
from office import NOW, Ended, Office, until

from foibot.jobs.desk import Desk
from foibot.jobs.intake import Taken, list_new
from foibot.jobs.rounds import one_pass
from foibot.store import inbox
from foibot.store.register import writing

ADA = "ada.field@reader.example"
AT_NOW = ("--now", NOW.isoformat())


def make_large_mail(megabytes: float) -> bytes:
    kind, body = multipart(
        "mixed", part("text/plain", ASKED, "utf-8"), attachment("scan.tiff", bytes(int(megabytes * 730_000)))
    )
    head = make_mail().partition(b"\r\n\r\n")[0].split(b"\r\nContent-Type")[0]
    return head + b"\r\n" + on_the_wire(f"Content-Type: {kind['Content-Type']}\n\n".encode() + body)


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Put a small file system of its own at a folder; only root can."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a file system to fill")
    folder.mkdir(exist_ok=True)
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    need(f"no file system can be mounted here: {made.stderr.decode()}" if made.returncode else None)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave not a byte free; return the file that takes it all."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


def register_in(office: Office, folder: Path) -> None:
    office.register = folder / "foibot.db"
    office.configure(register=f'path = "{office.register}"')


def refused(office: Office, *arguments: str) -> str:
    """Run a command that must end with 1 and a sentence, never with a traceback; return the sentence."""
    if arguments[0] in ("once", "run"):
        process = office.foibot(*arguments)
        ended = Ended(process.returncode, process.stdout, process.stderr)
    else:
        ended = office.do(*arguments)
    assert ended.status == 1, (arguments, ended)
    assert "Traceback" not in ended.err, ended.err
    assert ended.err.startswith("foibot: "), ended.err
    return ended.err


# -- mail


def test_sixty_malformed_messages_between_five_good_ones_cost_none_of_these(office: Office) -> None:
    for number in range(60):
        if number % 12 == 5:
            office.dovecot.deliver(make_request(number), at=NOW)
        office.dovecot.deliver(make_malformed(number), at=NOW)
    office.once()
    before = office.traces()
    office.later(minutes=1)

    assert office.acknowledged() == sorted(f"writer{number}@reader.example" for number in (5, 17, 29, 41, 53))
    assert office.one("SELECT count(*) FROM cases WHERE acknowledged AND certain") == 5
    assert office.rows("SELECT status, count(*) FROM deliveries GROUP BY status") == [("done", 65)]
    assert office.one("SELECT count(DISTINCT message) FROM deliveries") == 65
    states = dict(office.rows("SELECT state, count(*) FROM messages GROUP BY state"))
    assert set(states) <= {"case", "triage", "set_aside"}
    assert sum(states.values()) == 65
    assert office.traces() == before
    assert office.data("audit")["whole"]


def test_a_message_over_the_limit_is_a_case_for_a_person_and_stays_where_it_is(office: Office) -> None:
    office.configure(limits="message_mb = 1")
    large = make_large_mail(1.5)
    office.dovecot.deliver(large, flags=r"\Flagged", at=NOW)
    office.dovecot.deliver(make_request(1), at=NOW)
    office.once()
    before = office.traces()
    office.later(minutes=1)

    assert office.rows("SELECT applicant_email, certain, acknowledged, due_on FROM cases ORDER BY reference") == [
        ("writer1@reader.example", 1, 1, "2026-04-01"),
        (ADA, 0, 0, "2026-04-01"),
    ]
    assert office.rows("SELECT letter, recipient, status FROM drafts") == [("acknowledgement", ADA, "waiting")]
    assert office.acknowledged() == ["writer1@reader.example"]
    kept = bytes(office.one("SELECT r.bytes FROM raw_mail r WHERE NOT whole"))
    assert kept == large.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert list(office.dovecot.flags().values()) == [{r"\Flagged"}]
    assert office.traces() == before


def test_a_message_of_forty_megabytes_is_a_case_like_any_other(office: Office) -> None:
    office.dovecot.deliver(make_large_mail(40), at=NOW)
    office.say("once", *AT_NOW)
    assert office.acknowledged() == [ADA]
    assert office.one("SELECT length(bytes) FROM raw_mail") > 38_000_000
    assert office.folders() == {"FOI/Logged": 1, "Sent": 2}


# -- configuration


@pytest.mark.parametrize("arguments", [("once",), ("run",), ("cases",), ("note", "FOI-2026-0001", "x")])
def test_without_a_configuration_every_command_says_how_to_get_one(office: Office, arguments: tuple[str, ...]) -> None:
    office.config.unlink()
    ended = office.foibot(*arguments)
    assert ended.returncode == 2
    assert str(office.config) in ended.stderr
    assert "foibot init" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not office.register.exists()


def test_a_typo_in_a_key_is_named_with_what_was_meant(office: Office) -> None:
    office.configure(limits="mesage_mb = 20", mailbox="poll_secnds = 5")
    ended = office.foibot("once")
    assert ended.returncode == 2
    assert [line for line in ended.stderr.splitlines() if "message_mb" in line and "limits.mesage_mb" in line]
    assert [line for line in ended.stderr.splitlines() if "poll_seconds" in line and "mailbox.poll_secnds" in line]
    assert not office.register.exists()


def test_a_wrong_password_is_told_and_nothing_is_done(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    (office.folder / "password").write_text("not-it")
    said = refused(office, "once", *AT_NOW)
    assert "refused the sign-in of foi" in said
    assert "not-it" not in said

    office.configure()
    office.later(minutes=1)
    assert office.acknowledged() == [ADA]


# -- the register


def test_a_register_that_cannot_be_written_is_told_and_the_mailbox_is_left_alone(
    office: Office, tmp_path: Path
) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    with mounted(tmp_path / "disk", "size=32m") as disk:
        register_in(office, disk)
        remount(disk, "ro")
        assert "Let this system user write" in refused(office, "once", *AT_NOW)
        remount(disk, "rw")
        office.once()
        remount(disk, "ro")
        office.dovecot.deliver(make_request(1), at=NOW)
        for arguments in (("once", *AT_NOW), ("note", "FOI-2026-0001", "x", "--as", "jane"), ("run",)):
            assert "Let this system user write" in refused(office, *arguments)
        assert list(office.dovecot.flags()) == [2]
        remount(disk, "rw")
        office.later(minutes=1)
        assert office.acknowledged() == [ADA, "writer1@reader.example"]


def test_on_a_full_disk_nothing_is_lost_and_all_is_made_up_for_when_there_is_room(
    office: Office, tmp_path: Path
) -> None:
    mails = [make_mail(message_id=f"<{number}@full.example>", text=f"{ASKED}{number}\n" + "x" * 40_000, writer=writer)
             for number, writer in enumerate(f"W {n} <w{n}@full.example>" for n in range(40))]  # fmt: skip
    office.dovecot.deliver_all(mails, at=NOW)
    with mounted(tmp_path / "disk", "size=1m") as disk:
        register_in(office, disk)
        assert "disk" in (said := refused(office, "once", *AT_NOW))
        assert "Make room" in said
        assert "Make room" in refused(office, "once", *AT_NOW)
        remount(disk, "size=64m")
        office.later(minutes=1)
        office.later(minutes=2)

        assert office.one("SELECT count(*) FROM cases") == 40
        assert office.acknowledged() == sorted(f"w{number}@full.example" for number in range(40))
        assert office.data("audit")["whole"]


def test_a_disk_without_a_single_free_byte_is_told_too(office: Office, tmp_path: Path) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    with mounted(tmp_path / "disk", "size=64k") as disk:
        filler = fill(disk)
        register_in(office, disk)
        assert "Make room" in refused(office, "once", *AT_NOW)
        filler.unlink()
        remount(disk, "size=32m")
        office.once()
        assert office.acknowledged() == [ADA]

        filler = fill(disk)
        assert "Make room" in refused(office, "once", *AT_NOW)
        assert "the disk is full. Make room" in refused(office, "cases")  # what opening makes beside it has no room
        filler.unlink()
        assert office.data("audit")["whole"]


def test_a_register_of_a_newer_foibot_is_left_alone(office: Office) -> None:
    office.once()
    db = sqlite3.connect(office.register)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " SELECT migration_set, 'from_the_future', applied_at FROM _sqlite_migrations WHERE name = 'first_tables'"
    )
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    before = office.register.read_bytes()
    for arguments in (("once",), ("run",), ("cases",), ("hold",)):
        assert "was written by a newer foibot (from_the_future)" in refused(office, *arguments)
    assert office.register.read_bytes() == before


COMMANDS = (("once",), ("run",), ("cases",), ("status",), ("audit",), ("hold",))


def test_what_is_no_register_is_told_and_left_alone(office: Office) -> None:
    office.register.write_bytes(b"Dear Sir, this is a letter and no register.\n" * 400)
    before = office.register.read_bytes()
    for arguments in COMMANDS:
        assert "Restore it from a backup" in refused(office, *arguments)
    assert office.register.read_bytes() == before


def test_a_damaged_register_is_told_without_a_traceback(office: Office) -> None:
    office.dovecot.deliver_all([make_request(number) for number in range(10)], at=NOW)
    office.once()
    damaged = bytearray(office.register.read_bytes())
    for start in range(3 * 4096, len(damaged) - 4096, 4096):
        damaged[start : start + 600] = b"\xaa" * 600
    for arguments in COMMANDS:
        office.register.write_bytes(damaged)
        assert "Restore it from a backup" in refused(office, *arguments)


def test_an_empty_file_as_a_crash_may_leave_it_becomes_a_register(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.register.write_bytes(b"")
    assert "as a first start that was cut off leaves it" in refused(office, "cases")
    office.once()
    assert office.acknowledged() == [ADA]


def test_a_server_that_is_away_stops_its_own_job_and_no_other(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.smtp.behaviour.to_dot = "451 4.3.0 later"
    office.once()
    office.smtp.behaviour.to_dot = None
    office.dovecot.stop()

    result = office.at(NOW + timedelta(minutes=1), one_pass)

    assert set(result.faults) == {"intake", "copies"}
    assert f"IMAP server 127.0.0.1:{office.dovecot.port}" in result.faults["intake"]
    assert office.acknowledged() == [ADA]


def test_a_message_that_ended_the_process_three_times_is_set_aside_and_the_rest_goes_on(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)

    def ended_while_reading(desk: Desk) -> None:
        with desk.app.mailbox() as mailbox:
            place = list_new(desk, mailbox, "INBOX", Taken())
            [delivery] = inbox.to_fetch(desk.db, place, 10)
            with writing(desk.db) as db:
                inbox.keep(db, delivery, make_mail(), whole=True, now=NOW)
                for _ in range(3):
                    inbox.begin_attempt(db, [delivery])

    office.at(NOW, ended_while_reading)
    office.dovecot.deliver(make_request(1), at=NOW)
    office.once()

    assert office.acknowledged() == ["writer1@reader.example"]
    assert [shown["state"] for shown in office.data("triage")] == ["set_aside"]
    assert office.folders()["FOI/Unreadable"] == 1


def test_a_message_that_would_never_be_done_ends_its_try_and_the_others_go_on(office: Office) -> None:
    costly = make_mail(text="<p>Please</p>" * 300_000, shape="html", message_id="<costly@reader.example>")
    office.dovecot.deliver(costly, at=NOW)
    office.dovecot.deliver(make_request(1), at=NOW)
    hurried = "import foibot.jobs.intake as intake; intake.SECONDS_OF_CPU = 0.3; from foibot.cli import main; main()"
    words = [sys.executable, "-c", hurried, "-c", str(office.config), "once"]
    ended = [subprocess.run(words, capture_output=True, check=False, timeout=60).returncode for _ in range(5)]

    assert ended.count(-signal.SIGPROF) == 3
    assert ended[-1] == 0
    assert office.rows("SELECT state, count(*) FROM messages GROUP BY state") == [("case", 1), ("set_aside", 1)]
    assert office.folders()["FOI/Unreadable"] == 1


def own_templates(office: Office, *faulty: str) -> None:
    (office.folder / "templates").mkdir()
    for name in faulty:
        text = "Subject: x [{{ reference }}]\n\nDear {{ aplicant }},\n"
        (office.folder / "templates" / f"{name}.txt.j2").write_text(text, encoding="utf-8")
    office.configure(templates='path = "templates"')


def test_a_fault_in_ones_own_templates_holds_their_letters_and_no_request(office: Office) -> None:
    own_templates(office, "acknowledgement", "case_notice", "not_held")
    office.dovecot.deliver(make_mail(), at=NOW)
    for _ in range(2):
        ended = office.foibot("once")
        assert ended.returncode == 1
        lines = [" ".join(line.split()) for line in ended.stderr.splitlines() if line.startswith("foibot: ")]
        for name in ("acknowledgement", "case_notice", "not_held"):
            assert any(line.startswith(f"foibot: {name}.txt.j2: line 3: 'aplicant' is undefined. M") for line in lines)
    assert office.rows("SELECT reference, status FROM case_state") == [("FOI-2026-0001", "open")]
    assert office.one("SELECT due_on FROM cases") is not None
    written = office.rows("SELECT letter FROM outbox ORDER BY letter")
    assert written == [("case_notice",), ("template_notice",)]
    [told] = [one for one in office.notices() if "faulty" in one["Subject"]]
    assert "not_held.txt.j2: line 3: 'aplicant' is undefined" in " ".join(told.get_content().split())

    refused = office.do("respond", "FOI-2026-0001", "not-held", "--as", "jane")
    assert (refused.status, refused.err) == (1, "foibot: not_held.txt.j2, line 3: 'aplicant' is undefined.\n")
    checked = office.do("check")
    assert checked.status == 2
    assert "3 to mend" in checked.out


def test_the_daemon_starts_with_a_faulty_template_and_keeps_its_configuration_when_told_of_a_new_fault(
    office: Office,
) -> None:
    own_templates(office, "acknowledgement")
    office.dovecot.deliver(make_mail(), at=NOW)
    daemon = office.start()
    daemon.await_line("acknowledgement.txt.j2: line 3: 'aplicant' is undefined")
    daemon.await_line("working register")
    until(lambda: office.rows("SELECT 1 FROM outbox WHERE letter = 'template_notice'"), 15, "somebody is told")
    until(lambda: office.rows("SELECT 1 FROM case_state"), 15, "the request has its case")
    daemon.signal(signal.SIGHUP)
    daemon.await_line("configuration refused, the old one stays")
    daemon.end(signal.SIGTERM)


def test_a_fault_that_shows_with_one_request_only_is_told_of_with_its_case(office: Office) -> None:
    (office.folder / "templates").mkdir()
    shown = "Subject: x [{{ reference }}]\n\nDear A{{ nobody if reference == 'FOI-2026-0001' }}\n"
    (office.folder / "templates" / "acknowledgement.txt.j2").write_text(shown, encoding="utf-8")
    office.configure(templates='path = "templates"')
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    assert office.acknowledgements() == []
    [told] = [one for one in office.notices() if "faulty" in one["Subject"]]
    words = " ".join(told.get_content().split())
    assert "acknowledgement.txt.j2, line 3: 'nobody' is undefined." in words
    assert "The first such case is FOI-2026-0001." in words
