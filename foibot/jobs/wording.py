"""The facts that letters are written from: what a template may name, gathered in one place."""

import re
from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.events import Person
from foibot.casework.letters import Audience, LetterKind, LetterWanted
from foibot.jobs.review_wording import review_facts
from foibot.law.clock import london_day
from foibot.law.regime import Regime, Unit
from foibot.mail.render import BLANK_LINES, shortened

EXCERPT_LINES = 40


def letter_facts(app: App, case: Case, wanted: LetterWanted, their_subject: str, now: datetime) -> dict[str, Any]:
    """Return what the template of a letter may name; days are days in Europe/London."""
    authority = app.config.authority
    facts: dict[str, Any] = {
        "reference": case.reference,
        "today": london_day(now),
        "authority": authority.name,
        "contact": contact_lines(app),
        "applicant": name_of(wanted.to) or "applicant",
        "their_subject": plain_subject(app, their_subject),
        "automatic": not wanted.draft,
        "by_post": wanted.by_post,
        **wanted.facts,
    }
    if case.received_on is not None:
        facts |= _clock_facts(app, case)
    if case.review is not None:
        facts |= review_facts(app, case)
    return facts


def _clock_facts(app: App, case: Case) -> dict[str, Any]:
    reading = app.statutes.read(case)
    return {
        "received_on": case.received_on,
        "by": case.channel,
        "due_on": reading.due_on,
        "regime": case.regime,
        "regime_title": reading.regime.title,
        "time_allowed": time_allowed(reading.regime),
    }


def time_allowed(regime: Regime) -> str:
    """Write a regime's time as a letter does: 20 working days, one month."""
    if regime.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
        return f"{regime.limit} {regime.unit}"
    return "one month" if regime.limit == 1 else f"{regime.limit} months"


def contact_lines(app: App) -> str:
    """Return how to reach the authority, a line each, as far as it is configured."""
    authority = app.config.authority
    lines = [authority.name, *authority.postal_address.splitlines()] if authority.postal_address else []
    if authority.telephone:
        lines.append(f"Telephone: {authority.telephone}")
    lines.append(f"E-mail: {app.config.mailbox.address}")
    if authority.website:
        lines.append(authority.website)
    return "\n".join(line.strip() for line in lines)


def reply_address(app: App, reference: str, kind: LetterKind) -> str:
    """Return the address that names the case to which an applicant should answer; empty for the sender's own.

    Colleagues answer to the mailbox: what they are sent names no more than it must.
    """
    mailbox = app.config.mailbox
    if not mailbox.plus_addresses or kind.audience is not Audience.APPLICANT:
        return ""
    local, _, domain = mailbox.address.rpartition("@")
    return f"{local}+{reference}@{domain}"


def name_of(person: Person) -> str:
    """Return the name to address a letter to, or nothing where what was given as one is none.

    An acknowledgement goes to an address that anybody can have written: a name that carries a link, an address or
    a whole message would have us deliver it.
    """
    name = printable(person.name).strip("\"' ")
    is_a_name = len(name) <= LONGEST_NAME and "@" not in name and not LINK.search(name)
    return name if is_a_name else ""


def plain_subject(app: App, subject: str) -> str:
    """Return an applicant's subject fit to stand in ours: no reference of ours, reply prefix or link, and short."""
    without = app.references.searched.sub(" ", printable(subject)).replace("[ ]", " ")
    words = ["…" if LINK.search(word) else word for word in without.split()]
    while words and words[0].casefold().rstrip(":") in REPLY_PREFIXES and words[0].endswith(":"):
        words.pop(0)
    return shortened(" ".join(words), LONGEST_QUOTED)


def shown_subject(app: App, subject: str | None) -> str:
    """Return a subject for colleagues; where it is nothing but a reference of ours, that."""
    written = subject or ""
    return plain_subject(app, written) or app.references.find(written) or "(no subject)"


def written_by(name: str | None, email: str | None) -> str:
    """Return who wrote as colleagues should see it: the name as given, and always the address beside it."""
    called, address = shortened(printable(name or "").strip(), LONGEST_NAME), printable(email or "").strip()
    if not called or called.casefold() == address.casefold():
        return address or "unknown"
    return f"{called} <{address}>" if address else called


def sentence(text: str) -> str:
    """Return words as a sentence: with a full stop, unless they end it themselves."""
    said = text.rstrip()
    return said if said.endswith((".", "?", "!", "…")) else f"{said}."


def excerpt(text: str, lines: int = EXCERPT_LINES) -> str:
    """Return the first lines of what somebody wrote, each marked, for a notice to colleagues."""
    written = "\n".join(printable(line).strip() for line in text.splitlines())
    found = BLANK_LINES.sub("\n\n", written).strip().split("\n")
    shown = [f"> {shortened(line, 200)}".rstrip() for line in found[:lines] if any(found)]
    return "\n".join([*shown, "> …"] if len(found) > lines else shown)


def printable(text: str) -> str:
    """Return a line that others wrote without what could steer a terminal or a mail program."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)


LONGEST_NAME = 60
LONGEST_QUOTED = 80
LINK = re.compile(r"//|\bwww\.", re.IGNORECASE)
REPLY_PREFIXES = frozenset({"re", "fw", "fwd", "aw", "sv", "antw", "wg", "tr", "rv"})


def notes_in_words(notes: Sequence[Sequence[str]], linked: Container[str] = ()) -> list[str]:
    """Write notes as sentences, one a rule, the latest cases first; what a link tells better is left out."""
    found: dict[str, list[str]] = {}
    for rule, words in notes:
        if rule != "earlier-case" or words not in linked:
            found.setdefault(rule, []).append(words)
    return [NOTES.get(rule, rule).format(", ".join(seen[:NAMED_AT_MOST])) for rule, seen in found.items()]


NAMED_AT_MOST = 5
NOTES = {
    "in-welsh": "it is written in Welsh ({})",
    "in-part-welsh": "it seems to be written in Welsh, in part at least ({})",
    "validity": "not a valid request yet: {} (FOIA s.8)",
    "reply-or-new-request": "written as a reply on {}: is it a new request?",
    "also-asks": "it asks for something else too, to be logged as a request of its own: {}",
    "guessed-case": "it names no case: this is {}",
    "unconfirmed-sender": "somebody who is no party to the case wrote it (tied by {})",
    "names-another-case": "it names {} too",
    "earlier-case": "the same person wrote to us before, see {}",
    "reply-to-elsewhere": "it asks for the answer to go to {}, another domain than the sender's",
    "two-senders": "it has more than one sender",
    "name-is-another-address": "the sender's name is an address of its own: {}",
}
