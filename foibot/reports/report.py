"""A report: the statistics of a span of days, laid out as lines that every form of it shows alike.

The terminal, the sheets and the page are made from the same lines, so that no two of them can differ. A line knows
whether it counts requests: figures of fewer than five can then be withheld from who reads it outside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date

from foibot.casework.counted import PROCEDURAL, PUBLIC, Kind, Result, ReviewTime, Standing, Timeliness
from foibot.casework.statistics import ALL, LENGTHS, Figures, HolderFigures, Period, is_cut
from foibot.law.wording import plain_day
from foibot.lean import dataclass

Value = int | float | None
SMALL = 5
FEWER = "fewer than 5"
TITLES: Mapping[str, str] = {ALL: "FOI and EIR together", "SAR": "Subject access (SAR)"}


@dataclass(frozen=True, slots=True)
class Report:
    """The statistics between two days of receipt, as they stand at the end of `as_at` (Europe/London).

    `figures` holds, for each statute, the figures of each period and, last, of the whole span.
    """

    authority: str
    first: date
    last: date
    as_at: date
    by: str
    periods: tuple[Period, ...]
    figures: Mapping[str, Sequence[Figures]]
    months: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    open_left: Mapping[str, int] = field(default_factory=dict)
    holders: Sequence[HolderFigures] = ()
    suppress_small: bool = False

    @property
    def main(self) -> str:
        """The statute whose figures stand first."""
        return next(iter(self.figures))

    @property
    def columns(self) -> tuple[str, ...]:
        """The periods by name, and the whole span where there are several; one of which days are left out is a part."""
        names = tuple(f"{one.name}{' part' * is_cut(one, self.by, self.as_at)}" for one in self.periods)
        return (*names, "all") if len(names) > 1 else names

    def total(self, statute: str) -> Figures:
        """Return the figures of the whole span."""
        return self.figures[statute][-1]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of figures, one for each column; `part` of the line above it where it is indented."""

    section: str
    key: str
    label: str
    values: tuple[Value, ...]
    counts: bool = True
    part: bool = False


Getter = Callable[[Figures], Value]
Rows = Iterable[tuple[str, str, Getter, bool]]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together, and what their figures are counted of."""

    title: str
    note: str
    rows: Callable[[Figures], Rows]
    counts: bool = True


def title_of(statute: str) -> str:
    """Return how a statute is called in a report."""
    return TITLES.get(statute, statute)


def lines(report: Report, statute: str) -> list[Line]:
    """Return the lines of a statute's figures, section by section; a reason or tag that nobody has is left out."""
    columns = report.figures[statute] if len(report.periods) > 1 else report.figures[statute][:1]
    total = report.total(statute)
    return [
        Line(
            section.title, key, label, tuple(get(one) for one in columns), section.counts and key not in NO_COUNT, part
        )
        for section in SECTIONS
        for key, label, get, part in section.rows(total)
    ]


def notes() -> dict[str, str]:
    """Return what the figures of each section are counted of."""
    return {section.title: section.note for section in SECTIONS}


def shown(value: Value, *, counts: bool = True, suppress: bool = False) -> str:
    """Write a figure as people read it; one of fewer than five as that, where it is to be suppressed."""
    if value is None:
        return "-"
    if suppress and counts and 0 < value < SMALL:
        return FEWER
    return f"{value:g}" if isinstance(value, float) else f"{value:,}"


def as_data(value: Value, *, counts: bool = True, suppress: bool = False) -> Value | str:
    """Return a figure as data: a number, or the words for one that is suppressed."""
    if suppress and counts and value is not None and 0 < value < SMALL:
        return FEWER
    return value


def whichever_period(report: Report) -> str:
    """Say which requests the figures of what is open are of: they are not those of the period."""
    return f"every request open at the end of {plain_day(report.as_at)}, whenever it was received"


def open_in_all(report: Report) -> str:
    """Say how many are open in all; not where a figure that is suppressed could be worked out from it."""
    if report.suppress_small and any(0 < count < SMALL for count in report.open_left.values()):
        return "how many in all is not said, so that no small figure can be worked out"
    return f"{shown(sum(report.open_left.values()), suppress=report.suppress_small)} in all"


def per_cent(part: int, whole: int) -> float | None:
    """Return a share in per cent with one decimal; None where there is nothing to share."""
    return round(100 * part / whole, 1) if whole else None


