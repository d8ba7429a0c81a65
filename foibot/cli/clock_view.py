"""The clock drawn for a terminal and given as data: for `foibot clock`, and for a case's timeline.

Takes what `foibot.law.clock` computed and computes nothing itself. No colour is needed to understand it.
"""

from calendar import Calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from string import ascii_letters
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from foibot.law.clock import ClockReading, CountedDay, state_in_words
from foibot.law.regime import Unit
from foibot.law.wording import plain_day
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass

WIDTH = 80
LABEL_WIDTH, DAY_WIDTH, MARK_WIDTH, BULLET_WIDTH = 16, 6, 5, 2
REMARK = "!"
START, WEEK_END = "0", "."
WEEK_END_DAYS = ("Saturday", "Sunday")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def clock_as_data(
    reading: ClockReading, days: Sequence[CountedDay], calendar: WorkingCalendar, before: Sequence[CountedDay] = ()
) -> dict[str, Any]:
    """Give a clock and its working with stable keys and ISO dates, ready for JSON.

    `before` is the working of the clock that this one follows, if it follows one.
    """
    regime, allowed = reading.regime, reading.time_allowed
    return {
        "regime": regime.name,
        "title": regime.title,
        "received_on": reading.received_on.isoformat(),
        "clock_from": reading.clock_from.isoformat(),
        "due_on": _iso(reading.due_on),
        "last_due_on": _iso(reading.last_due_on),
        "state": str(reading.state),
        "stopped_since": _iso(reading.stopped_since),
        "waiting_for": list(reading.waiting_for),
        "lapses_on": _iso(reading.lapses_on),
        "ended_on": _iso(reading.ended_on),
        "late": reading.late,
        "limit": reading.limit,
        "unit": str(regime.unit),
        "extended": reading.extended,
        "source": _time_source(reading),
        "by_outer_limit": reading.by_outer_limit,
        "outer_limit": asdict(regime.outer_limit) if regime.outer_limit else None,
        "calendar": calendar.name,
        "calendar_source": regime.calendar_source,
        "known_through": calendar.known_through.isoformat(),
        "steps": [
            {
                "event": step.event.name,
                "on": step.event.on.isoformat(),
                "until": _iso(step.event.until),
                "effect": str(step.rule.effect),
                "taken": step.taken,
                "source": step.rule.source,
                "remark": step.remark,
            }
            for step in reading.steps
        ],
        "warnings": list(reading.warnings),
        "time_allowed": clock_as_data(allowed, before, calendar) if allowed else None,
        "days": [
            {"day": day.day.isoformat(), "counted": day.counted, "number": day.number, "why": day.why} for day in days
        ],
    }


def print_clock(
    console: Console,
    reading: ClockReading,
    days: Sequence[CountedDay],
    today: date | None = None,
    before: Sequence[CountedDay] = (),
) -> None:
    """Print what is due, the months with their days numbered, why days were left out, and each event."""
    console.print(clock_picture(reading, days, today, before), width=min(WIDTH, console.width))


def clock_picture(
    reading: ClockReading, days: Sequence[CountedDay], today: date | None = None, before: Sequence[CountedDay] = ()
) -> RenderableType:
    """Draw a clock with its working, at most 80 columns wide; `today` is marked if it is among the days.

    What is due stands first and last, since a long picture scrolls its beginning away.
    """
    parts: list[RenderableType] = [headline(reading), *_facts(reading), Text()]
    if reading.time_allowed and before:
        heading = Text("First the time allowed for the answer:", style="bold")
        parts += [heading, *_facts(reading.time_allowed), Text(), *_days(reading.time_allowed, before, today)]
        parts += [Text(), Text(f"Then {reading.regime.unit.of(reading.limit)}:", style="bold")]
        days = [day for day in days if day.day >= reading.clock_from]
    parts += _days(reading, days, today)
    if reading.steps:
        parts += [Text(), Text("What happened:", style="bold")]
        parts.append(_list((REMARK if step.remark else "", str(step)) for step in reading.steps))
    if reading.notes:
        parts += [Text(), _list((REMARK, note) for note in reading.notes)]
    return Group(*parts, Text(), headline(reading))


def _days(reading: ClockReading, days: Sequence[CountedDay], today: date | None) -> Iterable[RenderableType]:
    marks = Marks(reading, _letters(days), today)
    for (year, month), of_month in groupby(days, key=lambda day: (day.day.year, day.day.month)):
        yield _month(year, month, {day.day: day for day in of_month}, marks)
        yield Text()
    yield _legend(days, marks)


def headline(reading: ClockReading) -> Text:
    """Say in one line what is due, or why nothing is."""
    if reading.due_on is not None:
        return Text.assemble(("Due ", "bold"), (plain_day(reading.due_on), "bold"))
    was = f"; it was due {plain_day(reading.last_due_on)}" if reading.last_due_on else ""
    return Text(f"Nothing is due: {state_in_words(reading)}{was}", style="bold")


