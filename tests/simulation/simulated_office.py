"""A large office at the beginning of a story: dozens of cases are open already, each of them acknowledged.

Lived through once for each kind of authority, without faults, and held against every rule; each story begins with a
copy of its register, its mailbox and what its world knows.
"""

import copy
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from simulated_disk import open_simulated
from simulated_mailbox import PostOffice
from simulated_oracle import Oracle
from simulated_people import requests
from simulated_smtp import Letter
from simulated_world import Ledger, World

CASES, AT_ONCE, APART = 60, 4, timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Lived:
    """How the office stands when a story begins."""

    register: bytes
    post: PostOffice
    taken: tuple[Letter, ...]
    ledger: Ledger


def a_large_office(folder: Path, start: datetime, setting: int) -> World:
    """Return the world of an office with dozens of open cases."""
    lived = lived_until(start, setting)
    world = World(folder, start, setting)
    world.db.close()
    path = world.app.config.register.path
    path.write_bytes(lived.register)
    world.db = open_simulated(path, world.effects)
    world.post, world.ledger = copy.deepcopy(lived.post), copy.deepcopy(lived.ledger)
    world.sorting.taken.extend(lived.taken)
    return world


@cache
def lived_until(start: datetime, setting: int) -> Lived:
    with TemporaryDirectory() as folder:
        world = World(Path(folder), start, setting)
        for turn in range(CASES // AT_ONCE):
            world.now = start - (CASES // AT_ONCE - turn) * APART
            for number in range(AT_ONCE):
                name = f"before.{turn}.{number}"
                requests(world, random.Random(name), name, ())  # noqa: S311 - a story, no secret
            world.a_pass()
        Oracle(world).look(thorough=True)
        world.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        world.close()
        register = world.app.config.register.path.read_bytes()
        return Lived(register, world.post, tuple(world.sorting.taken), world.ledger)
