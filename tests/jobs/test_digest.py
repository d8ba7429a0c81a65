"""The digest of a morning: a picture that every mail program shows, what is one's own, and where things differ."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from lxml import html
from office import Office
from registers import NOW, arrive, at, command, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.casework.policy import Holder, Officer
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.digest_picture import picture_of
from foibot.jobs.dispatch import send_letters

MORNING = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
"""A Monday; requests received on 2 March are due on Tuesday 31 March (17 March is a holiday in Northern Ireland)."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, folders='filing = "leave"')


def received(desk: Desk, *days: date, **said: Any) -> list[str]:
    return [
        new_case(at(desk, MORNING), received=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), **said)
        for day in days
    ]


def digests(desk: Desk) -> dict[str, EmailMessage]:
    found = rows(desk, "SELECT recipient, subject, raw FROM outbox WHERE letter = 'digest' ORDER BY id")
    return {
        f"{recipient.partition('@')[0]}: {subject}": message_from_bytes(raw, EmailMessage, policy=default)
        for recipient, subject, raw in found
    }


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def carried(desk: Desk, reference: str, officer: str) -> None:
    command(at(desk, MORNING), "assign", reference, officer=desk.app.policy.officer(officer) or Officer(officer))


def test_the_picture_counts_open_cases_by_their_days_of_work_left(desk: Desk) -> None:
    received(desk, date(2026, 2, 27), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 26))
    counted = {bar["words"]: (bar["count"], bar["width"]) for bar in picture_of(at(desk, MORNING), desk.db)}
    assert counted == {
        "overdue": (0, 0),
        "due today": (2, 100),  # 27 February and 1 March: day 20 is the 30th
        "1 to 2 days left": (2, 100),
        "3 to 5 days left": (0, 0),
        "6 to 10 days left": (0, 0),
        "11 days or more": (1, 50),
        "no time runs": (0, 0),
    }


def test_the_picture_is_a_table_of_coloured_cells_with_its_numbers_in_words_and_nothing_is_loaded(desk: Desk) -> None:
    received(desk, date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 26))
    write_digest(at(desk, MORNING))
    [letter] = digests(desk).values()
    page = html.fromstring(part(letter, "html"))
    read = [(row.findtext("th"), row.findtext("td/strong")) for row in page.xpath("//table[caption]/tr")]
    bars = page.xpath("//table[@role='presentation']//td[@bgcolor]/@bgcolor")

    assert [row for row in read if row[1] != "0"] == [("1 to 2 days left", "2"), ("11 days or more", "1")]
    assert len(bars) == 2
    assert page.xpath("//script | //svg | //img | //link | //style | //*[@src]") == []
    assert "by working days left: 1 to 2 days left (2), 11 days or more (1)." in " ".join(part(letter, "plain").split())


