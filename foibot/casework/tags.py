"""What a tag is: one short word, the same however it is written, that names a subject and nobody."""

import re
from collections.abc import Collection, Iterable, Iterator

from foibot.correspondence.places import runs, told_by_address, told_by_signature
from foibot.correspondence.traces import Identity, tokens
from foibot.errors import UsageError
from foibot.lean import dataclass

LONGEST = 40
SHORTEST_NAME = 2
"""Initials name nobody; whatever else stands in a name may."""
LONG = 8
"""So many letters of an address are no accident inside a longer word."""
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


@dataclass(frozen=True, slots=True)
class Applicant:
    """What a tag must not tell: the parts of the applicant's names, and what tells where they live or how they sign."""

    names: frozenset[str]
    places: frozenset[str]


def applicant_of(who: Identity, signed: Identity, ours: Iterable[str]) -> Applicant:
    """Return by what an applicant could be known in a tag; `ours` are the authority's own words."""
    own = tuple(ours)
    names = frozenset[str]().union(*map(_parts, (*signed.names, *_named_in(who.emails))))
    return Applicant(names, told_by_address(who.lines, own) | told_by_signature(signed.lines, own))


def _named_in(emails: Iterable[str]) -> Iterator[str]:
    """Yield the names that addresses are made of, as mary.poppins@; one word alone may be an office's."""
    for email in emails:
        words = [word for word in tokens(email.rpartition("@")[0].partition("+")[0]) if word.isalpha()]
        yield from [" ".join(words)] if len(words) > 1 else []


def tells_of(tag: str, who: Applicant) -> bool:
    """Tell whether a tag's letters hold a part of the applicant's name, address or signature: tags outlive erasure.

    Hyphens, accents and apostrophes count for nothing, and parts that run together tell as well: `adareader`.
    """
    words = tokens(tag)
    whole = "".join(words)
    if any(run in who.places or _runs_together(run, who.names) for run in runs(words)):
        return True
    return any(len(place) >= LONG and place in whole for place in who.places)


def words_of_name(text: str, people: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a text that are of somebody's name, each once, as they are written."""
    parts = frozenset[str]().union(*map(_parts, people))
    words = (word for word in re.split(r"[\W_]+", text) if word)
    return tuple(dict.fromkeys(word for word in words if _runs_together(word.casefold(), parts)))


def _parts(name: str) -> frozenset[str]:
    parts = (*re.split(r"[\W_]+", name.casefold()), *tokens(name))
    return frozenset(part for part in parts if len(part) >= SHORTEST_NAME)


def _runs_together(word: str, parts: Collection[str]) -> bool:
    """Tell whether a word is nothing but parts of a name, one behind the other."""
    return word in parts or any(word.startswith(one) and _runs_together(word[len(one) :], parts) for one in parts)
