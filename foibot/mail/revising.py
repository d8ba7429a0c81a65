"""What a further revision of a letter of ours keeps from the one before it: files, language, and to whom it goes."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default

from foibot.mail.render import ENGLISH

WITH_FILES = b"multipart/mixed"
"""What stands in every letter of ours that has files (RFC 2046 section 5.1.3)."""


def html_part_of(raw: bytes) -> str:
    """Return the HTML part of a letter that foibot composed; empty where it has none."""
    part = message_from_bytes(raw, EmailMessage, policy=default).get_body(("html",))
    return str(part.get_content()) if part is not None else ""


def files_of(raw: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, type and bytes of each file that goes with a letter that foibot composed."""
    if WITH_FILES not in raw:
        return  # most letters have none, and reading a letter takes long
    letter = message_from_bytes(raw, EmailMessage, policy=default)
    for part in letter.iter_attachments():
        data = part.get_payload(decode=True)
        yield part.get_filename("file"), part.get_content_type(), data if isinstance(data, bytes) else b""


def language_of(raw: bytes) -> str:
    """Return the language of a letter that foibot composed: what its header tells, else English (RFC 3282)."""
    return str(BytesHeaderParser(policy=default).parsebytes(raw).get("Content-Language", ENGLISH))


def name_of_recipient(raw: bytes) -> str:
    """Return the name, decoded, to which a letter that foibot composed is addressed; empty where it has none."""
    to = BytesHeaderParser(policy=default).parsebytes(raw)["To"]
    return str(to.addresses[0].display_name) if to is not None and to.addresses else ""
