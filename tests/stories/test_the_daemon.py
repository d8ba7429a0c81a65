"""The daemon as a process of its own: it wakes, ends, recovers and reads its configuration again."""

import json
import signal
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from builders import TOPICS, make_bounce, make_mail, make_malformed, make_request
from line import Line
from office import PATIENCE, Daemon, Office, until

from foibot.daemon import Worker
from foibot.errors import Unavailable
from foibot.jobs.desk import Desk

EVERY_SECOND = "poll_seconds = 1"
BY_IDLE_ALONE = "poll_seconds = 3600"
AWAKE = "working register=foibot.db"


def started(office: Office) -> Daemon:
    daemon = office.start()
    daemon.await_line(AWAKE)
    return daemon


def await_acknowledgements(office: Office, count: int, seconds: float) -> None:
    until(lambda: len(office.acknowledgements()) >= count, seconds, f"{count} acknowledgements")


def test_a_request_is_acknowledged_within_two_seconds_of_its_arrival(office: Office) -> None:
    office.configure(mailbox=BY_IDLE_ALONE)
    started(office)
    took = []
    for number in range(0, 12, 2):
        office.dovecot.deliver(make_request(number))
        # the next comes when this one has been listed: into the gap between two waits for mail
        until(lambda number=number: office.one("SELECT count(*) FROM deliveries") > number, 10, "listed")  # type: ignore[misc]
        office.dovecot.deliver(make_request(number + 1))
        arrived = time.monotonic()
        await_acknowledgements(office, number + 2, 10)
        took.append(time.monotonic() - arrived)
    assert len(set(office.acknowledged())) == 12
    assert sorted(took)[3] < 2.0 * PATIENCE, took  # a busy machine may be late once or twice


def test_a_second_daemon_says_who_holds_the_register_and_stops(office: Office) -> None:
    daemon = started(office)
    for verb in ("run", "once"):
        ended = office.foibot(verb)
        assert ended.returncode == 1
        assert f"Process {daemon.process.pid} works on {office.register} already." in ended.stderr
    assert "Nothing leaves" in office.tell("hold")  # a command never waits for the daemon

    daemon.process.kill()
    daemon.process.wait()
    again = started(office)
    assert again.end(signal.SIGINT) < 5
    assert again.process.returncode == 0


def test_sigterm_ends_a_daemon_at_rest_at_once(office: Office) -> None:
    office.dovecot.deliver(make_mail())
    daemon = started(office)
    await_acknowledgements(office, 1, 10)
    assert daemon.end(signal.SIGTERM) < 2
    assert daemon.process.returncode == 0
    assert office.one("SELECT count(*) FROM job_runs WHERE succeeded_at IS NOT NULL") >= 3
    assert office.letters("acknowledgement") == [("ada.field@reader.example", "sent")]


def test_sigterm_ends_it_while_the_smtp_server_ponders_and_the_letter_is_looked_into(office: Office) -> None:
    office.smtp.behaviour.delay = 60
    office.dovecot.deliver(make_mail())
    daemon = started(office)
    await_acknowledgements(office, 1, 10)
    assert daemon.end(signal.SIGTERM) < 5
    assert daemon.process.returncode == 0

    office.smtp.behaviour.delay = 0
    office.say("once")
    assert office.letters("acknowledgement") == [("ada.field@reader.example", "unknown")]
    assert len(office.acknowledgements()) == 1
    assert office.data("audit")["whole"]


@pytest.fixture
def silence() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_sigterm_ends_it_while_the_smtp_server_is_silent_and_the_letter_waits(office: Office, silence: int) -> None:
    office.smtp_port = silence
    office.configure()
    office.dovecot.deliver(make_mail())
    daemon = started(office)
    until(lambda: office.folders().get("FOI/Logged"), 10, "the request is filed")
    assert daemon.end(signal.SIGTERM) < 5

    office.smtp_port = office.smtp.port
    office.configure()
    office.say("once")
    assert office.acknowledged() == ["ada.field@reader.example"]


@pytest.mark.parametrize("from_the_start", [True, False], ids=["from the start", "after a while"])
def test_sigterm_ends_it_while_the_imap_server_is_silent(office: Office, *, from_the_start: bool) -> None:
    with Line(office.dovecot.port) as line:
        office.imap_port = line.port
        office.configure(mailbox=EVERY_SECOND)
        if from_the_start:
            line.freeze()
        daemon = started(office)
        if not from_the_start:
            office.dovecot.deliver(make_mail())
            await_acknowledgements(office, 1, 10)
            line.freeze()
        assert line.held.wait(10)  # it has asked, and waits for an answer
        assert daemon.end(signal.SIGTERM) < 5

        line.thaw()
        office.say("once")
        assert len(office.acknowledgements()) == (0 if from_the_start else 1)


def test_a_server_that_was_away_is_told_once_and_taken_up_again(office: Office) -> None:
    office.configure(mailbox=EVERY_SECOND)
    office.dovecot.deliver(make_request(1))
    daemon = started(office)
    until(lambda: office.folders().get("Sent") == 2, 10, "copies in Sent")

    office.dovecot.stop()
    daemon.await_line("job failed job=intake")
    office.dovecot.start()
    office.dovecot.deliver(make_request(2))

    await_acknowledgements(office, 2, 20)
    daemon.await_line("job works again job=intake")
    failures = [line for line in daemon.lines if "ERROR" in line or "WARNING" in line]
    failures = [line for line in failures if "job=intake" in line]  # each job tells its own, once
    assert len(failures) == 1, failures
    assert f"127.0.0.1:{office.dovecot.port}" in failures[0]
    assert "next_try_in=5s" in failures[0]


