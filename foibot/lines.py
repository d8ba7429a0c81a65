"""The line to the mailbox, made from the configuration alone, so that it can be opened before all else is loaded."""

from collections.abc import Callable

from foibot.config import Mailbox, Server
from foibot.mail.imap_connection import OpensClient, open_client
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.mailbox_ahead import MailboxAhead
from foibot.mail.server import ServerAddress
from foibot.sign_in import secret_of


def server_of(server: Server) -> ServerAddress:
    """Return a configured server as what connects to it takes it."""
    return ServerAddress(server.host, server.port, server.tls)


def mailbox_of(settings: Mailbox, secret: Callable[[], str], opens: OpensClient = open_client) -> ImapMailbox:
    """Return a mailbox that is not connected yet."""
    server = server_of(settings.imap)
    return ImapMailbox(server, settings.username, secret, ca_file=settings.ca_file, opens=opens)


def mailbox_ahead(settings: Mailbox) -> MailboxAhead:
    """Return a mailbox that is being connected to already."""
    mailbox = MailboxAhead(server_of(settings.imap), settings.username, secret_of(settings), ca_file=settings.ca_file)
    mailbox.begin()
    return mailbox
