"""What a command needs of released cases and their files, where it has to do with one.

What looks into them is loaded by the first such command: no other job of the daemon has a use for it.
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.commands import COMMANDS
from foibot.casework.commands.table import ArgumentType, Command
from foibot.store.database import Database

LOOKING = "foibot.jobs.looking_at_releases"
RELEASE = "release"


def found_before(app: App, db: Database, verb: str, target: str) -> Mapping[str, Any]:
    """Return what the publishing check finds in a case, as `found`, for a command that clears some of it."""
    if not _takes(COMMANDS[verb], ArgumentType.FOUND):
        return {}
    return {"found": importlib.import_module(LOOKING).found_in(app, db, target)}


def told_of_release(app: App, db: Database, verb: str, references: Sequence[str], *, reads: bool = True) -> str:
    """Say of a case that a command just released what 'publish' will do with it; empty after any other command.

    Inside a transaction its files are not read: that is said where it has any.
    """
    if verb != RELEASE:
        return ""
    said: str = importlib.import_module(LOOKING).told(app, db, references, reads=reads)
    return said


def files_sent(db: Database, command: Command, case: Case) -> tuple[str, ...]:
    """Return the names of the files that went out with the answers, where an argument of the command names one."""
    if not _takes(command, ArgumentType.SENT_FILE):
        return ()
    names: tuple[str, ...] = importlib.import_module(LOOKING).names_of_files(db, case)
    return names


def _takes(command: Command, kind: ArgumentType) -> bool:
    return any(argument.type is kind for argument in command.arguments)
