"""A text is known for mail, markup or a packed file by its content, whatever its ending and however it is written."""

import binascii
import codecs
from email.message import EmailMessage

import pytest
from test_tricks import rules

MARKUP = "<p>Area</p><div style='display:none'>Quill</div>"


def mail() -> str:
    message = EmailMessage()
    message["Subject"] = "Potholes"
    message["From"] = "jane@home.example"
    message["Bcc"] = "mary@home.example"
    message.set_content("Hello")
    return message.as_string()


def moved(mail: str, first: str) -> str:
    """Begin a mail with another of its fields, or with one of a mail server."""
    return f"{first}\n{mail}"


def packed(encoding: str) -> str:
    content = bytes(range(256)) * 2
    if encoding == "uu":
        lines = (binascii.b2a_uu(content[at : at + 45]).decode() for at in range(0, 180, 45))
        return f"begin 644 staff.xlsx\n{''.join(lines)}\nend\n"
    return codecs.encode(content, "base64").decode()


@pytest.mark.parametrize(
    "words",
    [
        mail(),
        *(
            moved(mail(), first)
            for first in ("Delivered-To: a@b.example", "X-Spam: no", "Date: Mon, 2 Nov 2026", "To: x")
        ),
        f"<!-- saved -->{MARKUP}",
        f"<table><tr><td>1</table>{MARKUP}",
        f"<body>{MARKUP}",
        "<svg xmlns='http://www.w3.org/2000/svg'><metadata>Quill</metadata></svg>",
        "{ \\rtf1 {\\v Quill}}",
        "%!PS-Adobe-3.0\n%%For: Quill",
        "BEGIN:VCARD\nFN:Quill\nEND:VCARD",
        "BEGIN:VCALENDAR\nEND:VCALENDAR",
        f"Report\n{packed('uu')}",
        f"Report\n{packed('base64')}",
        "Report\x1b[8m Quill\x1b[0m",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_with_more_to_it_than_its_words_is_a_finding(words: str, encoding: str) -> None:
    if encoding == "utf-16" and ("begin 644" in words or "Report" in words):
        words = f"<p>{words}"
    assert rules("answer.txt", f"\n {words}".encode(encoding)) == ["unknown_kind"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_table_is_read_however_it_is_written(encoding: str) -> None:
    assert rules("answer.csv", "Area,Note\nNorth,AB123456C\n".encode(encoding)) == ["national_insurance"]
    assert rules("answer.csv", "Area,Note\nNorth,none\n".encode(encoding)) == []


@pytest.mark.parametrize(
    "words",
    [
        "Dear Ms Quill,\n\nDate: the request came on 2 November.\nSubject: potholes\n",
        "Note: 12 repairs\nArea: North\nTotal: 40\n",
        "# Policy\n\n- from 9 to 5: open\n<5 cases are not shown\n",
        "< 5 means fewer than five\nArea;Cases\nNorth;<5\n",
        "Flag of England: \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\n",
        "https://www.council.example/a-page-with-a-long-name/and-another-one?x=1\n",
    ],
)
def test_plain_words_are_no_finding(words: str) -> None:
    assert rules("answer.txt", words.encode()) == []


def test_letters_that_no_program_shows_are_found() -> None:
    hidden = "".join(chr(0xE0000 + ord(mark)) for mark in "Quill")
    assert rules("answer.csv", f"Area,Cases\nNorth{hidden},12\n".encode()) == ["hidden_text"]
