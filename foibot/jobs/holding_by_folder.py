"""The folder that stops everything: any message moved there holds what leaves, until a person says `resume`.

The message itself goes back to where it belongs. A mailbox does not tell who moved it, so all officers are told.
"""

import logging

from foibot.casework.arrivals import MessageState
from foibot.casework.policy import Officer
from foibot.errors import Unavailable
from foibot.jobs.arriving import filing_folder_of
from foibot.jobs.commanding import Door, carry_out_here
from foibot.jobs.desk import Desk
from foibot.jobs.strays import form_in
from foibot.jobs.telling import send_to_officers
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.parse import parse
from foibot.store import form_folders, forms, holding, messages, outbox
from foibot.store.register import writing

logger = logging.getLogger(__name__)

LETTER = "hold_notice"
SOMEBODY = Officer("mailbox", "somebody with access to the mailbox")
WHY = "a message was moved to the folder {folder}"


def hold_if_asked(desk: Desk, mailbox: ImapMailbox) -> int:
    """Hold what leaves if a message was moved to the folder for that, and put it back; returns how many were.

    A folder that the server does not let us make or open stops nothing else; a server that is away raises
    `Unavailable`.
    """
    try:
        mailbox.make_folder(desk.app.config.folders.hold)
        return _look(desk, mailbox, desk.app.config.folders.hold)
    except Unavailable as refused:
        logger.warning("the folder that holds what leaves cannot be used: %s", refused)
        mailbox.ensure_connected()
        return 0


def _look(desk: Desk, mailbox: ImapMailbox, folder: str) -> int:
    state = mailbox.look_at(folder)
    if not state.exists:
        return 0
    after = form_folders.seen_through(desk.db, folder, state.uidvalidity)
    uids = mailbox.list_uids()
    if any(uid > after for uid in uids):
        hold(desk, folder, state.uidvalidity, state.uidnext - 1)
    heads = mailbox.fetch_headers(uids)
    for uid, head in heads.items():
        to = belongs_in(desk, mailbox, head)
        mailbox.make_folder(to)
        mailbox.look_at(folder, writable=True)
        mailbox.move([uid], to)
    return len(heads)


def hold(desk: Desk, folder: str, uidvalidity: int, last_uid: int) -> None:
    """Hold, tell the team, and remember which messages asked for it: what cannot be moved back asks once only."""
    with writing(desk.db) as db:
        form_folders.note_seen(db, folder, uidvalidity, last_uid)
        if holding.is_held(db):
            return
        door = Door(SOMEBODY, f"folder {folder}", desk.clock())
        facts = {"hold_folder": folder, "count": outbox.count_queued(db)}
        carry_out_here(desk.app, db, "hold", "", {"why": WHY.format(folder=folder)}, door)
        send_to_officers(desk, db, LETTER, facts)
    logger.warning("held by a message in a folder folder=%r", folder)


def belongs_in(desk: Desk, mailbox: ImapMailbox, head: bytes) -> str:
    """Return where a message belongs that was used to hold.

    A form lies where what waits lies, known mail where it was filed, mail from us among what was sent. What the
    register does not know goes to the inbox: it may be a request.
    """
    folders, message = desk.app.config.folders, parse(head)
    form = form_in(desk.db, message)
    if form is not None:
        return folders.drafts if form.state in forms.LIVE else form.place or folders.rejected
    known = messages.find(desk.db, message.message_id) if message.message_id else None
    if known is not None and known.state == MessageState.JUNK:
        return mailbox.special_use("\\Junk") or folders.junk
    if known is not None:
        return filing_folder_of(desk.app, known.state) or folders.inbox
    from_us = message.sender is not None and message.sender.key == desk.app.config.mailbox.address.casefold()
    return desk.app.sent_folder(mailbox) if from_us else folders.inbox