def _facts(reading: ClockReading) -> Iterable[Text]:
    regime = reading.regime
    time = regime.unit.of(reading.limit).removesuffix(" beginning with the day")
    yield Text(f"{regime.name}, {regime.title}")
    if reading.clock_from == reading.received_on:
        yield Text(f"{time} from {plain_day(reading.received_on)}, {regime.counts_from}")
    else:
        yield Text(f"{time} from {plain_day(reading.clock_from)}; received {plain_day(reading.received_on)}")
    yield Text(_time_source(reading), style="dim")
    yield Text(regime.calendar_source, style="dim")
    if reading.lapses_on is not None:
        yield Text(f"If no reply comes, it lapses after {plain_day(reading.lapses_on)}")


def _letters(days: Sequence[CountedDay]) -> Mapping[str, str]:
    """Give each reason for leaving a day out its letter; week-ends and day 0 have signs of their own."""
    reasons = dict.fromkeys(day.why for day in days if not day.counted and not _sign(day))
    return dict(zip(reasons, ascii_letters, strict=False))


def _sign(day: CountedDay) -> str:
    if day.why in WEEK_END_DAYS:
        return WEEK_END
    return "" if day.number is None or day.counted else START


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands below the date of a day: its number, or the sign of why it has none."""

    reading: ClockReading
    letters: Mapping[str, str]
    today: date | None

    def of(self, day: CountedDay) -> Text:
        """Give the mark of a day; the last day stands in square brackets, today in angle ones."""
        mark = str(day.number) if day.counted else _sign(day) or self.letters.get(day.why, "-")
        if day.day == self.reading.last_due_on:
            return Text(f"[{mark}]", style="bold reverse")
        if day.day == self.today:
            return Text(f"<{mark}>", style="bold underline")
        return Text(f"{mark} ", style="bold" if day.counted else "dim")


def _month(year: int, month: int, days: Mapping[date, CountedDay], marks: Marks) -> Table:
    table = Table.grid()
    table.add_column(width=LABEL_WIDTH)
    for _ in WEEKDAYS:
        table.add_column(width=DAY_WIDTH, justify="right")
    heading = date(year, month, 1)
    table.add_row(Text(f"{heading:%B %Y}", style="bold"), *(Text(f"{name} ", style="dim") for name in WEEKDAYS))
    count = "  working day" if marks.reading.regime.unit is Unit.WORKING_DAYS else "  day"
    for week in Calendar().monthdatescalendar(year, month):
        if not any(day in days for day in week):
            continue
        table.add_row("", *(Text(f"{day.day} " if day.month == month else "", style="dim") for day in week))
        known = (days.get(day) for day in week)
        table.add_row(Text(count, style="dim"), *(marks.of(day) if day else Text() for day in known))
    return table


def _legend(days: Sequence[CountedDay], marks: Marks) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=MARK_WIDTH, justify="right")
    table.add_column(width=WIDTH - MARK_WIDTH - 1)
    for day in days:
        if _sign(day) == START:
            table.add_row(START, f"{plain_day(day.day)}: {day.why.removeprefix('day 0: ')}")
        if day.day == marks.today:
            table.add_row(marks.of(day), f"{plain_day(day.day)}: today, {day.why}")
        elif day.day == marks.reading.last_due_on:
            table.add_row(marks.of(day), f"{plain_day(day.day)}: {day.why}")
    if any(_sign(day) == WEEK_END for day in days):
        table.add_row(WEEK_END, "Saturday or Sunday")
    for why, letter in marks.letters.items():
        table.add_row(letter, f"{_runs(days, why)}: {why}")
    return table


def _runs(days: Sequence[CountedDay], why: str) -> str:
    """Name the days left out for one reason; days with no counted day between them are one run."""
    runs: list[list[date]] = [[]]
    for day in days:
        if day.counted and runs[-1]:
            runs.append([])
        if day.why == why:
            runs[-1].append(day.day)
    named = (_from_to(run[0], run[-1]) for run in runs if run)
    return ", ".join(named)


def _from_to(first: date, last: date) -> str:
    return plain_day(first) if first == last else f"{plain_day(first)} to {plain_day(last)}"


def _list(lines: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid()
    table.add_column(width=BULLET_WIDTH)
    table.add_column(width=WIDTH - BULLET_WIDTH)
    for bullet, line in lines:
        table.add_row(Text(bullet, style="bold"), Text(line))
    return table


def _time_source(reading: ClockReading) -> str:
    regime = reading.regime
    longer = regime.extended if reading.extended else None
    outer = regime.outer_limit if reading.by_outer_limit else None
    return "; ".join(term.source for term in (outer, longer) if term) or regime.time.source


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
