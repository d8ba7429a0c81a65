"""Whether what stands beside the log is still what was sealed; and what was erased is no fault.

A file that somebody has written to may hold anything: text where bytes belong, a number where text does, no row at all.
Each such thing is a fault like another, and what comes after it is looked at as well.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from foibot.store import seals
from foibot.store.database import Database

CASE_ERASED = "(SELECT reference FROM case_state WHERE erased_on IS NOT NULL)"
ANY_ERASURE = (
    f"(EXISTS {CASE_ERASED} OR EXISTS (SELECT 1 FROM events WHERE reference = 'office'"
    " AND type IN ('MailErased', 'ErasureAsked')))"
)
NO_LETTER = "recipient = '' AND subject = '[erased]' AND raw = x''"
ERASED: Mapping[str, str] = {
    seals.PEOPLE: f"SELECT 1 FROM people WHERE id = ? AND name = '[erased]' AND email = '' AND {ANY_ERASURE}",
    seals.MESSAGES: "SELECT 1 FROM messages WHERE id = ? AND erased_at IS NOT NULL AND text = '' AND new_text = ''"
    f" AND (reference IN {CASE_ERASED} OR reference IS NULL) AND {ANY_ERASURE}",
    seals.RAW_OF_MESSAGE: f"SELECT 1 FROM messages WHERE id = ? AND raw IS NULL AND {ANY_ERASURE}",
    seals.DRAFTS: f"SELECT 1 FROM drafts WHERE id = ? AND {NO_LETTER} AND text = '' AND reference IN {CASE_ERASED}",
    seals.FURTHER_MAILS: "SELECT 1 FROM further_mails f JOIN drafts d ON d.id = f.draft WHERE"
    f" f.draft || '/' || f.mail = ? AND f.raw = x'' AND f.subject = '[erased]' AND d.reference IN {CASE_ERASED}",
    seals.OUTBOX: f"SELECT 1 FROM outbox WHERE id = ? AND {NO_LETTER}"
    f" AND (reference = 'office' OR reference IN {CASE_ERASED})",
}
"""Asks, by the name of a row, whether it is what erasure leaves, and the log says that there was an erasure."""

WHERE: Mapping[str, str] = {
    seals.PEOPLE: "SELECT 'Person ' || p.id || coalesce(' (' || (SELECT min(reference) FROM case_state WHERE person ="
    " p.id) || ')', '') FROM people p WHERE p.id = ?",
    seals.MESSAGES: "SELECT 'Message ' || id || coalesce(' (' || reference || ')', '') FROM messages WHERE id = ?",
    seals.RAW_OF_MESSAGE: "SELECT 'Message ' || id || coalesce(' (' || reference || ')', '') || ', its bytes as they"
    " came' FROM messages WHERE id = ?",
    seals.RAW_MAIL: "SELECT 'Raw mail ' || r.id || coalesce((SELECT ' (message ' || m.id || coalesce(', ' ||"
    " m.reference, '') || ')' FROM messages m WHERE m.raw = r.id LIMIT 1), '') FROM raw_mail r WHERE r.id = ?",
    seals.DRAFTS: "SELECT reference || ', revision ' || revision || ' of draft ' || number || ' (' || letter || ')'"
    " FROM drafts WHERE id = ?",
    seals.FURTHER_MAILS: "SELECT d.reference || ', mail ' || f.mail || ' of revision ' || d.revision || ' of draft ' ||"
    " d.number FROM further_mails f JOIN drafts d ON d.id = f.draft WHERE f.draft || '/' || f.mail = ?",
    seals.OUTBOX: "SELECT reference || ', letter ' || number || ' (' || letter || ')' FROM outbox WHERE id = ?",
}
"""Says of a row which case and letter it is."""

REMEDY: Mapping[str, str] = {
    seals.WORDS: "Compare with a backup.",
    seals.PEOPLE: "Compare with a backup; put it right with 'foibot applicant'.",
    seals.MESSAGES: "Compare with its mail in the mailbox, and with a backup.",
    seals.RAW_OF_MESSAGE: "Compare with its mail in the mailbox, and with a backup.",
    seals.RAW_MAIL: "Compare with its mail in the mailbox, and with a backup.",
    seals.DRAFTS: "Compare with a backup. If it waits, reject it; if it is approved, stop sending with 'foibot hold'.",
    seals.FURTHER_MAILS: "Compare with a backup. If it waits, reject it; if approved, stop it with 'foibot hold'.",
    seals.OUTBOX: "Compare with a backup, and with its copy in Sent. If it has not left, stop it with 'foibot hold'.",
}
CHANGED = "{} is not what was kept: it was changed in the file. {}"
GONE = "{} was kept and is gone: it was taken out of the file. {}"
FOREIGN = "{} has no seal, and what was kept before it has one: it was not foibot that put it there. {}"
TWICE = "{} was sealed a second time: it may have been changed in the file. {}"
NO_LEDGER = "The ledger of seals has lost its beginning. Restore the register from a backup."


def faults_of(db: Database, source: str) -> tuple[list[str], int]:
    """Compare all of a source with its seals; return what is wrong, and how many rows are older than seals."""
    connection, faults, older = db.conn, list[str](), 0
    begun, with_key = begun_after(connection), seals.key(db)
    if source not in begun:
        return [NO_LEDGER], 0
    rows = _raw_mail(connection, with_key) if source == seals.RAW_MAIL else _rows(connection, source, with_key)
    for row, said in rows:
        if said == FOREIGN and _is_older(connection, source, row, begun[source]):
            older += 1
        else:
            faults.append(_sentence(connection, source, row, said))
    faults.extend(_sentence(connection, source, row, GONE) for row in _gone(connection, source))
    faults.extend(_sentence(connection, source, row, TWICE) for row in _sealed_twice(connection, source))
    return faults, older


def begun_after(connection: sqlite3.Connection) -> dict[str, int]:
    """Return up to which row nothing of each table is sealed: what was kept later has a seal, or was put in."""
    sql = f"SELECT row, seal FROM seals WHERE {seals.ASKED_FOR} AND source = ? ORDER BY id DESC"
    rows = connection.execute(sql, (seals.BEGUN,))
    return {source: _number(last) for source, last in rows}


def _number(kept: object) -> int:
    """Return a number as the ledger's first rows hold it; 0, so that nothing passes for older, where they hold none."""
    written = bytes(kept).decode("ascii", "replace") if isinstance(kept, bytes) else str(kept)
    return int(written) if written.isascii() and written.isdigit() else 0


