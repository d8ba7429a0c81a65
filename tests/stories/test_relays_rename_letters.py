"""Relays that give our letters another Message-ID: what names a letter by that one still finds its case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import make_bounce, make_mail, make_read_receipt
from office import NOW, Office, read

from foibot.jobs.copying import keep_copies
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import Dispatched, look_for_unknown, send_letters
from foibot.jobs.rounds import copies_work

ADA = "ada.field@reader.example"
SES_ID = "0102018f2a3b4c5d-1a2b3c4d-5e6f-7081-92a3-00000000000{}-000000"
SES = f"250 Ok {SES_ID}"
EXCHANGE_ID = "<AB0PR01MB{}@AB0PR01MB0123.PROD.OUTLOOK.COM>"
EXCHANGE = f"250 2.0.0 OK {EXCHANGE_ID} [Hostname=AB0PR01MB0123.PROD.OUTLOOK.COM]"
CASE = "FOI-2026-0001"


def number_of_acknowledgement(office: Office) -> int:
    """Return as which letter the SMTP server has kept the acknowledgement, counted from 1."""
    return 1 + [letter.recipients for letter in office.smtp.letters].index((ADA,))


def filed(office: Office) -> list[tuple[str, int, str]]:
    """Return kind, confirmed or not, and case of each message but the first."""
    return office.rows("SELECT kind, confirmed, coalesce(reference, '') FROM messages WHERE id > 1 ORDER BY id")


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (SES, (f"<{SES_ID}@eu-west-1.amazonses.com>", f"<{SES_ID}@email.amazonses.com>")),
        (EXCHANGE, (EXCHANGE_ID,)),
    ],
    ids=["Amazon SES", "Exchange Online"],
)
def test_a_reply_that_names_only_the_relays_message_id_is_on_the_case(
    office: Office, answer: str, names: tuple[str, ...]
) -> None:
    office.smtp.behaviour.kept = answer
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    number = number_of_acknowledgement(office)
    for count, name in enumerate(names):
        reply = {"In-Reply-To": name.format(number), "Date": f"Tue, 3 Mar 2026 11:0{count}:00 +0000"}
        raw = make_mail(
            subject="Re: your letter", text="Thank you.\n", headers=reply, message_id=f"<r{count}@reader.example>"
        )
        office.dovecot.deliver(raw, at=NOW)
    stranger = {"In-Reply-To": names[0].format(number)}
    office.dovecot.deliver(
        make_mail(writer="Bo <bo@nosy.example>", text="Me too.", headers=stranger, message_id="<s@nosy.example>"),
        at=NOW,
    )
    office.later(minutes=5)

    assert filed(office) == [("correspondence", 1, CASE)] * len(names) + [("correspondence", 0, CASE)]
    assert office.acknowledged() == [ADA]
    assert office.data("audit")["whole"]


def test_a_bounce_and_a_receipt_that_name_only_the_relays_message_id_are_on_the_case(office: Office) -> None:
    office.smtp.behaviour.kept = SES
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    name = f"<{SES_ID.format(number_of_acknowledgement(office))}@eu-west-1.amazonses.com>"
    office.dovecot.deliver(make_read_receipt(name), at=NOW)
    office.dovecot.deliver(make_bounce(f"Message-ID: {name}\nSubject: x\n\n".encode(), ADA), at=NOW)
    office.later(minutes=5)

    assert filed(office) == [("receipt", 1, CASE), ("bounce", 1, CASE)]
    assert office.letters("acknowledgement") == [(ADA, "refused")]


def test_a_queue_id_is_learned_as_nothing(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    assert office.rows("SELECT * FROM aliases") == []


def renamed(raw: bytes, name: str) -> bytes:
    """Return a letter as a server files it that gives it a Message-ID of its own."""
    before = read(raw)["Message-ID"]
    return raw.replace(f"Message-ID: {before}".encode(), f"Message-ID: {name}".encode())


def at_exchange(office: Office, minutes: float, act: Callable[[Desk], object]) -> None:
    """Work at a desk whose configuration names Exchange Online, while the servers are the test's own."""

    def work(desk: Desk) -> None:
        mailbox = desk.app.config.mailbox
        config = replace(
            desk.app.config, mailbox=replace(mailbox, smtp=replace(mailbox.smtp, host="smtp.office365.com"))
        )
        act(replace(desk, app=replace(desk.app, config=config)))

    office.at(NOW + timedelta(minutes=minutes), work)


def test_a_server_that_files_copies_itself_tells_by_them_what_it_calls_a_letter(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.smtp.behaviour.to_data = "451 4.3.0 later"
    office.once()
    office.smtp.behaviour.to_data = None
    transport = office.app().transport()
    at_exchange(office, 5, lambda desk: send_letters(desk, transport))
    transport.close()
    [letter] = [letter.raw for letter in office.smtp.letters if letter.recipients == (ADA,)]
    office.dovecot.deliver(renamed(letter, "<THEIRS.1@prod.outlook.example>"), folder="Sent")

    with office.app().mailbox() as mailbox:
        at_exchange(office, 9, lambda desk: keep_copies(desk, mailbox))
        assert office.rows("SELECT * FROM aliases") == []
        at_exchange(office, 10, lambda desk: keep_copies(desk, mailbox))
        at_exchange(office, 11, lambda desk: copies_work(desk, mailbox))
    row = office.one("SELECT id FROM outbox WHERE letter = 'acknowledgement'")
    assert office.rows("SELECT * FROM aliases") == [("<THEIRS.1@prod.outlook.example>", row)]
    assert {state for (state,) in office.rows("SELECT copy FROM outbox")} == {"none"}
    assert len(office.dovecot.messages("Sent")) == 1


def test_a_letter_lost_at_the_dot_and_found_under_another_message_id_has_left(office: Office) -> None:
    office.smtp.behaviour.hang_up = "dot"
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.smtp.behaviour.hang_up = None
    [letter] = [letter.raw for letter in office.smtp.letters if letter.recipients == (ADA,)]
    office.dovecot.deliver(renamed(letter, "<THEIRS.1@relay.example>"), folder="Sent")
    with office.app().mailbox() as mailbox:
        office.at(NOW + timedelta(minutes=15), lambda desk: look_for_unknown(desk, mailbox, Dispatched()))
    assert office.letters("acknowledgement") == [(ADA, "sent")]

    reply = {"References": "<THEIRS.1@relay.example>"}
    office.dovecot.deliver(make_mail(text="Thanks.", headers=reply, subject="Re: x", message_id="<r@x.example>"))
    office.later(minutes=20)
    assert filed(office) == [("correspondence", 1, CASE)]
