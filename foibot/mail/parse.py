"""Bytes to a message: never raises, whatever the bytes, and bounded in time and memory.

Reads rung by rung: by parts; if that fails, the header with the whole body as one text; if that fails too, the bare lines.
The rung is recorded. What could not be read is said in `defects`; what the message means is decided in
`foibot.correspondence`.
"""

import hashlib
import re
from collections.abc import Callable
from typing import TypeVar

from foibot.correspondence.message import Address, Attachment, InboundMessage, ReceivedLine
from foibot.correspondence.quotation import new_text, without_marks
from foibot.errors import Unreadable
from foibot.mail.charsets import cleaned, undeclared, with_words_decoded
from foibot.mail.content import Content, read_content
from foibot.mail.headers import (
    RECEIVED_FOR,
    Header,
    addresses,
    instant,
    message_ids,
    read_header,
    received_line,
    sender_of,
)
from foibot.mail.labels import safe_name
from foibot.mail.mime import Budget, Part, digest, read_part
from foibot.mail.reports import read_report

MAX_SUBJECT = 1_000
MAX_RECEIVED = 50
MAX_BARE = 200_000
SPACE = re.compile(r"\s+")
ENVELOPE_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")

Read = TypeVar("Read")


def parse(raw: bytes) -> InboundMessage:
    """Read a message. Never raises, except Unreadable where there is nothing at all to read."""
    if not raw.strip():
        raise Unreadable("the message is empty: there are no bytes to read")
    failures: list[str] = []
    for name, rung in (("parts", by_parts), ("whole", as_a_whole)):
        found = attempt(lambda rung=rung: rung(raw), None, failures, f"reading by {name}")  # type: ignore[misc]
        if found is not None:
            return found
    return bare_lines(raw, failures)


