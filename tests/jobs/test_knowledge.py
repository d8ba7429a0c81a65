"""What is looked up about a message before it is judged: our letters, their messages, the sender's cases."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import make_bounce, make_mail
from registers import ADA, NOW, US, arrive, at, make_desk, rows

from foibot.correspondence.known import SentLetter
from foibot.jobs.desk import Desk
from foibot.jobs.knowledge import gather, standing_knowledge
from foibot.mail.parse import parse
from foibot.store import messages, outbox
from foibot.store.register import writing

REFERENCE = "FOI-2026-0001"
LETTER = SentLetter(REFERENCE, "acknowledgement", ADA.email)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A register with Ada's request, acknowledged an hour ago."""
    made = make_desk(tmp_path, mailbox='also_known_as = ["Requests@Council.example"]')
    assert arrive(made, make_mail()).opened == REFERENCE
    with writing(made.db) as db:
        outbox.mark_sent(db, 1, "250 ok", now=NOW, copy=True)
        db.execute("INSERT INTO aliases VALUES ('<relay.7@relay.example>', 1)")
    return at(made, NOW + timedelta(hours=1))


def ours(desk: Desk) -> str:
    [(message_id,)] = rows(desk, "SELECT message_id FROM outbox")
    return str(message_id)


def test_the_configuration_says_who_we_are_and_who_our_colleagues_are(desk: Desk) -> None:
    known = standing_knowledge(desk.app)
    assert known.our_addresses == {US, "requests@council.example"}
    assert known.our_domains == {"council.example"}
    assert known.officers == {f"{one}@council.example" for one in ("jane", "pat", "rex", "mia")}
    assert known.commissioner_domains == {"ico.org.uk"}


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_reply_is_known_by_our_letters_message_id_or_by_the_one_a_relay_gave_it(desk: Desk, header: str) -> None:
    for name in (ours(desk), "<relay.7@relay.example>"):
        reply = parse(make_mail(writer="Bo <bo@other.example>", headers={header: name}, subject="Re: hello", text="Hi"))
        known = gather(desk, reply, NOW)
        assert known.sent == {name: LETTER}
        assert set(known.cases) == {REFERENCE}


def test_a_reply_to_a_message_that_came_to_us_finds_its_case(desk: Desk) -> None:
    reply = parse(make_mail(writer="Bo <bo@other.example>", headers={"In-Reply-To": "<potholes.1@reader.example>"}))
    assert gather(desk, reply, NOW).received == {"<potholes.1@reader.example>": REFERENCE}


@pytest.mark.parametrize(
    "sender", ["ada.field@reader.example", "Ada.Field@Reader.EXAMPLE", "Somebody <ADA.FIELD@READER.EXAMPLE>"]
)
def test_a_sender_is_known_however_the_address_is_written(desk: Desk, sender: str) -> None:
    known = gather(desk, parse(make_mail(writer=sender, subject="x", text="y")), NOW)
    case = known.cases[REFERENCE]
    assert (case.applicant, case.parties, case.status) == (ADA.email, frozenset({ADA.email}), "open")


@pytest.mark.parametrize(
    "named",
    [
        {"subject": "Re: [FOI-2026-0001] potholes"},
        {"text": "About my request foi 2026 0001, please."},
        {"headers": {"Cc": "foi+foi-2026-0001@council.example"}},
        {"headers": {"Delivered-To": "foi+FOI-2026-0001@council.example"}},
    ],
)
def test_a_case_is_found_by_its_reference_in_subject_text_or_address(desk: Desk, named: dict[str, object]) -> None:
    stranger = parse(make_mail(**{"writer": "Bo <bo@other.example>", "subject": "x", "text": "y", **named}))  # type: ignore[arg-type]
    assert set(gather(desk, stranger, NOW).cases) == {REFERENCE}


def test_a_stranger_who_names_nothing_is_known_by_nothing(desk: Desk) -> None:
    stranger = parse(make_mail(writer="Bo <bo@other.example>", subject="[FOI-2026-0099]", text="y"))
    known = gather(desk, stranger, NOW)
    assert (known.cases, known.sent, known.received) == ({}, {}, {})


def test_a_bounce_that_names_no_letter_is_tied_by_the_address_it_speaks_of(desk: Desk) -> None:
    bare = make_bounce(b"Subject: nothing of ours\n\n", "Ada.Field@READER.example")
    assert gather(desk, parse(bare), NOW + timedelta(days=29)).sent == {ours(desk): LETTER}
    assert gather(desk, parse(bare), NOW + timedelta(days=31)).sent == {}


def test_of_an_applicants_many_cases_the_latest_twenty_are_known(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    for number in range(22):
        arrive(desk, make_mail(message_id=f"<m{number}@reader.example>", text=f"Please send me file {number}."))
    found = messages.cases_of_sender(desk.db, "ADA.field@reader.example")
    assert sorted(found) == [f"FOI-2026-{number:04d}" for number in range(3, 23)]
