"""A message inside a message: the real applicant of a request that a colleague passed on, and when it was written.

Finds attached mails and the header block that mail programs put above a forwarded text. Who counts as a colleague is
not known here.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.words_of_quotations import HeaderBlock, header_block
from foibot.correspondence.written_dates import LEEWAY, moment_written
from foibot.lean import dataclass

BEGINS = re.compile(
    r"^[ \t>]*(?:-{2,}\s*(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Neges wedi.i hanfon ymlaen)"
    r"\s*-{2,}|Begin forwarded message:)\s*$",
    re.MULTILINE | re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"^\s*(?:re:\s*)*(?:fwd?|wg|tr|vs|rv|ymlaen)\s*:", re.IGNORECASE)
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}")
MAILTO = re.compile(r"\s*\[mailto:([^\]]+)\]", re.IGNORECASE)
SENT = ("sent", "date", "gesendet", "datum", "envoyé", "anfonwyd", "dyddiad")
TITLE = ("subject", "betreff", "objet", "asunto", "pwnc")
READ = 200_000
FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was passed on: who wrote it, its subject and text, and when (UTC), as far as that can be read."""

    sender: Address
    subject: str
    text: str
    at: datetime | None = None


def is_forward(message: InboundMessage) -> bool:
    """Tell whether the message says that it passes something on."""
    return bool(FORWARD_SUBJECT.match(message.subject)) or bool(BEGINS.search(message.text[:20_000]))


def forwarded_in(message: InboundMessage, is_colleague: Callable[[Address], bool]) -> Forwarded | None:
    """Return the message of somebody outside that was passed on, attached or in the text; None where there is none.

    It may have been passed on several times; the first of its writers who is no colleague is the one.
    """
    for inner in message.enclosed:
        deeper = forwarded_in(inner, is_colleague)
        if deeper and (inner.sender is None or is_colleague(inner.sender)):
            return deeper
        if inner.sender and inner.sender.email and not is_colleague(inner.sender):
            return Forwarded(inner.sender, inner.subject, inner.new_text, no_later(inner.date, message.date))
    lines = message.text[:READ].split("\n")
    for block in header_blocks(lines, is_forward(message)):
        sender = writer_of(block)
        if not is_colleague(sender):
            return passed_on(sender, lines, block, message.date)
    return None


def no_later(written: datetime | None, passed_on_at: datetime | None) -> datetime | None:
    """Return when a message was written; None where that is later than it can have been passed on."""
    late = written is not None and passed_on_at is not None and written - passed_on_at > LEEWAY
    return None if late else written


def header_blocks(lines: list[str], said: bool) -> Iterator[HeaderBlock]:
    """Every block of headers that names an address; none where the first is far down and nothing says forward."""
    at = 0
    while (block := header_block(lines, at)) is not None:
        if not said and not at and block.start > FIRST_LINES:
            return
        if EMAIL.search(block.sender):
            yield block
        at = block.end


def writer_of(block: HeaderBlock) -> Address:
    """Return who wrote what stands below a block of headers."""
    written = MAILTO.sub(r" <\1>", block.sender)
    email = EMAIL.search(written)
    name = re.split(r"[<(]", written)[0].strip(" \"'*")
    return Address("" if "@" in name else name[:200], email[0].lower() if email else "")


def passed_on(sender: Address, lines: list[str], block: HeaderBlock, passed_on_at: datetime | None) -> Forwarded:
    """Return what stands below a block of headers; `passed_on_at` is when that was passed on (aware)."""
    fields = dict(reversed(block.fields))
    text = "\n".join(re.sub(r"^> ?", "", line) for line in lines[block.end :]).strip()
    return Forwarded(
        sender,
        next((fields[key] for key in TITLE if key in fields), "")[:500],
        text,
        moment_written(next((fields[key] for key in SENT if key in fields), ""), passed_on_at=passed_on_at),
    )
