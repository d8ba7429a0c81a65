"""The statistics of requests: how many of each, by period and by statute, from requests already counted one by one.

The counting base is the requests *received* in a period, as they stand at a later day: a late closure revises an old
period as that day moves on. Reviews and the Commissioner's cases are counted in the period in which they came.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from datetime import date, timedelta

from foibot.casework.counted import (
    CLOSED_STANDINGS,
    OPEN_STANDINGS,
    TOGETHER,
    Counted,
    Kind,
    Result,
    ReviewTime,
    Standing,
    Timeliness,
)
from foibot.errors import UsageError
from foibot.lean import dataclass

LENGTHS: tuple[tuple[str, int, int], ...] = (
    ("not_needed", 0, 0),
    ("1_to_20", 1, 20),
    ("21_to_40", 21, 40),
    ("41_to_60", 41, 60),
    ("over_60", 61, 100_000),
)
"""The lengths of extensions, in working days beyond the first limit."""
ALL = "together"
"""FOI and EIR together; each statute apart has its own name."""
BY = ("month", "quarter", "year")
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
DECEMBER = 12
MONTH = len("2026-07")


@dataclass(frozen=True, slots=True)
class Period:
    """Days of receipt, both included, and what they are called: 2026-Q3, 2026-07, 2026."""

    name: str
    first: date
    last: date

    def has(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(slots=True)
class Figures:
    """The figures of some requests. Each of the counters sums to what its name says; see docs/statistics.md."""

    received: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    status: Counter[Standing] = field(default_factory=Counter)
    timeliness: Counter[Timeliness] = field(default_factory=Counter)
    kind: Counter[Kind] = field(default_factory=Counter)
    outcome: Counter[Result] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    extensions: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)
    """How many were answered on which working day of their time."""
    reviews_received: int = 0
    reviews_completed: int = 0
    reviews: Counter[str] = field(default_factory=Counter)
    review_time: Counter[ReviewTime] = field(default_factory=Counter)
    regulator_cases: int = 0
    regulator: Counter[str] = field(default_factory=Counter)

    @property
    def processed(self) -> int:
        """Requests that have had an answer."""
        return self.status[Standing.PROCESSED]

    @property
    def still_open(self) -> int:
        """Requests that are not processed and not closed."""
        return sum(self.status[one] for one in OPEN_STANDINGS)

    @property
    def closed(self) -> int:
        """Requests that ended without an answer."""
        return sum(self.status[one] for one in CLOSED_STANDINGS)

    @property
    def in_time(self) -> int:
        """Processed within the limit, or beyond it with a permitted extension."""
        return self.timeliness[Timeliness.WITHIN] + self.timeliness[Timeliness.EXTENDED]

    @property
    def median_days(self) -> float | None:
        """The middle number of working days to an answer; None where none was counted."""
        return median(self.days.elements()) if self.days else None


def median(numbers: Iterable[int]) -> float:
    """Return the middle one of some numbers, or the mean of the two middle ones; a whole number as one."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    both = ordered[middle] + ordered[-1 - middle]
    return both / 2 if both % 2 else both // 2


def figures_of(counted: Iterable[Counted], period: Period) -> Figures:
    """Return the figures of a period: of the requests received in it, and of the reviews and complaints made in it."""
    return figures_by_period(counted, (period,))[0]


def figures_by_period(counted: Iterable[Counted], periods: Sequence[Period]) -> list[Figures]:
    """Return the figures of periods that follow each other, each request looked at once."""
    found, firsts = [Figures() for _ in periods], [period.first for period in periods]
    nobodys = Figures()

    def of(day: date) -> Figures:
        at = bisect_right(firsts, day) - 1
        return found[at] if at >= 0 and day <= periods[at].last else nobodys

    for one in counted:
        _add_request(of(one.received_on), one)
        if one.reviews or one.regulator:
            _add_what_came_later(of, one)
    return found


def added_up(each: Iterable[Figures]) -> Figures:
    """Return the figures of several periods together: every figure is a count of what belongs to one of them."""
    whole = Figures()
    for figures in each:
        for name in FIGURES:
            value, more = getattr(whole, name), getattr(figures, name)
            if isinstance(value, Counter):
                value.update(more)
            else:
                setattr(whole, name, value + more)
    return whole


FIGURES = tuple(one.name for one in fields(Figures))


def _add_request(figures: Figures, one: Counted) -> None:
    if one.excluded:
        figures.excluded[one.excluded] += 1
        return
    figures.received += 1
    figures.status[one.standing] += 1
    figures.kind[one.kind] += 1
    if one.timeliness:
        figures.timeliness[one.timeliness] += 1
    if one.result:
        figures.outcome[one.result] += 1
    for reason in one.reasons:
        figures.reasons[reason] += 1
    for tag in one.tags:
        figures.tags[tag] += 1
    if one.days is not None:
        figures.days[one.days] += 1
    if one.extension is not None:
        figures.extensions[length_of(one.extension)] += 1


def length_of(days: int) -> str:
    """Return which length an extension of so many working days has."""
    return next(name for name, least, most in LENGTHS if least <= days <= most)


def _add_what_came_later(of: Callable[[date], Figures], one: Counted) -> None:
    for review in one.reviews:
        figures = of(review.asked_on)
        figures.reviews_received += 1
        if review.outcome:
            figures.reviews_completed += 1
            figures.reviews[review.outcome] += 1
        if review.time:
            figures.review_time[review.time] += 1
    begun: dict[str, date] = {}
    for reference, step, on in one.regulator:
        begun.setdefault(reference, on)
        of(on).regulator[step] += 1
    for on in begun.values():
        of(on).regulator_cases += 1


