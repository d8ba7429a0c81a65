"""When a message reached the authority: the moment from which the law counts.

FOIA section 10(1) and (6): the date of receipt is the day it reached the authority's mail system, not the sender's
clock and not the moment somebody looked. Moments are UTC; the day is taken in London elsewhere.
"""

import re
from datetime import UTC, datetime, timedelta

from foibot.correspondence.message import InboundMessage, ReceivedLine
from foibot.lean import dataclass

TOLERANCE = timedelta(hours=1)
FROM_HOST = re.compile(r"\s*from\s+([^\s;()]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a message was received (UTC), by whose word, and what a person should look at."""

    at: datetime
    source: str
    flags: tuple[str, ...] = ()


def is_one_of(host: str, border_hosts: frozenset[str]) -> bool:
    """Tell whether the host is one of ours; an entry `*.example.org` stands for every host below that domain."""
    host = host.casefold().rstrip(".")
    for entry in border_hosts:
        ours = entry.casefold().strip().rstrip(".")
        if host == ours or (ours.startswith("*.") and host.endswith(ours[1:])):
            return bool(host)
    return False


def border_line(message: InboundMessage, border_hosts: frozenset[str]) -> ReceivedLine | None:
    """Return the Received line that our mail system wrote first.

    Lines are read from the newest down. Below our own newest line another counts only while ours says that it had the
    message from a host of ours: what stands below that was written by others, who can write any name and date.
    """
    ours = None
    for line in message.received:
        if not is_one_of(line.by, border_hosts):
            if ours is not None:
                break
            continue
        if line.at is not None:
            ours = line
        sender = FROM_HOST.match(line.text)
        if sender is None or not is_one_of(sender[1], border_hosts):
            break
    return ours


def date_of_receipt(message: InboundMessage, *, arrived_at: datetime, border_hosts: frozenset[str]) -> Receipt:
    """Return the moment of receipt; `arrived_at` is the server's arrival date (INTERNALDATE), aware.

    The Received line of our own border host counts; where it and the server differ by more than an hour, the earlier
    counts, as a message that was moved or imported can carry a later date, and the difference is flagged.
    """
    arrived = arrived_at.astimezone(UTC)
    line = border_line(message, border_hosts)
    if line is None or line.at is None:
        flags = ("no Received line of a border host",) if border_hosts else ()
        return Receipt(arrived, "server", flags)
    if abs(line.at - arrived) <= TOLERANCE:
        return Receipt(line.at, "border", ())
    flag = f"the border says {line.at.isoformat()} and the server {arrived.isoformat()}: the earlier counts"
    earlier = "border" if line.at < arrived else "server"
    return Receipt(min(line.at, arrived), earlier, (flag,))
