"""How fast due dates are computed: a million readings with their events must take less than 30 s of one core.

Run with `python bench/clock.py [COUNT]`. Prints the time per reading for each kind of history; exits with 1 if
the million would take longer.
"""

import sys
from datetime import date, timedelta
from itertools import product
from time import process_time

from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.clock import ClockEvent, read_clock
from foibot.law.jurisdictions import Jurisdiction, calendar_for
from foibot.law.regimes import REGIMES
from foibot.law.working_days import Calendars

MILLION = 1_000_000
LIMIT_SECONDS = 30.0
FIRST = date(2018, 1, 1)
SPAN_DAYS = 9 * 365

HISTORIES: dict[str, tuple[tuple[str, int], ...]] = {
    "nothing happened": (),
    "answered": (("answered", 15),),
    "extended": (("extension", 20),),
    "clarified": (("clarification_asked", 5), ("clarification_received", 12)),
    "clarified twice": (
        ("clarification_asked", 2),
        ("clarification_received", 5),
        ("clarification_asked", 9),
        ("clarification_received", 16),
    ),
    "fee paid": (("fees_notice", 7), ("fee_paid", 18)),
    "fee, extension, answer": (("fees_notice", 7), ("fee_paid", 18), ("extension", 30), ("answered", 50)),
}
NAMES = ("FOIA", "EIR", "FOISA", "EISR", "SAR", "FOIA_REVIEW", "FOISA_REVIEW_WINDOW")


def seconds_for(count: int, history: tuple[tuple[str, int], ...], calendars: Calendars) -> float:
    """Give the processor seconds that `count` readings of one history take, its events built anew each time."""
    laws = [
        (REGIMES[name], calendar_for(REGIMES[name], place, calendars)) for name, place in product(NAMES, Jurisdiction)
    ]
    received = [FIRST + timedelta(days=(37 * number) % SPAN_DAYS) for number in range(1000)]
    began = process_time()
    for number in range(count):
        regime, calendar = laws[number % len(laws)]
        day = received[number % len(received)]
        events = [ClockEvent(name, day + timedelta(days=later)) for name, later in history]
        read_clock(regime, calendar, day, events)
    return process_time() - began


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MILLION
    calendars = Calendars(published_holidays(), KNOWN_THROUGH)
    share = count // len(HISTORIES)
    total = 0.0
    for name, history in HISTORIES.items():
        seconds = seconds_for(share, history, calendars)
        total += seconds
        print(f"{name:<24} {seconds / share * 1e6:6.1f} microseconds a due date")
    whole = total * MILLION / (share * len(HISTORIES))
    print(f"a million due dates: {whole:.1f} s of one core, at most {LIMIT_SECONDS:.0f} s allowed")
    return int(whole > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
