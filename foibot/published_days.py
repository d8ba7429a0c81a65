"""The bank holidays that are published, asked of a process of its own: the daemon would keep their package for good.

It costs 11 MiB, and serves for a moment when the table is made afresh.
"""

import importlib
import json
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from foibot.confined import run_confined
from foibot.law.working_days import BankHoliday, bank_holidays_of
from foibot.lean import dataclass

READER = "foibot.holiday_reader"
PACKAGE = "holidays"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Published:
    """The days, the last one through which they are certain, and, by place, why it has none."""

    days: tuple[BankHoliday, ...]
    known_through: date
    faults: Mapping[str, str]


@cache
def published(places: tuple[str, ...]) -> Published:
    """Return the bank holidays of the UK, and of further places by their ISO codes, as IE or US-TX.

    They are asked for once; in this process where it has the package already, or can start no other.
    """
    asked = "".join(f"{place}\n" for place in places).encode()
    said = None if PACKAGE in sys.modules else run_confined(["-m", READER], asked, seconds=SECONDS)
    table: dict[str, Any] = importlib.import_module(READER).table(places) if said is None else json.loads(said)
    return Published(
        bank_holidays_of(table["days"]),
        date.fromisoformat(table["known_through"]),
        table["faults"],
    )
