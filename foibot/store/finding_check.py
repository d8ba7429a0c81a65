"""Whether what the release guard found is still what was sealed: who takes a finding out lets a held letter leave."""

from collections.abc import Iterator

from foibot.store import findings, seals
from foibot.store.database import Database
from foibot.store.seal_check import begun_after

OF_DRAFT = "SELECT reference || ', revision ' || revision || ' of draft ' || number FROM drafts WHERE id = ?"
THERE = "SELECT 1 FROM drafts d LEFT JOIN case_state s USING (reference) WHERE d.id = ? AND s.erased_on IS NULL"
REMEDY = (
    " Nothing goes by it any more: while the letter waits, the daemon looks into its files again with its next pass"
    " ('foibot drafts'). If the letter has left, compare with a backup."
)
CHANGED = "{}: what the release guard found in a file is not what was kept: it was changed in the file.{}"
FOREIGN = (
    "{}: what the release guard is said to have found in a file has no seal: it was not foibot that put it there.{}"
)
GONE = "{}: what the release guard found in a file was kept and is gone: it was taken out of the file.{}"
NOT_GUARDED = "{}: whether the release guard has looked into its files is not what was kept: it was changed.{}"


def faults_of_findings(db: Database) -> tuple[list[str], int]:
    """Compare what was found with its seals; return what is wrong, and how many rows are older than seals."""
    with_key, present, faults, older = seals.key(db), dict[str, int](), list[str](), 0
    begun = begun_after(db.conn).get(seals.DRAFTS, 0)
    for row in db.execute(findings.KEPT).fetchall():
        name = findings.name_of(with_key, row)
        sealed = seals.newest(db, seals.FINDINGS, name)
        draft, edition, file = name.split("/", 2)
        present[f"{draft}/{file}"] = _number(edition)
        if sealed is None and _number(edition) < findings.FIRST_SEALED and _is_older(db, row, begun):
            older += 1
        elif sealed != seals.code_of(with_key, seals.FINDINGS, row):
            faults.append((FOREIGN if sealed is None else CHANGED).format(_of(db, row[0]), REMEDY))
    faults.extend(GONE.format(_of(db, draft), REMEDY) for draft in _gone(db, present))
    faults.extend(NOT_GUARDED.format(_of(db, draft), REMEDY) for draft in _not_guarded(db, with_key))
    return faults, older


LATER = (
    "SELECT 1 FROM findings WHERE draft = ? AND digest = ? AND name = ? AND datetime(looked_at) > (SELECT"
    " datetime(applied_at) FROM _sqlite_migrations WHERE name = 'seals_of_what_stands_beside_the_log')"
)
NAMES = f"SELECT row FROM seals WHERE {seals.ASKED_FOR} AND source = ?"


def _is_older(db: Database, row: findings.Kept, begun: int) -> bool:
    """Tell whether a finding is from before foibot sealed what it keeps: by its draft, and by when it was found."""
    return _number(row[0]) <= begun and not db.execute(LATER, row[:3]).fetchone()


def _gone(db: Database, present: dict[str, int]) -> Iterator[str]:
    """Yield the drafts of which a finding is gone, or is said to be an older edition's; erased ones are no fault."""
    for (name,) in db.execute(NAMES, (seals.FINDINGS,)).fetchall():
        draft, _, rest = str(name).partition("/")
        edition, _, file = rest.partition("/")
        kept = present.get(f"{draft}/{file}")
        if (kept is None or kept < _number(edition)) and db.execute(THERE, (draft,)).fetchone():
            yield draft


def _not_guarded(db: Database, with_key: bytes) -> Iterator[int]:
    """Yield the drafts that are said to have been looked into, and were not, or the other way about."""
    sealed = dict[str, int]()
    for (name,) in db.execute(NAMES, (seals.GUARDED,)).fetchall():
        draft, _, edition = str(name).partition("/")
        sealed[draft] = max(sealed.get(draft, 0), _number(edition))
    for draft, guarded in db.execute("SELECT id, guarded FROM drafts").fetchall():
        newest = sealed.get(str(draft), 0)
        code = seals.newest(db, seals.GUARDED, f"{draft}/{guarded}")
        known = code == seals.code_of(with_key, seals.GUARDED, (draft, guarded))
        claims = newest or _number(guarded) >= findings.FIRST_SEALED
        if claims and (guarded != newest or not known):
            yield draft


def _of(db: Database, draft: object) -> str:
    found = db.execute(OF_DRAFT, (draft,)).fetchone()
    return str(found[0]) if found and found[0] else f"Draft {draft}"


def _number(kept: object) -> int:
    return int(str(kept)) if str(kept).isascii() and str(kept).isdigit() else 0