def by_statute(counted: Sequence[Counted]) -> dict[str, list[Counted]]:
    """Return the requests of each statute, FOI and EIR together first; the others in the order of their number."""
    apart: dict[str, list[Counted]] = {}
    for one in counted:
        apart.setdefault(one.family, []).append(one)
    together = [one for one in counted if one.family in TOGETHER]
    ordered = sorted(apart.items(), key=lambda pair: (pair[0] not in TOGETHER, -len(pair[1]), pair[0]))
    return {ALL: together, **dict(ordered)}


def periods_between(first: date, last: date, by: str) -> Iterator[Period]:
    """Yield the months, quarters or years from one day to another, each whole but cut at both ends."""
    start = _beginning(first, by)
    while start <= last:
        after = _later(start, MONTHS_IN[by])
        yield Period(name_of(start, by), max(start, first), min(after - timedelta(days=1), last))
        start = after


def period_named(name: str) -> Period:
    """Return the period that a name means: 2026, 2026-Q3, 2026-07; raises `UsageError` for anything else."""
    year, _, rest = name.strip().upper().partition("-")
    known = (
        year.isascii() and year.isdecimal() and len(year) == len("2026") and date.min.year < int(year) < date.max.year
    )
    if known and not rest:
        return next(periods_between(date(int(year), 1, 1), date(int(year), 12, 31), "year"))
    by, number = ("quarter", rest[1:]) if rest.startswith("Q") else ("month", rest)
    count = DECEMBER // MONTHS_IN[by]
    if known and number.isascii() and number.isdecimal() and 1 <= int(number) <= count:
        start = date(int(year), 1 + (int(number) - 1) * MONTHS_IN[by], 1)
        return Period(name_of(start, by), start, _later(start, MONTHS_IN[by]) - timedelta(days=1))
    raise UsageError(f"'{name}' is no period. Write 2026, 2026-Q3 (July to September) or 2026-07.")


def latest(day: date, by: str, count: int) -> date:
    """Return the first day of the span of so many months, quarters or years that ends with that of a day."""
    return _later(_beginning(day, by), -(count - 1) * MONTHS_IN[by])


def _beginning(day: date, by: str) -> date:
    months = MONTHS_IN[by]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _later(day: date, months: int) -> date:
    count = day.year * DECEMBER + day.month - 1 + months
    return date(count // DECEMBER, count % DECEMBER + 1, 1)


def name_of(start: date, by: str) -> str:
    """Return what the month, quarter or year is called that begins on a day."""
    quarter = (start.month - 1) // 3 + 1
    return {"month": f"{start:%Y-%m}", "quarter": f"{start.year}-Q{quarter}", "year": f"{start.year}"}[by]


def is_cut(period: Period, by: str, as_at: date) -> bool:
    """Tell whether days of a month, quarter or year are left out that had been by the day of counting."""
    start = _beginning(period.first, by)
    end = _later(start, MONTHS_IN[by]) - timedelta(days=1)
    return period.first > start or period.last < min(end, as_at)


def answered_by_month(counted: Iterable[Counted], months: Sequence[Period]) -> dict[str, tuple[int, int]]:
    """Return how many requests were received, and how many answered, in each month."""
    received, answered = Counter[str](), Counter[str]()
    for one in counted:
        if not one.excluded:
            received[one.received_on.isoformat()[:MONTH]] += 1
        if one.answered_on:
            answered[one.answered_on.isoformat()[:MONTH]] += 1
    return {month.name: (received[month.name], answered[month.name]) for month in months}


LEFT: tuple[tuple[str, int, int], ...] = (
    ("overdue", -100_000, -1),
    ("due today", 0, 0),
    ("1 to 2 days left", 1, 2),
    ("3 to 5 days left", 3, 5),
    ("6 to 10 days left", 6, 10),
    ("11 days or more", 11, 100_000),
)
NO_TIME_RUNS = "no time runs"


def open_by_days_left(counted: Iterable[Counted]) -> dict[str, int]:
    """Return the open requests by the working days left of their time."""
    found = dict.fromkeys((*(name for name, _, _ in LEFT), NO_TIME_RUNS), 0)
    for one in counted:
        if one.standing in OPEN_STANDINGS and not one.excluded:
            found[_left(one)] += 1
    return found


def _left(one: Counted) -> str:
    if one.left is None:
        return NO_TIME_RUNS
    left = -1 if one.standing is Standing.OVERDUE else one.left
    return next(name for name, least, most in LEFT if least <= left <= most)


@dataclass(frozen=True, slots=True)
class HolderFigures:
    """How an information holder answers: questions asked in the period, answered, open, late; days in working days."""

    holder: str
    asked: int
    answered: int
    still_open: int
    late: int
    median_days: float | None


def holder_figures(
    days: Mapping[str, Sequence[int]], counts: Mapping[str, tuple[int, int, int]]
) -> list[HolderFigures]:
    """Return the figures of each holder, the slowest first, then those with most open questions.

    `days` are the working days that answers took; `counts` how many questions were asked, are open, and are late.
    """
    found = [
        HolderFigures(holder, asked, len(took), still_open, late, median(took) if took else None)
        for holder, (asked, still_open, late) in counts.items()
        for took in [days.get(holder, ())]
    ]
    return sorted(found, key=lambda one: (-(one.median_days or 0), -one.still_open, one.holder))
