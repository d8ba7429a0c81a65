"""Which earlier requests ask for what a new one asks, so that nobody works out twice what was answered once.

The index gives candidates by their rarest words; here they are weighed. A hint for the officer and nothing more:
what was withheld then may have to be disclosed now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from math import log, sqrt

from foibot.correspondence.matter import Matter, name_of_subject
from foibot.correspondence.words_of_asking import GENERIC
from foibot.lean import dataclass

TERMS = 12
PLACES = 8_000
"""How many places of the index are weighed for one request, over all its terms; no term is counted beyond that."""
A_SUBJECT = 1.2
OF_A_GENERIC_WORD = 0.25
OF_A_PAIR = 0.5
IN_TITLE = 1.3
SUBJECT = "subject "
A_TELLING_SHARE = 0.25
FEWEST_TEXTS = 500
"""A register with fewer texts than this does not know yet which words are rare."""
TOLD_AT_MOST = 3
# Measured by bench/similar.py on requests that have an earlier one and on others of the same topics that have none.
NEARLY_THE_SAME = 0.8
ALIKE_ENOUGH, AHEAD, SHARED_SUBJECTS, SHARED_IN_ALL = 0.45, 1.3, 5, 5
WEAK, LEAST = 0.25, 0.1
"""Of cases below the first one in 25 is the right one, and a third of the wrong are; none is right below the second."""
NAMED = 8


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a request is about, in stems, each with the weight that its rarity gives it."""

    weights: Mapping[str, float]
    telling: float = 0.0
    """The weight from which a word tells something."""
    called: Mapping[str, str] = field(default_factory=dict)
    """How each stem is written here, and what each subject is called."""

    @property
    def length(self) -> float:
        """The length of it, as that of a vector."""
        return sqrt(sum(weight * weight for weight in self.weights.values())) or 1.0


def rarest(counts: Mapping[str, int], *, most: int = TERMS) -> list[str]:
    """Return the terms by which candidates are looked for: the rarest that stand anywhere, as many as cost allows."""
    chosen, places = list[str](), 0
    for term, count in sorted(counts.items(), key=lambda each: (each[1], each[0])):
        if len(chosen) == most or (chosen and places + count > PLACES):
            break
        if count:
            chosen.append(term)
            places += count
    return chosen


@dataclass(frozen=True, slots=True)
class Counts:
    """In how many places of the index a stem stands, or the words of a subject, and how many texts there are.

    What was not counted is taken for something of middling rarity.
    """

    stems: Mapping[str, int]
    subjects: Mapping[int, int]
    texts: int

    def rarity(self, count: int | None) -> float:
        """Return how much more what is so rare tells than what is everywhere."""
        texts = max(self.texts, FEWEST_TEXTS)
        return log(1 + texts / (1 + (sqrt(texts) if count is None else count)))


def weigh(asked: Matter, stems: Mapping[str, str], counts: Counts) -> Weighed:
    """Return a request with the weights of its words, pairs of words and subjects."""
    weights: dict[str, float] = {}
    called: dict[str, str] = {}
    for word in asked.words:
        stem = stems[word]
        called.setdefault(stem, word)
        weight = counts.rarity(counts.stems.get(stem)) * (OF_A_GENERIC_WORD if is_generic(word) else 1.0)
        weights[stem] = max(weights.get(stem, 0.0), weight * (IN_TITLE if word in asked.title else 1.0))
    for one, other in zip(asked.words, asked.words[1:], strict=False):
        pair = min(weights[stems[one]], weights[stems[other]])
        weights[f"{stems[one]} {stems[other]}"] = OF_A_PAIR * pair
    for row in asked.subjects:
        weights[f"{SUBJECT}{row}"] = A_SUBJECT * counts.rarity(counts.subjects.get(row))
        called[f"{SUBJECT}{row}"] = name_of_subject(row)
    return Weighed(weights, A_TELLING_SHARE * counts.rarity(0), called)


def is_generic(word: str) -> bool:
    """Tell whether a word tells little of what a request is about: a number, or a word that half of them have."""
    return word in GENERIC or word.isdecimal()


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case: how much it asks for the same, from 0 to 1, and how many telling words and subjects it shares.

    `shared` are the weightiest of these: words as the earlier request has them, and subjects by their first name.
    """

    reference: str
    alike: float
    words: int = 0
    subjects: int = 0
    shared: tuple[str, ...] = ()

    @property
    def is_weak(self) -> bool:
        """Tell whether it is far below what a notice would tell of."""
        return self.alike < WEAK


def compared(reference: str, one: Weighed, other: Weighed) -> Similar:
    """Compare two requests: the cosine of what they are about, and how much that rests on."""
    shared = {term: weight * other.weights[term] for term, weight in one.weights.items() if term in other.weights}
    alike = sum(shared.values()) / (one.length * other.length)
    words = sum(" " not in term and one.weights[term] > one.telling for term in shared)
    subjects = sum(term.startswith(SUBJECT) for term in shared)
    return Similar(reference, alike, words, subjects, _named(one, other, shared))


def _named(one: Weighed, other: Weighed, shared: Mapping[str, float]) -> tuple[str, ...]:
    """Name what two requests share, so that an officer sees why: words, then subjects, the weightiest first."""
    telling = (
        term for term in shared if one.weights[term] > one.telling and not is_generic(other.called.get(term, ""))
    )
    ordered = sorted(telling, key=lambda term: (term.startswith(SUBJECT), -shared[term], term))
    return tuple(dict.fromkeys(other.called[term] for term in ordered if term in other.called))[:NAMED]


def ranked(asked: Weighed, earlier: Iterable[tuple[str, Weighed]], at_most: int) -> list[Similar]:
    """Return the earlier cases most like a request, the most alike first."""
    found = (compared(reference, asked, other) for reference, other in earlier)
    return sorted((one for one in found if one.alike >= LEAST), key=lambda one: (-one.alike, one.reference))[:at_most]


def worth_telling(found: Sequence[Similar]) -> list[Similar]:
    """Return those that an officer should be told of unasked, at most three, from a list in order of likeness.

    Those that ask nearly the same in the same words; and else the first, where it stands out and rests on enough.
    """
    same = [one for one in found if one.alike >= NEARLY_THE_SAME][:TOLD_AT_MOST]
    return same or [one for one in found[:1] if _stands_out(one, found[1:])]


def _stands_out(first: Similar, others: Sequence[Similar]) -> bool:
    enough = first.subjects >= SHARED_SUBJECTS and first.subjects + first.words >= SHARED_IN_ALL
    return enough and first.alike >= ALIKE_ENOUGH and all(first.alike >= AHEAD * one.alike for one in others[:1])
