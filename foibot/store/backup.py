"""A copy of the register while others work on it: one file, whole as of one moment, or none."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from foibot.errors import RegisterError, UsageError
from foibot.store.held_copy import as_one_file, copy_held
from foibot.store.register import open_for_reading
from foibot.store.whole import refuse_damaged


def back_up(register: Path, to: Path) -> int:
    """Copy the register to a file and return its bytes; whoever writes to the register meanwhile goes on.

    Where a link stands there, the copy is the file that it leads to.
    The copy is made beside its place, checked, flushed to the disk, and only then takes the place of an earlier one.
    Another one that is being made in that folder is waited for. Raises `UsageError` where another file stands there,
    `RegisterError` where the register cannot be read or the copy not be written.
    """
    to = Path(os.path.realpath(to))
    _refuse_place(register, to)
    open_for_reading(register).close()
    part = to.with_name(f".{to.name}.part")
    try:
        with _alone_in(to.parent), _gone_afterwards(part):
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            _copy(register, part)
            size = part.stat().st_size
            part.replace(to)
            _flush(to.parent)
    except (OSError, sqlite3.Error) as error:
        raise RegisterError(f"{to} was not written ({error}). Nothing was changed; an earlier copy is kept.") from error
    return size


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other backups out of a folder: of two that write the same file one would put the other's half in place."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that knows no such locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _gone_afterwards(part: Path) -> Iterator[None]:
    """Take away what is unfinished: what an earlier one that was killed has left, and what this one leaves."""
    unfinished = [part.with_name(part.name + beside) for beside in ("", "-wal", "-shm", "-journal")]
    for path in unfinished:
        path.unlink(missing_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):
            for path in unfinished:
                path.unlink(missing_ok=True)


def _refuse_place(register: Path, to: Path) -> None:
    if to.is_dir():
        raise UsageError(f"{to} is a folder. Name the file in it, for example {to / 'foibot.db'}.")
    if not to.parent.is_dir():
        raise UsageError(f"There is no folder {to.parent}. Make it, readable by nobody else.")
    if to.exists() and not to.is_file():
        raise UsageError(f"{to} is no file, but a device or the like: it stays. Name a file.")
    if to.exists() and register.exists() and to.samefile(register):
        raise UsageError(f"{to} is the register itself. Name another file, on another disk.")
    if to.exists() and to.stat().st_size:
        try:
            open_for_reading(to).close()
        except RegisterError as error:
            raise UsageError(f"{to} is there and no copy of a register: it stays. Name another file.") from error


def _copy(register: Path, part: Path) -> None:
    if not copy_held(register, part):
        _copy_by_pages(register, part)
    with ThreadPoolExecutor(1) as other:
        # the disk writes while the check reads what is still in memory
        flushed = other.submit(_flush, part)
        refuse_damaged(part)
        flushed.result()


def _copy_by_pages(register: Path, part: Path) -> None:
    """Copy a register that has no log, or of which we may not write the index: slowly, and whoever writes may wait."""
    source = f"{register.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as before, closing(sqlite3.connect(part)) as copy:
        # nothing of the copy counts before it is whole and flushed: a journal of it would only be written twice
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchall()
        before.backup(copy)
        as_one_file(copy)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
