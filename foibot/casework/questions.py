"""Questions to those who hold the information: how each stands, computed from what happened.

A question is open from the letter that asks it until it is answered, no longer wanted, or the request is answered.
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from foibot.casework.amending import amended
from foibot.casework.events import (
    DraftRejected,
    Event,
    HolderAnswered,
    HolderAsked,
    HolderRelieved,
    HolderReplied,
    LetterQueued,
    Person,
    QuestionReopened,
    RequestAnswered,
)
from foibot.casework.statuses import ENDED, CaseStatus
from foibot.lean import dataclass


class QuestionState(StrEnum):
    """Where a question stands."""

    DRAFTED = "drafted"
    OPEN = "open"
    ANSWERED = "answered"
    RELIEVED = "relieved"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a case: whom, what letter, since when, by when, and the messages that came back.

    `number` counts from 1. `holder` is the id of one of ours, empty for a third party. `letter` is 0 while the letter
    waits for approval as `draft`. What was asked stands beside the log, as `text` of the event.
    """

    number: int
    holder: str
    asked: Person
    asked_on: date
    by: date
    letter: int
    draft: int
    state: QuestionState
    text: str = ""
    replies: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state is QuestionState.OPEN

    @property
    def whom(self) -> str:
        """Who was asked, as people call them."""
        return self.asked.name or self.holder or self.asked.email


Questions = tuple[Question, ...]


def after(questions: Questions, event: Event, status: CaseStatus | None, next_letter: int) -> Questions:
    """Return the questions of a case after one more fact.

    `status` is the case's after it; `next_letter` the number that a letter queued by the fact has.
    """
    if isinstance(event, HolderAsked):
        return (*questions, _asked(event))
    if isinstance(event, LetterQueued) and event.draft:
        return tuple(_posted(one, event.draft, next_letter) for one in questions)
    if isinstance(event, DraftRejected):
        return tuple(_dropped(one, event.draft) for one in questions)
    if isinstance(event, RequestAnswered) or status in ENDED:
        return tuple(_ended(one) for one in questions)
    change = CHANGES.get(type(event))
    return _with(questions, event.question, change, event) if change else questions  # type: ignore[attr-defined]


def _asked(event: HolderAsked) -> Question:
    state = QuestionState.OPEN if event.number else QuestionState.DRAFTED
    return Question(
        number=event.question,
        holder=event.holder,
        asked=event.asked,
        asked_on=event.on,
        by=event.wanted_by,
        letter=event.number,
        draft=event.draft,
        state=state,
        text=event.text,
    )


def _posted(one: Question, draft: int, letter: int) -> Question:
    return amended(one, letter=letter, state=QuestionState.OPEN) if one.draft == draft and not one.letter else one


def _dropped(one: Question, draft: int) -> Question:
    return amended(one, state=QuestionState.RELIEVED) if one.draft == draft else one


def _ended(one: Question) -> Question:
    waits = one.state in {QuestionState.OPEN, QuestionState.DRAFTED}
    return amended(one, state=QuestionState.OVER) if waits else one


def _with(questions: Questions, number: int, change: Callable[[Question, Any], Question], event: Event) -> Questions:
    return tuple(change(one, event) if one.number == number else one for one in questions)


def _replied(one: Question, event: HolderReplied) -> Question:
    return amended(one, replies=tuple(dict.fromkeys((*one.replies, event.message))))


def _answered(one: Question, event: HolderAnswered) -> Question:
    replies = (*one.replies, event.message) if event.message else one.replies
    return amended(one, state=QuestionState.ANSWERED, replies=tuple(dict.fromkeys(replies)))


CHANGES: dict[type[Event], Callable[[Question, Any], Question]] = {
    HolderReplied: _replied,
    HolderAnswered: _answered,
    HolderRelieved: lambda one, _: amended(one, state=QuestionState.RELIEVED),
    QuestionReopened: lambda one, event: amended(one, state=QuestionState.OPEN, by=event.wanted_by),
}


def meant_by(questions: Iterable[Question], letter: int, senders: frozenset[str]) -> Question | None:
    """Return the question that mail is about: the one that letter asked, else the only open one of its sender.

    `senders` are the addresses, in small letters, that the sender may be known by.
    """
    known = list(questions)
    asked = [one for one in known if letter and one.letter == letter]
    if asked:
        return asked[-1]
    theirs = [one for one in known if one.asked.email.casefold() in senders]
    open_ones = [one for one in theirs if one.is_open]
    return (open_ones or theirs)[-1] if len(open_ones) == 1 or len(theirs) == 1 else None
