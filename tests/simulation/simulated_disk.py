"""The register's disk: a real SQLite file behind a connection at which something may go wrong."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from simulated_faults import Effects

from foibot.store.database import Database
from foibot.store.register import open_register

WRITING = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT")


class SimulatedDisk(sqlite3.Connection):
    """A connection whose every writing statement is an effect. A process that has ended commits nothing more."""

    effects: Effects
    locked = False
    """Whether another process will hold the register when it is next to be written."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not sql.startswith(WRITING):
            return super().execute(sql, *values)
        kind = self._meet(" ".join(sql.split()[:3]))
        cursor = super().execute(sql, *values)
        self.effects.after(kind)
        return cursor

    def _meet(self, what: str) -> str:
        kind = self.effects.before("disk", what)
        if kind == "full":
            raise sqlite3.OperationalError("database or disk is full")
        self.locked = self.locked or kind == "locked"
        if self.locked and what.startswith("BEGIN IMMEDIATE"):  # who only reads is kept out by nobody
            self.locked = False
            raise sqlite3.OperationalError("database is locked")
        return kind


def connect(effects: Effects, path: Path, **more: Any) -> sqlite3.Connection:
    connection = sqlite3.connect(path, factory=SimulatedDisk, **more)
    connection.effects = effects
    return connection


def open_simulated(path: Path, effects: Effects) -> Database:
    """Open the register; its disk is not waited for, because here a process ends and no power fails."""
    db = open_register(path, partial(connect, effects))
    db.execute("PRAGMA synchronous = OFF")
    return db
