"""What servers do wrong, or say in their own way: answers no Dovecot can be made to give."""

from datetime import UTC, datetime

import pytest
from scripted_imap import HANG_UP, ScriptedImap

from foibot.errors import SignInRefused, Unavailable
from foibot.mail.mailbox import Fetched, FolderRefused, FolderState, ImapMailbox, Listed, ServerAddress

THROTTLED = "{tag} NO Request is throttled. Suggested Backoff Time: 299000 milliseconds\r\n"
IN_JUNE = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def mailbox_of(server: ScriptedImap) -> ImapMailbox:
    return ImapMailbox(ServerAddress(server.host, server.port, "none"), "foi", lambda: "secret", read_timeout=1)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (THROTTLED, 299.0),
        ("{tag} NO User is authenticated but not connected.\r\n", None),
        ("{tag} NO [UNAVAILABLE] Temporary authentication failure.\r\n", None),
        (HANG_UP, None),
        ("* BYE Connection is closed. 14\r\n", None),
    ],
)
def test_a_server_that_is_busy_at_sign_in_is_no_wrong_password(answer: str, pause: float | None) -> None:
    with ScriptedImap({"LOGIN": answer}) as server, pytest.raises(Unavailable) as away:
        mailbox_of(server).connect()
    assert not isinstance(away.value, SignInRefused)
    assert away.value.retry_after == pause


def test_a_pause_asked_for_while_reading_is_handed_on() -> None:
    with ScriptedImap({"EXAMINE": THROTTLED}) as server, mailbox_of(server) as mailbox:
        with pytest.raises(FolderRefused) as refused:
            mailbox.look_at("INBOX")
        assert refused.value.retry_after == 299.0


@pytest.mark.parametrize("greeting", ["220 smtp.example ESMTP\r\n", "* BYE too many connections\r\n", "\r\n"])
def test_a_server_that_does_not_greet_as_imap_is_unavailable(greeting: str) -> None:
    with ScriptedImap({}, greeting=greeting) as server, pytest.raises(Unavailable, match=f":{server.port}"):
        mailbox_of(server).connect()


def test_a_server_that_falls_silent_is_given_up_after_its_time() -> None:
    with ScriptedImap({"UID SEARCH": ""}) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        with pytest.raises(Unavailable, match="timed out"):
            mailbox.list_uids()
        assert not mailbox.connected


@pytest.mark.parametrize(
    "answer",
    [
        "* SEARCH " + "1 " * 500_001 + "\r\n{tag} OK done\r\n",
        "* SEARCH one two\r\n{tag} OK done\r\n",
        "no IMAP at all\r\n",
        "{tag} BAD what\r\n",
    ],
)
def test_an_answer_out_of_step_drops_the_connection(answer: str) -> None:
    with ScriptedImap({"UID SEARCH": answer}) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        with pytest.raises(Unavailable):
            mailbox.list_uids()
        assert not mailbox.connected
        mailbox.ensure_connected()
        assert mailbox.look_at("INBOX") == FolderState("INBOX", 7, 2, 1)


def test_a_folder_without_lasting_numbers_is_refused_with_the_reason() -> None:
    without = "* 1 EXISTS\r\n* OK [UIDNOTSTICKY] none\r\n{tag} OK done\r\n"
    with (
        ScriptedImap({"EXAMINE": without}) as server,
        mailbox_of(server) as mailbox,
        pytest.raises(FolderRefused, match="UIDVALIDITY"),
    ):
        mailbox.look_at("INBOX")


def test_a_large_folder_is_listed_in_windows_that_fit_a_line() -> None:
    large = "* 120000 EXISTS\r\n* OK [UIDVALIDITY 7] a\r\n* OK [UIDNEXT 120001] b\r\n{tag} OK c\r\n"
    script = {
        "EXAMINE": large,
        "UID SEARCH UID 1:50000": "* SEARCH 3 1 2\r\n{tag} OK done\r\n",
        "UID SEARCH UID 50001:100000": "* SEARCH 120000\r\n{tag} OK done\r\n",  # not what was asked for
        "UID SEARCH UID 100001:120000": "* SEARCH\r\n{tag} OK done\r\n",
    }
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        assert mailbox.list_uids() == [1, 2, 3]
        assert len([command for command in server.heard if command.startswith("UID SEARCH")]) == 3


