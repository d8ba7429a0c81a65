"""An approved letter is looked at once more before it leaves: bytes, recipient, revision, and how the case stands."""

from datetime import timedelta
from typing import Any

import pytest
from builders import make_mail
from office import NOW, Office, read

from foibot.casework.case import Case, Draft
from foibot.casework.decisions import Decision
from foibot.casework.events import ApplicantCorrected, Person, Words
from foibot.casework.last_look import Leaving, why_it_must_stay
from foibot.casework.statuses import CaseStatus
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.store.register import writing

APPLICANT = "ada.field@reader.example"
REFERENCE = "FOI-2026-0001"


@pytest.fixture
def approved(office: Office) -> Office:
    """An office in which an answer was approved and cools off."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    command(office, 0, "respond", REFERENCE, "not-held", "--as", "jane")
    office.later(minutes=1)
    office.dovecot.move(1, "FOI/Approved/pat", folder="FOI/To approve")
    office.later(minutes=2)
    return office


def command(office: Office, minutes: int, *words: str) -> str:
    return office.tell(*words, "--now", (NOW + timedelta(minutes=minutes)).isoformat())


def answers(office: Office) -> int:
    return sum(APPLICANT in one.recipients for one in office.smtp.letters) - 1


def told(office: Office) -> str:
    rows = office.rows("SELECT raw FROM outbox WHERE letter = 'mailbox_notice'")
    return " ".join(" ".join(read(raw).get_content().split()) for (raw,) in rows)


def test_a_letter_that_has_left_is_a_sent_draft(approved: Office) -> None:
    approved.later(minutes=30)
    assert answers(approved) == 1
    assert approved.rows("SELECT status FROM drafts") == [("sent",)]
    assert approved.tell("audit")
    ended = approved.do("approve", "1", "--as", "pat", "--now", (NOW + timedelta(minutes=31)).isoformat())
    assert "That draft was sent already" in ended.err


def test_an_applicant_with_another_address_by_now_gets_no_letter_at_the_old_one(approved: Office) -> None:
    def correct(desk: Desk) -> Any:
        moved = ApplicantCorrected(Person("Ada Field", "ada@new.example"), Words("she wrote so"))
        with writing(desk.db) as db:
            return record(desk.app, db, Decision(REFERENCE, (moved,)), desk.hand())

    approved.at(NOW + timedelta(minutes=3), correct)
    approved.later(minutes=30)
    approved.later(minutes=31)
    assert answers(approved) == 0
    assert approved.one("SELECT status FROM drafts") == "waiting"
    assert len(approved.dovecot.flags("FOI/To approve")) == 1
    assert "the applicant's address is another one by now" in told(approved)
    assert approved.tell("audit")


def test_bytes_that_somebody_changed_in_the_register_never_leave(approved: Office) -> None:
    def change(desk: Desk) -> Any:
        with writing(desk.db) as db:
            [(raw,)] = db.execute("SELECT raw FROM outbox WHERE letter = 'not_held'").fetchall()
            other = bytes(raw).replace(b"We have checked", b"We never looked")
            assert other != raw
            db.execute("UPDATE outbox SET raw = ? WHERE letter = 'not_held'", (other,))

    approved.at(NOW + timedelta(minutes=3), change)
    approved.later(minutes=30)
    assert answers(approved) == 0
    assert "its bytes are not those that were approved" in told(approved)


@pytest.mark.parametrize(
    ("status", "recipient", "revision", "stays"),
    [
        (CaseStatus.OPEN, APPLICANT, 2, ""),
        (CaseStatus.RESPONDED, APPLICANT, 2, ""),
        (CaseStatus.CLOSED, APPLICANT, 2, "the case is closed by now"),
        (CaseStatus.OPEN, "eve@x.example", 2, "the applicant's address is another one by now"),
        (CaseStatus.OPEN, APPLICANT, 1, "it is revision 1, and the draft has got as far as revision 2"),
    ],
)
def test_only_what_was_approved_for_whom_it_was_leaves(
    status: CaseStatus, recipient: str, revision: int, stays: str
) -> None:
    draft = Draft("not_held", "approved", revision=2)
    case = Case(REFERENCE, status=status, applicant=Person("Ada", APPLICANT), drafts=(draft,))
    assert why_it_must_stay(case, Leaving("not_held", recipient, 1, revision, unchanged=True)) == stays
