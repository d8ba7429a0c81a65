"""The index of the full-text search: kept up to date by row number, a slice a transaction, and made to forget.

Each source of texts has a number up to which it was read; a slice reads on from there, so that a stop at any moment
loses nothing and reads nothing twice. A text that is forgotten leaves no word behind in the index's own tables once
`scrub` has run: SQLite 3.42 and newer do so at once (`secure-delete`), older ones when their segments are merged.
"""

import sqlite3
from collections.abc import Sequence

from foibot.lean import dataclass
from foibot.store.database import Database

SLICE = 250
LONGEST = 200_000
TEXTS = ("message", "words", "draft")
"""The sources whose texts stand in the register; files are read from the bytes of messages and drafts."""
SECURE_SINCE = (3, 42, 0)
MERGED_PAGES = 500
NOTHING_LEFT = 2
"""A merge that changes fewer rows than this had nothing to do (sqlite.org/fts5.html, the 'merge' command)."""

LAST_ROW = {
    "message": "SELECT max(id) FROM messages",
    "words": "SELECT max(id) FROM events",
    "draft": "SELECT max(id) FROM drafts",
    "message_file": "SELECT max(id) FROM messages",
    "draft_file": "SELECT max(id) FROM drafts",
}
FOUND = {
    "message": "SELECT id AS row, '' AS reference, received_at AS at, subject, '' AS name,"
    f" substr(trim(passed_on || char(10) || coalesce(nullif(new_text, ''), text)), 1, {LONGEST}) AS text"
    " FROM messages WHERE id > :after AND id <= :through",
    "words": "SELECT e.id AS row, e.reference, e.at, '' AS subject, e.type AS name,"
    f" substr(w.text, 1, {LONGEST}) AS text FROM events e JOIN words w"
    " ON w.reference = e.reference AND w.version = e.version AND w.field = 'text'"
    " WHERE e.id > :after AND e.id <= :through AND e.type IN ('RequestReceived', 'NoteAdded', 'ReviewRequested')",
    "draft": f"SELECT id AS row, reference, created_at AS at, '' AS subject, letter AS name,"
    f" substr(text, 1, {LONGEST}) AS text FROM drafts WHERE id > :after AND id <= :through AND status != 'superseded'",
}
COLUMN = {"message": "message", "words": "message", "draft": "letter"}


def progress(db: Database, source: str) -> int:
    """Return the row up to which a source has been read."""
    row = db.execute("SELECT last FROM search_progress WHERE source = ?", (source,)).fetchone()
    return int(row[0]) if row else 0


def behind(db: Database, sources: Sequence[str] = TEXTS) -> int:
    """Return how many rows of these sources have not been read yet."""
    return sum(max(0, _last(db, source) - progress(db, source)) for source in sources)


def texts(db: Database) -> int:
    """Return about how many texts the index holds."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM search_docs").fetchone()[0])


def _last(db: Database, source: str) -> int:
    return int(db.execute(LAST_ROW[source]).fetchone()[0] or 0)


def note_progress(db: Database, source: str, last: int) -> None:
    """Note the row up to which a source has been read."""
    db.execute(
        "INSERT INTO search_progress VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET last = excluded.last",
        (source, last),
    )


def read_slice(db: Database) -> int:
    """Index the next texts of each source; return how many rows were read. Must run inside `writing`."""
    read = 0
    for source in TEXTS:
        after, last = progress(db, source), _last(db, source)
        if after < last:
            through = min(after + SLICE, last)
            _index(db, source, after, through)
            note_progress(db, source, through)
            read += through - after
    return read


def _index(db: Database, source: str, after: int, through: int) -> None:
    found = db.execute(FOUND[source], {"after": after, "through": through}).fetchall()
    for row, reference, at, subject, name, text in found:
        add(db, (source, row, 0), text, reference=reference, at=at, subject=subject, name=name)
        if source == "draft":
            _forget_revisions_before(db, row)


def add(
    db: Database,
    key: tuple[str, int, int],
    text: str,
    *,
    at: str,
    reference: str = "",
    subject: str = "",
    name: str = "",
) -> None:
    """Index one text, known by its source, the row there and its part of it; one that is there already stays."""
    made = db.execute(
        "INSERT OR IGNORE INTO search_docs (source, row, part, reference, at, name) VALUES (?,?,?,?,?,?)",
        (*key, reference, at, name),
    )
    if made.rowcount:
        column = COLUMN.get(key[0], "file")
        db.execute(
            f"INSERT INTO search_index (rowid, subject, {column}) VALUES (?, ?, ?)", (made.lastrowid, subject, text)
        )


FILES = ("message_file", "draft_file")
CARRIERS = {
    "message_file": "SELECT id, received_at, '' FROM messages WHERE id > ? ORDER BY id LIMIT ?",
    "draft_file": "SELECT id, created_at, reference FROM drafts WHERE id > ? ORDER BY id LIMIT ?",
}
BYTES = {
    "message_file": "SELECT r.bytes FROM messages m JOIN raw_mail r ON r.id = m.raw WHERE m.id = ?",
    "draft_file": "SELECT bytes FROM (SELECT 0 AS mail, raw AS bytes FROM drafts"
    " WHERE id = ?1 AND status != 'superseded'"
    " UNION ALL SELECT mail, raw FROM further_mails WHERE draft = ?1) ORDER BY mail",
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A message or draft that may have files: its row, its moment, its case where that is fixed."""

    source: str
    row: int
    at: str
    reference: str


