"""Telling colleagues of drafts: that one waits for them, and what their moving it about has done."""

from collections.abc import Iterable, Sequence
from typing import Any

from foibot.casework.approval import standing, who_may
from foibot.casework.case import OFFICE, Case
from foibot.casework.changes import changes, marked
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.languages import LANGUAGES
from foibot.casework.letters import LETTERS, Attachment, LetterWanted
from foibot.casework.policy import Officer
from foibot.correspondence.replying import check_of
from foibot.jobs.desk import Desk
from foibot.jobs.draft_files import files_by_mail
from foibot.jobs.guarding import findings_shown
from foibot.jobs.named import get_case
from foibot.jobs.recording import record
from foibot.jobs.wording import printable
from foibot.law.clock import london_day
from foibot.mail.reply_tokens import address_with, hashed, new_token
from foibot.mail.revising import language_of
from foibot.store import drafts, forms, outbox, queries, replies
from foibot.store.database import Database
from foibot.store.forms import Form
from foibot.store.queueing import POST
from foibot.store.register import writing
from foibot.store.replies import Given

LETTER = "draft_notice"


def tell_that_a_draft_waits(desk: Desk, db: Database, form: Form) -> None:
    """Tell those who may give the approval that a draft waits for, and nobody else; each may be given a token."""
    case = get_case(desk.app, db, form.reference)
    may = who_may(desk.app.policy, case, form.number)
    able = [one for one in desk.present(may) if one in may] or may
    if desk.app.config.approval.reply:
        for officer in able:
            _write_with_token(desk, db, form, officer)
    else:
        _write(desk, db, form, able, "")
    forms.note_told(db, form.draft, len(case.drafts[form.number - 1].approvals))


def _write_with_token(desk: Desk, db: Database, form: Form, officer: Officer) -> None:
    """Write a notice that is answered at an address of its own, with the draft and its check number attached."""
    token, facts = new_token(), {**_facts(desk, db, form, ""), "by_reply": True}
    days = desk.app.statutes.calendar(desk.app.statutes.regime(desk.app.policy.regime))
    dead_after = days.add_working_days(london_day(desk.clock()), WORKING_DAYS_OF_A_TOKEN)
    number = outbox.next_number(db, OFFICE)
    attached = f"{queries.draft_text(db, form.draft)}\n\nCheck number of this revision: {check_of(form.digest)}\n"
    wanted = LetterWanted(
        LETTER,
        Person(officer.name, officer.email),
        number=number,
        facts=facts,
        attachments=(Attachment(f"draft-{form.draft}.txt", "text/plain", attached.encode()),),
        reply_to=address_with(desk.app.config.mailbox.address, token),
    )
    record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())
    notice = replies.message_id_of(db, OFFICE, number)
    given = Given(hashed(token), form.draft, officer.id, notice, dead_after.isoformat(), used=False, explained=0)
    replies.give(db, given)


WORKING_DAYS_OF_A_TOKEN = 5


def tell_whose_turn_it_is(desk: Desk) -> None:
    """Tell the approver of each draft that is new, or has got one of its approvals or lost it since that was told."""
    for form in forms.perhaps_untold(desk.db):
        draft = get_case(desk.app, desk.db, form.reference).drafts[form.number - 1]
        if draft.status == "waiting" and len(draft.approvals) != form.told_after:
            with writing(desk.db) as db:
                tell_that_a_draft_waits(desk, db, form)


def tell_of_form(desk: Desk, db: Database, form: Form, said: str, who: Officer | Sequence[Officer] | None) -> None:
    """Tell in a sentence what became of a form: whoever moved it, if known, the officer of the case, and others named.

    Where its words were changed, the notice shows what.
    """
    first, *others = (who,) if who is None or isinstance(who, Officer) else (*who, None)
    officers = {one.id: one for one in (*concerned(desk, db, form, first), *others) if one is not None}
    _write(desk, db, form, officers.values(), said)


def concerned(desk: Desk, db: Database, form: Form, who: Officer | None) -> tuple[Officer, ...]:
    """Return who is told of a form: whoever did something with it, and the case's officer, or without one all."""
    carrier = get_case(desk.app, db, form.reference).officer
    team = (desk.hearers(carrier) if carrier else ()) or desk.hearers()
    found = {one.id: one for one in (who, *team) if one is not None and one.email}
    return tuple(found.values())


def who_drafted(desk: Desk, db: Database, form: Form) -> tuple[Officer, ...]:
    """Return the officers who had a letter drafted or changed it: a rejected one is theirs again."""
    hands = get_case(desk.app, db, form.reference).drafts[form.number - 1].hands
    return tuple(one for one in desk.app.policy.officers if one.id in hands)


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
        "by_reply": False,
        "draft": forms.latest(db, form.reference, form.number).draft if said else form.draft,
        "case": form.reference,
        "title": LETTERS[form.letter].title,
        "standing": standing(app.policy, case, form.number),
        "due": None if gone else app.statutes.due_on(case),
        "days": app.statutes.progress(case, london_day(desk.clock())),
        "recipient": ", ".join(printable(line) for line in str(draft.get("recipient", "")).splitlines()),
        "by_post": by_post,
        "mails": [] if by_post or len(files) == 1 else files,
        "beside": [name for mail in files[1:] for name in mail] if by_post else [],
        "in_place_of": LANGUAGES[case.language] if _is_in_another_language(db, form, case) else "",
        "findings": findings_shown(db, form.draft, case.drafts[form.number - 1].accepted) if not said else [],
        **_changed(db, form, said),
        "letter": "\n".join(f"> {line}".rstrip() for line in str(draft.get("text", "")).splitlines()),
        "waits_in": app.config.folders.drafts,
        "approved_in": app.config.folders.approved,
        "rejected_in": app.config.folders.rejected,
    }


def _is_in_another_language(db: Database, form: Form, case: Case) -> bool:
    """Tell whether a draft is not in the language in which its case is answered, for want of such a letter."""
    return language_of(drafts.latest_revision(db, form.reference, form.number).raw) != case.language