def attempt(read: Callable[[], Read], otherwise: Read, defects: list[str], what: str) -> Read:
    """Read one thing; if that fails for whatever reason, say so and go on with something else."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - hostile bytes raise more kinds of errors than anyone can list
        defects.append(f"{what} failed: {type(error).__name__}")
        return otherwise


def by_parts(raw: bytes) -> InboundMessage:
    """The first rung: the message in all its parts."""
    budget = Budget()
    return message_of(read_part(raw, 0, len(raw), budget), raw, budget, "parts")


def as_a_whole(raw: bytes) -> InboundMessage:
    """The second rung: the header field by field, and all below it as one text."""
    budget = Budget()
    header, body = read_header(raw, 0, len(raw))
    budget.note("its parts could not be told apart")
    text = cleaned(undeclared(raw[body : body + MAX_BARE])[0])
    part = Part(header, "text/plain", {}, "", "", raw, body, len(raw), 0)
    return assemble(part, Content(text), raw, budget, "whole")


def bare_lines(raw: bytes, failures: list[str]) -> InboundMessage:
    """The last rung: nothing is decoded, and From and Subject are taken as they stand."""
    text = cleaned(raw[:MAX_BARE].decode("latin-1"))
    head = dict(
        line.partition(":")[::2] for line in reversed(text.split("\n\n")[0].splitlines()) if ":" in line
    )
    fields = {name.strip().lower(): value.strip() for name, value in head.items()}
    sha256 = hashlib.sha256(raw).hexdigest()
    return InboundMessage(
        message_id=fields.get("message-id", "")[:MAX_SUBJECT],
        sha256=sha256,
        fingerprint=sha256,
        sender=Address("", fields["from"][:MAX_SUBJECT]) if fields.get("from") else None,
        subject=fields.get("subject", "")[:MAX_SUBJECT],
        headers={name: (value[:MAX_SUBJECT],) for name, value in fields.items()},
        text=text,
        new_text=text,
        defects=(*failures, "its header could not be read"),
        rung="bare lines",
    )


def message_of(part: Part, raw: bytes, budget: Budget, rung: str) -> InboundMessage:
    """A message from its root part, with those enclosed in it."""
    content = attempt(lambda: read_content(part, budget), Content(), budget.defects, "reading the text")
    return assemble(part, content, raw, budget, rung)


def enclosed_message(root: Part, budget: Budget) -> InboundMessage:
    """A message that came attached."""
    return message_of(root, root.buffer[root.start : root.end], budget, "enclosed")


def assemble(part: Part, content: Content, raw: bytes, budget: Budget, rung: str) -> InboundMessage:
    """Put together what was read."""
    header, defects = part.header, budget.defects

    def field(name: str, read: Callable[[str], Read], otherwise: Read) -> Read:
        value = header.first(name)
        return attempt(lambda: read(value), otherwise, defects, f"reading {name}") if value else otherwise

    enclosed = tuple(enclosed_message(inner, budget) for _, inner in content.enclosed)
    attached = tuple(
        enclosed_attachment(leaf, message.subject)
        for (leaf, _), message in zip(content.enclosed, enclosed, strict=True)
    )
    sender = field("from", sender_of, None) or field("sender", sender_of, None)
    subject = field("subject", subject_of, "")
    date = field("date", instant, None)
    text = without_marks(content.text)
    attachments = (*content.attachments, *attached)
    received = tuple(received_line(value) for value in header.every("received")[:MAX_RECEIVED])
    if len(header.every("from")) > 1:
        budget.note("more than one From")
    if header.first("date") and date is None:
        budget.note("its Date cannot be read")
    ids = attempt(lambda: message_ids(header.every("message-id")), (), defects, "reading message-id")
    return InboundMessage(
        message_id=ids[0] if ids else "",
        sha256=hashlib.sha256(raw).hexdigest(),
        fingerprint=fingerprint(sender, subject, header.first("date"), text, attachments),
        sender=sender,
        reply_to=tuple(field("reply-to", addresses, [])),
        to=tuple(field("to", addresses, [])),
        cc=tuple(field("cc", addresses, [])),
        delivered_to=delivered_to(header, received),
        return_path=field("return-path", return_path_of, "") if header.every("return-path") else None,
        subject=subject,
        date=date,
        in_reply_to=message_ids(header.every("in-reply-to")),
        references=message_ids(header.every("references")),
        received=received,
        headers=grouped(header),
        text=text,
        new_text=attempt(lambda: new_text(content.text), text, defects, "finding the quotation"),
        attachments=attachments,
        report=attempt(lambda: read_report(part), None, defects, "reading the report"),
        defects=tuple(dict.fromkeys(defects)),
        rung=rung,
        enclosed=enclosed,
    )


def subject_of(value: str) -> str:
    """A subject in one line."""
    return SPACE.sub(" ", with_words_decoded(value)).strip()[:MAX_SUBJECT]


def return_path_of(value: str) -> str:
    """The envelope sender; empty for the null path of automatic mail (RFC 5321 section 4.5.5)."""
    return value.partition(">")[0].strip("< \t").lower()


def delivered_to(header: Header, received: tuple[ReceivedLine, ...]) -> tuple[str, ...]:
    """Every address the message was delivered for, as the servers on its way wrote it down."""
    found = [value.strip().strip("<>").lower() for name in ENVELOPE_FIELDS for value in header.every(name)]
    found += [match[1].lower() for line in received if (match := RECEIVED_FOR.search(line.text))]
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def grouped(header: Header) -> dict[str, tuple[str, ...]]:
    """The fields by name."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in header.fields:
        found[name] = (*found.get(name, ()), value)
    return found


def enclosed_attachment(leaf: Part, subject: str) -> Attachment:
    """An attached message as an attachment, named after its subject if it has no name."""
    size, sha256 = digest(leaf)
    name = safe_name(leaf.filename) or safe_name(
        f"{subject.replace('/', '-')}.eml" if subject else "message.eml"
    )
    return Attachment(name, leaf.type, size, sha256)


def fingerprint(
    sender: Address | None, subject: str, date: str, text: str, attachments: tuple[Attachment, ...]
) -> str:
    """What stays the same when a server stores the message in another encoding; not the raw bytes."""
    said = [sender.key if sender else "", subject, SPACE.sub(" ", date).strip(), SPACE.sub(" ", text).strip()]
    hashes = sorted(part.sha256 for part in attachments)
    return hashlib.sha256("\x1f".join([*said, *hashes]).encode("utf-8", "replace")).hexdigest()
