"""Erasing personal data: cases first, each whole or not at all, then what nobody is named by, then the file itself.

May be cut off anywhere: what was erased stays so, and the next run finishes. In the mailbox nothing is done here.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any, TypeVar

from foibot.casework.case import OFFICE, Case
from foibot.casework.decisions import Decision
from foibot.casework.events import ErasureAsked, MailErased, PersonalDataErased, Words
from foibot.errors import Unavailable
from foibot.jobs.desk import Desk
from foibot.jobs.finding import scrub_index
from foibot.jobs.keeping import holds_of
from foibot.jobs.office_hours import window_is_open
from foibot.jobs.planning_purge import ON_REQUEST, SCHEDULE, Plan, plan_by_schedule
from foibot.jobs.recording import Hand, record
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.mail.forms import make_mark
from foibot.store import cases, erasing, forms, job_runs, litestream, retention
from foibot.store.database import Database
from foibot.store.moments import stamp
from foibot.store.register import writing

T = TypeVar("T")
logger = logging.getLogger(__name__)

JOB = "purge"
CASES_AT_ONCE = 20
MESSAGES_AT_ONCE = 200


@dataclass(slots=True)
class Purged:
    """What was erased: the cases, and how many of the rest. `in_mailbox` counts mails still to be erased there.

    `written_anew` says whether the register's file was, of this run or of an earlier one that could not do it.
    """

    cases: list[str] = field(default_factory=list)
    messages: int = 0
    raw: int = 0
    notices: int = 0
    people: int = 0
    in_mailbox: int = 0
    written_anew: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the counts, and which cases."""
        return {
            "cases_erased": len(self.cases),
            "cases": self.cases,
            "messages": self.messages,
            "bytes_of_messages": self.raw,
            "notices": self.notices,
            "people": self.people,
            "in_mailbox": self.in_mailbox,
        }


def is_due(desk: Desk) -> bool:
    """Tell whether the daemon erases now: it was asked to, it is outside the hours of sending, and not done today."""
    if not desk.app.config.retention.automatic or window_is_open(desk):
        return False
    done = next((run.succeeded_at for run in job_runs.all_runs(desk.db) if run.job == JOB), None)
    return done is None or london_day(done) < london_day(desk.clock())


def purge_by_schedule(desk: Desk) -> dict[str, Any]:
    """Erase what the schedule lets go today; returns what was done."""
    return purge(desk, plan_by_schedule(desk.app, desk.db, desk.clock()), desk.hand()).as_data()


def purge(desk: Desk, plan: Plan, hand: Hand, why: str = "") -> Purged:
    """Erase what a plan names, as far as nothing holds it back by now; finish what an earlier run began.

    Raises `Unavailable` where the register is read by others for too long: what is left is done by the next run.
    """
    done = Purged()
    desk.db.execute("PRAGMA secure_delete = ON").fetchall()
    for group in _groups([one.reference for one in plan.going], CASES_AT_ONCE):
        _erase_cases(desk, group, plan, done, hand)
    for numbers in _groups(plan.messages, MESSAGES_AT_ONCE):
        _erase_messages(desk, numbers, done, hand)
    for group in _groups(plan.bytes_of, CASES_AT_ONCE):
        _drop_bytes(desk, group, done, hand)
    with writing(desk.db) as db:
        if plan.rule == ON_REQUEST:
            held = tuple(one.reference for one in plan.held)
            asked = ErasureAsked(plan.on, tuple(done.cases), held, Words(why))
            record(desk.app, db, Decision(OFFICE, (asked,)), hand)
        if desk.app.config.retention.mailbox == "erase":
            retention.queue_notices(db, before=plan.notices_before, since=plan.notices_since)
        done.notices = erasing.notices(db, before=plan.notices_before, since=plan.notices_since)
        swept = erasing.nobody(db)
        done.people = swept.get("people", 0)
        if done.notices or swept:
            retention.note_unwritten(db)
    done.written_anew = write_anew(desk)
    done.in_mailbox = len(retention.in_the_mailbox(desk.db))
    return done


