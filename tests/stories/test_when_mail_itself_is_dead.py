"""Trouble that mail cannot tell of: a command is run, monitors are answered, systemd hears that the daemon lives."""

import json
import signal
import socket
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_mail
from office import NOW, Office, until


@pytest.fixture
def watched(office: Office) -> Office:
    """An office whose alerts go to a file, a line of dashes after each."""
    pager = office.folder / "pager"
    pager.write_text('#!/bin/sh\n{ echo "$FOIBOT_ALERT"; cat; echo ----; } >> "$(dirname "$0")/alerts"\n')
    pager.chmod(0o755)
    office.configure(alerts=f'command = "{pager}"')
    return office


def told(office: Office) -> list[str]:
    path = office.folder / "alerts"
    return path.read_text().split("----\n")[:-1] if path.exists() else []


def once(office: Office, **after: float) -> None:
    """One pass whose exit status says that something failed, or not: as cron would run it."""
    office.do("once", "--now", (NOW + timedelta(**after)).isoformat())


def test_a_mailbox_that_cannot_be_read_is_told_of_once_and_so_is_its_return(watched: Office) -> None:
    once(watched)
    watched.dovecot.stop()
    once(watched, minutes=10)
    assert told(watched) == []
    for minutes in (31, 40, 90):
        once(watched, minutes=minutes)
    [alert] = told(watched)
    kind, first, *_ = alert.splitlines()
    assert kind == "trouble"
    assert (
        first.startswith("foibot is in trouble (OPCC, foi@council.example): Mail has not been read since")
        or "Mail has not been read since" in first
    )
    assert "Requests may lie in the mailbox unread, and their days run all the same." in alert
    assert "foibot check --connect" in alert

    watched.dovecot.start()
    once(watched, minutes=100)
    once(watched, minutes=110)
    assert len(told(watched)) == 2
    assert told(watched)[1].startswith("well\nfoibot is well again")


def test_an_smtp_server_that_is_away_is_told_of_and_a_command_that_fails_is_run_again(watched: Office) -> None:
    once(watched)
    pager = watched.folder / "pager"
    working = pager.read_text()
    pager.write_text("#!/bin/sh\nexit 3\n")
    watched.dovecot.deliver(make_mail(), at=NOW)
    watched.smtp.stop()
    once(watched, minutes=5)
    once(watched, minutes=45)
    pager.write_text(working)
    once(watched, minutes=50)
    once(watched, minutes=55)
    [alert] = told(watched)
    assert "No letter could be sent since" in alert
    assert UNSENT in alert
    assert "unread" not in alert, "the mailbox was read all the while"
    assert "Mail is read and requests are logged." in alert


UNSENT = "Letters wait to leave, acknowledgements too: none is lost"


def test_where_both_servers_are_away_the_alert_says_what_that_means_of_each(watched: Office) -> None:
    once(watched)
    watched.dovecot.deliver(make_mail(), at=NOW)
    watched.smtp.stop()
    once(watched, minutes=5)
    watched.dovecot.stop()
    once(watched, minutes=50)
    [alert] = told(watched)
    assert "Requests may lie in the mailbox unread" in alert
    assert UNSENT in alert
    assert "Mail is read" not in alert


def test_a_person_who_holds_all_sending_is_no_trouble(watched: Office) -> None:
    once(watched)
    watched.tell("hold", "--now", NOW.isoformat())
    watched.dovecot.deliver(make_mail(), at=NOW)
    once(watched, minutes=5)
    once(watched, hours=5)
    assert told(watched) == []


def ask(port: int, path: str, host: str = "127.0.0.1", method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 -- our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_monitors_of_this_machine_are_answered_and_nobody_elses_pages(office: Office) -> None:
    port = free_port()
    office.configure(mailbox="poll_seconds = 1", monitor=f'listen = "127.0.0.1:{port}"')
    office.dovecot.deliver(make_mail())
    office.start().await_line("working register=foibot.db")
    until(lambda: len(office.acknowledgements()) == 1, 10, "acknowledged")

    assert ask(port, "/healthz") == (200, '{"well": true, "troubles": []}\n')
    assert ask(port, "/healthz", method="HEAD") == (200, "")
    status, numbers = ask(port, "/metrics")
    assert status == 200
    assert 'foibot_cases{status="open"} 1.0' in numbers
    assert 'foibot_messages_behind{folder="INBOX"} 0.0' in numbers
    assert "foibot_well 1.0" in numbers
    assert "ada" not in numbers.casefold()
    assert ask(port, "/metrics", host="evil.example")[0] == 403
    assert ask(port, "/cases")[0] == 404


def test_healthz_says_what_is_wrong(office: Office) -> None:
    port = free_port()
    office.configure(mailbox="poll_seconds = 1", monitor=f'listen = "127.0.0.1:{port}"', alerts="after_minutes = 0")
    office.start().await_line("working register=foibot.db")
    until(lambda: ask(port, "/healthz")[0] == 200, 10, "well")
    office.dovecot.stop()
    until(lambda: ask(port, "/healthz")[0] == 503, 20, "in trouble")
    [trouble] = json.loads(ask(port, "/healthz")[1])["troubles"]
    assert trouble["name"] == "intake"


def test_systemd_hears_that_it_works_lives_and_stops(office: Office, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(10)
        daemon = office.start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="900000")
        said = {heard.recv(100) for _ in range(4)}
        assert said == {b"READY=1", b"WATCHDOG=1"}
        daemon.end(signal.SIGTERM)
        rest = b""
        while rest != b"STOPPING=1":
            rest = heard.recv(100)
