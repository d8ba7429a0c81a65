"""Approval in the mailbox: forms are put in one folder, and a person signs by moving one to another.

A header is a claim, write access to a folder is a credential, the register decides what is sent: always the stored
revision. A form is known by a mark that only this register can make. Seen in several folders, the cautious reading
wins: rejected, then waiting, then approved.
"""

import logging
from collections.abc import Mapping
from typing import Any

from foibot.casework.approval import needs_a_name
from foibot.casework.commands.independent import OUTCOME
from foibot.casework.independence import why_not
from foibot.casework.policy import Officer
from foibot.errors import LetterError, NotPermitted, UsageError
from foibot.jobs.commanding import Door, carry_out_here
from foibot.jobs.desk import Desk
from foibot.jobs.editing_forms import WORDS, Edit, restore, take_edit
from foibot.jobs.form_places import SOMEBODY, Found, cautious, folders_of_forms, lying, move, put_in_place, where
from foibot.jobs.named import get_case
from foibot.jobs.putting_away import means_nothing_more, put_away, put_away_superseded, put_back, tell_of_oddity
from foibot.jobs.strays import look_for_strays
from foibot.jobs.telling_of_drafts import tell_of_form, tell_whose_turn_it_is, who_drafted
from foibot.lean import dataclass
from foibot.mail.forms import edits
from foibot.mail.mailbox import ImapMailbox
from foibot.store import forms, outbox
from foibot.store.forms import Form
from foibot.store.register import writing

logger = logging.getLogger(__name__)


def tend_forms(desk: Desk, mailbox: ImapMailbox) -> dict[str, int]:
    """Put in the mailbox the forms that are wanted, act on those that people have moved, and tell of what is odd."""
    if not forms.ever_placed(desk.db):
        return {}
    placed = sum(place(desk, mailbox, form) for form in forms.to_place(desk.db))
    moved = sum(_try_to_read(desk, mailbox, form) for form in _to_read(desk, mailbox))
    superseded = forms.superseded(desk.db, desk.app.config.folders.rejected)
    moved += sum(put_away_superseded(desk, mailbox, form) for form in superseded)
    strays = look_for_strays(desk, mailbox, folders_of_forms(desk, mailbox))
    tell_whose_turn_it_is(desk)
    return {"forms_placed": placed, "forms_moved": moved, "strays": strays}


def _to_read(desk: Desk, mailbox: ImapMailbox) -> list[Form]:
    """Return the forms to look at one by one: all but those that wait and lie where they were put, and there alone."""
    there, folder = forms.in_the_mailbox(desk.db), desk.app.config.folders.drafts
    waiting = [form for form in there if (form.status, form.place, form.oddity) == ("waiting", folder, "")]
    places = lying(desk, mailbox, waiting)
    return [form for form in there if [one.folder for one in places.get(form.draft, ())] != [folder]]


