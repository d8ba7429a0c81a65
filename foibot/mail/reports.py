"""Machine-readable reports inside a message: delivery failures, read receipts, abuse reports.

RFC 3464 (delivery status), RFC 8098 (disposition), RFC 5965 (feedback), RFC 6522 (multipart/report). Only what
stands in them is read here; whether to believe it is decided in `foibot.correspondence`.
"""

import re
from collections.abc import Iterator

from foibot.correspondence.message import DeliveryReport, ReportedRecipient
from foibot.mail.charsets import decoded
from foibot.mail.headers import ANY_ADDRESS, as_text, message_ids
from foibot.mail.mime import HEADER_TYPES, MESSAGE_TYPES, Part, payload

REPORT_TYPES = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "text/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/global-disposition-notification": "disposition-notification",
    "text/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
REPORT_BYTES = 200_000
MAX_GROUPS = 200
LONGEST_VALUE = 1_000
GROUP_END = re.compile(r"\n\s*\n")
FOLD = re.compile(r"\n[ \t]+")
FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
ID_FIELD = re.compile(
    rb"^(?:message-id|original-message-id|x-original-message-id)[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)?)",
    re.MULTILINE | re.IGNORECASE,
)


def walk(part: Part) -> Iterator[Part]:
    """Return the part and all that is inside it."""
    stack = [part]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(here.children))


def read_report(root: Part) -> DeliveryReport | None:
    """Return the report a message carries; None where it carries none."""
    kind, groups = "", list[dict[str, str]]()
    originals: list[str] = []
    for part in walk(root):
        found = REPORT_TYPES.get(part.type, "")
        if found:
            kind = kind or found
            text = decoded(payload(part, REPORT_BYTES))[0].replace("\r\n", "\n")
            groups += [fields_of(group) for group in GROUP_END.split(text)[:MAX_GROUPS]]
        elif part.type in HEADER_TYPES or (part.type in MESSAGE_TYPES and part is not root):
            originals += ids_in(payload(part, REPORT_BYTES)[:REPORT_BYTES])
    if not kind and root.type == "multipart/report":
        kind = root.parameters.get("report-type", "").lower() or "unnamed"
    if not kind:
        return None
    originals += message_ids([group["original-message-id"] for group in groups if "original-message-id" in group])
    disposition = next((group["disposition"] for group in groups if "disposition" in group), "")
    recipients = tuple(
        recipient(group) for group in groups if "final-recipient" in group or "original-recipient" in group
    )
    return DeliveryReport(kind, recipients, tuple(dict.fromkeys(originals)), disposition)


def fields_of(group: str) -> dict[str, str]:
    """Return the fields of one group, lower-case names; the first of a name counts."""
    fields: dict[str, str] = {}
    for match in FIELD.finditer(FOLD.sub(" ", group)):
        fields.setdefault(match[1].lower(), match[2].strip())
    return fields


def ids_in(block: bytes) -> list[str]:
    """Return the Message-IDs that a returned header names as its own."""
    return list(message_ids([" ".join(as_text(line[1]).split()) for line in ID_FIELD.finditer(block)]))


def typed_address(value: str) -> str:
    """Return the address in `rfc822; person@example.org`."""
    value = value[:LONGEST_VALUE]
    found = ANY_ADDRESS.search(value.partition(";")[2] or value)
    return found[0].strip(".") if found else ""


def recipient(group: dict[str, str]) -> ReportedRecipient:
    """Return what one group of a delivery status says."""
    return ReportedRecipient(
        original=typed_address(group.get("original-recipient", "")),
        final=typed_address(group.get("final-recipient", "")),
        action=group.get("action", "").split("(")[0].strip().lower(),
        status=group.get("status", "").split(" ")[0],
        diagnostic=group.get("diagnostic-code", "")[:500],
    )
