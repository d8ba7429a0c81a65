"""What a folder holds, as the server tells it: states, listed messages, fetched bytes, and cutting batches.

Values and pure functions only; the conversation with the server stands in `mailbox`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from foibot.lean import dataclass

CHUNK = 500  # messages a command: command lines stay short and answers small

Answers = Mapping[int, Mapping[bytes, object]]  # parts of messages by UID, as imapclient's fetch returns them


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the server lists it: size in bytes as the server counts, INTERNALDATE in UTC."""

    uid: int
    size: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as it was when looked at. UIDs mean nothing without `uidvalidity` (RFC 9051 §2.3.1.1)."""

    name: str
    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message's bytes exactly as the server gave them, and its INTERNALDATE in UTC."""

    uid: int
    raw: bytes
    arrived_at: datetime


def read_listing(answers: Answers, uids: Sequence[int], now: datetime) -> list[Listed]:
    """Return the listed messages in the order of `uids`; those that vanished are left out.

    A message is never left out for a missing or unreadable INTERNALDATE: it is dated `now` instead.
    """
    listed = []
    for uid in uids:
        parts = answers.get(uid, {})
        size, arrived_at = parts.get(b"RFC822.SIZE"), parts.get(b"INTERNALDATE")
        # A server may mention a message that was not listed, for instance because a colleague flagged it.
        if isinstance(size, int) or isinstance(arrived_at, datetime):
            listed.append(
                Listed(
                    uid,
                    size if isinstance(size, int) else 0,
                    _utc(arrived_at) if isinstance(arrived_at, datetime) else now,
                )
            )
    return listed


def read_bodies(answers: Answers, batch: Sequence[Listed]) -> list[Fetched]:
    """Return the bodies that came; one that vanished is left out, or comes with flags alone, or with NIL."""
    fetched = []
    for message in batch:
        raw = answers.get(message.uid, {}).get(b"BODY[]")
        if isinstance(raw, bytes):
            fetched.append(Fetched(message.uid, raw, message.arrived_at))
    return fetched


def batches(listed: Sequence[Listed], batch_bytes: int) -> Iterator[list[Listed]]:
    """Cut messages into batches of at most `batch_bytes`; a message larger than that stands alone."""
    batch: list[Listed] = []
    held = 0
    for message in listed:
        if batch and (held + message.size > batch_bytes or len(batch) == CHUNK):
            yield batch
            batch, held = [], 0
        batch.append(message)
        held += message.size
    if batch:
        yield batch


def _utc(moment: datetime) -> datetime:
    # RFC 3501 gives every INTERNALDATE a zone; one without is taken as UTC rather than as this machine's.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
