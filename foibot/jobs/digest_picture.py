"""The picture at the top of a digest: the open cases by days left, as bars that are cells of a table.

Outlook shows no SVG, no script and no picture that is not attached; cells with a background it does. The number and
the words of each bar stand beside it, so nothing is told by its colour or its length alone.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from foibot.jobs.desk import Desk
from foibot.jobs.office_hours import days_of_work
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.store import cases, history
from foibot.store.database import Database

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its words, its colour, and which cases it counts, by their days of work left; None: no time runs."""

    words: str
    colour: str
    holds: Callable[[int | None], bool]


BARS = (
    Bar("overdue", "#a4122f", lambda left: left is not None and left < 0),
    Bar("due today", "#c2410c", lambda left: left == 0),
    Bar("1 to 2 days left", "#d97706", lambda left: left in range(1, 3)),
    Bar("3 to 5 days left", "#a68a00", lambda left: left in range(3, 6)),
    Bar("6 to 10 days left", "#4d7c0f", lambda left: left in range(6, 11)),
    Bar("11 days or more", "#1d70b8", lambda left: left is not None and left > 10),  # noqa: PLR2004
    Bar("no time runs", "#6b7280", lambda left: left is None),
)
"""The bars from top to bottom."""


def picture_of(desk: Desk, db: Database, officer: str = "") -> list[dict[str, Any]]:
    """Return the bars of all open cases, or of an officer's, each with its number; none where no case is open.

    `width` is in per cent of the longest bar, at least 1 where there is anything to show.
    """
    counted = [0] * len(BARS)
    # what was late a year before foibot began would make every other bar invisible
    old = Counter(row["due_on"] for row in history.long_without_answer(db, london_day(desk.clock())))
    for due_on, every in cases.open_by_due_date(db, officer):
        count = every if officer else every - old[str(due_on)]
        left = _days_left(desk, due_on)
        place = next(at for at, bar in enumerate(BARS) if bar.holds(left))
        counted[place] += count
    longest = max(counted)
    if not longest:
        return []
    return [
        {"words": bar.words, "colour": bar.colour, "count": count, "width": -(-count * WIDEST // longest)}
        for bar, count in zip(BARS, counted, strict=True)
    ]


def _days_left(desk: Desk, due_on: date | None) -> int | None:
    if due_on is None:
        return None
    today = london_day(desk.clock())
    if due_on < today:
        return -1
    left = days_of_work(desk).between(today, due_on)
    return left if left or due_on == today else 1
