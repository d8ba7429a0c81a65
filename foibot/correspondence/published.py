"""A letter to an applicant as anybody may read it: without its head, greeting, quoted request, rights and signature.

What is cut is known by how letters are built, ours and those that people write by hand. Nothing is blanked within a
sentence: what is left is looked through, and where it names a person no page is made.
"""

import re
import unicodedata
from collections.abc import Mapping

from foibot.correspondence.words_of_letters import CLOSING, SALUTATION

LONGEST_HEAD = 40
LONGEST_CEREMONY = 80
LONGEST_SIGNATURE = 25
QUOTED_REQUEST = frozenset({"your request", "eich cais"})
OF_USE = frozenset({"using the information", "defnyddio'r wybodaeth"})
RIGHTS = re.compile(
    r"(?:if you are (?:unhappy|dissatisfied|not satisfied) with\b.{0,60}|your right to go to the commissioner"
    r"|os (?:ydych|byddwch) yn anfodlon\b.{0,60})",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\s*>")
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff"
    r"\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What no page may hold, or what could hide words in it or turn them around (Unicode's bidirectional marks)."""
BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


def clean(text: str) -> str:
    """Return text without what is never seen on a page, its lines kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    seen = unicodedata.normalize("NFC", UNSEEN.sub("", lines))
    return BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in seen.split("\n"))).strip()


def without_file_names(text: str, numbered: Mapping[str, str]) -> str:
    """Return a letter's words with the names of files put as what `numbered` calls each: a name may tell of a person.

    A name is found also where the letter breaks it into lines.
    """
    for name, called in numbered.items():
        written = r"\s+".join(map(re.escape, name.split()))
        text = re.sub(rf"(?<!\w){written}(?!\w)", called.replace("\\", ""), text) if written else text
    return text


def public_words(letter: str) -> str:
    """Return what a letter tells, without what only its reader needs and without the lines that name people."""
    lines = clean(letter).split("\n")
    lines = _without_ending(_without_request(_without_head(lines)))
    return clean("\n".join(lines))


def _without_head(lines: list[str]) -> list[str]:
    """Return the lines below the greeting; all of them where nothing greets near the beginning."""
    for number, line in enumerate(lines[:LONGEST_HEAD]):
        if SALUTATION.match(line) and len(line) <= LONGEST_CEREMONY:
            return lines[number + 1 :]
    return lines


def _without_request(lines: list[str]) -> list[str]:
    """Return the lines without the section that quotes the request: the page shows that itself."""
    start = next((at for at, line in enumerate(lines) if _folded(line) in QUOTED_REQUEST), None)
    if start is None:
        return lines
    quoted = next((at for at in range(start, len(lines)) if QUOTED.match(lines[at])), None)
    if quoted is None:
        return lines
    end = next((at for at in range(quoted, len(lines)) if lines[at].strip() and not QUOTED.match(lines[at])), None)
    rest = lines[end:] if end is not None else []
    cut_short = bool(rest) and bool(CUT_SHORT.match(rest[0]))
    return [*lines[:start], *(rest[1:] if cut_short else rest)]


CUT_SHORT = re.compile(r"these are its first \d+ lines|dyma'r \d+ llinell gyntaf", re.IGNORECASE)


def _folded(line: str) -> str:
    return " ".join(line.casefold().replace("\u2019", "'").split())


def _without_ending(lines: list[str]) -> list[str]:
    """Return the lines above the rights of review and what stands below them, and above the signature."""
    rights = next((at for at, line in enumerate(lines) if _stands_alone(lines, at) and RIGHTS.fullmatch(line)), None)
    kept = lines[:rights] if rights is not None else lines[: _signature(lines)]
    use = next((at for at in reversed(range(len(kept))) if _folded(kept[at]) in OF_USE), None)
    return kept[:use] if use is not None and _stands_alone(kept, use) else kept


def _stands_alone(lines: list[str], at: int) -> bool:
    before, after = lines[at - 1 : at], lines[at + 1 : at + 2]
    return bool(lines[at].strip()) and not any(line.strip() for line in (*before, *after))


def _signature(lines: list[str]) -> int:
    """Return the number of the line that closes the letter; how many lines there are where none does."""
    for at in reversed(range(len(lines))):
        closes = CLOSING.match(lines[at]) and len(lines[at]) <= LONGEST_CEREMONY
        if closes and sum(bool(line.strip()) for line in lines[at + 1 :]) <= LONGEST_SIGNATURE:
            return at
    return len(lines)
