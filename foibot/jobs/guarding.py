"""The release guard over drafts: each file is looked into once, outside every transaction, before anybody approves.

What was not looked into is never approved and never leaves; see `casework/findings.py`.
"""

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.findings import LookedInto, Release, why_it_stays
from foibot.mail.compose import file_name
from foibot.mail.revising import files_of
from foibot.release import look_at
from foibot.store import drafts, findings, forms, queries
from foibot.store.database import Database
from foibot.store.register import writing

logger = logging.getLogger(__name__)


def look_into_drafts(app: App, db: Database, now: datetime) -> int:
    """Look into the files of every draft that waits or is about to leave, and was not looked into; says how many."""
    waiting = findings.to_look_into(db)
    for draft in waiting:
        look_into_draft(app, db, draft, now)
    return len(waiting)


def look_into_draft(app: App, db: Database, draft: int, now: datetime) -> None:
    """Look into each file of a revision that was not looked into; nothing is locked meanwhile."""
    seen = [_looked(app, db, draft, *file) for file in _files(db, draft)]
    with writing(db):
        for file in seen:
            findings.keep(db, draft, file, now=now)
        findings.note_guarded(db, draft)
    if seen:
        logger.info(
            "looked into files draft=%d files=%d found=%d", draft, len(seen), sum(len(f.findings) for f in seen)
        )


def _looked(app: App, db: Database, draft: int, name: str, data: bytes) -> LookedInto:
    known = findings.of_file(db, draft, name, hashlib.sha256(data).hexdigest())
    return known if known.looked else look_at(name, data, ours=our_names(app))


def our_names(app: App) -> tuple[str, ...]:
    """Return the names that a file of ours may bear: the authority's, and its domain."""
    authority, address = app.config.authority, app.config.mailbox.address
    return (authority.name, authority.short_name, address.rpartition("@")[2])


def _files(db: Database, draft: int) -> Iterator[tuple[str, bytes]]:
    for raw in (forms.raw_of(db, draft), *(mail.raw for mail in drafts.further_mails(db, draft))):
        for name, _, data in files_of(raw):
            yield file_name(name), data


def take_over_findings(db: Database, reference: str, number: int, now: datetime) -> None:
    """Let a further revision take over what was found in files that it shares with one before it.

    In the transaction that keeps the revision: so an approver's own edit can be approved with it.
    """
    draft = findings.row_of(db, reference, number)
    files = [(name, hashlib.sha256(data).hexdigest()) for name, data in _files(db, draft)]
    known = [findings.take_over(db, draft, name, digest, now=now) for name, digest in files]
    if all(known):
        findings.note_guarded(db, draft)


def release_of(db: Database, draft: int) -> Release:
    """Return the files of a revision as the guard has seen them, with the words that go with them."""
    files = ((name, hashlib.sha256(data).hexdigest()) for name, data in _files(db, draft))
    seen = tuple(findings.of_file(db, draft, name, digest) for name, digest in files)
    text = str((queries.draft(db, draft) or {}).get("text", "")) if seen else ""
    return Release(seen, text, draft)


def why_files_stay(db: Database, case: Case, number: int) -> str:
    """Say why a letter must not leave with its files; empty where it may."""
    release = release_of(db, findings.row_of(db, case.reference, number))
    return why_it_stays(release, case.drafts[number - 1].accepted)


def findings_shown(db: Database, draft: int, accepted: frozenset[str]) -> list[dict[str, Any]]:
    """Return the findings of a revision as people are shown them, each with the number by which it is accepted."""
    return [
        {
            "number": one.number,
            "file": one.file,
            "rule": one.finding.rule,
            "kind": str(one.finding.kind),
            "place": one.finding.place,
            "words": one.finding.words,
            "remedy": one.finding.remedy,
            "accepted": one.name in accepted,
        }
        for one in release_of(db, draft).numbered
    ]


def guard_after(app: App, db: Database, references: tuple[str, ...], now: datetime) -> str:
    """Look into what a command has drafted, and say what was found; empty where nothing was."""
    said = []
    for draft in (one for reference in dict.fromkeys(references) for one in findings.drafted_at(db, reference, now)):
        if draft in findings.to_look_into(db):
            look_into_draft(app, db, draft, now)
        count = len(release_of(db, draft).numbered)
        if count:
            said.append(FOUND.format(things=f"{count} thing{'s' if count > 1 else ''}", draft=draft))
    return " ".join(said)


FOUND = (
    "The release guard found {things} in its files that must not leave unseen: 'foibot draft {draft}' shows where, and "
    "what to do. Until then it is not approved."
)
