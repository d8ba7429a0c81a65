"""How many acknowledgements may leave, whatever anybody took a message for.

The last protection against a loop with another robot (RFC 3834 section 2 asks for a limit a sender). Over a limit
an acknowledgement waits; it never falls.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable
from datetime import datetime, timedelta

from foibot.casework.policy import SendingLimits

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
EVERYBODY = "*"


class SendingBook:
    """The acknowledgements that left within the last week, by address and domain; moments are aware."""

    def __init__(self, limits: SendingLimits, left: Iterable[tuple[str, datetime]] = ()) -> None:
        self._limits = limits
        self._left: dict[str, list[datetime]] = {}
        for address, at in left:
            self.note(address, at)

    def note(self, address: str, at: datetime) -> None:
        """Note that an acknowledgement has left, or may have."""
        for key in (address.casefold(), domain_of(address), EVERYBODY):
            insort(self._left.setdefault(key, []), at)

    def may_leave_at(self, address: str, now: datetime) -> datetime:
        """Return the earliest moment at which one more may leave for the address: `now`, or later."""
        limits = self._limits
        return max(
            self._free_at(address.casefold(), DAY, limits.to_one_address_a_day, now),
            self._free_at(address.casefold(), WEEK, limits.to_one_address_a_week, now),
            self._free_at(domain_of(address), HOUR, limits.to_one_domain_an_hour, now),
            self._free_at(EVERYBODY, HOUR, limits.an_hour, now),
        )

    def _free_at(self, key: str, span: timedelta, most: int, now: datetime) -> datetime:
        left = self._left.get(key, [])
        recent = len(left) - bisect_right(left, now - span)
        if recent < most:
            return now
        # the oldest of the last `most` must be a span ago before another may follow
        return left[len(left) - most] + span if most else now + span


def domain_of(address: str) -> str:
    """Return an address's domain as the limits count it, marked so that it is no address."""
    return "@" + address.rpartition("@")[2].casefold()
