"""Topics: the tags that a new request gets by itself, by the words in it; a table of the authority's own.

A word is found whole, in the singular or the plural; several words are found as a phrase. No more is guessed: a tag
that is missing costs less than one that misleads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from foibot.casework.tags import read_tag
from foibot.errors import ConfigError, Problem, UsageError

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
Stems = tuple[str, ...]


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
    stems = _stems(text)
    places: dict[str, list[int]] = {}
    for at, stem in enumerate(stems):
        places.setdefault(stem, []).append(at)
    for tag, phrases in _prepared(topics):
        word = next((word for word, phrase in phrases if _has(stems, places, phrase)), None)
        if word is not None:
            yield tag, word


def _has(stems: Sequence[str], places: Mapping[str, Sequence[int]], phrase: Stems) -> bool:
    return any(tuple(stems[at : at + len(phrase)]) == phrase for at in places.get(phrase[0], ()))


@cache
def _prepared(topics: tuple[Topic, ...]) -> tuple[tuple[str, tuple[tuple[str, Stems], ...]], ...]:
    return tuple((topic.tag, tuple((word, tuple(_stems(word))) for word in topic.words)) for topic in topics)


def _stems(text: str) -> list[str]:
    return [stem(match[0]) for match in WORD.finditer(text.casefold())]


KEPT_IES, KEPT_ES, KEPT_S = ("eies", "aies"), ("aes", "ees", "oes"), ("us", "ss")


def stem(word: str) -> str:
    """Return an English word without the ending of its plural (Harman 1991, the S stemmer), or of its genitive."""
    plain = re.sub(r"['\u2019]s?$", "", word)
    if plain.endswith("ies") and not plain.endswith(KEPT_IES):
        return f"{plain[:-3]}y"
    if plain.endswith("es") and not plain.endswith(KEPT_ES):
        return plain[:-1]
    return plain[:-1] if plain.endswith("s") and not plain.endswith(KEPT_S) else plain
