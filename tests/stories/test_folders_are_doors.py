"""A person corrects the machine with one move of a message, and it is as if foibot had been right at once."""

from builders import make_mail, make_request
from office import NOW, Office

THANKS = make_mail(
    text="Thank you very much for the figures you sent, they are just what I was looking for.",
    subject="Thank you",
    writer="Ottilie Marsh <ottilie.marsh@reader.example>",
    message_id="<thanks.1@reader.example>",
)
NEWSLETTER = make_mail(
    text="Our weekly offers for local authorities. To unsubscribe, follow the link.",
    subject="Weekly offers",
    writer="Offers <offers@seller.example>",
    message_id="<offers.1@seller.example>",
    headers={"List-Unsubscribe": "<mailto:leave@seller.example>", "Precedence": "bulk"},
)


def move(office: Office, folder: str, to: str) -> None:
    """Move every message of a folder, as an officer does in a mail program."""
    with office.dovecot.client() as client:
        client.create(f'"{to}"')
        client.select(f'"{folder}"')
        kind, answer = client.uid("MOVE", "1:*", f'"{to}"')
        assert kind == "OK", answer


def test_a_message_moved_from_triage_to_new_request_is_a_case_from_its_real_receipt(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(THANKS, at=NOW)
    office.once()
    assert office.folders()["FOI/Triage"] == 1
    [notice] = office.notices()
    assert notice["Subject"] == "Please look: a letter"
    assert "  FOI/Triage/New request" in notice.get_content()

    move(office, "FOI/Triage", "FOI/Triage/New request")
    office.later(days=2)

    assert office.rows("SELECT received_on, due_on, status FROM cases") == [("2026-03-03", "2026-04-01", "open")]
    assert office.acknowledged() == ["ottilie.marsh@reader.example"]
    assert office.folders()["FOI/Logged"] == 1
    assert office.rows("SELECT actor FROM events WHERE type = 'MessageReclassified'") == [("mailbox",)]
    assert office.foibot("audit").returncode == 0


def test_a_message_moved_to_not_a_request_closes_the_case_it_had_opened(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(make_request(1), at=NOW)
    office.once()
    move(office, "FOI/Logged", "FOI/Triage/Not a request")
    office.later(hours=1)

    assert office.rows("SELECT status, due_on FROM cases") == [("closed", None)]
    assert office.one("SELECT state FROM messages") == "not_foi"
    assert office.folders()["FOI/Not FOI"] == 1
    assert len(office.acknowledgements()) == 1


def test_a_message_moved_to_a_folder_named_like_a_case_is_filed_on_it(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(make_request(1), at=NOW)
    office.dovecot.deliver(THANKS, at=NOW)
    office.once()
    move(office, "FOI/Triage", "FOI/Triage/FOI-2026-0001")
    office.later(hours=1)

    assert office.rows("SELECT kind, state, reference FROM messages WHERE subject = 'Thank you'") == [
        ("correspondence", "case", "FOI-2026-0001")
    ]
    assert office.folders()["FOI/Logged"] == 2
    before = office.traces()
    office.later(hours=2)
    assert office.traces() == before


def test_a_message_moved_back_to_the_inbox_from_not_foi_is_a_request_after_all(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(NEWSLETTER, at=NOW)
    office.once()
    assert office.folders() == {"FOI/Not FOI": 1}

    move(office, "FOI/Not FOI", "INBOX")
    office.later(hours=1)

    assert office.rows("SELECT status, received_on FROM cases") == [("open", "2026-03-03")]
    assert office.acknowledgements() == [], "what looks like a robot is acknowledged by a person or not at all"
    assert office.one("SELECT count(*) FROM drafts WHERE status = 'waiting'") == 1
    assert office.folders()["FOI/Logged"] == 1


def test_the_same_robot_mail_delivered_twice_is_no_persons_move(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(NEWSLETTER, at=NOW)
    office.once()
    office.dovecot.deliver(NEWSLETTER, at=NOW.replace(minute=7))
    office.later(hours=1)

    assert office.rows("SELECT reference FROM cases") == []
    assert office.folders() == {"FOI/Not FOI": 2}


def test_what_a_command_corrects_is_moved_to_its_place_by_the_next_pass(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(THANKS, at=NOW)
    office.once()
    office.say("classify", "1", "new_request", "--as", "jane", "--now", NOW.isoformat())
    assert office.folders()["FOI/Triage"] == 1, "a command writes the register only"
    office.later(hours=1)

    assert office.folders()["FOI/Logged"] == 1
    assert "FOI/Triage" not in office.folders()


def test_a_faulty_acknowledgement_does_not_keep_a_message_in_new_request_from_being_a_case(office: Office) -> None:
    office.dovecot.deliver(THANKS, at=NOW)
    office.once()
    (office.folder / "templates").mkdir()
    faulty = "Subject: x [{{ reference }}]\n\nDear {{ aplicant }}\n"
    (office.folder / "templates" / "acknowledgement.txt.j2").write_text(faulty, encoding="utf-8")
    office.configure(templates='path = "templates"')
    move(office, "FOI/Triage", "FOI/Triage/New request")
    office.later(minutes=1)
    assert office.rows("SELECT reference FROM case_state") == [("FOI-2026-0001",)]
    assert [one["Subject"] for one in office.notices() if "faulty" in one["Subject"]] != []
