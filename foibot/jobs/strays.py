"""What else lies in the folders of approval: messages without our mark, with a forged one, or with a stale one.

None of them approves or sends anything. Each is told of once, with what to do; foibot leaves it where it lies.
"""

import logging
from collections.abc import Iterator
from hashlib import sha256
from typing import Literal

from foibot.casework.letters import LETTERS
from foibot.casework.policy import Officer, Role
from foibot.correspondence.message import InboundMessage
from foibot.jobs.desk import Desk
from foibot.jobs.telling_of_drafts import concerned
from foibot.jobs.telling_of_the_mailbox import tell
from foibot.jobs.wording import printable
from foibot.lean import dataclass
from foibot.mail.forms import is_ours, read_mark
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.marks import FORM_MARK
from foibot.mail.parse import parse
from foibot.mail.render import shortened
from foibot.store import form_folders, forms
from foibot.store.database import Database
from foibot.store.forms import Form
from foibot.store.register import writing

logger = logging.getLogger(__name__)

Kind = Literal["missing", "forged", "stale"]
LISTED_AT_MOST = 10
LONGEST_SUBJECT = 80


@dataclass(frozen=True, slots=True)
class Stray:
    """A message that means nothing where it lies: what is wrong with it, its subject, and the form it was, if any."""

    kind: Kind
    fingerprint: str
    subject: str
    form: Form | None = None


def look_for_strays(desk: Desk, mailbox: ImapMailbox, owners: dict[str, Officer | None]) -> int:
    """Tell of every message that came into these folders and is no form that waits; returns how many there were.

    `owners` names the officer whose folder it is, for those that are somebody's.
    """
    return sum(_look_in(desk, mailbox, name, owner) for name, owner in owners.items() if mailbox.folder_exists(name))


def _look_in(desk: Desk, mailbox: ImapMailbox, folder: str, owner: Officer | None) -> int:
    state = mailbox.look_at(folder)
    after = form_folders.seen_through(desk.db, folder, state.uidvalidity)
    if state.uidnext - 1 <= after:
        return 0
    heads = mailbox.fetch_headers(mailbox.list_uids(after + 1))
    with writing(desk.db) as db:
        found = [stray for head in heads.values() if (stray := judge(db, folder, head))]
        new = [stray for stray in found if form_folders.is_new_stray(db, folder, stray.fingerprint)]
        tell_of_strays(desk, db, folder, owner, new)
        form_folders.note_seen(db, folder, state.uidvalidity, state.uidnext - 1)
    return len(new)


def judge(db: Database, folder: str, head: bytes) -> Stray | None:
    """Say what is wrong with a message in a folder of approval; None for a form that means something there."""
    message = parse(head)
    subject = shortened(printable(message.subject), LONGEST_SUBJECT) or "(no subject)"
    claims = message.headers.get(FORM_MARK.casefold(), ())
    if not claims or read_mark(claims[0]) is None:
        return Stray("missing", sha256(head).hexdigest(), subject)
    form = form_in(db, message)
    if form is None:
        return Stray("forged", sha256(head).hexdigest(), subject)
    if form.state in forms.LIVE or form.place == folder:
        return None
    forms.note_lies(db, form.draft, folder)
    return Stray("stale", claims[0], subject, form)


def form_in(db: Database, message: InboundMessage) -> Form | None:
    """Return the form that a message is, by its mark; None where it bears none that this register made."""
    claims = message.headers.get(FORM_MARK.casefold(), ())
    mark = read_mark(claims[0]) if claims else None
    form = forms.of_mark(db, mark.draft, mark.revision) if mark else None
    return form if mark and form and is_ours(forms.key(db), mark, form.digest) else None


def tell_of_strays(desk: Desk, db: Database, folder: str, owner: Officer | None, strays: list[Stray]) -> None:
    """Tell the owner of a folder and the officers what lies in it and means nothing."""
    team = [*([owner] if owner else []), *desk.app.policy.with_role(Role.OFFICER)]
    for kind in ("missing", "forged"):
        alike = [stray.subject for stray in strays if stray.kind == kind]
        if alike:
            logger.warning("message in a folder of approval means nothing kind=%s count=%d", kind, len(alike))
            headline, said, remedy = WORDS[kind]
            said = said.format(folder=folder, waits=desk.app.config.folders.drafts)
            tell(desk, db, team, headline, (said, remedy), quoted="\n".join(_listed(alike)))
    for stray in strays:
        if stray.form is not None:
            tell_of_stale(desk, db, stray.form, folder, owner)


def _listed(subjects: list[str]) -> Iterator[str]:
    yield from (f"  {subject}" for subject in subjects[:LISTED_AT_MOST])
    if len(subjects) > LISTED_AT_MOST:
        yield f"  … and {len(subjects) - LISTED_AT_MOST} more"


def tell_of_stale(desk: Desk, db: Database, form: Form, folder: str, owner: Officer | None) -> None:
    """Say of a form that was moved too late why that changed nothing, and what is to be done instead."""
    latest = forms.latest(db, form.reference, form.number)
    happened, remedy = _too_late(form, latest)
    said = f"The form of draft {form.draft}, revision {form.revision}, was moved to {folder}. {happened}"
    headline = f"{LETTERS[form.letter].title}: the form that was moved counts no more"
    tell(desk, db, concerned(desk, db, form, owner), headline, (said, remedy), case=form.reference)


def _too_late(form: Form, latest: Form) -> tuple[str, str]:
    if latest.draft != form.draft:
        return (
            f"The letter was changed since: its latest revision is draft {latest.draft}. Nothing was approved.",
            f"Read draft {latest.draft}, and move that one: foibot draft {latest.draft}",
        )
    if latest.status == "rejected":
        return (
            "That draft was rejected already, and a rejected draft is never sent.",
            "If the letter is to leave after all, have it drafted anew.",
        )
    return (
        "The letter had left by then, so that moving its form changes nothing.",
        "To correct an answer that has left: foibot respond REFERENCE … --supplement, or foibot reply REFERENCE.",
    )


WORDS: dict[str, tuple[str, str, str]] = {
    "missing": (
        "No draft of foibot's: nothing was approved",
        "A message was put into {folder} that bears no mark of foibot's. It approves nothing and is not sent to"
        " anybody. If it was a draft, a mail program has dropped the mark when it saved it, or somebody put their own"
        " letter there.",
        "Move the form that waits, or change its words with: foibot edit ID. A letter of your own begins with:"
        " foibot reply REFERENCE. Take this message out of the folder.",
    ),
    "forged": (
        "Please look: a draft that this foibot did not make lies in the mailbox",
        "A message in {folder} bears a mark of foibot's that this register did not make. It approves nothing and is"
        " not sent to anybody. What waits in {waits} is as it was.",
        "Somebody may be trying to have a letter sent that nobody approved, or the register was restored from a backup."
        " Show it to whoever looks after the mailbox, and take it out of the folder.",
    ),
}
