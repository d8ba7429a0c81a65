"""The readable text and the attachments of a message, chosen from its parts.

Plain text is preferred unless it is empty or only says that there is HTML. A text part with a name is an attachment,
but where it is all the text there is, it is read as the letter too.
"""

import re
from collections.abc import Iterator
from dataclasses import field

from foibot.correspondence.message import ENCRYPTED, INCOMPLETE, OUT_OF_BOUNDS, UUENCODED, WRAPPED_SIGNATURE, Attachment
from foibot.lean import dataclass
from foibot.mail.charsets import decoded
from foibot.mail.html_body import html_words
from foibot.mail.labels import safe_name
from foibot.mail.mime import HEADER_TYPES, MAX_TEXT_PART, MESSAGE_TYPES, Budget, Part, digest, payload
from foibot.mail.reports import REPORT_TYPES
from foibot.mail.tnef import TNEF_TYPES, open_tnef

BODY_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/x-amp-html"})
MAX_TEXT = 4_000_000
ONLY_POINTS_TO_HTML = re.compile(
    r"\bhtml\b.{0,80}\b(e-?mail|message|view|version|format|support|read|capable|compatible|enabled|client)"
    r"|\b(view|read|support|display|enable).{0,80}\bhtml\b",
    re.IGNORECASE | re.DOTALL,
)
SHORT = 600
HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
FORMATTING = re.compile(r"<[^<>]{0,60}>")
UUENCODED_FILE = re.compile(r"^begin [0-7]{3,4} \S.*\n[\x20-\x60]{2,62}\n", re.MULTILINE)
PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
ENCRYPTED_TYPES = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
WRAPPED_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Content:
    """What was found in the parts of one message; messages enclosed in it are left to the caller."""

    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    enclosed: list[tuple[Part, Part]] = field(default_factory=list)


def read_content(root: Part, budget: Budget) -> Content:
    """Read the text and the attachments of a message."""
    content = Content()
    leaves = list(own_leaves(root))
    content.text = "\n\n".join(text for text in body_texts(root, budget) if text.strip())[:MAX_TEXT]
    for leaf in leaves:
        if leaf.type in MESSAGE_TYPES and leaf.children:
            content.enclosed.append((leaf, leaf.children[0]))
        elif leaf.type in TNEF_TYPES or leaf.filename.lower().endswith("winmail.dat"):
            read_tnef(leaf, content, budget)
        elif is_attachment(leaf):
            content.attachments.append(attachment(leaf))
        note_unreadable(leaf, budget)
    if not content.text.strip():
        named = (leaf for leaf in leaves if leaf.type in BODY_TYPES and is_attachment(leaf))
        content.text = next((text for leaf in named if (text := text_of(leaf, budget)).strip()), "")
    if root.type in ENCRYPTED_TYPES or PGP_MESSAGE in content.text[:2000]:
        budget.note(ENCRYPTED)
    if "\nbegin " in content.text and UUENCODED_FILE.search(content.text):
        budget.note(UUENCODED)
    return content


def own_leaves(part: Part) -> Iterator[Part]:
    """Return the parts that are not containers, without what is inside attached messages."""
    if part.is_multipart and part.children:
        for child in part.children:
            yield from own_leaves(child)
    else:
        yield part


def is_body(part: Part) -> bool:
    """Tell whether the part is text of the letter itself."""
    return (part.type in BODY_TYPES or part.is_multipart) and part.disposition != "attachment" and not part.filename


def is_attachment(part: Part) -> bool:
    """Tell whether the part is a thing of its own: a disposition, a name, or a type that is not text."""
    return not is_body(part) and part.type not in REPORT_TYPES and part.type not in HEADER_TYPES


def body_texts(part: Part, budget: Budget) -> Iterator[str]:
    """Return the texts of the letter, in order; of alternatives the one to read."""
    if part.type == "multipart/alternative" and part.children:
        yield preferred(part, budget)
    elif part.is_multipart and part.children:
        children = part.children[:1] if part.type == "multipart/report" else part.children
        for child in children:
            yield from body_texts(child, budget)
    elif is_body(part):
        yield text_of(part, budget)


def preferred(part: Part, budget: Budget) -> str:
    """Of alternatives: the plain text, unless it is empty or only points to the HTML."""
    plain, rich = list[Part](), list[Part]()
    for child in part.children:
        (plain if child.type == "text/plain" else rich).append(child)
    text = "\n\n".join(text_of(child, budget) for child in plain if is_body(child))
    if text.strip() and not (len(text) < SHORT and ONLY_POINTS_TO_HTML.search(text)):
        return text
    other = "\n\n".join(found for child in rich for found in body_texts(child, budget) if found.strip())
    return other or text


def text_of(part: Part, budget: Budget) -> str:
    """Return the text of one text part."""
    data = payload(part, MAX_TEXT_PART)
    if part.end - part.start > MAX_TEXT_PART * 2 or len(data) > MAX_TEXT_PART:
        budget.note(f"{OUT_OF_BOUNDS}: a text of more than {MAX_TEXT_PART} bytes")
        data = data[:MAX_TEXT_PART]
    charset = part.parameters.get("charset", "")
    if not charset and part.type == "text/html":
        meta = HTML_CHARSET.search(data, 0, 4000)
        charset = meta[1].decode("ascii") if meta else ""
    text, fallback = decoded(data, charset)
    budget.note(fallback)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.type == "text/html":
        return html_words(text, budget)
    if part.type in ("text/enriched", "text/richtext"):
        return FORMATTING.sub("", text)
    return text


def attachment(part: Part) -> Attachment:
    """Return a part as an attachment: label, type, size, hash."""
    size, sha256 = digest(part)
    inline = part.disposition != "attachment" and bool(part.header.first("content-id") or part.disposition == "inline")
    return Attachment(safe_name(part.filename), part.type, size, sha256, inline)


def read_tnef(part: Part, content: Content, budget: Budget) -> None:
    """Read what Outlook wrapped into winmail.dat; the wrapper is listed where it cannot be opened or read."""
    opened = open_tnef(payload(part), budget, text_wanted=not content.text.strip())
    if opened is None:
        budget.note(f"{INCOMPLETE}: winmail.dat cannot be opened")
        content.attachments.append(attachment(part))
        return
    content.attachments.extend(opened.attachments)
    if opened.text is None:
        content.attachments.append(attachment(part))
    elif opened.text:
        content.text = opened.text


def note_unreadable(part: Part, budget: Budget) -> None:
    """Say of a part that nobody here can read it, or not the whole of it."""
    if part.type in ENCRYPTED_TYPES:
        budget.note(ENCRYPTED)
    elif part.type in WRAPPED_TYPES or part.filename.lower() == "smime.p7m":
        signed = part.parameters.get("smime-type", "").lower() == "signed-data"
        budget.note(WRAPPED_SIGNATURE if signed else ENCRYPTED)
    elif part.type == "message/partial":
        budget.note(f"{INCOMPLETE}: one piece of a message sent in pieces")
    elif part.type == "message/external-body":
        budget.note(f"{INCOMPLETE}: a part lies elsewhere and was not fetched")
