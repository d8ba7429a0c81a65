"""One process at a time works on a register: the second learns who holds it, and stops.

Commands do not take this lock; only what reads the mailbox or sends does.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foibot.errors import Unavailable


@contextmanager
def sole_worker(register: Path) -> Iterator[None]:
    """Hold the register's lock file; raises `Unavailable` naming the process that holds it.

    The lock goes with the process, however it ends, so there is never a stale one to remove.
    """
    path = register.with_name(register.name + ".lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Unavailable(
            f"{path} cannot be made ({error.strerror}). Let this system user write the folder of the register."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 100).decode("ascii", "replace").strip() or "another process"
            raise Unavailable(
                f"Process {holder} works on {register} already. Stop it first, or let it work."
            ) from error
        _sign(handle, path)
        yield
    finally:
        os.close(handle)


def _sign(handle: int, path: Path) -> None:
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written ({error.strerror}). Make room on that disk.") from error
