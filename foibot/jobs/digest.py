"""The digest: one mail each working morning of what waits for a person, and one to each officer of what is theirs.

Where nothing waits none is written, unless the authority wants to see that it is so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer, Role
from foibot.jobs.desk import Desk
from foibot.jobs.digest_facts import digest_facts
from foibot.jobs.office_hours import beginning_of, days_of_work, window_is_open
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.store import cases, outbox
from foibot.store.database import Database
from foibot.store.register import writing

LETTER = "digest"
DAY = timedelta(days=1)


def is_due(desk: Desk) -> bool:
    """Tell whether today's digest is owed: on a day of work, once the sending window is open."""
    if not desk.app.config.sending.digest or not window_is_open(desk):
        return False
    today = london_day(desk.clock())
    return days_of_work(desk).is_open(today) and outbox.written_since(desk.db, LETTER, beginning_of(today)) == 0


def write_digest(desk: Desk) -> int:
    """Queue today's digests if they are owed and something waits; returns how many were written."""
    if not is_due(desk):
        return 0
    with writing(desk.db) as db:
        if not is_due(desk):
            return 0
        since = last_digest(desk, db)
        written = _send(desk, db, desk.hearers(), digest_facts(desk, db, since))
        for officer in _with_cases_of_their_own(desk, db, desk.app.policy.with_role(Role.OFFICER)):
            for reader in desk.present([officer]):
                stands_in = "" if reader.id == officer.id else officer.name
                written += _send(desk, db, [reader], digest_facts(desk, db, since, officer.id, stands_in))
        return written


def last_digest(desk: Desk, db: Database) -> datetime:
    """Return when the last digest was written (UTC); where there was none, when the last day of work began."""
    written = outbox.last_written(db, LETTER)
    if written is not None:
        return written
    return beginning_of(days_of_work(desk).on_or_before(london_day(desk.clock()) - DAY))


def _with_cases_of_their_own(desk: Desk, db: Database, team: Iterable[Officer]) -> list[Officer]:
    """Return the officers who carry cases; not one who carries all that are open, and has the team's digest."""
    carriers = cases.carriers(db)
    known = [officer for officer in desk.app.policy.officers if officer.id in carriers]
    everything_is_theirs = len(carriers) == 1
    return [officer for officer in known if not (everything_is_theirs and officer in team)]


def _send(desk: Desk, db: Database, to: Iterable[Officer], facts: dict[str, Any]) -> int:
    wanted_when_empty = desk.app.config.sending.digest_when_empty and not facts["own"]
    if not facts["headline"] and not wanted_when_empty:
        return 0
    people = list(to)
    first = outbox.next_number(db, OFFICE)
    events = tuple(LetterQueued(number, LETTER) for number, _ in enumerate(people, first))
    letters = tuple(
        LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
        for number, officer in enumerate(people, first)
    )
    if people:
        record(desk.app, db, Decision(OFFICE, events, letters), desk.hand())
    return len(people)
