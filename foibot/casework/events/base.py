"""What a fact is, and what of it is personal.

Rule 1: a fact that names or quotes a person does so only in a field of type `Person` or `Words`. The register
keeps those apart from the log, so that retention can erase them and leave the log's chain whole.
Rule 2: fields are plain values (text, numbers, dates, tuples of them); a number of a letter or draft counts
within its own case, so that a decision can name what it asks for before anything is stored.
"""

from typing import NewType

from foibot.lean import dataclass

Words = NewType("Words", str)
"""What a person wrote; kept beside the log, never in it."""
NO_WORDS = Words("")


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant or correspondent: what is needed to name and to reach them."""

    name: str = ""
    email: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """The base of every fact."""