def _one(key: str, label: str, get: Getter, *, part: bool = False) -> tuple[str, str, Getter, bool]:
    return key, label, get, part


def _status(total: Figures) -> Rows:
    yield _one("received", "Received", lambda one: one.received)
    yield _one("processed", "Processed", lambda one: one.processed)
    yield _one("not_processed", "Not yet processed", lambda one: one.still_open)
    for standing, label in OPEN_LABELS:
        yield _one(str(standing), label, _of_status(standing), part=True)
    yield _one("closed_without_answer", "Closed without an answer", lambda one: one.closed)
    for standing, label in CLOSED_LABELS:
        yield _one(str(standing), label, _of_status(standing), part=True)
    for why, label in EXCLUDED_LABELS:
        if total.excluded[why]:
            yield _one(f"left_out_{why.replace(' ', '_')}", label, _excluded(why))


def _excluded(why: str) -> Getter:
    return lambda one: one.excluded[why]


def _of_status(standing: Standing) -> Getter:
    return lambda one: one.status[standing]


def _timeliness(total: Figures) -> Rows:
    for when, label in TIMELINESS_LABELS:
        if when is not Timeliness.UNKNOWN or total.timeliness[when]:
            yield _one(str(when), label, _of_timeliness(when))
    yield _one("in_time", "In time (the first two)", lambda one: one.in_time)
    yield _one("in_time_per_cent", "In time, per cent", lambda one: per_cent(one.in_time, one.processed))
    yield _one("median_days", "Working days to an answer (median)", lambda one: one.median_days)


def _of_timeliness(when: Timeliness) -> Getter:
    return lambda one: one.timeliness[when]


def _kind(total: Figures) -> Rows:
    for kind, label in KIND_LABELS:
        if kind is not Kind.TRANSFERRED or total.kind[kind]:
            yield _one(str(kind), label, _of_kind(kind))


def _of_kind(kind: Kind) -> Getter:
    return lambda one: one.kind[kind]


def _outcome(total: Figures) -> Rows:
    del total
    for result, label in RESULT_LABELS:
        yield _one(str(result), label, _of_result(result))


def _of_result(result: Result) -> Getter:
    return lambda one: one.outcome[result]


APART = frozenset(PUBLIC.values())


def _reasons(total: Figures) -> Rows:
    for reason in sorted(PROCEDURAL & set(total.reasons)):
        yield _one(_key(reason), f"{reason} (procedural)", _of_reason(reason))
    for reason in sorted(set(total.reasons) - PROCEDURAL - APART, key=_by_number):
        yield _one(_key(reason), reason, _of_reason(reason))
    for reason in sorted(APART & set(total.reasons)):
        yield _one(_key(reason), f"{reason} (otherwise accessible; apart)", _of_reason(reason))


def _of_reason(reason: str) -> Getter:
    return lambda one: one.reasons[reason]


def _by_number(reason: str) -> tuple[str, int, str]:
    digits = "".join(letter if letter.isdigit() else " " for letter in reason).split()
    return reason[:2], int(digits[0]) if digits else 0, reason


def _key(words: str) -> str:
    return "_".join("".join(letter if letter.isalnum() else " " for letter in words.casefold()).split())


def _reviews(total: Figures) -> Rows:
    del total
    yield _one("reviews_received", "Reviews received", lambda one: one.reviews_received)
    yield _one("reviews_completed", "Reviews completed", lambda one: one.reviews_completed)
    for outcome, label in REVIEW_LABELS:
        yield _one(f"original_{outcome}", label, _of_review(outcome), part=True)
    for time, label in REVIEW_TIME_LABELS:
        yield _one(f"review_{time}", label, _of_review_time(time), part=True)


def _of_review(outcome: str) -> Getter:
    return lambda one: one.reviews[outcome]


def _of_review_time(time: ReviewTime) -> Getter:
    return lambda one: one.review_time[time]


def _regulator(total: Figures) -> Rows:
    del total
    yield _one("regulator_cases", "Cases of the Commissioner begun", lambda one: one.regulator_cases)
    for step, label in STEP_LABELS:
        yield _one(f"regulator_{step.replace('-', '_')}", label, _of_step(step), part=True)


def _of_step(step: str) -> Getter:
    return lambda one: one.regulator[step]


