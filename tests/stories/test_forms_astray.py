"""Forms that are missing, forged, stale or in two folders: the cautious reading wins, and somebody is told, once."""

from datetime import timedelta

import pytest
from builders import make_mail
from office import NOW, Office, read

APPLICANT = "ada.field@reader.example"
WAITING, OURS, PATS, REJECTED = "FOI/To approve", "FOI/Approved", "FOI/Approved/pat", "FOI/Rejected"


@pytest.fixture
def answered(office: Office) -> Office:
    """An office in which jane has drafted the answer to Ada's request, and the form waits."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    command(office, 0, "respond", "FOI-2026-0001", "not-held", "--as", "jane")
    office.later(minutes=1)
    return office


def command(office: Office, minutes: int, *words: str) -> str:
    return office.tell(*words, "--now", (NOW + timedelta(minutes=minutes)).isoformat())


def move(office: Office, of: str, to: str) -> None:
    for uid in office.dovecot.flags(of):
        office.dovecot.move(uid, to, folder=of)


def delete(office: Office, folder: str) -> None:
    with office.dovecot.client() as client:
        client.select(f'"{folder}"')
        client.store("1:*", "+FLAGS", "\\Deleted")
        client.expunge()


def said(office: Office, letter: str) -> list[tuple[str, str]]:
    """To whom and what a notice of that kind said, white space folded, in the order in which they were written."""
    found = []
    for recipient, raw in office.rows("SELECT recipient, raw FROM outbox WHERE letter = ? ORDER BY id", letter):
        message = read(raw)
        found.append((recipient.partition(".")[0], f"{message['Subject']} {' '.join(message.get_content().split())}"))
    return found


def answers(office: Office) -> int:
    return sum(APPLICANT in one.recipients for one in office.smtp.letters) - 1


def test_a_mark_that_a_mail_program_dropped_approves_nothing_and_both_are_told_once_what_to_do(
    answered: Office,
) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    lines = lying.split(b"\r\n")
    unmarked = b"\r\n".join(line for line in lines if not line.startswith((b"X-Foibot", b"Message-ID")))
    delete(answered, WAITING)
    answered.dovecot.deliver(unmarked, folder=PATS)
    answered.later(minutes=2)
    answered.later(minutes=3)
    answered.later(hours=2)

    assert answers(answered) == 0
    told = said(answered, "mailbox_notice")
    assert sorted(who for who, _ in told) == ["jane", "pat"]
    assert all("bears no mark of foibot's. It approves nothing" in words and PATS in words for _, words in told)
    assert len(answered.dovecot.flags(WAITING)) == 1, "the form that was lost waits again"
    assert "its form was gone from the mailbox" in said(answered, "draft_notice")[-1][1]


def test_a_forged_mark_is_told_of_once_whatever_the_server_numbers_anew(answered: Office) -> None:
    forged = make_mail(headers={"X-Foibot-Draft": "1.1." + "0" * 32}, subject="Approve me")
    answered.dovecot.deliver(forged, folder=PATS)
    answered.later(minutes=2)
    answered.dovecot.renumber(PATS)
    answered.later(minutes=3)
    told = said(answered, "mailbox_notice")
    assert [who for who, _ in told] == ["pat", "jane"]
    assert all(
        "a mark of foibot's that this register did not make" in words and "Approve me" in words for _, words in told
    )
    assert answers(answered) == 0


def test_the_form_of_an_earlier_revision_is_put_away_and_moved_later_names_the_one_that_counts(
    answered: Office,
) -> None:
    [stale] = answered.dovecot.messages(WAITING)
    text = answered.one("SELECT text FROM drafts").replace("We have checked", "We have looked")
    command(answered, 2, "edit", "1", "--text", text, "--as", "jane")
    answered.later(minutes=3)
    assert [b"We have looked" in one for one in answered.dovecot.messages(WAITING)] == [True]
    assert answered.dovecot.messages(REJECTED) == [stale]

    move(answered, REJECTED, PATS)
    answered.later(minutes=4)
    answered.later(hours=2)
    assert answers(answered) == 0
    told = said(answered, "mailbox_notice")
    assert [who for who, _ in told] == ["pat", "jane"]
    assert all("its latest revision is draft 2. Nothing was approved." in words for _, words in told)


def test_a_copy_of_an_earlier_revision_is_told_of_where_a_person_put_it_and_not_where_foibot_did(
    answered: Office,
) -> None:
    [stale] = answered.dovecot.messages(WAITING)
    text = answered.one("SELECT text FROM drafts").replace("We have checked", "We have looked")
    command(answered, 2, "edit", "1", "--text", text, "--as", "jane")
    answered.later(minutes=3)
    answered.dovecot.deliver(stale, folder=PATS)
    for minutes in (4, 5, 6):
        answered.later(minutes=minutes)
    told = said(answered, "mailbox_notice")
    assert [who for who, _ in told] == ["pat", "jane"]
    assert all("revision 1, was moved to FOI/Approved/pat" in words for _, words in told)
    assert (len(answered.dovecot.flags(PATS)), len(answered.dovecot.flags(REJECTED))) == (0, 2)


def test_a_stale_form_that_was_moved_before_foibot_looked_is_told_of_too(answered: Office) -> None:
    text = answered.one("SELECT text FROM drafts").replace("We have checked", "We have looked")
    command(answered, 2, "edit", "1", "--text", text, "--as", "jane")
    move(answered, WAITING, PATS)
    answered.later(minutes=3)
    answered.later(hours=2)
    assert answers(answered) == 0
    [(who, words), _] = said(answered, "mailbox_notice")
    assert who == "pat"
    assert "revision 1, was moved to FOI/Approved/pat" in words


def test_a_copy_in_two_folders_is_told_of_once_with_the_reading_that_counts(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    answered.dovecot.deliver(lying, folder=PATS)
    for minutes in (2, 3, 4):
        answered.later(minutes=minutes)
    [_, *told] = said(answered, "draft_notice")
    assert sorted(who for who, _ in told) == ["jane", "pat"]
    assert all("The cautious reading counts: it waits, and nothing leaves." in words for _, words in told)


def test_two_approvers_at_once_approve_nothing_until_one_form_is_left(answered: Office) -> None:
    [lying] = answered.dovecot.messages(WAITING)
    delete(answered, WAITING)
    answered.dovecot.deliver(lying, folder=PATS)
    answered.dovecot.make_folder(f"{OURS}/rex")
    answered.dovecot.deliver(lying, folder=f"{OURS}/rex")
    answered.later(minutes=2)
    answered.later(hours=2)
    assert answers(answered) == 0
    assert any("Nobody can say whose approval counts" in words for _, words in said(answered, "draft_notice"))

    delete(answered, f"{OURS}/rex")
    answered.later(hours=3)
    answered.later(hours=4)
    assert answers(answered) == 1


def test_a_form_moved_after_its_letter_left_changes_nothing_and_says_what_would(answered: Office) -> None:
    move(answered, WAITING, PATS)
    answered.later(minutes=2)
    answered.later(minutes=30)
    assert answers(answered) == 1
    answered.later(minutes=31)
    move(answered, PATS, REJECTED)
    answered.later(minutes=32)
    answered.later(minutes=33)
    [(_, words)] = said(answered, "mailbox_notice")
    assert "The letter had left by then" in words
    assert "--supplement" in words


def test_rejected_by_command_goes_back_to_the_officer_with_the_reason_and_the_form_is_put_away(
    answered: Office,
) -> None:
    command(answered, 2, "reject", "1", "--why", "The police do hold some of it.", "--as", "pat")
    answered.later(minutes=3)
    answered.later(minutes=4)
    assert answered.dovecot.flags(WAITING) == {}
    assert len(answered.dovecot.flags(REJECTED)) == 1
    [_, (who, words)] = said(answered, "draft_notice")
    assert who == "jane"
    assert "The reason: The police do hold some of it." in words


def test_rejected_by_a_move_asks_for_the_reason_that_a_folder_cannot_give(answered: Office) -> None:
    move(answered, WAITING, REJECTED)
    answered.later(minutes=2)
    answered.later(minutes=3)
    [_, (who, words)] = said(answered, "draft_notice")
    assert who == "jane"
    assert "A folder gives no reason and no name" in words
    assert "foibot note FOI-2026-0001 TEXT" in words


def test_an_own_letter_put_there_by_hand_is_not_sent_and_its_writer_learns_how(answered: Office) -> None:
    own = make_mail(writer="Jane Quill <jane.quill@council.example>", subject="My letter", message_id="<own@x.example>")
    answered.dovecot.deliver(own, folder=WAITING)
    answered.later(minutes=2)
    assert len(answered.dovecot.flags(WAITING)) == 2
    [(_, words)] = said(answered, "mailbox_notice")
    assert "My letter" in words
    assert "foibot reply REFERENCE" in words
