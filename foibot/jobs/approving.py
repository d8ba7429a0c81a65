"""Approval in the mailbox: forms are put in one folder, and a person signs by moving one to another.

A header is a claim, write access to a folder is a credential, the register decides what is sent: always the stored
revision. A form is known by a mark that only this register can make. Seen in several folders, the cautious reading
wins: rejected, then waiting, then approved.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foibot.casework.approval import may_ever_approve, needs_a_name
from foibot.casework.policy import Officer, Role
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.commanding import Door, carry_out_here, get_case
from foibot.jobs.desk import Desk
from foibot.jobs.telling_of_drafts import tell_of_form, tell_that_a_draft_waits, tell_whose_turn_it_is
from foibot.mail.forms import Mark, changed_words, differences, make_form, make_mark
from foibot.mail.mailbox import ImapMailbox
from foibot.store import forms, outbox, queries
from foibot.store.forms import Form
from foibot.store.register import writing

logger = logging.getLogger(__name__)

SOMEBODY = Officer("mailbox", "somebody with access to the mailbox", roles=frozenset({Role.APPROVER}))
STILL_THERE = frozenset({"queued"})


@dataclass(frozen=True, slots=True)
class Found:
    """A form where it lies now: the folder, its number there, and whose approval the folder is (empty: nobody's)."""

    folder: str
    uid: int
    officer: str = ""


def tend_forms(desk: Desk, mailbox: ImapMailbox) -> dict[str, int]:
    """Put in the mailbox the forms that are wanted, and act on those that people have moved."""
    placed = sum(place(desk, mailbox, form) for form in forms.to_place(desk.db))
    moved = sum(read(desk, mailbox, form) for form in forms.in_the_mailbox(desk.db))
    tell_whose_turn_it_is(desk)
    return {"forms_placed": placed, "forms_moved": moved}


def place(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Put a form in the folder of what waits for approval, once, and tell those who may approve it."""
    if form.status != "waiting":
        with writing(desk.db) as db:
            forms.note_done(db, form.draft)
        return False
    folder, mark = desk.app.config.folders.drafts, mark_of(desk, form)
    message_id, raw = make_form(forms.raw_of(desk.db, form.draft), mark, desk.app.config.mailbox.address)
    for needed in folders_of_approval(desk):
        mailbox.make_folder(needed)
    if not mailbox.find_message_id(folder, message_id):
        mailbox.append(folder, [raw], seen=False)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, folder)
        tell_that_a_draft_waits(desk, db, form)
    return True


def folders_of_approval(desk: Desk) -> list[str]:
    """Return the folders that approval needs, one for each colleague who may approve."""
    folders = desk.app.config.folders
    approvers = [one.id for one in may_ever_approve(desk.app.policy)]
    return [folders.drafts, folders.approved, *(f"{folders.approved}/{one}" for one in approvers), folders.rejected]


def mark_of(desk: Desk, form: Form) -> Mark:
    """Return the mark that the form of a draft bears."""
    return make_mark(forms.key(desk.db), form.draft, form.revision, form.digest)


def read(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Act on a form if a person has moved it; says whether anything was done."""
    if _means_nothing_more(form):
        with writing(desk.db) as db:
            forms.note_done(db, form.draft)
        return False
    places = where(desk, mailbox, form)
    found = cautious(desk, form, places)
    if found is None:
        return not places and form.status == "approved" and _miss(desk, form)
    if found.folder == form.place:
        return _follow(desk, mailbox, form, found)
    folders = desk.app.config.folders
    if found.folder == folders.rejected:
        return _reject(desk, form, found)
    if found.folder == folders.drafts:
        return form.status == "approved" and _act(desk, form, found, "stop", {})
    return form.status == "waiting" and _approve(desk, mailbox, form, found)


def _reject(desk: Desk, form: Form, found: Found) -> bool:
    if form.status == "approved":
        _act(desk, form, found, "stop", {})
    return _act(desk, form, found, "reject", {"why": "moved to the folder of rejected drafts"})


def _means_nothing_more(form: Form) -> bool:
    return form.status == "rejected" or (form.status == "approved" and form.letter_state not in STILL_THERE)


def where(desk: Desk, mailbox: ImapMailbox, form: Form) -> list[Found]:
    """Return every place where the form lies."""
    folders, mark = desk.app.config.folders, mark_of(desk, form)
    officers = {officer.id.casefold(): officer.id for officer in desk.app.policy.officers}
    below = mailbox.folders_below(folders.approved)
    found = []
    for name in (folders.rejected, folders.drafts, folders.approved, *below):
        leaf = name.removeprefix(f"{folders.approved}/").casefold()
        owner = officers.get(leaf, "") if name in below else ""
        uids = mailbox.find_form(name, str(mark)) if mailbox.folder_exists(name) else []
        found += [Found(name, uid, owner) for uid in uids]
    return found


def cautious(desk: Desk, form: Form, found: list[Found]) -> Found | None:
    """Return the place that counts: rejected before waiting before approved; of two approvals, the one there was."""
    folders = desk.app.config.folders
    for name in (folders.rejected, folders.drafts):
        for one in found:
            if one.folder == name:
                return one
    known = [one for one in found if one.folder == form.place]
    return (known or found)[0] if known or len(found) == 1 else None


def _follow(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found) -> bool:
    """Let a letter leave that has cooled off where it was signed; file the form of one approved by command.

    One that waits, for the next approval or because it was stopped, lies where what waits lies.
    """
    folders = desk.app.config.folders
    if form.status == "waiting" and found.folder != folders.drafts:
        _move(mailbox, found, folders.drafts)
        with writing(desk.db) as db:
            forms.note_place(db, form.draft, folders.drafts)
        return True
    if form.status != "approved":
        return False
    if found.folder == folders.drafts:
        _move(mailbox, found, folders.approved)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, folders.approved if found.folder == folders.drafts else found.folder)
        outbox.form_seen(db, form.message_id, desk.clock())
    return found.folder == folders.drafts


def _miss(desk: Desk, form: Form) -> bool:
    """Stop an approved letter whose form is gone from the mailbox: nobody can say what was meant by that."""
    _act(desk, form, Found("", 0), "stop", {})
    with writing(desk.db) as db:
        forms.place_again(db, form.draft)
    return True


def _approve(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found) -> bool:
    lying = mailbox.fetch_one(found.folder, found.uid)
    changed = differences(lying, forms.raw_of(desk.db, form.draft))
    if changed:
        return _take_edit(desk, mailbox, form, found, changed, lying)
    proves = desk.app.config.approval.folders_prove == "officer"
    officer = desk.app.policy.officer(found.officer) if proves and found.officer else None
    if officer is None and needs_a_name(desk.app.policy, get_case(desk.app, desk.db, form.reference), form.number):
        return _send_back(desk, mailbox, form, found, NEEDS_A_NAME)
    try:
        _act(desk, form, found, "approve", {}, officer or SOMEBODY)
    except (NotPermitted, UsageError) as refused:
        return _send_back(desk, mailbox, form, found, f"it was not approved: {refused}")
    waits_still = get_case(desk.app, desk.db, form.reference).drafts[form.number - 1].status == "waiting"
    return _follow(desk, mailbox, form, found) if waits_still else True


NEEDS_A_NAME = (
    "it was not approved: a letter of this kind needs a name, and this folder is nobody's. Move it to the folder of "
    "the officer who approves it, or use 'foibot approve'."
)


def _act(
    desk: Desk, form: Form, found: Found, verb: str, arguments: Mapping[str, Any], officer: Officer = SOMEBODY
) -> bool:
    """Carry out a command for a form, note where it lies now, and tell those concerned what happened."""
    door = Door(officer, f"folder {found.folder}", desk.clock())
    with writing(desk.db) as db:
        carried = carry_out_here(desk.app, db, verb, str(form.draft), arguments, door)
        forms.note_place(db, form.draft, found.folder)
        tell_of_form(desk, db, form, carried.told, officer)
    logger.info("form moved draft=%d verb=%s", form.draft, verb)
    return True


def _take_edit(
    desk: Desk, mailbox: ImapMailbox, form: Form, found: Found, changed: Sequence[str], lying: bytes
) -> bool:
    """Make of an edited form a further revision to approve; recipients, subject and files stay what they were."""
    stored = forms.raw_of(desk.db, form.draft)
    text = changed_words(lying, stored) if "the words" in changed else queries.draft_text(desk.db, form.draft)
    officer = desk.app.policy.officer(found.officer) or SOMEBODY
    _move(mailbox, found, desk.app.config.folders.rejected)
    door = Door(officer, f"folder {found.folder}", desk.clock())
    with writing(desk.db) as db:
        carried = carry_out_here(desk.app, db, "edit", str(form.draft), {"text": text}, door)
        said = f"it was not approved, because {' and '.join(changed)} were changed in the mailbox. {carried.told}"
        tell_of_form(desk, db, form, said, officer)
    return True


def _send_back(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found, said: str) -> bool:
    """Put a form back where it waited, and say in a plain sentence why."""
    _move(mailbox, found, desk.app.config.folders.drafts)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, desk.app.config.folders.drafts)
        tell_of_form(desk, db, form, said, desk.app.policy.officer(found.officer))
    return True


def _move(mailbox: ImapMailbox, found: Found, to: str) -> None:
    mailbox.make_folder(to)
    mailbox.look_at(found.folder, writable=True)
    mailbox.move([found.uid], to)
