"""The bytes of a register, copied by large pieces while others write to it: its log holds what changes meanwhile.

In WAL mode the file itself is changed by checkpoints alone (WAL-mode File Format, 2.3 and 2.4). A read transaction is
a mark in the log. While it is held,

- no checkpoint takes pages of the log into the file that stand behind the mark. Those before it may be taken in while
  their page is copied, and the copy of that page be torn: they stand in the log, and are read from there;
- the log is not begun anew, so that nothing of it is overwritten;
- where everything was in the file already, nothing at all is taken into it. The log may be begun anew then, once.

So the log as it stands, up to what is committed, and the file, whenever it is copied, are the register of one moment:
that at which the index to the log was read. Nobody waits. `tests/store/test_copies_while_others_write.py` holds this
against writers and checkpoints of all kinds.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

PROGRAM = Path(__file__).with_name("byte_copy.py")
BESIDE = ("-wal", "-shm")


def copy_held(register: Path, part: Path) -> bool:
    """Copy a register into a file that is there and empty; False, and nothing done, where this is not the way to do it.

    Raises `OSError` or `sqlite3.Error` where it fails; what was written by then is no copy.
    """
    log = part.with_name(f"{part.name}-wal")
    with closing(_reader(register)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
        if not _is_held(reader, register):
            return False
        held = _files(register)
        frames = _copied_by_another(register, part, log)
        if _files(register) != held:
            raise sqlite3.DatabaseError("another register was put in its place meanwhile")
        reader.rollback()
    _take_in(log, part, frames)
    return True


def _is_held(reader: sqlite3.Connection, register: Path) -> bool:
    """Tell whether a reader has left a mark that checkpoints wait for; without the right to write it there is none."""
    [(mode,)] = reader.execute("PRAGMA journal_mode").fetchall()
    return mode == "wal" and hasattr(os, "copy_file_range") and os.access(f"{register}-shm", os.W_OK)


def as_one_file(db: sqlite3.Connection) -> None:
    """Leave no log beside a copy: whoever copies it on has all of it."""
    [(mode,)] = db.execute("PRAGMA journal_mode = DELETE").fetchall()
    if mode != "delete":
        raise sqlite3.DatabaseError("its log could not be taken into it")


def _reader(register: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{register.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _files(register: Path) -> list[tuple[int, int]]:
    named = (register, *(register.with_name(register.name + beside) for beside in BESIDE))
    return [(found.st_dev, found.st_ino) for found in map(os.stat, named)]


def _copied_by_another(register: Path, part: Path, log: Path) -> int:
    """Have another process copy the bytes, and return how many frames of the log those are.

    It gets the files open: should this process be killed, what it still writes goes into no file of the next copy.
    """
    file = os.open(part, os.O_WRONLY)
    try:
        beside = os.open(log, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-I", "-S", str(PROGRAM), str(register.absolute()), str(file), str(beside)],
                capture_output=True,
                text=True,
                check=False,
                pass_fds=(file, beside),
            )
        finally:
            os.close(beside)
    finally:
        os.close(file)
    if done.returncode:
        raise OSError(done.stderr.strip() or f"the process that copies was ended by signal {-done.returncode}")
    return int(done.stdout)


def _take_in(log: Path, part: Path, frames: int) -> None:
    if not frames:
        log.unlink()
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        # nothing of the copy counts before it is whole and flushed
        for pragma in ("locking_mode = EXCLUSIVE", "synchronous = OFF"):
            copy.execute(f"PRAGMA {pragma}").fetchall()
        if frames:
            # a log is read up to its first frame with a wrong sum: with fewer it would be an earlier register
            [told] = copy.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
            if told != (0, frames, frames):
                raise sqlite3.DatabaseError(f"of {frames} frames of its log {told[1]} could be read")
        as_one_file(copy)
