"""Intake: what lies in the mailbox → kept → read → decided → logged; then filed.

Each step commits before the next begins, so that the process may end anywhere: bytes are kept before anything is
read from them, and a message is moved only after what it means stands in the register.
"""

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import partial

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import FolderRenumbered
from foibot.errors import Unavailable, Unreadable
from foibot.jobs.arriving import Arrived, set_aside
from foibot.jobs.desk import Desk
from foibot.jobs.doors import door_of, receive
from foibot.jobs.fetching import fetched_in_turn
from foibot.jobs.recording import record
from foibot.lean import dataclass
from foibot.mail.mailbox import Fetched, FolderRefused, ImapMailbox, Listed
from foibot.mail.parse import parse
from foibot.store import drift, inbox
from foibot.store.inbox import ATTEMPTS, Delivery, Place
from foibot.store.moments import stamp
from foibot.store.register import could_not_write, undoing_in_memory, writing

logger = logging.getLogger(__name__)

BATCH_MESSAGES = 50
LISTING = 1_000
COMPARE_EVERY = timedelta(hours=24)
SECONDS_OF_CPU = 150.0  # for a batch; a hostile message costs two, an ordinary one five thousandths


@dataclass(slots=True)
class Taken:
    """What a pass of intake did, for the log, for `status` and for `once --json`."""

    listed: int = 0
    kept: int = 0
    vanished: int = 0
    settled: dict[str, int] = field(default_factory=dict)
    moved: int = 0
    missed: int = 0
    renumbered: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def count(self, arrived: Arrived) -> None:
        """Count a message by the state it was given."""
        state = str(arrived.state)
        self.settled[state] = self.settled.get(state, 0) + 1
        if arrived.opened:
            self.references.append(arrived.opened)

    def with_sent(self, sent: "Taken") -> "Taken":
        """Return these counts with those of what people sent."""
        for state, count in sent.settled.items():
            self.settled[state] = self.settled.get(state, 0) + count
        self.listed += sent.listed
        self.kept += sent.kept
        self.vanished += sent.vanished
        self.references += sent.references
        return self

    def summary(self) -> dict[str, object]:
        """Return the counts."""
        return {
            "listed": self.listed,
            "new_cases": len(self.references),
            "moved": self.moved,
            "vanished": self.vanished,
            "missed_before": self.missed,
            "by_state": self.settled,
            **({"renumbered": self.renumbered} if self.renumbered else {}),
        }


def take_in_mail(desk: Desk, mailbox: ImapMailbox, *, history: datetime | None = None) -> Taken:
    """Take in everything new in the watched folders and file it; raises `Unavailable` when the server is away.

    With `history`, what lies there now is taken in without writing to anybody, from that moment on; the rest of it
    is left unread. The register keeps that, so a pass cut short is finished the same way by any other.
    """
    taken = Taken()
    finish_what_was_kept(desk, taken)
    for folder in watched_folders(desk, mailbox):
        if desk.stop():
            break
        place = list_new(desk, mailbox, folder, taken, history=history)
        for delivery_batch in _to_fetch(desk, place):
            fetch_and_settle(desk, mailbox, delivery_batch, taken)
        file_away(desk, mailbox, place, taken)
    file_again(desk, mailbox, taken)
    return taken


def watched_folders(desk: Desk, mailbox: ImapMailbox) -> list[str]:
    """Return the folders that are read: the inbox, Junk where there is one, and the doors below triage."""
    folders = desk.app.config.folders
    junk = mailbox.special_use("\\Junk") or folders.junk
    doors = [name for name in mailbox.folders_below(folders.triage) if door_of(desk.app, name)]
    return [folders.inbox, *([junk] if junk != folders.inbox and mailbox.folder_exists(junk) else []), *doors]


