"""The report of a month by mail: on the first day of work of the next, in the window, once, whatever restarts."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from registers import ADA, at, command, make_desk, new_case, rows

from foibot.jobs.desk import Desk
from foibot.jobs.monthly_report import is_due, write_monthly_report

MARCH = datetime(2026, 3, 3, 10, tzinfo=UTC)
TO = 'monthly_to = ["head@council.example", "clerk@council.example"]'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path, MARCH, report=TO)
    answered = new_case(made)
    new_case(made, text="How many bats are there?")
    command(at(made, datetime(2026, 3, 20, 10, tzinfo=UTC)), "withdraw", answered)
    return made


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 4, 1, 6, 59, tzinfo=UTC), False),  # 07:59 in London
        (datetime(2026, 4, 1, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 1, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 5, 2, 9, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 5, 4, 9, 0, tzinfo=UTC), False),  # the early May bank holiday
        (datetime(2026, 5, 5, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 10, 9, 0, tzinfo=UTC), True),  # made up for after a stop
        (datetime(2026, 4, 13, 9, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_owed_on_the_first_day_of_work_within_the_sending_window(desk: Desk, now: datetime, *, due: bool) -> None:
    assert is_due(at(desk, now)) is due


def test_it_goes_once_to_each_address_with_the_page_attached(desk: Desk) -> None:
    first = at(desk, datetime(2026, 4, 1, 8, tzinfo=UTC))
    assert write_monthly_report(first) == 2
    assert [write_monthly_report(at(desk, datetime(2026, 4, day, 8, tzinfo=UTC))) for day in (1, 2, 7)] == [0, 0, 0]
    found = rows(desk, "SELECT recipient, subject, raw FROM outbox WHERE letter = 'monthly_report' ORDER BY id")
    assert [(to, subject) for to, subject, _ in found] == [
        ("head@council.example", "FOI in March 2026: 2 received"),
        ("clerk@council.example", "FOI in March 2026: 2 received"),
    ]
    letter = email.message_from_bytes(found[0][2], EmailMessage, policy=email.policy.default)
    [page] = letter.iter_attachments()
    assert (page.get_filename(), page.get_content_type()) == ("foi-2026-03.html", "text/html")
    assert "Received and answered by month" in page.get_content()
    assert ADA.name not in page.get_content()
    assert ADA.email not in page.get_content()
    assert letter["Auto-Submitted"] == "auto-generated"


def test_the_next_month_has_its_own(desk: Desk) -> None:
    assert write_monthly_report(at(desk, datetime(2026, 4, 1, 8, tzinfo=UTC))) == 2
    assert write_monthly_report(at(desk, datetime(2026, 5, 5, 8, tzinfo=UTC))) == 2


def test_it_goes_to_nobody_unless_somebody_is_named(tmp_path: Path) -> None:
    assert write_monthly_report(make_desk(tmp_path, datetime(2026, 4, 1, 8, tzinfo=UTC))) == 0
