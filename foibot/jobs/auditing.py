"""The audit of a register, one part after another; of a large one on several cores at the same time."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from foibot.app import App, build
from foibot.config import load_config
from foibot.jobs.recording import case_row
from foibot.store import audit
from foibot.store.audit import Found, Part
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


def _nobody(_done: int, _of: int) -> None:
    """Hear how far it is, and tell nobody."""


def audit_register(
    app: App, register: Path, *, chain_only: bool = False, told: Callable[[int, int], None] = _nobody
) -> Audited:
    """Look at all of a register, or at its two chains alone; `told` hears how many parts of how many are done.

    Raises `RegisterError` where there is none, or none that can be read.
    """
    db = open_for_reading(register)
    # closed before other processes are started: SQLite's locks do not go with a connection into another process
    with closing(db.conn):
        parts, large = list(audit.parts(db, chain_only=chain_only)), last_event(db) >= WORTH_OTHER_CORES
    found = Audited()
    looks = _on_all_cores(app, register, parts) if large else _one_by_one(app, register, parts)
    for done, one in enumerate(looks, 1):
        found.faults.extend(one.faults)
        found.unsealed += one.unsealed
        told(done, len(parts))
    return found


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
