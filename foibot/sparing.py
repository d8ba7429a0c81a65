"""Importing a library without what it takes in and never uses here: the daemon would keep that in memory for good."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any, cast


@contextmanager
def sparing(spared: Mapping[str, Mapping[str, Any] | None]) -> Iterator[None]:
    """While a library is imported, spare it the modules named; those that are loaded already are left to it.

    For each, what the library wants to find in it; or None where it does without when it cannot be imported.
    """
    here = {name: found for name, found in spared.items() if name not in sys.modules}
    for name, found in here.items():
        sys.modules[name] = cast("ModuleType", None if found is None else SimpleNamespace(**found))
    try:
        yield
    finally:
        for name in here:
            del sys.modules[name]
