"""What the release guard found in the files of each revision of a draft, by the digest of the file.

A file is looked into once: a further revision with the same bytes takes over what was found.
"""

import json
from dataclasses import asdict, replace
from datetime import datetime

from foibot.casework.findings import Finding, FindingKind, LookedInto, Table
from foibot.store.database import Database
from foibot.store.moments import stamp

EDITION = 3
"""Raised when the guard looks for more: what waits is looked into again."""


def keep(db: Database, draft: int, file: LookedInto, *, now: datetime) -> None:
    """Keep what was found in a file of a revision, by the id of its row."""
    found = json.dumps([asdict(one) for one in file.findings], ensure_ascii=False)
    tables = json.dumps([asdict(one) for one in file.tables], ensure_ascii=False)
    db.execute(
        "INSERT OR REPLACE INTO findings (draft, digest, name, edition, looked_at, found, tables) VALUES"
        " (?,?,?,?,?,?,?)",
        (draft, file.digest, file.name, EDITION, stamp(now), found, tables),
    )


def of_file(db: Database, draft: int, name: str, digest: str) -> LookedInto:
    """Return what was found in a file of a revision; `looked` is false where nobody has looked into it yet."""
    row = db.execute(
        "SELECT found, tables FROM findings WHERE draft = ? AND digest = ? AND name = ? AND edition = ?",
        (draft, digest, name, EDITION),
    ).fetchone()
    return _read(name, digest, row) if row else LookedInto(name, digest, looked=False)


def of_any_draft(db: Database, name: str, digest: str) -> LookedInto:
    """Return what was found in a file, whichever draft it went with; `looked` is false where nobody looked."""
    row = db.execute(
        "SELECT found, tables FROM findings WHERE digest = ? AND name = ? AND edition = ? LIMIT 1",
        (digest, name, EDITION),
    ).fetchone()
    return _read(name, digest, row) if row else LookedInto(name, digest, looked=False)


def accepted_anywhere(db: Database) -> frozenset[str]:
    """Return the names of all findings that were ever accepted; each holds for the bytes of one file alone."""
    rows = db.execute("SELECT payload FROM events WHERE type = 'FindingsAccepted'")
    return frozenset(name for (payload,) in rows.fetchall() for name in json.loads(payload)["findings"])


def take_over(db: Database, draft: int, name: str, digest: str, *, now: datetime) -> bool:
    """Let a revision take over what was found in the same file of another; says whether there is any."""
    row = db.execute(
        "SELECT found, tables FROM findings WHERE digest = ? AND name = ? AND edition = ? LIMIT 1",
        (digest, name, EDITION),
    ).fetchone()
    if row:
        keep(db, draft, _read(name, digest, row), now=now)
    return bool(row)


def _read(name: str, digest: str, row: tuple[str, str]) -> LookedInto:
    found = (Finding(**one) for one in json.loads(row[0]))
    findings = tuple(replace(one, kind=FindingKind(one.kind)) for one in found)
    return LookedInto(name, digest, findings, tuple(Table(**one) for one in json.loads(row[1])))


def note_guarded(db: Database, draft: int) -> None:
    """Note that every file of a revision has been looked into."""
    db.execute("UPDATE drafts SET guarded = ? WHERE id = ?", (EDITION, draft))


def is_guarded(db: Database, draft: int) -> bool:
    """Tell whether every file of a revision has been looked into."""
    row = db.execute("SELECT guarded FROM drafts WHERE id = ?", (draft,)).fetchone()
    return bool(row) and row[0] >= EDITION


def to_look_into(db: Database, reference: str = "") -> list[int]:
    """Return the ids of the drafts that wait or are about to leave, and whose files nobody has looked into."""
    sql = "SELECT id FROM drafts WHERE guarded < ? AND status IN ('waiting', 'approved')"
    rows = db.execute(f"{sql} AND (? = '' OR reference = ?) ORDER BY id", (EDITION, reference, reference))
    return [row[0] for row in rows.fetchall()]


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
