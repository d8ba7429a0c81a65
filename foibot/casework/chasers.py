"""The chasers: who is reminded of what, when, by which letter, and what they can do then. One row each.

A row is all there is to a chaser: its days can be changed in config.toml under its name, or it can be switched off.
The most urgent stand first: a colleague hears of a case once a day, and the first row that applies is what they read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from foibot.casework.status import ACTIVE, CaseStatus
from foibot.errors import ConfigError, Problem
from foibot.law.wording import nearest

MOST_DAYS = 366
HALF = 50


class To(StrEnum):
    """Who is reminded."""

    OFFICER = "officer"
    APPROVER = "approver"
    MANAGER = "manager"
    APPLICANT = "applicant"
    HOLDER = "holder"
    HOLDERS_MANAGER = "holder's manager"


class Of(StrEnum):
    """The day that a chaser counts from, or towards."""

    RECEIPT = "the day the time counts from"
    DUE = "the due date"
    ASKED = "the day the applicant was asked"
    LAST_REPLY = "the last day for the applicant's reply"
    DRAFTED = "the day a letter was drafted"
    WANTED = "the day by which an information holder was asked to answer"


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

    `share` stands in for days where they depend on another setting: per cent of the applicant's time to reply.
    `moves` are what to do and the command that does it; `{ref}`, `{draft}` and `{question}` are filled in.
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
    share: int = 0


ANSWER = ("Answer it", "foibot respond {ref} OUTCOME")
SORRY = ("Say sorry", "foibot holding {ref} --until DATE --why TEXT")
TAKE = ("Take it", "foibot assign {ref} OFFICER")
GIVE = ("Give it", "foibot assign {ref} OFFICER")
OPEN = frozenset({CaseStatus.OPEN})
EXTENDED = frozenset({CaseStatus.ON_EXTENSION})
CLARIFYING = frozenset({CaseStatus.AWAITING_CLARIFICATION})
PAYING = frozenset({CaseStatus.AWAITING_FEE})

_ROWS = (
    Chaser(
        "overdue",
        To.OFFICER,
        Count.EACH_AFTER,
        Of.DUE,
        (1,),
        "officer_chaser",
        "the answer, which is late",
        (ANSWER, SORRY),
    ),
    Chaser(
        "answer",
        To.OFFICER,
        Count.OF_TWENTY,
        Of.DUE,
        (10, 15, 18, 19, 20),
        "officer_chaser",
        "the answer",
        (ANSWER,),
        OPEN,
    ),
    Chaser(
        "extension_ends",
        To.OFFICER,
        Count.OF_TWENTY,
        Of.DUE,
        (10, 15, 18, 19, 20),
        "officer_chaser",
        "the answer: the longer time ends",
        (ANSWER,),
        EXTENDED,
    ),
    Chaser(
        "unassigned",
        To.OFFICER,
        Count.AFTER,
        Of.RECEIPT,
        (1,),
        "officer_chaser",
        "somebody to take it",
        (TAKE,),
        nobodys=True,
    ),
    Chaser(
        "fee_unpaid",
        To.OFFICER,
        Count.AFTER,
        Of.ASKED,
        (20, 40, 55, 120, 240),
        "officer_chaser",
        "the fee",
        (("It was paid", "foibot paid {ref} --on DATE"),),
        PAYING,
    ),
    Chaser(
        "clarification_ends",
        To.OFFICER,
        Count.BEFORE,
        Of.LAST_REPLY,
        (5,),
        "officer_chaser",
        "the applicant's reply; without it the request lapses",
        (("It came", "foibot clarified {ref} --on DATE"),),
        CLARIFYING,
    ),
    Chaser(
        "overdue_manager",
        To.MANAGER,
        Count.AFTER,
        Of.DUE,
        (1, 5, 10, 20, 40),
        "escalation",
        "the answer, which is late",
        (GIVE, SORRY),
    ),
    Chaser(
        "answer_manager",
        To.MANAGER,
        Count.OF_TWENTY,
        Of.DUE,
        (20,),
        "escalation",
        "the answer, on the last day",
        (GIVE,),
    ),
    Chaser(
        "unassigned_manager",
        To.MANAGER,
        Count.OF_TWENTY,
        Of.DUE,
        (18,),
        "escalation",
        "somebody to take it",
        (GIVE,),
        nobodys=True,
    ),
    Chaser(
        "draft_waits",
        To.APPROVER,
        Count.AFTER,
        Of.DRAFTED,
        (2, 5, 10),
        "officer_chaser",
        "approval of a letter",
        (("Read it", "foibot draft {draft}"), ("Approve it", "foibot approve {draft}")),
        frozenset(CaseStatus),
    ),
    Chaser(
        "holder_silent",
        To.OFFICER,
        Count.AFTER,
        Of.WANTED,
        (1, 5, 10),
        "officer_chaser",
        "an information holder's answer",
        (("It came", "foibot settled {ref} {question}"), ("Ask again", "foibot seek {ref} HOLDER")),
    ),
    Chaser("holder_late", To.HOLDER, Count.AFTER, Of.WANTED, (1, 3, 5), "holder_chaser", "their answer, late", ()),
    Chaser("holder", To.HOLDER, Count.BEFORE, Of.WANTED, (2, 0), "holder_chaser", "their answer", ()),
    Chaser(
        "holder_manager",
        To.HOLDERS_MANAGER,
        Count.AFTER,
        Of.WANTED,
        (2, 5),
        "holder_chaser",
        "an information holder's answer",
        (("It came", "foibot settled {ref} {question}"), ("Ask again", "foibot seek {ref} HOLDER")),
    ),
    Chaser(
        "clarification_reminder",
        To.APPLICANT,
        Count.CALENDAR_DAYS,
        Of.ASKED,
        (),
        "clarification_reminder",
        "the applicant's reply",
        (),
        CLARIFYING,
        share=HALF,
    ),
)
CHASERS: Mapping[str, Chaser] = {row.name: row for row in _ROWS}
"""Every chaser, the most urgent first. Where a clock is stopped, only those remind whose `states` say so."""
ASKED_OF_APPLICANTS = CLARIFYING
"""Where an applicant may be reminded of something."""
TO_COLLEAGUES = ("officer_chaser", "escalation")
"""The letters that tell a colleague of several cases at once; the others are letters of one case."""


def chasers_in_force(table: Mapping[str, Any], file: str = "config.toml") -> tuple[Chaser, ...]:
    """Return the rows in force, as `[chasers]` changes them; raises `ConfigError` with every problem.

    `false` switches a chaser off, `true` leaves it as it is; a number or a list of numbers are its days.
    """
    faults = ((name, fault) for name, value in table.items() for fault in _faults(name, value))
    problems = [Problem(file, f"chasers.{name}", *fault) for name, fault in faults]
    if problems:
        raise ConfigError(problems)
    return tuple(_with_days(row, table.get(row.name, True)) for row in _ROWS if table.get(row.name, True) is not False)


def _with_days(row: Chaser, value: Any) -> Chaser:
    if value is True:
        return row
    return replace(row, days=tuple(value) if isinstance(value, list) else (value,), share=0)


def _faults(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if name not in CHASERS:
        yield "is no chaser", nearest(name, CHASERS)
        return
    if isinstance(value, bool):
        return
    days, row = value if isinstance(value, list) else [value], CHASERS[name]
    remedy = f"Write false to switch it off, or numbers: {row.count}."
    if not days or not all(type(day) is int for day in days):
        yield "must be false, a number or a list of numbers", remedy
    elif not all(_first_of(row) <= day <= _last_of(row) for day in days):
        yield f"has a day that is not between {_first_of(row)} and {_last_of(row)}", remedy
    elif len(set(days)) < len(days):
        yield "names a day twice", "Write each day once."
    elif row.count is Count.EACH_AFTER and len(days) > 1:
        yield "repeats each working day by itself", "Write one number: the working day with which it begins."


def _first_of(row: Chaser) -> int:
    return 0 if row.count is Count.BEFORE else 1


def _last_of(row: Chaser) -> int:
    return USUAL_TIME if row.count is Count.OF_TWENTY else MOST_DAYS
