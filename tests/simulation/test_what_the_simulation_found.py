"""What was wrong once, found by the simulation: each as a plain case of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import make_mail, make_request
from registers import arrive, at, command, faults, make_desk, rows
from simulated_faults import Fault
from simulated_oracle import Oracle
from simulated_world import US, World
from swallowing import Swallowing

from foibot.casework.decisions import Decision
from foibot.casework.events import LetterCancelled, LetterSent
from foibot.errors import NotPermitted
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.recording import record, record_sent
from foibot.store import outbox
from foibot.store.register import writing

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
END_MARK = 6
"""After greeting, EHLO, MAIL, RCPT and DATA."""


def test_an_acknowledgement_cut_off_at_its_final_dot_is_not_drafted_again_when_a_person_answers(tmp_path: Path) -> None:
    world = World(tmp_path, TUESDAY)
    world.deliver(make_request(1), "request")
    assert world.a_pass((Fault("smtp", "crash after", END_MARK),)) is None
    answer = {"To": "writer1@reader.example", "In-Reply-To": "<request.1@reader.example>"}
    by_hand = make_mail(
        writer=f"FOI team <{US}>", subject="Re: empty homes", message_id="<1@us.example>", headers=answer
    )
    world.post.add("Sent", by_hand, world.now)

    world.a_pass()

    Oracle(world).look()
    assert world.rows("SELECT letter, status FROM outbox WHERE letter = 'acknowledgement'") == [
        ("acknowledgement", "unknown")
    ]
    assert world.rows("SELECT letter FROM drafts") == []
    world.close()


def test_an_acknowledgement_at_its_final_dot_is_not_written_anew_and_the_command_says_when_to_come_again(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, TUESDAY)
    world.deliver(make_request(1), "request")
    assert world.a_pass((Fault("smtp", "crash after", END_MARK),)) is None
    [(reference,)] = world.rows("SELECT reference FROM case_state")
    subject_access = {"regime": "SAR", "why": "It asks for their own file"}
    with pytest.raises(NotPermitted, match="is leaving at this very moment and cannot be taken back"):
        world.command("jane", "regime", reference, subject_access)
    Oracle(world).look()

    world.a_pass()
    world.command("jane", "regime", reference, subject_access)

    Oracle(world).look()
    assert world.rows("SELECT letter, status FROM outbox WHERE letter = 'acknowledgement'") == [
        ("acknowledgement", "unknown")
    ]
    world.close()


def test_a_case_whose_acknowledgement_left_while_it_was_taken_back_is_acknowledged(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TUESDAY)
    reference = arrive(desk, make_request(1)).reference or ""
    with writing(desk.db) as db:
        outbox.mark_sending(db, 1, now=TUESDAY)
        taken_back = Decision(reference, (LetterCancelled(1, "acknowledgement"),))
        record(desk.app, db, taken_back, desk.hand())
        outbox.mark_sent(db, 1, "250 ok", now=TUESDAY, copy=False)
        record_sent(desk.app, db, reference, LetterSent(1, "acknowledgement"), desk.hand())

    assert faults(desk) == []
    assert rows(desk, "SELECT acknowledged FROM case_state") == [(1,)]
    desk.db.close()


MACHINE = {"Auto-Submitted": "auto-replied"}
TO_THE_MACHINE = "SELECT letter, status FROM drafts WHERE status != 'superseded' ORDER BY id"


@pytest.fixture
def of_a_machine(tmp_path: Path) -> Desk:
    """A machine's mail of 3 March 2026 that is a case, because somebody's request stands in it."""
    desk = make_desk(tmp_path, TUESDAY)
    arrive(desk, make_mail(writer="Ticket system <tickets@sellers.example>", headers=MACHINE))
    return desk


def test_the_review_of_a_case_that_a_machine_wrote_is_acknowledged_by_a_person_or_not_at_all(
    of_a_machine: Desk,
) -> None:
    assert rows(of_a_machine, TO_THE_MACHINE) == [("acknowledgement", "waiting")]
    may = at(of_a_machine, TUESDAY + timedelta(days=60))
    told = command(may, "review", "FOI-2026-0001", text="They rang: no answer has come.").told
    assert "Its acknowledgement waits for approval: says that no person sent it (RFC 3834)." in told
    assert rows(may, TO_THE_MACHINE)[1:] == [("review_acknowledgement", "waiting")]
    assert rows(may, "SELECT letter FROM outbox WHERE recipient LIKE '%sellers.example'") == []
    assert faults(may) == []


def test_a_machine_that_was_asked_what_it_means_is_not_reminded_by_itself(of_a_machine: Desk) -> None:
    command(of_a_machine, "clarify", "FOI-2026-0001", text="Which roads do you mean?")
    command(of_a_machine, "approve", "2", "pat", **{"at-once": True})
    send_letters(of_a_machine, Swallowing())
    half_way = at(of_a_machine, TUESDAY + timedelta(days=35))  # after Easter
    chase(half_way)
    assert rows(half_way, TO_THE_MACHINE)[2:] == [("clarification_reminder", "waiting")]
    assert rows(half_way, "SELECT letter FROM outbox WHERE recipient LIKE '%sellers.example'") == [("clarification",)]


def test_a_letter_leaves_under_the_name_that_was_approved_though_the_applicants_was_corrected_since(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, TUESDAY)
    world.deliver(make_request(1), "request")
    world.a_pass()
    world.command("omar", "respond", "FOI-2026-0001", {"outcome": "not_held"})
    world.command("mia", "applicant", "FOI-2026-0001", {"name": "Somebody Else", "why": "They wrote to us."})
    world.now += timedelta(days=1)  # so that the letter is dated when it is approved

    world.command("pat", "approve", "1", {})
    world.now += timedelta(days=1)
    world.a_pass()

    Oracle(world).look()
    [answer] = [one for one in world.sorting.taken if b"do not hold" in one.raw]
    assert "Somebody Else" not in str(answer.message["To"])
    world.close()
