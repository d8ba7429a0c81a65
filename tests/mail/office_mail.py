"""The labelled mail of an invented FOI office: from the TOML files beside it to bytes, and what its register knows."""

import base64
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any

from foibot.correspondence.classify import Known
from foibot.correspondence.known import KnownCase, SentLetter
from foibot.correspondence.reference import ReferencePattern

FOLDER = Path(__file__).parent / "data" / "office"
OURS = "foi@exampleshire.example"
REFERENCE = "FOI-2026-0001"
APPLICANT = "wilf.ardern@mail.example"
LETTER_ID = "<letter-1@exampleshire.example>"
LETTERS = {
    "open": "acknowledgement",
    "awaiting_clarification": "clarification",
    "responded": "disclosed",
    "closed": "disclosed",
}


@dataclass(frozen=True)
class Labelled:
    """One labelled message: its bytes, what the register knows of it, and what it must be taken for."""

    id: str
    raw: bytes
    known: Known
    kinds: frozenset[str]
    label: dict[str, Any]


def labelled(name: str) -> Iterator[Labelled]:
    """The labelled messages of one file."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        for row in tomllib.load(file)["mail"]:
            kinds = frozenset(row.get("kinds") or [row.get("kind", "new_request")])
            yield Labelled(row["id"], raw_of(row), known_to(row), kinds, row)


def known_to(row: dict[str, Any]) -> Known:
    """What the register of the office knows that bears on the message."""
    status = row.get("case") or row.get("stranger") or row.get("known") or ("open" if "answers" in row else "")
    sent, cases = {}, {}
    if row.get("holder"):
        sent[LETTER_ID] = SentLetter(REFERENCE, "holder_request", parseaddr(row["from"])[1])
        cases[REFERENCE] = KnownCase(REFERENCE, "open", APPLICANT)
    elif row.get("kind") == "officer_command":
        sent[LETTER_ID] = SentLetter(REFERENCE, "case_notice", parseaddr(row["from"])[1])
    elif status:
        sent[LETTER_ID] = SentLetter(REFERENCE, LETTERS[status], row.get("recipient", APPLICANT))
        cases[REFERENCE] = KnownCase(
            REFERENCE, status, APPLICANT, frozenset([APPLICANT]), "kerbs", answered=status in ("responded", "closed")
        )
    return Known(
        our_addresses=frozenset([OURS, "infogov@exampleshire.example"]),
        our_domains=frozenset(["exampleshire.example"]),
        officers=frozenset(["jane@exampleshire.example"]),
        holders=frozenset(["finance@exampleshire.example"]),
        pattern=ReferencePattern("FOI-{year}-{number:04d}"),
        sent=sent,
        cases=cases,
    )


def answers_letter(row: dict[str, Any]) -> bool:
    """Tell whether the message names a letter of ours."""
    named = row.get("case") or row.get("stranger") or row.get("holder") or row.get("kind") == "officer_command"
    return bool(row.get("answers", named))


def raw_of(row: dict[str, Any]) -> bytes:
    """The bytes of a labelled message."""
    name, email = parseaddr(row.get("from", f"Wilf Ardern <{APPLICANT}>"))
    headers = {
        "From": formataddr((name, email), "utf-8"),
        "To": row.get("to", OURS),
        "Subject": Header(row["subject"], None if row["subject"].isascii() else "utf-8").encode(),
        "Date": "Mon, 02 Feb 2026 10:00:00 +0000",
        "Message-ID": f"<{row['id']}@{email.partition('@')[2]}>",
        "MIME-Version": "1.0",
    }
    if row.get("in_reply_to") or answers_letter(row):
        headers["In-Reply-To"] = headers["References"] = row.get("in_reply_to", LETTER_ID)
    headers |= row.get("headers", {})
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items()).encode()
    return head + body_of(row)


def body_of(row: dict[str, Any]) -> bytes:
    """The content headers and the body of a labelled message."""
    charset = row.get("charset", "utf-8")
    body: str = row["body"]
    data = body.strip("\n").replace("\n", "\r\n").encode(charset, "xmlcharrefreplace")
    encoding = row.get("encoding", "8bit")
    if encoding == "base64":
        data = base64.encodebytes(data).replace(b"\n", b"\r\n")
    kind = "html" if row.get("html") else "plain"
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    if "report" in row:
        return in_parts("report; report-type=" + row["report"]["type"], head + data, report_part(row["report"]))
    if "attachment" in row:
        name = row["attachment"]
        part = f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Disposition: attachment\r\n\r\n%PDF'
        return in_parts("mixed", head + data, part.encode())
    return head + data + b"\r\n"


def in_parts(kind: str, *parts: bytes) -> bytes:
    """A multipart body with its header."""
    inner = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="=_b"\r\n\r\n'.encode() + inner + b"--=_b--\r\n"


def report_part(report: dict[str, str]) -> bytes:
    """The machine-readable part of a report."""
    fields = {
        "delivery-status": "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\n"
        "Action: {action}\r\nStatus: {status}\r\n",
        "disposition-notification": "Final-Recipient: rfc822; someone@mail.example\r\nDisposition: {disposition}\r\n",
        "feedback-report": "Feedback-Type: abuse\r\nUser-Agent: Reporter/1\r\nVersion: 1\r\n",
    }[report["type"]].format_map(report)
    return f"Content-Type: message/{report['type']}\r\n\r\n{fields}".encode()
