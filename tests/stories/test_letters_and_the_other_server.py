"""What the other mail server does to our letters, at times of the test's choice: none lost, none sent twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from builders import make_mail, make_request
from office import NOW, Office
from servers import Dovecot
from smtp_sink import Behaviour

from foibot.jobs.rounds import one_pass

ADA = "ada.field@reader.example"
JANE = "jane.quill@council.example"


@pytest.fixture
def asked(office: Office) -> Office:
    """An office that has a request from Ada in its mailbox."""
    office.dovecot.deliver(make_mail(), at=NOW)
    return office


def fate(office: Office, address: str = ADA) -> tuple[str, int]:
    """Return status and number of tries of the acknowledgement to an address."""
    sql = "SELECT status, attempts FROM outbox WHERE letter = 'acknowledgement' AND recipient = ?"
    [found] = office.rows(sql, address)
    return found[0], found[1]


def raws_to(office: Office, address: str = ADA) -> list[bytes]:
    return [letter.raw for letter in office.smtp.letters if letter.recipients == (address,)]


def test_a_letter_put_off_is_tried_again_after_ever_longer_waits(asked: Office) -> None:
    asked.smtp.behaviour.to_recipient[ADA] = "451 4.3.0 try again later"
    asked.once()
    assert fate(asked) == ("queued", 1)

    tried = NOW
    for tries, minutes in enumerate((1, 5, 15, 60, 240, 240), 2):
        tried += timedelta(minutes=minutes)
        asked.once(tried - timedelta(seconds=1))
        assert fate(asked) == ("queued", tries - 1)
        asked.once(tried)
        assert fate(asked) == ("queued", tries)

    asked.smtp.behaviour = Behaviour()
    asked.once(tried + timedelta(minutes=240))
    assert fate(asked)[0] == "sent"
    assert len(raws_to(asked)) == 1


def test_sending_put_off_by_the_other_server_is_no_failure_of_ours(asked: Office) -> None:
    asked.smtp.behaviour.to_dot = "452 4.2.2 no room at present"
    assert "Letters: 2 deferred" in asked.say("once")


def test_a_refused_letter_is_told_to_the_officers_once_and_leaves_when_resent(asked: Office) -> None:
    asked.dovecot.deliver(make_request(1), at=NOW)
    asked.smtp.behaviour.to_recipient[ADA] = f"550 5.1.1 <{ADA}> no such mailbox"
    for minute in range(4):
        asked.later(minutes=minute)

    assert fate(asked)[0] == "refused"
    assert fate(asked, "writer1@reader.example")[0] == "sent"
    told = [notice for notice in asked.notices() if "A letter needs you" in notice["Subject"]]
    assert [notice["To"].addresses[0].addr_spec for notice in told] == [JANE]
    reference = asked.one("SELECT reference FROM outbox WHERE recipient = ?", ADA)
    assert f"foibot resend {reference}" in told[0].get_content()
    assert "no such mailbox" in " ".join(told[0].get_content().split())

    asked.smtp.behaviour = Behaviour()
    assert (
        asked.tell("resend", reference, "--as", "jane", "--now", "2026-03-03T10:04Z")
        == f"1 letter of {reference} will be sent again.\n"
    )
    asked.later(minutes=5)
    asked.later(minutes=6)
    assert fate(asked)[0] == "sent"
    assert raws_to(asked) == [asked.one("SELECT raw FROM outbox WHERE recipient = ?", ADA)]


def test_an_acknowledgement_lost_at_the_final_dot_is_tried_once_more_byte_for_byte(asked: Office) -> None:
    asked.smtp.behaviour.hang_up = "dot"
    asked.once()
    assert fate(asked) == ("unknown", 1)

    asked.later(minutes=14)
    assert fate(asked) == ("unknown", 1)
    asked.later(minutes=15)
    asked.later(minutes=16)
    assert fate(asked) == ("unknown", 2)
    for minutes in (31, 32, 33, 600):
        asked.later(minutes=minutes)

    assert fate(asked) == ("unknown", 2)
    first, second = raws_to(asked)
    assert first == second
    told = [notice for notice in asked.notices() if "A letter needs you" in notice["Subject"]]
    assert len({notice["Message-ID"] for notice in told}) == 1
    assert "nobody can say whether" in told[0].get_content()
    assert asked.data("audit")["whole"]


def test_a_notice_lost_at_the_final_dot_is_sent_again_rather_than_never(asked: Office) -> None:
    asked.smtp.behaviour.hang_up = "dot"
    asked.once()
    asked.smtp.behaviour = Behaviour()
    asked.smtp.letters.clear()
    for minutes in (15, 16, 40):
        asked.later(minutes=minutes)
    assert [notice["To"].addresses[0].addr_spec for notice in asked.notices()] == [JANE]
    assert asked.letters("case_notice") == [(JANE, "sent")]


def test_a_letter_lost_at_the_final_dot_and_found_in_sent_has_left(asked: Office) -> None:
    asked.smtp.behaviour.hang_up = "dot"
    asked.once()
    asked.smtp.behaviour = Behaviour()
    asked.dovecot.deliver(raws_to(asked)[0], folder="Sent")

    asked.later(minutes=15)
    asked.later(minutes=60)

    assert fate(asked) == ("sent", 1)
    assert len(raws_to(asked)) == 1
    assert asked.dovecot.messages("Sent").count(raws_to(asked)[0]) == 1


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(hang_up="mail"),
        Behaviour(to_data="421 4.3.2 shutting down"),
        Behaviour(to_dot="421 4.3.2 shutting down"),
    ],
    ids=["cut at MAIL", "gone at DATA", "gone at the dot"],
)
def test_a_letter_that_was_surely_not_taken_stays_queued_and_leaves_once(asked: Office, behaviour: Behaviour) -> None:
    asked.smtp.behaviour = behaviour
    result = asked.at(NOW, one_pass)
    assert list(result.faults) == ["dispatch"]
    assert fate(asked)[0] == "queued"

    asked.smtp.behaviour = Behaviour()
    asked.later(minutes=1)
    assert fate(asked)[0] == "sent"
    assert len(raws_to(asked)) == 1


def test_a_letter_cut_off_within_its_text_arrives_once(asked: Office) -> None:
    asked.smtp.behaviour.hang_up = "data"
    asked.at(NOW, one_pass)
    asked.smtp.behaviour = Behaviour()
    for minutes in (1, 16, 17, 40):
        asked.later(minutes=minutes)
    assert fate(asked)[0] == "sent"
    assert len(raws_to(asked)) == 1


def test_requests_are_cases_though_the_smtp_server_is_away_and_letters_follow_later(asked: Office) -> None:
    asked.smtp.stop()
    ended = asked.foibot("once", "--now", NOW.isoformat())
    assert ended.returncode == 1
    assert f"SMTP server 127.0.0.1:{asked.smtp.port}" in ended.stderr
    assert asked.one("SELECT count(*) FROM cases") == 1

    asked.smtp.start()
    asked.later(minutes=1)
    assert asked.acknowledged() == [ADA]


def many_from_one_address(count: int) -> Iterator[bytes]:
    for number in range(count):
        text = f"Under the Freedom of Information Act, please send me the minutes of meeting {number}.\n\nAda Field"
        yield make_mail(text=text, subject=f"FOI request {number}", message_id=f"<{number}@reader.example>")


def test_over_a_limit_acknowledgements_to_an_address_wait_and_none_falls(office: Office) -> None:
    office.dovecot.deliver_all(many_from_one_address(7), at=NOW)
    office.once()
    assert office.one("SELECT count(*) FROM cases") == 7
    left = []
    for hours in (0, 1, 23.9, 24.2, 47.9, 48.2, 72.2, 96.2, 167.9, 168.2, 192.2):
        office.later(hours=hours)
        left.append(len(office.acknowledgements()))

    assert left == [2, 2, 2, 4, 4, 5, 5, 5, 5, 7, 7]  # two a day, five a week
    assert {status for _, status in office.letters("acknowledgement")} == {"sent"}


def test_the_limits_an_hour_hold_for_a_domain_and_in_all(office: Office) -> None:
    office.configure(limits="acknowledgements_an_hour = 3\nacknowledgements_a_domain_an_hour = 2")
    office.dovecot.deliver_all([make_request(number) for number in range(3)], at=NOW)
    office.dovecot.deliver_all([make_request(number, domain="other.example") for number in range(3, 6)], at=NOW)
    counts = []
    for minutes in (0, 59, 61, 72, 121, 133):
        office.later(minutes=minutes)
        counts.append(len(office.acknowledgements()))
    assert counts == [3, 3, 6, 6, 6, 6]
    assert len(set(office.acknowledged())) == 6


def test_hold_stops_everything_that_leaves_and_resume_lets_it_go(asked: Office) -> None:
    assert "Nothing leaves" in asked.tell("hold", "--why", "a wrong template")
    asked.once()
    asked.later(minutes=1)
    assert (asked.one("SELECT count(*) FROM cases"), asked.arrived()) == (1, [])
    assert asked.data("status")["sending_held"] is True

    asked.tell("resume")
    asked.later(minutes=2)
    assert asked.acknowledged() == [ADA]
    assert len(asked.notices()) == 1


def test_a_sent_folder_that_takes_nothing_keeps_no_letter_from_leaving(asked: Office) -> None:
    asked.dovecot.flags("Sent")  # a folder of the account is made by the first who looks into it
    sent = asked.dovecot.maildir("Sent")
    for part in sorted(sent.iterdir()):
        part.chmod(0o500 if part.is_dir() else 0o400)
    sent.chmod(0o500)
    result = asked.at(NOW, one_pass)
    assert list(result.faults) == ["copies"]
    assert asked.acknowledged() == [ADA]

    sent.chmod(0o700)
    for part in sorted(sent.iterdir()):
        part.chmod(0o700 if part.is_dir() else 0o600)
    asked.later(minutes=1)
    asked.later(minutes=2)
    assert sorted(asked.dovecot.messages("Sent")) == sorted(letter.raw for letter in asked.smtp.letters)


def test_a_sent_folder_that_is_missing_is_made(
    start_dovecot: Callable[..., Dovecot], open_office: Callable[[Dovecot], Office]
) -> None:
    office = open_office(start_dovecot(sent=""))
    office.dovecot.deliver(make_mail(), at=NOW)
    office.smtp.behaviour.hang_up = "dot"
    office.once()
    office.smtp.behaviour = Behaviour()
    office.later(minutes=15)
    office.later(minutes=16)
    assert fate(office) == ("sent", 2)
    assert office.folders() == {"FOI/Logged": 1, "Sent": 2}


def test_a_robot_that_passes_for_a_person_is_answered_twice_and_the_loop_has_ended(office: Office) -> None:
    answers = 0
    for minute in range(10):
        while answers <= len(office.acknowledgements()):
            office.dovecot.deliver(
                make_mail(
                    writer="Helen Desk <help@desk.example>",
                    subject=f"Your enquiry {answers}",
                    text=f"Please send us the records you hold about ticket {answers}, and the costs.\n\nHelen Desk",
                    message_id=f"<{answers}@desk.example>",
                ),
                at=NOW + timedelta(minutes=minute),
            )
            answers += 1
        office.later(minutes=minute)
    assert office.acknowledged() == ["help@desk.example"] * 2
    assert (answers, office.one("SELECT count(*) FROM cases")) == (3, 3)
