"""A mailbox that is connected to while the rest of the program is loaded."""

import socket
import time

import pytest
from scripted_imap import ScriptedImap
from servers import Dovecot

from foibot.errors import SignInRefused
from foibot.mail.mailbox_ahead import MailboxAhead
from foibot.mail.server import ServerAddress


def ahead(host: str, port: int) -> MailboxAhead:
    mailbox = MailboxAhead(ServerAddress(host, port, "none"), "foi", lambda: "foi-secret")
    mailbox.begin()
    return mailbox


def test_whoever_needs_the_mailbox_finds_it_connected(dovecot: Dovecot) -> None:
    mailbox = ahead(dovecot.host, dovecot.port)
    mailbox.ensure_connected()
    assert mailbox.connected
    assert mailbox.look_at("INBOX").exists == 0
    mailbox.close()
    assert not mailbox.connected


def test_a_refused_password_is_told_to_whoever_needs_the_mailbox_and_was_tried_once() -> None:
    """A second try at once would count against the account a second time."""
    with ScriptedImap({"LOGIN": "{tag} NO [AUTHENTICATIONFAILED] no\r\n"}) as server:
        mailbox = ahead(server.host, server.port)
        with pytest.raises(SignInRefused):
            mailbox.ensure_connected()
        assert sum(said.startswith("LOGIN") for said in server.heard) == 1
        mailbox.close()


def test_a_server_that_never_greets_does_not_keep_the_program_from_ending() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailbox = ahead("127.0.0.1", silent.getsockname()[1])
        began = time.monotonic()
        mailbox.close()
        assert time.monotonic() - began < 5
