"""From words to the bytes that leave: headers, threading, the marks of automatic mail, our own loop mark.

The compat32 policy writes a letter in a fifth of the time of the newer one; every value that comes from a
message is stripped of control characters before it becomes a header.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr

LOOP_MARK = "X-Foibot-Loop"
WIRE = compat32.clone(linesep="\r\n")
UTF_8 = Charset("utf-8")
UTF_8.body_encoding = QP
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
MOST_REFERENCES = 20


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
    """Return the letter's bytes as they go over the wire, with CRLF line ends."""
    letter = MIMEText(text, "plain", _charset(text))
    headers = [
        ("From", _mailbox(envelope.sender_name, envelope.sender)),
        ("To", _mailbox(envelope.recipient_name, envelope.recipient)),
        ("Subject", _encoded(clean(subject))),
        ("Date", format_datetime(envelope.written_at)),
        ("Message-ID", message_id),
        *_threading(envelope.thread),
        *_automatic(envelope.auto_submitted),
        (LOOP_MARK, clean(envelope.sender)),
    ]
    for name, value in headers:
        letter[name] = value
    return letter.as_bytes(policy=WIRE)


def clean(text: str) -> str:
    """Strip what could start a header of its own or turn text around from words that others wrote."""
    return CONTROLS.sub(" ", text).strip()


def _charset(text: str) -> Charset | str:
    return "us-ascii" if text.isascii() else UTF_8


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode(linesep="\r\n")


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
