"""What is known that bears on one message: looked up here, judged in the core."""

from dataclasses import replace
from datetime import datetime, timedelta

from foibot.app import App
from foibot.correspondence.by_hand import recipients
from foibot.correspondence.classify import named_ids
from foibot.correspondence.known import Known, SentLetter
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.thread import named_references
from foibot.jobs.desk import Desk
from foibot.store import messages, sent_mail

LATELY = timedelta(days=30)


def standing_knowledge(app: App) -> Known:
    """Return what the configuration alone says: who we are and who our colleagues are."""
    config = app.config
    ours = {config.mailbox.address.casefold(), *(alias.casefold() for alias in config.mailbox.also_known_as)}
    return Known(
        our_addresses=frozenset(ours),
        our_domains=frozenset({config.mailbox.address.rpartition("@")[2].casefold()}),
        officers=frozenset(officer.email.casefold() for officer in config.officers),
        holders=frozenset(
            address.casefold()
            for holder in config.holders
            for address in (holder.email, holder.deputy)
            if "@" in address
        ),
        commissioner_domains=frozenset(config.commissioner.email_domains) or Known().commissioner_domains,
        authserv_id=config.mailbox.authserv_id,
        pattern=app.references,
    )


def gather(desk: Desk, message: InboundMessage, arrived_at: datetime) -> Known:
    """Return what the configuration and the register know that bears on this message."""
    db, known = desk.db, standing_knowledge(desk.app)
    ids = named_ids(message)
    sent, received = messages.letters_named(db, ids), messages.cases_named(db, ids)
    lately = {} if sent else _written_to_lately(desk, message, arrived_at)
    cases = messages.cases_of_sender(db, message.sender.email) if message.sender else {}
    named = {letter.reference for letter in (*sent.values(), *lately.values())} | set(received.values())
    written_to = (*(address.email for address in (*message.to, *message.cc)), *message.delivered_to)
    named.update(desk.app.references.find_all("\n".join((message.subject, *written_to, message.text[:20_000]))))
    for reference in named - cases.keys():
        case = messages.known_case(db, reference)
        if case is not None:
            cases[reference] = case
    return replace(known, sent={**sent, **lately}, received=received, cases=cases)


def gather_sent(desk: Desk, message: InboundMessage, sent_at: datetime) -> Known:
    """Return what bears on a letter that a person sent from our mailbox: the cases it names, and of whom it went to.

    Of those it went to, only cases that had been received when it left.
    """
    db, known, ids = desk.db, standing_knowledge(desk.app), named_ids(message)
    sent, received = messages.letters_named(db, ids), messages.cases_named(db, ids)
    outside = {one.email for one in recipients(message) if one.email and not known.is_colleague(one)}
    theirs = {name: case for email in sorted(outside) for name, case in messages.cases_of_sender(db, email).items()}
    cases = {name: case for name, case in theirs.items() if sent_mail.was_asked_by(db, name, sent_at)}
    named = {letter.reference for letter in sent.values()} | set(received.values())
    named.update(reference for reference, _ in named_references(message, known))
    for reference in named - cases.keys():
        case = messages.known_case(db, reference)
        if case is not None:
            cases[reference] = case
    return replace(known, sent=sent, received=received, cases=cases)


def _written_to_lately(desk: Desk, message: InboundMessage, arrived_at: datetime) -> dict[str, SentLetter]:
    """Return letters that left lately for the addresses a delivery report names, by Message-ID."""
    if message.report is None:
        return {}
    since = arrived_at - LATELY
    addresses = {recipient.address for recipient in message.report.recipients}
    letters = (messages.written_to_lately(desk.db, address, since) for address in sorted(addresses))
    return dict(letter for letter in letters if letter is not None)
