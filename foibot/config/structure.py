"""From what tomllib read to the dataclasses: strict types, known keys, values of the right kind.

Nothing is coerced ("5" is no number, 1 is no `true`): a value of the wrong type is a mistake to be shown.
What went wrong comes out as a list of `Trouble`, one for each key, and never as the first of them alone.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Literal, get_args, get_origin

from cattrs import (
    BaseValidationError,
    ClassValidationError,
    Converter,
    ForbiddenExtraKeysError,
    IterableValidationError,
)
from cattrs.gen import make_dict_structure_fn, override

from foibot.config.examples import example
from foibot.config.kinds import BadValueError, SecretKind
from foibot.config.oauth import SecretReference
from foibot.config.schema import Config, Window

Hook = Callable[[Any, Any], Any]

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


def structure(document: Mapping[str, Any]) -> tuple[Config | None, list[Trouble]]:
    """Return the configuration as written, or None and everything in its shape that is wrong."""
    try:
        return _converter().structure(document, Config), []
    except BaseValidationError as error:
        return None, list(_troubles(error, ""))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the remedy for an unknown word: the known one most like it, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}."


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool, dt.date):
        converter.register_structure_hook(kind, _strict)
    converter.register_structure_hook(Path, _path)
    converter.register_structure_hook_func(lambda kind: kind == Path | None, _path_or_none)
    converter.register_structure_hook(Window, _window)
    converter.register_structure_hook(SecretReference, _secret)
    converter.register_structure_hook_func(_made_of(Literal), _word)
    converter.register_structure_hook_func(_made_of(Mapping), _tables)
    for test, hook in ((_made_of(Annotated), _tested), (_made_of(tuple), _listed), (is_dataclass, _section)):
        converter.register_structure_hook_factory(test, _factory(hook, converter))
    return converter


def _made_of(origin: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


def _factory(hook: Callable[[Any, Converter], Hook], converter: Converter) -> Callable[[Any], Hook]:
    return lambda kind: hook(kind, converter)


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


def _tested(kind: Any, converter: Converter) -> Hook:
    plain, *tests = get_args(kind)
    inner = converter.get_structure_hook(plain)

    def structure_tested(value: Any, _: Any) -> Any:
        structured = inner(value, plain)
        for test in tests:
            test(structured)
        return structured

    return structure_tested


def _listed(kind: Any, converter: Converter) -> Hook:
    of = get_args(kind)[0]
    listed: Any = GenericAlias(list, (of,))
    inner = converter.get_structure_hook(listed)

    def structure_list(value: Any, _: Any) -> Any:
        if is_dataclass(of) and not isinstance(value, list):
            raise BadValueError(
                "must be a list of tables", "Write each under a heading in double brackets, such as [[officers]]."
            )
        return tuple(inner(_strict(value, list), listed))

    return structure_list


def _section(kind: Any, converter: Converter) -> Hook:
    overrides: dict[str, Any] = {
        field.name: override(rename=_key(field.name)) for field in fields(kind) if field.name != _key(field.name)
    }
    if kind is Config:
        overrides["path"] = override(omit=True)
    inner = make_dict_structure_fn(kind, converter, _cattrs_use_linecache=False, **overrides)
    return lambda value, _: inner(_strict(value, dict), kind)


def _tables(value: Any, _: Any) -> Any:
    return _strict(value, dict)


def _path(value: Any, _: Any) -> Path:
    if not _strict(value, str).strip():
        raise BadValueError("is empty", "Name a file, or remove the line if the key is optional.")
    return Path(value).expanduser()


def _path_or_none(value: Any, _: Any) -> Path | None:
    return _path(value, Path) if value != "" else None


def _window(value: Any, _: Any) -> Window:
    remedy = 'Write two times of one day, the earlier first, for example "08:00-18:00".'
    times = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)\s*[-\u2013]\s*([01]\d|2[0-3]):([0-5]\d)", _strict(value, str))
    if not times:
        raise BadValueError(f'"{value}" is no window of time', remedy)
    hour, minute, last_hour, last_minute = map(int, times.groups())
    window = Window(dt.time(hour, minute), dt.time(last_hour, last_minute))
    if window.opens >= window.closes:
        raise BadValueError(f'"{value}" ends before it begins', remedy)
    return window


def _secret(value: Any, _: Any) -> SecretReference:
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


def _troubles(error: BaseException, key: str) -> Iterator[Trouble]:
    if isinstance(error, ClassValidationError):
        for inner, attribute in error.group_exceptions()[0]:
            yield from _troubles(inner, f"{key}.{_key(attribute.name)}".lstrip("."))
        for inner in error.group_exceptions()[1]:
            yield from _troubles(inner, key)
    elif isinstance(error, IterableValidationError):
        for inner, item in error.group_exceptions()[0]:
            yield from _troubles(inner, f"{key}[{item.index}]")
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [_key(field.name) for field in fields(error.cl) if (error.cl, field.name) != (Config, "path")]
        for extra in sorted(error.extra_fields):
            yield Trouble(f"{key}.{extra}".lstrip("."), "is not known", nearest(extra, known))
    elif isinstance(error, KeyError):
        yield Trouble(key, "is missing", f"Add {example(key)}.")
    elif isinstance(error, BadValueError):
        yield Trouble(key, error.fault, error.remedy)
    else:
        raise error


def _key(name: str) -> str:
    return name.rstrip("_")
