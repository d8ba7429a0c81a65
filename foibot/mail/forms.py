"""The draft in the mailbox: a form to sign. It shows the letter as it will arrive, and bears our mark.

What is sent is the stored revision. Servers such as Exchange rebuild what was appended to them, so whether a form
was edited is judged by what a reader sees: words with white space folded, subject, recipients, attached bytes.
"""

import hmac
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from hashlib import sha256

from foibot.lean import dataclass
from foibot.mail.html_body import html_words
from foibot.mail.marks import FORM_MARK, LETTER_MARK
from foibot.mail.mime import Budget
from foibot.mail.parse import parse

MARK = re.compile(r"(\d{1,12})\.(\d{1,6})\.([0-9a-f]{32})")
OURS_ALONE = re.compile(rb"^(?:Message-ID|X-Foibot-[\w-]+):.*(?:\r\n[ \t].*)*\r\n", re.IGNORECASE | re.MULTILINE)
INVISIBLE = re.compile(r"[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff>]+")


BULLETS = re.compile(r"^[ \t]*(?:[-*\u2022\u00b7]|o(?=[ \t]{2}))[ \t]+", re.MULTILINE)
TARGETS = re.compile(r"<(?:mailto:|https?://)[^<>\s]*>")


@dataclass(frozen=True, slots=True)
class Mark:
    """Which revision of which draft a form is for, proven by a code that only this register can make."""

    draft: int
    revision: int
    code: str

    def __str__(self) -> str:
        return f"{self.draft}.{self.revision}.{self.code}"


@dataclass(frozen=True, slots=True)
class Visible:
    """What a reader sees of a letter: `text` and `laid_out` are the words of its two parts, white space folded."""

    subject: str
    recipients: tuple[str, ...]
    text: str
    laid_out: str
    attachments: tuple[tuple[str, int, str], ...]

    @property
    def words(self) -> set[str]:
        """The words of each part there is; a server may have made one of them from the other."""
        return {self.text, self.laid_out} - {""}


def make_mark(key: bytes, draft: int, revision: int, digest: str) -> Mark:
    """Return the mark of a revision; `digest` is that of its bytes."""
    code = hmac.new(key, f"{draft}.{revision}.{digest}".encode(), sha256).hexdigest()[:32]
    return Mark(draft, revision, code)


def is_ours(key: bytes, mark: Mark, digest: str) -> bool:
    """Tell whether a mark was made by this register for that revision."""
    return hmac.compare_digest(make_mark(key, mark.draft, mark.revision, digest).code, mark.code)


def read_mark(value: str) -> Mark | None:
    """Return the mark that a header or a Message-ID carries, or None; whether it is ours is not said."""
    found = MARK.search(value)
    return Mark(int(found[1]), int(found[2]), found[3]) if found else None


def make_form(raw: bytes, mark: Mark, sender: str) -> tuple[str, bytes]:
    """Return Message-ID and bytes of the form for a letter: the letter itself under a name and a mark of its own."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    message_id = f"<foibot-draft.{mark}@{sender.rpartition('@')[2]}>"
    ours = f"Message-ID: {message_id}\r\n{FORM_MARK}: {mark}\r\n{LETTER_MARK}: foibot-draft.{mark}\r\n"
    return message_id, OURS_ALONE.sub(b"", head + b"\r\n") + ours.encode() + blank[2:] + body


def visible(raw: bytes) -> Visible:
    """Return what a reader sees of a message, in its text and, where it has one, in its HTML part."""
    message = parse(raw)
    return Visible(
        subject=_folded(message.subject),
        recipients=tuple(sorted(address.key for address in (*message.to, *message.cc))),
        text=_folded(message.text),
        laid_out=_folded(_html_words(raw)),
        attachments=tuple(sorted((part.name, part.size, part.sha256) for part in message.visible_attachments)),
    )


def differences(form: bytes, letter: bytes) -> list[str]:
    """Name what a reader would see otherwise in a form than in the letter it is for; empty where nothing."""
    return list(_differing(visible(form), visible(letter)))


def _differing(seen: Visible, stored: Visible) -> Iterable[str]:
    if seen.recipients != stored.recipients:
        yield "the recipients"
    if seen.subject != stored.subject:
        yield "the subject"
    if not seen.words or seen.words - stored.words:
        yield "the words"
    if seen.attachments != stored.attachments:
        yield FILES


FILES = "the attachments"


def edits(form: bytes, letter: bytes) -> list[str]:
    """Name what somebody changed in a form: what a reader would see otherwise, and every part that was added to it.

    A picture in the text counts here, a `winmail.dat` whatever is in it, and another version of the text.
    """
    found = differences(form, letter)
    added = FILES not in found and bool(_parts(form) - _parts(letter))
    return [*found, FILES] if added else found


def _parts(raw: bytes) -> Counter[str]:
    """Return the parts of a message that are not its words, by the digest of their bytes; attached mail by number.

    A server may make plain words of laid out ones, or the other way about, but no second text of one kind.
    """
    found, bodies = list[str](), set[str]()
    for part in _leaves(message_from_bytes(raw, EmailMessage, policy=default)):
        kind = part.get_content_type()
        is_words = kind in BODIES and not part.get_filename() and part.get_content_disposition() != "attachment"
        if kind.startswith("message/"):
            found.append("a message")
        elif not is_words or kind in bodies:
            data = part.get_payload(decode=True)
            found.append(sha256(data if isinstance(data, bytes) else b"").hexdigest())
        elif is_words:
            bodies.add(kind)
    return Counter(found)


BODIES = frozenset({"text/plain", "text/html"})


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.iter_parts():
            yield from _leaves(inner)
    else:
        yield part


def changed_words(form: bytes, letter: bytes) -> str:
    """Return the words of an edited form: of the part that was edited, the text before the HTML."""
    seen, stored = visible(form), visible(letter)
    return parse(form).text if seen.text not in stored.words else _html_words(form)


def _html_words(raw: bytes) -> str:
    try:
        part = message_from_bytes(raw, EmailMessage, policy=default).get_body(("html",))
        return html_words(part.get_content(), Budget()) if part is not None else ""
    except Exception:  # noqa: BLE001 - whatever has become of a form: what cannot be read is not what was written
        return "unreadable"


def _folded(text: str) -> str:
    return INVISIBLE.sub("", BULLETS.sub("", TARGETS.sub("", text)))
