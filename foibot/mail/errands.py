"""Something that waits on a server, done in a thread of its own while the one who wants it goes on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

T = TypeVar("T")


class Begins(Protocol):
    """What begins an errand: `begin`, or what does it at once in a simulation."""

    def __call__(self, errand: Callable[[], T], /) -> Future[T]:
        """Begin an errand; what comes of it, or what went wrong, is kept for whoever asks for the result."""


def begin(errand: Callable[[], T], /) -> Future[T]:
    """Begin an errand in a thread that ends with it.

    A connection is for one thread at a time: nobody else may use the errand's before it is done.
    """
    runner = ThreadPoolExecutor(1, thread_name_prefix="errand")
    try:
        return runner.submit(errand)
    finally:
        runner.shutdown(wait=False)
