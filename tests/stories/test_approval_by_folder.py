"""A letter approved in the mailbox: the form appears, a person moves it, and exactly the stored letter leaves."""

from datetime import timedelta
from email.policy import SMTP
from typing import Any

import pytest
from builders import make_mail
from office import NOW, Office, read, until

from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters

APPLICANT = "ada.field@reader.example"
WAITING, OURS, PATS, REJECTED = "FOI/To approve", "FOI/Approved", "FOI/Approved/pat", "FOI/Rejected"


@pytest.fixture
def answered(office: Office) -> Office:
    """An office in which jane has drafted the answer to Ada's request, and the form waits."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    draft_an_answer(office)
    office.later(minutes=1)
    return office


def draft_an_answer(office: Office, outcome: str = "not-held", *more: str) -> None:
    office.tell("respond", "FOI-2026-0001", outcome, *more, "--as", "jane", "--now", NOW.isoformat())


def form(office: Office, folder: str = WAITING) -> int:
    [uid] = office.dovecot.flags(folder)
    return uid


def sign(office: Office, folder: str = PATS, *, of: str = WAITING) -> None:
    office.dovecot.move(form(office, of), folder, folder=of)


def answers(office: Office) -> list[bytes]:
    return [one.raw for one in office.smtp.letters if APPLICANT in one.recipients][1:]


def told(office: Office) -> list[str]:
    """The subjects of the notices about drafts, in the order in which they were written."""
    return [
        subject for (subject,) in office.rows("SELECT subject FROM outbox WHERE letter = 'draft_notice' ORDER BY id")
    ]


def send(desk: Desk) -> dict[str, object]:
    transport = desk.app.transport()
    try:
        return send_letters(desk, transport).summary()
    finally:
        transport.close()


def stands(office: Office) -> tuple[Any, ...]:
    [row] = office.rows("SELECT status, outcome, responded_on FROM case_state")
    return row


def test_a_form_moved_to_the_approvers_folder_sends_the_stored_letter_byte_for_byte_after_it_cooled_off(
    answered: Office,
) -> None:
    assert told(answered) == ["To approve, due Wed 1 Apr 2026: Answer: not held [FOI-2026-0001]"]
    stored = answered.one("SELECT raw FROM drafts")

    sign(answered)
    answered.later(minutes=2)
    assert answers(answered) == []
    answered.later(minutes=10)
    assert answers(answered) == []
    answered.later(minutes=18)

    assert answers(answered) == [stored]
    assert stands(answered) == ("responded", "not_held", "2026-03-03")
    assert b"X-Foibot-Draft" not in stored
    assert answered.one("SELECT actor FROM events WHERE type = 'DraftApproved'") == f"pat (folder {PATS})"
    answered.later(minutes=40)
    assert len(answers(answered)) == 1
    assert answered.tell("audit")


def test_the_form_reads_as_the_letter_will_and_bears_a_mark_of_its_own(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    stored = answered.one("SELECT raw FROM drafts")
    assert lying.partition(b"\r\n\r\n")[2] == stored.partition(b"\r\n\r\n")[2]
    assert lying.count(b"Message-ID:") == 1
    assert answered.one("SELECT message_id FROM drafts").encode() not in lying


def test_a_form_moved_back_while_it_cools_off_stops_the_letter(answered: Office) -> None:
    sign(answered)
    answered.later(minutes=2)
    sign(answered, WAITING, of=PATS)
    answered.later(minutes=5)
    answered.later(hours=2)
    assert answers(answered) == []
    assert stands(answered)[0] == "open"
    assert answered.one("SELECT status FROM drafts") == "waiting"

    sign(answered)
    answered.later(hours=3)
    answered.later(hours=4)
    assert len(answers(answered)) == 1
    assert answered.tell("audit")


def test_a_form_moved_to_the_rejected_never_leaves_and_the_officer_is_told(answered: Office) -> None:
    sign(answered, REJECTED)
    answered.later(minutes=2)
    answered.later(hours=2)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts") == "rejected"
    assert told(answered)[1:] == ["Answer: not held: please read [FOI-2026-0001]"]


def test_move_plus_copy_one_left_waiting_beside_one_moved_to_approved_is_no_approval(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    answered.dovecot.deliver(lying, folder=PATS)
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts") == "waiting"


def test_who_drafted_it_cannot_sign_it_and_is_told_so(answered: Office) -> None:
    sign(answered, f"{OURS}/jane")
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert form(answered) > 0
    [said] = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice' ORDER BY id DESC LIMIT 1")
    assert b"somebody else approves it" in b" ".join(bytes(said[0]).split())


def test_edited_draft_one_changed_word_voids_the_approval_and_becomes_a_revision_to_approve(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    edited = lying.replace(b"We have checked", b"We have looked")
    assert edited != lying
    answered.dovecot.deliver(edited, folder=PATS)
    with answered.dovecot.client() as client:
        client.select(f'"{WAITING}"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    answered.later(minutes=2)
    answered.later(hours=1)

    assert answers(answered) == []
    assert answered.rows("SELECT revision, status FROM drafts ORDER BY id") == [(1, "superseded"), (2, "waiting")]
    assert b"We have looked" in answered.one("SELECT raw FROM drafts WHERE revision = 2")
    assert b"We have looked" in answered.dovecot.messages(WAITING)[0]


def test_recipients_are_never_changed_by_an_edit(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    answered.dovecot.deliver(lying.replace(b"ada.field@reader", b"eve@elsewhere"), folder=PATS)
    with answered.dovecot.client() as client:
        client.select(f'"{WAITING}"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert answered.rows("SELECT revision, status, recipient FROM drafts") == [(1, "waiting", APPLICANT)]
    assert answered.dovecot.messages(WAITING) == [lying], "the form is as it was"
    rows = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice' AND recipient LIKE 'pat%' ORDER BY id")
    [_, (raw,)] = rows
    words = " ".join(read(raw).get_content().split())
    assert "pat changed the recipients in the mailbox, and that is never taken" in words
    assert f"still goes to {APPLICANT}" in words

    sign(answered)
    answered.later(minutes=62)
    answered.later(minutes=90)
    [left] = answers(answered)
    assert read(left)["To"].addresses[0].addr_spec == APPLICANT
    assert answered.one("SELECT actor FROM events WHERE type = 'DraftApproved'") == f"pat (folder {PATS})"


ADDED = (
    ("seal.png", b"\x89PNG a small picture", "image", "png"),
    ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(60), "application", "ms-tnef"),
)


@pytest.mark.parametrize("added", ADDED, ids=[name for name, *_ in ADDED])
def test_what_an_approver_adds_to_a_form_is_not_dropped_in_silence(
    answered: Office, added: tuple[str, bytes, str, str]
) -> None:
    name, data, *kind = added
    [lying] = answered.dovecot.messages(WAITING)
    form = read(lying)
    form.add_attachment(data, *kind, disposition="inline", filename=name, cid="<1@here>")
    answered.dovecot.deliver(form.as_bytes(policy=SMTP), folder=PATS)
    with answered.dovecot.client() as client:
        client.select(f'"{WAITING}"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert answered.rows("SELECT revision, status FROM drafts") == [(1, "waiting")]
    rows = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice' AND recipient LIKE 'pat%' ORDER BY id")
    words = " ".join(read(rows[-1][0]).get_content().split())
    assert "it was not approved: pat changed the attachments in the mailbox, and that is never taken" in words


def test_a_message_with_a_forged_mark_in_an_approved_folder_sends_nothing(answered: Office) -> None:
    mark = "X-Foibot-Draft: 1.1." + "0" * 32
    answered.dovecot.deliver(make_mail(headers={"X-Foibot-Draft": mark.split()[1]}), folder=PATS)
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts") == "waiting"


def test_an_approval_by_command_moves_the_form_and_is_not_taken_back_by_that(answered: Office) -> None:
    answered.tell("approve", "1", "--as", "pat", "--now", (NOW + timedelta(minutes=2)).isoformat())
    answered.later(minutes=3)
    assert answered.dovecot.flags(WAITING) == {}
    answered.later(minutes=30)
    assert len(answers(answered)) == 1


def test_from_nobodys_folder_a_refusal_is_not_approved(answered: Office) -> None:
    answered.configure(approval='folders_prove = "nobody"\nnamed_for = ["not_held"]')
    sign(answered)
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert form(answered) > 0
    assert told(answered)[1:] == ["Answer: not held: please read [FOI-2026-0001]"]


def test_uidvalidity_change_a_draft_is_found_again_after_the_folders_were_numbered_anew(answered: Office) -> None:
    sign(answered)
    answered.dovecot.renumber(PATS)
    answered.later(minutes=2)
    answered.later(minutes=20)
    assert len(answers(answered)) == 1


def test_a_form_moved_back_just_before_it_leaves_stops_it_even_if_nobody_has_looked_since(answered: Office) -> None:
    sign(answered)
    answered.later(minutes=2)
    sign(answered, WAITING, of=PATS)
    assert answered.at(NOW + timedelta(minutes=30), send) == {}
    answered.later(minutes=31)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts") == "waiting"


def test_an_approved_letter_whose_form_is_gone_does_not_leave_and_waits_again(answered: Office) -> None:
    sign(answered)
    answered.later(minutes=2)
    with answered.dovecot.client() as client:
        client.select(f'"{PATS}"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    answered.later(minutes=30)
    answered.later(minutes=31)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts") == "waiting"
    assert form(answered) > 0


def edit_and_sign(office: Office, before: bytes, after: bytes, folder: str = PATS) -> None:
    """Put an edited form into an approver's folder, as a mail program does that saves and moves."""
    [lying] = office.dovecot.messages(WAITING)
    edited = lying.replace(before, after)
    assert edited != lying
    office.dovecot.deliver(edited, folder=folder)
    with office.dovecot.client() as client:
        client.select(f'"{WAITING}"')
        client.store("1:*", "+FLAGS", "\\Deleted")
        client.expunge()


