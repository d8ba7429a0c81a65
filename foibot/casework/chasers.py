"""The table of chasers, and the rows of it that are in force once config.toml has changed or switched off some."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from foibot.casework.chaser import USUAL_TIME, Chaser, Count, Of, To
from foibot.casework.chaser_rows import CLARIFYING, ROWS
from foibot.errors import ConfigError, Problem
from foibot.law.wording import nearest

__all__ = [
    "ASKED_OF_APPLICANTS",
    "CHASERS",
    "TO_COLLEAGUES",
    "USUAL_TIME",
    "Chaser",
    "Count",
    "Of",
    "To",
    "chasers_in_force",
]

MOST_DAYS = 366

CHASERS: Mapping[str, Chaser] = {row.name: row for row in ROWS}
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
    return tuple(_with_days(row, table.get(row.name, True)) for row in ROWS if table.get(row.name, True) is not False)


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
