"""Telling colleagues that a template of their own is faulty, so that its letters are held: once a day."""

from collections.abc import Sequence

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.errors import LetterError
from foibot.jobs.desk import Desk
from foibot.jobs.office_hours import beginning_of
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.store import outbox
from foibot.store.database import Database
from foibot.store.register import writing

LETTER = "template_notice"


def tell_of_templates(desk: Desk) -> int:
    """Tell of the faults that were found when foibot started; returns how many notices were written."""
    if not desk.app.faulty_templates:
        return 0
    with writing(desk.db) as db:
        return _tell(desk, db, [str(fault) for fault in desk.app.faulty_templates])


def tell_of_held_letter(desk: Desk, db: Database, error: LetterError, reference: str) -> int:
    """Tell of a fault that showed only when a letter of a case was written, in the transaction that is open."""
    faults = [str(fault) for fault in desk.app.faulty_templates] or [str(error)]
    return _tell(desk, db, faults, reference)


def _tell(desk: Desk, db: Database, faults: Sequence[str], first: str = "") -> int:
    if outbox.written_since(db, LETTER, beginning_of(london_day(desk.clock()))):
        return 0
    facts, number = {"faults": list(faults), "first": first}, outbox.next_number(db, OFFICE)
    people = [Person(officer.name, officer.email) for officer in desk.hearers()]
    wanted = tuple(LetterWanted(LETTER, to, number=each, facts=facts) for each, to in enumerate(people, number))
    if wanted:
        queued = tuple(LetterQueued(one.number, LETTER) for one in wanted)
        record(desk.app, db, Decision(OFFICE, queued, wanted), desk.hand())
    return len(wanted)
