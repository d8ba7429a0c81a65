"""The release guard over what is to be published: the files of a released case, and their words, once more.

A file that left with a letter was looked into then, and is not looked into twice. What somebody accepted in it was
accepted for the letter to one applicant, who knows their own name: here it counts for nothing, and only `clear` does.
"""

import hashlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from foibot.app import App
from foibot.casework.findings import Numbered, Release
from foibot.jobs.guarding import our_names
from foibot.mail.attachment_words import FileWords, words_by_place
from foibot.release import look_at
from foibot.release.rules import remedy_for_everybody
from foibot.store import findings
from foibot.store.database import Database

Look = Callable[[str, bytes], Iterator[str]]


def as_it_was_seen(db: Database) -> Look:
    """Return what says of a file what is known of it already; inside a transaction nothing is read that takes long."""

    def look(name: str, data: bytes) -> Iterator[str]:
        seen = findings.of_any_draft(db, name, hashlib.sha256(data).hexdigest())
        yield from map(_said, Release((seen,)).numbered)

    return look


def looking_now(app: App, db: Database) -> Look:
    """Return what looks into a file in a process of its own, where nobody has yet."""

    def look(name: str, data: bytes) -> Iterator[str]:
        seen = findings.of_any_draft(db, name, hashlib.sha256(data).hexdigest())
        if not seen.looked:
            seen = look_at(name, data, ours=our_names(app))
        yield from map(_said, Release((seen,)).numbered)

    return look


def words_of_file(name: str, data: bytes) -> FileWords:
    """Return the words that people read in a file of any kind, as far as they can be read, and by place."""
    carrier = EmailMessage()
    carrier.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return words_by_place(carrier.as_bytes())


def _said(one: Numbered) -> str:
    """Name the kind of thing and what helps; where it is, and what it says, may name a person."""
    return f"{one.finding.rule.replace('_', ' ')}: {remedy_for_everybody(one.finding)}"
