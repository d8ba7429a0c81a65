"""People and servers do as they please with the mailbox: no harm comes of it, and nobody is answered twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import ASKED, make_mail, make_request
from office import NOW, Office
from scripted_imap import ScriptedImap
from servers import Dovecot

from foibot.casework.case import OFFICE
from foibot.jobs.desk import Desk
from foibot.jobs.intake import Taken, fetch_and_settle, file_away, list_new
from foibot.jobs.rounds import one_pass
from foibot.store import inbox

WITHOUT_MOVE = "IMAP4rev1 UIDPLUS NAMESPACE LITERAL+"


def one_case_one_acknowledgement(office: Office) -> bool:
    return office.one("SELECT count(*) FROM cases") == 1 and len(office.acknowledgements()) == 1


def test_a_folder_numbered_anew_brings_no_second_case_and_loses_no_new_request(office: Office) -> None:
    office.configure(folders='filing = "leave"')
    office.dovecot.deliver_all([make_request(number) for number in range(5)], at=NOW)
    office.once()
    office.dovecot.renumber()
    office.dovecot.deliver(make_request(5), at=NOW)

    done = office.later(minutes=1).done["intake"]

    assert (done["listed"], done["new_cases"], done["renumbered"]) == (6, 1, ["INBOX"])
    assert done["by_state"] == {"duplicate": 5, "case": 1}
    assert office.acknowledged() == [f"writer{number}@reader.example" for number in range(6)]
    assert office.rows("SELECT type FROM events WHERE reference = ? AND type = 'FolderRenumbered'", OFFICE) != []
    assert office.data("audit")["whole"]


def test_what_was_listed_before_a_folder_was_numbered_anew_is_not_counted_as_behind(office: Office) -> None:
    office.dovecot.deliver_all([make_request(number) for number in range(3)], at=NOW)
    office.at(NOW, lambda desk: with_mailbox(desk, lambda mailbox: list_new(desk, mailbox, "INBOX", Taken())))
    office.dovecot.renumber()

    office.once()

    assert office.one("SELECT count(*) FROM cases") == 3
    assert [folder["behind"] for folder in office.data("status")["folders"]] == [0, 0, 0]


def test_history_that_was_left_unread_stays_so_when_its_folder_is_numbered_anew(office: Office) -> None:
    office.dovecot.deliver(make_request(1), at=NOW.replace(year=2021))
    office.dovecot.deliver(make_request(2), at=NOW)
    office.say("backfill", "--since", "2026-01-01")
    office.dovecot.renumber()
    office.dovecot.deliver(make_request(3), at=NOW)

    office.later(minutes=1)

    assert office.rows("SELECT applicant_email FROM cases ORDER BY reference") == [
        ("writer2@reader.example",),
        ("writer3@reader.example",),
    ]
    assert office.acknowledged() == ["writer3@reader.example"]


def with_mailbox(desk: Desk, act: Callable[..., object]) -> object:
    with desk.app.mailbox() as mailbox:
        return act(mailbox)


def test_a_message_moved_away_between_listing_and_fetching_is_taken_in_when_it_returns(office: Office) -> None:
    uid = office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(make_request(1), at=NOW)
    office.dovecot.make_folder("My pile")

    def moved_meanwhile(desk: Desk) -> Taken:
        taken = Taken()
        with desk.app.mailbox() as mailbox:
            place = list_new(desk, mailbox, "INBOX", taken)
            office.dovecot.move(uid, "My pile")
            fetch_and_settle(desk, mailbox, inbox.to_fetch(desk.db, place, 10), taken)
        return taken

    taken = office.at(NOW, moved_meanwhile)
    assert (taken.kept, taken.vanished) == (1, 1)

    office.dovecot.move(1, "INBOX", folder="My pile")
    office.once()
    assert office.acknowledged() == ["ada.field@reader.example", "writer1@reader.example"]


def test_a_message_moved_away_before_it_is_filed_stays_where_the_person_put_it(office: Office) -> None:
    uid = office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.make_folder("My pile")

    def moved_meanwhile(desk: Desk) -> None:
        taken = Taken()
        with desk.app.mailbox() as mailbox:
            place = list_new(desk, mailbox, "INBOX", taken)
            fetch_and_settle(desk, mailbox, inbox.to_fetch(desk.db, place, 10), taken)
            office.dovecot.move(uid, "My pile")
            file_away(desk, mailbox, place, taken)

    office.at(NOW, moved_meanwhile)
    office.once()

    assert one_case_one_acknowledgement(office)
    assert office.folders() == {"My pile": 1, "Sent": 2}


def test_a_message_put_back_into_the_inbox_is_filed_again_and_answered_once(office: Office) -> None:
    office.dovecot.deliver(make_mail(), flags=r"\Flagged", at=NOW)
    office.once()
    office.dovecot.move(1, "INBOX", folder="FOI/Logged")

    office.later(minutes=1)

    assert one_case_one_acknowledgement(office)
    assert office.folders() == {"FOI/Logged": 1, "Sent": 2}
    assert list(office.dovecot.flags("FOI/Logged").values()) == [{r"\Flagged"}]


def test_a_request_rescued_from_junk_becomes_a_case(office: Office) -> None:
    office.configure(sending="digest = true")
    office.dovecot.deliver(make_mail(), folder="Junk", at=NOW)
    office.once()
    assert office.rows("SELECT state FROM messages") == [("junk",)]
    assert (office.one("SELECT count(*) FROM cases"), office.acknowledgements()) == (0, [])
    assert [notice["Subject"] for notice in office.notices()] == ["FOI today: 1 in Junk"]

    office.dovecot.move(1, "INBOX", folder="Junk")
    office.later(minutes=1)

    assert office.rows("SELECT state, opened FROM messages") == [("case", 1)]
    assert one_case_one_acknowledgement(office)
    assert office.folders() == {"FOI/Logged": 1, "Sent": 3}


def test_one_mail_in_the_inbox_and_in_junk_is_answered_once(office: Office) -> None:
    office.dovecot.deliver(make_mail(), folder="Junk", at=NOW)
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.later(minutes=1)
    assert one_case_one_acknowledgement(office)


def test_the_same_number_on_another_letter_is_another_message(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(
        make_mail(text=ASKED.replace("potholes", "bridges"), writer="Bo Marsh <bo@sender.example>"), at=NOW
    )
    office.once()
    assert office.acknowledged() == ["ada.field@reader.example", "bo@sender.example"]


def test_a_server_that_cannot_move_keeps_its_mail_in_place(
    start_dovecot: Callable[..., Dovecot], open_office: Callable[[Dovecot], Office]
) -> None:
    office = open_office(start_dovecot(capability=WITHOUT_MOVE))
    office.dovecot.deliver(make_mail(), flags=r"\Flagged", at=NOW)
    office.once()
    before = office.traces()
    office.later(minutes=1)

    assert one_case_one_acknowledgement(office)
    assert office.dovecot.flags() == {1: {r"\Flagged"}}
    assert office.rows("SELECT filed, filed_to FROM deliveries") == [("left", "FOI/Logged")]
    assert office.traces() == before


def test_a_folder_that_cannot_be_made_stops_nothing_and_filing_is_made_up_for(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = office.dovecot.maildir("FOI")
    office.dovecot.deliver(make_mail(), at=NOW)
    in_the_way.write_text("a file of this name")

    office.once()
    assert one_case_one_acknowledgement(office)
    assert list(office.dovecot.flags()) == [1]
    assert "not moved, tried again later folder='FOI/Logged' count=1" in caplog.text

    in_the_way.unlink()
    office.later(minutes=1)
    assert one_case_one_acknowledgement(office)
    assert office.folders() == {"FOI/Logged": 1, "Sent": 2}


def test_folders_are_named_as_the_server_names_them(
    start_dovecot: Callable[..., Dovecot], open_office: Callable[[Dovecot], Office]
) -> None:
    office = open_office(start_dovecot(separator=".", prefix="INBOX.", junk="Spam"))
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(make_request(1), folder="INBOX.Spam", at=NOW)
    office.once()
    office.later(minutes=1)

    assert one_case_one_acknowledgement(office)
    assert office.folders() == {"INBOX.FOI.Logged": 1, "INBOX.Spam": 1, "INBOX.Sent": 2}


def test_one_message_the_server_cannot_read_does_not_stop_the_others(office: Office) -> None:
    office.dovecot.deliver_all([make_request(number) for number in range(3)], at=NOW)
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver_all([make_request(number) for number in range(3, 6)], at=NOW)
    [broken] = [path for path in office.dovecot.maildir().glob("[cn]*/*") if b"potholes.1@" in path.read_bytes()]
    broken.chmod(0)

    for minute in range(5):
        office.at(NOW + timedelta(minutes=minute), one_pass)

    assert office.one("SELECT count(*) FROM cases") == 6
    assert len(office.acknowledgements()) == 6
    assert office.rows("SELECT state, kind FROM messages WHERE reference IS NULL") == [("set_aside", "unclear")]
    assert office.once().faults == {}
    assert list(office.dovecot.flags()) == [4]


def test_a_message_the_server_lists_and_never_gives_is_shown_to_a_person(office: Office) -> None:
    listed = '* 1 FETCH (UID 1 RFC822.SIZE 700 INTERNALDATE "03-Mar-2026 09:00:00 +0000")\r\n{tag} OK done\r\n'
    answers = {"UID FETCH 1 (RFC822.SIZE": listed, "UID FETCH 1 (BODY": "{tag} OK done\r\n", "APPEND": "{tag} NO\r\n"}
    with ScriptedImap(answers) as scripted:
        office.imap_port = scripted.port
        office.configure()
        for minute in range(4):
            office.at(NOW + timedelta(minutes=minute), one_pass)

    assert office.rows("SELECT status, attempts FROM deliveries") == [("done", 3)]
    [shown] = office.data("triage")
    assert (shown["state"], shown["folder"], shown["received_at"]) == (
        "set_aside",
        "INBOX",
        "2026-03-03T09:00:00+00:00",
    )
