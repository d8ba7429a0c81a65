"""The calendar of bank holidays: when it changes, open cases are counted again and each changed date is a fact."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from foibot.app import App
from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import CalendarChanged, DueDateRecomputed
from foibot.casework.rewriting import rewrite_what_waits
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.telling import send_to_officers
from foibot.law.working_days import BankHoliday, days_gained, in_words
from foibot.lean import dataclass
from foibot.store import calendar, cases
from foibot.store.database import Database
from foibot.store.moments import parse_day
from foibot.store.register import writing

NAMED_AT_MOST = 20
Moved = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Changes:
    """The days off that a new calendar gained and lost; none where it is the register's first."""

    added: tuple[BankHoliday, ...] = ()
    removed: tuple[BankHoliday, ...] = ()

    def within(self, first: date | None, last: date | None) -> tuple[str, ...]:
        """Name the days between two, both included, as sentences."""
        if first is None or last is None:
            return ()
        added = [f"now a day off: {in_words(one)}" for one in self.added if first <= one.day <= last]
        return (*added, *(f"no day off any more: {in_words(one)}" for one in self.removed if first <= one.day <= last))


def keep_calendar(desk: Desk) -> list[Moved]:
    """Put the calendar in use into the register; returns the cases whose due date it moved, with both dates.

    A case that is counted again gets the calendar's edition in its row, so an interrupted run goes on where it was.
    A case whose regime is not configured keeps its date.
    """
    statutes, db = desk.app.statutes, desk.db
    with writing(db):
        kept = calendar.edition(db)
        if kept is not None and kept[0] == statutes.edition:
            return []
        changes = _changes(desk.app, calendar.bank_holidays(db)) if kept else Changes()
        moved = [found for found in _counted_again(desk, db, changes) if found[1] != found[2]]
        calendars = statutes.calendars
        calendar.replace_calendar(db, statutes.edition, calendars.days, calendars.known_through)
        before = kept[0] if kept else ""
        if moved:
            _tell_of(desk, db, moved, before, changes)
        added, removed = tuple(map(in_words, changes.added)), tuple(map(in_words, changes.removed))
        changed = CalendarChanged(before, statutes.edition, added, removed)
        record(desk.app, db, Decision(OFFICE, (changed,)), desk.hand())
    return moved


def _counted_again(desk: Desk, db: Database, changes: Changes) -> Iterator[Moved]:
    statutes = desk.app.statutes
    for reference, due in cases.carried_under_other_calendar(db, statutes.edition):
        case = cases.load_case(db, reference)
        if case is None or statutes.no_clock_for(case.regime):
            continue
        was, now = parse_day(due), statutes.due_on(case)
        days = changes.within(case.received_on, max(filter(None, (was, now)), default=None))
        events = (DueDateRecomputed(was, now, statutes.edition, days),) if was != now else ()
        decision = Decision(reference, events)
        if events:
            decision = rewrite_what_waits(decision, case, desk.app.policy.name_wanted_by)
        record(desk.app, db, decision, desk.hand(), case)
        yield reference, was, now


def _changes(app: App, before: Sequence[BankHoliday]) -> Changes:
    """Compare the register's table of days with the one in use; a day taken away says who took it."""
    after = app.statutes.calendars.days
    sources = {day.day: day.source for day in app.config.calendar.cancelled}
    removed = (replace(one, source=sources.get(one.day, WITHOUT_SOURCE)) for one in days_gained(after, before))
    return Changes(tuple(days_gained(before, after)), tuple(removed))


WITHOUT_SOURCE = "neither published nor proclaimed any more"


def without_clock(app: App, db: Database) -> list[str]:
    """Say which open cases have a regime that is no longer configured: they keep the date they had."""
    found = ((reference, app.statutes.no_clock_for(regime)) for reference, regime in cases.carried_by_regime(db))
    return [f"{reference}: {fault}, so its due date stays as it was." for reference, fault in found if fault]


def _tell_of(desk: Desk, db: Database, moved: list[Moved], before: str, changes: Changes) -> None:
    facts = {
        "moved": [{"reference": reference, "was": was, "now": now} for reference, was, now in moved],
        "calendar": desk.app.statutes.edition,
        "calendar_before": before,
        "added": list(map(in_words, changes.added[:NAMED_AT_MOST])),
        "removed": list(map(in_words, changes.removed[:NAMED_AT_MOST])),
        "more": sum(max(0, len(days) - NAMED_AT_MOST) for days in (changes.added, changes.removed)),
        "later": any(was and now and now > was for _, was, now in moved),
    }
    send_to_officers(desk, db, "calendar_notice", facts)