def test_the_notice_of_an_edit_says_exactly_what_was_changed(answered: Office) -> None:
    edit_and_sign(answered, b"We have checked", b"We have looked")
    answered.later(minutes=2)
    rows = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice'")
    [told, _] = [" ".join(text.split()) for (raw,) in rows if "What was changed" in (text := read(raw).get_content())]
    assert "it was not approved, because the words were changed in the mailbox by pat" in told
    assert "[-checked,-] {+looked,+}" in told
    assert told.startswith("Draft 2, "), "draft 1 is superseded"
    assert "See it: foibot draft 2" in told


def test_an_approvers_own_edit_stands_where_the_authority_says_so_and_cools_off_in_their_folder(
    answered: Office,
) -> None:
    answered.configure(approval='edits = "accept"\ntwo_people = false')
    edit_and_sign(answered, b"We have checked", b"We have looked")
    answered.later(minutes=2)
    assert answered.rows("SELECT revision, status FROM drafts ORDER BY id") == [(1, "superseded"), (2, "approved")]
    rows = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice'")
    told = [" ".join(text.split()) for (raw,) in rows if "Approved: " in (text := read(raw).get_content())]
    assert told
    assert not any("waits for approval" in text for text in told)
    assert all("Until then 'foibot stop 2' holds it back" in text for text in told)
    answered.later(minutes=3)
    assert len(answered.dovecot.flags(PATS)) == 1, "the form of what leaves lies where it was signed"
    answered.later(minutes=30)
    [left] = answers(answered)
    assert b"We have looked" in left
    assert answered.one("SELECT raw FROM drafts WHERE revision = 2") == left
    assert answered.one("SELECT actor FROM events WHERE type = 'DraftApproved'") == f"pat (folder {PATS})"


