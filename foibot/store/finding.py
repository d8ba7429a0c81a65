"""Finding texts on the register: the hits of a search, with where each was found. Nothing is written here."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from foibot.errors import RegisterError
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.queries import rows

COMMON = 4_000
"""Where more texts than this match, the newest come first: ranking them all would take long and tell little."""
LOOKED_THROUGH = 20_000
"""How many of the newest texts are held against filters then."""
WEIGHTS = "bm25(search_index, 4.0, 1.0, 1.0, 1.0)"
AHEAD = 6
MARK, END, WORDS_SHOWN = "\x02", "\x03", 18
MACHINES = "('bounce', 'auto_reply', 'receipt', 'bulk')"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be: its day between two ISO days, and how its case stands; None asks for nothing."""

    since: str | None = None
    until: str | None = None
    outcome: str | None = None
    holder: str | None = None
    officer: str | None = None
    status: str | None = None
    tag: str | None = None


CONDITIONS = {
    "since": "d.at >= :since",
    "until": "d.at < :until || 'T99'",
    "outcome": "(s.outcome = :outcome OR (s.outcome IS NULL AND s.status = :outcome))",
    "holder": "EXISTS (SELECT 1 FROM questions q WHERE q.reference = s.reference AND q.holder = :holder)",
    "officer": "s.officer = :officer",
    "status": "s.status = :status",
    "tag": "EXISTS (SELECT 1 FROM tags t WHERE t.reference = s.reference AND t.tag = :tag)",
}
FOUND = f"""
SELECT d.id, d.source, d.row, d.name, d.at, s.reference, s.merged_into, s.status, s.outcome, s.received_on, m.kind,
       m.state, r.letter, r.status AS draft_status,
       EXISTS (SELECT 1 FROM sent_by_hand h WHERE h.message = m.id) AS by_hand
FROM ({{matching}}) JOIN search_docs d ON d.id = matched
LEFT JOIN messages m ON m.id = d.row AND d.source IN ('message', 'message_file')
LEFT JOIN drafts r ON r.id = d.row AND d.source IN ('draft', 'draft_file')
LEFT JOIN case_state s ON s.reference = coalesce(m.reference, nullif(d.reference, ''))
WHERE coalesce(m.state, '') != 'junk' AND coalesce(m.kind, '') NOT IN {MACHINES}
"""
BEST_FIRST = f"SELECT rowid AS matched, {WEIGHTS} AS worth FROM search_index WHERE search_index MATCH :expression"
NEWEST_FIRST = (
    "SELECT rowid AS matched, -rowid AS worth FROM search_index WHERE search_index MATCH :expression"
    f" ORDER BY rowid DESC LIMIT {LOOKED_THROUGH}"
)


def in_vain(db: Database, filters: Filters) -> list[str]:
    """Return the filters that nothing on the register passes, whatever is looked for.

    Days are held against texts, as a search does, and the rest against cases. Of two days of which each leaves
    something, and both nothing, both are returned.
    """
    wanted = {name: value for name, value in asdict(filters).items() if value is not None}
    days = [name for name in DAYS if name in wanted]
    vain = [name for name in wanted if not _passes(db, [name], wanted)]
    return vain if _passes(db, days, wanted) or set(vain) & set(days) else [*days, *vain]


def _passes(db: Database, names: Sequence[str], wanted: Mapping[str, str]) -> bool:
    """Tell whether some text, or some case, passes these filters together."""
    conditions = " AND ".join(CONDITIONS[name] for name in names) or "1"
    among = "case_state s" if names and names[0] not in DAYS else "search_docs d"
    return db.execute(f"SELECT 1 FROM {among} WHERE {conditions} LIMIT 1", dict(wanted)).fetchone() is not None


DAYS = ("since", "until")


