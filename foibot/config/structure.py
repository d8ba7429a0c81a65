"""From what tomllib read to the dataclasses: strict types, known keys, values of the right kind.

Nothing is coerced ("5" is no number, 1 is no `true`): a value of the wrong type is a mistake to be shown.
What went wrong comes out as a list of `Trouble`, one for each key, and never as the first of them alone.

Written out here, as one reader a kind of type: a library for it would stay in the memory of the daemon for good, and
takes a tenth of its start.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin

from foibot.config.examples import example
from foibot.config.kinds import BadValueError, SecretKind
from foibot.config.oauth import SecretReference
from foibot.config.schema import Config, Window
from foibot.lean import dataclass

_WORDS: dict[type, tuple[str, str]] = {
    str: ("text", "Write it in quotation marks."),
    int: ("a whole number", "Write digits alone, without quotation marks."),
    bool: ("true or false", "Write true or false, without quotation marks."),
    dt.date: ("a date", "Write year, month and day without quotation marks, for example 2026-06-15."),
    dict: ("a table", "Write its keys under a heading in brackets, or in braces as { key = … }."),
    list: ("a list", 'Write it in brackets, for example ["one", "two"].'),
}
_BY_REFERENCE = (
    'Write { env = "NAME" } and set that variable, or { file = "…" }, { command = "…" } or { keyring = "…" }.'
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault and its remedy at a dotted key, before file and line are known."""

    key: str
    fault: str
    remedy: str


MOST_UNKNOWN = 20
"""So many unknown keys of one table are told one by one."""
LONGEST_NAME = 255
"""Bytes of a file's name, as the usual file systems take them."""
Reader = Callable[[Any, Any, "Place"], Any]
"""Reads a value of one kind; raises `BadValueError`, or notes at the place what is wrong below it."""


def structure(document: Mapping[str, Any]) -> tuple[Config | None, list[Trouble]]:
    """Return the configuration as written, or None and everything in its shape that is wrong."""
    place = Place("", [])
    config = place.read(document, Config)
    return None if place.troubles else config, place.troubles


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the remedy for an unknown word: the known one most like it, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}."


class Place:
    """A key of the document, and what was found wrong at it and everywhere else so far."""

    def __init__(self, key: str, troubles: list[Trouble]) -> None:
        self.key = key
        self.troubles = troubles

    def below(self, name: str) -> "Place":
        """Return the place of a key of this table."""
        return Place(f"{self.key}.{name}".lstrip("."), self.troubles)

    def at(self, number: int) -> "Place":
        """Return the place of a member of this list."""
        return Place(f"{self.key}[{number}]", self.troubles)

    def note(self, fault: str, remedy: str) -> None:
        """Note what is wrong here."""
        self.troubles.append(Trouble(self.key, fault, remedy))

    def read(self, value: Any, kind: Any) -> Any:
        """Return the value as its kind wants it; where it cannot be used, that is noted and the answer is None."""
        try:
            return _reader_of(kind)(value, kind, self)
        except BadValueError as error:
            self.note(error.fault, error.remedy)
            return None


def _reader_of(kind: Any) -> Reader:
    return _BY_TYPE.get(kind) or _BY_ORIGIN.get(get_origin(kind)) or _section


