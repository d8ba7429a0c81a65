"""Looking into the files of a released case around a command: before its transaction, or after it, never within."""

from collections.abc import Mapping, Sequence

from foibot.app import App
from foibot.casework.case import Case
from foibot.jobs.found_in_releases import LookInto
from foibot.jobs.guarding_published import looking_now
from foibot.jobs.released_texts import (
    Texts,
    answers_of,
    clearable,
    how_to_mend,
    sent_files,
    texts_of,
    without_subject,
)
from foibot.store import cases
from foibot.store.database import Database

MOST_SHOWN = 5


def found_in(app: App, db: Database, target: str) -> Mapping[str, str]:
    """Return what the publishing check finds in a case, by its code."""
    reference = app.references.find(target) or target.strip()
    there = cases.load_case(db, reference) is not None
    return clearable(app, db, reference, looking_now(app, db)) if there else {}


def told(app: App, db: Database, references: Sequence[str], *, reads: bool) -> str:
    """Say of cases that a command just released what 'publish' will do with them, their files read or not."""
    look_into = looking_now(app, db) if reads else None
    return " ".join(filter(None, (_standing(app, db, one, look_into) for one in references)))


def names_of_files(db: Database, case: Case) -> tuple[str, ...]:
    """Return the names of the files that went out with the answers of a case."""
    return tuple(dict.fromkeys(file.name for file in sent_files(db, case, answers_of(case))))


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
