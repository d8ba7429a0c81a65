"""Telling colleagues, in plain sentences, what was done in the mailbox or asked by mail, and what came of it."""

from collections.abc import Iterable, Sequence

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.store import outbox
from foibot.store.database import Database

LETTER = "mailbox_notice"


def tell(
    desk: Desk,
    db: Database,
    officers: Iterable[Officer],
    headline: str,
    paragraphs: Sequence[str],
    *,
    case: str = "",
    quoted: str = "",
) -> int:
    """Queue a notice to each of these officers, once each; returns how many there are."""
    facts = {"headline": headline, "paragraphs": list(paragraphs), "case": case, "quoted": quoted}
    concerned = {officer.email.casefold(): officer for officer in officers if officer.email}
    for officer in concerned.values():
        number = outbox.next_number(db, OFFICE)
        wanted = LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
        record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())
    return len(concerned)
