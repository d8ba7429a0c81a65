"""A register held against a copy of it: whether both its chains still go on from where the copy's end.

A chain shows what was changed within it, and not that its end was cut off, nor that all of it was reckoned anew. A copy
that nobody who writes the register can reach shows both, as far as the copy goes.
"""

import sqlite3
from collections.abc import Iterator

from foibot.store.chain import LEDGER, LOG, Chain
from foibot.store.disagreeing import HOLD

WHAT = {LOG.table: ("the log", "event"), LEDGER.table: ("the ledger of seals", "row")}


def faults_against(register: sqlite3.Connection, copy: sqlite3.Connection, name: str) -> Iterator[str]:
    """Yield what of a copy, by its two last hashes, does not stand in the register any more.

    The copy must have been read before the register is: what is written meanwhile is no fault then.
    """
    if not _last(copy, LOG):
        yield EMPTY.format(name=name)
        return
    sealed = _is_there(copy, LEDGER)
    if _begins_otherwise(register, copy) or (sealed and _key(register) != _key(copy)):
        yield OTHER.format(name=name)
        return
    yield from _differing(register, copy, LOG, name)
    if sealed:
        yield from _differing(register, copy, LEDGER, name)


def _begins_otherwise(register: sqlite3.Connection, copy: sqlite3.Connection) -> bool:
    return bool(_last(register, LOG)) and _hash(register, LOG, 1) != _hash(copy, LOG, 1)


def _key(connection: sqlite3.Connection) -> bytes | None:
    """Return the key of the seals: drawn once for each register, and so what tells two of them apart."""
    found = connection.execute("SELECT CAST(key AS BLOB) FROM keys WHERE name = 'seals'").fetchone()
    return found[0] if found else None


def _differing(register: sqlite3.Connection, copy: sqlite3.Connection, one: Chain, name: str) -> Iterator[str]:
    what, row = WHAT[one.table]
    theirs, ours = _last(copy, one), _last(register, one)
    both = min(ours, theirs)
    if both and _hash(register, one, both) != _hash(copy, one, both):
        first = _first_differing(register, copy, one, both)
        yield REWRITTEN.format(what=f"{what[0].upper()}{what[1:]}", row=row, first=first, name=name)
    elif ours < theirs:
        yield CUT.format(what=f"{what[0].upper()}{what[1:]}", row=row, last=ours, more=theirs, name=name)


def _first_differing(register: sqlite3.Connection, copy: sqlite3.Connection, one: Chain, last: int) -> int:
    """Return the first row whose hash differs: each takes in the one before, so all after it differ too."""
    same, differs = 0, last
    while differs - same > 1:
        middle = (same + differs) // 2
        if _hash(register, one, middle) == _hash(copy, one, middle):
            same = middle
        else:
            differs = middle
    return differs


def _is_there(connection: sqlite3.Connection, one: Chain) -> bool:
    """Tell whether a copy has this chain: one that an older foibot made may lack the ledger."""
    asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(asked, (one.table,)).fetchone() is not None


def _last(connection: sqlite3.Connection, one: Chain) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {one.table}").fetchone()[0])


def _hash(connection: sqlite3.Connection, one: Chain, row: int) -> bytes | None:
    found = connection.execute(f"SELECT CAST(hash AS BLOB) FROM {one.table} WHERE id = ?", (row,)).fetchone()
    return found[0] if found else None


EMPTY = "{name} holds no event: nothing can be held against it. Name a copy that was made since."
OTHER = (
    "{name} is a copy of another register: its log begins otherwise, or its seals have another key. Name a copy of this"
    " one. If it is one, the log of this register was written anew from its first event on, or the key was changed."
    f" {HOLD}"
)
REWRITTEN = (
    "{what} is not that of {name} from {row} {first} on: it was cut or rewritten after that copy was made. If you"
    " restored an older copy since, that is how it looks: compare with a copy made after that. If not, keep the file"
    f" aside. {HOLD}"
)
CUT = (
    "{what} ends at {row} {last}, and that of {name} goes on to {row} {more}. If you restored an older copy, that is"
    " how it looks: compare with a copy made after that. If not, its end was cut off after that copy was made: keep the"
    f" file aside. {HOLD}"
)
