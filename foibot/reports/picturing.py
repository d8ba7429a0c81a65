"""What the pictures of a report show: each with a title, its figures, and what it says in words. Drawn elsewhere."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

from foibot.casework.counted import Result
from foibot.casework.statistics import Figures
from foibot.errors import Unavailable, UsageError
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.reports.report import (
    RESULT_LABELS,
    REVIEW_LABELS,
    Report,
    lines,
    open_in_all,
    per_cent,
    shown,
    whichever_period,
)

DAY = 20
SECONDS_TO_DRAW = 60
LONGEST_SHOWN = 60
HOLDERS_SHOWN = 12
NO_LIBRARY = "Pictures need a charting library: pip install 'foibot[charts]'. CSV, XLSX and the terminal do without."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what it is called, what it says, how it is drawn, and its figures as a table."""

    name: str
    title: str
    says: str
    kind: str
    labels: Sequence[Any]
    series: Mapping[str, Sequence[float]]
    said: Mapping[str, Sequence[str]]
    heads: Sequence[str]
    axis: str = ""
    urgent: Sequence[str] = ()
    listed: Sequence[Sequence[str]] = ()
    """The rows of its table, where those are not the figures one by one."""

    @property
    def rows(self) -> list[list[str]]:
        """The figures as a table beside the picture."""
        if self.listed:
            return [list(row) for row in self.listed]
        return [[str(label), *(column[at] for column in self.said.values())] for at, label in enumerate(self.labels)]

    def to_draw(self) -> dict[str, Any]:
        """Return what the drawing process needs."""
        return {
            "name": self.name,
            "kind": self.kind,
            "labels": list(self.labels),
            "series": {name: list(values) for name, values in self.series.items()},
            "said": {name: list(values) for name, values in self.said.items()},
            "axis": self.axis,
            "urgent": list(self.urgent),
        }


def can_draw() -> bool:
    """Whether the charting library is installed."""
    return find_spec("matplotlib") is not None


def draw(pictures: Sequence[Picture]) -> dict[str, str]:
    """Return the pictures as SVG, by name; raises `UsageError` with the remedy where the library is missing."""
    if not can_draw():
        raise UsageError(NO_LIBRARY)
    wanted = json.dumps([picture.to_draw() for picture in pictures])
    command = [sys.executable, "-m", "foibot.reports.pictures"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=wanted, capture_output=True, text=True, timeout=SECONDS_TO_DRAW, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable(f"The pictures could not be drawn ({type(error).__name__}). Try again.") from error
    drawn: dict[str, str] = json.loads(done.stdout)
    return drawn


def pictures_of(report: Report) -> list[Picture]:
    """Return the pictures of a report, those that have something to show."""
    total = report.total(report.main)
    found = (
        _months(report),
        _days(report, total),
        _open(report),
        _outcomes(report, total),
        _reasons(report),
        _holders(report),
        _reviews(report, total),
    )
    return [picture for picture in found if any(any(values) for values in picture.series.values())]


def _months(report: Report) -> Picture:
    received, answered = (list(column) for column in zip(*report.months.values(), strict=True))
    series = {"received": received, "answered": answered}
    says = f"{_said(report, sum(received))} requests received and {_said(report, sum(answered))} answered"
    return _picture(
        report,
        "months",
        "Received and answered by month",
        f"Columns by month: {says}, from {report.first:%B %Y} to {report.last:%B %Y}.",
        kind="columns",
        labels=list(report.months),
        series=series,
        heads=("Month", "Received", "Answered"),
    )


def _days(report: Report, total: Figures) -> Picture:
    by_day = {day: total.days[day] for day in range(max(0, min(total.days, default=1)), LONGEST_SHOWN)}
    beyond = sum(count for day, count in total.days.items() if day >= LONGEST_SHOWN)
    last = max((day for day, count in by_day.items() if count), default=DAY)
    labels = [day for day in by_day if day <= last] + ([LONGEST_SHOWN] if beyond else [])
    values = [by_day.get(day, 0) for day in labels[: len(labels) - bool(beyond)]] + ([beyond] if beyond else [])
    early = sum(count for day, count in total.days.items() if day <= DAY)
    share = per_cent(early, total.days.total())
    says = (
        f"Columns by working day: {_said(report, early)} of {_said(report, total.days.total())} answers left by day "
        f"20{f' ({share:g} per cent)' if share is not None and not report.suppress_small else ''}. A line marks day 20."
    )
    return _picture(
        report,
        "days",
        "Time to an answer",
        says,
        kind="days",
        labels=labels,
        series={"answers": values},
        heads=("Working days", "Answers"),
        listed=[
            (
                f"{least} to {most}" if most < BEYOND else f"over {least - 1}",
                _said(report, _between(total, least, most)),
            )
            for least, most in RANGES
        ],
        axis=f"working days{f'; {LONGEST_SHOWN} stands for {LONGEST_SHOWN} and more' if beyond else ''}",
    )


RANGES = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 25), (26, 30), (31, 40), (41, 60), (61, 100_000))
BEYOND = 100_000


