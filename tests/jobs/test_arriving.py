"""From bytes to the register: who is answered, what is opened, and what a fault of ours must not cost."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_bounce, make_mail
from registers import ADA, NOW, arrive, at, command, faults, make_app, make_desk, rows
from swallowing import Swallowing

from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.recording import record
from foibot.store import queries
from foibot.store.queueing import Composed, enqueue
from foibot.store.register import writing

CASE = "FOI-2026-0001"
COLLEAGUE = "Jo Reed <jo.reed@council.example>"
PASSED_ON = """\
Please deal with this one.

---------- Forwarded message ---------
From: Bo Marsh <bo@sender.example>
Date: Fri, 27 Feb 2026 09:12:00 +0000
Subject: Request for information
To: <parks@council.example>

Dear Council,

Under the Freedom of Information Act 2000 please send me the tree survey of 2024.

Bo Marsh
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def answered(desk: Desk) -> list[str]:
    """Return whom letters to applicants are written to, drafts included."""
    found = rows(desk, "SELECT recipient FROM outbox UNION ALL SELECT recipient FROM drafts")
    return [recipient for (recipient,) in found]


@pytest.mark.parametrize(
    "raw", [make_mail(writer=COLLEAGUE, text=PASSED_ON), make_mail(writer=COLLEAGUE, shape="forwarded")]
)
def test_a_letter_passed_on_by_a_colleague_is_answered_to_the_applicant_inside(desk: Desk, raw: bytes) -> None:
    arrived = arrive(desk, raw)
    assert arrived.opened == "FOI-2026-0001"
    assert rows(desk, "SELECT applicant_name, applicant_email FROM cases") == [("Bo Marsh", "bo@sender.example")]
    assert set(answered(desk)) <= {"bo@sender.example"}


def test_a_message_delivered_twice_is_one_case_with_one_acknowledgement(desk: Desk) -> None:
    first = arrive(desk, make_mail())
    second = arrive(desk, make_mail(headers={"Received": "from relay.example by mx.council.example; now"}))
    assert (second.state, second.message, second.reference) == ("duplicate", first.message, first.opened)
    assert answered(desk) == [ADA.email]
    assert rows(desk, "SELECT count(*) FROM deliveries WHERE message = ?", first.message) == [(2,)]


def test_a_request_found_in_junk_and_moved_to_the_inbox_by_a_person_is_a_case(desk: Desk) -> None:
    assert arrive(desk, make_mail(), folder="Junk").state == "junk"
    assert answered(desk) == []
    rescued = arrive(at(desk, NOW.replace(day=5)), make_mail())
    assert rescued.opened == "FOI-2026-0001"
    assert rows(desk, "SELECT received_on FROM cases") == [("2026-03-03",)]
    assert faults(desk) == []


