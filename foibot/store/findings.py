"""What the release guard found in the files of each revision of a draft, by the digest of the file.

A file is looked into once: a further revision with the same bytes takes over what was found. Each row is sealed when
it is kept, and one that is not what was sealed counts for nothing: the guard looks into that file again.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime

from foibot.casework.findings import Finding, FindingKind, LookedInto, Table
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import stamp

EDITION = 7
"""Raised when the guard looks for more: what waits is looked into again."""
FIRST_SEALED = 3
"""What was found by an earlier edition has no seal, and has not counted since."""
Kept = tuple[int, str, str, int, str, str]
KEPT = "SELECT draft, digest, name, edition, found, tables FROM findings"


def keep(db: Database, draft: int, file: LookedInto, *, now: datetime) -> None:
    """Keep what was found in a file of a revision, by the id of its row."""
    found = json.dumps([asdict(one) for one in file.findings], ensure_ascii=False)
    tables = json.dumps([asdict(one) for one in file.tables], ensure_ascii=False)
    db.execute(
        "INSERT OR REPLACE INTO findings (draft, digest, name, edition, looked_at, found, tables) VALUES"
        " (?,?,?,?,?,?,?)",
        (draft, file.digest, file.name, EDITION, stamp(now), found, tables),
    )
    row: Kept = (draft, file.digest, file.name, EDITION, found, tables)
    seals.keep_newest(db, seals.FINDINGS, name_of(seals.key(db), row), row)


def name_of(with_key: bytes, row: Kept) -> str:
    """Return the name of a row in the ledger of seals: a file's own name may tell of a person, so it stands as a code.

    It is the draft, the edition and the code, with strokes between.
    """
    draft, digest, name, edition, *_ = row
    return f"{draft}/{edition}/{seals.code_of(with_key, seals.FINDINGS, (digest, name)).hex()}"


def _is_whole(db: Database, row: Kept) -> bool:
    with_key = seals.key(db)
    code = seals.code_of(with_key, seals.FINDINGS, row)
    return seals.newest(db, seals.FINDINGS, name_of(with_key, row)) == code


def _first_whole(db: Database, sql: str, *values: object) -> Kept | None:
    """Return the first of some rows that is what was sealed, or None."""
    rows = db.execute(f"{KEPT} WHERE {sql}", values).fetchall()
    return next((row for row in rows if _is_whole(db, row)), None)


def of_file(db: Database, draft: int, name: str, digest: str) -> LookedInto:
    """Return what was found in a file of a revision; `looked` is false where nobody has looked into it yet."""
    row = _first_whole(db, "draft = ? AND digest = ? AND name = ? AND edition = ?", draft, digest, name, EDITION)
    return _read(name, digest, row) if row else LookedInto(name, digest, looked=False)


def of_any_draft(db: Database, name: str, digest: str) -> LookedInto:
    """Return what was found in a file, whichever draft it went with; `looked` is false where nobody looked."""
    row = _first_whole(db, "digest = ? AND name = ? AND edition = ? ORDER BY draft", digest, name, EDITION)
    return _read(name, digest, row) if row else LookedInto(name, digest, looked=False)


def take_over(db: Database, draft: int, name: str, digest: str, *, now: datetime) -> bool:
    """Let a revision take over what was found in the same file of another; says whether there is any."""
    row = _first_whole(db, "digest = ? AND name = ? AND edition = ? ORDER BY draft", digest, name, EDITION)
    if row:
        keep(db, draft, _read(name, digest, row), now=now)
    return bool(row)


def _read(name: str, digest: str, row: Kept) -> LookedInto:
    *_, in_words, tables = row
    found = (Finding(**one) for one in json.loads(in_words))
    findings = tuple(replace(one, kind=FindingKind(one.kind)) for one in found)
    return LookedInto(name, digest, findings, tuple(Table(**one) for one in json.loads(tables)))


def note_guarded(db: Database, draft: int) -> None:
    """Note that every file of a revision has been looked into."""
    db.execute("UPDATE drafts SET guarded = ? WHERE id = ?", (EDITION, draft))
    seals.keep_newest(db, seals.GUARDED, f"{draft}/{EDITION}", (draft, EDITION))


def to_look_into(db: Database, reference: str = "") -> list[int]:
    """Return the ids of the drafts that wait or are about to leave, and whose files nobody has looked into.

    Those too of which what was found is gone, or is not what was kept.
    """
    rows = db.execute(NOT_GUARDED, (EDITION, seals.GUARDED, reference)).fetchall()
    return sorted({*(row[0] for row in rows), *_lost(db, reference)})


NOT_GUARDED = f"""
SELECT id FROM drafts WHERE status IN ('waiting', 'approved') AND (?3 = '' OR reference = ?3) AND (
    guarded < ?1 OR NOT EXISTS (
        SELECT 1 FROM seals WHERE {seals.ASKED_FOR} AND source = ?2 AND row = drafts.id || '/' || drafts.guarded
    )
)
"""


SEALED_OF_WAITING = f"""
SELECT d.id, s.row FROM drafts d
JOIN seals s ON {seals.ASKED_FOR} AND s.source = ?1 AND s.row > d.id || ?2 AND s.row < d.id || ?3
WHERE d.guarded >= ?4 AND d.status IN ('waiting', 'approved') AND (?5 = '' OR d.reference = ?5)
"""


def _lost(db: Database, reference: str) -> set[int]:
    """Return the drafts that were looked into, and whose findings are not all there any more as they were sealed."""
    names = (seals.FINDINGS, f"/{EDITION}/", f"/{EDITION}0", EDITION, reference)
    sealed = db.execute(SEALED_OF_WAITING, names).fetchall()
    with_key = seals.key(db) if sealed else b""
    whole = {
        name_of(with_key, row)
        for draft in {draft for draft, _ in sealed}
        for row in db.execute(f"{KEPT} WHERE draft = ?", (draft,)).fetchall()
        if _is_whole(db, row)
    }
    return {draft for draft, name in sealed if name not in whole}


def drafted_at(db: Database, reference: str, now: datetime) -> list[int]:
    """Return the ids of the drafts of a case that wait and were written at that moment, or not looked into yet."""
    rows = db.execute(
        "SELECT id FROM drafts WHERE reference = ? AND status = 'waiting' AND (created_at = ? OR guarded < ?)"
        " ORDER BY id",
        (reference, stamp(now), EDITION),
    )
    return [row[0] for row in rows.fetchall()]


def row_of(db: Database, reference: str, number: int) -> int:
    """Return the id of the latest revision of a draft."""
    sql = "SELECT id FROM drafts WHERE reference = ? AND number = ? ORDER BY revision DESC LIMIT 1"
    return int(db.execute(sql, (reference, number)).fetchone()[0])