def _between(total: Figures, least: int, most: int) -> int:
    return sum(count for day, count in total.days.items() if least <= day <= most)


def _open(report: Report) -> Picture:
    late = _said(report, report.open_left.get("overdue", 0))
    return _picture(
        report,
        "open",
        f"All requests open on {plain_day(report.as_at)}",
        f"Bars: {whichever_period(report)}, by the working days left: {open_in_all(report)}; {late} overdue.",
        kind="bars",
        labels=list(report.open_left),
        series={"open": list(report.open_left.values())},
        heads=("Time left", "Requests"),
        urgent=("overdue",),
    )


def _outcomes(report: Report, total: Figures) -> Picture:
    values = [total.outcome[result] for result, _ in RESULT_LABELS]
    granted = total.outcome[Result.GRANTED]
    return _picture(
        report,
        "outcomes",
        "Outcomes of resolvable requests",
        f"Bars: {_said(report, granted)} of {_said(report, sum(values))} resolvable requests were granted in full.",
        kind="bars",
        labels=[label for _, label in RESULT_LABELS],
        series={"requests": values},
        heads=("Outcome", "Requests"),
    )


def _reasons(report: Report) -> Picture:
    found = [line for line in lines(report, report.main) if line.section == "Reasons for withholding"]
    values = [int(line.values[-1] or 0) for line in found]
    most = max(zip(values, (line.label for line in found), strict=True), default=(0, "none"))
    return _picture(
        report,
        "exemptions",
        "Reasons for withholding",
        f"Bars: the reason relied on most is {most[1]} ({_said(report, most[0])} requests).",
        kind="bars",
        labels=[line.label for line in found],
        series={"requests": values},
        heads=("Reason", "Requests"),
    )


def _holders(report: Report) -> Picture:
    slow = [one for one in report.holders if one.asked][:HOLDERS_SHOWN]
    medians = [one.median_days or 0 for one in slow]
    picture = _picture(
        report,
        "holders",
        "How long information holders take",
        f"Bars: the median of working days to an answer for {len(slow)} holders, the slowest first.",
        kind="bars",
        labels=[one.holder for one in slow],
        series={"days": medians},
        heads=("Holder", "Median of working days", "Asked", "Open", "Late"),
        axis="working days (median)",
    )
    said = {
        "days": [shown(one.median_days) for one in slow],
        "asked": [_said(report, one.asked) for one in slow],
        "open": [_said(report, one.still_open) for one in slow],
        "late": [_said(report, one.late) for one in slow],
    }
    return _with(picture, said)


def _reviews(report: Report, total: Figures) -> Picture:
    values = [total.reviews[outcome] for outcome, _ in REVIEW_LABELS]
    pending = total.reviews_received - total.reviews_completed
    labels = [*(label for _, label in REVIEW_LABELS), "not decided yet"]
    return _picture(
        report,
        "reviews",
        "Internal reviews",
        f"Bars: of {_said(report, total.reviews_received)} reviews asked for, {_said(report, total.reviews_completed)} "
        "are completed.",
        kind="bars",
        labels=labels,
        series={"reviews": [*values, pending]},
        heads=("Outcome", "Reviews"),
    )


def _said(report: Report, count: int) -> str:
    return shown(count, suppress=report.suppress_small)


def _picture(report: Report, name: str, title: str, says: str, **rest: Any) -> Picture:
    """Return a picture whose figures are written as the report writes them; small ones are drawn as high as five."""
    said = {of: [_said(report, int(value)) for value in values] for of, values in rest["series"].items()}
    if report.suppress_small:
        rest["series"] = {of: [_hidden(value) for value in values] for of, values in rest["series"].items()}
    return Picture(name=name, title=title, says=says, said=said, **rest)


def _hidden(value: float) -> float:
    return 5 if 0 < value < 5 else value  # noqa: PLR2004


def _with(picture: Picture, said: Mapping[str, Sequence[str]]) -> Picture:
    return replace(picture, said=said)
