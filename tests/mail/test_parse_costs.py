"""What judging hostile words costs: no filler between the words of a phrase makes it more than it makes the text long.

Time is the process's own CPU time, so that a busy machine fails nothing. The words are those of every table of phrases.
"""

import random
import re
from collections.abc import Iterator

import pytest
from effort import within

from foibot.correspondence import (
    asking,
    regime,
    words_of_applicants,
    words_of_machines,
    words_of_mail_systems,
    words_of_sellers,
)
from foibot.correspondence.classify import Kind, Known, Verdict, classify
from foibot.correspondence.folding import LONGEST, folded
from foibot.correspondence.wording import Phrases
from foibot.mail.parse import parse

CPU_SECONDS, CPU_SECONDS_OF_FUZZ = 2.0, 1.0
MODULES = (asking, regime, words_of_applicants, words_of_machines, words_of_mail_systems, words_of_sellers)
TO_US = b"To: foi@council.example\r\nContent-Type: text/plain; charset=utf-8\r\n"
PERSON = b"From: Ada Field <ada@reader.example>\r\nSubject: Re: bins\r\n" + TO_US
SYSTEM = b"Return-Path: <>\r\nFrom: mailer-daemon@reader.example\r\nSubject: Undelivered mail\r\n" + TO_US
ROBOT = b"Auto-Submitted: auto-replied\r\n" + PERSON
LISTED = b"List-Id: <list.reader.example>\r\n" + PERSON
PHRASES = (
    "Please|send",
    "Yours|sincerely",
    "On 4 May you|wrote:",
    "Original|message",
    "my name is|x",
    "Action:|failed",
)
FILLERS = {
    "blank": " ",
    "tab": "\t",
    "line": "\n",
    "blank and line": " \n",
    "empty lines": "\n\n ",
    "return": "\r\n",
    "no-break space": "\u00a0",
    "line separator": "\u2028",
    "form feed": "\x0c",
    "ideographic space": "\u3000",
    "dot": ".",
    "dot and line": " .\n",
    "comma": ",",
    "exclamation": "!",
    "question": "?",
    "semicolon": ";",
    "quoted": ">",
    "quoted lines": "> \n",
    "dash": "-",
    "dashes in lines": "-\n",
    "rule": "_",
    "star": "*",
    "angle": "<",
    "bracket": "(",
    "square": "[",
    "at": "@",
    "letter": "a",
    "digit": "1",
    "digits": "1 ",
    "quote": '"',
    "address": "a@",
    "colon": ": ",
    "hash": "#",
    "equals": "=",
    "of a notice": "not ",
    "umlaut": "é",
}
MANY = {
    "a phrase over and over, with white space": ("Please " + " " * 100_000 + "send ") * 30,
    "first words": "Please " * 30_000,
    "half a phrase": "I would also " * 15_000,
    "200 kB of a letter": "a" * 200_000,
    "an unfinished introduction": ("On 4 May " + "1 " * 25 + " wrotex:\n") * 4_000,
    "an introduction of digits": ("On " + "1" * 120 + " wrote wrote x:\n") * 2_000,
    "an introduction with no end of an address": ("1 " + "1:11 " * 25 + "<@@@@@\n") * 2_000,
    "blocks of headers": "From: a@b.example\nTo: x\nDate: y\n" * 8_000,
    "a sender without end": "From: " + "a" * 190_000 + "\nTo: x\nSubject: y\n\nplease send me",
    "half a telephone": ("Sent o o o o o from my BT BT BT BT BT BT" + " a" * 60 + " !\n") * 2_000,
    "names of ids": "message-id <" * 20_000,
    "a recipient without end": "Final-Recipient: x;" + "a" * 50_000,
}
HEADERS = {
    "a name of white space": b"From: a" + b" " * 60_000 + b"b <ada@reader.example>\r\n",
    "white space after an address": b"From: <ada@reader.example>" + b" " * 60_000 + b"x\r\n",
    "a route of colons": b"From: <@" + b": " * 30_000 + b">\r\n",
    "an id of white space": b"References: <a" + b" " * 60_000 + b"b\r\n" + PERSON,
    "failed recipients": b"X-Failed-Recipients: " + b"a" * 60_000 + b"\r\n" + SYSTEM,
}


def words() -> Iterator[str]:
    """Every word of every phrase."""
    tables = (table for module in MODULES for table in vars(module).values() if isinstance(table, Phrases))
    for row in (row for table in tables for row in table.rows):
        yield from re.findall(r"[^\W\d_]{2,}", re.sub(r"\\[a-zA-Z]", "~", row.expression))


WORDS = sorted(set(words()))


def judge(raw: bytes, seconds: float = CPU_SECONDS) -> Verdict:
    """Read and judge a message; fails where that takes longer."""
    return within(seconds, lambda: classify(parse(raw), Known()))


@pytest.mark.parametrize("name", FILLERS)
def test_no_filler_between_the_words_of_a_phrase_is_costly(name: str) -> None:
    filler = FILLERS[name]
    for first, last in (pair.split("|") for pair in PHRASES):
        body = f"{first} {filler * 30_000} {last} ".encode()
        assert judge(PERSON + b"\r\n" + body).kind
        assert judge(SYSTEM + b"\r\n" + body).kind
    every_word = (filler * 9).join(WORDS).encode()
    assert judge(ROBOT + b"\r\n" + every_word).kind


@pytest.mark.parametrize("head", [PERSON, SYSTEM, ROBOT, LISTED])
@pytest.mark.parametrize("name", MANY)
def test_nothing_that_is_said_over_and_over_is_costly(name: str, head: bytes) -> None:
    assert judge(head + b"\r\n" + MANY[name].encode()).kind


@pytest.mark.parametrize("name", HEADERS)
def test_no_field_of_a_header_is_costly(name: str) -> None:
    assert judge(HEADERS[name] + TO_US + b"\r\nPlease send me the number of bins.\r\n").kind is not Kind.OWN


@pytest.mark.parametrize("seed", range(8))
def test_no_words_of_ours_put_together_by_chance_are_costly(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same words each time, and no secret
    for _ in range(30):
        some = chance.sample(WORDS, chance.randint(1, 6))
        said = chance.choice([" ", "\n", ", ", ". "]).join(some)
        filler = chance.choice(list(FILLERS.values()))
        hostile = (f"{said} {filler * 30_000} {said}", f"{said}{filler}" * (60_000 // len(said)))
        head = chance.choice([PERSON, SYSTEM, ROBOT, LISTED])
        assert judge(head + b"\r\n" + chance.choice(hostile).encode(), CPU_SECONDS_OF_FUZZ).kind


def test_white_space_between_words_hides_no_request() -> None:
    raw = PERSON.replace(b"Re: bins", b"Bins") + b"\r\nPlease" + b" \t\r\n" * 30_000 + b"send me the number of bins."
    verdict = judge(raw)
    assert (verdict.kind, verdict.certain) == (Kind.NEW_REQUEST, True)


def test_folding_keeps_words_and_paragraphs_and_no_more_than_can_be_judged() -> None:
    assert folded("  a \u00a0\t b \n \n\n\n c\x0cd \r\n") == "a b\n\nc d"
    assert len(folded("a " * LONGEST)) == LONGEST
