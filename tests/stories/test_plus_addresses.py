"""Where the server has plus-addresses, letters ask for the answer at one that names the case."""

import pytest
from builders import make_mail
from office import NOW, Office

ADA = "ada.field@reader.example"
CASE, PLUS = "FOI-2026-0001", "foi+FOI-2026-0001@council.example"
ANSWER = {"To": PLUS, "Date": "Tue, 3 Mar 2026 11:00:00 +0000"}


@pytest.fixture
def asked(office: Office) -> Office:
    """An office with plus-addresses that has acknowledged Ada's request."""
    office.configure(mailbox="plus_addresses = true")
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    return office


def took(office: Office) -> list[tuple[str, int, str, str]]:
    """Return kind, confirmed or not, case and state of each message but the first."""
    sql = "SELECT kind, confirmed, coalesce(reference, ''), state FROM messages WHERE id > 1 ORDER BY id"
    return office.rows(sql)


def test_a_letter_to_the_applicant_names_the_case_in_reply_to_and_one_to_a_colleague_does_not(asked: Office) -> None:
    [letter] = asked.acknowledgements()
    assert [address.addr_spec for address in letter["Reply-To"].addresses] == [PLUS]
    assert [address.addr_spec for address in letter["From"].addresses] == ["foi@council.example"]
    assert [notice["Reply-To"] for notice in asked.notices()] == [None]
    assert {letter.sender for letter in asked.smtp.letters} == {"foi@council.example"}


def test_an_answer_to_that_address_alone_is_on_the_case_and_no_mail_of_our_own(asked: Office) -> None:
    raw = make_mail(subject="thank you", text="Thanks for that.\n", headers=ANSWER, message_id="<2@reader.example>")
    asked.dovecot.deliver(raw, at=NOW)
    asked.later(minutes=5)
    assert took(asked) == [("correspondence", 1, CASE, "case")]


def test_a_stranger_who_writes_to_that_address_changes_nothing_on_the_case(asked: Office) -> None:
    before = asked.rows("SELECT * FROM cases"), asked.rows("SELECT recipient, status FROM outbox")
    words = ("I withdraw my request.\n", "I ask for an internal review of your answer.\n", "What is the progress?\n")
    for number, text in enumerate(words):
        raw = make_mail(
            writer="Ada Field <ada.field@nosy.example>",
            subject="Re: my request",
            text=text,
            headers=ANSWER,
            message_id=f"<{number}@nosy.example>",
        )
        asked.dovecot.deliver(raw, at=NOW)
    asked.later(minutes=5)
    assert [(confirmed, reference) for _, confirmed, reference, _ in took(asked)] == [(0, CASE)] * len(words)
    letters = "SELECT recipient, status FROM outbox WHERE letter != 'mail_notice'"
    assert (asked.rows("SELECT * FROM cases"), asked.rows(letters)) == before


def test_a_new_request_to_an_address_of_another_case_is_a_case_of_its_own(asked: Office) -> None:
    raw = make_mail(
        writer="Bo Marsh <bo@sender.example>",
        subject="Request for information about trees",
        text="Under the Freedom of Information Act 2000 please send me the tree survey of 2024.\n\nBo Marsh\n",
        headers=ANSWER,
        message_id="<1@sender.example>",
    )
    asked.dovecot.deliver(raw, at=NOW)
    asked.later(minutes=5)
    assert asked.rows("SELECT reference, applicant_email FROM cases ORDER BY 1") == [
        (CASE, ADA),
        ("FOI-2026-0002", "bo@sender.example"),
    ]


def test_being_written_to_by_a_plus_address_alone_withholds_no_acknowledgement(office: Office) -> None:
    office.configure(mailbox="plus_addresses = true")
    office.dovecot.deliver(make_mail(headers={"To": "foi+roads@council.example"}), at=NOW)
    office.once()
    assert office.acknowledged() == [ADA]


def test_without_the_key_no_letter_asks_for_another_address(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    assert [letter["Reply-To"] for letter in office.arrived()] == [None, None]
