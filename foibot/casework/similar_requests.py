"""Which earlier requests ask for what a new one asks, so that nobody works out twice what was answered once.

The index gives candidates by their rarest words; here they are weighed. A hint for the officer and nothing more:
what was withheld then may have to be disclosed now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from foibot.correspondence.matter import Matter
from foibot.correspondence.words_of_asking import GENERIC

TERMS = 12
PLACES = 60_000
"""How many places of the index are weighed for one request, over all its terms."""
A_SUBJECT = 2.0
OF_A_GENERIC_WORD = 0.25
OF_A_PAIR = 0.5
IN_TITLE = 1.3


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a request is about, in stems, each with the weight that its rarity gives it."""

    weights: Mapping[str, float]

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


def weigh(asked: Matter, stems: Mapping[str, str], counts: Mapping[str, int], texts: int) -> Weighed:
    """Return a request with the weights of its words, pairs of words and subjects.

    `counts` says in how many places of the index a stem stands, `texts` how many texts there are; a stem that was
    not counted is taken for one of middling rarity.
    """
    weights: dict[str, float] = {}
    middling = round(sqrt(texts))
    for word in asked.words:
        stem = stems[word]
        weight = _rarity(counts.get(stem, middling), texts) * (OF_A_GENERIC_WORD if word in GENERIC else 1.0)
        weights[stem] = max(weights.get(stem, 0.0), weight * (IN_TITLE if word in asked.title else 1.0))
    for one, other in zip(asked.words, asked.words[1:], strict=False):
        pair = min(weights[stems[one]], weights[stems[other]])
        weights[f"{stems[one]} {stems[other]}"] = OF_A_PAIR * pair
    weights.update({f"subject {row}": A_SUBJECT for row in asked.subjects})
    return Weighed(weights)


def _rarity(count: int, texts: int) -> float:
    return log(1 + texts / (1 + count))


def alike(one: Weighed, other: Weighed) -> float:
    """Return how much two requests ask for the same, from 0 to 1: the cosine of what they are about."""
    shared = sum(weight * other.weights[term] for term, weight in one.weights.items() if term in other.weights)
    return shared / (one.length * other.length)


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier case and how much it asks for the same, from 0 to 1."""

    reference: str
    alike: float


def ranked(asked: Weighed, earlier: Iterable[tuple[str, Weighed]], at_most: int) -> Sequence[Similar]:
    """Return the earlier cases most like a request, the most alike first."""
    found = (Similar(reference, alike(asked, other)) for reference, other in earlier)
    return sorted((one for one in found if one.alike > 0), key=lambda one: (-one.alike, one.reference))[:at_most]