def _strict(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        wanted, remedy = _WORDS[kind]
        raise BadValueError(f"must be {wanted}", remedy)
    return value


def _word(value: Any, kind: Any) -> Any:
    if value not in get_args(kind):
        known = list(get_args(kind))
        raise BadValueError(f'"{_strict(value, str)}" is not known', nearest(value, known))
    return value


def _tested(value: Any, kind: Any, place: Place) -> Any:
    plain, *tests = get_args(kind)
    before = len(place.troubles)
    read = place.read(value, plain)
    if len(place.troubles) == before:
        for test in tests:
            test(read)
    return read


def _listed(value: Any, kind: Any, place: Place) -> Any:
    of = get_args(kind)[0]
    if is_dataclass(of) and not isinstance(value, list):
        raise BadValueError(
            "must be a list of tables", "Write each under a heading in double brackets, such as [[officers]]."
        )
    return tuple(place.at(number).read(one, of) for number, one in enumerate(_strict(value, list)))


def _or_none(value: Any, kind: Any, place: Place) -> Any:
    """Read what may be left out; TOML has no word for nothing, and an empty path is one."""
    [plain] = [one for one in get_args(kind) if one is not type(None)]
    return None if plain is Path and value == "" else place.read(value, plain)


def _section(value: Any, kind: Any, place: Place) -> Any:
    table, before = _strict(value, dict), len(place.troubles)
    known = {_key(field.name): field for field in fields(kind) if (kind, field.name) != (Config, "path")}
    read = dict(_fields(table, known, place))
    unknown = sorted(table.keys() - known.keys())
    for extra in unknown[:MOST_UNKNOWN]:
        place.below(extra).note("is not known", nearest(extra, list(known)))
    if len(unknown) > MOST_UNKNOWN:
        more = f"holds {len(unknown) - MOST_UNKNOWN} more keys that are not known"
        place.note(more, "Is this the configuration of foibot? foibot init writes one.")
    return kind(**read) if len(place.troubles) == before else None


def _fields(table: Mapping[str, Any], known: Mapping[str, "Field[Any]"], place: Place) -> Iterator[tuple[str, Any]]:
    for key, field in known.items():
        below = place.below(key)
        if key in table:
            yield field.name, below.read(table[key], field.type)
        elif field.default is MISSING and field.default_factory is MISSING:
            below.note("is missing", f"Add {example(below.key)}.")


def _path(value: Any) -> Path:
    if not _strict(value, str).strip():
        raise BadValueError("is empty", "Name a file, or remove the line if the key is optional.")
    if "\0" in value or any(len(part.encode()) > LONGEST_NAME for part in Path(value).parts):
        raise BadValueError("is no name that a file can have", f"Each part has {LONGEST_NAME} bytes at most.")
    return Path(value).expanduser()


def _window(value: Any) -> Window:
    remedy = 'Write two times of one day, the earlier first, for example "08:00-18:00".'
    times = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)\s*[-\u2013]\s*([01]\d|2[0-3]):([0-5]\d)", _strict(value, str))
    if not times:
        raise BadValueError(f'"{value}" is no window of time', remedy)
    hour, minute, last_hour, last_minute = map(int, times.groups())
    window = Window(dt.time(hour, minute), dt.time(last_hour, last_minute))
    if window.opens >= window.closes:
        raise BadValueError(f'"{value}" ends before it begins', remedy)
    return window


def _secret(value: Any) -> SecretReference:
    if isinstance(value, str):
        raise BadValueError("a secret must not stand in the file itself", _BY_REFERENCE)
    kinds = list(get_args(SecretKind))
    if not isinstance(value, dict) or len(value) != 1:
        raise BadValueError("must name one place where the secret is kept", _BY_REFERENCE)
    [(kind, place)] = value.items()
    if kind not in kinds:
        raise BadValueError(f'"{kind}" is no place for a secret', nearest(kind, kinds))
    if not isinstance(place, str) or not place.strip():
        raise BadValueError(f"{kind} must be text", _BY_REFERENCE)
    return SecretReference(kind, place)


_BY_TYPE: Mapping[Any, Reader] = {
    **dict.fromkeys((str, int, bool, dt.date), lambda value, kind, _: _strict(value, kind)),
    Path: lambda value, _, __: _path(value),
    Window: lambda value, _, __: _window(value),
    SecretReference: lambda value, _, __: _secret(value),
}
_BY_ORIGIN: Mapping[Any, Reader] = {
    Literal: lambda value, kind, _: _word(value, kind),
    Mapping: lambda value, _, __: _strict(value, dict),
    Annotated: _tested,
    tuple: _listed,
    UnionType: _or_none,
}


def _key(name: str) -> str:
    return name.rstrip("_")
