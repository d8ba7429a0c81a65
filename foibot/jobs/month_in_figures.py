"""The figures of a month counted, drawn and put into letters: what the job of the monthly report does once a month."""

from typing import Any

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import Attachment, LetterWanted
from foibot.casework.statistics import latest
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.report_page import main_figures, make_page
from foibot.jobs.reporting import Wanted, make_report
from foibot.law.clock import london_day
from foibot.law.working_days import ONE_DAY
from foibot.reports.picturing import can_draw
from foibot.reports.report import Report, title_of
from foibot.store import outbox

LETTER = "monthly_report"
MONTHS = 12


def count(desk: Desk) -> tuple[Report, str]:
    """Return the report of last month, and its page; the register is only read."""
    last = london_day(desk.clock()).replace(day=1) - ONE_DAY
    wanted = Wanted(latest(last, "month", MONTHS), last, london_day(desk.clock()) - ONE_DAY, "month")
    report = make_report(desk.app, desk.db, wanted)
    return report, make_page(desk.app, report, pictures_needed=False)


def send(desk: Desk, report: Report, page: str) -> int:
    """Queue it to everybody who is to have it, within the transaction of the caller; returns to how many it goes."""
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
