"""Whether a register is an older foibot's, to be renewed, or has lost the note of what foibot has laid in it.

To lay a table a second time would fail, and nothing would be changed; to lay one that was taken out with its note would
leave an empty one in its place. So neither is begun.
"""

from pathlib import Path

from foibot.errors import RegisterError
from foibot.store.database import Database
from foibot.store.schema import MIGRATIONS

OURS = frozenset({"events", "case_state", "outbox"})
LAID = "SELECT type, name FROM sqlite_master"
WITH_COLUMNS = (
    "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'"
    " AND m.name NOT LIKE 'search~_%' ESCAPE '~'"
)
TAKEN_OUT = (
    "{}: the note of how far foibot has laid this register is not whole: {} {} not in its table _sqlite_migrations any"
    " more, though what came with {} is there, or what came later. Somebody took {} out of the file. It cannot be"
    " renewed, and nothing was changed. Find out who changed the file, and restore it from the last backup that"
    " 'foibot audit --of' passes, as docs/running.md says."
)


def refuse_what_lost_its_notes(db: Database, path: Path) -> None:
    """Refuse a register of ours in which is laid what its notes say is not; raises `RegisterError` with the remedy."""
    if not MIGRATIONS.pending(db):
        return
    laid = _laid(db)  # then the notes, again: another foibot may lay and note a step between the two questions
    pending = [migration.name for migration in MIGRATIONS.pending(db)]
    ours = [migration.name for migration in MIGRATIONS.pending(Database(memory=True))]
    if not pending or not OURS.intersection(name for _, name in laid):
        return
    is_tail = pending == ours[-len(pending) :]
    lost = pending if is_tail else [name for name in pending if ours.index(name) < _furthest(ours, pending)]
    if not is_tail or laid & (_laid_through(None) - _laid_through(pending[0])):
        verb, them = ("is", "it") if len(lost) == 1 else ("are", "them")
        raise RegisterError(TAKEN_OUT.format(path, ", ".join(lost), verb, them, them))


def _furthest(ours: list[str], pending: list[str]) -> int:
    return max(at for at, name in enumerate(ours) if name not in pending)


def _laid_through(before: str | None) -> set[tuple[str, str]]:
    """Return what a register consists of in which all is laid, or all that comes before a step."""
    fresh = Database(memory=True, execute_plugins=False)
    MIGRATIONS.apply(fresh, stop_before=before)
    return _laid(fresh)


def _laid(db: Database) -> set[tuple[str, str]]:
    return {*db.execute(LAID).fetchall(), *db.execute(WITH_COLUMNS).fetchall()}
