"""The digest of a working morning, and what happens in a flood: limits hold, one alert, few notices, nothing lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import ASKED, make_mail
from registers import NOW, arrive, at, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.digest import is_due, write_digest
from foibot.jobs.dispatch import Dispatched, send_letters
from foibot.jobs.telling import tell_officers
from foibot.jobs.telling_of_limits import tell_of_limits
from foibot.jobs.telling_of_mail import tell_of_mail

HELPDESK = "Service Desk <helpdesk@robots.example>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, folders='filing = "leave"')


def subjects(desk: Desk, letter: str) -> list[str]:
    return [subject for (subject,) in rows(desk, "SELECT subject FROM outbox WHERE letter = ? ORDER BY id", letter)]


def something_in_triage(desk: Desk) -> None:
    thanks = "Thank you very much for your help last week. Best wishes, Bo"
    arrive(desk, make_mail(message_id="<t@x.example>", subject="Thanks", text=thanks, writer="Bo <bo@other.example>"))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 30, 6, 59, tzinfo=UTC), False),  # 07:59 in London: summer time began the day before
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 27, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 27, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 27, 18, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2026, 4, 3, 9, 0, tzinfo=UTC), False),  # Good Friday
        (datetime(2026, 4, 7, 9, 0, tzinfo=UTC), True),  # the day after Easter Monday
    ],
)
def test_the_digest_goes_on_working_days_once_the_window_is_open_in_london(
    desk: Desk, now: datetime, *, due: bool
) -> None:
    assert is_due(at(desk, now)) is due


def test_one_digest_a_day_goes_to_each_officer_however_often_foibot_is_started(desk: Desk) -> None:
    something_in_triage(desk)

    assert [write_digest(at(desk, NOW + timedelta(hours=hour))) for hour in (1, 2, 24)] == [1, 0, 1]
    assert subjects(desk, "digest") == ["FOI today: 1 in triage"] * 2


def test_a_morning_on_which_nothing_waits_has_no_digest(desk: Desk) -> None:
    assert write_digest(desk) == 0


def test_the_digest_can_be_switched_off(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, sending="digest = false")
    something_in_triage(desk)
    assert write_digest(desk) == 0


def test_a_likely_request_in_junk_is_in_the_digest_of_each_day_and_in_no_notice_until_somebody_rescues_it(
    desk: Desk,
) -> None:
    arrive(desk, make_mail(), folder="Junk")
    tell_of_mail(desk)
    assert subjects(desk, "mail_notice") == []
    write_digest(desk)
    write_digest(at(desk, NOW + timedelta(days=1)))
    assert subjects(desk, "digest") == ["FOI today: 1 in Junk"] * 2
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'acknowledgement'") == [(0,)]

    rescued = arrive(at(desk, NOW + timedelta(days=2)), make_mail(), folder="INBOX")
    assert rescued.opened == "FOI-2026-0001"
    assert rows(desk, "SELECT received_on, acknowledged FROM case_state") == [("2026-03-03", 1)]


def flood(desk: Desk, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        text = ASKED.replace("potholes", f"potholes in ward {number}")
        arrive(desk, make_mail(writer=HELPDESK, text=text, message_id=f"<{number}@robots.example>"))


def test_a_helpdesk_that_answers_each_of_our_letters_gets_two_a_day_and_the_officers_one_alert(desk: Desk) -> None:
    line = Swallowing()
    for minute in range(40):
        now = at(desk, NOW + timedelta(minutes=minute))
        flood(now, 1, first=minute)
        send_letters(now, line)
        tell_of_limits(now)

    assert line.taken.count("helpdesk@robots.example") == 2
    assert rows(desk, "SELECT count(*) FROM cases") == [(40,)]
    assert subjects(desk, "limit_notice") == ["1 acknowledgement waits: a limit is reached"]
    assert faults(desk) == []


def test_what_waits_leaves_by_itself_day_by_day_and_a_person_can_let_one_leave_at_once(desk: Desk) -> None:
    flood(desk, 5)
    line = Swallowing()
    assert send_letters(desk, line).summary() == {"sent": 2, "waiting": 3}

    command(desk, "send-now", "FOI-2026-0005")
    assert send_letters(desk, line).summary() == {"sent": 1}
    assert rows(desk, "SELECT status FROM outbox WHERE reference = 'FOI-2026-0005'") == [("sent",)]
    with pytest.raises(NotPermitted, match=r"No letter of FOI-2026-0005 waits to leave"):
        command(desk, "send-now", "FOI-2026-0005")

    done: list[Dispatched] = [send_letters(at(desk, NOW + timedelta(days=day, hours=1)), line) for day in (1, 2)]
    assert [one.counts["sent"] for one in done] == [2, 0]
    assert faults(desk) == []


def test_in_a_flood_an_officer_gets_no_more_than_twenty_notices_an_hour_and_hears_of_every_case(desk: Desk) -> None:
    for number in range(60):
        now = at(desk, NOW + timedelta(seconds=number))
        flood(now, 1, first=number)
        tell_officers(now)
    assert len(subjects(desk, "case_notice")) == 20

    tell_officers(at(desk, NOW + timedelta(minutes=61)))

    assert subjects(desk, "case_notice")[20:] == ["40 new requests [FOI-2026-0021 and others]"]
    assert rows(desk, "SELECT count(*) FROM case_state WHERE officers_told") == [(60,)]


def test_what_somebody_writes_on_a_case_and_foibot_is_not_sure_of_is_in_the_next_digest(desk: Desk) -> None:
    arrive(desk, make_mail())
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox WHERE letter = 'acknowledgement'")
    biscuits = "Could you also tell me how much was spent on biscuits?"
    reply = {"In-Reply-To": ours}
    arrive(desk, make_mail(message_id="<b@x.example>", subject="Re: biscuits", text=biscuits, headers=reply))

    write_digest(desk)

    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'digest'")
    assert b"Came on cases since the last digest: 1" in raw
    assert b"FOI-2026-0001: foibot is not sure what it is" in raw
