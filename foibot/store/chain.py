"""The two chains of hashes, the log's and that of the ledger of seals: whether each row follows from the one before it.

A chain is walked in parts. A part begins with the hash that the row before it bears, and the part before has checked
that one: so every link is looked at once, and the parts can be looked at at the same time.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

from foibot.lean import dataclass
from foibot.store import seals
from foibot.store.log import FIRST_HASH

ROWS_A_PART = 500_000


@dataclass(frozen=True, slots=True)
class Chain:
    """A table that is a chain: what its hashes take in of a row, put together by SQLite at half the cost."""

    table: str
    taken_in: str
    first: bytes
    in_hex: bool


LOG = Chain(
    "events", " || ".join(f"char(31) || {name}" for name in ("reference", "version", "at", "type", "actor", "payload")),
    FIRST_HASH.encode(), in_hex=True,
)  # fmt: skip
LEDGER = Chain(
    "seals", " || ".join(f"length(CAST({name} AS BLOB)) || ':' || {name}" for name in ("source", "row", "seal")),
    seals.FIRST, in_hex=False,
)  # fmt: skip
"""As `foibot.store.log.chained` and `foibot.store.seals.linked` make them; a test holds each against the other."""


def parts(connection: sqlite3.Connection, chain: Chain) -> Iterator[tuple[int, int]]:
    """Cut a chain into parts: after which row each begins, and its last."""
    last = int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {chain.table}").fetchone()[0])
    for after in range(0, last, ROWS_A_PART):
        yield after, min(after + ROWS_A_PART, last)


def first_broken(connection: sqlite3.Connection, chain: Chain, after: int = 0, through: int = 2**62) -> int | None:
    """Walk a chain, or a part of it; return the first row whose hash does not follow, or None."""
    before = f"SELECT CAST(hash AS BLOB) FROM {chain.table} WHERE id <= ? ORDER BY id DESC LIMIT 1"
    previous = (connection.execute(before, (after,)).fetchone() or (chain.first,))[0]
    rows = connection.execute(
        f"SELECT id, CAST({chain.taken_in} AS BLOB), CAST(hash AS BLOB) FROM {chain.table}"
        " WHERE id > ? AND id <= ? ORDER BY id",
        (after, through),
    )
    for row, body, digest in rows:
        if body is None or previous is None or _hash(previous + body, in_hex=chain.in_hex) != digest:
            return int(row)
        previous = digest
    return None


def _hash(data: bytes, *, in_hex: bool) -> bytes:
    return sha256(data).hexdigest().encode() if in_hex else sha256(data).digest()
