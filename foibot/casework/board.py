"""The board of open cases: what each waits for, and how many working days are left.

Rule 1: RULES are read from the top, and the first that applies places the case: so each is in exactly one column.
Rule 2: what is to be said of a case is said in words; a colour only repeats it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from foibot.casework.letters import LETTERS, Audience
from foibot.casework.statuses import ENDED, UNANSWERED, CaseStatus
from foibot.law.wording import plain_day
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass


class Waits(StrEnum):
    """What a case waits for: a column of the board."""

    DECISION = "decision"
    OFFICER = "officer"
    APPROVAL = "approval"
    LEAVING = "leaving"
    APPLICANT = "applicant"
    HOLDER = "holder"
    COMMISSIONER = "commissioner"
    REVIEW = "review"
    ANSWER = "answer"


class Column(NamedTuple):
    """How a column is called, and what is to be done about what stands in it."""

    title: str
    meaning: str


COLUMNS: Mapping[Waits, Column] = {
    Waits.DECISION: Column("To be decided", "A person has to say what came, or what became of a letter."),
    Waits.OFFICER: Column("An officer", "Nobody carries it yet: assign it."),
    Waits.ANSWER: Column("A draft", "The answer is to be written."),
    Waits.HOLDER: Column("An information holder", "A colleague or another authority was asked."),
    Waits.APPROVAL: Column("Approval", "A draft waits to be read and approved."),
    Waits.LEAVING: Column("Leaving", "It is approved, and leaves by itself or is to be posted."),
    Waits.APPLICANT: Column("The applicant", "Something was asked of the applicant, or a fee."),
    Waits.REVIEW: Column("A review", "An internal review is to be decided."),
    Waits.COMMISSIONER: Column("The Commissioner", "It is with the Commissioner, or something is due there."),
}
"""The columns in the order in which the board shows them: as a request goes through the office."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the register knows of a case that bears on what it waits for; days in Europe/London.

    `doubtful` are messages on it of which a person has to say what they are, `by_hand` those that may be its answer;
    `drafts` the names of the letters that wait for approval, `letters` those that are on their way, with their state
    and way; `asked` whom, and by when an answer is wanted; `last_letter` the newest to the applicant, with its state.
    """

    status: CaseStatus
    officer: str = ""
    due_on: date | None = None
    commissioner_due_on: date | None = None
    with_commissioner: bool = False
    doubtful: tuple[int, ...] = ()
    by_hand: tuple[int, ...] = ()
    drafts: tuple[str, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, date], ...] = ()
    last_letter: tuple[str, str] = ("", "")

    @property
    def is_owed(self) -> bool:
        """Whether the applicant is owed an answer or the outcome of a review."""
        return self.status in UNANSWERED or self.status is CaseStatus.IN_REVIEW

    @property
    def to_commissioner_first(self) -> bool:
        """Whether what is due to the Commissioner is due no later than anything else, or nothing else is owed."""
        day = self.commissioner_due_on
        return self.with_commissioner and (not self.is_owed or (day is not None and day <= (self.due_on or day)))


class Waiting(NamedTuple):
    """The column of a case, and why it stands there."""

    column: Waits
    why: str


def _doubtful(facts: Facts) -> str:
    return f"say what message {facts.doubtful[0]} is" if facts.doubtful else ""


def _by_hand(facts: Facts) -> str:
    found = facts.by_hand and facts.status in UNANSWERED
    return f"message {facts.by_hand[0]}, sent by hand, may be the answer" if found else ""


def _letter_in_doubt(facts: Facts) -> str:
    name, state = facts.last_letter
    return LOST[state].format(_title(name)) if facts.is_owed and state in LOST else ""


LOST = {
    "refused": "their server refused our letter: {}",
    "unknown": "nobody knows whether our letter left: {}",
}


def _nobodys(facts: Facts) -> str:
    if not facts.is_owed or facts.officer:
        return ""
    return "nobody reviews it yet" if facts.status is CaseStatus.IN_REVIEW else "nobody carries it yet"


def _to_approve(facts: Facts) -> str:
    return f"to be approved: {_some(facts.drafts)}" if facts.drafts else ""


def _to_post(facts: Facts) -> str:
    names = tuple(name for name, way in facts.letters if way == "post")
    return f"to be posted: {_some(names)}" if names else ""


def _about_to_leave(facts: Facts) -> str:
    names = tuple(name for name, _ in facts.letters if name in BY_A_PERSON)
    return f"approved, about to leave: {_some(names)}" if names else ""


BY_A_PERSON = frozenset(
    kind.name for kind in LETTERS.values() if kind.audience is Audience.APPLICANT and not kind.leaves_by_itself
)
"""The letters to applicants that a person approved: those that leave by themselves hold nothing up."""


def _of_applicant(facts: Facts) -> str:
    return OF_APPLICANTS.get(facts.status, "")


OF_APPLICANTS = {
    CaseStatus.AWAITING_CLARIFICATION: "clarification was asked for",
    CaseStatus.AWAITING_FEE: "a fee was asked for",
}


def _of_holder(facts: Facts) -> str:
    if not facts.asked:
        return ""
    whom, by = min(facts.asked, key=lambda one: one[1])
    more = f" and {len(facts.asked) - 1} more" if len(facts.asked) > 1 else ""
    return f"{whom} was asked{more}, wanted by {plain_day(by)}"


def _of_commissioner(facts: Facts) -> str:
    if not facts.to_commissioner_first:
        return ""
    return "something is due to the Commissioner" if facts.commissioner_due_on else "the Commissioner looks at it"


def _of_review(facts: Facts) -> str:
    return "the review is to be decided" if facts.status is CaseStatus.IN_REVIEW else ""


def _of_answer(facts: Facts) -> str:
    return "the answer is to be written" if facts.status in UNANSWERED else ""


RULES: tuple[tuple[Waits, Callable[[Facts], str]], ...] = (
    (Waits.DECISION, _doubtful),
    (Waits.DECISION, _by_hand),
    (Waits.DECISION, _letter_in_doubt),
    (Waits.OFFICER, _nobodys),
    (Waits.APPROVAL, _to_approve),
    (Waits.LEAVING, _to_post),
    (Waits.LEAVING, _about_to_leave),
    (Waits.APPLICANT, _of_applicant),
    (Waits.HOLDER, _of_holder),
    (Waits.COMMISSIONER, _of_commissioner),
    (Waits.REVIEW, _of_review),
    (Waits.ANSWER, _of_answer),
)
"""Which column a case stands in, and the words that say why: the first row that has any to say."""


def waits_for(facts: Facts) -> Waiting | None:
    """Return what a case waits for; None where it waits for nothing, as one that was answered."""
    return next((Waiting(column, why) for column, said in RULES if (why := said(facts))), None)


def _title(name: str) -> str:
    kind = LETTERS.get(name)
    title = kind.title if kind else name.replace("_", " ")
    return title[:1].lower() + title[1:]


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{_title(names[0])}{more}"


class Band(StrEnum):
    """How near the day is; what the colour of a case repeats."""

    LATE = "late"
    NOW = "now"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


NOW_DAYS, SOON_DAYS = 2, 5


class Left(NamedTuple):
    """How near the day is, and in words."""

    band: Band
    words: str


def days_left(facts: Facts, today: date, calendar: WorkingCalendar) -> Left:
    """Say how many working days are left until the first day on which a case owes something, or since it passed.

    A holder who is late is told of too: that is to be seen to now, however far the day. Raises `UsageError` where the
    calendar does not reach.
    """
    left = _until_due(facts, today, calendar)
    wanted_by = min((by for _, by in facts.asked), default=today)
    if wanted_by >= today:
        return left
    days = calendar.working_days_between(wanted_by, today)
    late = f"late by {_working(days)}" if days else f"late since {plain_day(wanted_by + ONE_DAY)}"
    return Left(Band.LATE if left.band is Band.LATE else Band.NOW, f"{left.words}; the holder is {late}")


def _until_due(facts: Facts, today: date, calendar: WorkingCalendar) -> Left:
    due_on = first_due(facts)
    if due_on is None:
        return Left(Band.NONE, "the clock stands still" if facts.status in OF_APPLICANTS else "no day is set")
    if due_on == today:
        return Left(Band.NOW, "due today")
    left = calendar.working_days_between(today, due_on)
    return _late(-left, due_on) if due_on < today else _ahead(left)


def first_due(facts: Facts) -> date | None:
    """Return the first day on which a case owes something: to its applicant, or to the Commissioner."""
    days = (facts.due_on if facts.status not in ENDED else None, facts.commissioner_due_on)
    return min(filter(None, days), default=None)


ONE_DAY = timedelta(days=1)


def _late(days: int, due_on: date) -> Left:
    return Left(Band.LATE, f"overdue by {_working(days)}" if days else f"overdue since {plain_day(due_on + ONE_DAY)}")


def _ahead(days: int) -> Left:
    band = Band.NOW if days <= NOW_DAYS else Band.SOON if days <= SOON_DAYS else Band.LATER
    return Left(band, f"{_working(days)} left" if days else "no working day left")


def _working(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}"
