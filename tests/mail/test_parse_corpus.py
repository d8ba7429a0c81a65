"""Mail as it really is: the test suites of other mail software, and 20,000 mutations of them.

The folder is named by FOIBOT_CORPUS; its manifests say what each message is. Nothing of it is part of the project.
FOIBOT_MUTATIONS asks for more mutations than the gate has time for.
"""

import difflib
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foibot.correspondence.classify import Kind, Known, Verdict, classify
from foibot.correspondence.message import InboundMessage
from foibot.errors import Unreadable
from foibot.mail.parse import parse

MUTATIONS = int(os.environ.get("FOIBOT_MUTATIONS", "20000"))
SMALL = 8_000
NEAR = 0.9
MACHINE = ("is_bounce", "is_auto_reply", "is_feedback", "is_mdn")
# A notice of delay is no failure, whatever the source calls it.
DELAY = re.compile(r"delay|warning: (?:could not send|message)", re.IGNORECASE)


@pytest.fixture(scope="module")
def corpus() -> Path:
    named = os.environ.get("FOIBOT_CORPUS", "")
    if not named:
        if os.environ.get("CI") == "true":
            pytest.fail("FOIBOT_CORPUS must name the folder of test mail")
        pytest.skip("FOIBOT_CORPUS names no folder of test mail")
    folder = Path(named)
    assert folder.is_dir(), "FOIBOT_CORPUS names a folder that is not there"
    return folder


def rows(corpus: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for manifest in sorted(corpus.glob("*/manifest.jsonl")):
        for line in manifest.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row, (corpus / row["path"]).read_bytes()


Judged = list[tuple[dict[str, Any], InboundMessage, Verdict]]


@pytest.fixture(scope="module")
def judged(corpus: Path) -> Judged:
    read = ((row, parse(raw)) for row, raw in rows(corpus) if row["kind"] == "message")
    return [(row, message, classify(message, Known())) for row, message in read]


def is_machine(row: dict[str, Any]) -> bool:
    return any(row.get(key) for key in MACHINE)


def is_labelled(row: dict[str, Any]) -> bool:
    return row.get("is_bounce") is not None and (row.get("label_from") != "assumed" or is_machine(row))


def rates(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    counts = Counter(pairs)
    found, false, missed = counts[True, True], counts[False, True], counts[True, False]
    return found / (found + false), found / (found + missed)


def test_every_message_is_read_by_its_parts(judged: Judged) -> None:
    rungs = Counter(message.rung for _, message, _ in judged)
    assert set(rungs) == {"parts"}


def test_machine_mail_is_known_and_people_are_not_taken_for_machines(judged: Judged) -> None:
    found = [(is_machine(row), verdict.automatic) for row, _, verdict in judged if is_labelled(row)]
    precision, recall = rates(found)
    assert precision >= 0.995
    assert recall >= 0.985


def test_bounces_are_known_and_delays_are_none(judged: Judged) -> None:
    found = []
    for row, message, verdict in judged:
        delayed = verdict.kind is Kind.RECEIPT and bool(DELAY.search(message.subject + message.text[:500]))
        if is_labelled(row) and not delayed:
            found.append((bool(row["is_bounce"]), verdict.kind is Kind.BOUNCE))
    precision, recall = rates(found)
    assert precision >= 0.99
    assert recall >= 0.97


def test_no_robot_of_the_corpus_is_acknowledged(judged: Judged) -> None:
    answered = [row["path"] for row, _, verdict in judged if is_machine(row) and verdict.acknowledge]
    assert answered == []


def test_the_new_words_of_a_reply_are_found_and_hardly_ever_lost(corpus: Path) -> None:
    verdicts: Counter[str] = Counter()
    for row, raw in rows(corpus):
        if not row.get("reply_text"):
            continue
        kind = {"body-text": b"plain", "body-html": b"html"}.get(row["kind"])
        head = b"Subject: Re: x\nContent-Type: text/" + kind + b"; charset=utf-8\n\n" if kind else b""
        verdicts[compared(row["reply_text"], parse(head + raw).new_text)] += 1
    total = verdicts.total()
    assert (verdicts["exact"] + verdicts["near"]) / total >= 0.75
    assert verdicts["lost"] / total <= 0.03


def compared(wanted: str, found: str) -> str:
    wanted, found = " ".join(wanted.split()), " ".join(found.split())
    if wanted == found:
        return "exact"
    if difflib.SequenceMatcher(None, wanted, found).ratio() >= NEAR:
        return "near"
    return "over" if wanted in found else "lost"


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Change a message as broken software and bad people do: bytes, lines, stretches, charsets, boundaries."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data)), chance.randint(1, 40)
        match chance.randrange(7):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at:at] = chance.randbytes(length)
            case 4:
                data = bytearray(bytes(data).replace(b"\r\n", b"\n"))
            case 5:
                data[at:at] = chance.choice(
                    (b"\0", b"=?utf-8?b?", b'"', b"<", b"(", b"\n\n", b"\n--", b"; name*=", b"\n ")
                )
            case _:
                other = chance.randrange(len(data))
                data[at : at + length] = data[other : other + length]
        data = data or bytearray(b"x")
    return bytes(data)


def test_no_mutation_of_any_message_stops_the_reader(corpus: Path) -> None:
    small = [raw for row, raw in rows(corpus) if row["kind"] == "message" and 0 < len(raw) < SMALL]
    chance, lost = random.Random(20_260_202), Counter[str]()  # noqa: S311 - the same mutations in every run
    for number in range(MUTATIONS):
        raw = mutated(small[number % len(small)], chance)
        try:
            message = parse(raw)
        except Unreadable:
            assert not raw.strip()
            continue
        lost[message.rung] += message.rung != "parts"
        assert message.text.encode("utf-8") is not None
        assert "\0" not in message.text + message.subject
    assert lost.total() == 0
