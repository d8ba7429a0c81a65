"""Finding again: the index brought up to date a slice at a time, and earlier cases that are like one."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from time import monotonic
from typing import Any

from sqlite_utils import Database

from foibot.casework.similar_requests import Similar, Weighed, ranked, rarest, weigh
from foibot.correspondence.matter import Matter, matter, other_words
from foibot.correspondence.sought import quoted
from foibot.store import finding, search_index
from foibot.store.finding import Opening
from foibot.store.register import writing
from foibot.store.stems import Stems

CANDIDATES = 60
COUNTED_FIRST, COUNTED_AT_MOST = 500, 20_000


def catch_up(db: Database, seconds: float, read: Callable[[int], None] | None = None) -> int:
    """Index what has come since, for about so many seconds; return how many rows are left.

    Each slice is a transaction of its own, so that others write between. `read` is told how many rows are left.
    """
    until = monotonic() + seconds
    left = search_index.behind(db)
    while left and monotonic() < until:
        with writing(db):
            search_index.read_slice(db)
        left = search_index.behind(db)
        if read:
            read(left)
    return left


@cache
def the_stems() -> Stems:
    """Return what knows the stems of words, one for the process."""
    return Stems()


def similar_to(db: Database, opening: Opening, at_most: int) -> list[Similar]:
    """Return the earlier cases whose requests are most like one; itself is not among them."""
    about = matter(opening.subject, opening.text)
    stems = the_stems().of(about.words)
    counts = _counted(db, set(stems.values()))
    terms = _terms(db, about, stems, counts)
    if not terms:
        return []
    texts = search_index.texts(db)
    asked = weigh(about, stems, counts, texts)
    found = finding.openings_with(db, " OR ".join(terms), CANDIDATES)
    others = (one for one in found if one.reference != opening.reference)
    return list(ranked(asked, _weighed(others, counts, texts), at_most))


def _counted(db: Database, stems: set[str]) -> dict[str, int]:
    """Count each stem as far as it matters: exactly while it is rare, up to a bound where it is common."""
    counts = finding.rarity(db, sorted(stems), COUNTED_FIRST)
    common = [stem for stem, count in counts.items() if count == COUNTED_FIRST]
    return counts | finding.rarity(db, common, COUNTED_AT_MOST)


def _terms(db: Database, about: Matter, stems: dict[str, str], counts: dict[str, int]) -> list[str]:
    """Return the terms of the expression by which candidates are looked for."""
    word_of = {stem: word for word, stem in stems.items()}
    own = [quoted(word_of[stem]) for stem in rarest(counts)]
    others = finding.beginnings(db, other_words(about), COUNTED_FIRST)
    return own + [f"{quoted(word.rstrip('*'))}{' *' if word.endswith('*') else ''}" for word in rarest(others)]


def _weighed(openings: Iterable[Opening], counts: dict[str, int], texts: int) -> Iterator[tuple[str, Weighed]]:
    matters = [(one.reference, matter(one.subject, one.text)) for one in openings]
    stems = the_stems().of(word for _, about in matters for word in about.words)
    for reference, about in matters:
        yield reference, weigh(about, stems, counts, texts)


def described(db: Database, one: Similar) -> dict[str, Any]:
    """Return an earlier case with how it ended and how much it is alike, in per cent."""
    return {**finding.how_it_ended(db, one.reference), "alike": round(100 * one.alike)}
