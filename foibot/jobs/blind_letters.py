"""Letters that must not tell who asks: what they may be written from, and the look through each before it is kept."""

import json
from collections.abc import Mapping
from typing import Any

from foibot.app import App
from foibot.casework.asking import Request, identity, must_be_blind
from foibot.casework.case import Case
from foibot.casework.events import Person
from foibot.casework.letters import LETTERS, Audience
from foibot.errors import NotPermitted
from foibot.jobs.answer_wording import words_of_request
from foibot.law.exemptions import family_of
from foibot.store import cases, messages
from foibot.store.database import Database
from foibot.store.forms import Form

KNOWN_TO_HOLDERS = (
    *("reference", "today", "authority", "contact", "received_on", "due_on", "regime", "regime_title", "time_allowed"),
    "automatic",
)
"""What a letter to a holder may name of a case; the applicant stands in none of it."""


def request_of(app: App, db: Database, case: Case) -> Request:
    """Return a request as it was written, with every address and name that the register knows it came from."""
    opening = next((filed.message for filed in case.messages), None)
    addresses, names = _writers(app, db, opening) if opening and case.channel == "email" else ((), ())
    message = messages.words_of(db, opening) if opening else ""
    return Request(words_of_request(db, case), addresses, names, app.references, message)


def _writers(app: App, db: Database, message: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses and names of whoever wrote a message, none of them a colleague's who passed it on."""
    row = db.execute("SELECT from_name, from_email, verdict FROM messages WHERE id = ?", (message,)).fetchone()
    if row is None:
        return (), ()
    judged = json.loads(row[2])
    written = [(row[0], row[1]), tuple(judged.get("applicant") or ("", "")), ("", judged.get("answer_to") or "")]
    theirs = [(name, address) for name, address in written if not app.policy.is_our_own(address)]
    addresses, names = ([pair[at] for pair in theirs if pair[at]] for at in (1, 0))
    return tuple(addresses), tuple(names)


def blind_facts(app: App, case: Case, facts: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template of a letter to a holder may name: nothing that is known of the applicant."""
    authority = app.config.authority
    return {
        **{name: facts[name] for name in KNOWN_TO_HOLDERS if name in facts},
        "family": family_of(case.regime),
        "telephone": authority.telephone,
        "signatory": {"name": authority.signatory.name, "title": authority.signatory.title},
        **own,
    }


def refuse_what_tells(app: App, db: Database, case: Case, text: str, to: Person) -> None:
    """Refuse the words of a letter to a holder that tell who asks: the last look, whatever template they came from.

    Raises `NotPermitted` with the words. Those that are our own (the authority's, the holder's name) tell nothing.
    """
    authority, policy = app.config.authority, app.policy
    officer = policy.officer(case.officer)
    ours = [authority.name, authority.short_name, authority.postal_address, authority.telephone, authority.website]
    ours += [authority.signatory.name, authority.signatory.title, to.name, to.email, case.reference]
    ours += [f"{one.name} {one.email}" for one in (officer, *policy.officers) if one]
    ours += [app.config.mailbox.address, *app.config.mailbox.also_known_as]
    who = identity(case.applicant, request_of(app, db, case), policy.our_domains)
    must_be_blind(text, who, "\n".join(ours))


def asked_in(case: Case, draft: int) -> Person:
    """Return whom a drafted letter asks."""
    return next((one.asked for one in case.questions if one.draft == draft), Person())


def tells_who_asks(app: App, db: Database, form: Form, text: str) -> str:
    """Say that the new words of a draft tell who asks, where it is one that must not; empty where they do not."""
    case = cases.load_case(db, form.reference)
    if case is None or LETTERS[form.letter].audience is not Audience.HOLDER:
        return ""
    try:
        refuse_what_tells(app, db, case, text, asked_in(case, form.number))
    except NotPermitted as refused:
        return str(refused)
    return ""
