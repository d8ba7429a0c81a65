"""A message inside a message: the real applicant of a request that a colleague passed on, and when it was written.

Finds attached mails and the header block that mail programs put above a forwarded text. Who counts as a colleague is not
known here.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from foibot.correspondence.message import Address, InboundMessage

FROM = r"(?:From|Von|De|Da|Van|Från|Fra|Oddi wrth|O|Lähettäjä|Od)"
ABOUT = r"(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto|Anfonwyd|At|Pwnc|Dyddiad|Importance|Reply-To)"
BLOCK = re.compile(
    rf"^[ \t>*]*{FROM}\s*:\**[ \t]*(?P<who>[^\n]{{1,300}})\n(?P<rest>(?:[ \t>*]*{ABOUT}\s*:[^\n]*\n(?:[ \t]+[^\n]+\n)?){{1,8}})",
    re.MULTILINE | re.IGNORECASE,
)
BEGINS = re.compile(
    r"^[ \t>]*(?:-{2,}\s*(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Neges wedi'i hanfon ymlaen)\s*-{2,}|Begin forwarded message:)\s*$",
    re.MULTILINE | re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"^\s*(?:re:\s*)*(?:fwd?|wg|tr|vs|rv|ymlaen)\s*:", re.IGNORECASE)
EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
SENT = re.compile(
    r"^[ \t>*]*(?:Sent|Date|Gesendet|Datum|Anfonwyd|Dyddiad)\s*:\**[ \t]*([^\n]+)",
    re.MULTILINE | re.IGNORECASE,
)
TITLE = re.compile(
    r"^[ \t>*]*(?:Subject|Betreff|Objet|Asunto|Pwnc)\s*:\**[ \t]*([^\n]+)", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was passed on: who wrote it, its subject and text, and when (UTC, or the words where they are not a date)."""

    sender: Address
    subject: str
    text: str
    at: datetime | None = None
    at_text: str = ""


def is_forward(message: InboundMessage) -> bool:
    """Tell whether the message says that it passes something on."""
    return bool(FORWARD_SUBJECT.match(message.subject)) or bool(BEGINS.search(message.text[:20_000]))


def forwarded_in(message: InboundMessage) -> Forwarded | None:
    """The innermost message that was passed on, attached or in the text; None where there is none."""
    for inner in message.enclosed:
        if inner.sender and inner.sender.email:
            return forwarded_in(inner) or Forwarded(inner.sender, inner.subject, inner.new_text, inner.date)
    if not (is_forward(message) or BLOCK.match(message.text.lstrip())):
        return None
    blocks = [
        match
        for match in BLOCK.finditer(message.text[:200_000])
        if EMAIL.search(match["who"] + match["rest"])
    ]
    if not blocks:
        return None
    last = (
        blocks[-1]
        if len(blocks) <= 1
        else next((match for match in reversed(blocks) if EMAIL.search(match["who"])), blocks[-1])
    )
    email = EMAIL.search(last["who"])
    name = re.split(r"[<\[(]", last["who"])[0].replace("mailto:", "").strip(" \"'*")
    title, sent = TITLE.search(last["rest"]), SENT.search(last["rest"])
    return Forwarded(
        Address("" if "@" in name else name[:200], email[0].lower() if email else ""),
        title[1].strip() if title else "",
        message.text[last.end() :].strip(),
        None,
        sent[1].strip()[:100] if sent else "",
    )