def test_such_an_edit_is_stopped_by_moving_its_form_back(answered: Office) -> None:
    answered.configure(approval='edits = "accept"\ntwo_people = false')
    edit_and_sign(answered, b"We have checked", b"We have looked")
    answered.later(minutes=2)
    answered.later(minutes=3)
    sign(answered, WAITING, of=PATS)
    answered.later(minutes=30)
    answered.later(hours=2)
    assert answers(answered) == []


def test_an_own_edit_that_the_letter_check_faults_waits_and_says_what_is_missing(answered: Office) -> None:
    answered.configure(approval='edits = "accept"\ntwo_people = false')
    edit_and_sign(answered, b"Information Commissioner", b"people next door")
    answered.later(minutes=2)
    assert answered.rows("SELECT revision, status FROM drafts ORDER BY id") == [(1, "superseded"), (2, "waiting")]
    rows = answered.rows("SELECT raw FROM outbox WHERE letter = 'draft_notice'")
    assert any("The letter is not ready" in " ".join(read(raw).get_content().split()) for (raw,) in rows)


@pytest.mark.parametrize(
    ("approval", "before", "after"),
    [
        ('edits = "accept"', b"We have checked", b"We have looked"),
        ('edits = "accept"\ntwo_people = false\nfolders_prove = "nobody"', b"We have checked", b"We have looked"),
        ('edits = "accept"\ntwo_people = false', b"Subject: ", b"Subject: Changed "),
        ('edits = "accept"\ntwo_people = false', b"ada.field@reader", b"eve@elsewhere"),
    ],
    ids=["two people", "nobody's folder", "subject", "recipient"],
)
def test_no_other_edit_stands_by_itself(answered: Office, approval: str, before: bytes, after: bytes) -> None:
    answered.configure(approval=approval)
    edit_and_sign(answered, before, after)
    answered.later(minutes=2)
    answered.later(hours=1)
    assert answers(answered) == []
    assert answered.one("SELECT status FROM drafts ORDER BY id DESC LIMIT 1") == "waiting"
    assert {recipient for (recipient,) in answered.rows("SELECT recipient FROM drafts")} == {APPLICANT}


