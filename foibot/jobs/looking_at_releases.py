"""Looking into the files of a released case around a command: before its transaction, or after it, never within."""

from collections.abc import Mapping, Sequence
from typing import Any

from foibot.app import App
from foibot.casework.commands import COMMANDS
from foibot.casework.commands.table import ArgumentType
from foibot.jobs.found_in_releases import LookInto
from foibot.jobs.guarding_published import looking_now
from foibot.jobs.released_texts import Texts, clearable, how_to_mend, texts_of, without_subject
from foibot.store import cases
from foibot.store.database import Database

RELEASE = "release"
MOST_SHOWN = 5


def found_before(app: App, db: Database, verb: str, target: str) -> Mapping[str, Any]:
    """Return what the publishing check finds in a case, as `found`, for a command that clears some of it."""
    if all(argument.type is not ArgumentType.FOUND for argument in COMMANDS[verb].arguments):
        return {}
    reference = app.references.find(target) or target.strip()
    there = cases.load_case(db, reference) is not None
    return {"found": clearable(app, db, reference, looking_now(app, db)) if there else {}}


def told_of_release(app: App, db: Database, verb: str, references: Sequence[str], *, reads: bool = True) -> str:
    """Say of a case that a command just released what 'publish' will do with it; empty after any other command.

    Inside a transaction its files are not read: that is said where it has any.
    """
    if verb != RELEASE:
        return ""
    look_into = looking_now(app, db) if reads else None
    return " ".join(filter(None, (_standing(app, db, one, look_into) for one in references)))


def _standing(app: App, db: Database, reference: str, look_into: LookInto | None) -> str:
    texts = texts_of(app, db, reference, look_into)
    if texts is None:
        return ""
    if not texts.held:
        looks = " once it has looked into its files" if texts.files and look_into is None else ""
        return f"The next 'foibot publish' shows it as it stands today{looks}.{_of_heading(texts)}"
    more = f"; and {len(texts.held) - MOST_SHOWN} more" if len(texts.held) > MOST_SHOWN else ""
    found = "; ".join(map(str, texts.held[:MOST_SHOWN]))
    return f"It has no page until this is mended or cleared: {found}{more}. {how_to_mend(reference)}"


def _of_heading(texts: Texts) -> str:
    """Say that the subject of the request is not the heading, where nobody gave one; empty where all is well."""
    if texts.title != without_subject(texts.case.reference):
        return ""
    return (
        f" Its heading is “{texts.title}”: the subject of the request is missing, says no more than that it is one, or"
        " may tell of a person. Another one: --title TEXT, with all other options again."
    )
