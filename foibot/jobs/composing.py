"""Composing: a letter's words, files and addressee put together to the bytes that leave, in one mail or in several.

A letter by post is composed as a mail too: that is its form in the mailbox, to be read and signed there. It is
addressed to ourselves, and no server is ever given it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.casework.letters import LETTERS, Attachment, LetterWanted
from foibot.casework.reaching import address_lines
from foibot.jobs.answer_wording import our_addresses
from foibot.jobs.wording import name_of, reply_address
from foibot.law.clock import london_day
from foibot.mail.compose import Attachment as EnclosedFile
from foibot.mail.compose import Envelope, Thread, compose, new_message_id
from foibot.mail.html_part import CEREMONY, html_part
from foibot.mail.render import ENGLISH, Rendered, Templates, numbered, wrapped_text
from foibot.mail.revising import files_of
from foibot.store import messages, outbox
from foibot.store.database import Database
from foibot.store.queueing import POST, Composed, FurtherMail

FURTHER = "_further_mail.txt.j2"


def fit_to_leave(templates: Templates, letter: Rendered, wanted: LetterWanted, reference: str) -> Rendered:
    """Return a letter's words with what its way asks for: the postal address, or which files come in which mail."""
    if wanted.by_post:
        head, _, rest = letter.text.partition("\n\n")
        address = "\n".join(recipient_lines(wanted))
        return Rendered(letter.subject, f"{head}\n\n{address}\n\n{rest}", letter.language)
    if not wanted.mails:
        return letter
    told = _filled(templates, letter.language, {"number": 1, "reference": reference, "mails": contents(wanted)})
    paragraphs = letter.text.split("\n\n")
    greeting = next((at for at, words in enumerate(paragraphs) if CEREMONY.fullmatch(words)), 0)
    text = "\n\n".join([*paragraphs[: greeting + 1], told.strip(), *paragraphs[greeting + 1 :]])
    return Rendered(numbered(letter.subject, 1, 1 + len(wanted.mails)), text, letter.language)


def contents(wanted: LetterWanted) -> list[list[str]]:
    """Return the names of the files that go in each mail."""
    return [[file.name for file in files] for files in _parted(wanted)]


def _parted(wanted: LetterWanted) -> list[list[Attachment]]:
    """Return the files mail by mail; those that no further mail takes are in the first."""
    later = {at for mail in wanted.mails for at in mail}
    first = [file for at, file in enumerate(wanted.attachments) if at not in later]
    return [first, *([wanted.attachments[at] for at in mail] for mail in wanted.mails)]


def enclosed(before: Composed) -> dict[str, Any]:
    """Return what a further revision of a letter keeps of the one before: its way, and its files mail by mail."""
    parted = [[Attachment(*file) for file in files_of(raw)] for raw in (before.raw, *(m.raw for m in before.further))]
    mails, at = [], len(parted[0])
    for files in parted[1:]:
        mails.append(tuple(range(at, at + len(files))))
        at += len(files)
    every = tuple(file for mail in parted for file in mail)
    return {"by_post": before.way == POST, "mails": tuple(mails), "attachments": every}


def recipient_lines(wanted: LetterWanted) -> tuple[str, ...]:
    """Return the name and the postal address of a letter that is posted, a line each."""
    return address_lines(name_of(wanted.to), wanted.to.postal_address)


def compose_letter(
    app: App, db: Database, wanted: LetterWanted, reference: str, rendered: Rendered, now: datetime
) -> Composed:
    """Return a letter as it leaves, its bytes and Message-IDs fixed."""
    kind = LETTERS[wanted.letter]
    answered = messages.threading_of(db, wanted.answers) if wanted.answers else None
    thread = Thread(answered.message_id, answered.references) if answered else _continued(db, wanted, reference)
    message_id = new_message_id(app.config.mailbox.address)
    envelope = _envelope(app, wanted, reference, now, thread, language=rendered.language)
    picture = wanted.facts.get("picture", ()) if kind.pictured else ()
    html = html_part(app.templates, rendered, our_addresses(app), picture) if kind.has_html else ""
    files = _coded(_parted(wanted)[0])
    return Composed(
        reference=reference,
        number=wanted.draft or wanted.number,
        letter=wanted.letter,
        recipient="\n".join(recipient_lines(wanted)) if wanted.by_post else wanted.to.email,
        subject=rendered.subject,
        text=rendered.text,
        message_id=message_id,
        raw=compose(envelope, rendered.subject, rendered.text, message_id, html=html, attachments=files),
        form=bool(wanted.draft) and kind.needs_approver,
        way=POST if wanted.by_post else "mail",
        further=tuple(_further(app, wanted, reference, (envelope, rendered, message_id))),
    )


def _continued(db: Database, wanted: LetterWanted, reference: str) -> Thread:
    """Return the thread of a letter that continues one of ours: by our own Message-ID, and no other."""
    return Thread(outbox.message_id_of(db, reference, wanted.follows)) if wanted.follows else Thread()


def _envelope(
    app: App, wanted: LetterWanted, reference: str, now: datetime, thread: Thread, *, language: str
) -> Envelope:
    kind, ours = LETTERS[wanted.letter], app.config.mailbox.address
    return Envelope(
        sender_name=f"{app.config.authority.short_name or app.config.authority.name} FOI",
        sender=ours,
        recipient_name=f"{recipient_lines(wanted)[0]}, by post" if wanted.by_post else name_of(wanted.to),
        recipient=ours if wanted.by_post else wanted.to.email,
        written_at=now,
        auto_submitted="" if wanted.draft else kind.auto_submitted,
        reply_to=wanted.reply_to or reply_address(app, reference, kind),
        thread=thread,
        language="" if language == ENGLISH else language,
    )


def _coded(files: Sequence[Attachment]) -> list[EnclosedFile]:
    return [EnclosedFile(file.name, file.type, file.data) for file in files]


def _further(
    app: App, wanted: LetterWanted, reference: str, first: tuple[Envelope, Rendered, str]
) -> Iterator[FurtherMail]:
    """Yield the mails that bring the other files of a letter, in the thread of its first mail."""
    envelope, letter, parent = first
    before = envelope.thread
    chain = (*before.references, before.parent) if before.parent else ()
    count, facts = 1 + len(wanted.mails), _cover_facts(app, wanted, reference, envelope.written_at)
    for number, files in enumerate(_parted(wanted)[1:], 2):
        names = [file.name for file in files]
        text = _filled(app.templates, letter.language, {**facts, "number": number, "names": names})
        message_id = new_message_id(envelope.sender)
        subject = numbered(letter.subject, number, count)
        rendered = Rendered(subject, text, letter.language)
        html = html_part(app.templates, rendered, our_addresses(app))
        answering = replace(envelope, thread=Thread(parent, chain))
        raw = compose(answering, subject, text, message_id, html=html, attachments=_coded(files))
        yield FurtherMail(message_id, subject, raw)


def _cover_facts(app: App, wanted: LetterWanted, reference: str, now: datetime) -> dict[str, Any]:
    signatory = app.config.authority.signatory
    return {
        "reference": reference,
        "authority": app.config.authority.name,
        "applicant": name_of(wanted.to) or "applicant",
        "today": london_day(now),
        "signatory": {"name": signatory.name, "title": signatory.title},
        "mails": contents(wanted),
    }


def _filled(templates: Templates, language: str, facts: dict[str, Any]) -> str:
    names = [FURTHER] if language == ENGLISH else [f"{language}/{FURTHER}", FURTHER]
    return wrapped_text(templates.fill(names, facts)[1])
