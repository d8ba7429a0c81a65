"""An applicant writes again from a telephone: a letter of its own, without reference, subject or anything quoted."""

from datetime import timedelta
from email import message_from_bytes, policy

from builders import make_mail
from office import NOW, Office

ADA = "ada.field@reader.example"
LATER = NOW + timedelta(days=2)


def write_again(office: Office, text: str) -> None:
    raw = make_mail(subject="Hi", text=text, message_id="<telephone.1@reader.example>")
    office.dovecot.deliver(raw, at=LATER)
    office.once(LATER)


def notice_about(office: Office, words: str) -> str:
    """Return the one notice to officers whose request begins with those words."""
    bodies = [
        message_from_bytes(letter.raw, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
        for letter in office.smtp.letters
        if letter.recipients != (ADA,)
    ]
    [found] = [body for body in bodies if f"> {words}" in body]
    return str(found)


def test_where_is_my_answer_is_no_new_request_and_the_notice_says_how_to_put_it_where_it_belongs(
    office: Office,
) -> None:
    office.configure()
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    write_again(office, "Hi, when will I get the figures I asked for? Sent from my iPhone")

    assert [letter.recipients for letter in office.smtp.letters].count((ADA,)) == 1
    said = notice_about(office, "Hi, when will I get")
    assert "Please look: this may be no request. The clock runs all the same." in said
    command = "foibot classify 2 correspondence --case FOI-2026-0001"
    assert command in said

    office.tell(*command.split()[1:], "--as", "jane")
    assert office.rows("SELECT reference, status FROM case_state ORDER BY reference") == [
        ("FOI-2026-0001", "open"),
        ("FOI-2026-0002", "closed"),
    ]
    assert office.rows("SELECT reference, kind FROM messages WHERE id = 2") == [("FOI-2026-0001", "correspondence")]
    office.later(days=3)
    assert [letter.recipients for letter in office.smtp.letters].count((ADA,)) == 1


def test_somebody_who_asks_something_else_meanwhile_has_a_second_case_and_its_acknowledgement(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    write_again(office, "Can you also send me the minutes of the highways committee for January 2026?")

    assert [letter.recipients for letter in office.smtp.letters].count((ADA,)) == 2
    assert "may be no request" not in notice_about(office, "Can you also send me")
