"""Bytes to a message: never raises, whatever the bytes, and bounded in time and memory.

Reads rung by rung: by parts; if that fails, the header with the whole body as one text; if that fails too, the bare
lines. The rung is recorded. What could not be read is said in `defects`; what the message means is decided in
`foibot.correspondence`.
"""

import hashlib
import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from foibot.correspondence.message import OUT_OF_BOUNDS, Address, Attachment, InboundMessage, ReceivedLine
from foibot.correspondence.quotation import new_text, without_marks
from foibot.errors import Unreadable
from foibot.lean import dataclass
from foibot.mail.charsets import cleaned, undeclared, with_words_decoded
from foibot.mail.content import Content, read_content
from foibot.mail.headers import (
    MAX_RECIPIENTS,
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
BARE_ADDRESS = re.compile(r"[^\s<>]{1,250}@[^\s<>]{1,250}")
ENVELOPE_FIELDS = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")

Read = TypeVar("Read")
Other = TypeVar("Other")


def parse(raw: bytes) -> InboundMessage:
    """Read a message. Never raises, except Unreadable where there is nothing at all to read."""
    if not raw or raw.isspace():
        raise Unreadable("the message is empty: there are no bytes to read")
    failures: list[str] = []
    found = attempt(partial(by_parts, raw), None, failures, "reading it by parts")
    if found is None:
        found = attempt(partial(as_a_whole, raw), None, failures, "reading it as a whole")
    return found or bare_lines(raw, failures)


def attempt(read: Callable[[], Read], otherwise: Other, defects: list[str], what: str) -> Read | Other:
    """Read one thing; if that fails for whatever reason, say so and go on with something else."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001 - hostile bytes raise more kinds of errors than anyone can list
        defects.append(f"{what} failed: {type(error).__name__}")
        return otherwise


def by_parts(raw: bytes) -> InboundMessage:
    """Return the first rung: the message in all its parts."""
    budget = Budget()
    read = raw
    if is_bare_cr(raw):
        read = raw.replace(b"\r", b"\n")
        budget.note("its lines end in CR alone")
    return message_of(read_part(read, 0, len(read), budget), raw, budget, "parts")


def is_bare_cr(raw: bytes) -> bool:
    """Tell whether lines end as on old Macintoshes, at least in the header."""
    head = raw[:4_000]
    return head.count(b"\r") > head.count(b"\n") * 2


def as_a_whole(raw: bytes) -> InboundMessage:
    """Return the second rung: the header field by field, and all below it as one text."""
    budget = Budget()
    header, body = read_header(raw, 0, len(raw))
    budget.note("its parts could not be told apart")
    text = cleaned(undeclared(raw[body : body + MAX_BARE])[0])
    part = Part(header, "text/plain", {}, "", "", raw, 0, body, len(raw), 0)
    return assemble(part, Content(text), raw, budget, "whole")


def bare_lines(raw: bytes, failures: list[str]) -> InboundMessage:
    """Return the last rung: nothing is decoded, and From and Subject are taken as they stand."""
    text = cleaned(raw[:MAX_BARE].decode("latin-1"))
    head = dict(line.partition(":")[::2] for line in reversed(text.split("\n\n")[0].splitlines()) if ":" in line)
    fields = {name.strip().lower(): value.strip() for name, value in head.items()}
    sha256 = hashlib.sha256(raw).hexdigest()
    return InboundMessage(
        message_id=fields.get("message-id", "")[:MAX_SUBJECT],
        sha256=sha256,
        fingerprint=sha256,
        sender=Address("", written[0])
        if (written := BARE_ADDRESS.search(fields.get("from", "")[:MAX_SUBJECT]))
        else None,
        subject=fields.get("subject", "")[:MAX_SUBJECT],
        headers={name: (value[:MAX_SUBJECT],) for name, value in fields.items()},
        text=text,
        new_text=text,
        defects=(*failures, "its header could not be read"),
        rung="bare lines",
    )


def message_of(part: Part, raw: bytes | memoryview, budget: Budget, rung: str) -> InboundMessage:
    """Return a message from its root part, with those enclosed in it."""
    content = attempt(lambda: read_content(part, budget), Content(), budget.defects, "reading the text")
    return assemble(part, content, raw, budget, rung)


def enclosed_message(root: Part, budget: Budget) -> InboundMessage:
    """Return a message that came attached."""
    return message_of(root, memoryview(root.buffer)[root.begin : root.end], budget, "enclosed")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one header, each read by itself, so that a bad one costs only itself.

    White space is folded first (RFC 5322 section 2.2.3), or a long stretch of it would be parted in every way there is.
    """

    header: Header
    defects: list[str]

    def read(self, name: str, reader: Callable[[str], Read], otherwise: Other) -> Read | Other:
        """Read the first value of a field."""
        value = " ".join(self.header.first(name).split())
        return attempt(partial(reader, value), otherwise, self.defects, f"reading {name}") if value else otherwise

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Read the addresses of a field, in all its values."""
        value = " ".join(", ".join(self.header.every(name)).split())
        if not value:
            return ()
        found = attempt(partial(addresses, value), [], self.defects, f"reading {name}")
        if len(found) > MAX_RECIPIENTS:
            self.defects.append(f"{OUT_OF_BOUNDS}: more than {MAX_RECIPIENTS} addresses in {name}")
        return tuple(found[:MAX_RECIPIENTS])

    def ids(self, name: str) -> tuple[str, ...]:
        """Read the Message-IDs of a field, in all its values."""
        values = [" ".join(value.split()) for value in self.header.every(name)]
        return attempt(partial(message_ids, values), (), self.defects, f"reading {name}")


def assemble(part: Part, content: Content, raw: bytes | memoryview, budget: Budget, rung: str) -> InboundMessage:
    """Put together what was read."""
    header, defects = part.header, budget.defects
    fields = Fields(header, defects)
    enclosed = tuple(enclosed_message(inner, budget) for _, inner in content.enclosed)
    attached = zip(content.enclosed, enclosed, strict=True)
    attachments = (*content.attachments, *(enclosed_attachment(leaf, inner.subject) for (leaf, _), inner in attached))
    sender = fields.read("from", sender_of, None) or fields.read("sender", sender_of, None)
    subject = fields.read("subject", subject_of, "")
    text = without_marks(content.text)
    received = tuple(received_line(value) for value in header.every("received")[:MAX_RECEIVED])
    note_oddities(header, budget)
    message_id = next(iter(fields.ids("message-id")), "")
    return InboundMessage(
        message_id=message_id,
        sha256="" if message_id else hashlib.sha256(raw).hexdigest(),
        fingerprint=fingerprint(sender, subject, header.first("date"), text, attachments),
        sender=sender,
        reply_to=fields.addresses("reply-to"),
        to=fields.addresses("to"),
        cc=fields.addresses("cc"),
        delivered_to=delivered_to(header, received),
        return_path=fields.read("return-path", return_path_of, "") if header.every("return-path") else None,
        subject=subject,
        date=fields.read("date", instant, None),
        in_reply_to=fields.ids("in-reply-to"),
        references=fields.ids("references"),
        received=received,
        headers={name: tuple(values) for name, values in header.fields.items()},
        text=text,
        new_text=attempt(lambda: new_text(content.text), text, defects, "finding the quotation"),
        attachments=attachments,
        report=attempt(lambda: read_report(part), None, defects, "reading the report"),
        defects=tuple(dict.fromkeys(defects)),
        rung=rung,
        enclosed=enclosed,
    )


def note_oddities(header: Header, budget: Budget) -> None:
    """Say what is odd about a header."""
    if len(header.every("from")) > 1:
        budget.note("more than one From")
    if header.first("date") and instant(header.first("date")) is None:
        budget.note("its Date cannot be read")


def subject_of(value: str) -> str:
    """Return a subject in one line."""
    return " ".join(with_words_decoded(value).split())[:MAX_SUBJECT]


def return_path_of(value: str) -> str:
    """Return the envelope sender; empty for the null path of automatic mail (RFC 5321 section 4.5.5)."""
    return value.partition(">")[0].strip("< \t").lower()


def delivered_to(header: Header, received: tuple[ReceivedLine, ...]) -> tuple[str, ...]:
    """Every address the message was delivered for, as the servers on its way wrote it down."""
    found = [value.strip().strip("<>").lower() for name in ENVELOPE_FIELDS for value in header.every(name)]
    found += [match[1].lower() for line in received if (match := RECEIVED_FOR.search(line.text))]
    return tuple(dict.fromkeys(address for address in found if "@" in address))


def enclosed_attachment(leaf: Part, subject: str) -> Attachment:
    """Return an attached message as an attachment, named after its subject if it has no name."""
    size, sha256 = digest(leaf)
    name = safe_name(leaf.filename) or safe_name(f"{subject.replace('/', '-')}.eml" if subject else "message.eml")
    return Attachment(name, leaf.type, size, sha256)


def fingerprint(sender: Address | None, subject: str, date: str, text: str, attachments: tuple[Attachment, ...]) -> str:
    """Return what stays the same when a server stores the message in another encoding; not the raw bytes."""
    said = [sender.key if sender else "", subject, " ".join(date.split()), " ".join(text.split())]
    hashes = sorted(part.sha256 for part in attachments)
    return hashlib.sha256("\x1f".join([*said, *hashes]).encode("utf-8", "replace")).hexdigest()
