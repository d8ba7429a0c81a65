"""Connecting to the mailbox: signing in, TLS, a server that dies, and what is told when it cannot be reached."""

import threading
import time
from collections.abc import Callable

import imapclient
import pytest
from certificates import Certificate
from servers import Dovecot

from foibot.errors import SignInRefused, Unavailable
from foibot.mail.imap_connection import ImapConnection
from foibot.mail.mailbox import ImapMailbox, ServerAddress


def mailbox_of(server: Dovecot) -> ImapMailbox:
    address = ServerAddress(server.host, server.port, "none")
    return ImapMailbox(address, "foi", lambda: server.accounts["foi"], read_timeout=10)


def test_a_wrong_password_is_told_as_such_with_the_remedy(dovecot: Dovecot) -> None:
    address = ServerAddress(dovecot.host, dovecot.port, "none")
    mailbox = ImapMailbox(address, "foi", lambda: "not the secret")
    with pytest.raises(SignInRefused, match=r"foi.*AUTHENTICATIONFAILED.*password") as refused:
        mailbox.connect()
    assert "not the secret" not in str(refused.value)
    assert not mailbox.connected


def test_names_and_passwords_beyond_plain_letters_sign_in(start_dovecot: Callable[..., Dovecot]) -> None:
    server = start_dovecot(accounts={"foi": 'pä"ss\\ wörd {3}'})
    with mailbox_of(server) as mailbox:
        assert mailbox.look_at("INBOX").exists == 0


def test_a_killed_server_is_unavailable_and_found_again_when_it_is_back(dovecot: Dovecot) -> None:
    dovecot.deliver(b"Subject: one\r\n\r\nBody.\r\n")
    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        listed = mailbox.list_messages()
        dovecot.kill()
        with pytest.raises(Unavailable, match=f"{dovecot.host}:{dovecot.port}"):
            list(mailbox.fetch(listed, batch_bytes=1_000))
        assert not mailbox.connected
        with pytest.raises(Unavailable, match="nothing listens"):
            mailbox.ensure_connected()
        dovecot.start()
        mailbox.ensure_connected()
        with pytest.raises(Unavailable, match="no folder is open"):
            mailbox.list_messages()
        mailbox.look_at("INBOX")
        assert mailbox.list_uids() == [1]


def test_a_connection_cut_from_another_thread_ends_what_is_under_way(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        threading.Timer(0.2, mailbox.abandon).start()
        started = time.monotonic()
        with pytest.raises(Unavailable):
            mailbox.wait_for_mail("INBOX", 20)
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_tls_is_used_and_its_certificate_checked(
    start_dovecot: Callable[..., Dovecot], certificate: Certificate, tls: str
) -> None:
    server = start_dovecot(certificate=certificate)
    port = server.tls_port if tls == "implicit" else server.port
    address = ServerAddress("127.0.0.1", port, "implicit" if tls == "implicit" else "starttls")
    with pytest.raises(Unavailable, match="certificate is not trusted"):
        ImapMailbox(address, "foi", lambda: "foi-secret").connect()
    trusting = ImapMailbox(address, "foi", lambda: "foi-secret", ca_file=certificate.certificate)
    with trusting as mailbox:
        assert mailbox.look_at("INBOX").exists == 0


def test_a_plain_server_asked_for_tls_is_told_by_port_and_setting(dovecot: Dovecot) -> None:
    for tls, words in (("implicit", "does not speak TLS"), ("starttls", "STARTTLS")):
        address = ServerAddress(dovecot.host, dovecot.port, "implicit" if tls == "implicit" else "starttls")
        with pytest.raises(Unavailable, match=words):
            ImapMailbox(address, "foi", lambda: "foi-secret").connect()


def test_a_server_nobody_knows_is_told_with_the_remedy() -> None:
    with pytest.raises(Unavailable, match=r"no machine is known.*Check `host`"):
        ImapMailbox(ServerAddress("imap.invalid", 993, "implicit"), "foi", lambda: "x").connect()


def test_a_password_never_leaves_the_machine_in_the_clear() -> None:
    with pytest.raises(ValueError, match="none"):
        ServerAddress("imap.council.example", 143, "none")


def test_imapclient_is_kept_from_formatting_every_line_for_its_log(dovecot: Dovecot) -> None:
    plain_client = imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False)
    assert plain_client._imap.debug == 5  # noqa: SLF001 - were this to change, our remedy could go
    plain_client.shutdown()

    address = ServerAddress(dovecot.host, dovecot.port, "none")
    timeout = imapclient.SocketTimeout(10, 10)
    connection = ImapConnection(address, "foi", lambda: "foi-secret", timeout=timeout, ca_file=None)
    connection.open()
    assert connection.client._imap.debug == 0  # noqa: SLF001
    connection.close()