@pytest.mark.parametrize(
    "line",
    [
        '(UID 1 RFC822.SIZE 42 INTERNALDATE "01-Jul-2026 00:30:00 +0100")',
        '(INTERNALDATE "01-Jul-2026 00:30:00 +0100" FLAGS (\\Seen) RFC822.SIZE 42 UID 1)',
        '(FLAGS (\\Seen "odd) UID 99") RFC822.SIZE 42 INTERNALDATE "30-Jun-2026 23:30:00 +0000" UID 1)',
        '(RFC822.SIZE 42 INTERNALDATE " 1-Jul-2026 00:30:00 +0100" UID 1)',
    ],
)
def test_a_listing_is_read_in_whatever_order_it_comes(line: str) -> None:
    script = {"UID FETCH": f"* 1 FETCH {line}\r\n{{tag}} OK done\r\n"}
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        assert mailbox.list_messages() == [Listed(1, 42, IN_JUNE)]


@pytest.mark.parametrize("date", ['"31-Feb-2026 10:00:00 +0000"', '"yesterday"', "NIL", '""'])
def test_a_message_with_an_unreadable_arrival_is_listed_all_the_same(date: str) -> None:
    answer = f"* 1 FETCH (UID 1 RFC822.SIZE 42 INTERNALDATE {date})\r\n{{tag}} OK done\r\n"
    before = datetime.now(UTC)
    with ScriptedImap({"UID FETCH": answer}) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        (listed,) = mailbox.list_messages()
    assert (listed.uid, listed.size) == (1, 42)
    assert before <= listed.arrived_at <= datetime.now(UTC)


def test_news_of_other_messages_within_an_answer_is_no_message() -> None:
    listed = '* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "01-Jul-2026 00:30:00 +0100")\r\n'
    news = "* 9 FETCH (FLAGS (\\Seen))\r\n* 8 FETCH (UID 44 FLAGS (\\Seen))\r\n* 3 EXISTS\r\n"
    script = {
        "UID FETCH 1 (RFC822": news + listed + "{tag} OK done\r\n",
        "UID FETCH 1 (BODY": news + "* 1 FETCH (UID 1 BODY[] {5}\r\nHello)\r\n{tag} OK done\r\n",
    }
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        listed_messages = mailbox.list_messages()
        assert [message.uid for message in listed_messages] == [1]
        assert list(mailbox.fetch(listed_messages, batch_bytes=10)) == [[Fetched(1, b"Hello", IN_JUNE)]]


@pytest.mark.parametrize("body", ["NIL", None])
def test_a_message_that_comes_without_a_body_has_vanished(body: str | None) -> None:
    part = f" BODY[] {body}" if body else ""
    script = {"UID FETCH": f"* 1 FETCH (UID 1 FLAGS (\\Deleted){part})\r\n{{tag}} OK done\r\n"}
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        assert list(mailbox.fetch([Listed(1, 5, IN_JUNE)], batch_bytes=10)) == [[]]


def test_moves_without_word_of_the_new_numbers_are_still_moves() -> None:
    script = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 MOVE\r\n{tag} OK done\r\n",
        "SELECT": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] a\r\n* OK [UIDNEXT 2] b\r\n{tag} OK [READ-WRITE] c\r\n",
        "UID MOVE": "* 1 EXPUNGE\r\n{tag} OK done\r\n",
    }
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        assert mailbox.move([1], "FOI/Logged") == {}


def test_a_folder_renumbered_before_a_move_is_left_alone() -> None:
    script = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 MOVE\r\n{tag} OK done\r\n",
        "SELECT": "* 1 EXISTS\r\n* OK [UIDVALIDITY 8] a\r\n* OK [UIDNEXT 2] b\r\n{tag} OK [READ-WRITE] c\r\n",
    }
    with ScriptedImap(script) as server, mailbox_of(server) as mailbox:
        mailbox.look_at("INBOX")
        with pytest.raises(Unavailable, match="renumbered"):
            mailbox.move([1], "FOI/Logged")
        assert not [command for command in server.heard if command.startswith("UID MOVE")]
