"""The calendar of bank holidays: when it changes, open cases are counted again and each changed date is a fact."""

from datetime import date

from sqlite_utils import Database

from foibot.app import App
from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import CalendarChanged, DueDateRecomputed
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.telling import send_to_officers
from foibot.store import calendar, cases
from foibot.store.moments import parse_day
from foibot.store.register import writing

Moved = tuple[str, date | None, date | None]


def keep_calendar(desk: Desk) -> list[Moved]:
    """Put the calendar in use into the register; returns the cases whose due date it moved, with both dates.

    A case that is counted again gets the calendar's edition in its row, so an interrupted run goes on where it was.
    """
    statutes, db = desk.app.statutes, desk.db
    with writing(db):
        kept = calendar.edition(db)
        if kept is not None and kept[0] == statutes.edition:
            return []
        moved: list[Moved] = []
        for reference, due in cases.carried_under_other_calendar(db, statutes.edition):
            case = cases.load_case(db, reference)
            if case is None or statutes.no_clock_for(case.regime):
                continue
            was, now = parse_day(due), statutes.due_on(case)
            events = (DueDateRecomputed(was, now, statutes.edition),) if was != now else ()
            record(desk.app, db, Decision(reference, events), desk.hand(), case)
            if events:
                moved.append((reference, was, now))
        calendars = statutes.calendars
        calendar.replace_calendar(db, statutes.edition, calendars.days, calendars.known_through)
        if moved:
            _tell_of(desk, db, moved, kept[0] if kept else "")
        changed = CalendarChanged(kept[0] if kept else "", statutes.edition)
        record(desk.app, db, Decision(OFFICE, (changed,)), desk.hand())
    return moved


def without_clock(app: App, db: Database) -> list[str]:
    """Say which open cases have a regime that is no longer configured: they keep the date they had."""
    found = ((reference, app.statutes.no_clock_for(regime)) for reference, regime in cases.carried_by_regime(db))
    return [f"{reference}: {fault}, so its due date stays as it was." for reference, fault in found if fault]


def _tell_of(desk: Desk, db: Database, moved: list[Moved], before: str) -> None:
    facts = {
        "moved": [{"reference": reference, "was": was, "now": now} for reference, was, now in moved],
        "calendar": desk.app.statutes.edition,
        "calendar_before": before,
    }
    send_to_officers(desk, db, "calendar_notice", facts)
