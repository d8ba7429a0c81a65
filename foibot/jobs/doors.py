"""Folders as doors: a person corrects the machine by moving a message, which is the same command as by any door.

`…/New request` and `…/Not a request` below the triage folder, or a folder there that is named like a case. Moving a
message back to the inbox from where it was filed says that it is a request after all. IMAP does not tell who moved.
"""

import logging
from dataclasses import replace

from foibot.app import App
from foibot.casework.arrivals import MessageState
from foibot.casework.policy import Officer, Role
from foibot.correspondence.kinds import OF_A_CASE, Kind
from foibot.correspondence.message import InboundMessage
from foibot.errors import LetterError, NotPermitted, UsageError
from foibot.jobs.arriving import Arrived, filing_folder_of, settle
from foibot.jobs.commanding import Door, carry_out_here
from foibot.jobs.desk import Desk
from foibot.jobs.hearing import hear
from foibot.jobs.sent_by_hand import is_by_hand, settle_sent
from foibot.jobs.telling_of_templates import tell_of_held_letter
from foibot.lean import dataclass
from foibot.store import inbox, messages
from foibot.store.inbox import Delivery

logger = logging.getLogger(__name__)

SOMEBODY = Officer("mailbox", "somebody with access to the mailbox", roles=frozenset({Role.OFFICER}))
NEW_REQUEST, NOT_A_REQUEST = "New request", "Not a request"
TAKEN_BACK = frozenset({MessageState.MACHINE, MessageState.NOT_FOI, MessageState.TRIAGE})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a person says of a message by putting it in a folder."""

    kind: Kind
    case: str | None = None


def door_of(app: App, folder: str) -> Meaning | None:
    """Return what a folder means for the messages put into it; None for one that is no door."""
    leaf = folder.removeprefix(f"{app.config.folders.triage}/")
    if leaf == folder:
        return None
    if leaf in (NEW_REQUEST, NOT_A_REQUEST):
        return Meaning(Kind.NEW_REQUEST if leaf == NEW_REQUEST else Kind.CORRESPONDENCE)
    reference = app.references.find(leaf)
    return Meaning(Kind.CORRESPONDENCE, reference) if reference else None


def receive(desk: Desk, delivery: Delivery, message: InboundMessage, *, whole: bool) -> Arrived:
    """Settle a message, and let the folder it was put into decide where a person chose that folder."""
    if delivery.sent and is_by_hand(desk, message):
        return Arrived(*settle_sent(desk, delivery, message, whole=whole))
    before = messages.duplicate_of(desk.db, message)
    known = messages.find(desk.db, str(before)) if before else None
    meaning = door_of(desk.app, delivery.place.folder) or _taken_back(desk, delivery, known)
    arrived = settle(desk, delivery, message, whole=whole)
    if meaning:
        return _walk_through(desk, delivery, arrived, meaning)
    return hear(desk, delivery, message, arrived) if whole else arrived


def _taken_back(desk: Desk, delivery: Delivery, known: messages.Known | None) -> Meaning | None:
    if known is None or delivery.place.folder != desk.app.config.folders.inbox or known.state not in TAKEN_BACK:
        return None
    return Meaning(Kind.NEW_REQUEST) if inbox.was_put_back(desk.db, known.id, delivery) else None


def _kind_meant(desk: Desk, arrived: Arrived, meaning: Meaning) -> Kind:
    """Return what a message is taken for from now on; on a case it stays what it was, if it can be that on a case."""
    known = messages.find(desk.db, str(arrived.message)) if meaning.case else None
    return known.arrival.verdict.kind if known and known.arrival.verdict.kind in OF_A_CASE else meaning.kind


def _classify(desk: Desk, arrived: Arrived, arguments: dict[str, str | None], door: Door) -> None:
    """Do what the folder says; where the acknowledgement's template is faulty, the case is opened without it."""
    message = str(arrived.message)
    try:
        with desk.db.atomic():
            carry_out_here(desk.app, desk.db, "classify", message, arguments, door)
    except LetterError as error:
        silent = replace(desk.app, policy=replace(desk.app.policy, acknowledge="off"))
        carry_out_here(silent, desk.db, "classify", message, arguments, door)
        now = messages.find(desk.db, message)
        logger.error("acknowledgement held message=%d: %s", arrived.message, error)  # noqa: TRY400
        tell_of_held_letter(desk, desk.db, error, (now.reference if now else "") or "")


def _walk_through(desk: Desk, delivery: Delivery, arrived: Arrived, meaning: Meaning) -> Arrived:
    arguments = {"kind": str(_kind_meant(desk, arrived, meaning)), "case": meaning.case}
    door = Door(SOMEBODY, SOMEBODY.id, desk.clock())
    try:
        _classify(desk, arrived, arguments, door)
    except (NotPermitted, UsageError) as refusal:
        logger.warning("folder move without effect message=%d: %s", arrived.message, refusal)
    now = messages.find(desk.db, str(arrived.message))
    if now is None:
        return arrived
    inbox.finish(desk.db, delivery, arrived.message, filing_folder_of(desk.app, now.state))
    opened = now.reference if now.opened and not arrived.opened else arrived.opened
    return replace(arrived, state=now.state, reference=now.reference, opened=opened or "")
