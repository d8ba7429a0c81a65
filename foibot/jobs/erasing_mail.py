"""Erasing in the mailbox what was erased in the register, where the configuration wants that.

Each mail is looked for where it was last known to lie, told by its content (a message), its Message-ID (a letter of
ours) or its mark (a form), and erased by its number alone. What is not there any more is as good as erased.
"""

import logging
from collections.abc import Iterable, Iterator

from foibot.errors import Unavailable
from foibot.jobs.desk import Desk
from foibot.jobs.form_places import folders_of_forms
from foibot.jobs.purging import write_anew
from foibot.mail.erasing import NO_UIDPLUS, erase, find_copies
from foibot.mail.mailbox import FolderState, ImapMailbox
from foibot.mail.parse import parse
from foibot.store import messages, retention
from foibot.store.register import writing
from foibot.store.retention import MailToErase

logger = logging.getLogger(__name__)


def erase_in_mailbox(desk: Desk, mailbox: ImapMailbox) -> int:
    """Erase in the mailbox what is noted for that; returns how many mails went. Must be connected.

    Raises `Unavailable` where the server cannot, or is away: what is left is done by the next pass.
    """
    waiting = retention.in_the_mailbox(desk.db)
    if not waiting:
        _write_anew(desk)
        return 0
    if "UIDPLUS" not in mailbox.capabilities:
        raise Unavailable(NO_UIDPLUS)
    erased = 0
    for mail in waiting:
        if desk.stop():
            break
        erased += sum(erase(mailbox, folder, uids) for folder, uids in _places(desk, mailbox, mail) if uids)
        with writing(desk.db) as db:
            retention.gone(db, mail)
            retention.note_unwritten(db)
    logger.info("erased in the mailbox count=%d", erased)
    _write_anew(desk)
    return erased


def _write_anew(desk: Desk) -> None:
    """Write the register's file anew once nothing names erased mail any more; the rest of the pass does not wait."""
    if retention.in_the_mailbox(desk.db):
        return
    try:
        write_anew(desk)
    except Unavailable as error:
        logger.warning("register not written anew yet, tried again with the next pass: %s", error)


def _places(desk: Desk, mailbox: ImapMailbox, mail: MailToErase) -> Iterator[tuple[FolderState, list[int]]]:
    """Give the folders in which a mail lies, as they are now, with its numbers there."""
    if mail.what == "form":
        for folder in folders_of_forms(desk, mailbox):
            if mailbox.folder_exists(folder):
                yield mailbox.look_at(folder), mailbox.find_form(folder, mail.name)
        return
    folder = mail.folder if mail.what == "message" else desk.app.sent_folder(mailbox)
    if not mailbox.folder_exists(folder):
        return
    state = mailbox.look_at(folder)
    if mail.what == "letter":
        yield state, find_copies(mailbox, folder, mail.name)
    else:
        yield state, list(_the_very(mailbox, folder, mail, _candidates(mailbox, state, mail)))


def _candidates(mailbox: ImapMailbox, state: FolderState, mail: MailToErase) -> list[int]:
    """Return the numbers under which a message may lie: the one it had, if that still counts, and those of its name."""
    known = [mail.uid] if mail.uid and state.uidvalidity == mail.uidvalidity else []
    return sorted({*known, *mailbox.find_message_id(state.name, mail.name)})


def _the_very(mailbox: ImapMailbox, folder: str, mail: MailToErase, uids: Iterable[int]) -> Iterator[int]:
    """Give those of some numbers that are the very message: its Message-ID and its content."""
    for uid in uids:
        raw = mailbox.fetch_one(folder, uid)
        message = parse(raw) if raw else None
        if message and messages.identity(message) == mail.name and message.fingerprint == mail.fingerprint:
            yield uid
