"""From words to the bytes that leave: headers, threading, the marks of automatic mail, our own loop mark.

The bytes are put together here, because the library's generator takes ten times as long for the same letter; the
encodings are the library's. Every value that comes from a message is stripped of control characters first.
"""

import re
import secrets
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr

LOOP_MARK = "X-Foibot-Loop"
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
MOST_REFERENCES = 20
LONGEST_LINE = 998
LINE_LENGTH = 76


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter answers (RFC 5322 3.6.4): the parent's Message-ID, and the parent's own references."""

    parent: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and what kind of mail it is; `written_at` is aware."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    written_at: datetime
    auto_submitted: str = ""
    thread: Thread = Thread()


def new_message_id(sender: str) -> str:
    """Return a Message-ID of our own that nobody can guess."""
    return f"<{secrets.token_hex(12)}@{sender.rpartition('@')[2]}>"


def compose(envelope: Envelope, subject: str, text: str, message_id: str) -> bytes:
    """Return the letter's bytes as they go over the wire, with CRLF line ends (RFC 5322 2.1)."""
    charset, encoding, body = _encoded_body(text)
    headers = [
        ("From", _mailbox(envelope.sender_name, envelope.sender)),
        ("To", _mailbox(envelope.recipient_name, envelope.recipient)),
        ("Subject", _folded("Subject", clean(subject))),
        ("Date", format_datetime(envelope.written_at)),
        ("Message-ID", message_id),
        *_threading(envelope.thread),
        *_automatic(envelope.auto_submitted),
        (LOOP_MARK, clean(envelope.sender)),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'text/plain; charset="{charset}"'),
        ("Content-Transfer-Encoding", encoding),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("ascii", "replace") + b"\r\n" + body


def _encoded_body(text: str) -> tuple[str, str, bytes]:
    lines = text.splitlines()
    if text.isascii() and all(len(line) <= LONGEST_LINE for line in lines):
        return "us-ascii", "7bit", "\r\n".join([*lines, ""]).encode("ascii")
    encoded = b2a_qp("\n".join([*lines, ""]).encode("utf-8"), istext=True)
    return "utf-8", "quoted-printable", encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def clean(text: str) -> str:
    """Strip what could start a header of its own or turn text around from words that others wrote."""
    return CONTROLS.sub(" ", text).strip()


def _folded(name: str, text: str) -> str:
    """Return a header's words encoded and folded, so that no line is longer than 78 characters where it can be."""
    if text.isascii() and len(name) + len(text) + 2 <= LINE_LENGTH:
        return text
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=LINE_LENGTH, header_name=name).encode(linesep="\r\n")


def _mailbox(name: str, address: str) -> str:
    return formataddr((clean(name), clean(address)))


def _threading(thread: Thread) -> Sequence[tuple[str, str]]:
    if not thread.parent:
        return ()
    chain = [*(known for known in thread.references if known != thread.parent), thread.parent]
    if len(chain) > MOST_REFERENCES:
        chain = [chain[0], *chain[1 - MOST_REFERENCES :]]
    return (("In-Reply-To", clean(thread.parent)), ("References", "\r\n ".join(map(clean, chain))))


def _automatic(auto_submitted: str) -> Sequence[tuple[str, str]]:
    if not auto_submitted:
        return ()
    # never "All": Exchange would then keep the failure reports from us that tell of a letter not delivered
    return (("Auto-Submitted", auto_submitted), ("X-Auto-Response-Suppress", "OOF, AutoReply"))
