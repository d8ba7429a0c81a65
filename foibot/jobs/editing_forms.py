"""What becomes of a form that was edited in the mailbox: a further revision, and perhaps its approval.

Recipients, subject and files are never adopted. Everyone concerned is told exactly what was changed.
"""

from foibot.casework.approval import own_edit_stands
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.blind_letters import tells_who_asks
from foibot.jobs.commanding import Door, carry_out_here
from foibot.jobs.desk import Desk
from foibot.jobs.form_places import SOMEBODY, Found, mark_of, move, put_in_place
from foibot.jobs.named import get_case
from foibot.jobs.telling_of_drafts import tell_of_form
from foibot.lean import dataclass
from foibot.mail.forms import changed_words
from foibot.mail.mailbox import ImapMailbox
from foibot.store import form_folders, forms, queries
from foibot.store.database import Database
from foibot.store.forms import Form
from foibot.store.register import writing

WORDS = "the words"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited form as it lies in the mailbox, and what a reader would see otherwise in it."""

    lying: bytes
    changed: tuple[str, ...]


def take_edit(desk: Desk, form: Form, found: Found, edit: Edit) -> None:
    """Make a further revision of a form whose words were edited, approved where an approver's own edit stands."""
    text = changed_words(edit.lying, forms.raw_of(desk.db, form.draft))
    told = tells_who_asks(desk.app, desk.db, form, text)
    if told:
        raise NotPermitted(told)
    officer = desk.app.policy.officer(found.officer) or SOMEBODY
    door = Door(officer, f"folder {found.folder}", desk.clock())
    with writing(desk.db) as db:
        carried = carry_out_here(desk.app, db, "edit", str(form.draft), {"text": text}, door)
        stands, why = _approved_too(desk, db, form, door, edit)
        forms.note_lies(db, form.draft, desk.app.config.folders.rejected)
        form_folders.note_own_move(db, desk.app.config.folders.rejected, str(mark_of(desk, form)))
        follows = why if stands else f"{carried.told} {why}"
        said = f"{' and '.join(edit.changed)} were changed in the mailbox by {officer.id}. {follows}"
        if not stands:
            said = f"it was not approved, because {said}"
        tell_of_form(desk, db, form, said.strip(), officer)


def restore(desk: Desk, mailbox: ImapMailbox, form: Form, found: Found, edit: Edit) -> None:
    """Put the form in place anew where only what is never adopted was changed.

    The draft is as it was, and so are its hands. The changed form is kept where no form is looked for.
    """
    folders, officer = desk.app.config.folders, desk.app.policy.officer(found.officer) or SOMEBODY
    aside = f"{folders.rejected}/{CHANGED}"
    put_in_place(desk, mailbox, form, folders.drafts)
    move(mailbox, found, aside)
    recipient = ", ".join(str((queries.draft(desk.db, form.draft) or {})["recipient"]).splitlines())
    said = RESTORED.format(
        what=" and ".join(edit.changed), who=officer.id, to=recipient, waits=folders.drafts, aside=aside
    )
    with writing(desk.db) as db:
        forms.note_place(db, form.draft, folders.drafts)
        tell_of_form(desk, db, form, said, officer)


CHANGED = "Changed"
RESTORED = (
    "it was not approved: {who} changed {what} in the mailbox, and that is never taken. The letter is as it "
    "was and still goes to {to}. Its form waits again in {waits}: move that one to approve it. The changed form lies "
    "in {aside} and means nothing. For another recipient, subject or file, have the letter drafted anew."
)


def _approved_too(desk: Desk, db: Database, form: Form, door: Door, edit: Edit) -> tuple[bool, str]:
    """Approve the new revision in the name of who edited it, if that may be; says whether it was, and in words."""
    latest, case = forms.latest(db, form.reference, form.number), get_case(desk.app, db, form.reference)
    if edit.changed != (WORDS,) or not own_edit_stands(desk.app.policy, case, form.number, door.officer):
        return False, ""
    try:
        with db.atomic():
            return True, carry_out_here(desk.app, db, "approve", str(latest.draft), {}, door).told
    except (NotPermitted, UsageError) as refused:
        return False, str(refused)
