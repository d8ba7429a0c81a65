"""A review as it stands on its case, and whether one may be asked for: when, how late, and what else there is."""

from collections.abc import Iterable
from datetime import date

from foibot.law.clock import ClockEvent
from foibot.lean import dataclass

LIMIT = "*"
OF_AN_OPEN_REVIEW = frozenset({"review_delay", "review_acknowledgement"})
"""The letters that would be false once the outcome has left."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was asked for: when, how and about what; how its own clock went on; and how it ended.

    `asked_on` is the day it reached the authority; `answered` whether the request had an answer by then; `parts` how
    many parts people had had in it, or in the answer that left since; `first_letter` and `first_draft` how many letters
    and drafts there were.
    `told` are the officers who know that it is theirs to decide; '' among them once it is known that it came,
    `LIMIT` once the managers know that its last day has come, and a word of `further_answers` for each that is known.
    """

    asked_on: date
    channel: str = ""
    about: str = ""
    late: bool = False
    message: int | None = None
    answered: bool = True
    parts: int = 0
    first_letter: int = 0
    first_draft: int = 0
    clock_events: tuple[ClockEvent, ...] = ()
    decided_on: date | None = None
    outcome: str = ""
    points: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether its outcome is still owed."""
        return self.decided_on is None

    def with_clock(self, events: Iterable[ClockEvent]) -> tuple[ClockEvent, ...]:
        """Return the events of its clock and some further ones."""
        return (*self.clock_events, *events)
