"""Those who hold the information: what they were asked about a request, what came back, and what it cost to find."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Person, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class HolderAsked(Event):
    """An information holder was asked; `question` counts the questions of the case.

    `holder` is the id of one of ours, empty for a third party who is consulted; `asked` is who that was then. An
    answer is wanted by `wanted_by`. `number` is the letter of the case that asks, or `draft` where it waits for a
    person first.
    """

    question: int
    holder: str
    asked: Person
    on: date
    wanted_by: date
    number: int = 0
    draft: int = 0
    text: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class HolderReplied(Event):
    """Mail came back on a question that leaves it open: an automatic reply, a promise, or nobody can tell."""

    question: int
    message: int
    what: str


@dataclass(frozen=True, slots=True)
class HolderAnswered(Event):
    """A question is answered: by a message, or by what a person heard otherwise."""

    question: int
    message: int | None = None
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class HolderRelieved(Event):
    """An answer to a question is no longer wanted."""

    question: int
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class QuestionReopened(Event):
    """What came back was no answer: the question is open again, and an answer wanted by `wanted_by`."""

    question: int
    wanted_by: date
    why: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class TimeSpent(Event):
    """So many minutes were spent on one of the activities whose cost counts (SI 2004/3244 reg 4(3)).

    Negative where time was noted by mistake and is taken back.
    """

    minutes: int
    activity: str


@dataclass(frozen=True, slots=True)
class CostLimitNeared(Event):
    """The officer was warned that the time spent has come to this share, in per cent, of the cost limit."""

    share: int
    minutes: int
    together_with: tuple[str, ...] = ()
