"""Telling colleagues of drafts: that one waits for them, and what their moving it about has done."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from foibot.app import App
from foibot.casework.case import OFFICE, Case
from foibot.casework.changes import changes, marked
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.independence import approvers_left
from foibot.casework.languages import LANGUAGES
from foibot.casework.letters import LETTERS, LetterWanted
from foibot.casework.policy import Officer, Role
from foibot.jobs.commanding import get_case
from foibot.jobs.desk import Desk
from foibot.jobs.draft_files import files_by_mail
from foibot.jobs.recording import record
from foibot.jobs.wording import printable
from foibot.law.clock import london_day
from foibot.mail.revising import language_of
from foibot.store import drafts, outbox, queries
from foibot.store.forms import Form
from foibot.store.queueing import POST

LETTER = "draft_notice"
APPROVERS = frozenset({Role.APPROVER, Role.MANAGER})
REVIEW_OUTCOME = "review_outcome"


def tell_that_a_draft_waits(desk: Desk, db: Database, form: Form) -> None:
    """Tell everyone who may approve a draft that it waits, with the letter and the case's due date."""
    case = get_case(desk.app, db, form.reference)
    hands = case.drafts[form.number - 1].hands if desk.app.policy.two_people else frozenset()
    approvers = [officer for officer in _may_approve(desk.app) if officer.id not in hands]
    hearing = [one for one in desk.present(approvers) if one.id not in hands and one.roles & APPROVERS]
    if form.letter == REVIEW_OUTCOME:
        left = approvers_left(desk.app.policy, case.parts_reviewed, case.waived)
        approvers, hearing = [one for one in approvers if one in left], [one for one in hearing if one in left]
    _write(desk, db, form, hearing or approvers, "")


def tell_of_form(desk: Desk, db: Database, form: Form, said: str, who: Officer | None) -> None:
    """Tell in a sentence what became of a form that was moved: whoever it was, and the officer of the case."""
    case = get_case(desk.app, db, form.reference)
    carriers = desk.hearers(case.officer) if case.officer else ()
    concerned = {one.id: one for one in (who, *carriers) if one is not None and one.email}
    _write(desk, db, form, concerned.values() or desk.hearers(), said)


def _may_approve(app: App) -> list[Officer]:
    return [one for one in app.policy.officers if one.roles & APPROVERS]


def _write(desk: Desk, db: Database, form: Form, officers: Iterable[Officer], said: str) -> None:
    facts = _facts(desk, db, form, said)
    for officer in officers:
        number = outbox.next_number(db, OFFICE)
        wanted = LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
        record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())


def _changed(db: Database, form: Form, said: str) -> dict[str, Any]:
    """Return what was changed in the latest revision, where that is what the notice is about."""
    latest = drafts.latest_of(db, form.reference, form.number)
    texts = [drafts.words_of_revision(db, form.reference, form.number, number) for number in (latest - 1, latest)]
    about_it = not said or latest != form.revision
    pieces = changes(*(text or "" for text in texts)) if about_it and latest > 1 else []
    return {"revision": latest, "changed": [marked(one) for one in pieces]}


def _facts(desk: Desk, db: Database, form: Form, said: str) -> dict[str, Any]:
    case, app = get_case(desk.app, db, form.reference), desk.app
    draft = queries.draft(db, form.draft) or {}
    by_post, files = draft.get("way") == POST, files_by_mail(db, form.draft)
    gone = app.statutes.no_clock_for(case.regime)
    return {
        "said": said,
        "draft": form.draft,
        "case": form.reference,
        "title": LETTERS[form.letter].title,
        "due": None if gone else app.statutes.due_on(case),
        "days": app.statutes.progress(case, london_day(desk.clock())),
        "recipient": ", ".join(printable(line) for line in str(draft.get("recipient", "")).splitlines()),
        "by_post": by_post,
        "mails": [] if by_post or len(files) == 1 else files,
        "beside": [name for mail in files[1:] for name in mail] if by_post else [],
        "in_place_of": LANGUAGES[case.language] if _is_in_another_language(db, form, case) else "",
        **_changed(db, form, said),
        "letter": "\n".join(f"> {line}".rstrip() for line in str(draft.get("text", "")).splitlines()),
        "waits_in": app.config.folders.drafts,
        "approved_in": app.config.folders.approved,
        "rejected_in": app.config.folders.rejected,
    }


def _is_in_another_language(db: Database, form: Form, case: Case) -> bool:
    """Tell whether a draft is not in the language in which its case is answered, for want of such a letter."""
    return language_of(drafts.latest_revision(db, form.reference, form.number).raw) != case.language
