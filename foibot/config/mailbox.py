"""The keys of `[mailbox]` and `[folders]`: the servers, the sign-in and the folders of the FOI mailbox.

Nothing is read or checked here, and no secret stands here: only where it is kept.
"""

from pathlib import Path
from typing import Literal

from foibot.config.kinds import Address, Folder, Host, Port, Seconds, Tls
from foibot.config.oauth import OAuth, SecretReference
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server. Port 0 stands only until the usual port of the protocol has been filled in."""

    host: Host
    port: Port = 0
    tls: Tls = "implicit"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The FOI mailbox and the servers behind it."""

    address: Address
    imap: Server
    smtp: Server
    also_known_as: tuple[Address, ...] = ()
    username: str = ""
    password: SecretReference | None = None
    oauth: OAuth | None = None
    ca_file: Path | None = None
    plus_addresses: bool = False
    """Whether the server delivers `foi+ANYTHING@…` to this mailbox (RFC 5233)."""
    border_hosts: tuple[Host, ...] = ()
    authserv_id: str = ""
    poll_seconds: Seconds = 60
    idle: bool = True


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of the mailbox, written with `/`; the mailbox translates them to the server's delimiter."""

    filing: Literal["move", "leave"] = "move"
    inbox: Folder = "INBOX"
    logged: Folder = "FOI/Logged"
    triage: Folder = "FOI/Triage"
    not_foi: Folder = "FOI/Not FOI"
    unreadable: Folder = "FOI/Unreadable"
    drafts: Folder = "FOI/To approve"
    approved: Folder = "FOI/Approved"
    rejected: Folder = "FOI/Rejected"
    junk: Folder = "Junk"
    sent: Folder = "Sent"
    hold: Folder = "FOI/Hold"
