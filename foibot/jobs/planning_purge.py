"""What would be erased today, what is held back and why: the plan that `purge --dry-run` shows and `purge` follows."""

from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.retention import Hold, ended_on, goes_on, holds
from foibot.jobs.keeping import standing_of
from foibot.jobs.unwritten import still_unwritten
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.store import cases, retention
from foibot.store.database import Database
from foibot.store.moments import stamp

SCHEDULE, ON_REQUEST = "schedule", "request"


@dataclass(frozen=True, slots=True)
class Going:
    """A case whose personal data go: when it ended, and why they go."""

    reference: str
    ended_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A case whose time is over, or that somebody asked to have erased, and what holds it back."""

    reference: str
    holds: tuple[Hold, ...]


@dataclass(slots=True)
class Plan:
    """What would go: cases, messages on no case, bytes of mail; `rule` is the schedule, or a person's request.

    Notices that left before `notices_before`, and not before `notices_since`, lose their words. `waiting` messages are
    old enough to go, and wait for a person.
    """

    on: date
    rule: str = SCHEDULE
    going: list[Going] = field(default_factory=list)
    held: list[HeldBack] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    bytes_of: list[str] = field(default_factory=list)
    notices_before: str = ""
    notices_since: str = ""
    waiting: int = 0
    unwritten: str = ""
    """That the register's file is still to be written anew after an earlier purge, and how."""
    of_others: dict[str, str] = field(default_factory=dict)
    """The cases of others in which the person who asks is found, and what they are in them."""

    def as_data(self) -> dict[str, Any]:
        """Return the plan as data."""
        return {
            "on": self.on,
            "rule": self.rule,
            "going": [{"reference": one.reference, "ended_on": one.ended_on, "why": one.why} for one in self.going],
            "held": [
                {
                    "reference": one.reference,
                    "holds": [{"rule": hold.rule, "why": hold.why, "until": hold.until} for hold in one.holds],
                }
                for one in self.held
            ],
            "messages_on_no_case": len(self.messages),
            "cases_without_bytes": self.bytes_of,
            "messages_that_wait": self.waiting,
            "cases_of_others": self.of_others,
            "file_to_be_written_anew": bool(self.unwritten),
        }


def plan_by_schedule(app: App, db: Database, now: datetime) -> Plan:
    """Return what the schedule lets go on a day."""
    kept, today = app.config.retention, london_day(now)
    before = stamp(now - timedelta(days=kept.not_foi_after_days))
    plan = Plan(today, notices_before=stamp(now - timedelta(days=kept.notices_after_days)))
    plan.unwritten = still_unwritten(db)
    years_ago = today - relativedelta(years=kept.closed_after_years)
    for reference in retention.old(db, (years_ago + timedelta(days=1)).isoformat()):
        _weigh(app, db, plan, reference)
    plan.messages = retention.never_a_case(db, before)
    plan.waiting = retention.waiting_for_people(db, before)
    if kept.raw_mail_after_days:
        plan.bytes_of = list(_without_bytes(app, db, today, timedelta(days=kept.raw_mail_after_days)))
    return plan


def _weigh(app: App, db: Database, plan: Plan, reference: str) -> None:
    """Put a case where it belongs: among those that go, those held back, or nowhere while its time runs."""
    case = cases.load_case(db, reference)
    if case is None:
        return
    standing = standing_of(app, db, case, plan.on)
    day, found = goes_on(case, standing), holds(case, standing)
    if day is not None and day > plan.on:
        return
    if found or day is None:
        plan.held.append(HeldBack(reference, found))
        return
    ended = ended_on(case, standing.closed_on)
    why = f"it ended on {plain_day(ended)}" if ended else ""
    plan.going.append(Going(reference, ended, why))


def _without_bytes(app: App, db: Database, today: date, kept: timedelta) -> Iterable[str]:
    """Give the cases whose mail is no longer kept as it came."""
    for reference in retention.ended(db, (today - kept + timedelta(days=1)).isoformat()):
        case = cases.load_case(db, reference)
        if case is not None and _needs_no_bytes(app, db, case, today, kept):
            yield reference


def _needs_no_bytes(app: App, db: Database, case: Case, today: date, kept: timedelta) -> bool:
    standing = standing_of(app, db, case, today)
    ended = ended_on(case, standing.closed_on)
    return ended is not None and ended + kept <= today and not holds(case, standing)


def plan_for_person(app: App, db: Database, now: datetime, theirs: Iterable[str], mail: list[int]) -> Plan:
    """Return what can be erased at once of one person: their cases that nothing holds back, and mail on no case."""
    plan = Plan(london_day(now), ON_REQUEST, messages=mail, notices_before=stamp(now))
    plan.unwritten = still_unwritten(db)
    received = []
    for reference in theirs:
        case = cases.load_case(db, reference)
        if case is None or case.erased_on is not None:
            continue
        standing = standing_of(app, db, case, plan.on)
        found = holds(case, standing)
        if found:
            plan.held.append(HeldBack(reference, found))
            continue
        received.append(case.received_on)
        plan.going.append(Going(reference, ended_on(case, standing.closed_on), "asked for"))
    first = min(filter(None, received), default=plan.on)
    # a notice may speak of a request on the very day it came
    plan.notices_since = first.isoformat() if plan.going else stamp(now)
    return plan
