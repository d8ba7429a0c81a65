"""A copy of the register while others work on it: one file, whole as of one moment, or none."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from foibot.errors import RegisterError, UsageError
from foibot.store.register import open_for_reading


def back_up(register: Path, to: Path) -> int:
    """Copy the register to a file and return its bytes; whoever writes to the register meanwhile goes on.

    SQLite's online backup takes one snapshot. The copy is made beside its place, checked, flushed to the disk, and
    only then takes the place of an earlier one. Raises `UsageError` where another file stands there, `RegisterError`
    where the register cannot be read or the copy not be written.
    """
    _refuse_place(register, to)
    open_for_reading(register).close()
    part = to.with_name(f".{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(register, part)
        size = part.stat().st_size
        part.replace(to)
        _flush(to.parent)
    except (OSError, sqlite3.Error) as error:
        raise RegisterError(f"{to} was not written ({error}). Nothing was changed; an earlier copy is kept.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return size


def _refuse_place(register: Path, to: Path) -> None:
    if to.is_dir():
        raise UsageError(f"{to} is a folder. Name the file in it, for example {to / 'foibot.db'}.")
    if not to.parent.is_dir():
        raise UsageError(f"There is no folder {to.parent}. Make it, readable by nobody else.")
    if to.exists() and register.exists() and to.samefile(register):
        raise UsageError(f"{to} is the register itself. Name another file, on another disk.")
    if to.exists() and to.stat().st_size:
        try:
            open_for_reading(to).close()
        except RegisterError as error:
            raise UsageError(f"{to} is there and no copy of a register: it stays. Name another file.") from error


def _copy(register: Path, part: Path) -> None:
    source = f"{register.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as before, closing(sqlite3.connect(part)) as copy:
        # nothing of the copy counts before it is whole and flushed: a journal of it would only be written twice
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchall()
        before.backup(copy)
        # as one file, without a log beside it, whoever copies it on has all of it
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        [(found,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
    _flush(part)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