def test_an_approval_by_command_files_the_form_with_whoever_gave_it(answered: Office) -> None:
    answered.tell("approve", "1", "--as", "pat", "--now", (NOW + timedelta(minutes=2)).isoformat())
    answered.later(minutes=3)
    assert len(answered.dovecot.flags(PATS)) == 1
    answered.later(minutes=30)
    assert len(answers(answered)) == 1


def test_kill_between_smtp_and_commit_leaves_one_letter_that_is_not_sent_again(answered: Office) -> None:
    sign(answered)
    answered.later(minutes=2)
    answered.smtp.behaviour.delay = 30
    at_work = answered.start("run")
    until(lambda: answers(answered), 30, "the letter was taken by the other server")
    at_work.process.kill()
    at_work.process.wait(10)
    answered.smtp.behaviour.delay = 0
    assert stands(answered)[0] == "open"
    for days in (400, 401, 402):
        answered.later(days=days)
    assert len(answers(answered)) == 1
    assert answered.letters("not_held")[0][1] == "unknown"
    assert answered.one("SELECT status FROM drafts WHERE letter = 'not_held'") == "approved"


def test_check_says_what_the_team_trusts_and_faults_a_folder_that_others_can_write_to(answered: Office) -> None:
    said = " ".join(answered.do("check", "--connect").out.split())
    assert "what is moved to FOI/Approved/jane counts as approved by jane: you trust that nobody else" in said
    assert f"nobody but foi may put messages into {PATS}" in said
    with answered.dovecot.client() as client:
        client.setacl(f'"{PATS}"', "bob", "lrswi")
        client.setacl(f'"{PATS}"', "pat", "lrswi")
    ended = answered.do("check", "--connect")
    assert ended.status == 1
    assert f"bob may put messages into {PATS} too, and so approve in the name of pat" in " ".join(ended.out.split())
    answered.configure(approval='folders_prove = "nobody"')
    assert "folders prove nobody" in " ".join(answered.do("check", "--connect").out.split())
