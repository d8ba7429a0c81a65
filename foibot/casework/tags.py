"""What a tag is: one short word, the same however it is written, that names a subject and nobody."""

import re

from foibot.errors import UsageError

LONGEST = 40
SHORTEST_NAME = 2
"""Initials name nobody; whatever else stands in a name may."""
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


def names(tag: str, applicant: str) -> bool:
    """Tell whether a word of a tag is of the applicant's name: tags stay when personal data are erased."""
    called = {part for part in re.split(r"[\W_]+", applicant.casefold()) if len(part) >= SHORTEST_NAME}
    return bool(called & set(tag.split("-")))
