"""Looking into the files of a released case around a command: before its transaction, or after it, never within."""

from collections.abc import Mapping, Sequence
from typing import Any

from foibot.app import App
from foibot.casework.commands import COMMANDS
from foibot.casework.commands.table import ArgumentType
from foibot.jobs.guarding_published import looking_now
from foibot.jobs.released_texts import clearable, copies_held
from foibot.store import cases
from foibot.store.database import Database


def found_before(app: App, db: Database, verb: str, target: str) -> Mapping[str, Any]:
    """Return what the publishing check finds in a case, as `found`, for a command that clears some of it."""
    if all(argument.type is not ArgumentType.FOUND for argument in COMMANDS[verb].arguments):
        return {}
    reference = app.references.find(target) or target.strip()
    there = cases.load_case(db, reference) is not None
    return {"found": clearable(app, db, reference, looking_now(app, db)) if there else {}}


def copies_after(app: App, db: Database, references: Sequence[str], arguments: Mapping[str, Any]) -> str:
    """Say what was found in the copies with which a case was just released; empty where there are none."""
    if not arguments.get("replace"):
        return ""
    return " ".join(filter(None, (copies_held(app, db, one, looking_now(app, db)) for one in references)))