def rows_with_seals(source: str) -> str:
    """Return the question for the rows of a table with the newest seal of each, given its source.

    The ledger is read once; SQLite lays an index of its seals for as long as the question lasts.
    """
    one = seals.SEALED[source]
    newest = "(SELECT row, seal, max(id) FROM seals WHERE source = ? GROUP BY row)"
    with_bytes_only = " WHERE t.raw IS NOT NULL" if source == seals.RAW_OF_MESSAGE else ""
    # the plus takes a number's type away: a name that is text in the ledger is no number
    joined = f"{one.table} t LEFT JOIN {newest} s ON s.row = +{one.row}"
    return f"SELECT {one.row}, s.seal, {', '.join(one.columns)} FROM {joined}{with_bytes_only}"


def _rows(connection: sqlite3.Connection, source: str, with_key: bytes) -> Iterator[tuple[int | str, str]]:
    """Yield the rows of a table that have no seal, or another."""
    for row, sealed, *values in connection.execute(rows_with_seals(source), (source,)):
        if sealed is None:
            yield row, FOREIGN
        elif _is_other(source, values, sealed, with_key) and not _is_erased(connection, source, row):
            yield row, CHANGED


BYTES: Mapping[str, str] = {seals.DRAFTS: "t.raw", seals.FURTHER_MAILS: "t.raw", seals.OUTBOX: "t.raw"}
"""The sealed column of a table that holds bytes: the same letter as text would have the same code."""


def _is_other(source: str, values: Sequence[object], sealed: object, with_key: bytes) -> bool:
    """Tell whether values are not those that were sealed, or not of the kind."""
    bytes_at = seals.SEALED[source].columns.index(BYTES[source]) if source in BYTES else None
    kinds = all(isinstance(value, bytes) == (at == bytes_at) for at, value in enumerate(values))
    return not kinds or seals.code_of(with_key, source, values) != sealed


