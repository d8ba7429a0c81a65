"""Whatever is done to a file, looking into it raises nothing and ends in time."""

import random
import time

import pytest
from test_tricks import PLAIN, pdf, picture, very_hidden, workbook, zipped

from foibot.release import Limits, look_into

SEEDS = {
    "answer.xlsx": workbook(very_hidden),
    "answer.pdf": pdf(PLAIN),
    "picture.jpg": picture(),
    "picture.png": picture("PNG"),
    "files.zip": zipped(words=b"plain words", inner=zipped(words=b"more")),
    "answer.csv": b"Area,Requests\nNorth,40\n",
}
ROUNDS, SECONDS = 6, 20
CHEAP = Limits(cpu_seconds=8, wait_seconds=SECONDS)


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randint(1, 200)]
            case 2:
                changed[at:at] = chance.randbytes(chance.randint(1, 40))
            case _:
                changed[at : at + 8] = b"\xff" * 8
        changed = changed or bytearray(b"x")
    return bytes(changed)


@pytest.mark.parametrize("name", SEEDS)
def test_a_mutated_file_ends_in_findings_or_in_none_and_in_time(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - a seed that a failure can be repeated with
    for _ in range(ROUNDS):
        began = time.monotonic()
        found = look_into(name, mutated(SEEDS[name], chance), limits=CHEAP)
        assert time.monotonic() - began < SECONDS + 5
        assert all(one.words and one.remedy for one in found)


def test_a_workbook_that_can_still_be_read_never_passes_with_its_hidden_sheet() -> None:
    chance = random.Random(7)  # noqa: S311 - likewise
    for _ in range(ROUNDS):
        data = SEEDS["answer.xlsx"] + chance.randbytes(chance.randint(0, 30))
        assert look_into("answer.xlsx", data, limits=CHEAP)
