"""One message: judged with all that is known, decided, written down. Runs inside the transaction that is open."""

import logging
from dataclasses import replace

from foibot.app import App
from foibot.casework.arrivals import (
    Arrival,
    MessageState,
    decide_arrival,
    taken_up_on,
    waits_for_clarification,
    without_file,
)
from foibot.casework.asking_for_review import ReviewAsked, weigh
from foibot.casework.case import OFFICE, Case, CaseStatus
from foibot.casework.decisions import Decision
from foibot.casework.events import MessageSetApart, Person, RequestLinked, RequestReceived
from foibot.correspondence.classify import OPENS_A_CASE, Kind, Reason, Verdict, classify
from foibot.correspondence.known import Known
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.receipt import Receipt, date_of_receipt
from foibot.correspondence.thread import letter_named
from foibot.errors import LetterError
from foibot.jobs.desk import Desk
from foibot.jobs.knowledge import gather
from foibot.jobs.linking import links_of_request
from foibot.jobs.recording import new_reference, record
from foibot.jobs.sent_by_hand import held_if_written
from foibot.jobs.telling_of_templates import tell_of_held_letter
from foibot.law.clock import ClockEvent, london_day
from foibot.lean import dataclass
from foibot.store import cases, erasing, inbox, mail_for_people, messages
from foibot.store.database import Database
from foibot.store.inbox import Delivery

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a message: its state, its case, and the reference of the case it opened, if any."""

    message: int
    state: str
    reference: str | None = None
    opened: str = ""


def settle(desk: Desk, delivery: Delivery, message: InboundMessage, *, whole: bool) -> Arrived:
    """Give a delivery its message and the message its one visible state."""
    row = messages.duplicate_of(desk.db, message)
    if erased := erasing.erased_copy_of(desk.db, messages.identity(message), message.fingerprint):
        return _settle_erased(desk, delivery, erased)
    before = messages.find(desk.db, str(row)) if row else None
    if before is not None and not _rescued_from_junk(desk, delivery, before):
        return _settle_duplicate(desk, delivery, before)
    known = gather(desk, message, delivery.arrived_at)
    verdict = classify(message, known)
    if not whole:
        verdict = _for_a_person(verdict, "over the size limit", f"{delivery.size} bytes")
    receipt = date_of_receipt(
        message,
        arrived_at=delivery.arrived_at,
        border_hosts=frozenset(desk.app.config.mailbox.border_hosts),
    )
    if before is not None:
        receipt = min(receipt, before.arrival.receipt, key=lambda known_receipt: known_receipt.at)
    case = cases.load_merged(desk.db, verdict.reference) if verdict.reference else None
    erased_file = _erased_file(desk, case, known)
    if erased_file:
        case, verdict = None, without_file(verdict, erased_file)
    if verdict.kind in OPENS_A_CASE and verdict.applicant:
        verdict = held_if_written(desk.db, verdict, message.message_id, verdict.applicant.email, receipt.at)
    row = _judged(desk.db, row, message, verdict, receipt) or messages.add(
        desk.db, message, verdict, receipt, raw=delivery.raw, folder=delivery.place.folder, whole=whole
    )
    applicant = messages.person_of(verdict.applicant)
    letter = _letter_meant(desk, message, verdict, known, case) if case else 0
    arrival = Arrival(
        message=row,
        verdict=verdict,
        applicant=applicant,
        answer_to=messages.answer_to(message, verdict),
        receipt=receipt,
        new_reference=new_reference(desk.app, desk.db, _numbered_year(desk, delivery, receipt)),
        readable=bool(message.sender or message.text.strip() or message.attachments),
        history=delivery.history,
        in_junk=not (delivery.sent or is_read_as_inbox(desk.app, delivery.place.folder)),
        bounced_letter=letter,
        resumes_to=_resumes_to(desk, case, receipt) if case else "open",
        answers_letter=letter,
        words=message.new_text,
        files=len(message.visible_attachments),
        erased_file=erased_file,
        review=_review(desk, case, verdict, receipt) if case else None,
        links=_links(desk, row, applicant, receipt) if verdict.kind in OPENS_A_CASE else (),
    )
    return _carry_out(desk, delivery, arrival, case, whole=whole)


def _judged(db: Database, row: int | None, message: InboundMessage, verdict: Verdict, receipt: Receipt) -> int | None:
    """Note the new judgement of a message that is known already; None where it is not."""
    if row:
        messages.judge_anew(db, row, message, verdict, receipt)
    return row


def _numbered_year(desk: Desk, delivery: Delivery, receipt: Receipt) -> int:
    """Return the year by which a new case is numbered: this one, and for history that of its receipt."""
    return london_day(receipt.at).year if delivery.history else desk.hand().year


def _erased_file(desk: Desk, case: Case | None, known: Known) -> str:
    """Return the erased case that a message is about, tied to it or just named in it; empty where there is none."""
    if case is not None:
        return case.reference if case.erased_on else ""
    return next(iter(cases.erased_among(desk.db, known.cases)), "")


def _links(desk: Desk, message: int, applicant: Person, receipt: Receipt) -> tuple[RequestLinked, ...]:
    words, received_on = messages.words_of(desk.db, message), london_day(receipt.at)
    return links_of_request(desk.app, desk.db, words, applicant, received_on, regime=desk.app.policy.regime)


def _review(desk: Desk, case: Case, verdict: Verdict, receipt: Receipt) -> ReviewAsked | None:
    wanted = verdict.kind is Kind.REVIEW_REQUEST
    return weigh(case, london_day(receipt.at), desk.app.statutes) if wanted else None


def _resumes_to(desk: Desk, case: Case, receipt: Receipt) -> str:
    """Return the status a case that waits for a clarification has once it has come."""
    if not waits_for_clarification(case) or desk.app.statutes.no_clock_for(case.regime):
        return str(CaseStatus.OPEN)
    day = london_day(receipt.at)
    opened = case.after(ClockEvent("reopened", taken_up_on(case, day))) if case.clock_has_ended else case
    return str(desk.app.statutes.resumed(opened, ClockEvent("clarification_received", day)))


def _letter_meant(desk: Desk, message: InboundMessage, verdict: Verdict, known: Known, case: Case) -> int:
    """Return the number of the very letter that a message is about, where it names several; 0 for none of the case."""
    named = letter_named(message, known)
    tied = verdict.thread.message_id if verdict.thread else ""
    return messages.number_of_letter(desk.db, [named[0] if named else tied], case.reference)


def is_read_as_inbox(app: App, folder: str) -> bool:
    """Tell whether what lies in a folder was put there to be dealt with; Junk is only listed."""
    folders = app.config.folders
    return folder == folders.inbox or folder.startswith(f"{folders.triage}/")


def _rescued_from_junk(desk: Desk, delivery: Delivery, before: messages.Known) -> bool:
    """Tell whether a person has moved to the inbox what was only listed so far, and so says that it is no junk."""
    return before.state == MessageState.JUNK and is_read_as_inbox(desk.app, delivery.place.folder)


def _for_a_person(verdict: Verdict, rule: str, evidence: str) -> Verdict:
    kind = verdict.kind if verdict.automatic else Kind.UNCLEAR
    reason = Reason(rule, evidence)
    withheld = (*verdict.withheld, reason)
    return replace(
        verdict, kind=kind, certain=False, acknowledge=False, withheld=withheld, reasons=(*verdict.reasons, reason)
    )


def _carry_out(desk: Desk, delivery: Delivery, arrival: Arrival, case: Case | None, *, whole: bool) -> Arrived:
    decision = _record(desk, arrival, case)
    opened = decision.reference if isinstance(decision.events[0], RequestReceived) else ""
    reference = None if decision.reference == OFFICE else decision.reference
    messages.settle(desk.db, arrival.message, state=decision.state, reference=reference, opened=bool(opened))
    if arrival.history:
        mail_for_people.mark_told(desk.db, [arrival.message])
    folder = filing_folder_of(desk.app, decision.state) if whole and not delivery.sent else None
    inbox.finish(desk.db, delivery, arrival.message, folder)
    return Arrived(arrival.message, decision.state, reference, opened)


def _record(desk: Desk, arrival: Arrival, case: Case | None) -> Decision:
    """Write the decision down; if the acknowledgement's template is faulty, the case is opened without it."""
    decision = decide_arrival(arrival, case, desk.app.policy)
    known = case if case is not None and case.reference == decision.reference else None
    try:
        with desk.db.atomic():
            record(desk.app, desk.db, decision, desk.hand(), known)
    except LetterError as error:
        logger.error("acknowledgement held reference=%s: %s", decision.reference, error)  # noqa: TRY400
        silent = replace(desk.app.policy, acknowledge="off")
        decision = decide_arrival(arrival, case, silent)
        record(desk.app, desk.db, decision, desk.hand(), known)
        tell_of_held_letter(desk, desk.db, error, decision.reference)
    return decision


