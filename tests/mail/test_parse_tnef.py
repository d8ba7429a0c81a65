"""winmail.dat: what Outlook wrapped is read, and no count in a file is believed beyond what is there."""

import hashlib
import os
import tracemalloc
from struct import pack

import pytest
from effort import within

from foibot.mail.mime import Budget
from foibot.mail.parse import parse
from foibot.mail.rtf import rtf_words
from foibot.mail.tnef import open_tnef

HEAD = b"From: Ada <ada@reader.example>\nSubject: Bins\n"
# The example of [MS-OXRTFCP] section 4.1.1, and of 4.1.2 with a reference that overlaps what it writes.
PACKED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
OVERLAPPING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def item(name: int, value: bytes, level: int = 1) -> bytes:
    return pack("<BHHI", level, name, 6, len(value)) + value + pack("<H", sum(value) & 0xFFFF)


def properties(*pairs: tuple[int, int, bytes], count: int | None = None) -> bytes:
    out = pack("<I", len(pairs) if count is None else count)
    for kind, name, value in pairs:
        out += pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def winmail(*items: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(items)


def test_the_attachments_inside_are_listed_and_the_wrapper_is_not() -> None:
    name = properties(
        (0x001F, 0x3707, "Länge.xlsx\0".encode("utf-16-le")), (0x001E, 0x370E, b"application/vnd.ms-excel\0")
    )
    first = (item(0x9002, b"\0" * 14), item(0x8010, b"LNGE~1.XLS\0"), item(0x800F, b"cells"), item(0x9005, name))
    second = (item(0x9002, b"\0" * 14), item(0x8010, b"notes.txt\0"), item(0x800F, b"words"))
    opened = open_tnef(winmail(*first, *second), Budget())
    assert opened is not None
    assert [(part.name, part.type, part.size) for part in opened.attachments] == [
        ("Länge.xlsx", "application/vnd.ms-excel", 5),
        ("notes.txt", "application/octet-stream", 5),
    ]
    assert opened.attachments[0].sha256 == hashlib.sha256(b"cells").hexdigest()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (item(0x800C, b"How many bins?\r\nAda\0"), "How many bins?\nAda"),
        (item(0x9003, properties((0x001F, 0x1000, "Faint o finiau?".encode("utf-16-le")))), "Faint o finiau?"),
        (item(0x9003, properties((0x0102, 0x1013, b"<p>How <b>many</b> bins?</p>"))), "How many bins?"),
        (item(0x9003, properties((0x0102, 0x1009, PACKED))), "hello world"),
    ],
)
def test_the_letter_is_found_inside_in_whatever_form(inside: bytes, text: str) -> None:
    opened = open_tnef(winmail(inside), Budget())
    assert opened is not None
    assert opened.text == text


def test_a_letter_that_stands_only_inside_is_the_letter() -> None:
    message = parse(HEAD + b"Content-Type: application/ms-tnef\n\n" + winmail(item(0x800C, b"How many bins?")))
    assert message.text == "How many bins?"
    assert message.attachments == ()


def test_a_broken_wrapper_is_kept_and_said() -> None:
    message = parse(HEAD + b"Content-Type: application/ms-tnef; name=winmail.dat\n\nnothing of the kind")
    assert message.defects == ("may be incomplete: winmail.dat cannot be opened",)
    assert [part.name for part in message.attachments] == ["winmail.dat"]


@pytest.mark.parametrize(
    "hostile",
    [
        item(0x9003, pack("<IHHI", 1, 0x1003, 0x1000, 0xFFFFFFFF) + b"abcd"),
        item(0x9003, pack("<IHHI", 1, 0x101E, 0x1000, 0xFFFFFFFF) + b"abcd"),
        item(0x9003, pack("<I", 0xFFFFFFFF)),
        item(0x9003, pack("<IHH", 0xFFFFFFFF, 0x0003, 0x1000) + b"\0" * 8),
        item(0x9003, pack("<IHHII", 1, 0x001E, 0x1000, 1, 0xFFFFFFFF) + b"abcd"),
        item(0x9003, pack("<IHH", 1, 0x001E, 0x8001) + b"\0" * 16 + pack("<II", 1, 0xFFFFFFFF)),
        item(0x9003, properties((0x0102, 0x1009, pack("<II4sI", 9, 0xFFFFFFFF, b"LZFu", 0) + b"\xff" * 900))),
        item(0x9002, b"") * 100_000,
        b"\x01\x0c\x80\x06\x00\xff\xff\xff\xff",
    ],
)
def test_no_count_in_a_file_costs_time_or_memory(hostile: bytes) -> None:
    tracemalloc.start()
    within(1.0, lambda: open_tnef(winmail(hostile), Budget()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def packed(rtf: bytes) -> bytes:
    return pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def in_winmail(body: bytes) -> bytes:
    wrapper = winmail(item(0x9003, properties((0x0102, 0x1009, body))))
    return HEAD + b"Content-Type: application/ms-tnef; name=winmail.dat\n\n" + wrapper


def test_a_packed_body_is_unpacked_as_specified_whatever_its_check_sum_says() -> None:
    assert rtf_words(PACKED, Budget()) == "hello world"
    assert rtf_words(PACKED[:12] + b"\0\0\0\0" + PACKED[16:], Budget()) == "hello world"
    assert rtf_words(OVERLAPPING, Budget()) == "WXYZWXYZWXYZWXYZWXYZ"


def test_rich_text_becomes_its_words_in_the_code_page_it_names() -> None:
    rtf = rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Dear team,\par How many caf\'e9s\~in \u8364?100?\par}"
    assert rtf_words(packed(rtf), Budget()) == "Dear team,\nHow many cafés in €100?"
    assert rtf_words(packed(rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}"), Budget()) == "Привет"


@pytest.mark.parametrize(
    "body",
    [
        packed(b"{\\fonttbl{\\f0 A;}" * 14_000),
        packed(b"{" * 4_000_000),
        PACKED[:30],
        b"short",
        PACKED[:8] + b"none" * 9,
    ],
)
def test_a_rich_text_body_that_cannot_be_read_costs_a_second_and_is_left_to_a_person(body: bytes) -> None:
    before = os.times()
    message = parse(in_winmail(body))
    after = os.times()
    assert sum(after[:4]) - sum(before[:4]) < 2
    assert message.defects == ("may be incomplete: a Rich Text body cannot be read by the machine",)
    assert [part.name for part in message.attachments] == ["winmail.dat"]