def test_a_reply_rescued_from_junk_is_what_it_is_by_now_and_not_what_it_was_before_we_asked(desk: Desk) -> None:
    arrive(desk, make_mail())
    reply = make_mail(subject=f"Re: potholes [{CASE}]", message_id="<2@x.example>", text="I mean Mill Lane, in 2024.")
    assert arrive(desk, reply, folder="Junk").state == "junk"
    [before] = rows(desk, "SELECT kind FROM messages WHERE id = 2")
    command(desk, "assign", CASE, officer=desk.app.policy.officer("jane"))
    command(desk, "clarify", CASE, text="Which roads do you mean, and of which year?")
    command(desk, "approve", "1", "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    assert arrive(at(desk, NOW.replace(day=5)), reply).reference == CASE
    assert (before, rows(desk, "SELECT kind FROM messages WHERE id = 2")) == (
        ("correspondence",),
        [("clarification_reply",)],
    )
    assert rows(desk, "SELECT status FROM case_state") == [("open",)]
    assert faults(desk) == []


def test_an_answer_to_our_letter_that_fell_into_junk_waits_for_a_person(desk: Desk) -> None:
    arrive(desk, make_mail())
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox")
    answer = {"In-Reply-To": ours}
    arrive(desk, make_mail(message_id="<2@x.example>", text="I meant 2024.", headers=answer), folder="Junk")
    robot = {**answer, "Auto-Submitted": "auto-replied"}
    arrive(desk, make_mail(message_id="<3@x.example>", text="I am away.", headers=robot), folder="Junk")
    assert [(row["id"], row["state"]) for row in queries.messages_for_people(desk.db)] == [(2, "junk")]


def test_a_faulty_template_costs_the_acknowledgement_and_never_the_case(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "acknowledgement.txt.j2").write_text("Subject: x\n\n{{ nmae }}\n")
    desk = make_desk(tmp_path, templates=f'path = "{own}"')
    assert arrive(desk, make_mail()).opened == "FOI-2026-0001"
    assert rows(desk, "SELECT DISTINCT letter FROM outbox") == [("template_notice",)]
    assert rows(desk, "SELECT acknowledged FROM cases") == [(0,)]
    assert faults(desk) == []
    healed = replace(desk, app=make_app(tmp_path))
    assert arrive(healed, make_mail(message_id="<2@reader.example>", text="Please send me file 2.")).opened
    acknowledged = rows(desk, "SELECT recipient FROM outbox WHERE letter = 'acknowledgement'")
    assert acknowledged == [(ADA.email,)]


def second_letter(desk: Desk, message_id: str, recipient: str) -> bytes:
    """Add another letter to the case, which quotes the first in its own header."""
    [(first,)] = rows(desk, "SELECT message_id FROM outbox WHERE reference = ?", CASE)
    head = f"Message-ID: {message_id}\r\nIn-Reply-To: {first}\r\nReferences: {first}\r\nSubject: x\r\n\r\n"
    with writing(desk.db) as db:
        record(desk.app, db, Decision(CASE, (LetterQueued(2, "mail_notice"),)), desk.hand())
        composed = Composed(CASE, 2, "mail_notice", recipient, "x", "x", message_id, head.encode())
        enqueue(db, composed, now=NOW)
    return head.encode()


@pytest.mark.parametrize("second_id", ["<0@council.example>", "<zz@council.example>"])
@pytest.mark.parametrize("recipient", [ADA.email, "finance@council.example"])
@pytest.mark.parametrize("form", ["report", "text"])
def test_a_bounce_that_returns_the_second_letter_and_quotes_the_first_is_about_the_second(
    desk: Desk, second_id: str, recipient: str, form: str
) -> None:
    arrive(desk, make_mail())
    returned = second_letter(desk, second_id, recipient)
    bounce = make_bounce(returned, recipient)
    if form == "text":
        words = f"<{recipient}>: 550 5.1.1 user unknown\n\n--- Below this line is a copy of the message.\n\n"
        bounce = make_mail(
            writer="MAILER-DAEMON@relay.example",
            subject="failure notice",
            text=words + returned.decode(),
            headers={"Return-Path": "<>"},
        )
    assert arrive(desk, bounce).reference == CASE
    assert rows(desk, "SELECT number, status FROM outbox WHERE reference = ? ORDER BY number", CASE) == [
        (1, "queued"),
        (2, "refused"),
    ]
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("writer", "subject", "to", "said"),
    [
        ("Buy now https://spam.example <a@b.example>", "x", "To: a@b.example", "Re: x ["),
        ('"Buy now https://spam.example" <a@b.example>', "x", "To: a@b.example", "Re: x ["),
        (f"{'Very ' * 20}Long <a@b.example>", "x", "To: a@b.example", "Re: x ["),
        ("a@b.example <a@b.example>", "x", "To: a@b.example", "Re: x ["),
        ("Ada <a@b.example>", "See https://spam.example/x now", "To: Ada <a@b.example>", "Re: See … now ["),
        ("Ada <a@b.example>", "Re: Fwd: [FOI-2019-0003] trees", "To: Ada <a@b.example>", "Re: trees ["),
        ("Ada <a@b.example>", "", "To: Ada <a@b.example>", "Your request for information ["),
    ],
)
def test_an_acknowledgement_carries_no_advertisement_to_whoever_was_named_as_sender(
    desk: Desk, writer: str, subject: str, to: str, said: str
) -> None:
    arrive(desk, make_mail(writer=writer, subject=subject))
    [(raw, shown)] = rows(
        desk,
        "SELECT raw, subject FROM outbox UNION ALL SELECT raw, subject FROM drafts WHERE letter = 'acknowledgement'",
    )
    assert f"\r\n{to}\r\n".encode() in raw
    assert shown.startswith(said)
    assert b"spam.example" not in raw
    assert b"Very Very" not in raw


def test_a_request_from_an_address_beyond_ascii_is_a_case_all_the_same(desk: Desk) -> None:
    arrived = arrive(desk, make_mail(writer="Zoë <zoë@bücher.example>"))
    assert arrived.opened == "FOI-2026-0001"
    assert faults(desk) == []
