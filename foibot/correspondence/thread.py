"""Which case a message belongs to, by what evidence, and whether its sender may speak in it.

Evidence in order: an address of ours with the reference after a plus; a Message-ID we sent; one we received; the
reference in the subject; the reference in the text. Threading headers can be copied and references guessed, so what
a stranger names is attached unconfirmed, and only a party to the case is believed.
"""

import re

from foibot.correspondence.known import FINISHED, TO_HOLDERS, Known, SentLetter
from foibot.correspondence.message import Address, InboundMessage
from foibot.lean import dataclass

ID_LINE_IN_TEXT = re.compile(
    r"^[> \t]*+message-id:\s*(<[^<>\s@]{1,250}@[^<>\s@]{1,250}>)", re.MULTILINE | re.IGNORECASE
)
ID_IN_TEXT = re.compile(r"<[^<>\s@]{1,250}@[^<>\s@]{1,250}>")
# The address that WhatDoTheyKnow and its sisters give to each request: request-NUMBER-HASH.
ONE_REQUEST = re.compile(r"request-\d+-[0-9a-f]{6,}$")
READ = 100_000
MAX_IDS = 300


@dataclass(frozen=True, slots=True)
class Thread:
    """The case a message was tied to, how, and whether its sender is a party to it."""

    reference: str
    how: str
    confirmed: bool
    message_id: str = ""


def named_ids(message: InboundMessage) -> frozenset[str]:
    """Every Message-ID the message names, as `<id>`: in threading headers, and in mail it returns, plain text too."""
    found = [*message.in_reply_to, *message.references]
    if message.report:
        found += message.report.original_ids
    for inner in message.enclosed:
        found += [inner.message_id, *inner.in_reply_to] if inner.message_id else []
    found += [match[0] for match in ID_IN_TEXT.finditer(message.text[:READ])]
    return frozenset(found[:MAX_IDS])


def named_references(message: InboundMessage, known: Known) -> tuple[tuple[str, str], ...]:
    """Every reference of ours the message names, as (reference, where), in the order in which they are believed."""
    if known.pattern is None:
        return ()
    written_to = (*message.to, *message.cc, *(Address("", address) for address in message.delivered_to))
    tagged = [to.key for to in written_to if "+" in to.key and (known.is_ours(to) or not known.our_addresses)]
    found = [(reference, "our address") for address in tagged for reference in known.pattern.find_all(address)]
    found += [(reference, "subject reference") for reference in known.pattern.find_all(message.subject)]
    found += [(reference, "text reference") for reference in known.pattern.find_all(message.text[:READ])]
    return tuple(found)


def candidates(message: InboundMessage, known: Known) -> list[Thread]:
    """Every case the message may belong to, the best evidence first."""
    found: list[Thread] = []
    backwards = ((message.in_reply_to, "in-reply-to"), (tuple(reversed(message.references)), "references"))
    for ids, how in backwards:
        for name in ids:
            letter = known.sent.get(name)
            if letter and letter.reference:
                confirmed = party(message, known, letter.reference, letter.recipient) or for_them(
                    message, known, letter
                )
                found.append(Thread(letter.reference, how, confirmed, name))
    for ids, how in backwards:
        found += [
            Thread(known.received[name], how, party(message, known, known.received[name]), name)
            for name in ids
            if known.received.get(name)
        ]
    named = [
        Thread(reference, how, party(message, known, reference)) for reference, how in named_references(message, known)
    ]
    by_address = [thread for thread in named if thread.how == "our address"]
    rest = [thread for thread in named if thread.how != "our address"]
    return by_address + found + request_address(message, known) + rest


def party(message: InboundMessage, known: Known, reference: str, recipient: str = "") -> bool:
    """Tell whether the sender is a party to the case, or the very one to whom the letter went."""
    if message.sender is None or not message.sender.key:
        return False
    if recipient and message.sender.key == recipient.casefold():
        return True
    case = known.cases.get(reference)
    return case is not None and (case.has_party(message.sender) or message.sender.key in case.asked)


def for_them(message: InboundMessage, known: Known, letter: SentLetter) -> bool:
    """Tell whether a colleague answers the very letter that asked one of us: such letters are passed on inside."""
    return letter.letter in TO_HOLDERS and known.is_colleague(message.sender)


def request_address(message: InboundMessage, known: Known) -> list[Thread]:
    """Return the case of a sender whose address was made for one request, as sites that publish requests do."""
    sender = message.sender
    if sender is None or not ONE_REQUEST.match(sender.local):
        return []
    found = [case.reference for case in known.cases.values() if case.applicant.casefold() == sender.key]
    return [Thread(found[0], "request address", confirmed=True)] if len(found) == 1 else []


def thread_of(message: InboundMessage, known: Known) -> tuple[Thread | None, tuple[str, ...]]:
    """Return the case the message belongs to, and every other case that equally strong evidence names.

    A reference in the subject or the text ties only a party to the case; a stranger's ties nothing.
    """
    found = [thread for thread in candidates(message, known) if thread.confirmed or "reference" not in thread.how]
    if not found:
        return None, ()
    best = next((thread for thread in found if thread.confirmed), found[0])
    strong = {thread.reference for thread in found if thread.confirmed and thread.how != "text reference"}
    return best, tuple(sorted(strong - {best.reference}))


def letter_named(message: InboundMessage, known: Known) -> tuple[str, SentLetter] | None:
    """Return the letter of ours that the message is about, with its Message-ID.

    What a report returns counts first, then what the message answers, then what it encloses or quotes: the letter
    returned before those that this letter names in its turn.
    """
    returned = message.report.original_ids if message.report else ()
    answered = (*message.in_reply_to, *reversed(message.references))
    enclosed = [inner.message_id for inner in message.enclosed]
    quoted = ID_LINE_IN_TEXT.findall(message.text[:READ])
    others = sorted(named_ids(message) & known.sent.keys())
    for name in (*returned, *answered, *enclosed, *quoted, *others):
        if name in known.sent:
            return name, known.sent[name]
    return None


def returned_letter(message: InboundMessage, known: Known) -> Thread | None:
    """Return the case of the letter of ours that a machine's message is about (RFC 3464, RFC 8098).

    It is named in what the message returns. Nobody guesses our Message-IDs, so naming one is proof enough; where a
    report names none, the letter that left lately for the address it names is meant, unconfirmed.
    """
    named = letter_named(message, known)
    if named:
        return Thread(named[1].reference, "returned letter", confirmed=True, message_id=named[0])
    for name, letter in known.sent.items() if message.report else ():
        return Thread(letter.reference, "address written to lately", confirmed=False, message_id=name)
    return None


def only_open_case(message: InboundMessage, known: Known) -> Thread | None:
    """Return the only unfinished case of a sender who names none: a guess for a person, never a tie."""
    found = [case for case in known.cases.values() if case.has_party(message.sender) and case.status not in FINISHED]
    return Thread(found[0].reference, "the only open case of the sender", confirmed=False) if len(found) == 1 else None