def _groups(items: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    """Cut what is erased into what one transaction takes."""
    for start in range(0, len(items), count):
        yield items[start : start + count]


SECONDS_TO_SCRUB = 600.0
"""The index is scrubbed before the file is written anew: what were scrubbed later would leave its traces in it."""


NOT_WRITTEN = (
    "The personal data are erased, and the register's file could not be written anew yet without what they left in it,"
)
WITH_READERS = f"{NOT_WRITTEN} because another process reads it. Run 'foibot purge' again, or let the daemon."
WITH_LITESTREAM = (
    f"{NOT_WRITTEN} because another process reads it: Litestream does so for as long as it runs. Stop it, run 'foibot"
    " purge' again, and start it (docs/running.md)."
)


def write_anew(desk: Desk) -> bool:
    """Write the register's file anew where erased words may lie on in it, and say whether that was so.

    Raises `Unavailable` where others read it.
    """
    if not retention.is_unwritten(desk.db):
        return False
    scrub_index(desk.db, SECONDS_TO_SCRUB)
    if not erasing.write_anew(desk.db):
        raise Unavailable(WITH_LITESTREAM if litestream.copies_this(desk.db) else WITH_READERS)
    with writing(desk.db) as db:
        retention.note_written(db)
    return True


def _erase_cases(desk: Desk, references: Sequence[str], plan: Plan, done: Purged, hand: Hand) -> None:
    erased: list[tuple[str, PersonalDataErased]] = []
    with writing(desk.db) as db:
        for reference in references:
            case = cases.load_case(db, reference)
            # looked at once more: something may have come since the plan was made
            if case is None or case.erased_on or holds_of(desk.app, db, case, plan.on):
                continue
            erased.append((reference, _erase_case(desk, db, case, plan.rule, hand)))
        if erased:
            retention.note_unwritten(db)
    for reference, event in erased:
        done.cases.append(reference)
        done.messages += event.messages
        logger.info("personal data erased reference=%s messages=%d", reference, event.messages)


def _erase_case(desk: Desk, db: Database, case: Case, rule: str, hand: Hand) -> PersonalDataErased:
    reference = case.reference
    if desk.app.config.retention.mailbox == "erase":
        _queue_for_the_mailbox(db, reference)
    mail = retention.messages_of(db, reference)
    for message in mail:
        erasing.of_message(db, message, stamp(hand.now))
    counts = erasing.of_case(db, reference)
    event = PersonalDataErased(
        london_day(hand.now), rule, len(mail), counts["outbox"], counts["drafts"], counts["words"]
    )
    record(desk.app, db, Decision(reference, (event,)), hand, case)
    return event


def _queue_for_the_mailbox(db: Database, reference: str) -> None:
    for message in retention.messages_of(db, reference):
        retention.queue_message(db, message)
    retention.queue_letters(db, reference)
    key = forms.key(db)
    for draft, revision, digest in retention.forms_of(db, reference):
        retention.queue_form(db, str(make_mark(key, draft, revision, digest)))


def _erase_messages(desk: Desk, messages: Sequence[int], done: Purged, hand: Hand) -> None:
    with writing(desk.db) as db:
        for message in messages:
            if desk.app.config.retention.mailbox == "erase":
                retention.queue_message(db, message)
            erasing.of_message(db, message, stamp(hand.now))
        retention.note_unwritten(db)
        event = MailErased(london_day(hand.now), "never on a case", len(messages))
        record(desk.app, db, Decision(OFFICE, (event,)), hand)
    done.messages += len(messages)
    logger.info("mail on no case erased count=%d", len(messages))


def _drop_bytes(desk: Desk, references: Sequence[str], done: Purged, hand: Hand) -> None:
    with writing(desk.db) as db:
        dropped = sum(erasing.raw_of_messages(db, retention.with_bytes(db, one)) for one in references)
        if dropped:
            retention.note_unwritten(db)
            event = MailErased(london_day(hand.now), "as it came, of cases that ended", dropped)
            record(desk.app, db, Decision(OFFICE, (event,)), hand)
    done.raw += dropped


__all__ = ["JOB", "SCHEDULE", "Purged", "is_due", "purge", "purge_by_schedule", "write_anew"]