def next_carriers(db: Database, source: str, count: int) -> list[Carrier]:
    """Return the next messages or drafts whose files were not looked at yet."""
    found = db.execute(CARRIERS[source], (progress(db, source), count)).fetchall()
    return [Carrier(source, *row) for row in found]


def mails_of(db: Database, carrier: Carrier) -> list[bytes]:
    """Return the bytes of a message, or of each mail of a draft; none of what was erased or superseded."""
    return [bytes(raw or b"") for (raw,) in db.execute(BYTES[carrier.source], (carrier.row,)).fetchall()]


def _forget_revisions_before(db: Database, row: int) -> None:
    """Take the earlier revisions of a draft out: one that was changed is found by its latest words alone."""
    earlier = db.execute(
        "SELECT d.id FROM search_docs d JOIN drafts old ON old.id = d.row JOIN drafts new"
        " ON new.reference = old.reference AND new.number = old.number AND new.revision > old.revision"
        " WHERE new.id = ? AND d.source IN ('draft', 'draft_file') AND new.revision > 1",
        (row,),
    )
    _remove(db, [found[0] for found in earlier.fetchall()])


def _remove(db: Database, ids: Sequence[int]) -> None:
    for number in ids:
        db.execute("DELETE FROM search_index WHERE rowid = ?", (number,))
        db.execute("DELETE FROM search_docs WHERE id = ?", (number,))


# -- forgetting


def forget(db: Database, reference: str) -> int:
    """Take every text of a case out of the index: its mail, words, drafts and their files; return how many.

    For retention, in the transaction that erases the texts, before the messages lose their case. `scrub` has to
    follow, after that transaction. What has not been read yet is read later as it stands then.
    """
    found = db.execute(
        "SELECT id FROM search_docs WHERE reference = ? AND reference != '' UNION SELECT d.id FROM search_docs d"
        " JOIN messages m ON m.id = d.row WHERE d.source IN ('message', 'message_file') AND m.reference = ?",
        (reference, reference),
    )
    return _forget(db, [row[0] for row in found.fetchall()])


def forget_message(db: Database, message: int) -> int:
    """Take the text of one message and its files out of the index, whether it is on a case or not."""
    found = db.execute("SELECT id FROM search_docs WHERE source IN ('message', 'message_file') AND row = ?", (message,))
    return _forget(db, [row[0] for row in found.fetchall()])


def _forget(db: Database, ids: Sequence[int]) -> int:
    if ids:
        if sqlite3.sqlite_version_info >= SECURE_SINCE:
            db.execute("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)")
        db.execute("PRAGMA secure_delete = ON")
        _remove(db, ids)
        note_progress(db, SCRUB, 1)
    return len(ids)


SCRUB = "to scrub"


def needs_scrubbing(db: Database) -> bool:
    """Tell whether something was forgotten since the index was scrubbed last."""
    return progress(db, SCRUB) != 0


def scrub(db: Database) -> bool:
    """Merge some of the index, so that nothing of what was forgotten is left in it; tell whether all is merged.

    To be called in a transaction each (`writing`) until it says so: on a large register others get their turn between.
    """
    before = db.conn.total_changes
    begun = progress(db, SCRUB) > 1
    pages = MERGED_PAGES if begun else -MERGED_PAGES
    db.execute("PRAGMA secure_delete = ON")
    db.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)", (pages,))
    merged = db.conn.total_changes - before < NOTHING_LEFT
    note_progress(db, SCRUB, 0 if merged else progress(db, SCRUB) + 1)
    return merged
