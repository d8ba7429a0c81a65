"""What an edit changed in a letter: the words that went, those that came, and those that stayed."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

PIECES = re.compile(r"\s+|[^\s]+")
MOST_PIECES = 8_000


def changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of both texts in order, each with `same`, `gone` or `new`.

    Texts that are too long for that are compared line by line.
    """
    old, new = _pieces(before), _pieces(after)
    if len(old) + len(new) > MOST_PIECES:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, begin, end, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[begin:end])
            continue
        if begin < end:
            yield "gone", "".join(old[begin:end])
        if start < stop:
            yield "new", "".join(new[start:stop])


def _pieces(text: str) -> list[str]:
    return PIECES.findall(text)
