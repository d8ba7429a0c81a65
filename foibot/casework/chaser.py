"""What a chaser is: who is reminded, of what, counted from when. The rows themselves stand in `chaser_rows`."""

from enum import StrEnum

from foibot.casework.statuses import ACTIVE, CaseStatus
from foibot.lean import dataclass


class To(StrEnum):
    """Who is reminded."""

    OFFICER = "officer"
    TEAM = "every officer"
    APPROVER = "approver"
    MANAGER = "manager"
    APPLICANT = "applicant"
    HOLDER = "holder"
    HOLDERS_MANAGER = "holder's manager"


class Of(StrEnum):
    """The day that a chaser counts from, or towards."""

    RECEIPT = "the day the time counts from"
    DUE = "the due date"
    ANSWER = "the due date of the answer, while its delay is reviewed"
    ASKED = "the day the applicant was asked"
    LAST_REPLY = "the last day for the applicant's reply"
    DRAFTED = "the day a letter was drafted"
    WANTED = "the day by which an information holder was asked to answer"
    REPLIED = "the day something came that may be the applicant's reply"
    SET = "the day that the Commissioner has set"


class Count(StrEnum):
    """How the days of a chaser are counted: in days of work, but for the last."""

    OF_TWENTY = "days of a time of 20 working days; of another time as many working days before its end"
    BEFORE = "working days before"
    AFTER = "working days after"
    EACH_AFTER = "from which working day after, and each one from then on"
    CALENDAR_DAYS = "calendar days after"


USUAL_TIME = 20


@dataclass(frozen=True, slots=True)
class Chaser:
    """A row: who is reminded of what is awaited, on which days, while the case is where, and what they can do.

    `nobodys`: only while nobody has the case, `somebodys`: only while somebody has. `share` stands in for days where
    they depend on another setting: per cent of the applicant's time to reply. `moves` are what to do and the command
    that does it; `{ref}`, `{draft}`, `{question}` and `{message}` are
    filled in.
    """

    name: str
    to: To
    count: Count
    of: Of
    days: tuple[int, ...]
    letter: str
    awaited: str
    moves: tuple[tuple[str, str], ...]
    states: frozenset[CaseStatus] = frozenset(ACTIVE)
    nobodys: bool = False
    somebodys: bool = False
    share: int = 0
