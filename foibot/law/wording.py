"""How dates and choices are written for people: `Mon 3 May 2021`, and the nearest name to a wrong one.

Only words: nothing here may count a day.
"""

from collections.abc import Collection
from datetime import date
from difflib import get_close_matches

FEW = 12
# English whatever the machine's locale.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain_day(day: date) -> str:
    """Write a day as `Mon 3 May 2021`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def nearest(word: str, known: Collection[str]) -> str:
    """Give the sentence that helps somebody who wrote a wrong name: the nearest ones, else all of them."""
    folded = {_folded(name): name for name in known}
    close = [folded[name] for name in get_close_matches(_folded(word), folded, n=3, cutoff=0.6)]
    every = f"Known are: {', '.join(known)}."
    if not close:
        return every
    meant = f"Did you mean {' or '.join(close)}?"
    return f"{meant} {every}" if len(known) <= FEW else meant


def _folded(name: str) -> str:
    return name.strip().casefold().replace("_", " ").replace("-", " ")