def list_new(desk: Desk, mailbox: ImapMailbox, folder: str, taken: Taken, *, history: datetime | None = None) -> Place:
    """Note every message of the folder that the register does not hold yet, by UID and never by a flag."""
    state = mailbox.look_at(folder)
    account = desk.app.config.mailbox.username
    known = inbox.known_place(desk.db, account, folder)
    if known is not None and known.uidvalidity != state.uidvalidity:
        _note_renumbering(desk, known, state.uidvalidity, taken)
        known = None
    place = known or Place(account, folder, state.uidvalidity)
    if history is not None:
        place = replace(place, history_through=state.uidnext - 1, left_before=stamp(history))
        with writing(desk.db) as db:
            inbox.remember_place(db, place, on_server=state.exists, now=desk.clock())
            inbox.take_up_again(db, place)
    compared = inbox.compared_at(desk.db, place)
    whole = compared is None or desk.clock() - compared >= COMPARE_EVERY
    uids = mailbox.list_uids(1 if whole else place.last_uid + 1)
    held = inbox.known_uids(desk.db, place) if whole else frozenset[int]()
    missing = [uid for uid in uids if uid not in held]
    taken.missed += sum(1 for uid in missing if uid <= place.last_uid)
    for start in range(0, len(missing), LISTING):
        chunk = missing[start : start + LISTING]
        _add(desk, place, mailbox.list_messages(chunk[0], chunk[-1]), taken)
    place = replace(place, last_uid=max([place.last_uid, *uids[-1:]]))
    with writing(desk.db) as db:
        inbox.leave_alone(db, place)
        if known is None:
            inbox.leave_again(db, place)
        inbox.remember_place(db, place, on_server=state.exists, now=desk.clock())
        if whole:
            drift.note_gone(db, place, set(uids), desk.clock())
            inbox.remember_comparison(db, place, desk.clock())
    return place


def _note_renumbering(desk: Desk, known: Place, now: int, taken: Taken) -> None:
    taken.renumbered.append(known.folder)
    logger.warning("folder renumbered folder=%r was=%d now=%d", known.folder, known.uidvalidity, now)
    event = FolderRenumbered(known.folder, known.uidvalidity, now)
    with writing(desk.db) as db:
        inbox.forget_listed(db, known)
        record(desk.app, db, Decision(OFFICE, (event,)), desk.hand())


def _add(desk: Desk, place: Place, listed: Sequence[Listed], taken: Taken) -> None:
    with writing(desk.db) as db:
        taken.listed += inbox.add_listed(db, place, ((found.uid, found.size, found.arrived_at) for found in listed))


def _to_fetch(desk: Desk, place: Place) -> Iterator[list[Delivery]]:
    after = 0
    while deliveries := inbox.to_fetch(desk.db, place, LISTING, after):
        yield deliveries
        after = deliveries[-1].id


def fetch_and_settle(desk: Desk, mailbox: ImapMailbox, deliveries: Sequence[Delivery], taken: Taken) -> None:
    """Fetch these deliveries in batches bounded by bytes; keep each batch, then settle it, the next on its way."""
    missing = {delivery.uid: delivery for delivery in deliveries}
    not_given = partial(_not_given, desk, taken=taken)
    with closing(fetched_in_turn(desk, mailbox, deliveries, not_given)) as batches:
        for fetched, whole in batches:
            _keep_and_settle(desk, [(missing.pop(one.uid), one) for one in fetched], taken, whole=whole)
    if missing and not desk.stop():
        _account_for(desk, mailbox, list(missing.values()), taken)


def _account_for(desk: Desk, mailbox: ImapMailbox, missing: Sequence[Delivery], taken: Taken) -> None:
    """Tell what has vanished from what the server still lists and did not give."""
    mailbox.look_at(missing[0].place.folder)
    uids = [delivery.uid for delivery in missing]
    still = set(mailbox.list_uids(min(uids), max(uids)))
    gone = [delivery for delivery in missing if delivery.uid not in still]
    with writing(desk.db) as db:
        inbox.mark_vanished(db, gone)
    taken.vanished += len(gone)
    _not_given(desk, [delivery for delivery in missing if delivery.uid in still], taken=taken)


def _not_given(desk: Desk, deliveries: Sequence[Delivery], *, taken: Taken) -> None:
    """Count a try for messages the server did not give; one that failed alone too often is a person's to look at."""
    if not deliveries:
        return
    logger.warning("not given by the server, each is tried again alone count=%d", len(deliveries))
    with writing(desk.db) as db:
        inbox.begin_attempt(db, deliveries)
        for delivery in deliveries:
            fault = f"not given by the server on try {delivery.attempts + 1} of {ATTEMPTS}"
            inbox.note_fault(db, delivery, fault)
            if delivery.attempts + 1 >= ATTEMPTS:
                taken.count(set_aside(desk, delivery, fault))


def _keep_and_settle(
    desk: Desk, batch: Sequence[tuple[Delivery, Fetched]], taken: Taken, *, whole: bool = True
) -> None:
    kept = []
    with writing(desk.db) as db:
        for delivery, fetched in batch:
            raw = inbox.keep(db, delivery, fetched.raw, whole=whole, now=desk.clock())
            inbox.begin_attempt(db, [delivery])
            kept.append((replace(delivery, raw=raw), fetched.raw, whole))
    taken.kept += len(batch)
    settle_batch(desk, kept, taken)