RAW_WITH_SEALS = (
    "SELECT r.id, r.sha256, r.bytes, s.row IS NOT NULL FROM raw_mail r LEFT JOIN (SELECT DISTINCT row FROM seals"
    " WHERE source = ?) s ON s.row = code_of(CAST(r.sha256 AS BLOB), CAST(r.whole AS BLOB))"
)
"""The seal of a raw mail is named by its code. Its values are taken as bytes: what was put there may be no UTF-8."""


def _raw_mail(connection: sqlite3.Connection, with_key: bytes) -> Iterator[tuple[int, str]]:
    connection.create_function("code_of", -1, lambda *values: seals.code_of(with_key, seals.RAW_MAIL, values))
    for row, digest, data, sealed in connection.execute(RAW_WITH_SEALS, (seals.RAW_MAIL,)):
        if not isinstance(data, bytes) or sha256(data).hexdigest() != digest:
            yield row, CHANGED
        elif not sealed:
            yield row, FOREIGN


def _is_older(connection: sqlite3.Connection, source: str, row: int | str, last: int) -> bool:
    """Tell whether a row is from before there were seals."""
    if source == seals.WORDS:
        reference, version, _ = _named(row)
        sql, values = "SELECT id FROM events WHERE reference = ? AND version = ?", (reference, version)
        found = connection.execute(sql, values).fetchone()
        return bool(found and found[0] <= last)
    number = str(row).partition("/")[0]
    return number.isdigit() and int(number) <= last


def _named(row: int | str) -> tuple[str, str, str]:
    """Return case, version and field of words by the name of their row; empty ones where it has none."""
    rest, _, name = str(row).rpartition("/")
    reference, _, version = rest.rpartition("/")
    return reference, version, name


def _is_erased(connection: sqlite3.Connection, source: str, row: int | str) -> bool:
    return source in ERASED and connection.execute(ERASED[source], (row,)).fetchone() is not None


def _gone(connection: sqlite3.Connection, source: str) -> Iterator[int | str]:
    """Yield the rows that were sealed and are there no more, but for what was erased."""
    if source == seals.RAW_MAIL:
        return
    sealed = connection.execute("SELECT row FROM seals WHERE source = ?", (source,))
    there = f"SELECT 1 FROM {seals.SEALED[source].table} t WHERE "
    for (row,) in sealed:
        if source == seals.WORDS:
            found = connection.execute(WORDS_THERE, _named(row))
        elif source == seals.FURTHER_MAILS:
            draft, _, mail = str(row).partition("/")
            found = connection.execute(f"{there}t.draft = ? AND t.mail = ?", (draft, mail))
        elif source == seals.RAW_OF_MESSAGE:
            found = connection.execute(RAW_THERE, (row,))
        else:
            found = connection.execute(f"{there}t.id = ?", (row,))
        if found.fetchone() is None and not _is_erased(connection, source, row):
            yield row


WORDS_THERE = (
    "SELECT 1 FROM words WHERE reference = ?1 AND version = ?2 AND field = ?3"
    " UNION ALL SELECT 1 FROM case_state WHERE reference = ?1 AND erased_on IS NOT NULL"
)
RAW_THERE = "SELECT 1 FROM messages m JOIN raw_mail r ON r.id = m.raw WHERE m.id = ?"


def _sealed_twice(connection: sqlite3.Connection, source: str) -> Iterator[int | str]:
    """Yield what has two seals, but for notices to colleagues: the code in one is taken out once it has left."""
    if source == seals.RAW_MAIL:
        return
    twice = "SELECT row FROM seals WHERE source = ? GROUP BY row HAVING count(*) > 1"
    for (row,) in connection.execute(twice, (source,)):
        notice = "SELECT 1 FROM outbox WHERE id = ? AND reference = 'office'"
        if source != seals.OUTBOX or not connection.execute(notice, (row,)).fetchone():
            yield row


def _sentence(connection: sqlite3.Connection, source: str, row: int | str, said: str) -> str:
    if source == seals.WORDS:
        reference, version, name = _named(row)
        what = f"{reference}, what was written with its event {version} ({name})"
    else:
        found = connection.execute(WHERE[source], (row,)).fetchone()
        what = found[0] if found else f"Row {row} of {source}"
    return said.format(what, REMEDY[source])
