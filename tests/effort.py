"""What work costs, told by a measure that another's work on the same machine does not change."""

import time
from collections.abc import Callable
from typing import TypeVar

GOES = 3
Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what `work` gives; fail if each of three goes takes longer than `seconds` of this thread's CPU.

    One go may fall together with a collection of everything that thousands of tests have left behind.
    """
    costs: list[float] = []
    while len(costs) < GOES:
        started = time.thread_time()
        result = work()
        costs.append(time.thread_time() - started)
        if costs[-1] < seconds:
            return result
    raise AssertionError(f"{seconds} s are allowed, it took {costs}")
