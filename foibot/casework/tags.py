"""What a tag is: one short word, the same however it is written, that names a subject and nobody."""

import re
from collections.abc import Collection, Iterable

from foibot.errors import UsageError

LONGEST = 40
SHORTEST_NAME = 2
"""Initials name nobody; whatever else stands in a name may."""
TAG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
NUMBERED = re.compile(r"\d{6}")
"""So many figures in a row are a telephone number or somebody's own, and no year."""


def read_tag(written: str) -> str:
    """Return a tag as the register writes it: in small letters, with hyphens; raises `UsageError` for what is none."""
    word = re.sub(r"[\s_]+", "-", written.strip().lstrip("#").casefold())
    if "@" in word:
        raise UsageError(f"'{written}' looks like an e-mail address. A tag names a subject and never a person.")
    if not TAG.fullmatch(word) or len(word) > LONGEST:
        raise UsageError(
            f"'{written}' is no tag. Use letters, figures and hyphens, {LONGEST} at most: roads, social-care, tax-2026."
        )
    if NUMBERED.search(word):
        raise UsageError(f"'{written}' has a long number in it. A tag names a subject and never a person.")
    return word


def names(tag: str, applicant: str) -> bool:
    """Tell whether a tag is, or has a word, of the applicant's name: tags stay when personal data are erased.

    Parts that run together name them as well: `adareader`.
    """
    called = _parts(applicant)
    return any(_runs_together(word, called) for word in (*tag.split("-"), tag.replace("-", "")))


def words_of_name(text: str, people: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a text that are of somebody's name, each once, as they are written."""
    parts = frozenset[str]().union(*map(_parts, people))
    words = (word for word in re.split(r"[\W_]+", text) if word)
    return tuple(dict.fromkeys(word for word in words if _runs_together(word.casefold(), parts)))


def _parts(name: str) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[\W_]+", name.casefold()) if len(part) >= SHORTEST_NAME)


def _runs_together(word: str, parts: Collection[str]) -> bool:
    """Tell whether a word is nothing but parts of a name, one behind the other."""
    return word in parts or any(word.startswith(one) and _runs_together(word[len(one) :], parts) for one in parts)
