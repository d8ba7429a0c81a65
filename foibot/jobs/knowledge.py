"""What is known that bears on one message: looked up here, judged in the core."""

from dataclasses import replace
from datetime import datetime, timedelta

from foibot.app import App
from foibot.correspondence.classify import named_ids
from foibot.correspondence.known import Known, SentLetter
from foibot.correspondence.message import InboundMessage
from foibot.jobs.desk import Desk
from foibot.store import messages

LATELY = timedelta(days=30)


def standing_knowledge(app: App) -> Known:
    """Return what the configuration alone says: who we are and who our colleagues are."""
    config = app.config
    ours = {config.mailbox.address.casefold(), *(alias.casefold() for alias in config.mailbox.also_known_as)}
    return Known(
        our_addresses=frozenset(ours),
        our_domains=frozenset({config.mailbox.address.rpartition("@")[2].casefold()}),
        officers=frozenset(officer.email.casefold() for officer in config.officers),
        holders=frozenset(holder.email.casefold() for holder in config.holders),
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


def _written_to_lately(desk: Desk, message: InboundMessage, arrived_at: datetime) -> dict[str, SentLetter]:
    """Return letters that left lately for the addresses a delivery report names, by Message-ID."""
    if message.report is None:
        return {}
    since = arrived_at - LATELY
    addresses = {recipient.address for recipient in message.report.recipients}
    letters = (messages.written_to_lately(desk.db, address, since) for address in sorted(addresses))
    return dict(letter for letter in letters if letter is not None)