def finish_what_was_kept(desk: Desk, taken: Taken) -> None:
    """Settle, one by one, what an earlier pass kept and could not settle before it ended."""
    after = 0
    while deliveries := inbox.to_deal_with(desk.db, BATCH_MESSAGES, after):
        for delivery in deliveries:
            if desk.stop():
                return
            if delivery.attempts >= ATTEMPTS:
                _give_up(desk, delivery, f"ended foibot on try {delivery.attempts}", taken)
                continue
            with writing(desk.db) as db:
                inbox.begin_attempt(db, [delivery])
            raw, whole = inbox.raw_of(desk.db, delivery.raw or 0)
            settle_batch(desk, [(delivery, raw, whole)], taken)
        after = deliveries[-1].id


def _give_up(desk: Desk, delivery: Delivery, fault: str, taken: Taken) -> None:
    logger.warning("message set aside delivery=%d fault=%s", delivery.id, fault)
    with writing(desk.db) as db:
        inbox.note_fault(db, delivery, fault)
        taken.count(set_aside(desk, delivery, fault))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End the process if the messages at hand cost more CPU than that: nothing else interrupts a regular expression.

    The try was counted beforehand, so the next start goes on one by one, and sets aside what ended it three times.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def settle_batch(desk: Desk, batch: Sequence[tuple[Delivery, bytes, bool]], taken: Taken) -> None:
    """Read and settle messages in one durable commit; if one of them is bad, each gets a commit of its own.

    A message that fails by itself is tried again with the next pass, and set aside after the third try. Raises
    `Unavailable` where the register is locked for too long or its disk is full; that is no try.
    """
    try:
        with time_limit(SECONDS_OF_CPU):
            read = [(delivery, parse(raw), whole) for delivery, raw, whole in batch]
            with undoing_in_memory(desk.db), writing(desk.db):
                arrived = [receive(desk, delivery, message, whole=whole) for delivery, message, whole in read]
    except Unavailable as error:
        if could_not_write(error):
            _take_back_the_try(desk, [delivery for delivery, _, _ in batch])
        raise
    except Exception as error:  # noqa: BLE001 - one bad message must not stop the rest, whatever is wrong with it
        arrived = []
        _apart(desk, batch, error, taken)
    for one in arrived:
        taken.count(one)


def _take_back_the_try(desk: Desk, deliveries: Sequence[Delivery]) -> None:
    """Count no try where the register could not be written: a full disk says nothing about the mail."""
    with suppress(Unavailable), writing(desk.db) as db:
        inbox.take_back_attempt(db, deliveries)


def _apart(desk: Desk, batch: Sequence[tuple[Delivery, bytes, bool]], error: Exception, taken: Taken) -> None:
    if len(batch) > 1:
        for one in batch:
            settle_batch(desk, [one], taken)
        return
    delivery = batch[0][0]
    fault = f"{type(error).__name__} on try {delivery.attempts + 1} of {ATTEMPTS}"
    logger.warning("message not read delivery=%d fault=%s", delivery.id, fault)
    with writing(desk.db) as db:
        inbox.note_fault(db, delivery, fault)
        if delivery.attempts + 1 >= ATTEMPTS or isinstance(error, Unreadable):
            taken.count(set_aside(desk, delivery, fault))


def file_away(desk: Desk, mailbox: ImapMailbox, place: Place, taken: Taken) -> None:
    """Move what has been settled; where the server cannot, or may not, it is left in place and the register says so."""
    for folder, uids in inbox.to_file(desk.db, place).items():
        if desk.stop():
            return
        try:
            moved = _move(mailbox, uids, folder)
        except FolderRefused as refusal:
            logger.warning("not moved, tried again later folder=%r count=%d: %s", folder, len(uids), refusal)
            continue
        with writing(desk.db) as db:
            inbox.mark_filed(db, place, folder, uids, moved)
        taken.moved += len(uids) if moved is not None else 0


def file_again(desk: Desk, mailbox: ImapMailbox, taken: Taken) -> None:
    """Move messages that a person's correction gave another place, from where they were filed before."""
    for message, message_id, folder, wanted in inbox.to_file_again(desk.db):
        uids = mailbox.find_message_id(folder, message_id)
        if uids:
            mailbox.look_at(folder)
            _move(mailbox, uids, wanted)
            taken.moved += len(uids)
        with writing(desk.db) as db:
            inbox.mark_filed_again(db, message, wanted if uids else folder)


def _move(mailbox: ImapMailbox, uids: Sequence[int], folder: str) -> dict[int, int] | None:
    """Move messages, making the folder first if it is not there; None where the server cannot move."""
    try:
        return mailbox.move(uids, folder)
    except FolderRefused:
        if mailbox.folder_exists(folder):
            raise
        mailbox.make_folder(folder)
        return mailbox.move(uids, folder)
