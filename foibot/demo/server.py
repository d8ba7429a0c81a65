"""Starting and ending the embedded mail server, and reading what lies in its mailboxes.

The server is a process of its own on free ports of this machine; it ends with the demo, however the demo ends.
"""

import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import IO, cast

from imapclient import IMAPClient

from foibot.errors import Unavailable
from foibot.lean import dataclass

LOOPBACK = "127.0.0.1"
NOT_INSTALLED = "The demo needs its embedded mail server: pip install 'foibot[demo]'"
SECONDS_TO_END = 3.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """A running embedded server; every mailbox has the same throw-away password."""

    imap: int
    smtp: int
    web: int
    password: str

    @property
    def address(self) -> str:
        """The address of the web mailbox."""
        return f"http://{LOOPBACK}:{self.web}/"

    def deliver(self, message: EmailMessage, account: str, at: datetime) -> None:
        """Lay a message into an inbox as having arrived then (INTERNALDATE, RFC 9051 section 2.3.3)."""
        with self._signed_in(account) as session:
            session.append("INBOX", message.as_bytes(policy=policy.SMTP), msg_time=at)

    def mails(self, account: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Return the mails of a folder, as they lie there; none where there is no such folder."""
        with self._signed_in(account) as session:
            if not session.folder_exists(folder):
                return []
            session.select_folder(folder, readonly=True)
            found = session.fetch(session.search(), ["BODY.PEEK[]"])
            return [_read(found[uid][b"BODY[]"]) for uid in sorted(found)]

    def move_all(self, account: str, folder: str, to: str) -> None:
        """Move what lies in a folder to another, as a person does in a mail program."""
        with self._signed_in(account) as session:
            session.select_folder(folder)
            session.move(session.search(), to)

    @contextmanager
    def _signed_in(self, account: str) -> Iterator[IMAPClient]:
        with IMAPClient(LOOPBACK, self.imap, ssl=False, timeout=10) as session:
            session.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session.login(account, self.password)
            yield session


def _read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


@contextmanager
def mail_server(accounts: Sequence[str], folder: Path) -> Iterator[MailServer]:
    """Run the server while the block lasts; raises `Unavailable` where it is not installed or does not start."""
    if importlib.util.find_spec("mail_devel") is None:
        raise Unavailable(NOT_INSTALLED)
    imap, smtp, web = _free_ports(3)
    server = MailServer(imap, smtp, web, secrets.token_hex(12))
    wanted = {"imap": imap, "smtp": smtp, "web": web, "password": server.password, "accounts": list(accounts)}
    complaints = folder / "mail-server.log"
    with complaints.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "foibot.demo.embedded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={name: value for name, value in os.environ.items() if not name.startswith("MAIL_")},
            # Ctrl-C is for the demo, which then ends the server
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, wanted, complaints)
        yield server
    finally:
        _end(process)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((LOOPBACK, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def _wait_until_ready(process: subprocess.Popen[bytes], wanted: dict[str, object], complaints: Path) -> None:
    to_server, from_server = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        to_server.write(json.dumps(wanted).encode() + b"\n")
        to_server.flush()
        ready = from_server.readline()
    except BrokenPipeError:
        ready = b""
    if not ready:
        said = complaints.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise Unavailable(f"The embedded mail server did not start ({said[-1] if said else 'it said nothing'}).")


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.communicate(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
