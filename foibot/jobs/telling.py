"""Telling colleagues: of new cases, and of letters that did not leave. One notice each, however often it is run.

Many cases at once are told in one notice: nobody reads two thousand mails.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import Event, LetterQueued, OfficersTold, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer, Role
from foibot.jobs.case_facts import case_facts
from foibot.jobs.desk import Desk
from foibot.jobs.hinting import hints_for
from foibot.jobs.recording import record, record_told
from foibot.jobs.wording import EXCERPT_LINES
from foibot.store import cases, mail_for_people, outbox
from foibot.store.database import Database
from foibot.store.register import writing

HOUR = timedelta(hours=1)
LISTED_AT_MOST = 20
NAMED_AT_MOST = 100
EXCERPT_LINES_OF_MANY = 12


def tell_officers(desk: Desk) -> int:
    """Queue the notices that are owed; returns how many notices were written."""
    return tell_of_new_cases(desk) + tell_of_trouble(desk)


def tell_of_new_cases(desk: Desk) -> int:
    """Tell every officer of the cases nobody has been told of."""
    if wants_no_more_notices(desk, "case_notice"):
        return 0
    with writing(desk.db) as db:
        untold = mail_for_people.new_cases(db)
        one_each = len(untold) <= desk.app.policy.notices_at_once
        groups = [{reference: looks} for reference, looks in sorted(untold.items())] if one_each else [untold]
        return sum(_tell_of(desk, db, group) for group in groups)


def wants_no_more_notices(desk: Desk, letter: str) -> bool:
    """Tell whether an officer has had so many notices of a kind in the last hour that the next waits for more."""
    each = max(1, len(desk.app.policy.with_role(Role.OFFICER)))
    written = outbox.written_since(desk.db, letter, desk.clock() - HOUR)
    return written >= each * desk.app.policy.notices_an_hour


def _tell_of(desk: Desk, db: Database, group: Mapping[str, bool]) -> int:
    """Tell of some cases in one notice, those first of which a person must look at something."""
    references, lines = list(group), EXCERPT_LINES if len(group) == 1 else EXCERPT_LINES_OF_MANY
    shown = [case_facts(desk, db, reference, lines=lines) for reference in references[:LISTED_AT_MOST]]
    if len(group) == 1:  # a notice of many is of a flood, or of a first start: to compare each would hold it up
        shown[0]["earlier_answers"] = hints_for(db, references[0])
    look = sum(group.values())
    headings = {0: f"Please look at these first: {look}", look: f"The rest: {len(group) - look}"}
    mixed = 0 < look < len(group)
    facts = {
        "cases": [{**case, "heading": headings.get(at, "") if mixed else ""} for at, case in enumerate(shown)],
        "more": max(0, len(references) - LISTED_AT_MOST),
        "more_to_look_at": references[LISTED_AT_MOST:look][:NAMED_AT_MOST],
    }
    first = outbox.next_number(db, OFFICE)
    written = send_to_officers(desk, db, "case_notice", facts)
    record_told(db, references, OfficersTold(first), desk.hand())
    return written


def send_to_officers(
    desk: Desk, db: Database, letter: str, facts: dict[str, Any], officers: Sequence[Officer] | None = None
) -> int:
    """Queue a notice to these officers, or to everyone with that role; returns how many there are.

    Deputies get it in the place of those who are away.
    """
    hearing = desk.hearers() if officers is None else officers
    first = outbox.next_number(db, OFFICE)
    events: list[Event] = []
    wanted: list[LetterWanted] = []
    for number, officer in enumerate(hearing, first):
        events.append(LetterQueued(number, letter))
        wanted.append(LetterWanted(letter, Person(officer.name, officer.email), number=number, facts=facts))
    if events:
        record(desk.app, db, Decision(OFFICE, tuple(events), tuple(wanted)), desk.hand())
    return len(events)


def tell_of_trouble(desk: Desk) -> int:
    """Tell of letters that did not leave: the officer of each case, else everyone with that role."""
    with writing(desk.db) as db:
        trouble = outbox.in_trouble(db)
        letters = [one for one in trouble if one.reference != OFFICE]
        outbox.mark_told(db, [one.id for one in trouble])
        carriers = cases.rows_of(db, {one.reference for one in letters})
        by_officer: dict[str, list[dict[str, Any]]] = {}
        for one in letters:
            told = {"reference": one.reference, "name": one.letter, "status": one.status, "answer": one.answer}
            by_officer.setdefault(str(carriers[one.reference]["officer"]), []).append(told)
        return sum(
            send_to_officers(desk, db, "trouble_notice", {"letters": theirs}, desk.hearers(officer))
            for officer, theirs in by_officer.items()
        )
