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
from email.utils import format_datetime, quote

LOOP_MARK = "X-Foibot-Loop"
LETTER_MARK = "X-Foibot-Letter"
CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
CONTROLS_IN_LINES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]+", re.ASCII)
FIT_TO_BE_NAMED = re.compile(r"[!-~]{1,900}")
MOST_REFERENCES = 20
LONGEST_NAME = 100
LONGEST_LINE = 998
LINE_LENGTH = 76


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter answers (RFC 5322 3.6.4): the parent's Message-ID, and the parent's own references."""

    parent: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and what kind of mail it is; `written_at` is aware, `reply_to` empty for the sender."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    written_at: datetime
    auto_submitted: str = ""
    thread: Thread = Thread()
    reply_to: str = ""


def new_message_id(sender: str) -> str:
    """Return a Message-ID of our own that nobody can guess."""
    return f"<{secrets.token_hex(12)}@{sender.rpartition('@')[2]}>"


def letter_mark(message_id: str) -> str:
    """Return what a letter is known by in its own header, should a relay give it another Message-ID."""
    return message_id.strip("<>").partition("@")[0]


def compose(envelope: Envelope, subject: str, text: str, message_id: str) -> bytes:
    """Return the letter's bytes as they go over the wire, with CRLF line ends (RFC 5322 2.1)."""
    charset, encoding, body = _encoded_body(text)
    headers = [
        ("From", _mailbox("From", envelope.sender_name, envelope.sender)),
        ("To", _mailbox("To", envelope.recipient_name, envelope.recipient)),
        *((("Reply-To", clean(envelope.reply_to)),) if envelope.reply_to else ()),
        ("Subject", _folded("Subject", clean(subject))),
        ("Date", format_datetime(envelope.written_at)),
        ("Message-ID", message_id),
        *_threading(envelope.thread),
        *_automatic(envelope.auto_submitted),
        (LOOP_MARK, clean(envelope.sender)),
        (LETTER_MARK, letter_mark(message_id)),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'text/plain; charset="{charset}"'),
        ("Content-Transfer-Encoding", encoding),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("utf-8", "replace") + b"\r\n" + body


def _encoded_body(text: str) -> tuple[str, str, bytes]:
    lines = [CONTROLS_IN_LINES.sub(" ", line) for line in text.splitlines()]
    if text.isascii() and all(len(line) <= LONGEST_LINE for line in lines):
        return "us-ascii", "7bit", "\r\n".join([*lines, ""]).encode("ascii")
    encoded = b2a_qp("\n".join([*lines, ""]).encode("utf-8"), istext=True)
    return "utf-8", "quoted-printable", encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def clean(text: str) -> str:
    """Strip what could start a header of its own or turn text around from words that others wrote."""
    return CONTROLS.sub(" ", text).strip()


def _folded(name: str, text: str) -> str:
    """Return a header's words encoded and folded, so that no line is longer than 78 characters where it can be.

    What looks encoded already (RFC 2047) was written so by somebody else, and is encoded as the words it is.
    """
    plain = text.isascii() and "=?" not in text and all(len(word) < LONGEST_LINE - 20 for word in text.split())
    if plain and len(name) + len(text) + 2 <= LINE_LENGTH:
        return text
    charset = "us-ascii" if plain else "utf-8"
    return Header(text, charset, maxlinelen=LINE_LENGTH, header_name=name).encode(linesep="\r\n")


def _mailbox(field: str, name: str, address: str) -> str:
    """Return name and address (RFC 5322 3.4); an address beyond ASCII is written as it is (RFC 6532)."""
    words = clean(name)[:LONGEST_NAME].strip()
    if not words:
        return clean(address)
    if words.isascii() and "=?" not in words:
        shown = words if ATOMS.fullmatch(words) else f'"{quote(words)}"'
    else:
        shown = _folded(field, words)
    return f"{shown} <{clean(address)}>"


def _threading(thread: Thread) -> Sequence[tuple[str, str]]:
    parent = clean(thread.parent)
    if not FIT_TO_BE_NAMED.fullmatch(parent):
        return ()
    fit = filter(FIT_TO_BE_NAMED.fullmatch, map(clean, thread.references))
    chain = [*(known for known in fit if known != parent), parent]
    if len(chain) > MOST_REFERENCES:
        chain = [chain[0], *chain[1 - MOST_REFERENCES :]]
    return (("In-Reply-To", parent), ("References", "\r\n ".join(chain)))


def _automatic(auto_submitted: str) -> Sequence[tuple[str, str]]:
    if not auto_submitted:
        return ()
    # never "All": Exchange would then keep the failure reports from us that tell of a letter not delivered
    return (("Auto-Submitted", auto_submitted), ("X-Auto-Response-Suppress", "OOF, AutoReply"))
