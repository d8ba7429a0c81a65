"""The audit of a register, one part after another; of a large one on several cores at the same time."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from foibot.app import App, build, days_of_another_edition
from foibot.config import load_config
from foibot.errors import RegisterError, UsageError
from foibot.jobs.calendar_keeping import without_clock
from foibot.jobs.recording import case_row
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.store import against_copy, audit, cases
from foibot.store.audit import Found, Part
from foibot.store.database import Database
from foibot.store.queries import last_event
from foibot.store.register import open_for_reading

WORTH_OTHER_CORES = 100_000
"""The number of events from which starting further processes costs less than it gains."""
MOST_CORES = 4


@dataclass(slots=True)
class Audited:
    """What an audit found: faults, and how many rows have no seal because they are from before there were any."""

    faults: list[str] = field(default_factory=list)
    unsealed: int = 0
    events: int = 0


def _nobody(_done: int, _of: int) -> None:
    """Hear how far it is, and tell nobody."""


def audit_register(
    app: App, register: Path, *, chain_only: bool = False, told: Callable[[int, int], None] = _nobody
) -> Audited:
    """Look at all of a register, or at its two chains alone; `told` hears how many parts of how many are done.

    Raises `RegisterError` where there is none, or none that can be read.
    """
    db = open_for_reading(register)
    found = Audited()
    # closed before other processes are started: SQLite's locks do not go with a connection into another process
    with closing(db.conn):
        parts, found.events = list(audit.parts(db, chain_only=chain_only)), _events(db)
        large = found.events >= WORTH_OTHER_CORES
    looks = _on_all_cores(app, register, parts) if large else _one_by_one(app, register, parts)
    for done, one in enumerate(looks, 1):
        found.faults.extend(one.faults)
        found.unsealed += one.unsealed
        told(done, len(parts))
    if not chain_only:
        db = open_for_reading(register)
        with closing(db.conn):
            found.faults.extend(beside_the_cases(app, db))
    found.faults = list(dict.fromkeys(found.faults))
    return found


def held_against(register: Path, copy: Path) -> list[str]:
    """Return where a register does not go on from where a copy of it ends; the copy may be an older foibot's.

    Raises `RegisterError` where either is none, `UsageError` where both are one file.
    """
    if not copy.exists():
        raise UsageError(f"There is no copy {copy}. Name one that 'foibot backup' made.")
    if register.exists() and copy.samefile(register):
        raise UsageError(f"{copy} is the register itself: name a copy of it, made by 'foibot backup'.")
    theirs = open_for_reading(copy, older=True)
    with closing(theirs.conn):
        # as of one moment each, the copy's first: a backup may take its place, and the register is written meanwhile
        theirs.execute("BEGIN")
        theirs.execute("SELECT 1 FROM events LIMIT 1").fetchall()
        ours = open_for_reading(register)
        with closing(ours.conn):
            try:
                return list(against_copy.faults_against(ours.conn, theirs.conn, str(copy)))
            except sqlite3.Error as error:
                raise RegisterError(f"{copy} cannot be compared with the register: {error}. Try another.") from error


def _events(db: Database) -> int:
    try:
        return last_event(db)
    except sqlite3.Error:
        return 0  # the look at the tables names it


def beside_the_cases(app: App, db: Database) -> list[str]:
    """Return what is wrong with what the configuration has a say in: regimes, the calendar, the numbers of cases."""
    found = list[str]()
    for look in (_calendar, _numbers, without_clock):
        try:
            found.extend(look(app, db))
        except audit.UNREADABLE as error:
            found.extend(audit.unreadable(UNREADABLE[look], error))
    return found


def _calendar(app: App, db: Database) -> Iterator[str]:
    days = days_of_another_edition(app.config, db)
    if days:
        more = f" and on {len(days) - 1} more days" if len(days) > 1 else ""
        yield CALENDAR.format(plain_day(days[0]), more)


CALENDAR = (
    "The register's copy of the bank holidays is not what its edition says, on {}{}: it was changed in the file. Due"
    " dates are counted by it. Restore the register from a backup, as docs/running.md says."
)


def _numbers(app: App, db: Database) -> Iterator[str]:
    """Hold the last number of each year against the highest that a reference of the log has."""
    highest = dict[int, int]()
    for reference in cases.all_references(db):
        year, number = app.references.numbers(reference) or (0, 0)
        highest[year] = max(highest.get(year, 0), number)
    last = cases.last_numbers(db)
    for year, number in sorted(highest.items()):
        if year and last.get(year) != number:
            yield NUMBERS.format(year, last.get(year, "gone"), app.references.format(year, number))


NUMBERS = (
    "The last number of {} is {} in the numbers, and the log goes as far as {}: it was changed. No reference"
    " is given twice all the same; compare with a backup."
)
UNREADABLE = {_calendar: "The calendar", _numbers: "The table numbers", without_clock: "The table case_state"}


def _one_by_one(app: App, register: Path, parts: Sequence[Part]) -> Iterator[Found]:
    db = open_for_reading(register)
    with closing(db.conn):
        for part in parts:
            yield audit.look(db, part, partial(case_row, app))


def _on_all_cores(app: App, register: Path, parts: Sequence[Part]) -> Iterator[Found]:
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, MOST_CORES, len(parts))
    begun = (app.config.path, register)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=begun) as pool:
        yield from pool.map(_look, parts)


_AT_WORK: dict[str, Callable[[Part], Found]] = {}
"""What looks, in a process that was started for it."""


def _begin(config: Path, register: Path) -> None:
    app, db = build(load_config(config)), open_for_reading(register)
    _AT_WORK["look"] = lambda part: audit.look(db, part, partial(case_row, app))


def _look(part: Part) -> Found:
    return _AT_WORK["look"](part)
