"""Reading: what a message says comes out as the writer meant it, and what cannot be read is said, never raised."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest

from foibot.correspondence.message import (
    ENCRYPTED,
    INCOMPLETE,
    UUENCODED,
    WRAPPED_SIGNATURE,
    Address,
    InboundMessage,
    ReceivedLine,
)
from foibot.errors import Unreadable
from foibot.mail.parse import as_a_whole, bare_lines, parse

HEAD = b"From: Ada Field <ada@reader.example>\nTo: foi@council.example\nSubject: Bins\nMIME-Version: 1.0\n"


def mail(*lines: str, body: str = "Hello.", head: bytes = HEAD) -> InboundMessage:
    fields = "".join(f"{line}\n" for line in lines)
    return parse(head + fields.encode("utf-8", "surrogateescape") + b"\n" + body.encode())


def parts(kind: str, *inner: str) -> str:
    body = "".join(f"--=x\n{part}\n" for part in inner)
    return f'Content-Type: multipart/{kind}; boundary="=x"\n\n{body}--=x--\n'


def read_parts(kind: str, *inner: str) -> InboundMessage:
    return parse(HEAD + parts(kind, *inner).encode())


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_message_reads_the_same_whatever_ends_its_lines(end: bytes) -> None:
    raw = HEAD + b"Date: Mon, 2 Feb 2026 10:00:00 +0100\nMessage-ID: <1@reader.example>\n\nDear all,\n\nwhy?\n"
    message = parse(raw.replace(b"\n", end))
    assert message.sender == Address("Ada Field", "ada@reader.example")
    assert (message.subject, message.message_id) == ("Bins", "<1@reader.example>")
    assert message.date == datetime(2026, 2, 2, 9, tzinfo=UTC)
    assert message.text.strip() == "Dear all,\n\nwhy?"


def test_an_encoded_subject_that_breaks_a_letter_between_two_words_is_whole() -> None:
    subject = "=?utf-8?q?caf=C3?= =?utf-8?q?=A9?= licences =?iso-8859-1?b?o2Y=?="
    assert parse(f"From: a@b.example\nSubject: {subject}\n\nx".encode()).subject == "café licences £f"


def test_a_folded_subject_is_one_line() -> None:
    assert (
        parse(b"Subject: Freedom of\r\n Information\r\n\trequest\r\n\r\nx").subject == "Freedom of Information request"
    )


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ('"Field, Ada" <Ada@Reader.EXAMPLE>', "Field, Ada", "Ada@reader.example"),
        ("=?utf-8?b?xYF1a2Fzeg==?= <l@x.example>", "Łukasz", "l@x.example"),
        ("ada@reader.example (Ada Field)", "Ada Field", "ada@reader.example"),
        ("<<ada@reader.example>>", "", "ada@reader.example"),
        ("ada@reader.example", "", "ada@reader.example"),
        ("Ada Field", "Ada Field", ""),
        ("Büro <b@x.example>", "Büro", "b@x.example"),
        ('"a b"@h.example', "", '"a b"@h.example'),
        ("jane@corp.example <jane2@y.example>", "jane@corp.example", "jane2@y.example"),
        ("=?utf-8?q?jos=C3=A9@home.example?= <jose@two.example>", "josé@home.example", "jose@two.example"),
        ('"x <y@z.example>" <real@r.example>', "x <y@z.example>", "real@r.example"),
        ("Jane (work <z@q.example>) <j@x.example>", "Jane (work <z@q.example>)", "j@x.example"),
        ("<@relay.example,@b.example:jane@x.example>", "", "jane@x.example"),
        ("<mailto:jane@x.example>", "", "jane@x.example"),
        ("jane@corp.example <jane>", "jane@corp.example", "jane"),
    ],
)
def test_a_sender_is_found_however_the_address_is_written(written: str, name: str, email: str) -> None:
    assert parse(f"From: {written}\nSubject: x\n\nx".encode()).sender == Address(name, email)


def test_a_line_break_hidden_in_a_name_makes_no_address() -> None:
    sender = parse(b"From: =?utf-8?q?Eve=0D=0ABcc:_victim@v.example?= <eve@h.example>\n\nx").sender
    assert sender is not None
    assert sender.email == "eve@h.example"
    assert "\n" not in sender.name
    assert "\r" not in sender.name


def test_each_recipient_of_a_list_is_found_whatever_stands_in_the_names() -> None:
    written = 'Team: "Field, Ada" <ada@x.example>, b@y.example;, =?utf-8?q?B,C@d?= <c@z.example>, d@w.example (D, E)'
    found = parse(f"To: {written}\n\nx".encode()).to
    assert [one.email for one in found] == ["ada@x.example", "b@y.example", "c@z.example", "d@w.example"]


def test_a_sender_in_latin_1_without_any_declaration_is_read() -> None:
    sender = parse(b"From: Zo\xeb <z@x.example>\n\nx").sender
    assert sender is not None
    assert sender.name == "Zoë"


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "£5 – “fine”".encode(), "£5 – “fine”"),
        ("iso-8859-1", "£5 – “fine”".encode("cp1252"), "£5 – “fine”"),
        ("us-ascii", "£5".encode(), "£5"),
        ("utf-8", "£5 zoë".encode("cp1252"), "£5 zoë"),
        ("x-no-such", "£5".encode(), "£5"),
        ("", "£5".encode("cp1252"), "£5"),
        ("gb2312", "信息".encode("gb18030"), "信息"),
        ("punycode", b"abc-", "abc-"),
    ],
)
def test_text_is_read_by_its_charset_or_the_likeliest_one(charset: str, data: bytes, text: str) -> None:
    declared = f"Content-Type: text/plain; charset={charset}\n".encode() if charset else b""
    assert parse(HEAD + declared + b"Content-Transfer-Encoding: 8bit\n\n" + data).text == text


def test_a_guessed_charset_is_said() -> None:
    message = parse(HEAD + b"Content-Type: text/plain; charset=x-no-such\n\n\xc2\xa35")
    assert message.defects == ("charset 'x-no-such' read as utf-8",)


def test_what_a_database_cannot_hold_is_replaced() -> None:
    message = parse(HEAD + b"Content-Type: text/plain; charset=utf-7\n\na\x00b+2AA-c")
    assert message.text == "a\ufffdb\ufffdc"
    assert message.text.encode("utf-8")


def test_plain_text_is_preferred_to_html() -> None:
    message = read_parts("alternative", "Content-Type: text/plain\n\nplain words", "Content-Type: text/html\n\n<p>rich")
    assert message.text.strip() == "plain words"


@pytest.mark.parametrize("plain", ["", "  \n", "Please view this e-mail in an HTML capable program."])
def test_html_is_read_where_the_plain_text_says_nothing(plain: str) -> None:
    rich = "Content-Type: text/html\n\n<p>How many <b>bins</b>?</p><p>Ada</p>"
    assert read_parts("alternative", f"Content-Type: text/plain\n\n{plain}", rich).text == "How many bins?\n\nAda"


def test_html_becomes_the_words_a_reader_sees() -> None:
    html = (
        "<html><head><title>t</title><style>p{color:red}</style></head><body><!-- hidden --><p>Dear&nbsp;team,</p>"
        "<ol><li>cost &amp; number</li><li>dates</li></ol><script>alert(1)</script>one<br>two"
        "<blockquote>quoted<br>more</blockquote><table><tr><td>a</td><td>b</td></tr></table><img src=http://x></body>"
    )
    message = parse(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + html.encode())
    assert message.text == "Dear team,\n\n1. cost & number\n2. dates\none\ntwo\n> quoted\n> more\na\tb"


def test_where_html_says_that_a_quotation_begins_the_new_words_end() -> None:
    html = '<div>Thanks!</div><div class="gmail_quote"><div>On Monday you wrote:</div><div>our letter</div></div>'
    message = parse(HEAD + b"Content-Type: text/html\n\n" + html.encode())
    assert message.new_text == "Thanks!"
    assert "our letter" in message.text
    assert "\x1d" not in message.text


def test_an_attachment_is_a_label_a_size_and_a_hash() -> None:
    data = bytes(range(256)) * 20
    encoded = base64.encodebytes(data).decode()
    part = f'Content-Type: image/png; name="map.png"\nContent-Transfer-Encoding: base64\n\n{encoded}'
    message = read_parts("mixed", "Content-Type: text/plain\n\nsee map", part)
    (attached,) = message.attachments
    assert (attached.name, attached.type, attached.size) == ("map.png", "image/png", 5120)
    assert attached.sha256 == hashlib.sha256(data).hexdigest()


def test_a_large_attachment_is_hashed_chunk_by_chunk_as_if_whole() -> None:
    data = bytes(range(251)) * 30_000
    encoded = base64.encodebytes(data).decode().replace("\n", "\r\n")
    part = f"Content-Disposition: attachment; filename=big\nContent-Transfer-Encoding: base64\n\n{encoded}"
    (attached,) = read_parts("mixed", "\nhi", part).attachments
    assert (attached.size, attached.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('filename="../../etc/passwd"', "passwd"),
        (r'filename="C:\\Users\\ada\\report.doc"', "report.doc"),
        ("filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        ("filename*0*=utf-8''a%20; filename*1=b.pdf", "a b.pdf"),
        ('filename="=?utf-8?b?w6kucGRm?="', "é.pdf"),
        ("filename*=utf-8''%E2%80%AEfdp.exe", "fdp.exe"),
        ('filename="a\x07b\x00.txt"', "ab\ufffd.txt"),
        (f'filename="{"n" * 400}.xlsx"', "n" * 139 + ".xlsx"),
    ],
)
def test_the_name_of_an_attachment_is_a_safe_label(written: str, name: str) -> None:
    part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {written}\n\nx"
    assert read_parts("mixed", "\nhi", part).attachments[0].name == name


def test_an_attached_mail_is_read_too() -> None:
    inner = "From: b@x.example\nSubject: the request\nMessage-ID: <in@x.example>\n\nPlease send the minutes."
    message = read_parts("mixed", "\nFYI", f"Content-Type: message/rfc822\n\n{inner}")
    (enclosed,) = message.enclosed
    assert (enclosed.subject, enclosed.message_id) == ("the request", "<in@x.example>")
    assert enclosed.text.strip() == "Please send the minutes."
    assert [part.name for part in message.attachments] == ["the request.eml"]
    assert message.text.strip() == "FYI"


def test_a_text_part_with_a_name_is_an_attachment_and_the_letter_if_there_is_no_other() -> None:
    part = 'Content-Type: text/plain; name="request.txt"\n\nHow many bins?'
    alone = read_parts("mixed", part)
    beside = read_parts("mixed", "\nsee attached", part)
    assert (alone.text.strip(), alone.attachments[0].name) == ("How many bins?", "request.txt")
    assert beside.text.strip() == "see attached"


def test_a_small_inline_picture_is_kept_and_not_counted() -> None:
    part = "Content-Type: image/gif\nContent-ID: <logo>\nContent-Disposition: inline\n\nGIF89a"
    message = read_parts("related", "Content-Type: text/html\n\n<p>hi<img src=cid:logo>", part)
    assert len(message.attachments) == 1
    assert message.visible_attachments == ()


def test_a_delivery_report_is_read_field_by_field() -> None:
    status = (
        "Reporting-MTA: dns; mx.x.example\n\nOriginal-Recipient: rfc822;Ada@x.example\n"
        "Final-Recipient: rfc822;ada.f@y.example\nAction: Failed\nStatus: 5.1.1 (no)\nDiagnostic-Code: smtp;\n 550 no"
    )
    returned = "Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@council.example>\nSubject: Your request"
    message = parse(
        HEAD
        + parts(
            "report; report-type=delivery-status",
            "\nSorry.",
            f"Content-Type: message/delivery-status\n\n{status}",
            returned,
        ).encode()
    )
    assert message.report is not None
    (recipient,) = message.report.recipients
    assert (message.report.type, recipient.action, recipient.status) == ("delivery-status", "failed", "5.1.1")
    assert (recipient.address, recipient.diagnostic) == ("Ada@x.example", "smtp; 550 no")
    assert message.report.original_ids == ("<ours@council.example>",)
    assert message.text.strip() == "Sorry."


@pytest.mark.parametrize(
    ("content", "defect"),
    [
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMII", ENCRYPTED),
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\nMII", WRAPPED_SIGNATURE),
        ("Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\nabc", ENCRYPTED),
        ("Content-Type: text/plain\n\nhere\nbegin 644 a.txt\n#0V%T\n`\nend\n", UUENCODED),
        (
            "Content-Type: message/partial; number=1; total=3\n\nx",
            f"{INCOMPLETE}: one piece of a message sent in pieces",
        ),
        (parts("mixed", "\nhi").replace("--=x--\n", ""), f"{INCOMPLETE}: the last part has no end"),
    ],
)
def test_what_nobody_can_read_is_said(content: str, defect: str) -> None:
    assert parse(HEAD + content.encode()).defects == (defect,)


def test_a_missing_boundary_is_guessed_and_no_word_lost() -> None:
    body = "--abc\nContent-Type: text/plain\n\nHow many bins?\n--abc--\n"
    message = mail("Content-Type: multipart/mixed", body=body)
    assert message.text.strip() == "How many bins?"
    assert message.defects == ("the boundary of the parts was guessed",)


def test_a_multipart_without_any_boundary_is_read_as_text() -> None:
    assert "How many bins?" in mail("Content-Type: multipart/mixed", body="How many bins?").text


def test_a_stray_line_in_the_header_hides_nothing_below_it() -> None:
    message = parse(b"From: a@b.example\nthis is no field\nSubject: Bins\n\nHow many?")
    assert (message.subject, message.text) == ("Bins", "How many?")


def test_a_header_without_the_empty_line_ends_where_the_letter_begins() -> None:
    message = parse(b"From: a@b.example\nSubject: Bins\nDear council,\nhow many?\n\nAda")
    assert message.subject == "Bins"
    assert message.text.startswith("Dear council,\nhow many?")


def test_words_without_any_header_are_the_letter() -> None:
    assert parse(b"Dear council, how many bins?\n").text.strip() == "Dear council, how many bins?"


def test_references_are_whole_and_each_stands_once() -> None:
    message = mail(
        "In-Reply-To: <a@x.example>", "References: <b@x.example>,<a@x.example>\n <[c]@x.example> junk <b@x.example>"
    )
    assert message.in_reply_to == ("<a@x.example>",)
    assert message.references == ("<b@x.example>", "<a@x.example>", "<[c]@x.example>")


def test_a_long_list_of_references_keeps_the_first_and_the_last() -> None:
    message = mail("References: " + " ".join(f"<{number}@x.example>" for number in range(1000)))
    assert len(message.references) == 200
    assert (message.references[0], message.references[-1]) == ("<0@x.example>", "<999@x.example>")


def test_the_envelope_is_read_from_whatever_names_it() -> None:
    message = parse(
        b"Return-Path: <>\nDelivered-To: FOI@council.example\nX-Original-To: info@council.example\n"
        b"Received: from a.example (a [192.0.2.1])\n\tby mx.council.example with ESMTP id 1\n"
        b"\tfor <alias@council.example>; Mon, 2 Feb 2026 10:00:00 +0000\n" + HEAD + b"\nx"
    )
    assert message.return_path == ""
    assert message.delivered_to == ("foi@council.example", "info@council.example", "alias@council.example")
    assert message.received == (
        ReceivedLine("mx.council.example", datetime(2026, 2, 2, 10, tzinfo=UTC), message.received[0].text),
    )


@pytest.mark.parametrize(
    "written", ["Mon, 32 Feb 2026 99:00:00", "yesterday", "9" * 300, "Mon, 2 Feb 999999999999 10:00"]
)
def test_an_unreadable_date_is_said_and_not_guessed(written: str) -> None:
    message = mail(f"Date: {written}")
    assert message.date is None
    assert message.defects == ("its Date cannot be read",)


def test_a_date_without_a_zone_is_aware_all_the_same() -> None:
    assert mail("Date: Mon, 2 Feb 2026 10:00:00").date == datetime(2026, 2, 2, 10, tzinfo=UTC)


def test_two_deliveries_of_one_letter_have_one_fingerprint() -> None:
    plain = parse(HEAD + b"Received: from a by b; Mon, 2 Feb 2026 10:00:00 +0000\n\nSame words")
    coded = parse(HEAD + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"Same  words\n"))
    assert plain.fingerprint == coded.fingerprint


def test_a_message_without_a_message_id_is_named_by_its_bytes() -> None:
    raw = b"From: Ada <ada@reader.example>\n\nSame words"
    assert parse(raw).sha256 == hashlib.sha256(raw).hexdigest()
    assert not parse(b"Message-ID: <1@reader.example>\n" + raw).sha256


def test_two_letters_that_differ_in_one_word_have_two_fingerprints() -> None:
    assert mail(body="Same words").fingerprint != mail(body="Some words").fingerprint


def test_two_senders_are_said_and_the_first_is_taken() -> None:
    message = parse(b"From: a@x.example\nFrom: b@x.example\n\nx")
    assert message.sender == Address("", "a@x.example")
    assert message.defects == ("more than one From",)


@pytest.mark.parametrize("nothing", [b"", b" \r\n\t\n"])
def test_only_nothing_at_all_cannot_be_read(nothing: bytes) -> None:
    with pytest.raises(Unreadable, match="no bytes"):
        parse(nothing)


def test_where_the_parts_cannot_be_told_apart_the_whole_is_one_text() -> None:
    raw = HEAD + parts("mixed", "Content-Type: text/plain\n\nHow many bins?").encode()
    message = as_a_whole(raw)
    assert (message.rung, message.subject, message.sender) == (
        "whole",
        "Bins",
        Address("Ada Field", "ada@reader.example"),
    )
    assert "How many bins?" in message.text
    assert message.defects == ("its parts could not be told apart",)


def test_where_the_header_cannot_be_read_the_bare_lines_are_shown() -> None:
    message = bare_lines(HEAD + b"\nHow many \x00bins?", ["reading it by parts failed: ValueError"])
    assert (message.rung, message.subject) == ("bare lines", "Bins")
    assert message.sender == Address("", "ada@reader.example")
    assert "How many \ufffdbins?" in message.text
    assert message.defects == ("reading it by parts failed: ValueError", "its header could not be read")


def test_what_html_hides_is_not_read_and_where_its_links_lead_is() -> None:
    html = (
        '<div style="display:none">preview</div><p hidden>no</p><p>See <a href="https://council.example/bins?a=1&amp;copy=2">'
        'the page</a>, <a href="https://www.council.example/">www.council.example</a> or '
        '<a href="mailto:foi@council.example">write</a>.</p></body></html><p>Sent through a list'
    )
    message = parse(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + html.encode())
    assert message.text == (
        "See the page <https://council.example/bins?a=1&copy=2>, www.council.example or write.\n\nSent through a list"
    )
