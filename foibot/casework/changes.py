"""What changed from one revision of a letter to the next: word by word within each paragraph, wherever lines break."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from foibot.lean import dataclass

PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[-*>] )")
"""Where one paragraph ends and the next begins; points of a list and lines of a quotation count as such."""
ALIKE = 0.35
"""Paragraphs that share less of their words are shown as one taken out and one put in."""
MOST_WORDS = 3000
"""Longer ones too: the cost of comparing grows with the square of the length."""


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share a fate."""

    change: Change
    words: str


MARKS = {Change.KEPT: ("", ""), Change.TAKEN_OUT: ("[-", "-]"), Change.PUT_IN: ("{+", "+}")}
"""How a change is shown where there is no colour, as wdiff does."""


def changes(before: str, after: str) -> list[list[Piece]]:
    """Return the paragraphs in which something changed, as pieces; empty where nothing did."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[list[Piece]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _changed(old[a:b], new[c:d])
    return found


def _paragraphs(text: str) -> list[str]:
    return [folded for paragraph in PARAGRAPH.split(text) if (folded := " ".join(paragraph.split()))]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[list[Piece]]:
    """Yield changed paragraphs, each held against the one that stood in its place."""
    for before, after in zip_longest(old, new, fillvalue=""):
        old_words, new_words = before.split(), after.split()
        small = max(len(old_words), len(new_words)) <= MOST_WORDS
        pieces = list(_pieces(old_words, new_words)) if small else []
        kept = sum(len(piece.words) for piece in pieces if piece.change is Change.KEPT)
        if kept < ALIKE * max(len(before), len(after)):
            pieces = [Piece(Change.TAKEN_OUT, before), Piece(Change.PUT_IN, after)]
        yield [piece for piece in pieces if piece.words]


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Change.KEPT, " ".join(old[a:b]))
        else:
            yield Piece(Change.TAKEN_OUT, " ".join(old[a:b]))
            yield Piece(Change.PUT_IN, " ".join(new[c:d]))


def marked(pieces: Sequence[Piece]) -> str:
    """Write a paragraph with what was taken out as [-words-] and what was put in as {+words+}."""
    return " ".join(piece.words.join(MARKS[piece.change]) for piece in pieces)
