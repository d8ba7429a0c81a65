"""A frozen fact or case with some of it changed: `dataclasses.replace`, at a fifth of its cost for one of many fields.

A case is amended for each of its facts whenever its log is replayed, and an audit replays every case there is.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

T = TypeVar("T")


@cache
def _shape(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]:
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), {name: at for at, name in enumerate(names)}


def amended(one: T, **changes: Any) -> T:
    """Return the like of a frozen dataclass of two or more fields, but for the fields that are named."""
    values_of, places = _shape(cast("type", type(one)))
    values = list(values_of(one))
    for name, value in changes.items():
        values[places[name]] = value
    return type(one)(*values)
