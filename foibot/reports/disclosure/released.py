"""A released case as its page shows it: facts only, every text looked through already."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from foibot.lean import dataclass

OUTCOMES: Mapping[str, str] = {
    "disclosed": "Information given",
    "partly_withheld": "Information given in part",
    "withheld": "Information withheld",
    "not_held": "Information not held",
    "ncnd": "Neither confirmed nor denied",
    "cost_limit": "Refused: above the cost limit",
    "vexatious": "Refused: vexatious",
    "repeated": "Refused: repeated",
    "already_public": "Available already",
}
"""Each outcome in the words of a page."""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that went out with an answer, or its redacted copy; `path` is where it lies in the site."""

    name: str
    path: str
    size: int
    sha256: str
    read: Callable[[], bytes]
    redacted: bool = False

    @property
    def kind(self) -> str:
        """What a reader calls its format."""
        return self.path.rpartition(".")[2].upper()

    @property
    def size_in_words(self) -> str:
        """How large it is, as people write it; kB are 1,000 bytes."""
        return size_in_words(self.size)


MEGABYTE = 1_000_000


def size_in_words(size: int) -> str:
    """Return how large so many bytes are, as people write it; kB are 1,000 bytes."""
    return f"{max(1, round(size / 1000))} kB" if size < MEGABYTE else f"{size / MEGABYTE:.1f} MB"


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer that left: what it is called, the day, its words, their language (BCP 47) and their pieces."""

    title: str
    on: date | None
    text: str
    language: str
    blocks: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A released case; `working_days` is None where the law counts no working days.

    `sections` are pairs of a citation and what it is about; `note` what a reader should know of a review; `left_out`
    what the page does not show of what was asked and sent, a sentence each; `released_on` the day on which it was freed
    as it stands.
    """

    reference: str
    slug: str
    title: str
    title_language: str
    summary: str
    outcome: str
    received_on: date
    answered_on: date
    released_on: date
    working_days: int | None
    regime: str
    law: str
    sections: tuple[tuple[str, str], ...]
    request: str
    request_language: str
    answers: tuple[PublicAnswer, ...]
    files: tuple[PublicFile, ...] = ()
    note: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """Where its page lies in the site."""
        return f"cases/{self.slug}.html"

    @property
    def outcome_in_words(self) -> str:
        """Its outcome as a reader knows it."""
        return OUTCOMES.get(self.outcome, self.outcome.replace("_", " ").capitalize())

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The request, paragraph by paragraph."""
        return tuple(part.strip() for part in self.request.split("\n\n") if part.strip())
