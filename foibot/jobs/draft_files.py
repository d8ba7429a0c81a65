"""What can be made of a draft besides its text: the page to print, its HTML part, its files, what was changed in it."""

from collections.abc import Mapping
from typing import Any

from foibot.app import App
from foibot.casework.changes import Piece, changes
from foibot.errors import UsageError
from foibot.jobs.wording import contact_lines
from foibot.mail.compose import file_name
from foibot.mail.printing import Paper, page_of
from foibot.mail.revising import files_of, html_part_of, language_of
from foibot.store import drafts, forms
from foibot.store.database import Database
from foibot.store.queueing import POST

MARKS = {
    "waiting": "Draft {} is not approved: do not post it.",
    "superseded": "Draft {} was changed since: do not post it.",
    "rejected": "Draft {} was rejected: do not post it.",
}
"""What every page says of a letter that may not be posted."""


def page_to_print(app: App, db: Database, draft: Mapping[str, Any]) -> str:
    """Return a draft as an HTML page to print; every page says so where nobody has approved it."""
    by_post = draft["way"] == POST
    paper = Paper(
        subject=draft["subject"],
        text=draft["text"],
        authority=app.config.authority.name,
        reference=draft["reference"],
        contact=contact_lines(app).splitlines(),
        address=draft["recipient"].splitlines() if by_post else (),
        enclosures=list(enclosed_files(db, draft)),
        language=language_of(forms.raw_of(db, draft["id"])),
        mark=MARKS.get(draft["status"], "").format(draft["id"]),
    )
    return page_of(app.templates, paper)


def html_of(db: Database, draft: Mapping[str, Any]) -> str:
    """Return the HTML part of a draft as it arrives; raises `UsageError` for a letter of words alone."""
    html = html_part_of(forms.raw_of(db, draft["id"]))
    if not html:
        raise UsageError(f"Draft {draft['id']} is plain text and has no HTML part: foibot draft {draft['id']}.")
    return html


def enclosed_files(db: Database, draft: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files that go with a draft in all its mails, each under a name of its own."""
    found: dict[str, bytes] = {}
    for name, _, data in (file for raw in _mails(db, draft["id"]) for file in files_of(raw)):
        found[_unused(file_name(name), found)] = data
    return found


def files_by_mail(db: Database, draft: int) -> list[list[str]]:
    """Return the names of the files that go with a draft, mail by mail."""
    return [[file_name(name) for name, _, _ in files_of(raw)] for raw in _mails(db, draft)]


def _mails(db: Database, draft: int) -> list[bytes]:
    return [forms.raw_of(db, draft), *(mail.raw for mail in drafts.further_mails(db, draft))]


def _unused(name: str, used: Mapping[str, bytes]) -> str:
    stem, dot, ending = name.rpartition(".")
    tried, number = name, 1
    while tried in used:
        number += 1
        tried = f"{stem} {number}{dot}{ending}" if stem else f"{name} {number}"
    return tried


def changes_in(db: Database, draft: Mapping[str, Any]) -> list[list[Piece]]:
    """Return what was changed in a draft since the revision before; raises `UsageError` where there is none."""
    before = drafts.words_of_revision(db, draft["reference"], draft["number"], draft["revision"] - 1)
    if before is None:
        raise UsageError(f"Draft {draft['id']} is the first revision of its letter: nothing was changed in it.")
    return changes(before, draft["text"])
