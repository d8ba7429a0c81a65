"""Writes the bank holidays that the `holidays` package knows as JSON; run as a process of its own.

Standard input names the further places, one a line.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from foibot.errors import UsageError
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays


def table(places: Iterable[str]) -> dict[str, Any]:
    """Return the days, the last day through which they are certain, and why a place has none."""
    faults = dict(_faults(places))
    known = tuple(place for place in places if place not in faults)
    days = published_holidays(further_places=known)
    return {
        "days": [(one.day.isoformat(), one.name, sorted(one.divisions), one.source) for one in days],
        "known_through": KNOWN_THROUGH.isoformat(),
        "faults": faults,
    }


def _faults(places: Iterable[str]) -> Iterator[tuple[str, str]]:
    for place in places:
        try:
            published_holidays(KNOWN_THROUGH.year, KNOWN_THROUGH.year, further_places=(place,))
        except UsageError as error:
            yield place, str(error)


if __name__ == "__main__":
    json.dump(table(sys.stdin.read().split("\n")[:-1]), sys.stdout)