def _settle_duplicate(desk: Desk, delivery: Delivery, known: messages.Known) -> Arrived:
    """Tie another delivery of a message to it; nobody is answered a second time."""
    folder = None if delivery.sent else filing_folder_of(desk.app, known.state)
    inbox.finish(desk.db, delivery, known.id, folder)
    return Arrived(known.id, str(MessageState.DUPLICATE), known.reference)


def _settle_erased(desk: Desk, delivery: Delivery, row: int) -> Arrived:
    """Tie a message that was erased, and that the mailbox shows again, to what is left of it: it is no news."""
    known = messages.find(desk.db, str(row))
    inbox.finish(desk.db, delivery, row, filing_folder_of(desk.app, known.state) if known else None)
    erasing.drop_bytes(desk.db, delivery.id)
    return Arrived(row, str(MessageState.DUPLICATE), known.reference if known else None)


def filing_folder_of(app: App, state: str) -> str | None:
    """Return the folder that mail of a state is moved to, or None where it stays."""
    folders = app.config.folders
    if folders.filing == "leave":
        return None
    return {
        str(MessageState.CASE): folders.logged,
        str(MessageState.TRIAGE): folders.triage,
        str(MessageState.MACHINE): folders.not_foi,
        str(MessageState.NOT_FOI): folders.not_foi,
        str(MessageState.SET_ASIDE): folders.unreadable,
    }.get(state)


def set_aside(desk: Desk, delivery: Delivery, fault: str) -> Arrived:
    """Register a message that could not be read, for a person to look at; its bytes are kept.

    One that the server did not even give is left where it lies.
    """
    message = InboundMessage(sha256=f"delivery-{delivery.id}", defects=(fault,))
    verdict = Verdict(Kind.UNCLEAR, automatic=False, certain=False, reasons=(Reason("not read", fault),))
    receipt = Receipt(delivery.arrived_at, "server")
    row = messages.add(desk.db, message, verdict, receipt, raw=delivery.raw, folder=delivery.place.folder, whole=False)
    state = str(MessageState.SET_ASIDE)
    event = MessageSetApart(row, state, str(verdict.kind), ("not read",))
    record(desk.app, desk.db, Decision(OFFICE, (event,)), desk.hand())
    messages.settle(desk.db, row, state=state, reference=None)
    inbox.finish(
        desk.db, delivery, row, filing_folder_of(desk.app, state) if delivery.raw and not delivery.sent else None
    )
    return Arrived(row, state)
