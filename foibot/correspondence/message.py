"""What foibot knows of a message once it is read: addresses, words, attachments, reports.

Plain frozen facts and small questions about them. No reading of bytes and no judgement stands here: `foibot.mail.parse`
makes these, and `foibot.correspondence.classify` says what they mean.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from foibot.lean import dataclass

# Words in `defects` that other modules ask about: a part that no program of ours can read.
ENCRYPTED = "encrypted, so its text cannot be read"
WRAPPED_SIGNATURE = "signed in a wrapper (S/MIME), so its text cannot be read"
UUENCODED = "holds a uuencoded file in its text, which is not unpacked"
INCOMPLETE = "may be incomplete"
# Begins every defect that says something was left unread because it was too large or too many.
OUT_OF_BOUNDS = "out of bounds"
UNREADABLE_MARKS = (ENCRYPTED, WRAPPED_SIGNATURE)


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the display name as written, and the address with its domain in lower case."""

    name: str
    email: str

    @property
    def key(self) -> str:
        """The address for comparison with another."""
        return self.email.casefold()

    @property
    def domain(self) -> str:
        """What stands after the last @, in lower case; empty where there is none."""
        return self.email.rpartition("@")[2].casefold() if "@" in self.email else ""

    @property
    def local(self) -> str:
        """What stands before the last @, in lower case."""
        return self.email.rpartition("@")[0].casefold()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text of the letter: a label, its type, its decoded size in bytes, its SHA-256."""

    name: str
    type: str
    size: int
    sha256: str
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One Received header (RFC 5321 section 4.4): the host that wrote it, when (UTC), and its text."""

    by: str
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class ReportedRecipient:
    """What a delivery report says of one recipient (RFC 3464 section 2.3)."""

    original: str
    final: str
    action: str
    status: str
    diagnostic: str

    @property
    def address(self) -> str:
        """The address that was written to, as far as the report tells."""
        return self.original or self.final


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A machine-readable report inside a message.

    `type` is `delivery-status` (RFC 3464), `disposition-notification` (RFC 8098), `feedback-report` (RFC 5965) or the
    report-type that a multipart/report names; `original_ids` are the Message-IDs of the mail it is about.
    """

    type: str
    recipients: tuple[ReportedRecipient, ...] = ()
    original_ids: tuple[str, ...] = ()
    disposition: str = ""

    @property
    def actions(self) -> frozenset[str]:
        """Every action named: failed, delayed, delivered, relayed, expanded."""
        return frozenset(recipient.action for recipient in self.recipients if recipient.action)


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A message as it was read, whatever was wrong with it.

    `text` is the readable body, `new_text` the same without quotation and signature. `date` is what the sender's clock
    said (UTC), fit for display and for nothing else. `headers` has lower-case names and unfolded, undecoded values.
    `defects` says in plain words what could not be read; `rung` names the reader that managed it. `enclosed` are the
    messages that came attached. `sha256` is of all its bytes, where no Message-ID names it.
    """

    message_id: str = ""
    sha256: str = ""
    fingerprint: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None
    subject: str = ""
    date: datetime | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    received: tuple[ReceivedLine, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    report: DeliveryReport | None = None
    defects: tuple[str, ...] = ()
    rung: str = ""
    enclosed: tuple["InboundMessage", ...] = ()

    def header(self, name: str) -> str:
        """Return the first value of the header, or the empty string; `name` in lower case."""
        values = self.headers.get(name)
        return values[0] if values else ""

    @property
    def is_out_of_bounds(self) -> bool:
        """Tell whether anything was left unread because it was too large or too many: a person must look."""
        return any(defect.startswith(OUT_OF_BOUNDS) for defect in self.defects)

    @property
    def visible_attachments(self) -> tuple[Attachment, ...]:
        """The attachments without the small inline pictures that are logos in signatures."""
        return tuple(part for part in self.attachments if not is_logo(part))


LOGO_BYTES = 30_000


def is_logo(part: Attachment) -> bool:
    """Tell whether the part is a small picture shown inside the text, as logos in signatures are."""
    return part.inline and part.type.startswith("image/") and part.size <= LOGO_BYTES
