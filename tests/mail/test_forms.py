"""The form of a draft: it reads as the letter, bears a mark nobody can forge, and tells an edit from a rebuilding."""

import email
from base64 import encodebytes
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from foibot.mail.compose import Attachment, Envelope, compose
from foibot.mail.forms import changed_words, differences, edits, is_ours, make_form, make_mark, read_mark
from foibot.mail.html_part import html_part
from foibot.mail.render import Rendered, Templates

KEY = b"k" * 32
TEXT = """\
Dear Ada Field,

We have checked, and we do not hold the information you asked for.

What happens next:

- You can ask us to look at it again.
- Write to foi@council.example.

Yours sincerely,

Jane Quill
"""
ENVELOPE = Envelope(
    "Council FOI", "foi@council.example", "Ada Field", "ada@reader.example", datetime(2026, 3, 3, tzinfo=UTC)
)
SHEET = Attachment("potholes.csv", "text/csv", b"month,count\r\n2025-01,12\r\n")


@pytest.fixture
def letter() -> bytes:
    subject = "Re: potholes [FOI-2026-0001]"
    html = html_part(
        Templates([Path(__file__).parents[2] / "templates"]), Rendered(subject, TEXT), ("foi@council.example",)
    )
    return compose(ENVELOPE, subject, TEXT, "<a1b2@council.example>", html=html, attachments=(SHEET,))


def form_of(letter: bytes) -> bytes:
    return make_form(letter, make_mark(KEY, 7, 1, "digest"), "foi@council.example")[1]


def part(kind: str, words: str) -> str:
    coded = encodebytes(words.encode("utf-16-le" if "utf-16" in kind else "utf-8")).decode()
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{coded}"


def rebuilt(letter: bytes, *, html: str, text: str | None) -> bytes:
    """The letter as a server keeps it that stores one body and makes the rest anew: other headers, codes and markup."""
    read = email.message_from_bytes(letter, EmailMessage, policy=default)
    wrapped = (
        f'<html xmlns:o="urn:x"><head><style>p.Mso {{margin:0}}</style></head><body lang=EN-GB>{html}</body></html>'
    )
    bodies = [part("text/html; charset=utf-8", wrapped)]
    if text is not None:
        bodies.insert(0, part("text/plain; charset=utf-8", text))
    alternative = "".join(f"--b2\n{body}\n" for body in bodies)
    sheet = encodebytes(SHEET.content).decode()
    return (
        f"Received: from inside by store\nSubject: {read['Subject']}\nX-Foibot-Draft: {read['X-Foibot-Draft']}\n"
        f"To: \"'Ada Field'\" <ADA@reader.example>\nFrom: {read['From']}\nThread-Index: Ac1\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: multipart/alternative; boundary=b2\n\n"
        f'{alternative}--b2--\n--b1\nContent-Type: application/octet-stream; name="potholes.csv"\n'
        'Content-Disposition: attachment; filename="potholes.csv"\nContent-Transfer-Encoding: base64\n\n'
        f"{sheet}\n--b1--\n"
    ).encode()


def html_of(letter: bytes) -> str:
    body = email.message_from_bytes(letter, EmailMessage, policy=default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_a_form_reads_as_the_letter_and_bears_its_own_name_and_mark_alone(letter: bytes) -> None:
    form = form_of(letter)
    assert form.partition(b"\r\n\r\n")[2] == letter.partition(b"\r\n\r\n")[2]
    assert b"<a1b2@council.example>" not in form
    assert form.count(b"Message-ID:") == form.count(b"X-Foibot-Draft:") == 1
    assert differences(form, letter) == []


def test_a_mark_is_proven_for_its_draft_revision_and_bytes_alone() -> None:
    mark = make_mark(KEY, 7, 2, "digest")
    found = read_mark(f"<foibot-draft.{mark}@council.example>")
    assert found == mark
    assert is_ours(KEY, mark, "digest")
    assert not is_ours(KEY, mark, "other digest")
    assert not is_ours(b"x" * 32, mark, "digest")
    assert not is_ours(KEY, make_mark(KEY, 8, 2, "digest"), "other")
    assert read_mark("1.2.nothing") is None


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n", "  \r\n").replace("Dear", "\u200bDear"),
        TEXT.replace("- ", "  *  ").replace("foi@council.example", "foi@council.example<mailto:foi@council.example>"),
        None,
    ],
)
def test_a_form_that_a_server_built_anew_counts_as_untouched(letter: bytes, text: str | None) -> None:
    stored = rebuilt(form_of(letter), html=html_of(letter), text=text)
    assert differences(stored, letter) == []


