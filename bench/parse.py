"""How fast mail is read and judged, beside the standard library's own reader, on one core.

Run with `python bench/parse.py FOLDER`: every file below it is a message. Prints milliseconds a message; exits with 1
below 300 messages a second.
"""

import sys
from collections.abc import Callable
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from time import process_time

from foibot.correspondence.classify import Known, classify
from foibot.errors import Unreadable
from foibot.mail.files import messages_in
from foibot.mail.parse import parse

LEAST_A_SECOND = 300
ROUNDS = 3


def by_the_library(raw: bytes) -> None:
    for part in message_from_bytes(raw, policy=compat32).walk():
        if not part.is_multipart():
            part.get_payload(decode=True)


def by_foibot(raw: bytes) -> None:
    try:
        parse(raw)
    except Unreadable:
        return


def judged(raw: bytes) -> None:
    try:
        classify(parse(raw), Known())
    except Unreadable:
        return


def milliseconds(read: Callable[[bytes], None], mail: list[bytes]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        began = process_time()
        for raw in mail:
            read(raw)
        best = min(best, process_time() - began)
    return best / len(mail) * 1_000


def main() -> int:
    mail = [found.raw for found in messages_in(Path(sys.argv[1])) if not found.fault]
    size = sum(map(len, mail)) / len(mail) / 1_000
    print(f"{len(mail)} messages of {size:.0f} kB on average, the best of {ROUNDS} rounds")
    print(f"  the standard library, compat32   {milliseconds(by_the_library, mail):7.3f} ms a message")
    print(f"  foibot, read                     {milliseconds(by_foibot, mail):7.3f} ms a message")
    whole = milliseconds(judged, mail)
    print(f"  foibot, read and judged          {whole:7.3f} ms a message, {1_000 / whole:.0f} a second")
    return int(1_000 / whole < LEAST_A_SECOND)


if __name__ == "__main__":
    sys.exit(main())
