"""The singular and the plural of an English word, each from the other.

The stems of the search index (Porter 1980) join more than that, as potholed and pothole, and suit a search alone.
Forms that are no words are given too: no text has them. So only those are held back that are another word.
"""

import re
from collections.abc import Iterator
from functools import cache

SIBILANT = re.compile(r"(?:ss|us|as|is|os|ns|x|z|ch|sh)$")
"""The ends after which a plural has -es."""
CONSONANT_Y = re.compile(r"[^aeiou]y$")
SHORTEST = 3
NO_PLURALS = frozenset({"news"})
PAIRS = (
    *(("child", "children"), ("person", "people"), ("foot", "feet"), ("tooth", "teeth"), ("goose", "geese")),
    *(("mouse", "mice"), ("louse", "lice"), ("ox", "oxen"), ("penny", "pence"), ("die", "dice")),
    *(("life", "lives"), ("knife", "knives"), ("wife", "wives"), ("leaf", "leaves"), ("loaf", "loaves")),
    *(("half", "halves"), ("calf", "calves"), ("shelf", "shelves"), ("self", "selves"), ("thief", "thieves")),
    *(("wolf", "wolves"), ("hoof", "hooves"), ("scarf", "scarves"), ("wharf", "wharves"), ("elf", "elves")),
    *(("criterion", "criteria"), ("phenomenon", "phenomena"), ("medium", "media"), ("datum", "data")),
    *(("memorandum", "memoranda"), ("referendum", "referenda"), ("addendum", "addenda"), ("bacterium", "bacteria")),
    *(("curriculum", "curricula"), ("stimulus", "stimuli"), ("fungus", "fungi"), ("alumnus", "alumni")),
    *(("index", "indices"), ("appendix", "appendices"), ("matrix", "matrices"), ("formula", "formulae")),
    *(("alga", "algae"), ("larva", "larvae"), ("bureau", "bureaux"), ("plateau", "plateaux"), ("quiz", "quizzes")),
)
"""What no rule gives; the end of a longer word too, as grandchild or midwife."""


@cache
def forms_of(word: str) -> frozenset[str]:
    """Return a word, in small letters, with its singulars and its plurals."""
    return frozenset({word, *_plurals(word), *_singulars(word)})


def _plurals(word: str) -> Iterator[str]:
    yield from (f"{word.removesuffix(one)}{more}" for one, more in PAIRS if _ends(word, one))
    if word.endswith("man"):
        yield f"{word[:-3]}men"
    if word.endswith("is"):
        yield f"{word[:-2]}es"
    if CONSONANT_Y.search(word):
        yield f"{word[:-1]}ies"
    if SIBILANT.search(word) or word.endswith("o"):
        yield f"{word}es"
    if not word.endswith("s") and f"{word}s" not in NO_PLURALS:
        yield f"{word}s"


def _singulars(word: str) -> Iterator[str]:
    told = [f"{word.removesuffix(more)}{one}" for one, more in PAIRS if _ends(word, more)]
    found = told or [] if word in NO_PLURALS else told or _by_rule(word)
    yield from (one for one in found if len(one) >= SHORTEST)


def _by_rule(word: str) -> Iterator[str]:
    if word.endswith("men"):
        yield f"{word[:-3]}man"
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("es"):
        yield f"{word[:-2]}is"
        yield from [word[:-2]] if SIBILANT.search(word[:-2]) or word.endswith("oes") else []
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]


def _ends(word: str, part: str) -> bool:
    """Tell whether a word is one of a pair, or ends in a long one: an elf is no part of a shelf."""
    return word == part or (len(part) > LONG and word.endswith(part))


LONG = 3
