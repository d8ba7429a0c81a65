"""The report of a month by mail: on the first day of work of the next one, once, to whom the configuration names."""

from datetime import timedelta
from typing import Any

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import Attachment, LetterWanted
from foibot.casework.statistics import latest
from foibot.jobs.desk import Desk
from foibot.jobs.office_hours import beginning_of, days_of_work, window_is_open
from foibot.jobs.recording import record
from foibot.jobs.report_page import main_figures, make_page
from foibot.jobs.reporting import Wanted, make_report
from foibot.law.clock import london_day
from foibot.reports.picturing import can_draw
from foibot.reports.report import Report, title_of
from foibot.store import outbox, sent_mail
from foibot.store.moments import parse_moment
from foibot.store.register import writing

LETTER = "monthly_report"
ONE_DAY = timedelta(days=1)
MONTHS = 12
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
    last = london_day(desk.clock()).replace(day=1) - ONE_DAY
    wanted = Wanted(latest(last, "month", MONTHS), last, london_day(desk.clock()) - ONE_DAY, "month")
    report = make_report(desk.app, desk.db, wanted)
    page = make_page(desk.app, report, pictures_needed=False)
    with writing(desk.db):
        return _send(desk, report, page) if is_due(desk) else 0


def _send(desk: Desk, report: Report, page: str) -> int:
    to = desk.app.config.report.monthly_to
    first = outbox.next_number(desk.db, OFFICE)
    file = Attachment(f"foi-{report.last:%Y-%m}.html", "text/html", page.encode())
    facts = monthly_facts(report, file.name)
    events = tuple(LetterQueued(number, LETTER) for number, _ in enumerate(to, first))
    letters = tuple(
        LetterWanted(LETTER, Person("", address), number=number, facts=facts, attachments=(file,))
        for number, address in enumerate(to, first)
    )
    record(desk.app, desk.db, Decision(OFFICE, events, letters), desk.hand())
    return len(to)


def monthly_facts(report: Report, file: str) -> dict[str, Any]:
    """Return what the letter says: the figures of the last month, and of the whole span."""
    *_, month, year = report.figures[report.main]
    return {
        "month": f"{report.last:%B %Y}",
        "as_at": report.as_at,
        "covers": title_of(report.main),
        "received": month.received,
        "of_the_month": main_figures(report, month),
        "of_the_year": main_figures(report, year),
        "open": ", ".join(f"{words} ({count})" for words, count in report.open_left.items() if count),
        "drawn": can_draw(),
        "file": file,
    }