@pytest.mark.parametrize("text", [TEXT, None])
def test_one_changed_word_in_either_part_is_an_edit_and_is_what_is_taken_up(letter: bytes, text: str | None) -> None:
    html = html_of(letter).replace("do not hold", "hold")
    stored = rebuilt(form_of(letter), html=html, text=text)
    assert differences(stored, letter) == ["the words"]
    assert "and we hold the information" in " ".join(changed_words(stored, letter).split())

    other = rebuilt(form_of(letter), html=html_of(letter), text=TEXT.replace("do not hold", "hold"))
    assert differences(other, letter) == ["the words"]
    assert "and we hold the information" in changed_words(other, letter)


def test_other_recipients_subject_or_files_are_named(letter: bytes) -> None:
    form = form_of(letter)
    assert differences(form.replace(b"ada@reader", b"eve@reader"), letter) == ["the recipients"]
    assert differences(form.replace(b"[FOI-2026-0001]", b"[FOI-2026-0002]", 1), letter) == ["the subject"]
    assert differences(form.replace(b"potholes.csv", b"pothole1.csv"), letter)[-1] == "the attachments"


PICTURE, WRAPPED = b"\x89PNG a seal of the council", b"\x78\x9f\x3e\x22" + bytes(60)
ADDED = {
    "a picture in the text": (PICTURE, "image", "png", "inline", "seal.png"),
    "winmail.dat": (WRAPPED, "application", "ms-tnef", "attachment", "winmail.dat"),
    "winmail.dat under another name": (WRAPPED, "application", "ms-tnef", "inline", None),
    "a file without a name": (b"12 potholes", "application", "octet-stream", "inline", None),
    "an invitation": (b"BEGIN:VCALENDAR", "text", "calendar", "inline", None),
    "words beside the letter": (b"We do hold it.", "text", "html", "inline", None),
}


def with_part(form: bytes, data: bytes, kind: tuple[str, str], disposition: str, name: str | None) -> bytes:
    """A form as a mail program keeps it to which somebody has added a part."""
    read = email.message_from_bytes(form, EmailMessage, policy=default)
    read.add_attachment(data, *kind, disposition=disposition, filename=name, cid="<1@here>")
    return read.as_bytes()


@pytest.mark.parametrize("added", ADDED)
def test_whatever_somebody_adds_to_a_form_is_named(letter: bytes, added: str) -> None:
    data, main, sub, disposition, name = ADDED[added]
    stored = rebuilt(form_of(letter), html=html_of(letter), text=TEXT)
    for form in (form_of(letter), stored):
        assert edits(form, letter) == []
        assert edits(with_part(form, data, (main, sub), disposition, name), letter)[-1] == "the attachments"
    also_there = with_part(letter, data, (main, sub), disposition, name)
    assert edits(form_of(also_there), also_there) == []


def test_another_mail_that_somebody_puts_into_a_form_and_other_words_to_choose_from_are_named(letter: bytes) -> None:
    read = email.message_from_bytes(form_of(letter), EmailMessage, policy=default)
    read.add_attachment(email.message_from_bytes(letter, EmailMessage, policy=default))
    assert edits(read.as_bytes(), letter)[-1] == "the attachments"

    other = part("text/html; charset=utf-8", "<p>We do hold it.</p>")
    two = rebuilt(form_of(letter), html=html_of(letter), text=TEXT).replace(
        b"--b2--", f"--b2\n{other}\n--b2--".encode()
    )
    assert edits(two, letter)[-1] == "the attachments"
