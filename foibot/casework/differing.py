"""What an edit changed, in words: the words taken out and those put in, each with a few around them."""

from collections.abc import Iterator
from difflib import SequenceMatcher

AROUND = 4
CHANGES_AT_MOST = 12
WORDS_AT_MOST = 60
COMPARED_AT_MOST = 5_000


def changes_in_words(before: str, after: str) -> list[str]:
    """Return the changes as lines, `- the old words` and `+ the new ones`; how the lines were broken is left out."""
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > COMPARED_AT_MOST:
        return ["The letter is too long to show here what was changed."]
    changes = [one for one in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if one[0] != "equal"]
    lines = [line for _, a, b, c, d in changes[:CHANGES_AT_MOST] for line in _shown(old, new, (a, b), (c, d))]
    more = len(changes) - CHANGES_AT_MOST
    return [*lines, f"… and {more} more changes"] if more > 0 else lines


def _shown(old: list[str], new: list[str], out: tuple[int, int], put: tuple[int, int]) -> Iterator[str]:
    before, after = old[max(0, out[0] - AROUND) : out[0]], old[out[1] : out[1] + AROUND]
    for sign, words in (("-", old[slice(*out)]), ("+", new[slice(*put)])):
        shown = words if len(words) <= WORDS_AT_MOST else [*words[:WORDS_AT_MOST], "…"]
        yield " ".join([sign, *before, *shown, *after])
