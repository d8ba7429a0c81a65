"""Topics: the tags that a new request gets by itself, by the words in it; a table of the authority's own.

A word is found whole, in the singular or the plural; several words are found as a phrase. No more is guessed: a tag
that is missing costs less than one that misleads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from foibot.casework.tags import read_tag
from foibot.correspondence.plurals import forms_of
from foibot.errors import ConfigError, Problem, UsageError
from foibot.lean import dataclass

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
Phrase = tuple[frozenset[str], ...]
"""The words of a phrase, each in its forms."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag, and the words or phrases that tell it."""

    tag: str
    words: tuple[str, ...]


def topics_from_table(table: Mapping[str, Any], file: str = "config.toml") -> tuple[Topic, ...]:
    """Return the topics of `[topics]`; raises `ConfigError` with every problem."""
    problems = [
        Problem(file, f"topics.{name}", *fault) for name, words in table.items() for fault in _faults(name, words)
    ]
    tags = [read_tag(name) for name in table] if not problems else []
    problems += [
        Problem(file, f"topics.{name}", f"is the tag {tag} a second time", "Put its words in one list.")
        for at, (name, tag) in enumerate(zip(table, tags, strict=False))
        if tag in tags[:at]
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(Topic(tag, tuple(words)) for tag, words in zip(tags, table.values(), strict=True))


def _faults(name: str, words: Any) -> Iterator[tuple[str, str]]:
    try:
        read_tag(name)
    except UsageError as error:
        fault, _, remedy = str(error).partition(". ")
        yield f"is no tag: {fault}", remedy
    if not isinstance(words, list) or not words or not all(isinstance(one, str) for one in words):
        yield "must be a list of words", 'Write it as roads = ["pothole", "road works"].'
        return
    for word in words:
        if "@" in word or not WORD.search(word):
            yield f'has "{word}", which is no word of a request', "Name words and phrases, and no address."


def topics_in(text: str, topics: tuple[Topic, ...]) -> Iterator[tuple[str, str]]:
    """Yield each tag that a text has, with the first word of the table by which it does."""
    if not topics:
        return
    said = _words(text)
    places: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        places.setdefault(word, []).append(at)
    for tag, phrases in _prepared(topics):
        found = next((written for written, phrase in phrases if _has(said, places, phrase)), None)
        if found is not None:
            yield tag, found


def _has(said: Sequence[str], places: Mapping[str, Sequence[int]], phrase: Phrase) -> bool:
    starts = (at for form in phrase[0] for at in places.get(form, ()) if at + len(phrase) <= len(said))
    return any(all(said[at + more] in forms for more, forms in enumerate(phrase)) for at in starts)


@cache
def _prepared(topics: tuple[Topic, ...]) -> tuple[tuple[str, tuple[tuple[str, Phrase], ...]], ...]:
    return tuple((one.tag, tuple((word, tuple(map(forms_of, _words(word)))) for word in one.words)) for one in topics)


def _words(text: str) -> list[str]:
    return [GENITIVE.sub("", match[0]) for match in WORD.finditer(text.casefold())]


GENITIVE = re.compile(r"['\u2019]s?$")