def _extensions(total: Figures) -> Rows:
    del total
    yield _one("extensions", "Requests with an extension", lambda one: one.extensions.total())
    for name, _, _ in LENGTHS:
        yield _one(f"extension_{name}", LENGTH_LABELS[name], _of_length(name), part=True)


def _of_length(name: str) -> Getter:
    return lambda one: one.extensions[name]


def _tags(total: Figures) -> Rows:
    for tag, _ in sorted(total.tags.items(), key=lambda pair: (-pair[1], pair[0])):
        yield _one(f"tag_{_key(tag)}", tag, _of_tag(tag))


def _of_tag(tag: str) -> Getter:
    return lambda one: one.tags[tag]


OPEN_LABELS = (
    (Standing.IN_TIME, "time still running"),
    (Standing.OVERDUE, "time over, late"),
    (Standing.CLARIFICATION, "stopped for clarification"),
    (Standing.FEE, "stopped for a fee"),
    (Standing.EXTENDED, "permitted extension running"),
)
CLOSED_LABELS = (
    (Standing.WITHDRAWN, "withdrawn"),
    (Standing.LAPSED, "lapsed, no clarification"),
    (Standing.LAPSED_FEE, "lapsed, no fee"),
    (Standing.TRANSFERRED, "transferred"),
    (Standing.INVALID, "invalid, or closed otherwise"),
)
EXCLUDED_LABELS = (
    ("merged", "Left out: another copy of a request"),
    ("not a request", "Left out: no request after all"),
)
TIMELINESS_LABELS = (
    (Timeliness.WITHIN, "Within the limit (20 working days)"),
    (Timeliness.EXTENDED, "Beyond it, permitted extension"),
    (Timeliness.LATE, "Late"),
    (Timeliness.UNKNOWN, "Not known (law no longer configured)"),
)
KIND_LABELS = (
    (Kind.RESOLVABLE, "Resolvable"),
    (Kind.NOT_HELD, "Not: information not held"),
    (Kind.ADVICE, "Not: clarification sought"),
    (Kind.WITHDRAWN, "Not: lapsed or withdrawn"),
    (Kind.TRANSFERRED, "Not: transferred"),
)
RESULT_LABELS = (
    (Result.GRANTED, "Granted in full"),
    (Result.PARTLY, "Partially withheld"),
    (Result.WITHHELD, "Fully withheld"),
    (Result.OPEN, "Not yet resolved"),
)
REVIEW_LABELS = (
    ("upheld", "original decision upheld"),
    ("partly_upheld", "original decision partly upheld"),
    ("overturned", "original decision overturned"),
)
REVIEW_TIME_LABELS = (
    (ReviewTime.WITHIN_20, "within 20 working days"),
    (ReviewTime.WITHIN_40, "within 40 working days"),
    (ReviewTime.LATE, "late"),
)
STEP_LABELS = (
    ("information-notice", "information notices"),
    ("decision-notice", "decision notices"),
    ("tribunal", "appeals to the tribunal or court"),
)
LENGTH_LABELS = {
    "not_needed": "answered within the first limit",
    "1_to_20": "1 to 20 working days beyond it",
    "21_to_40": "21 to 40 working days beyond it",
    "41_to_60": "41 to 60 working days beyond it",
    "over_60": "over 60 working days beyond it",
}
NO_COUNT = frozenset({"in_time_per_cent", "median_days"})
OF_REQUESTS = "of the requests received in the period"
SECTIONS: tuple[Section, ...] = (
    Section("Status", "Requests received in the period, by how they stand.", _status),
    Section("Timeliness", "Of those processed.", _timeliness),
    Section("Kind", "Whether a decision to give or to withhold was possible; of those received.", _kind),
    Section("Outcome", "Of the resolvable requests.", _outcome),
    Section("Reasons for withholding", "A request counts once for each reason that its answer relies on.", _reasons),
    Section("Extensions", "Of the requests received: how far beyond the first limit.", _extensions),
    Section("Internal reviews", "Asked for in the period; what became of the original decision.", _reviews),
    Section("The Commissioner", "Steps that reached us in the period.", _regulator),
    Section("Tags", "A request counts once for each of its tags.", _tags),
)
"""The sections of every report, in this order."""


def by_statute(report: Report) -> Iterator[tuple[str, Figures]]:
    """Yield each statute with the figures of the whole span."""
    for statute, figures in report.figures.items():
        yield title_of(statute), figures[-1]
