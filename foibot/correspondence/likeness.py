"""How alike two requests are: by a small sketch of each, that can be kept and compared without the words.

For the officer's eye only: the same text from several people (a round robin, linked and never merged), and a request
like an earlier one of the same person (FOIA sections 12 and 14(2)). What follows from it is decided elsewhere.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from foibot.correspondence.asking import SALUTATION
from foibot.correspondence.folding import folded
from foibot.correspondence.validity import CLOSING

SKETCH_SIZE = 64
RUN = 3
READ = 20_000
# Measured on invented requests of 60 words: another name or layout changes nothing, another year costs a tenth.
SAME_LETTER = 0.95
SIMILAR = 0.4
WORD = re.compile(r"\w+")


def body(text: str) -> str:
    """Return what a letter asks, without salutation and what stands below the closing words."""
    lines = SALUTATION.sub("", folded(text)[:READ], count=1).splitlines()
    closing = next((number for number, line in enumerate(lines) if number and CLOSING.match(line)), len(lines))
    return "\n".join(lines[:closing])


@lru_cache(maxsize=4)
def sketch(text: str) -> tuple[int, ...]:
    """Return the sketch of a request: the smallest hashes of its runs of three words, sorted."""
    words = WORD.findall(body(text).casefold())
    if not words:
        return ()
    runs = set(map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False))) or {" ".join(words)}
    hashes = sorted([blake2b(run.encode(), digest_size=6).digest() for run in runs])
    return tuple([int.from_bytes(smallest, "big") for smallest in hashes[:SKETCH_SIZE]])


def likeness(one: tuple[int, ...], other: tuple[int, ...], *, at_least: float = 0.0) -> float:
    """Return the share of runs that two requests have in common, from 0 to 1, as their sketches tell it.

    What surely has less than `at_least` in common is not looked at further, and gives 0.
    """
    shared, size = set(one).intersection(other), max(len(one), len(other))
    if not shared or len(shared) < at_least * size:
        return 0.0
    smallest = sorted({*one, *other})[:size]
    return len(shared.intersection(smallest)) / size
