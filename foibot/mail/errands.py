"""Something that waits on a server, done in a thread of its own while the one who wants it goes on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Begins(Protocol):
    """What begins an errand: `begin`, or what does it at once in a simulation."""

    def __call__(self, errand: Callable[[], T], /) -> Future[T]:
        """Begin an errand; what comes of it, or what went wrong, is kept for whoever asks for the result."""


AT_A_TIME = 3
_RUNNERS = ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="errand")
"""Threads that are kept: to begin one and wait for its first breath costs more than many an errand."""


def begin(errand: Callable[[], T], /) -> Future[T]:
    """Begin an errand beside the thread that calls.

    A connection is for one thread at a time: nobody else may use the errand's before it is done.
    """
    return _RUNNERS.submit(errand)
