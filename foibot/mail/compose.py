"""From words to the bytes that leave: headers, threading, the marks of automatic mail, our own loop mark, its parts.

The bytes are put together here, because the library's generator takes ten times as long for the same letter; the
encodings are the library's. Every value that comes from a message is stripped of control characters first.
A letter of words alone is text/plain; with an HTML part or attachments it is MIME of several parts (RFC 2046 5.1).
"""

import re
import secrets
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, quote
from hashlib import sha256

from foibot.lean import dataclass
from foibot.mail.marks import LETTER_MARK, LOOP_MARK, letter_mark

CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
CONTROLS_IN_LINES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
ATOMS = re.compile(r"[\w !#$%&'*+/=?^`{|}~-]+", re.ASCII)
FIT_TO_BE_NAMED = re.compile(r"[!-~]{1,900}")
MEDIA_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9][\w!#$&^.+-]{0,126}/[a-z0-9][\w!#$&^.+-]{0,126}", re.ASCII)
"""A type that may be sent in base64 (RFC 6838 4.2, RFC 2045 6.4)."""
ANY_BYTES = "application/octet-stream"
MOST_REFERENCES = 20
LONGEST_NAME = 100
LONGEST_FILE_NAME = 150
LONGEST_ENDING = 12
LONGEST_LINE = 998
LINE_LENGTH = 76


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter answers (RFC 5322 3.6.4): the parent's Message-ID, and the parent's own references."""

    parent: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and what kind of mail it is; `written_at` is aware, `reply_to` empty for the sender.

    `language` is told where it is not English (RFC 3282), as a letter's readers and ours know it by.
    """

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    written_at: datetime
    auto_submitted: str = ""
    thread: Thread = Thread()
    reply_to: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter: the name the reader sees, its media type, and its bytes as they are."""

    name: str
    type: str
    content: bytes


def new_message_id(sender: str) -> str:
    """Return a Message-ID of our own that nobody can guess."""
    return f"<{secrets.token_hex(12)}@{sender.rpartition('@')[2]}>"


def compose(
    envelope: Envelope,
    subject: str,
    text: str,
    message_id: str,
    *,
    html: str = "",
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return the letter's bytes as they go over the wire, with CRLF line ends (RFC 5322 2.1).

    `html` is the same letter as an HTML document. The same words, files and Message-ID make the same bytes.
    """
    headers = [
        ("From", _mailbox("From", envelope.sender_name, envelope.sender)),
        ("To", _mailbox("To", envelope.recipient_name, envelope.recipient)),
        *((("Reply-To", clean(envelope.reply_to)),) if envelope.reply_to else ()),
        ("Subject", _folded("Subject", clean(subject))),
        ("Date", format_datetime(envelope.written_at)),
        ("Message-ID", message_id),
        *_threading(envelope.thread),
        *_automatic(envelope.auto_submitted),
        *((("Content-Language", clean(envelope.language)),) if envelope.language else ()),
        (LOOP_MARK, clean(envelope.sender)),
        (LETTER_MARK, letter_mark(message_id)),
        ("MIME-Version", "1.0"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return head.encode("utf-8", "replace") + _content(text, html, attachments, message_id)


def _content(text: str, html: str, attachments: Sequence[Attachment], message_id: str) -> bytes:
    words = _words("plain", text)
    if html:
        # a reader shows the last of the alternatives that it can (RFC 2046 5.1.4)
        words = _several("alternative", [words, _words("html", html)], message_id)
    if attachments:
        return _several("mixed", [words, *map(_attached, attachments)], message_id)
    return words


def _several(kind: str, parts: Sequence[bytes], message_id: str) -> bytes:
    """Put parts together. No encoded part holds `=_` (RFC 2045 6.7), and nobody can foresee a Message-ID of ours."""
    boundary = f"=_{kind}_{sha256(f'{kind} {message_id}'.encode()).hexdigest()[:32]}"
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'
    mark = f"--{boundary}".encode("ascii")
    return head.encode("ascii") + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _words(kind: str, text: str) -> bytes:
    charset, encoding, body = _encoded_body(text)
    head = f'Content-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + body


def _attached(file: Attachment) -> bytes:
    head = MIMEPart(policy=SMTP)
    media_type = file.type.lower()
    head["Content-Type"] = media_type if MEDIA_TYPE.fullmatch(media_type) else ANY_BYTES
    head["Content-Transfer-Encoding"] = "base64"
    head.add_header("Content-Disposition", "attachment", filename=file_name(file.name))
    return head.as_bytes() + encodebytes(file.content).replace(b"\n", b"\r\n")


def file_name(name: str) -> str:
    """Return a file's name without folders and unseen signs, its ending kept where the name has to be cut."""
    last = clean(re.split(r"[/\\]", name.strip())[-1]).encode("utf-8", "replace").decode().lstrip(".")
    stem, dot, ending = last.rpartition(".")
    if dot and len(ending) < LONGEST_ENDING:
        return f"{stem[: LONGEST_FILE_NAME - len(ending)]}.{ending}"
    return last[:LONGEST_FILE_NAME] or "attachment"


def _encoded_body(text: str) -> tuple[str, str, bytes]:
    lines = text.splitlines()
    if CONTROLS_IN_LINES.search(text):
        lines = [CONTROLS_IN_LINES.sub(" ", line) for line in lines]
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
