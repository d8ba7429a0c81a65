"""Tags: the words by which an office groups its requests; chosen words, which name nobody."""

from foibot.casework.events.base import Event
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class CaseTagged(Event):
    """A case was given tags. `seen` are the words of the table of topics by which the machine did so.

    Where it is empty a person chose them.
    """

    tags: tuple[str, ...]
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagsRemoved(Event):
    """A person took tags off a case."""

    tags: tuple[str, ...]