def test_a_hint_of_mail_while_the_server_is_left_alone_does_not_put_the_next_try_off(office: Office) -> None:
    calls: list[tuple[str, timedelta]] = []
    worker = Worker(office.app(), lambda: False, lambda job, after: calls.append((job, after)))

    def away(_: Desk) -> dict[str, object]:
        raise Unavailable("the server is away")

    assert not worker.work("intake", away)
    assert not worker.work("intake", lambda _: pytest.fail("it is to be left alone"))
    (first, wait), (again, left) = calls
    assert first == again == "intake"
    assert timedelta() < left <= wait
    worker.close()


def test_the_other_mail_server_being_away_does_not_keep_requests_from_being_logged(office: Office) -> None:
    office.configure(mailbox=EVERY_SECOND)
    office.smtp.stop()
    daemon = started(office)
    office.dovecot.deliver(make_request(1))
    daemon.await_line("job failed job=dispatch")
    office.dovecot.deliver(make_request(2))
    until(lambda: office.one("SELECT count(*) FROM cases") == 2, 10, "two cases")

    office.smtp.start()
    await_acknowledgements(office, 2, 30)
    assert daemon.log.count("job failed job=dispatch") == 1


def test_sighup_reads_the_configuration_again_and_a_faulty_one_is_refused(office: Office) -> None:
    daemon = started(office)
    office.configure(limits="mesage_mb = 3")
    daemon.signal(signal.SIGHUP)
    daemon.await_line("configuration refused, the old one stays")
    assert "message_mb" in daemon.log
    daemon.await_line(AWAKE, times=2)

    office.config.write_text(office.config.read_text().replace("mesage_mb", "message_mb"))
    office.config.write_text(office.config.read_text().replace("Exampleshire Council", "Renamed Council"))
    daemon.signal(signal.SIGHUP)
    daemon.await_line("configuration read again")
    daemon.await_line(AWAKE, times=3)
    office.dovecot.deliver(make_mail())
    await_acknowledgements(office, 1, 10)
    assert "Renamed Council" in office.acknowledgements()[0].get_content()
    assert daemon.end(signal.SIGTERM) < 5


def test_status_says_how_each_job_does_and_how_far_behind_the_mailbox_is(office: Office) -> None:
    office.configure(mailbox=EVERY_SECOND, log='format = "json"')
    office.dovecot.deliver_all([make_request(number) for number in range(5)])
    daemon = started(office)
    await_acknowledgements(office, 5, 10)
    logged = [json.loads(line) for line in daemon.lines]
    assert {tuple(line) for line in logged} == {("at", "level", "where", "message")}
    assert abs(datetime.fromisoformat(logged[0]["at"]) - datetime.now(UTC)) < timedelta(minutes=1)
    data = office.data("status")
    jobs = {job["job"]: job for job in data["jobs"]}
    assert {"calendar", "intake", "dispatch"} <= set(jobs)
    assert all(job["failures_in_a_row"] == 0 and job["fault"] is None for job in jobs.values())
    assert jobs["intake"]["seconds_since_success"] < 10
    assert {folder["folder"]: folder["behind"] for folder in data["folders"]} == {"INBOX": 0, "Junk": 0, "Sent": 0}


def test_the_log_names_no_person_no_address_and_no_words_of_any_mail(office: Office) -> None:
    office.configure(mailbox=EVERY_SECOND, log='level = "debug"')
    office.smtp.behaviour.to_recipient = {
        "writer1@reader.example": "550 5.1.1 <writer1@reader.example>: Efa Rowlands is unknown here",
        "writer2@reader.example": "451 4.3.0 <writer2@reader.example>: greylisted",
    }
    office.dovecot.deliver_all([make_request(number) for number in range(6)])
    office.dovecot.deliver_all([make_malformed(number) for number in range(16)])
    office.dovecot.deliver(make_mail(headers={"Reply-To": "x@\n\tbroken..example"}))
    daemon = started(office)
    await_acknowledgements(office, 5, 15)
    raw = next(letter.raw for letter in office.smtp.letters if letter.recipients == ("writer3@reader.example",))
    office.dovecot.deliver(make_bounce(raw, "writer3@reader.example"))
    until(lambda: office.rows("SELECT 1 FROM events WHERE type = 'LetterBounced'"), 10, "the bounce is on its case")
    office.dovecot.stop()
    daemon.await_line("job failed job=intake")
    assert daemon.end(signal.SIGTERM) < 5

    people = office.rows("SELECT name, email FROM people UNION SELECT from_name, from_email FROM messages")
    subjects = office.rows("SELECT subject FROM messages")
    words = {word.casefold() for row in (*people, *subjects) for word in row if len(word) > 3}
    words |= {"reader.example", "noise.example", "rowlands", "ashby", "freedom of information", *TOPICS}
    assert [word for word in sorted(words) if word in daemon.log.casefold()] == []
