"""Hostile mail: whatever comes, it is read in bounded time and memory, and what was left unread is said.

Time is this thread's own CPU time, so that a busy machine fails nothing.
"""

import base64
import tracemalloc

import pytest
from effort import within

from foibot.correspondence.classify import Kind, Known, Verdict, classify
from foibot.correspondence.message import INCOMPLETE, OUT_OF_BOUNDS, InboundMessage
from foibot.mail.parse import parse

CPU_SECONDS = 2.0
MB = 1_000_000
HEAD = b"From: Ada Field <ada@reader.example>\r\nTo: foi@council.example\r\nSubject: FOI request\r\n"
ASKS = b"\r\nUnder the Freedom of Information Act please send me the number of bins.\r\n"


def in_parts(part: bytes, count: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + (b"--x\r\n" + part) * count + b"--x--\r\n"


def nested(depth: int) -> bytes:
    layers = (f"Content-Type: multipart/mixed; boundary=b{at}\r\n\r\n--b{at}\r\n".encode() for at in range(depth))
    return HEAD + b"".join(layers) + ASKS


def enclosed(depth: int) -> bytes:
    return (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * depth + HEAD + ASKS


def encoded(kind: bytes, data: bytes) -> bytes:
    return HEAD + b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + body


def text(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body


def read_and_judged(raw: bytes) -> tuple[InboundMessage, Verdict]:
    message = parse(raw)
    return message, classify(message, Known())


BEYOND = {
    "a header of 10 MB": (b"X-Junk: " + b"a" * 10 * MB + b"\r\n" + HEAD + ASKS, "a header of"),
    "a folded header of 10 MB": (b"X-Junk: a\r\n" + b" b\r\n" * 2_500_000 + HEAD + ASKS, "a header of"),
    "700,000 header fields": (b"X-A: b\r\n" * 700_000 + HEAD + ASKS, "more than 2000 header fields"),
    "20,000 Received lines": (b"Received: from a by b; x\r\n" * 20_000 + HEAD + ASKS, "more than 2000 header fields"),
    "a subject of 10 MB": (b"Subject: " + b"=?utf-8?q?a?= " * 700_000 + b"\r\n" + HEAD + ASKS, "a header field of"),
    "10,000 parts": (in_parts(ASKS, 10_000), "more than 1000 parts"),
    "nesting of 1,000": (nested(1_000), "nested deeper than 30"),
    "1,000 mails in one another": (enclosed(1_000), "nested deeper than 30"),
    "5,000 recipients": (
        b"Cc: " + b", ".join(b"p%d@x.example" % at for at in range(5_000)) + b"\r\n" + HEAD + ASKS,
        "more than 500 addresses in cc",
    ),
    "10 MB of HTML in parts": (
        in_parts(b"Content-Type: text/html\r\n\r\n" + b"<p>x y z, " * 100_000 + b"\r\n", 10),
        "more than 4000000 letters of HTML",
    ),
    "30 MB of text": (encoded(b"text/plain", b"A" * 30 * MB), "a text of more than 2000000 bytes"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_out_of_bounds_is_cut_said_and_left_to_a_person(name: str) -> None:
    raw, said = BEYOND[name]
    message, verdict = within(CPU_SECONDS, lambda: read_and_judged(raw))
    assert message.is_out_of_bounds
    assert any(defect.startswith(f"{OUT_OF_BOUNDS}: {said}") for defect in message.defects)
    assert message.sender is not None
    assert message.sender.email == "ada@reader.example"
    assert not verdict.certain
    assert not verdict.acknowledge


COSTLY = {
    "a bomb of base64": encoded(b"application/zip; name=a.zip", b"\0" * 30 * MB),
    "mails encoded in one another": encoded(
        b"message/rfc822", encoded(b"message/rfc822", encoded(b"message/rfc822", HEAD + ASKS))
    ),
    "one-letter boundary": HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"\n---" * 2 * MB,
    "unclosed comments in an address": b"To: " + b"(" * 60_000 + b"\r\n" + HEAD + ASKS,
    "unclosed quotes in an address": b"To: " + b'"<,' * 20_000 + b"\r\n" + HEAD + ASKS,
    "unclosed parameters": HEAD + b"Content-Type: text/plain" + b';a="' * 15_000 + b"\r\n" + ASKS,
    "400,000 nested divs": html(b"<div>" * 400_000 + b"x"),
    "open angle brackets": html(b"<" * 2 * MB),
    "unclosed HTML comments": html(b"<!--" * 500_000),
    "unclosed attributes": html(b'<a b="' * 300_000),
    "nested quotations": html(b"<blockquote>" * 150_000 + b"x"),
    "unclosed scripts": html(b"<script>" * 200_000),
    "100,000 nested divs": html(b"<div>" * 100_000 + b"x"),
    "1,000,000 unclosed <b>": html(b"<b>" * 1_000_000 + b"x"),
    "unclosed formatting": html(b"".join(b"<p><b a%d=1>x" % at for at in range(60_000))),
    "5 MB of entities": html(b"&amp;" * 1_000_000),
    "an attribute of 10 MB": html(b'<a href="' + b"x" * 10 * MB + b'">x</a>'),
    "90,000 attributes": html(b"<a " + b" ".join(b"a%d=1" % at for at in range(90_000)) + b">x</a>"),
    "deep tables": html(b"<table><tr><td>" * 20_000 + b"x"),
    "a table of wide and many rows": html(
        b"<table><tr><td>" + b"x" * 100_000 + b"</td></tr>" + b"<tr><td>x</td></tr>" * 3_000 + b"</table>"
    ),
    "lists in lists": html(b"<ul>" * 120 + b"<li>x" * 19_000),
    "an item of a long number": html(b"<ol><li value=" + b"9" * 5_000 + b">x"),
    "endless indents and margins": html(b"<p style='margin-top:1000000em;padding-left:1000000em'>x" * 900),
    "one paragraph of many pieces": html(b"<p>" + b"a" * 220_000 + b"<b>x</b>" * 9_900),
    "cells of spaces": html(b"<table><tr><td><pre>" + b" \t" * 240_000 + b"</pre></td></tr></table>"),
    "unclosed CDATA": html(b"<![CDATA[" * 200_000),
    "NULs in HTML": html(b"\0" * 2 * MB),
    "lone surrogates in HTML": html(b"\xed\xa0\x80" * 600_000 + b"&#xd800;" * 9_000),
    "50 HTML bodies at the bound": in_parts(b"Content-Type: text/html\r\n\r\n" + b"<p>x" * 19_000 + b"\r\n", 50),
    "quotation marks": text(b">" * 2 * MB),
    "lines that end in a colon": text(b"a:\n" * 600_000),
    "headers in the text": text(b"From: a@b\n" * 150_000),
    "introductions": text(b"On 4 May you wrote:\n" * 14_000),
    "signatures": text(b"-- \n" * 70_000),
    "empty lines": text(b"\n" * 290_000),
    "nots": text(b"not " * 500_000),
    "one long word": text(b"a" * 2 * MB),
    "returned headers": text(b"Received: from " * 130_000),
    "Message-IDs": text(b"<a@b> " * 330_000),
    "nothing but returns": b"a\r" * 3 * MB,
    "nothing but line feeds": b"\n" * 5 * MB + b"x",
    "nothing but NULs": b"\0" * 5 * MB,
}


@pytest.mark.parametrize("name", COSTLY)
def test_reading_and_judging_anything_costs_less_than_two_seconds(name: str) -> None:
    _, verdict = within(CPU_SECONDS, lambda: read_and_judged(COSTLY[name]))
    assert verdict.kind in (Kind.NEW_REQUEST, Kind.UNCLEAR)


@pytest.mark.parametrize(
    "many",
    ["<div>" * 300 + "{}" + "</div>" * 300, "<p>x</p>" * 30_000 + "<p>{}</p>", "<p>" + "x " * 260_000 + "{}</p>"],
)
def test_html_beyond_what_is_laid_out_loses_no_words_and_that_is_said(many: str) -> None:
    message = parse(html(many.format("How many <b>b</b>ins?<script>no()</script>").encode()))
    assert message.text.endswith("How many bins?")
    assert message.defects == (
        "its HTML is too large or nested too deeply to be laid out: its words were taken without their layout",
    )


def test_a_request_behind_an_oversized_header_is_still_found() -> None:
    message = parse(b"X-Junk: " + b"a" * 10 * MB + b"\r\n" + HEAD + ASKS)
    assert (message.subject, message.text.strip()) == ("FOI request", ASKS.decode().strip())


def test_an_unclosed_address_costs_only_its_own_field() -> None:
    message = parse(
        b"To: " + b"a@x.example" + b"(" * 60_000 + b"\r\n" + HEAD.replace(b"To: foi@council.example\r\n", b"") + ASKS
    )
    assert message.to == ()
    assert message.subject == "FOI request"
    assert message.defects == ("reading to failed: RecursionError",)


def test_a_cut_attachment_is_kept_and_said() -> None:
    raw = in_parts(b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANS", 1)
    message = parse(raw.replace(b"--x--\r\n", b""))
    assert message.attachments[0].size > 0
    assert message.defects == (f"{INCOMPLETE}: the last part has no end",)


def test_an_attachment_costs_memory_by_the_chunk_and_not_by_its_size() -> None:
    raw = encoded(b"application/zip; name=a.zip", b"\0" * 40 * MB)
    tracemalloc.start()
    parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 15 * MB
