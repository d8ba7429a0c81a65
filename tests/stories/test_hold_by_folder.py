"""Any message moved to FOI/Hold stops everything that leaves; the team is told, and only a command lets it go on."""

from datetime import timedelta

import pytest
from builders import make_mail, make_request
from office import NOW, Office, read

HOLD = "FOI/Hold"


@pytest.fixture
def at_work(office: Office) -> Office:
    """An office that has taken in one request and acknowledged it."""
    office.dovecot.deliver(make_request(1), at=NOW)
    office.once()
    assert len(office.acknowledgements()) == 1
    return office


def hold(office: Office, of: str = "FOI/Logged") -> None:
    uid = min(office.dovecot.flags(of))
    office.dovecot.move(uid, HOLD, folder=of)


def resume(office: Office, minutes: int) -> None:
    office.tell("resume", "--now", (NOW + timedelta(minutes=minutes)).isoformat())


def test_nothing_leaves_from_the_very_pass_on_but_requests_are_logged_and_the_team_is_told(at_work: Office) -> None:
    hold(at_work)
    at_work.dovecot.deliver(make_request(2), at=NOW)
    at_work.later(minutes=1)
    assert len(at_work.acknowledgements()) == 1
    assert at_work.one("SELECT count(*) FROM cases") == 2
    [told] = [letter for letter in at_work.notices() if str(letter["Subject"]).startswith("Nothing leaves")]
    assert told["To"].addresses[0].addr_spec == "jane.quill@council.example"
    assert "foibot resume" in told.get_content()
    assert at_work.one("SELECT actor FROM events WHERE type = 'SendingHeld'") == f"mailbox (folder {HOLD})"

    resume(at_work, 2)
    at_work.later(minutes=3)
    assert len(at_work.acknowledgements()) == 2


def test_the_message_goes_back_where_it_was_filed_and_is_no_new_request(at_work: Office) -> None:
    before = at_work.rows("SELECT id, state, reference, folder FROM messages")
    hold(at_work)
    at_work.later(minutes=1)
    folders = at_work.folders()
    assert folders["FOI/Logged"] == 1
    assert set(folders) == {"FOI/Logged", "Sent"}
    assert at_work.rows("SELECT id, state, reference, folder FROM messages") == before


def test_moved_there_again_after_resume_it_holds_again(at_work: Office) -> None:
    hold(at_work)
    at_work.later(minutes=1)
    resume(at_work, 2)
    at_work.later(minutes=3)
    hold(at_work)
    at_work.dovecot.deliver(make_request(3), at=NOW)
    at_work.later(minutes=4)
    assert len(at_work.acknowledgements()) == 1
    assert at_work.one("SELECT count(*) FROM events WHERE type = 'SendingHeld'") == 2


def test_a_request_that_foibot_had_not_read_yet_is_not_lost_by_it(at_work: Office) -> None:
    at_work.dovecot.deliver(make_request(4), at=NOW)
    hold(at_work, "INBOX")
    at_work.later(minutes=1)
    assert at_work.one("SELECT count(*) FROM cases") == 2
    assert len(at_work.acknowledgements()) == 1


def test_a_forms_mark_that_somebody_forged_does_not_lose_a_request_either(at_work: Office) -> None:
    asked = make_mail(headers={"X-Foibot-Draft": "1.1." + "0" * 32})
    at_work.dovecot.deliver(asked, at=NOW)
    hold(at_work, "INBOX")
    at_work.later(minutes=1)
    assert at_work.one("SELECT count(*) FROM cases") == 2


def test_the_form_of_an_approved_letter_used_to_hold_is_taken_back_to_what_waits(at_work: Office) -> None:
    at_work.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", NOW.isoformat())
    at_work.later(minutes=1)
    at_work.dovecot.move(1, "FOI/Approved/pat", folder="FOI/To approve")
    at_work.later(minutes=2)
    hold(at_work, "FOI/Approved/pat")
    at_work.later(minutes=40)
    resume(at_work, 41)
    at_work.later(minutes=42)
    assert at_work.one("SELECT status FROM drafts") == "waiting"
    assert len(at_work.dovecot.flags("FOI/To approve")) == 1
    assert at_work.letters("not_held")[0][1] == "cancelled"


def test_our_own_letter_used_to_hold_goes_back_to_what_was_sent(at_work: Office) -> None:
    before = {read(raw)["Message-ID"] for raw in at_work.dovecot.messages("Sent")}
    hold(at_work, "Sent")
    at_work.later(minutes=1)
    assert before < {read(raw)["Message-ID"] for raw in at_work.dovecot.messages("Sent")}
    assert at_work.one("SELECT count(*) FROM messages") == 1
