"""Where forms lie in the mailbox: the folders of approval, whose each is, and how a form is found and moved there."""

from collections.abc import Mapping, Sequence

from foibot.casework.approval import may_ever_approve
from foibot.casework.policy import Officer, Role
from foibot.jobs.desk import Desk
from foibot.lean import dataclass
from foibot.mail.form_search import find_forms
from foibot.mail.forms import Mark, make_form, make_mark
from foibot.mail.mailbox import ImapMailbox
from foibot.store import forms
from foibot.store.forms import Form

SOMEBODY = Officer("mailbox", "somebody with access to the mailbox", roles=frozenset({Role.APPROVER}))


@dataclass(frozen=True, slots=True)
class Found:
    """A form where it lies now: the folder, its number there, and whose approval the folder is (empty: nobody's)."""

    folder: str
    uid: int
    officer: str = ""


def make_folders(desk: Desk, mailbox: ImapMailbox) -> None:
    """Make the folders that approval needs, one for each colleague who may approve."""
    folders = desk.app.config.folders
    own = [f"{folders.approved}/{one.id}" for one in may_ever_approve(desk.app.policy)]
    for needed in (folders.drafts, folders.approved, *own, folders.rejected):
        mailbox.make_folder(needed)


def folders_of_forms(desk: Desk, mailbox: ImapMailbox) -> dict[str, Officer | None]:
    """Return the folders in which forms lie, and whose approval each is; rejected and waiting come first.

    In this order: what is moved on while foibot looks is found twice rather than not at all. Where folders prove
    nobody, none is anybody's.
    """
    folders, below = desk.app.config.folders, mailbox.folders_below(desk.app.config.folders.approved)
    proves = desk.app.config.approval.folders_prove == "officer"
    officers = {officer.id.casefold(): officer for officer in desk.app.policy.officers} if proves else {}
    owned = {name: officers.get(name.removeprefix(f"{folders.approved}/").casefold()) for name in below}
    return {folders.rejected: None, folders.drafts: None, folders.approved: None, **owned}


def where(desk: Desk, mailbox: ImapMailbox, form: Form) -> list[Found]:
    """Return every place where the form lies."""
    mark = str(mark_of(desk, form))
    return [
        Found(name, uid, owner.id if owner else "")
        for name, owner in folders_of_forms(desk, mailbox).items()
        if mailbox.folder_exists(name)
        for uid in mailbox.find_form(name, mark)
    ]


def lying(desk: Desk, mailbox: ImapMailbox, wanted: Sequence[Form]) -> Mapping[int, list[Found]]:
    """Return every place where each of these forms lies, by its draft: what `where` says, with one look a folder."""
    marks = {str(mark_of(desk, form)): form.draft for form in wanted}
    places = {form.draft: list[Found]() for form in wanted}
    for name, owner in folders_of_forms(desk, mailbox).items() if marks else ():
        if mailbox.folder_exists(name):
            for mark, uids in find_forms(mailbox, name, [*marks]).items():
                places[marks[mark]] += [Found(name, uid, owner.id if owner else "") for uid in uids]
    return places


def cautious(desk: Desk, form: Form, found: list[Found]) -> Found | None:
    """Return the place that counts: rejected before waiting before approved; of two approvals, the one there was."""
    folders = desk.app.config.folders
    for name in (folders.rejected, folders.drafts):
        for one in found:
            if one.folder == name:
                return one
    known = [one for one in found if one.folder == form.place]
    return (known or found)[0] if known or len(found) == 1 else None


def mark_of(desk: Desk, form: Form) -> Mark:
    """Return the mark that the form of a draft bears."""
    return make_mark(forms.key(desk.db), form.draft, form.revision, form.digest)


def put_in_place(desk: Desk, mailbox: ImapMailbox, form: Form, folder: str) -> None:
    """Put a form into a folder, unless it lies there already."""
    message_id, raw = make_form(forms.raw_of(desk.db, form.draft), mark_of(desk, form), desk.app.config.mailbox.address)
    make_folders(desk, mailbox)
    if not mailbox.find_message_id(folder, message_id):
        mailbox.append(folder, [raw], seen=False)


def move(mailbox: ImapMailbox, found: Found, to: str) -> None:
    """Move a form to another folder."""
    mailbox.make_folder(to)
    mailbox.look_at(found.folder, writable=True)
    mailbox.move([found.uid], to)
