"""The case that people mean by what they call it."""

import difflib

from foibot.app import App
from foibot.casework.case import Case
from foibot.errors import UsageError
from foibot.store import cases, imports
from foibot.store.database import Database


def get_case(app: App, db: Database, name: str) -> Case:
    """Return the case of that reference, written as people write it; raises `UsageError` with near ones."""
    reference = app.references.find(name) or name.strip()
    case = cases.load_case(db, reference) or _known_elsewhere(db, name.strip())
    if case is None:
        raise UsageError(f"There is no case {name.strip()}. {_nearest(db, reference)}")
    return case


def reference_meant(app: App, db: Database, words: str) -> str | None:
    """Return the case of which the words are a reference and nothing else; None for any other words."""
    name = words.strip()
    ours = app.references.find(name) if app.references.searched.fullmatch(name) else name
    return ours if ours and imports.exists(db, ours) else _elsewhere(db, name)


def _known_elsewhere(db: Database, name: str) -> Case | None:
    """Return the case that had that reference in the sheet it was taken over from."""
    reference = _elsewhere(db, name)
    return cases.load_case(db, reference) if reference else None


def _elsewhere(db: Database, name: str) -> str | None:
    return imports.known_elsewhere_as(db, name) or imports.known_elsewhere_nearly_as(db, name)


def _nearest(db: Database, reference: str) -> str:
    rows = db.execute("SELECT reference FROM case_state ORDER BY reference DESC LIMIT 2000")
    near = difflib.get_close_matches(reference.upper(), [row[0] for row in rows], n=3, cutoff=0.7)
    return f"Did you mean {' or '.join(near)}?" if near else "'foibot cases --all' lists them all."
