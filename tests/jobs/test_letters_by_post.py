"""An applicant without e-mail: letters are drafted and approved, never given to a server, and posted by a person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_bounce, make_mail
from registers import NOW, arrive, at, command, faults, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.dispatch import send_letters
from foibot.mail.marks import FORM_MARK

TUESDAY = date(2026, 3, 3)
ADDRESS = "Flat 2, 3 Mill Lane\nExampleton\nEX1 9ZZ"
ON_THE_ENVELOPE = f"Ada Field\n{ADDRESS}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def case(desk: Desk) -> str:
    """A request that came by letter, its acknowledgement posted."""
    reference = new_case(desk, address=ADDRESS)
    command(desk, "posted", "1", on=TUESDAY)
    return reference


def draft_answer(desk: Desk, reference: str, **said: Any) -> str:
    command(desk, "respond", reference, outcome="not-held", **said)
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    return str(draft)


def stands(desk: Desk) -> tuple[Any, ...]:
    [row] = rows(desk, "SELECT status, outcome, responded_on, due_on FROM case_state")
    return row


def outboxed(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT letter, recipient, way, status FROM outbox ORDER BY id")


def test_the_acknowledgement_of_a_request_by_letter_is_a_letter_to_post_and_no_server_is_given_it(desk: Desk) -> None:
    told = command(
        desk, "new", name="Ada Field", received=NOW, by="letter", address=ADDRESS, text="How many potholes?"
    ).told
    assert "The acknowledgement goes by post" in told
    line = Swallowing()
    assert send_letters(at(desk, NOW + timedelta(days=1)), line).summary() == {}
    assert line.taken == []
    assert outboxed(desk) == [("acknowledgement", ON_THE_ENVELOPE, "post", "queued")]

    [(text,)] = rows(desk, "SELECT text FROM drafts")
    assert f"\n\n{ON_THE_ENVELOPE}\n\nDear Ada Field,\n" in text
    assert "write to us\nand give the reference FOI-2026-0001" in text
    assert "reply to this e-mail" not in text

    command(at(desk, NOW + timedelta(days=1)), "posted", "1", on=date(2026, 3, 4))
    assert rows(desk, "SELECT status, sent_at FROM outbox") == [("sent", "2026-03-04T12:00:00+00:00")]
    assert faults(desk) == []


def test_where_each_acknowledgement_is_approved_one_by_post_is_too(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, acknowledge='mode = "draft"')
    new_case(desk, address=ADDRESS)
    assert rows(desk, "SELECT status FROM drafts") == [("waiting",)]
    with pytest.raises(NotPermitted, match="was not approved"):
        command(desk, "posted", "1", on=TUESDAY)
    command(desk, "approve", "1")
    command(desk, "posted", "1", on=TUESDAY)
    assert outboxed(desk) == [("acknowledgement", ON_THE_ENVELOPE, "post", "sent")]


def test_an_answer_by_post_takes_two_people_and_the_clock_stops_on_the_day_it_was_posted(desk: Desk, case: str) -> None:
    friday = at(desk, datetime(2026, 3, 6, 9, tzinfo=UTC))
    draft = draft_answer(friday, case)
    with pytest.raises(NotPermitted, match="needs the approval of an approver or a manager"):
        command(friday, "approve", draft, "jane")
    with pytest.raises(NotPermitted, match="was not approved: its draft is waiting"):
        command(friday, "posted", draft, on=date(2026, 3, 6))
    told = command(friday, "approve", draft, "pat").told
    assert f"goes by post. Print it with 'foibot draft {draft} --pdf FILE'" in told

    tuesday = at(desk, datetime(2026, 3, 10, 9, tzinfo=UTC))
    assert send_letters(tuesday, Swallowing()).summary() == {}
    assert not tuesday.has_letters()
    assert stands(desk) == ("open", None, None, "2026-04-01")
    with pytest.raises(NotPermitted, match="Wed 11 Mar 2026 is still to come"):
        command(tuesday, "posted", draft, on=date(2026, 3, 11))
    with pytest.raises(NotPermitted, match="approved on Fri 6 Mar 2026 only"):
        command(tuesday, "posted", draft, on=date(2026, 3, 5))

    told = command(tuesday, "posted", draft, on=date(2026, 3, 9)).told
    assert told == "The letter 'not_held' of FOI-2026-0001 was posted on Mon 9 Mar 2026."
    assert stands(desk) == ("responded", "not_held", "2026-03-09", None)
    with pytest.raises(NotPermitted, match="is noted as posted already"):
        command(tuesday, "posted", draft, on=date(2026, 3, 9))
    assert faults(desk) == []


def test_an_approved_letter_is_not_posted_any_more_once_it_is_stopped_and_can_be_approved_again(
    desk: Desk, case: str
) -> None:
    draft = draft_answer(desk, case)
    command(desk, "approve", draft, "pat")
    command(desk, "stop", draft, "pat")
    with pytest.raises(NotPermitted, match="was not approved: its draft is waiting"):
        command(desk, "posted", draft, on=TUESDAY)
    thursday = at(desk, NOW + timedelta(days=2))
    command(thursday, "approve", draft, "mia")
    with pytest.raises(NotPermitted, match="approved on Thu 5 Mar 2026 only"):
        command(thursday, "posted", draft, on=TUESDAY)
    command(thursday, "posted", draft, on=date(2026, 3, 5))
    assert stands(desk)[2] == "2026-03-05"
    assert faults(desk) == []


def test_a_letter_by_mail_is_never_noted_as_posted(desk: Desk) -> None:
    reference = arrive(desk, make_mail()).opened
    draft = draft_answer(desk, reference)
    command(desk, "approve", draft, "pat")
    with pytest.raises(NotPermitted, match="goes by e-mail"):
        command(desk, "posted", draft, on=TUESDAY)


def test_the_form_of_a_letter_by_post_is_addressed_to_ourselves_and_bears_the_postal_address(
    desk: Desk, case: str
) -> None:
    draft = draft_answer(desk, case)
    [(raw,)] = rows(desk, "SELECT raw FROM drafts WHERE id = ?", draft)
    assert b'\r\nTo: "Ada Field, by post" <foi@council.example>\r\n' in raw
    assert b"Flat 2, 3 Mill Lane\r\nExampleton" in raw
    assert FORM_MARK.encode() not in raw


def test_a_corrected_address_is_on_what_waits_from_the_case_alone_and_stops_what_an_officer_worded(
    desk: Desk,
) -> None:
    reference = new_case(desk, address=ADDRESS)
    draft = draft_answer(desk, reference)
    command(desk, "applicant", reference, address="9 Hill Road, Exampleton", why="She wrote so")
    assert rows(desk, "SELECT recipient FROM drafts WHERE letter = 'acknowledgement' AND status = 'waiting'") == [
        ("Ada Field\n9 Hill Road\nExampleton",)
    ]
    with pytest.raises(NotPermitted, match="postal address was corrected after this letter was drafted"):
        command(desk, "approve", draft, "pat")
    assert faults(desk) == []


def test_an_edited_letter_keeps_its_way_its_files_and_the_address_that_must_stand_in_it(desk: Desk, case: str) -> None:
    command(desk, "respond", case, outcome="disclosed", text="Here.", attach=(Attachment("a.csv", "text/csv", b"1"),))
    [(text,)] = rows(desk, "SELECT text FROM drafts WHERE id = 2")
    command(desk, "edit", "2", "mia", text=text.replace("3 Mill Lane", "3 Mill Street"))
    with pytest.raises(NotPermitted, match="the postal address is not in it"):
        command(desk, "approve", "3", "pat")
    command(desk, "edit", "3", "mia", text=text.replace("Here.", "Here it is."))
    command(desk, "approve", "4", "pat")
    [(way, recipient, raw)] = rows(desk, "SELECT way, recipient, raw FROM outbox WHERE letter = 'disclosed'")
    assert (way, recipient) == ("post", ON_THE_ENVELOPE)
    assert b'filename="a.csv"' in raw


def test_the_digest_names_what_is_to_be_printed_and_posted_until_it_was(desk: Desk, case: str) -> None:
    draft = draft_answer(desk, case)
    command(desk, "approve", draft, "pat")
    wednesday = at(desk, NOW + timedelta(days=1))
    assert write_digest(wednesday) == 1
    [(subject, raw)] = rows(desk, "SELECT subject, raw FROM outbox WHERE letter = 'digest'")
    assert "1 to post" in subject
    assert b"Letters to print and to post: 1" in raw
    assert b"Ada Field, Flat 2, 3 Mill Lane" in raw


def test_after_the_acknowledgement_came_back_drafting_warns_and_offers_the_post(desk: Desk) -> None:
    reference = arrive(desk, make_mail()).opened
    send_letters(desk, Swallowing())
    [(raw, recipient)] = rows(desk, "SELECT raw, recipient FROM outbox WHERE letter = 'acknowledgement'")
    arrive(desk, make_bounce(raw, recipient))
    told = command(desk, "reply", reference, text="We are searching.").told
    assert "'acknowledgement' came back as undeliverable" in told
    assert "No postal address is known" in told

    with pytest.raises(NotPermitted, match="No postal address of the applicant"):
        command(desk, "reply", reference, text="We are searching.", post=True)
    command(desk, "applicant", reference, address=ADDRESS, why="In the electoral roll")
    assert "add --post" in command(desk, "reply", reference, text="We are searching.").told
    assert "It goes by post" in command(desk, "reply", reference, text="We are searching.", post=True).told
    [(way, to)] = rows(desk, "SELECT way, recipient FROM drafts ORDER BY id DESC LIMIT 1")
    assert (way, to) == ("post", ON_THE_ENVELOPE)
    assert faults(desk) == []
