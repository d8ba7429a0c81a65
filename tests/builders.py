"""Invented messages in the shapes real mail has: `make_mail(...)` gives bytes, everything about them optional.

Every person is invented and lives on an .example domain. Written by hand and not by `email.message`, because mail
is tested here, not a library's idea of it.
"""

import base64
import quopri
import random
from collections.abc import Callable, Mapping
from email.header import Header
from typing import Literal

US = "foi@council.example"
WRITER = "Ada Field <ada.field@reader.example>"
ASKED = """\
Dear Sir or Madam,

Under the Freedom of Information Act 2000, please send me:

1. The number of potholes reported in each month of 2025.
2. The cost of repairing them.

Yours faithfully,
Ada Field
"""
Shape = Literal["plain", "alternative", "attachment", "html", "base64", "8bit", "forwarded"]
SHAPES: tuple[Shape, ...] = ("plain", "alternative", "attachment", "html", "base64", "8bit", "forwarded")
BOUNDARY = "=_part_4d1f"


def make_mail(
    *,
    writer: str = WRITER,
    subject: str = "Freedom of Information request: potholes",
    text: str = ASKED,
    shape: Shape = "plain",
    charset: str = "utf-8",
    message_id: str | None = "<potholes.1@reader.example>",
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Return a message as it lies on a server, lines ended by CRLF.

    `message_id` None leaves it out; `headers` are added, or replace those there.
    """
    fields = {
        "Return-Path": f"<{address_in(writer)}>",
        "From": encoded(writer),
        "To": US,
        "Subject": encoded(subject),
        **({"Message-ID": message_id} if message_id else {}),
        "MIME-Version": "1.0",
        **(headers or {}),
    }
    own, body = SHAPED[shape](text, charset)
    head = "".join(f"{name}: {value}\n" for name, value in {**fields, **own}.items())
    return on_the_wire(head.encode("utf-8") + b"\n" + body)


def address_in(writer: str) -> str:
    return writer.rpartition("<")[2].rstrip(">")


def encoded(words: str) -> str:
    if words.isascii():
        return words
    name, _, address = words.rpartition(" <")
    return f"{Header(name, 'utf-8').encode()} <{address}" if name else Header(words, "utf-8").encode()


def on_the_wire(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def part(kind: str, text: str, charset: str, how: str = "quoted-printable") -> bytes:
    data = text.encode(charset, "replace")
    said = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(how, bytes)(data)
    return f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {how}\n\n".encode() + said


def as_html(text: str) -> str:
    lines = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    return f'<html><head><style>p {{color: black}}</style></head><body dir="ltr">{lines}</body></html>'


def multipart(kind: str, *parts: bytes) -> tuple[dict[str, str], bytes]:
    body = b"".join(b"--%s\n%s\n" % (BOUNDARY.encode(), each) for each in parts)
    return {"Content-Type": f'multipart/{kind}; boundary="{BOUNDARY}"'}, body + f"--{BOUNDARY}--\n".encode()


def single(one: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = one.partition(b"\n\n")
    return dict(line.split(": ", 1) for line in head.decode().splitlines()), body


def attachment(name: str, data: bytes) -> bytes:
    head = (
        f'Content-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n'
    )
    return head.encode() + base64.encodebytes(data)


def enclosed(text: str, charset: str) -> bytes:
    inner = f"From: Bo Marsh <bo@sender.example>\nTo: {US}\nSubject: My request\n".encode()
    return b"Content-Type: message/rfc822\n\n" + inner + part("text/plain", text, charset)


SHAPED: Mapping[Shape, Callable[[str, str], tuple[dict[str, str], bytes]]] = {
    "plain": lambda text, charset: single(part("text/plain", text, charset)),
    "base64": lambda text, charset: single(part("text/plain", text, charset, "base64")),
    "8bit": lambda text, charset: single(part("text/plain", text, charset, "8bit")),
    "html": lambda text, charset: single(part("text/html", as_html(text), charset)),
    "alternative": lambda text, charset: multipart(
        "alternative", part("text/plain", text, charset), part("text/html", as_html(text), charset)
    ),
    "attachment": lambda text, charset: multipart(
        "mixed", part("text/plain", text, charset), attachment("map.pdf", b"%PDF-1.4 invented")
    ),
    "forwarded": lambda text, charset: multipart(
        "mixed", part("text/plain", "Please see the letter attached.\n", charset), enclosed(text, charset)
    ),
}


def make_bounce(of: bytes, recipient: str, *, message_id: str = "<dsn.1@relay.example>") -> bytes:
    """Return the delivery status notification (RFC 3464) that the other side's relay sends about a letter."""
    told = (
        f"Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; {recipient}\nAction: failed\n"
        "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such mailbox\n"
    )
    head = of.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    kind, body = multipart(
        "report",
        b"Content-Type: text/plain\n\nYour message could not be delivered.\n",
        b"Content-Type: message/delivery-status\n\n" + told.encode(),
        b"Content-Type: text/rfc822-headers\n\n" + head + b"\n",
    )
    fields = {
        "Return-Path": "<>",
        "From": "Mail Delivery System <mailer-daemon@relay.example>",
        "To": US,
        "Subject": "Undelivered Mail Returned to Sender",
        "Message-ID": message_id,
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": kind["Content-Type"].replace(";", "; report-type=delivery-status;", 1),
    }
    return on_the_wire("".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"\n" + body)


def make_read_receipt(of: str, *, writer: str = WRITER, message_id: str = "<mdn.1@reader.example>") -> bytes:
    """Return the read receipt (RFC 8098) for the letter with Message-ID `of`."""
    told = (
        f"Final-Recipient: rfc822; {address_in(writer)}\nOriginal-Message-ID: {of}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n"
    )
    kind, body = multipart(
        "report",
        b"Content-Type: text/plain\n\nYour message was read.\n",
        b"Content-Type: message/disposition-notification\n\n" + told.encode(),
    )
    fields = {
        "From": writer,
        "To": US,
        "Subject": "Read: your request",
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": kind["Content-Type"].replace(";", "; report-type=disposition-notification;", 1),
    }
    return on_the_wire("".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"\n" + body)


TOPICS = ("parking fines", "empty homes", "library hours", "street lights", "school meals", "tree felling", "care fees")
CHARSETS = ("utf-8", "iso-8859-1", "windows-1252", "us-ascii")


def make_request(number: int, *, domain: str = "reader.example") -> bytes:
    """Return request `number`: always the same bytes for the same number, and another shape from one to the next."""
    chance = random.Random(number)  # noqa: S311 - invented mail is no secret
    topic = chance.choice(TOPICS)
    name = chance.choice(("Efa Rowlands", "Zoë Ashby", "Tomasz Wren", "Grace Ola", "José Marsh"))
    text = (
        f"Dear Freedom of Information team,\n\nUnder the Freedom of Information Act 2000 please send me the records you"
        f" hold about {topic} in ward {number}:\n\n1. the number of cases in each year since 2019\n2. the total cost\n"
        f"\nYours faithfully,\n{name}\n"
    )
    return make_mail(
        writer=f"{name} <writer{number}@{domain}>",
        subject=f"FOI request about {topic} in ward {number}",
        text=text,
        shape=SHAPES[number % (len(SHAPES) - 1)],  # a forwarded one has its applicant inside
        charset=chance.choice(CHARSETS),
        message_id=f"<request.{number}@{domain}>",
    )


def make_malformed(number: int) -> bytes:
    """Return bytes that no standard foresees: cut, nested, mislabelled or plain noise; the same for the same number."""
    chance = random.Random(number)  # noqa: S311 - invented mail is no secret
    kind = MALFORMED[number % len(MALFORMED)]
    return kind(number, chance)


def _noise(number: int, chance: random.Random) -> bytes:
    return b"%d " % number + chance.randbytes(600).replace(b"\x00", b"\x01").replace(b"\n", b"") + b"\n"


def _broken_headers(number: int, _: random.Random) -> bytes:
    return (
        f'From: "\nTo: (c):\nMessage-ID: <[{number}]>\nDate: Mon, 99 Foo 99999999999 99:99:99 +9999\n'
        f"Subject: =?utf-8?q?=E2=28?= {number}\nContent-Type: text/plain; name*\n\nbroken {number}\n"
    ).encode()


def _unknown_charset(number: int, _: random.Random) -> bytes:
    return (
        f"From: nobody{number}@noise.example\nSubject: {number}\nContent-Type: text/plain; charset=x-no\x01such\n"
        "Content-Transfer-Encoding: x-unheard-of\n\n\xff\xfe\n"
    ).encode("latin-1")


def _cut_off(number: int, _: random.Random) -> bytes:
    return (
        f"From: cut{number}@noise.example\nSubject: cut {number}\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLj"
    ).encode()


def _nested(number: int, _: random.Random) -> bytes:
    head = f"From: deep{number}@noise.example\nSubject: deep\n"
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(200))
    return (head + parts + "\nend\n").encode()


def _only_a_header(number: int, _: random.Random) -> bytes:
    return b"Subject: nothing follows %d" % number


def _lone_surrogates(number: int, _: random.Random) -> bytes:
    return b"From: =?utf-7?q?+2AA-?= <s%d@noise.example>\nSubject: \xed\xa0\x80\n\n\xed\xa0\x80 \x01 end\n" % number


def _white_space(number: int, _: random.Random) -> bytes:
    return b" \r\n" * (number + 1)


MALFORMED = (
    _noise,
    _broken_headers,
    _unknown_charset,
    _cut_off,
    _nested,
    _only_a_header,
    _lone_surrogates,
    _white_space,
)
