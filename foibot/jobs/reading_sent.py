"""The folder of what was sent: people's own answers are read back from it; nothing in it is moved or flagged.

Years of mail lie there: what was sent before foibot began is not even listed, unless `backfill` names a day. Of each
message only the lines are fetched by which a letter of foibot's own is known; those are no news, and never read.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import FolderRenumbered
from foibot.jobs.desk import Desk
from foibot.jobs.intake import LISTING, Taken, fetch_and_settle, take_in_mail, watched_folders
from foibot.jobs.recording import record
from foibot.jobs.sent_by_hand import tie_late
from foibot.mail.headers import message_ids, read_header
from foibot.mail.listing import FolderState, Listed
from foibot.mail.mailbox import FolderRefused, ImapMailbox
from foibot.mail.marks import LETTER_MARK
from foibot.store import aliases, inbox, sent_mail
from foibot.store.database import Database
from foibot.store.inbox import Place
from foibot.store.moments import parse_moment, stamp
from foibot.store.register import writing

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)


def take_in(desk: Desk, mailbox: ImapMailbox, *, history: datetime | None = None) -> Taken:
    """Take in what people sent, then what came, then tie the one to the other.

    What was sent is read first: whoever was answered by hand, while foibot was off, is sent no acknowledgement.
    """
    sent = Taken()
    read_sent(desk, mailbox, sent, history=history)
    taken = take_in_mail(desk, mailbox, history=history)
    if sent_mail.may_have_a_case(desk.db):
        with writing(desk.db):
            tie_late(desk)
    return taken.with_sent(sent)


def read_sent(desk: Desk, mailbox: ImapMailbox, taken: Taken, *, history: datetime | None = None) -> None:
    """Read what people have sent since the last look; where there is no such folder, nothing."""
    folder = desk.app.sent_folder(mailbox)
    try:
        place = list_sent(desk, mailbox, folder, taken, history=history)
    except FolderRefused as refusal:
        logger.debug("nothing sent is read folder=%r: %s", folder, refusal)
        return
    if place is None:
        return
    after = 0
    while deliveries := inbox.to_fetch(desk.db, place, LISTING, after):
        fetch_and_settle(desk, mailbox, deliveries, taken)
        after = deliveries[-1].id


def list_sent(
    desk: Desk, mailbox: ImapMailbox, folder: str, taken: Taken, *, history: datetime | None = None
) -> Place | None:
    """Note what was sent since the last look; None where nothing was, which costs one look at the folder."""
    state = mailbox.look_at(folder)
    account = desk.app.config.mailbox.username
    known = inbox.known_place(desk.db, account, folder)
    if _is_quiet(known, state) and history is None:
        return known if known and inbox.to_fetch(desk.db, known, 1) else None
    place = _begin(desk, mailbox, known, state, history)
    if place is None:
        return None
    uids = _new_uids(desk, mailbox, place, known, state)
    for start in range(0, len(uids), LISTING):
        _add(desk, mailbox, place, uids[start : start + LISTING], taken)
    with writing(desk.db) as db:
        inbox.remember_place(db, replace(place, last_uid=state.uidnext - 1), on_server=state.exists, now=desk.clock())
    return place


def _is_quiet(known: Place | None, state: FolderState) -> bool:
    return known is not None and (known.uidvalidity, known.last_uid) == (state.uidvalidity, state.uidnext - 1)


def _begin(
    desk: Desk, mailbox: ImapMailbox, known: Place | None, state: FolderState, history: datetime | None
) -> Place | None:
    """Return the place as it is read from now on; None for a folder that is watched as one where mail comes in."""
    if known is None and state.name in watched_folders(desk, mailbox):
        return None
    account, now = desk.app.config.mailbox.username, desk.clock()
    begun = known.left_before if known else sent_mail.first_event_at(desk.db) or stamp(now)
    place = Place(account, state.name, state.uidvalidity, left_before=begun)
    if known and known.uidvalidity == state.uidvalidity:
        place = replace(place, last_uid=known.last_uid, history_through=known.history_through)
    if history is not None:
        place = replace(place, last_uid=0, history_through=state.uidnext - 1, left_before=min(begun, stamp(history)))
    with writing(desk.db) as db:
        sent_mail.note_folder(db, place)
        if known and known.uidvalidity != state.uidvalidity:
            logger.warning(
                "folder renumbered folder=%r was=%d now=%d", state.name, known.uidvalidity, state.uidvalidity
            )
            inbox.forget_listed(db, known)
            renumbered = FolderRenumbered(state.name, known.uidvalidity, state.uidvalidity)
            record(desk.app, db, Decision(OFFICE, (renumbered,)), desk.hand())
        inbox.remember_place(db, place, on_server=state.exists, now=now)
    return place


def _new_uids(desk: Desk, mailbox: ImapMailbox, place: Place, known: Place | None, state: FolderState) -> list[int]:
    if place.last_uid:
        return mailbox.list_uids(place.last_uid + 1)
    begun = parse_moment(place.left_before)
    if known is None and begun >= desk.clock():
        return []
    found = mailbox.find_since(state.name, begun.astimezone(UTC).date() - DAY)
    mailbox.look_at(state.name)
    held = inbox.known_uids(desk.db, place)
    return [uid for uid in found if uid not in held]


def _add(desk: Desk, mailbox: ImapMailbox, place: Place, uids: Sequence[int], taken: Taken) -> None:
    """Note what people sent since foibot began: a letter of foibot's own stands in the outbox, and nowhere else."""
    wanted = set(uids)
    found = [one for one in mailbox.list_messages(uids[0], uids[-1]) if one.uid in wanted and _is_new(one, place)]
    names = mailbox.fetch_names([one.uid for one in found]) if found else {}
    with writing(desk.db) as db:
        ours = {uid for uid, lines in names.items() if _note_our_letter(db, lines) is not None}
        theirs = [one for one in found if one.uid not in ours]
        taken.listed += inbox.add_listed(db, place, ((one.uid, one.size, one.arrived_at) for one in theirs))


def _is_new(one: Listed, place: Place) -> bool:
    return stamp(one.arrived_at) >= place.left_before


def _note_our_letter(db: Database, lines: bytes) -> int | None:
    """Return the letter of foibot's own that a message is a copy of, and learn the Message-ID a relay gave it."""
    header, _ = read_header(lines, 0, len(lines))
    names = message_ids(header.every("message-id"))
    letter = sent_mail.letter_of_copy(db, next(iter(names), ""), header.first(LETTER_MARK.lower()).strip())
    if letter is not None:
        aliases.learn(db, letter, names)
    return letter
