"""Which case a letter belongs to that a person sent by hand from our own mailbox.

Whoever may write from our mailbox is believed: what it answers, or names in its subject, is its case. A letter that
names none and went to the applicant of one open case alone is proposed, and nobody is sure of it.
"""

from foibot.correspondence.by_hand import recipients
from foibot.correspondence.known import FINISHED, Known
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.thread import Thread, named_references

ONLY_OPEN_CASE = "the only open case of whoever it went to"


def case_of_sent(message: InboundMessage, known: Known, *, guess: bool = True) -> Thread | None:
    """Return the case a letter of a person's own belongs to, how, and whether that is sure; None for none.

    With `guess`, the only open case of whoever it went to is one.
    """
    found = _by_thread(message, known) or _by_reference(message, known)
    return found or (_by_recipient(message, known) if guess else None)


def _by_thread(message: InboundMessage, known: Known) -> Thread | None:
    backwards = ((message.in_reply_to, "in-reply-to"), (tuple(reversed(message.references)), "references"))
    for ids, how in backwards:
        for name in ids:
            letter = known.sent.get(name)
            reference = (letter.reference if letter else "") or known.received.get(name, "")
            if reference in known.cases:
                return Thread(reference, how, confirmed=True, message_id=name)
    return None


def _by_reference(message: InboundMessage, known: Known) -> Thread | None:
    written_to = {address.key for address in recipients(message)}
    for reference, how in named_references(message, known):
        case = known.cases.get(reference)
        if case is not None:
            named_outright = how != "text reference"
            return Thread(reference, how, confirmed=named_outright or case.applicant in written_to)
    return None


def _by_recipient(message: InboundMessage, known: Known) -> Thread | None:
    written_to = {address.key for address in recipients(message) if address.key}
    found = [case for case in known.cases.values() if case.applicant in written_to and case.status not in FINISHED]
    return Thread(found[0].reference, ONLY_OPEN_CASE, confirmed=False) if len(found) == 1 else None
