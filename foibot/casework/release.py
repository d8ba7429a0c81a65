"""What of a case is freed for the disclosure log, and which cases never are."""

from datetime import date
from typing import TYPE_CHECKING

from foibot.casework.answers import Outcome
from foibot.casework.events import CaseReleased
from foibot.law.exemptions import family_of
from foibot.lean import dataclass

if TYPE_CHECKING:
    from foibot.casework.case import Case

SUBJECT_ACCESS = "SAR"
ANSWERS = frozenset({*map(str, Outcome), "review_outcome"})
"""The letters that tell what the authority answered: to the request, and after a review."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Another copy of a file that went out, shown in its place: the name of that, its own name, and its SHA-256."""

    sent: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Release:
    """A case as an officer freed it: what left after that day is not shown until it is released again.

    `files` are the names of the attachments that may be shown, `copies` what is shown in the place of some of them.
    """

    on: date
    letters: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    title: str = ""
    summary: str = ""
    request: str = ""
    answer: str = ""
    files: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()

    @classmethod
    def of(cls, event: CaseReleased) -> "Release":
        """Return what a fact freed."""
        lines = [line.partition("\t") for line in event.files.splitlines() if line]
        shown = [(sent, name) for sent, other, name in lines if other]
        copies = tuple(Copy(*names, digest) for names, digest in zip(shown, event.copies, strict=False))
        texts = (event.title, event.summary, event.request, event.answer)
        return cls(event.on, event.letters, event.messages, *texts, tuple(line[0] for line in lines), copies)


def letters_to_show(case: "Case") -> tuple[int, ...]:
    """Return the numbers of the answers that have left, in order; further mails of a letter are part of its first."""
    sent: dict[tuple[int, int], int] = {}
    for number, letter in enumerate(case.letters, 1):
        if letter.name in ANSWERS and letter.state == "sent":
            sent.setdefault((letter.draft, letter.revision), number)
    return tuple(sent.values())


def why_never(case: "Case") -> str:
    """Return why a case has no place in a disclosure log; empty where it may have one."""
    if family_of(case.regime) == SUBJECT_ACCESS:
        return "it is a subject access request: its answer is for one person alone (UK GDPR art 15)"
    if case.merged_into:
        return f"it was merged into {case.merged_into}: release that one"
    if not case.is_answered:
        return "no answer to it has been sent"
    return ""
