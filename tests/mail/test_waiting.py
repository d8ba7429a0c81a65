"""Waiting for mail: IDLE is a hint that wakes soon, ends at once when asked, and hides no lost line."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from office import PATIENCE
from scripted_imap import HANG_UP, ScriptedImap
from servers import Dovecot

from foibot.errors import Unavailable
from foibot.mail.mailbox import ImapMailbox, ServerAddress, StopBell

MAIL = b"Subject: Gritting\r\n\r\nPlease send me the gritting routes.\r\n"


@pytest.fixture
def bell() -> Iterator[StopBell]:
    bell = StopBell()
    yield bell
    bell.close()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[ImapMailbox]:
    with ImapMailbox(ServerAddress(dovecot.host, dovecot.port, "none"), "foi", lambda: "foi-secret") as mailbox:
        yield mailbox


def later(seconds: float, act: Callable[[], object]) -> None:
    threading.Timer(seconds, act).start()


def test_mail_wakes_a_wait_within_a_second(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    delivered: list[float] = []

    def deliver() -> None:
        dovecot.deliver(MAIL)
        delivered.append(time.monotonic())

    later(0.3, deliver)
    assert mailbox.wait_for_mail("INBOX", 10)
    assert time.monotonic() - delivered[0] < 1.0 * PATIENCE
    assert mailbox.list_uids() == [1]


def test_a_bell_ends_a_wait_at_once_and_the_connection_stays_good(mailbox: ImapMailbox, bell: StopBell) -> None:
    later(0.2, bell.ring)
    started = time.monotonic()
    assert not mailbox.wait_for_mail("INBOX", 30, bell)
    assert time.monotonic() - started < 0.7 * PATIENCE
    assert bell.rung
    assert mailbox.look_at("INBOX").exists == 0


def test_a_bell_rung_before_the_wait_ends_it_too(mailbox: ImapMailbox, bell: StopBell) -> None:
    bell.ring()
    started = time.monotonic()
    assert not mailbox.wait_for_mail("INBOX", 30, bell)
    assert bell.wait(30)
    assert time.monotonic() - started < 0.5 * PATIENCE


def test_a_wait_without_mail_ends_after_its_time(mailbox: ImapMailbox) -> None:
    started = time.monotonic()
    assert not mailbox.wait_for_mail("INBOX", 0.4)
    assert 0.4 <= time.monotonic() - started < 1.0 * PATIENCE


def test_mail_that_came_between_listing_and_waiting_is_not_waited_for(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    mailbox.make_folder("FOI/Logged")
    dovecot.deliver(MAIL)
    mailbox.look_at("INBOX")
    assert mailbox.list_uids() == [1]
    dovecot.deliver(MAIL)
    mailbox.move([1], "FOI/Logged")  # opens the folder for writing, and so sees the second message

    started = time.monotonic()
    assert mailbox.wait_for_mail("INBOX", 10)
    assert time.monotonic() - started < 0.5 * PATIENCE


def test_mail_that_came_between_two_waits_is_told_once(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    later(0.2, lambda: dovecot.deliver(MAIL))
    assert mailbox.wait_for_mail("INBOX", 10)
    dovecot.deliver(MAIL)
    assert mailbox.wait_for_mail("INBOX", 10)
    assert not mailbox.wait_for_mail("INBOX", 0.3)


def test_mail_that_is_told_in_one_breath_with_the_consent_to_wait_is_not_slept_through() -> None:
    """It lies in a buffer then, and the socket shows nothing: foibot slept until its next poll."""
    script = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done\r\n",
        "IDLE": "+ idling\r\n* 2 EXISTS\r\n",
        "DONE": "{tag} OK done\r\n",
    }
    with (
        ScriptedImap(script) as server,
        ImapMailbox(ServerAddress(server.host, server.port, "none"), "foi", lambda: "secret") as mailbox,
    ):
        started = time.monotonic()
        assert mailbox.wait_for_mail("INBOX", 10)
        assert time.monotonic() - started < 5


def test_flags_set_by_colleagues_do_not_count_as_mail(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    dovecot.deliver(MAIL)
    mailbox.look_at("INBOX")
    mailbox.list_uids()

    def read_it() -> None:
        with dovecot.client() as colleague:
            colleague.select("INBOX")
            colleague.uid("STORE", "1", "+FLAGS", r"(\Seen)")

    later(0.1, read_it)
    started = time.monotonic()
    assert not mailbox.wait_for_mail("INBOX", 1.5)
    assert time.monotonic() - started >= 1.5


def test_a_server_that_dies_during_a_wait_is_noticed_at_once(dovecot: Dovecot, mailbox: ImapMailbox) -> None:
    later(0.3, dovecot.kill)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="waiting for mail"):
        mailbox.wait_for_mail("INBOX", 30)
    assert time.monotonic() - started < 2 * PATIENCE
    assert not mailbox.connected


def test_a_server_that_says_goodbye_during_a_wait_is_noticed_at_once() -> None:
    """imapclient's own check reads the end of the line as silence."""
    script = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done\r\n",
        "IDLE": "+ idling\r\n* BYE Autologout\r\n" + HANG_UP,
    }
    with ScriptedImap(script) as server:
        mailbox = ImapMailbox(ServerAddress(server.host, server.port, "none"), "foi", lambda: "secret")
        mailbox.connect()
        with pytest.raises(Unavailable, match="waiting for mail"):
            mailbox.wait_for_mail("INBOX", 5)


def test_where_the_server_has_no_idle_the_time_passes_and_the_bell_works(
    start_dovecot: Callable[..., Dovecot], bell: StopBell
) -> None:
    server = start_dovecot(capability="IMAP4rev1")
    with ImapMailbox(ServerAddress(server.host, server.port, "none"), "foi", lambda: "foi-secret") as mailbox:
        started = time.monotonic()
        assert not mailbox.wait_for_mail("INBOX", 0.3, bell)
        assert time.monotonic() - started >= 0.3
        later(0.1, bell.ring)
        assert not mailbox.wait_for_mail("INBOX", 30, bell)
        assert time.monotonic() - started < 2 * PATIENCE
