"""A day at the office: requests among everything else a mailbox gets, two passes, and a third that does nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from builders import Shape, make_bounce, make_mail, make_read_receipt, make_request
from conftest import need
from office import NOW, TEAM, Office
from servers import Dovecot, SmtpSink, why_no_dovecot

MORNING, NOON = NOW, NOW + timedelta(hours=2)
ADA, BO, CY, DI, EVE = (f"{name}@reader.example" for name in ("ada.field", "bo.marsh", "cy.wood", "di.lea", "eve.ash"))
JANE = "jane.quill@council.example"
AWAY = "I am out of the office until 9 March and will read your message on my return."
NEWS = "Our spring offers: save 20% on printers.\n\nTo unsubscribe from this newsletter, click here."
REQUESTS: dict[str, tuple[str, str, str, Shape, str]] = {
    "<ada@reader.example>": ("Ada Field", ADA, r"", "plain", "utf-8"),
    "<bo@reader.example>": ("Bo Marsh", BO, r"\Flagged", "alternative", "utf-8"),
    "<cy@reader.example>": ("Cy Wood", CY, r"\Seen urgent", "attachment", "us-ascii"),
    "<di@reader.example>": ("Di Lea", DI, r"\Answered \Seen", "html", "iso-8859-1"),
    "<eve@reader.example>": ("Ève Ash", EVE, r"", "8bit", "iso-8859-1"),
}


@dataclass(slots=True)
class Day:
    """The office at the end of the day; `flags` are those of each message when it was delivered."""

    office: Office
    flags: dict[str, set[str]]
    after_noon: tuple[object, ...]
    at_night: tuple[object, ...]

    def state_of(self, message_id: str) -> tuple[str, str, str | None]:
        sql = "SELECT state, kind, reference FROM messages WHERE message_id = ?"
        [found] = self.office.rows(sql, message_id)
        return found

    def case_of(self, message_id: str) -> str:
        return str(self.state_of(message_id)[2])


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """The whole day, gone through once; the claims below look at what it left."""
    need(why_no_dovecot())
    server, sink = Dovecot().start(), SmtpSink().start()
    yield _live_through(tmp_path_factory.mktemp("day"), server, sink)
    server.remove()
    sink.stop()


def _live_through(folder: Path, server: Dovecot, sink: SmtpSink) -> Day:
    office = Office(folder, server, sink)
    office.configure()
    for raw, flags in _morning():
        server.deliver(raw, flags=flags, at=MORNING)
    server.deliver(make_request(9, domain="caught.example"), folder="Junk", at=MORNING)
    office.once(MORNING)
    for raw in _what_comes_back(office):
        server.deliver(raw, at=NOON)
    office.once(NOON)
    after_noon = office.traces()
    office.once(NOON + timedelta(hours=3))
    delivered = {message_id: set(told[2].split()) for message_id, told in REQUESTS.items()}
    return Day(office, delivered, after_noon, office.traces())


def _request(message_id: str) -> bytes:
    name, address, _, shape, charset = REQUESTS[message_id]
    return make_mail(writer=f"{name} <{address}>", shape=shape, charset=charset, message_id=message_id)


def _morning() -> Iterator[tuple[bytes, str]]:
    for message_id, (_, _, flags, _, _) in REQUESTS.items():
        yield _request(message_id), flags
    yield (
        make_mail(
            writer="Fay Glen <fay@elsewhere.example>",
            subject="Automatic reply: Out of office",
            text=AWAY,
            message_id="<away@elsewhere.example>",
            headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"},
        ),
        "",
    )
    yield (
        make_mail(
            writer="Print News <news@shop.example>",
            subject="Spring offers",
            text=NEWS,
            message_id="<news@shop.example>",
            headers={"List-Unsubscribe": "<https://shop.example/u>", "Precedence": "bulk"},
        ),
        "",
    )
    yield b"\x81\x82 no mail at all \xff\r\n\r\n\r\n", ""


def _what_comes_back(office: Office) -> Iterator[bytes]:
    """What the acknowledgements of the morning bring: a bounce, a receipt, an absence, a reply, thanks; and more."""
    answer = {str(letter["To"].addresses[0].addr_spec): letter for letter in office.acknowledgements()}
    raw = {letter.recipients[0]: letter.raw for letter in office.smtp.letters}
    yield make_bounce(raw[BO], BO)
    yield make_bounce(raw[JANE], JANE, message_id="<dsn.2@relay.example>")
    yield make_read_receipt(answer[CY]["Message-ID"], writer=f"Cy Wood <{CY}>")
    for message_id, writer, subject, text, headers in (
        ("<di.away@reader.example>", f"Di Lea <{DI}>", "Automatic reply", AWAY, {"Auto-Submitted": "auto-replied"}),
        ("<ada.more@reader.example>", f"Ada Field <{ADA}>", "", "It is only the A-roads that interest me.", {}),
        ("<eve.thanks@reader.example>", f"Ève Ash <{EVE}>", "", "Thank you very much, that is kind of you.", {}),
    ):
        letter = answer[writer.partition("<")[2].rstrip(">")]
        yield make_mail(
            writer=writer,
            subject=subject or f"RE: {letter['Subject']}",
            text=f"{text}\n\n> Thank you for your request for information.\n",
            message_id=message_id,
            headers={"In-Reply-To": letter["Message-ID"], "References": letter["Message-ID"], **headers},
        )
    yield _request("<ada@reader.example>")


def test_each_request_is_a_case_and_nothing_else_is(day: Day) -> None:
    cases = day.office.rows(
        "SELECT reference, status, received_on, due_on, applicant_email, acknowledged FROM cases ORDER BY reference"
    )
    assert [case[1:4] for case in cases if case[4]] == [("open", "2026-03-03", "2026-04-01")] * 5
    assert [case[4] for case in cases if case[4]] == [ADA, BO, CY, DI, EVE]
    assert all(case[5] for case in cases if case[4])


def test_every_message_is_in_one_state_and_none_is_unaccounted_for(day: Day) -> None:
    bo, cy, di, ada, eve = (day.case_of(f"<{name}@reader.example>") for name in ("bo", "cy", "di", "ada", "eve"))
    assert day.state_of("<away@elsewhere.example>") == ("machine", "auto_reply", None)
    assert day.state_of("<news@shop.example>") == ("machine", "bulk", None)
    assert day.state_of("<request.9@caught.example>") == ("junk", "new_request", None)
    assert day.state_of("<dsn.1@relay.example>") == ("case", "bounce", bo)
    assert day.state_of("<dsn.2@relay.example>") == ("machine", "bounce", None)
    assert day.state_of("<mdn.1@reader.example>") == ("case", "receipt", cy)
    assert day.state_of("<di.away@reader.example>") == ("case", "auto_reply", di)
    assert day.state_of("<ada.more@reader.example>") == ("case", "correspondence", ada)
    assert day.state_of("<eve.thanks@reader.example>") == ("case", "correspondence", eve)
    assert day.office.rows("SELECT status, count(*) FROM deliveries GROUP BY status") == [("done", 16)]
    assert day.office.one("SELECT count(*) FROM messages WHERE state = ''") == 0
    assert day.office.one("SELECT count(*) FROM deliveries WHERE message IS NULL OR raw IS NULL") == 0


def test_what_nobody_can_read_is_shown_to_a_person_and_answered_by_nobody(day: Day) -> None:
    sql = (
        "SELECT m.state, m.certain, c.acknowledged FROM messages m JOIN cases c USING (reference) WHERE from_email = ''"
    )
    assert day.office.rows(sql) == [("case", 0, 0)]


def test_each_message_keeps_the_bytes_it_came_with(day: Day) -> None:
    sql = "SELECT r.bytes FROM messages m JOIN raw_mail r ON r.id = m.raw WHERE m.message_id = ?"
    assert [bytes(day.office.one(sql, message_id)) for message_id in REQUESTS] == [_request(one) for one in REQUESTS]


def test_each_applicant_gets_one_acknowledgement_and_no_robot_gets_any(day: Day) -> None:
    assert day.office.acknowledged() == sorted([ADA, BO, CY, DI, EVE])
    assert {letter["To"].addresses[0].addr_spec for letter in day.office.notices()} == {JANE}
    assert TEAM.isdisjoint(day.office.acknowledged())


def test_an_acknowledgement_carries_the_marks_by_which_others_know_it(day: Day) -> None:
    for message_id, (_, address, *_) in REQUESTS.items():
        [letter] = [one for one in day.office.acknowledgements() if address in str(one["To"])]
        reference = day.case_of(message_id)
        assert letter["Subject"] == f"Re: Freedom of Information request: potholes [{reference}]"
        assert letter["Auto-Submitted"] == "auto-replied"
        assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        assert (letter["In-Reply-To"], letter["References"]) == (message_id, message_id)
        assert letter["X-Foibot-Loop"] == "foi@council.example"
        assert letter.get_content().splitlines()[0] == f"Reference: {reference}"
        assert not set(letter.keys()) & {"Cc", "Bcc", "Precedence", "Disposition-Notification-To"}


def test_the_acknowledgement_says_what_came_when_and_until_when_it_is_answered(day: Day) -> None:
    [letter] = [one for one in day.office.acknowledgements() if ADA in str(one["To"])]
    words = " ".join(letter.get_content().split())
    for said in (
        "Dear Ada Field",
        "Tuesday 3 March 2026",
        "Wednesday 1 April 2026",
        "narrow",
        "withdraw",
    ):
        assert said in words


def test_letters_go_out_from_our_address_to_one_recipient_each(day: Day) -> None:
    assert {letter.sender for letter in day.office.smtp.letters} == {"foi@council.example"}
    assert {len(letter.recipients) for letter in day.office.smtp.letters} == {1}


def test_what_left_lies_in_sent_byte_for_byte(day: Day) -> None:
    assert sorted(day.office.dovecot.messages("Sent")) == sorted(letter.raw for letter in day.office.smtp.letters)


def test_the_inbox_is_empty_and_each_message_lies_where_it_belongs(day: Day) -> None:
    folders = day.office.folders()
    requests, came_back, delivered_again, undecided = 5, 5, 1, 1
    logged = requests + came_back + delivered_again + undecided
    assert folders == {"FOI/Logged": logged, "FOI/Not FOI": 3, "Junk": 1, "Sent": len(day.office.smtp.letters)}


def test_filing_keeps_every_flag_and_keyword_and_reads_nothing(day: Day) -> None:
    kept = day.office.dovecot.flags("FOI/Logged")
    sql = (
        "SELECT d.filed_uid FROM deliveries d JOIN messages m ON m.id = d.message WHERE m.message_id = ? ORDER BY d.id"
    )
    for message_id, flags in day.flags.items():
        uid = day.office.rows(sql, message_id)[0][0]
        assert kept[uid] == flags, message_id


def test_a_bounce_is_on_the_case_and_says_which_letter_did_not_arrive(day: Day) -> None:
    types = day.office.rows(
        "SELECT type FROM events WHERE reference = ? ORDER BY version", day.case_of("<bo@reader.example>")
    )
    assert types[-2:] == [("MessageFiled",), ("LetterBounced",)]


def test_the_same_mail_delivered_again_is_the_same_message(day: Day) -> None:
    assert day.office.one("SELECT count(*) FROM messages WHERE message_id = '<ada@reader.example>'") == 1
    sql = "SELECT count(*) FROM deliveries d JOIN messages m ON m.id = d.message WHERE m.message_id = ?"
    assert day.office.one(sql, "<ada@reader.example>") == 2


def test_a_pass_with_nothing_new_does_nothing_at_all(day: Day) -> None:
    assert day.at_night == day.after_noon


def test_the_register_stands_up_to_an_audit(day: Day) -> None:
    assert day.office.data("audit")["faults"] == []
