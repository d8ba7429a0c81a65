"""One letter that a person sent from our mailbox: told from foibot's own copies, tied to its case, written down.

Runs inside the transaction that is open. Nothing in Sent is ever moved, flagged or answered.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from foibot.casework.arrivals import MessageState
from foibot.casework.by_hand import RULE, HandSent, file_by_hand, is_told
from foibot.casework.case import OFFICE, Case
from foibot.casework.decisions import Decision
from foibot.casework.events import MessageSetApart, WrittenByHand
from foibot.correspondence.by_hand import came_from_outside, read_by_hand, recipients
from foibot.correspondence.classify import Kind, Reason, Verdict
from foibot.correspondence.known import Known
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.receipt import Receipt
from foibot.correspondence.sent_thread import case_of_sent
from foibot.correspondence.thread import Thread
from foibot.jobs.desk import Desk
from foibot.jobs.knowledge import gather_sent, standing_knowledge
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.mail.forms import differences
from foibot.mail.marks import LETTER_MARK
from foibot.mail.parse import parse
from foibot.store import aliases, cases, erasing, inbox, mail_for_people, messages, sent_mail
from foibot.store.database import Database
from foibot.store.inbox import Delivery

OURS = "ours"
SUBJECT = "sent-by-hand"
NEWS_FOR = timedelta(days=14)


def is_by_hand(desk: Desk, message: InboundMessage) -> bool:
    """Tell whether what lies in Sent was sent from here; what somebody moved there is mail like any other."""
    return not came_from_outside(message, standing_knowledge(desk.app))


def settle_sent(desk: Desk, delivery: Delivery, message: InboundMessage, *, whole: bool) -> tuple[int, str, str | None]:
    """Give what lies in Sent its visible state; returns its row (0 for a copy of ours), the state, and the case."""
    if _is_copy_of_ours(desk, delivery, message):
        sent_mail.mark_ours(desk.db, [delivery.id])
        return 0, OURS, None
    if erased := erasing.erased_copy_of(desk.db, messages.identity(message), message.fingerprint):
        inbox.finish(desk.db, delivery, erased, None)
        erasing.drop_bytes(desk.db, delivery.id)
        return erased, str(MessageState.DUPLICATE), None
    row = messages.duplicate_of(desk.db, message)
    before = messages.find(desk.db, str(row)) if row else None
    if row and before and (before.opened or sent_mail.is_known(desk.db, row)):
        inbox.finish(desk.db, delivery, row, None)
        return row, str(MessageState.DUPLICATE), before.reference
    row = row or _add(desk, delivery, message, whole=whole)
    inbox.finish(desk.db, delivery, row, None)
    known = gather_sent(desk, message, delivery.arrived_at)
    # what it answers may be in the inbox still: then its case is known at the end of this very pass
    thread = case_of_sent(message, known, guess=not message.in_reply_to)
    if thread is not None and not _is_erased(desk, thread.reference):
        return row, str(MessageState.CASE), _file(desk, delivery, row, message, known, thread, whole=whole)
    return row, _leave_without_case(desk, row, message), None


def _is_erased(desk: Desk, reference: str) -> bool:
    case = cases.load_merged(desk.db, reference)
    return case is not None and case.erased_on is not None


def _add(desk: Desk, delivery: Delivery, message: InboundMessage, *, whole: bool) -> int:
    verdict = Verdict(Kind.OWN, automatic=False, certain=True, reasons=(Reason(SUBJECT, message.subject[:100]),))
    receipt = Receipt(delivery.arrived_at, "server")
    folder = delivery.place.folder
    return messages.add(desk.db, message, verdict, receipt, raw=delivery.raw, folder=folder, whole=whole)


def _leave_without_case(desk: Desk, row: int, message: InboundMessage) -> str:
    """Keep a letter that is on no case, with what names it: the request it is about may be read later."""
    standing = standing_knowledge(desk.app)
    outside = (one.key for one in recipients(message) if one.key and not standing.is_colleague(one))
    sent_mail.keep_names(desk.db, row, (*message.in_reply_to, *message.references[-NAMED_AT_MOST:], *outside))
    state = str(MessageState.SENT)
    apart = MessageSetApart(row, state, str(Kind.OWN), (SUBJECT,))
    record(desk.app, desk.db, Decision(OFFICE, (apart,)), desk.hand())
    messages.settle(desk.db, row, state=state, reference=None)
    mail_for_people.mark_told(desk.db, [row])
    return state


NAMED_AT_MOST = 20


def _file(
    desk: Desk, delivery: Delivery, row: int, message: InboundMessage, known: Known, thread: Thread, *, whole: bool
) -> str:
    case = cases.load_merged(desk.db, thread.reference) or Case(thread.reference)
    reading = read_by_hand(message, known, known.cases[thread.reference], whole=whole)
    old = delivery.history or desk.clock() - delivery.arrived_at > NEWS_FOR
    sent = HandSent(row, london_day(delivery.arrived_at), thread, reading, history=old)
    decision = file_by_hand(sent, case)
    _write_down(desk, sent, decision, case)
    messages.settle(desk.db, row, state=decision.state, reference=case.reference)
    if not is_told(sent, case, decision):
        mail_for_people.mark_told(desk.db, [row])
    return case.reference


def _write_down(desk: Desk, sent: HandSent, decision: Decision, case: Case) -> None:
    [written] = [event for event in decision.events if isinstance(event, WrittenByHand)]
    record(desk.app, desk.db, decision, desk.hand(), case)
    sent_mail.note(desk.db, case.reference, written, sent.reading, sent.thread)


def _is_copy_of_ours(desk: Desk, delivery: Delivery, message: InboundMessage) -> bool:
    """Tell whether it is a letter of foibot's own, and learn the Message-ID a relay gave it.

    By what the register alone knows; where a relay took all of that away, by subject, recipient and words.
    """
    letter = sent_mail.letter_of_copy(desk.db, message.message_id, message.header(LETTER_MARK.lower()).strip())
    if letter is None:
        letter = _same_to_a_reader(desk, delivery, message.subject)
    if letter is None:
        return False
    aliases.learn(desk.db, letter, [message.message_id])
    return True


def _same_to_a_reader(desk: Desk, delivery: Delivery, subject: str) -> int | None:
    """Return our letter that the message shows word for word, to the same recipient; None for none."""
    if delivery.raw is None:
        return None
    lying, _ = inbox.raw_of(desk.db, delivery.raw)
    letters = sent_mail.letters_with_subject(desk.db, subject, delivery.arrived_at)
    return next((letter for letter, raw in letters if not differences(lying, raw)), None)


def tie_late(desk: Desk) -> list[str]:
    """File letters whose case was not known when they were read; each is tried once. Returns the cases."""
    tied = []
    for row in sent_mail.may_have_a_case(desk.db):
        delivery = sent_mail.delivery_of(desk.db, row)
        sent_mail.forget_names(desk.db, row)
        if delivery is None or delivery.raw is None:
            continue
        raw, whole = inbox.raw_of(desk.db, delivery.raw)
        message = parse(raw)
        known = gather_sent(desk, message, delivery.arrived_at)
        thread = case_of_sent(message, known)
        if thread is not None:
            mail_for_people.mark_untold(desk.db, row)
            tied.append(_file(desk, delivery, row, message, known, thread, whole=whole))
    return tied


def held_if_written(db: Database, verdict: Verdict, message_id: str, address: str, since: datetime) -> Verdict:
    """Return a verdict that sends no acknowledgement unseen where a person has written to the address meanwhile."""
    if not sent_mail.written_since(db, message_id, address, since):
        return verdict
    held = Reason(RULE, "a letter in Sent")
    return replace(verdict, acknowledge=False, withheld=(*verdict.withheld, held))
