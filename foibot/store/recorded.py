"""A fact as the log holds it, and how it is read back: each field by its type, worked out once a kind of fact."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args, get_origin, get_type_hints

from foibot.casework.events import EVENT_TYPES, Event, Person, Words
from foibot.lean import dataclass
from foibot.store.moments import parse_moment

WordsOf = Callable[[str, int, str], Words]
"""Returns what was written with a fact: by reference, version and field."""
PersonOf = Callable[[int], Person]
"""Returns the person of a row."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact as the log holds it; `at` is aware UTC."""

    reference: str
    version: int
    at: datetime
    actor: str
    event: Event


def _hints(kind: type[Event]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


HINTS: dict[type[Event], dict[str, Any]] = {kind: _hints(kind) for kind in EVENT_TYPES.values()}
"""The fields of each fact and their types, worked out once."""


def _as_it_is(value: Any) -> Any:
    return value


def _reader(hint: Any) -> tuple[Any, Any]:
    """Return what reads a field from the log, and what it is where the log holds nothing."""
    if get_origin(hint) is tuple:
        return tuple, ()
    if date in (hint, *get_args(hint)):
        return date.fromisoformat, None
    return (hint if hint in (Words, Person) else _as_it_is), "" if hint is str else None


READERS: dict[str, tuple[type[Event], tuple[tuple[str, Any, Any], ...]]] = {
    name: (kind, tuple((field, *_reader(hint)) for field, hint in HINTS[kind].items()))
    for name, kind in EVENT_TYPES.items()
}


def recorded(row: tuple[Any, ...], words: WordsOf, person: PersonOf) -> Recorded:
    """Return the fact of a row of the log: reference, version, at, actor, type, payload."""
    reference, version, at, actor, name, text = row
    payload, (kind, readers) = json.loads(text), READERS[name]
    values: list[Any] = []
    for field, read, absent in readers:
        if read is Words:
            values.append(words(reference, version, field))
        elif field not in payload:
            values.append(absent)
        else:
            values.append((person if read is Person else read)(payload[field]))
    return Recorded(reference, version, parse_moment(at), actor, kind(*values))