def test_each_officer_has_a_digest_of_their_own_beside_that_of_the_team(desk: Desk) -> None:
    [janes, rexs, _] = received(desk, date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
    carried(desk, janes, "jane")
    carried(desk, rexs, "rex")

    assert write_digest(at(desk, MORNING)) == 3

    found = digests(desk)
    assert list(found) == [
        "jane: FOI today: 3 due within a week, 1 with nobody",
        "jane: Yours today: 1 due within a week",
        "rex: Yours today: 1 due within a week",
    ]
    own = part(found["rex: Yours today: 1 due within a week"], "plain")
    assert rexs in own
    assert janes not in own
    assert write_digest(at(desk, MORNING + timedelta(hours=1))) == 0


def test_whoever_carries_every_case_reads_of_them_once(desk: Desk) -> None:
    [only] = received(desk, date(2026, 3, 2))
    carried(desk, only, "jane")
    assert write_digest(at(desk, MORNING)) == 1


def test_an_empty_morning_is_quiet_unless_the_authority_wants_to_hear_that_it_is(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, sending="digest_when_empty = true")
    assert write_digest(at(desk, MORNING)) == 1
    assert list(digests(desk)) == ["jane: FOI today: nothing waits"]


def test_the_digest_says_which_days_the_calendar_gained_and_how_many_dates_that_moved(tmp_path: Path) -> None:
    before = make_desk(tmp_path)
    keep_calendar(at(before, NOW))
    received(before, date(2026, 3, 2))
    feast = '[[calendar.proclaimed]]\nday = 2026-03-31\nname = "Feast"\ndivisions = ["scotland"]\nsource = "Gazette"'
    desk = make_desk(tmp_path, calendar=feast)
    keep_calendar(at(desk, MORNING - timedelta(hours=1)))

    write_digest(at(desk, MORNING))

    words = part(next(iter(digests(desk).values())), "plain")
    assert "- now a day off: Tue 31 Mar 2026, Feast (Scotland): Gazette\n- due dates moved: 1" in words


def test_waiting_for_the_applicant_is_told_with_the_day_on_which_the_request_lapses(desk: Desk) -> None:
    [reference] = received(desk, date(2026, 3, 2), email="ada.field@reader.example")
    received(desk, date(2026, 3, 3))
    with_letter = at(desk, datetime(2026, 3, 9, 9, tzinfo=UTC))
    command(with_letter, "clarify", reference, text="Which roads?")
    command(with_letter, "approve", "1", "pat", **{"at-once": True})
    send_letters(with_letter, Swallowing())
    write_digest(at(desk, MORNING))
    words = " ".join(part(next(iter(digests(desk).values())), "plain").split())
    assert f"- {reference}: a clarification, asked on Mon 9 Mar 2026, lapses after Fri 8 May 2026" in words


def test_waiting_for_a_holder_is_told_with_the_day_on_which_an_answer_was_wanted(tmp_path: Path) -> None:
    finance = '[[holders]]\nid = "finance"\nname = "Finance"\nemail = "finance@council.example"'
    desk = make_desk(tmp_path, chasers=finance)
    [reference] = received(desk, date(2026, 3, 2))
    asked = at(desk, datetime(2026, 3, 9, 9, tzinfo=UTC))
    said: dict[str, Any] = {
        "holder": desk.app.policy.holder("finance"),
        "question": "How many potholes?",
        "by": date(2026, 3, 27),
    }
    command(asked, "seek", reference, **said)
    write_digest(at(desk, MORNING))
    words = " ".join(part(next(iter(digests(desk).values())), "plain").split())
    assert f"- {reference}: Finance, asked on Mon 9 Mar 2026, wanted by Fri 27 Mar 2026, LATE" in words


def test_a_holder_who_is_late_makes_a_digest_though_nothing_else_is_due(desk: Desk) -> None:
    [reference] = received(desk, date(2026, 3, 2))
    carried(desk, reference, "jane")
    said: dict[str, Any] = {
        "holder": Holder("", "Finance", "finance@council.example"),
        "question": "How many potholes?",
    }
    command(at(desk, datetime(2026, 3, 3, 9, tzinfo=UTC)), "seek", reference, **said, by=date(2026, 3, 10))
    assert write_digest(at(desk, datetime(2026, 3, 10, 9, tzinfo=UTC))) == 0
    assert write_digest(at(desk, datetime(2026, 3, 11, 9, tzinfo=UTC))) == 1
    [letter] = digests(desk).values()
    assert letter["Subject"] == "FOI today: 1 holder late"


def test_a_deputy_reads_the_digest_of_who_is_away_as_theirs(desk: Desk) -> None:
    [one, _] = received(desk, date(2026, 3, 2), date(2026, 3, 3))
    carried(desk, one, "jane")
    officers = [replace(who, deputy="rex") if who.id == "jane" else who for who in desk.app.policy.officers]
    policy = replace(desk.app.policy, officers=tuple(officers), absences={"jane": date(2026, 4, 3)})
    write_digest(at(replace(desk, app=replace(desk.app, policy=policy)), MORNING))
    assert list(digests(desk)) == [
        "rex: FOI today: 2 due within a week, 1 with nobody",
        "rex: For Jane Quill today: 1 due within a week",
    ]


def test_mail_that_somebody_took_out_of_the_inbox_is_told_once_after_the_daily_comparison(office: Office) -> None:
    office.configure(folders='filing = "leave"')
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(make_mail(message_id="<2@reader.example>", subject="FOI request: trees"), at=NOW)
    office.once(NOW)
    with office.dovecot.client() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", r"\Deleted")
        client.expunge()
    office.configure(sending="digest = true")
    for day in (1, 2):
        office.once(NOW + timedelta(days=day, hours=day))

    [first, second] = [mail for mail in office.notices() if str(mail["Subject"]).startswith("FOI today")]
    assert "Gone from INBOX: 1\n\n- 1, Tue 3 Mar 2026, Ada Field" in part(first, "plain")
    assert "Gone from" not in part(second, "plain")


def test_a_request_in_a_closed_week_waits_for_the_first_open_morning(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, calendar="[[calendar.closures]]\nfrom = 2026-03-30\nto = 2026-04-01")
    arrive(at(desk, MORNING), make_mail())
    written = [write_digest(at(desk, MORNING + timedelta(days=day))) for day in range(4)]
    assert written == [0, 0, 0, 1]
