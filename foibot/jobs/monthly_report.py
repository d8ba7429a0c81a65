"""The report of a month by mail: on the first day of work of the next one, once, to whom the configuration names."""

import importlib

from foibot.jobs.desk import Desk
from foibot.jobs.office_hours import beginning_of, days_of_work, window_is_open
from foibot.law.clock import london_day
from foibot.store import outbox, sent_mail
from foibot.store.moments import parse_moment
from foibot.store.register import writing

LETTER = "monthly_report"
FIGURES = "foibot.jobs.month_in_figures"
"""Loaded once a month: until then the daemon has no use for the statistics."""
LATEST_DAY = 10
"""After a stop of the daemon it is made up for until this day of the month; later it would answer no question."""


def is_due(desk: Desk) -> bool:
    """Tell whether the report of last month is owed: on a day of work, in the sending window, not written yet."""
    today = london_day(desk.clock())
    if not desk.app.config.report.monthly_to or today.day > LATEST_DAY or not window_is_open(desk):
        return False
    begins = beginning_of(today.replace(day=1))
    began = sent_mail.first_event_at(desk.db)
    if began is None or parse_moment(began) >= begins:
        return False  # foibot was not there in that month: noughts would be taken for figures
    return days_of_work(desk).is_open(today) and outbox.written_since(desk.db, LETTER, begins) == 0


def write_monthly_report(desk: Desk) -> int:
    """Queue the report of last month if it is owed; returns to how many it goes.

    It is counted and drawn before the register is locked for writing, and what is written is looked at once more then.
    """
    if not is_due(desk):
        return 0
    figures = importlib.import_module(FIGURES)
    report, page = figures.count(desk)
    with writing(desk.db):
        sent: int = figures.send(desk, report, page) if is_due(desk) else 0
    return sent