def search(db: Database, expression: str, filters: Filters, limit: int) -> list[dict[str, Any]]:
    """Return the best hit of each case, the best first, with how many more there are in the case among those read."""
    wanted = {name: value for name in CONDITIONS if (value := getattr(filters, name)) is not None}
    conditions = "".join(f" AND {CONDITIONS[name]}" for name in wanted)
    matching = NEWEST_FIRST if is_common(db, expression) else BEST_FIRST
    sql = f"{FOUND.format(matching=matching)}{conditions} ORDER BY worth LIMIT :limit"
    hits = _one_each(_dictionaries(db, sql, {**wanted, "expression": expression, "limit": AHEAD * limit}))[:limit]
    for hit in hits:
        hit |= {"subject": _subject(db, hit), "also": _also(db, hit), "snippet": _snippet(db, expression, hit["id"])}
    return hits


def _dictionaries(db: Database, sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    cursor = db.execute(sql, dict(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def is_common(db: Database, expression: str) -> bool:
    """Tell whether so many texts match that they are not ranked."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)"
    return int(db.execute(sql, (expression, COMMON)).fetchone()[0]) >= COMMON


def _one_each(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    best: dict[str, dict[str, Any]] = {}
    for hit in found:
        hit["of"] = hit["reference"]
        hit["reference"] = hit["merged_into"] or hit["reference"]
        key = hit["reference"] or f"{hit['source']} {hit['row']}"
        if key in best:
            best[key]["more"] += 1
        else:
            best[key] = {**hit, "more": 0}
    return list(best.values())


def _subject(db: Database, hit: dict[str, Any]) -> str:
    sql, value = "SELECT subject FROM cases WHERE reference = ?", hit["of"]
    if not hit["of"]:
        sql, value = "SELECT subject FROM messages WHERE id = ?", hit["row"]
    row = db.execute(sql, (value,)).fetchone()
    return str(row[0]) if row else ""


def _also(db: Database, hit: dict[str, Any]) -> list[str]:
    """Return the other cases that the same message opened, where it was split."""
    if not hit["source"].startswith("message"):
        return []
    found = db.execute(
        "SELECT reference FROM case_state WHERE opening_message = ? AND reference NOT IN (?, ?) AND merged_into = ''"
        " ORDER BY reference",
        (hit["row"], hit["of"] or "", hit["reference"] or ""),
    )
    return [row[0] for row in found.fetchall()]


def _snippet(db: Database, expression: str, number: int) -> str:
    row = db.execute(
        f"SELECT snippet(search_index, -1, ?, ?, '…', {WORDS_SHOWN}) FROM search_index"
        " WHERE search_index MATCH ? AND rowid = ?",
        (MARK, END, expression, number),
    ).fetchone()
    return str(row[0]) if row else ""


KINDS = {"new_request": "in the request", "review_request": "in the request for a review"}
WORDS = {
    "RequestReceived": "in the request",
    "NoteAdded": "in a note",
    "ReviewRequested": "in the request for a review",
}
DRAFTS = {"sent": "in the letter sent", "approved": "in an approved letter", "rejected": "in a rejected draft"}


def where(hit: Mapping[str, Any]) -> str:
    """Say where a hit stands, with the number by which it can be opened."""
    source = hit["source"]
    if source == "words":
        return WORDS[hit["name"]]
    if source == "draft":
        letter = str(hit["letter"]).replace("_", " ")
        return f"{DRAFTS.get(hit['draft_status'], 'in a draft')} (draft {hit['row']}, {letter})"
    if source == "message":
        return "in a letter sent by hand" if hit["by_hand"] else KINDS.get(hit["kind"], "in a message")
    carrier = "message" if source == "message_file" else "draft"
    return f"in the file {hit['name'] or 'without a name'} ({carrier} {hit['row']})"


# -- earlier cases like one


@dataclass(frozen=True, slots=True)
class Opening:
    """How a case began: its subject and words."""

    reference: str
    subject: str
    text: str


def rarity(db: Database, stems: Sequence[str], most: int) -> dict[str, int]:
    """Return in how many places of the index each stem stands, counted up to `most`; a bounded cost for each."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_terms WHERE term = ? LIMIT ?)"
    return {stem: int(db.execute(sql, (stem, most)).fetchone()[0]) for stem in stems}


def beginnings(db: Database, stems: Sequence[str], most: int) -> dict[str, int]:
    """Return in how many places each stem stands, or any that begins with it where it ends in `*`; up to `most`."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM search_terms WHERE term >= ? AND term <= ? LIMIT ?)"
    found = {}
    for stem in stems:
        first = stem.rstrip("*")
        last = f"{first}\uffff" if stem.endswith("*") else first
        found[stem] = int(db.execute(sql, (first, last, most)).fetchone()[0])
    return found


CANDIDATES = """
SELECT d.source, d.row, d.reference FROM search_index JOIN search_docs d ON d.id = search_index.rowid
WHERE search_index MATCH ? AND d.source IN ('message', 'words') ORDER BY bm25(search_index, 2.0, 1.0) LIMIT ?
"""


@contextmanager
def index_in_order() -> Iterator[None]:
    """Turn what the index says when it is damaged into a `RegisterError` with the remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise RegisterError(
            f"The search cannot read its index: {error}. Restore the register from a backup."
        ) from error


def openings_with(db: Database, expression: str, limit: int) -> list[Opening]:
    """Return the cases whose request matches, the best first; each once."""
    found = db.execute(CANDIDATES, (f"{{subject message}} : ({expression})", limit)).fetchall()
    named = (one for source, row, reference in found for one in _opened_by(db, source, row, reference))
    return [opening for reference in dict.fromkeys(named) if (opening := opening_of(db, reference))]


def _opened_by(db: Database, source: str, row: int, reference: str) -> list[str]:
    if source == "words":
        return [reference]
    return [one[0] for one in db.execute("SELECT reference FROM case_state WHERE opening_message = ?", (row,))]


def opening_of(db: Database, reference: str) -> Opening | None:
    """Return how a case began, in the words of the request; None where there is no such case."""
    row = db.execute(
        "SELECT s.reference, CASE WHEN w.text IS NULL THEN coalesce(m.subject, '') ELSE '' END, coalesce(w.text,"
        " nullif(trim(m.passed_on), ''), nullif(m.new_text, ''), m.text, '')"
        " FROM case_state s LEFT JOIN messages m ON m.id = s.opening_message"
        " LEFT JOIN words w ON w.reference = s.reference AND w.version = 1 AND w.field = 'text' WHERE s.reference = ?",
        (reference,),
    ).fetchone()
    return Opening(*row) if row else None


def how_it_ended(db: Database, reference: str) -> dict[str, Any]:
    """Return how a case stands, the sections its answer relied on, and the letter that answered it."""
    case = rows(
        db,
        "SELECT c.reference, c.subject, c.regime, c.status, c.outcome, c.received_on, c.responded_on, c.closed_on,"
        " c.review_outcome,"
        " s.merged_into FROM cases c JOIN case_state s USING (reference) WHERE reference = ?",
        (reference,),
    )[0]
    answer = db.execute(
        "SELECT json_extract(payload, '$.number'), json_extract(payload, '$.sections'),"
        " json_extract(payload, '$.message') FROM events WHERE reference = ? AND type = 'RequestAnswered'"
        " ORDER BY coalesce(json_extract(payload, '$.supplement'), 0), version DESC LIMIT 1",
        (reference,),
    ).fetchone()
    number, sections, message = answer or (0, None, None)
    return {**case, "sections": sections, "letter": _letter(db, reference, number), "sent_by_hand": message}


def _letter(db: Database, reference: str, number: int | None) -> dict[str, Any] | None:
    found = rows(
        db,
        "SELECT d.id AS draft, o.id AS letter, o.letter AS kind, o.sent_at FROM outbox o"
        " LEFT JOIN drafts d ON d.message_id = o.message_id WHERE o.reference = ? AND o.number = ?",
        (reference, number or 0),
    )
    return found[0] if found else None
