"""How a report is shown in the terminal, and as data."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click

from foibot.cli.tables import Lines, console, cut, plain, wrapped
from foibot.jobs.report_page import SMALL_HIDDEN, SMALL_SHOWN
from foibot.law.wording import plain_day
from foibot.reports.report import Line, Report, as_data, by_statute, lines, shown, title_of, whichever_period

AT_ONCE = 4
"""So many periods fit beside each other in 80 columns."""
Rows = Sequence[tuple[str, Sequence[str], str]]


def show_report(report: Report) -> None:
    """Show a report: by law, then the figures of FOI and EIR together (or of the law asked for), then holders."""
    span = f"received {plain_day(report.first)} to {plain_day(report.last)}"
    click.secho(wrapped(f"{report.authority}: requests {span}, as at {plain_day(report.as_at)}"), bold=True)
    click.echo()
    _print(["Law", "Received", "Processed", "In time", "Late", "Open", "Closed"], _statutes(report))
    found = lines(report, report.main)
    for start in range(0, len(report.columns), AT_ONCE):
        chosen = slice(start, start + AT_ONCE)
        click.secho(f"\n{title_of(report.main)}", bold=True)
        _print(["", *report.columns[chosen]], _figures(report, found, chosen))
    if report.holders:
        click.echo()
        _print(["Information holder", "Asked", "Answered", "Open", "Late", "Median"], _holders(report))
        click.echo(wrapped("Median: working days from the question to its answer."))
    if any(report.open_left.values()):
        left = ", ".join(f"{words} ({_count(report, count)})" for words, count in report.open_left.items() if count)
        click.echo(f"\n{wrapped(f'By the working days left, {whichever_period(report)}: {left}.')}")
    click.echo(f"\n{wrapped(SMALL_HIDDEN if report.suppress_small else SMALL_SHOWN)}")
    click.echo(wrapped("Sheets and pictures: --csv FILE, --xlsx FILE, --html FILE."))


def _count(report: Report, count: int) -> str:
    return shown(count, suppress=report.suppress_small)


def _statutes(report: Report) -> Rows:
    rows = []
    for title, total in by_statute(report):
        late = total.processed - total.in_time
        counts = (total.received, total.processed, total.in_time, late, total.still_open, total.closed)
        rows.append((title, [_count(report, count) for count in counts], ""))
    return rows


def _figures(report: Report, found: Sequence[Line], chosen: slice) -> Rows:
    rows: list[tuple[str, Sequence[str], str]] = []
    for section, of_it in groupby(found, key=lambda line: line.section):
        rows.append((section, (), "bold"))
        for line in of_it:
            values = [shown(one, counts=line.counts, suppress=report.suppress_small) for one in line.values[chosen]]
            rows.append((f"{'    ' if line.part else '  '}{line.label}", values, ""))
    return rows


def _holders(report: Report) -> Rows:
    return [
        (
            one.holder,
            [
                *(_count(report, count) for count in (one.asked, one.answered, one.still_open, one.late)),
                shown(one.median_days),
            ],
            "",
        )
        for one in report.holders
    ]


def _print(heads: Sequence[str], rows: Rows) -> None:
    """Print a table whose first column takes the room that is left, and whose figures stand to the right."""
    found = [(heads[0], heads[1:], "bold"), *rows]
    widths = [max(len(row[1][at]) for row in found if row[1]) for at in range(len(heads) - 1)]
    room = console().width - sum(widths) - len(widths)
    console().print(Lines([(line, row[2]) for row in found for line in _in_lines(row, widths, room)]))


def _in_lines(row: tuple[str, Sequence[str], str], widths: Sequence[int], room: int) -> Iterator[str]:
    """Give a row's lines: the figures stand in the first, what does not fit of the label below it."""
    label, values = plain(row[0]), row[1]
    indent = label[: len(label) - len(label.lstrip())]
    first, *rest = textwrap.wrap(label, room, subsequent_indent=indent) or [""]
    figures = "".join(f" {value:>{width}}" for value, width in zip(values, widths, strict=False))
    yield f"{cut(first, room)}{figures}".rstrip()
    yield from rest


def report_as_data(report: Report) -> dict[str, Any]:
    """Return a report as data with stable keys and ISO dates."""
    return {
        "authority": report.authority,
        "from": report.first,
        "to": report.last,
        "as_at": report.as_at,
        "by": report.by,
        "figures": {statute: _statute_as_data(report, statute) for statute in report.figures},
        "months": {
            name: {"received": _datum(report, received), "answered": _datum(report, answered)}
            for name, (received, answered) in report.months.items()
        },
        "open_by_days_left": {words: _datum(report, count) for words, count in report.open_left.items()},
        "holders": [
            {
                "holder": one.holder,
                "asked": _datum(report, one.asked),
                "answered": _datum(report, one.answered),
                "open": _datum(report, one.still_open),
                "late": _datum(report, one.late),
                "median_days": one.median_days,
            }
            for one in report.holders
        ],
    }


def _datum(report: Report, count: int) -> Any:
    return as_data(count, suppress=report.suppress_small)


def _statute_as_data(report: Report, statute: str) -> dict[str, dict[str, Any]]:
    found = lines(report, statute)
    return {
        column: {
            line.key: as_data(line.values[at], counts=line.counts, suppress=report.suppress_small) for line in found
        }
        for at, column in enumerate(report.columns)
    }
