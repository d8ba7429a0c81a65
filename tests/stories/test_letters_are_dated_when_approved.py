"""A draft that waited over Christmas bears the day of its approval: in its words, its header, its promises."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from builders import make_mail
from office import Office, read

CHRISTMAS_EVE = datetime(2025, 12, 24, 15, tzinfo=UTC)
A_WEEK_BEFORE = datetime(2025, 12, 17, 9, tzinfo=UTC)
IN_JANUARY = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOO_LATE = datetime(2026, 1, 21, 9, tzinfo=UTC)
REFERENCE = "FOI-2025-0001"
WAITING, PATS = "FOI/To approve", "FOI/Approved/pat"

TWO_STEPS = """
[[officers]]
id = "mae"
name = "Mae Press"
email = "mae.press@council.example"
roles = []

[[approval.steps]]
by = ["role:approver"]
[[approval.steps]]
by = ["officer:mae"]
"""


@pytest.fixture
def asked(office: Office) -> Office:
    """An office that Ada's request reached a week before Christmas."""
    office.dovecot.deliver(make_mail(), at=A_WEEK_BEFORE)
    office.once(A_WEEK_BEFORE)
    return office


def draft(office: Office, *command: str, at: datetime = CHRISTMAS_EVE) -> None:
    office.tell(*command, "--as", "jane", "--now", at.isoformat())
    office.once(at + timedelta(minutes=5))


def sign(office: Office, at: datetime) -> None:
    [uid] = office.dovecot.flags(WAITING)
    office.dovecot.move(uid, PATS, folder=WAITING)
    for minutes in (0, 16, 32):
        office.once(at + timedelta(minutes=minutes))


def last_letter(office: Office) -> EmailMessage:
    return read([one.raw for one in office.smtp.letters if "ada.field@reader.example" in one.recipients][-1])


def words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_an_answer_drafted_on_christmas_eve_and_approved_in_january_is_dated_in_january(asked: Office) -> None:
    draft(asked, "respond", REFERENCE, "not-held")
    before = asked.one("SELECT text FROM drafts")
    sign(asked, IN_JANUARY)

    letter = last_letter(asked)
    assert letter["Date"].datetime == IN_JANUARY
    dated = before.replace("Wednesday 24 December 2025", "Monday 5 January 2026")
    assert words(letter).splitlines() == dated.strip().splitlines()
    html = letter.get_body(("html",))
    assert html is not None
    assert "Monday 5 January 2026" in html.get_content()
    assert "24 December" not in html.get_content()
    assert asked.rows("SELECT revision, status FROM drafts ORDER BY revision") == [(1, "superseded"), (2, "sent")]
    assert asked.dovecot.flags(WAITING) == {}
    assert asked.tell("audit")


def test_what_was_approved_on_the_day_it_was_drafted_leaves_byte_for_byte(asked: Office) -> None:
    draft(asked, "respond", REFERENCE, "not-held")
    stored = asked.one("SELECT raw FROM drafts")
    sign(asked, CHRISTMAS_EVE + timedelta(hours=1))
    assert asked.smtp.letters[-1].raw == stored
    assert asked.one("SELECT count(*) FROM drafts") == 1


def test_the_time_that_a_clarification_gives_counts_from_the_day_it_is_approved(asked: Office) -> None:
    draft(asked, "clarify", REFERENCE, "--text", "Which of our offices do you mean?")
    said = asked.one("SELECT text FROM drafts")
    assert "Sunday 22 February 2026" in " ".join(said.split())
    sign(asked, IN_JANUARY)
    assert "Friday 6 March 2026" in " ".join(words(last_letter(asked)).split())
    assert "22 February" not in " ".join(words(last_letter(asked)).split())


def test_a_letter_stopped_and_approved_again_on_another_day_is_dated_again(asked: Office) -> None:
    draft(asked, "respond", REFERENCE, "not-held")
    asked.tell("approve", "1", "--as", "pat", "--now", IN_JANUARY.isoformat())
    told = asked.tell("stop", "2", "--as", "pat", "--now", (IN_JANUARY + timedelta(minutes=3)).isoformat())
    assert "waits for approval again" in told
    the_next_day = IN_JANUARY + timedelta(days=1)
    said = asked.tell("approve", "2", "--as", "pat", "--at-once", "--now", the_next_day.isoformat())
    assert "It is dated Tue 6 Jan 2026." in " ".join(said.split())
    asked.once(the_next_day)
    assert last_letter(asked)["Date"].datetime == the_next_day
    assert "Tuesday 6 January 2026" in words(last_letter(asked))


def test_the_first_of_two_approvals_holds_for_the_letter_that_the_second_one_dates(asked: Office) -> None:
    with asked.config.open("a", encoding="utf-8") as config:
        config.write(TWO_STEPS)
    draft(asked, "respond", REFERENCE, "not-held")
    asked.tell("approve", "1", "--as", "pat", "--now", CHRISTMAS_EVE.isoformat())
    asked.tell("approve", "1", "--as", "mae", "--at-once", "--now", IN_JANUARY.isoformat())
    asked.once(IN_JANUARY)
    assert last_letter(asked)["Date"].datetime == IN_JANUARY
    assert asked.tell("audit")


def test_an_answer_written_in_time_that_leaves_late_is_told_of(asked: Office) -> None:
    draft(asked, "respond", REFERENCE, "not-held")
    said = asked.tell("approve", "1", "--as", "pat", "--now", TOO_LATE.isoformat())
    assert "It was written in time and leaves late, after Tue 20 Jan 2026" in " ".join(said.split())
