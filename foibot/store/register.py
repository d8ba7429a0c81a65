"""Opening the register, and the one way to write to it: `writing`, a transaction that holds the write lock.

A connection belongs to the thread that opened it. Library errors are translated here.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from foibot.errors import RegisterError, Unavailable
from foibot.store.damage import naming_damage
from foibot.store.database import Database
from foibot.store.renewing import refuse_what_lost_its_notes
from foibot.store.schema import MIGRATIONS

BUSY_MILLISECONDS = 10_000
CHECKPOINT_PAGES = 2_000
ROOM_TO_OPEN = 1_000_000
"""The bytes that SQLite wants at the least for the files it makes beside a register."""
STATEMENTS = 384
"""How many statements a connection keeps compiled: a pass has some 350; to compile one takes longer than to run it."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
    "PRAGMA cache_size = -1000",
)


def open_register(path: Path, connect: Callable[..., sqlite3.Connection] = sqlite3.connect) -> Database:
    """Open the register for reading and writing, made and migrated if need be.

    `connect` is what connects to the file, for a simulation in which the disk fails.

    Raises `RegisterError` with the path and the remedy when it cannot be opened, was written by a newer foibot,
    or is no register at all.
    """
    try:
        new = not path.exists()
        db = Database(connect(path, check_same_thread=True, cached_statements=STATEMENTS), execute_plugins=False)
        if new:
            path.chmod(0o600)
        _refuse_foreign(db, path)
        refuse_what_lost_its_notes(db, path)
        for pragma in PRAGMAS:
            db.execute(pragma).fetchall()
        _refuse_newer(db, path)
        _migrate(db)
    except (sqlite3.Error, OSError) as error:
        raise RegisterError(_opening_fault(path, error)) from error
    return db


def _migrate(db: Database) -> None:
    # two processes may find the same migration pending: the lock is taken first, then each looks again
    if not MIGRATIONS.pending(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)
    except BaseException:
        db.rollback()
        raise
    db.commit()


def open_for_reading(path: Path, *, older: bool = False) -> Database:
    """Open an existing register so that nothing can be written; raises `RegisterError` where there is none.

    One that an older foibot wrote is opened where that is wanted: its tables may lack what is newer.
    """
    if not path.exists():
        raise RegisterError(_none_yet(path))
    try:
        db = Database(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True), execute_plugins=False)
        db.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}").fetchall()
        db.execute("PRAGMA query_only = ON")
        _refuse_foreign(db, path)
        refuse_what_lost_its_notes(db, path)
        _refuse_newer(db, path)
        pending, applied = MIGRATIONS.pending(db), MIGRATIONS.applied(db)
    except sqlite3.Error as error:
        raise RegisterError(_opening_fault(path, error)) from error
    if pending and applied and not older:
        raise RegisterError(f"{path} was written by an older foibot. The next 'foibot once' or 'foibot run' renews it.")
    if pending and not applied:
        raise RegisterError(_nothing_in_it(path))
    return db


def empty_register() -> Database:
    """Return a register that holds nothing and lies in memory alone."""
    db = Database(memory=True, execute_plugins=False)
    MIGRATIONS.apply(db)
    return db


def _none_yet(path: Path) -> str:
    return (
        f"{path}: there is no register yet. 'foibot backfill --since DATE' makes it and takes in old mail "
        "silently; 'foibot run' makes it and answers each request that lies in the inbox."
    )


def _nothing_in_it(path: Path) -> str:
    return (
        f"{path} is empty, as a first start that was cut off leaves it. If it held cases, restore it from a backup; "
        "if it never did, delete it."
    )


DISK_FULL = "{path}: the disk is full. Make room, then start again; nothing was lost."
OPENING_FAULTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("not a database", "malformed"),
        "{path} is no register, or is damaged ({words}). Restore it from a backup; nothing was changed.",
    ),
    (("disk is full",), DISK_FULL),
    (
        ("readonly", "unable to open", "Permission denied"),
        "{path} cannot be written ({words}). Let this system user write the file and its folder.",
    ),
    (
        ("locked", "busy"),
        "{path} is in use by another program, which reads or writes it just now; nothing was changed. A register"
        " that is not in WAL mode, as a copy that was put in its place, has to be foibot's alone for a moment when"
        " it is opened. Let the other program end ('fuser -v FILE' names it to root: a sqlite3 shell, 'foibot"
        " explore', a program for backups), then try again.",
    ),
    (
        ("disk I/O error",),
        "{path}: its disk does not read or write ({words}). Look into the system's log; nothing was changed.",
    ),
    (("",), "{path} cannot be opened: {words}."),
)
"""What a library says when a register cannot be opened, by some of its words, and what a person is told."""


def _opening_fault(path: Path, error: Exception) -> str:
    if path.is_dir():
        return f"{path} is a folder, not a register. Name a file in it at register.path."
    words = str(error)
    if "disk I/O error" in words and shutil.disk_usage(path.parent).free < ROOM_TO_OPEN:
        return DISK_FULL.format(path=path)
    said = next(said for known, said in OPENING_FAULTS if any(one in words for one in known))
    return said.format(path=path, words=words)


def _refuse_foreign(db: Database, path: Path) -> None:
    """Leave a file alone in which another program keeps its tables."""
    # tables first: another foibot that makes the register between the two questions would look foreign otherwise
    tables = [name for name in db.table_names() if not name.startswith("_sqlite")]
    if tables and not MIGRATIONS.applied(db):
        refuse_what_lost_its_notes(db, path)
        raise RegisterError(
            f"{path} belongs to another program: it is no register of foibot's. Name another file at register.path; "
            "nothing was changed."
        )


def _refuse_newer(db: Database, path: Path) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    ours = {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
    if newer := applied - ours:
        raise RegisterError(f"{path} was written by a newer foibot ({', '.join(sorted(newer))}). Install that version.")


@contextmanager
def undoing_in_memory(db: Database) -> Iterator[None]:
    """Keep in memory, and in no file, what a step within the next transactions may undo: a few pages a message.

    Not for good: what is sorted for a report, or written anew as a whole, must not fill the memory.
    """
    db.execute("PRAGMA temp_store = MEMORY")
    try:
        yield
    finally:
        db.execute("PRAGMA temp_store = DEFAULT")


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """Hold the write lock for a read-then-write; everything inside is kept together, or nothing is.

    BEGIN IMMEDIATE, because a deferred transaction that reads first fails at once when another writer got in
    between, whatever the busy time-out. Raises `Unavailable` when the register stays locked or the disk is full.
    """
    try:
        with naming_damage():
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()
    except sqlite3.OperationalError as error:
        db.rollback()
        raise Unavailable(writing_fault(error)) from error


@contextmanager
def reading(db: Database) -> Iterator[Database]:
    """See the register as it stands now for several questions, whatever is written to it meanwhile."""
    db.execute("BEGIN")
    try:
        yield db
    finally:
        db.rollback()


def could_not_write(error: Unavailable) -> bool:
    """Tell whether nothing at all could be written then: the register was locked, or its disk full or read only."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.OperationalError) and any(word in str(cause) for word in NOTHING_WRITTEN)


NOTHING_WRITTEN = ("locked", "busy", "full", "readonly")


def writing_fault(error: sqlite3.OperationalError) -> str:
    """Say why the register could not be written, and what to do."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return "The register is in use by another process for too long. Try again in a minute."
    if "full" in words:
        return "The disk that holds the register is full. Make room; nothing was lost, foibot goes on then."
    if "readonly" in words:
        return "The register cannot be written. Let this system user write the file and its folder."
    return f"The register cannot be written now: {words}."