def place(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Put a form in the folder of what waits for approval, or of what was approved meanwhile, once."""
    if form.status != "waiting" and means_nothing_more(form):
        with writing(desk.db) as db:
            forms.note_done(db, form.draft)
        return False
    folder = desk.app.config.folders.drafts if form.status == "waiting" else signed_folder(desk, form)
    put_in_place(desk, mailbox, form, folder)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, folder)
        if form.status == "approved":
            outbox.await_form_of(db, form.message_id, desk.clock())
    return True


def signed_folder(desk: Desk, form: Form) -> str:
    """Return the folder in which the form of an approved letter lies: that of whoever approved it last, if known."""
    approved = desk.app.config.folders.approved
    given = get_case(desk.app, desk.db, form.reference).drafts[form.number - 1].approvals
    known = [one for one in given if desk.app.policy.officer(one) is not None]
    return f"{approved}/{known[-1]}" if known else approved


def _try_to_read(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Read a form; what became impossible meanwhile is left, and stops no other form."""
    try:
        return read(desk, mailbox, form)
    except (NotPermitted, UsageError, LetterError) as refused:
        logger.warning("form not acted on draft=%d: %s", form.draft, refused)
        return False


def read(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Act on a form if a person has moved it; says whether anything was done."""
    if means_nothing_more(form) or _is_to_post(desk, form):
        return put_away(desk, mailbox, form)
    places = where(desk, mailbox, form)
    tell_of_oddity(desk, form, places)
    found = cautious(desk, form, places)
    if found is None:
        return not places and _miss(desk, form)
    if found.folder == form.place:
        return _follow(desk, mailbox, form, found)
    return _read_move(desk, mailbox, form, found)


def _read_move(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found) -> bool:
    folders = desk.app.config.folders
    barred = _barred(desk, form, found)
    if barred and found.folder in (folders.rejected, folders.drafts):
        return _send_back(desk, mailbox, form, found, f"nothing was rejected or stopped: {barred}.")
    if found.folder == folders.rejected:
        return _reject(desk, form, found)
    if found.folder == folders.drafts:
        return form.status == "approved" and _act(desk, form, found, "stop", {})
    return form.status == "waiting" and _approve(desk, mailbox, form, found)


def _reject(desk: Desk, form: Form, found: Found) -> bool:
    if form.status == "approved":
        _act(desk, form, found, "stop", {})
    note = Note(ASK_FOR_A_REASON.format(case=form.reference), who_drafted(desk, desk.db, form))
    return _act(desk, form, found, "reject", {"why": BY_FOLDER}, note)


BY_FOLDER = "moved to the folder of rejected drafts"
ASK_FOR_A_REASON = (
    "A folder gives no reason and no name: whoever moved it, please tell those who wrote the letter what is wrong with "
    "it, or write it down with: foibot note {case} TEXT"
)


def _is_to_post(desk: Desk, form: Form) -> bool:
    """Tell whether a form is of an approved letter to post that has cooled off: it may be tidied away from then on."""
    return form.status == "approved" and outbox.waits_to_be_posted(desk.db, form.message_id, desk.clock())


def _follow(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found) -> bool:
    """Let a letter leave that has cooled off where it was signed; file the form of one approved by command.

    One that waits, for the next approval or because it was stopped, lies where what waits lies.
    """
    folders = desk.app.config.folders
    if form.status == "waiting" and found.folder != folders.drafts:
        move(mailbox, found, folders.drafts)
        with writing(desk.db) as db:
            forms.note_place(db, form.draft, folders.drafts)
        return True
    if form.status != "approved":
        return False
    lies = signed_folder(desk, form) if found.folder == folders.drafts else found.folder
    if lies != found.folder:
        move(mailbox, found, lies)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, lies)
        outbox.form_seen(db, form.message_id, desk.clock())
    return lies != found.folder


def _miss(desk: Desk, form: Form) -> bool:
    """Stop an approved letter whose form is gone from the mailbox, and put forms in place again that are gone."""
    if form.status != "approved":
        return put_back(desk, form)
    if not _barred(desk, form, Found("", 0)):
        _act(desk, form, Found("", 0), "stop", {})
    with writing(desk.db) as db:
        forms.place_again(db, form.draft)
    return True


def _approve(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found) -> bool:
    lying = mailbox.fetch_one(found.folder, found.uid)
    if not lying:
        return False
    changed = edits(lying, forms.raw_of(desk.db, form.draft))
    barred = _barred(desk, form, found)
    if barred:
        return _send_back(desk, mailbox, form, found, f"nothing was approved or changed: {barred}.")
    if changed:
        return _take_edit(desk, mailbox, form, found, Edit(lying, tuple(changed)))
    case = get_case(desk.app, desk.db, form.reference)
    if not found.officer and needs_a_name(desk.app.policy, case, form.number):
        return _send_back(desk, mailbox, form, found, NEEDS_A_NAME)
    try:
        _act(desk, form, found, "approve", {})
    except (NotPermitted, UsageError) as refused:
        return _send_back(desk, mailbox, form, found, f"it was not approved: {refused}")
    waits_still = get_case(desk.app, desk.db, form.reference).drafts[form.number - 1].status == "waiting"
    return _follow(desk, mailbox, form, found) if waits_still else True


def _barred(desk: Desk, form: Form, found: Found) -> str:
    """Say why whoever moved the outcome of a review can neither sign nor block it; empty for every other letter."""
    if form.letter != OUTCOME:
        return ""
    case = get_case(desk.app, desk.db, form.reference)
    who = desk.app.policy.officer(found.officer) or SOMEBODY
    return why_not(who, case.parts_reviewed, case.waived, desk.app.policy)


NEEDS_A_NAME = (
    "it was not approved: a letter of this kind needs a name, and this folder is nobody's. Move it to the folder of "
    "the officer who approves it, or use 'foibot approve'."
)


@dataclass(frozen=True, slots=True)
class Note:
    """What is added to the notice of what was done, and who gets it besides those concerned."""

    said: str = ""
    further: tuple[Officer, ...] = ()


def _act(
    desk: Desk, form: Form, found: Found, verb: str, arguments: Mapping[str, Any], note: Note | None = None
) -> bool:
    """Carry out a command for a form, note where it lies now, and tell those concerned what happened."""
    officer, note = desk.app.policy.officer(found.officer) or SOMEBODY, note or Note()
    door = Door(officer, f"folder {found.folder}", desk.clock())
    with writing(desk.db) as db:
        carried = carry_out_here(desk.app, db, verb, str(form.draft), arguments, door)
        forms.note_place(db, form.draft, found.folder)
        tell_of_form(desk, db, form, f"{carried.told} {note.said}".strip(), (officer, *note.further))
    logger.info("form moved draft=%d verb=%s", form.draft, verb)
    return True


def _take_edit(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found, edit: Edit) -> bool:
    if WORDS not in edit.changed:
        restore(desk, mailbox, form, found, edit)
        return True
    try:
        take_edit(desk, form, found, edit)
    except (NotPermitted, UsageError, LetterError) as refused:
        return _send_back(
            desk, mailbox, form, found, f"it was changed in the mailbox, and that was not taken: {refused}"
        )
    move(mailbox, found, desk.app.config.folders.rejected)
    return True


def _send_back(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found, said: str) -> bool:
    """Put a form back where it waited, or was signed, and say in a plain sentence why."""
    home = desk.app.config.folders.drafts if form.status == "waiting" else signed_folder(desk, form)
    if found.folder != home:
        move(mailbox, found, home)
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, home)
        tell_of_form(desk, db, form, said, desk.app.policy.officer(found.officer))
    return True
