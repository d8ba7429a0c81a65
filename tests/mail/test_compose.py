"""Letters as bytes: read by a program that is not ours, and never with a header that somebody else wrote."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foibot.mail.compose import (
    CONTROLS_IN_LINES,
    FIT_TO_BE_NAMED,
    Attachment,
    Envelope,
    Thread,
    clean,
    compose,
    file_name,
    new_message_id,
)

ENVELOPE = Envelope(
    sender_name="Exampleshire FOI",
    sender="foi@council.example",
    recipient_name="Ada Field",
    recipient="ada@reader.example",
    written_at=datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
)
ID = "<1a2b@council.example>"
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "X-Foibot-Loop",
    "X-Foibot-Letter",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]
AUTOMATIC = ["Auto-Submitted", "X-Auto-Response-Suppress"]
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
HOSTILE = [
    "Ada\r\nBcc: everybody@council.example",
    "Ada\nSubject: other\n\nbody",
    "Ada\r\n\r\nbody",
    "Ada\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029Bcc: x",
    "\u202eadA\u2066\u2069",
    'Ada "the" <other@else.example>, bo@else.example',
    "=?utf-8?q?Ada=0D=0ABcc:_x?=",
    "x" * 2_000,
    "Zoë " * 300,
]


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, EmailMessage, policy=default)


def shown_name(raw: bytes) -> str:
    """The newer policy leaves a blank between two encoded words of a name; RFC 2047 6.2 says there is none."""
    name, address = parseaddr(email.message_from_bytes(raw)["To"])
    assert address == "ada@reader.example"
    return str(make_header(decode_header(name)))


def is_fit_for_the_wire(raw: bytes) -> bool:
    """RFC 5322 2.1.1 and 2.3: lines of at most 998 bytes, ended by CRLF, and no CR or LF otherwise."""
    lines = raw.split(b"\r\n")
    return all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in lines)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_a_name_or_subject_becomes_a_header_or_a_recipient(hostile: str) -> None:
    envelope = replace(ENVELOPE, recipient_name=hostile, auto_submitted="auto-replied")
    raw = compose(envelope, hostile, "Text\n", ID)
    letter = read(raw)
    assert letter.keys() == [*HEADERS[:5], *AUTOMATIC, *HEADERS[5:]]
    assert [address.addr_spec for address in letter["To"].addresses] == ["ada@reader.example"]
    assert letter.get_content().splitlines() == ["Text"]
    assert is_fit_for_the_wire(raw)
    shown = f"{letter['Subject']}{letter['To']}"
    assert not any(mark in shown for mark in "\r\n\x00\u2028\u202e\u2066")


@given(name=anything, subject=anything, text=anything, parent=anything)
def test_whatever_is_written_the_letter_stays_one_letter(name: str, subject: str, text: str, parent: str) -> None:
    thread = Thread(parent, (parent, "<a@b.example>"))
    raw = compose(replace(ENVELOPE, recipient_name=name, thread=thread), subject, text, ID)
    letter = read(raw)
    extra = ["In-Reply-To", "References"] if FIT_TO_BE_NAMED.fullmatch(clean(parent)) else []
    assert letter.keys() == [*HEADERS[:5], *extra, *HEADERS[5:]]
    lines = [CONTROLS_IN_LINES.sub(" ", line) for line in text.splitlines()]
    assert letter.get_content().replace("\r\n", "\n").split("\n")[:-1] == lines
    assert is_fit_for_the_wire(raw)
    assert raw.isascii()


@pytest.mark.parametrize(
    "words",
    [
        "Re: potholes [FOI-2026-0001]",
        "Cais am wybodaeth: tŷ a gardd [FOI-2026-0001]",
        "信息公开 — Anfrage über Straßen " * 5 + "[FOI-2026-0001]",
        "a subject in ASCII that goes on and on " * 6 + "[FOI-2026-0001]",
        "🌳 trees",
    ],
)
def test_subjects_names_and_texts_come_out_as_they_went_in(words: str) -> None:
    text = f"Dear Zoë,\n\n{words}\n.\n..two dots\nFrom here\n  indented \n"
    raw = compose(replace(ENVELOPE, recipient_name=words[:40]), words, text, ID)
    letter = read(raw)
    assert letter["Subject"] == words.strip()
    assert shown_name(raw) == words[:40].strip()
    assert letter.get_content().replace("\r\n", "\n") == text
    assert is_fit_for_the_wire(raw)


def test_a_letter_asks_for_its_answer_at_another_address_where_one_is_given() -> None:
    letter = read(compose(replace(ENVELOPE, reply_to="foi+FOI-2026-0001@council.example"), "x", "x", ID))
    assert letter.keys() == [*HEADERS[:2], "Reply-To", *HEADERS[2:]]
    assert [address.addr_spec for address in letter["Reply-To"].addresses] == ["foi+FOI-2026-0001@council.example"]
    assert letter["From"].addresses[0].addr_spec == "foi@council.example"


def test_a_letter_carries_our_loop_mark_and_nothing_of_a_robot_unless_it_is_one() -> None:
    by_a_person = read(compose(ENVELOPE, "x", "x", ID))
    assert by_a_person.keys() == HEADERS
    assert by_a_person["X-Foibot-Loop"] == "foi@council.example"
    assert by_a_person["Message-ID"] == ID
    assert by_a_person["Date"].datetime == ENVELOPE.written_at
    by_itself = read(compose(replace(ENVELOPE, auto_submitted="auto-replied"), "x", "x", ID))
    assert [by_itself[name] for name in AUTOMATIC] == ["auto-replied", "OOF, AutoReply"]


def test_a_letter_is_threaded_below_what_it_answers() -> None:
    thread = Thread("<3@reader.example>", ("<1@reader.example>", "<2@reader.example>"))
    letter = read(compose(replace(ENVELOPE, thread=thread), "x", "x", ID))
    assert letter["In-Reply-To"] == "<3@reader.example>"
    assert letter["References"].split() == ["<1@reader.example>", "<2@reader.example>", "<3@reader.example>"]


def test_a_long_thread_keeps_its_first_message_and_its_last_ones() -> None:
    known = tuple(f"<{number}@reader.example>" for number in range(60))
    letter = read(compose(replace(ENVELOPE, thread=Thread("<60@reader.example>", known)), "x", "x", ID))
    chain = letter["References"].split()
    assert chain == ["<0@reader.example>", *(f"<{number}@reader.example>" for number in range(42, 61))]
    assert len(chain) == 20


def test_a_parent_that_stands_in_its_own_references_is_named_once_and_last() -> None:
    thread = Thread("<1@reader.example>", ("<1@reader.example>", "<2@reader.example>"))
    letter = read(compose(replace(ENVELOPE, thread=thread), "x", "x", ID))
    assert letter["References"].split() == ["<2@reader.example>", "<1@reader.example>"]


@pytest.mark.parametrize(
    "known", ["<" + "x" * 5_000 + "@reader.example>", "<a b>\r\nBcc: x@y.example", "<zoë@ü.example>"]
)
def test_no_message_id_of_others_breaks_a_header(known: str) -> None:
    raw = compose(replace(ENVELOPE, thread=Thread("<1@reader.example>", (known,))), "x", "x", ID)
    assert is_fit_for_the_wire(raw)
    assert raw.isascii()
    assert "Bcc" not in read(raw)
    assert read(raw)["References"].split()[-1] == "<1@reader.example>"


@pytest.mark.parametrize("address", ["zoë@reader.example", "ada@bücher.example", "not an address", "a@b, c@d"])
def test_an_address_no_server_may_take_is_still_written_as_one_letter(address: str) -> None:
    raw = compose(replace(ENVELOPE, recipient=address), "x", "x", ID)
    assert read(raw)["Subject"] == "x"
    assert is_fit_for_the_wire(raw)


def test_no_two_letters_have_a_message_id_in_common_and_it_is_ours() -> None:
    made = {new_message_id("foi@council.example") for _ in range(200)}
    assert len(made) == 200
    assert all(name.endswith("@council.example>") and len(name) == len("<>@council.example") + 24 for name in made)


HTML = '<!DOCTYPE html>\n<html lang="en-GB"><body><p>Dear Zoë, naïve “words”.</p></body></html>\n'
MINUTES = Attachment("minutes.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff=_\n" * 90)


def test_a_letter_with_an_html_part_shows_its_text_first_and_both_come_out_as_they_went_in() -> None:
    raw = compose(ENVELOPE, "x", "Dear Zoë,\n\nText.\n", ID, html=HTML)
    letter = read(raw)
    assert letter.get_content_type() == "multipart/alternative"
    assert letter.keys() == HEADERS[:-1]
    text, html = letter.iter_parts()
    assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"]
    assert text.get_content().replace("\r\n", "\n") == "Dear Zoë,\n\nText.\n"
    assert html.get_content().replace("\r\n", "\n") == HTML
    assert is_fit_for_the_wire(raw)


def test_files_stand_beside_the_letter_and_keep_every_byte() -> None:
    map_of_trees = Attachment("Überblick – tŷ a gardd.png", "image/png", bytes(range(256)) * 40)
    raw = compose(ENVELOPE, "x", "Text\n", ID, html=HTML, attachments=[MINUTES, map_of_trees])
    letter = read(raw)
    assert letter.get_content_type() == "multipart/mixed"
    words, *_ = letter.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    body = letter.get_body(("html", "plain"))
    assert body is not None
    assert body.get_content_type() == "text/html"
    files = list(letter.iter_attachments())
    assert [(file.get_filename(), file.get_content_type(), file.get_content()) for file in files] == [
        ("minutes.pdf", "application/pdf", MINUTES.content),
        ("Überblick – tŷ a gardd.png", "image/png", map_of_trees.content),
    ]
    assert b"filename*" in raw
    assert is_fit_for_the_wire(raw)
    assert raw.isascii()


def test_a_file_goes_with_a_plain_letter_too() -> None:
    letter = read(compose(ENVELOPE, "x", "Text\n", ID, attachments=[MINUTES]))
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/mixed", "text/plain", "application/pdf"]
    assert letter.get_body(("plain",)).get_content().splitlines() == ["Text"]  # type: ignore[union-attr]


def test_the_same_letter_is_the_same_bytes_and_each_letter_has_boundaries_of_its_own() -> None:
    first, again = (compose(ENVELOPE, "x", "Text\n", ID, html=HTML, attachments=[MINUTES]) for _ in range(2))
    other = compose(ENVELOPE, "x", "Text\n", "<3c4d@council.example>", html=HTML, attachments=[MINUTES])
    assert first == again
    boundaries = {
        part.get_boundary()
        for raw in (first, other)
        for part in read(raw).walk()
        if part.get_content_maintype() == "multipart"
    }
    assert len(boundaries) == 4


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("/home/jo/private/minutes.pdf", "minutes.pdf"),
        ("C:\\Users\\jo\\minutes.pdf", "minutes.pdf"),
        ("minutes\u202efdp.exe", "minutes fdp.exe"),
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ('the "real" one; x=1.pdf', 'the "real" one; x=1.pdf'),
        ("..", "attachment"),
        ("", "attachment"),
        ("x" * 400 + ".xlsx", "x" * 146 + ".xlsx"),
    ],
)
def test_a_file_is_named_by_its_own_name_alone(name: str, shown: str) -> None:
    assert file_name(name) == shown
    [file] = read(compose(ENVELOPE, "x", "x", ID, attachments=[Attachment(name, "a/b", b"1")])).iter_attachments()
    assert file.get_filename() == shown


@pytest.mark.parametrize(
    "media_type", ["", "pdf", "message/rfc822", "multipart/mixed", 'text/html"; x', "text/csv\r\nBcc: x@y.example"]
)
def test_a_type_that_is_none_or_may_not_be_encoded_is_sent_as_plain_bytes(media_type: str) -> None:
    raw = compose(ENVELOPE, "x", "x", ID, attachments=[Attachment("a.eml", media_type, b"From: x\n\nx")])
    [file] = read(raw).iter_attachments()
    assert file.get_content_type() == "application/octet-stream"
    assert file.get_content() == b"From: x\n\nx"
    assert "Bcc" not in raw.decode("ascii")


@given(name=anything, media_type=anything, html=anything, content=st.binary(max_size=200))
def test_whatever_a_file_is_called_the_letter_stays_one_letter(
    name: str, media_type: str, html: str, content: bytes
) -> None:
    raw = compose(ENVELOPE, "x", "Text\n", ID, html=f"<p>{html}", attachments=[Attachment(name, media_type, content)])
    letter = read(raw)
    assert letter.keys() == HEADERS[:-1]
    _, file = letter.iter_parts()
    assert file.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]
    assert file.get_filename() == file_name(name)
    assert file.get_payload(decode=True) == content
    assert is_fit_for_the_wire(raw)
    assert raw.isascii()
