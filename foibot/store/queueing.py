"""A letter as it leaves, its bytes and Message-IDs fixed, and how it comes into the outbox."""

from datetime import datetime
from hashlib import sha256

from foibot.lean import dataclass
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import stamp

POST = "post"
"""The way of a letter that is printed and posted: it stays `queued` until a person says that it was."""


@dataclass(frozen=True, slots=True)
class FurtherMail:
    """A mail with files of a letter that one mail cannot take; by post, a store of what the form is without."""

    message_id: str
    subject: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as it leaves: its bytes, and what the register shows of them."""

    reference: str
    number: int
    letter: str
    recipient: str
    subject: str
    text: str
    message_id: str
    raw: bytes
    form: bool = False
    way: str = "mail"
    further: tuple[FurtherMail, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of all that leaves."""
        return sha256(b"".join([self.raw, *(mail.raw for mail in self.further)])).hexdigest()


def enqueue(db: Database, letter: Composed, *, now: datetime) -> int:
    """Put a letter in the outbox; a second acknowledgement of a case is refused by the table itself.

    One that goes in several mails takes a row and a number for each. Returns the first row.
    """
    further = () if letter.way == POST else letter.further
    first = FurtherMail(letter.message_id, letter.subject, letter.raw)
    rows = [
        _enqueue(db, letter, mail, (number, 1 + len(further)), stamp(now))
        for number, mail in enumerate((first, *further), 1)
    ]
    return rows[0]


def _enqueue(db: Database, letter: Composed, mail: FurtherMail, turn: tuple[int, int], now: str) -> int:
    sealed = (
        mail.message_id,
        letter.reference,
        letter.number + turn[0] - 1,
        letter.letter,
        letter.recipient,
        mail.subject,
        mail.raw,
        now,
        letter.way,
        *turn,
    )
    made = db.execute(
        "INSERT INTO outbox (message_id, reference, number, letter, recipient, subject, raw, queued_at, way, mail,"
        " mails, not_before, status) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,'queued')",
        (*sealed, now),
    ).lastrowid
    seals.seal_values(db, seals.OUTBOX, int(made or 0), sealed)
    return int(made or 0)
