"""Copies the bytes of a register that somebody else holds still (`held_copy.py`); run as a process of its own.

POSIX locks belong to a process, and all it has on a file go when it closes any descriptor of that file (How To Corrupt
An SQLite Database File, 2.2). So whoever holds the register by SQLite must not open it by hand, and this process, which
does, holds nothing.

    python -I -S byte_copy.py REGISTER FILE LOG

FILE and LOG are the numbers of open descriptors. What is written is the number of the log's frames that were copied.
"""

import os
import struct
import sys
import time
from typing import NamedTuple

HEADER, FRAME_HEADER = 32, 24
"""Bytes of a write-ahead log before its frames, and of a frame before its page (File Format, 4.1)."""
VERSION = 3_007_000
"""The one version there is of the index to the log (WAL-mode File Format, 2.2.1)."""
INDEX = struct.Struct("=I8xBxHI12x8s8x")
PIECE = 1 << 28
TRIES = 100


class Index(NamedTuple):
    """What the index says of the log: how many frames are committed, the size of a page, the salts of this log."""

    frames: int
    page: int
    salts: bytes

    @property
    def log_bytes(self) -> int:
        """The bytes of the log up to the last frame that is committed."""
        return HEADER + self.frames * (FRAME_HEADER + self.page)


def main() -> None:
    """Copy what the log holds now, while it is short, then the file; what is written to the log meanwhile is left."""
    register, file, log = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        frames = copy_log(_opened(f"{register}-shm"), _opened(f"{register}-wal"), log)
        copy_bytes(_opened(register), file)
    except OSError as error:
        sys.exit(error.strerror or str(error))
    sys.stdout.write(str(frames))


def copy_bytes(before: int, after: int, size: int | None = None) -> None:
    """Copy as much as there is from where both stand, or `size` bytes of it; the kernel does it by large pieces."""
    left = os.fstat(before).st_size if size is None else size
    copied = _by_the_file_system
    while left:
        try:
            done = copied(before, after, min(left, PIECE))
        except OSError:
            if copied is _by_the_kernel:
                raise
            # another file system, or one that cannot: what went before stays copied, both stand behind it
            copied = _by_the_kernel
            continue
        if not done:
            break  # the file became shorter, as a checkpoint may cut it: what is gone has no place in the copy
        left -= done


def _by_the_file_system(before: int, after: int, size: int) -> int:
    return os.copy_file_range(before, after, size)


def _by_the_kernel(before: int, after: int, size: int) -> int:
    return os.sendfile(after, before, None, size)


def copy_log(index: int, log: int, after: int) -> int:
    """Copy the log up to the last frame that is committed, and return how many frames that are.

    Such frames never change until the log is begun anew, and that shows by its salts. Where the log was empty of news
    when the register began to be held, it may be begun anew once: then it is copied once more.
    """
    for _ in range(TRIES):
        found = read_index(index)
        if not found.frames:
            return 0  # all that there is stands in the file
        os.ftruncate(after, 0)
        os.lseek(log, 0, os.SEEK_SET)
        os.lseek(after, 0, os.SEEK_SET)
        copy_bytes(log, after, found.log_bytes)
        same = os.pread(after, 8, 16) == found.salts == read_index(index).salts
        if same and os.fstat(after).st_size == found.log_bytes:
            return found.frames
    sys.exit("its write-ahead log was begun anew again and again")


def read_index(index: int) -> Index:
    """Return what the index says; it is written twice, so that one that is just being changed is told."""
    for _ in range(TRIES):
        one, other = (os.pread(index, INDEX.size, at) for at in (0, INDEX.size))
        if one == other and len(one) == INDEX.size:
            version, begun, page, frames, salts = INDEX.unpack(one)
            if version != VERSION or not begun:
                sys.exit("the index to its write-ahead log is of a kind that is not known")
            return Index(frames, 65_536 if page == 1 else page, salts)
        time.sleep(0.001)
    sys.exit("the index to its write-ahead log cannot be read")


def _opened(path: str) -> int:
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


if __name__ == "__main__":
    main()
