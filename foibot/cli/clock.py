"""`foibot clock`: a due date with its working, for any day and without a configuration; or a whole sheet.

Reads the words of the command line and prints; what is due is computed in `foibot.law`.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from foibot.cli.clock_view import clock_as_data, print_clock
from foibot.cli.law_in_use import LawInUse, law_options
from foibot.errors import UsageError
from foibot.law.clock import read_clock, working
from foibot.law.jurisdictions import LOCAL, Jurisdiction, calendar_for, get_jurisdiction, unfit_warning
from foibot.law.notation import read_day, read_event
from foibot.law.regime import Regime
from foibot.law.sheet import NOTHING_DUE, Checked, check_sheet

DELIMITERS = (",", ";", "\t")


@click.command("clock", short_help="When is an answer due, and why? No configuration needed.")
@click.option("--regime", metavar="NAME", help="The clock: FOIA, EIR, FOISA, EISR, SAR, FOIA_REVIEW, ...")
@click.option("--jurisdiction", metavar="PLACE", help=f"Where the authority sits: {', '.join(Jurisdiction)}.")
@click.option("--received", metavar="ISO", help="The day, or the moment with its zone, of receipt.")
@click.option(
    "--event",
    "events",
    metavar="NAME@DATE",
    multiple=True,
    help="What happened since, as withdrawn@2024-09-10, or NAME@FROM..TO. May be repeated.",
)
@law_options
@click.option(
    "--vectors",
    metavar="FILE.csv",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check a sheet with the columns regime, jurisdiction, received, events, due_date.",
)
@click.option("--json", "as_json", is_flag=True, help="Print data in place of a picture.")
def clock_command(
    *,
    law: LawInUse,
    regime: str | None,
    jurisdiction: str | None,
    received: str | None,
    events: tuple[str, ...],
    vectors: Path | None,
    as_json: bool,
) -> None:
    """Compute when an answer is due, and show each day that was counted or left out, and why.

    Dates are days in London; a moment is turned into its London day. Exit status 1: a sheet has differences;
    2: something could not be understood.
    """
    try:
        if vectors is not None:
            _refuse_with_a_sheet(regime, jurisdiction, received, *events)
            _print_sheet(vectors, law, as_json=as_json)
        else:
            _print_clock(_wanted(regime, law), jurisdiction, received, events, law, as_json=as_json)
    except UsageError as fault:
        raise click.UsageError(str(fault)) from fault


def _print_clock(
    regime: Regime,
    jurisdiction: str | None,
    received: str | None,
    events: tuple[str, ...],
    law: LawInUse,
    *,
    as_json: bool,
) -> None:
    if received is None:
        raise UsageError("--received is missing. Write the day of receipt, as --received 2021-04-07.")
    if jurisdiction is None and law.jurisdiction is None and regime.calendar == LOCAL:
        places = ", ".join(Jurisdiction)
        raise UsageError(f"--jurisdiction is missing: {regime.name} leaves out local holidays. Known are: {places}.")
    place = get_jurisdiction(jurisdiction) if jurisdiction else law.jurisdiction or Jurisdiction.UK
    calendar = calendar_for(regime, place, law.calendars)
    reading = read_clock(regime, calendar, read_day(received), [read_event(event) for event in events])
    unfit = unfit_warning(regime, place) if jurisdiction or law.jurisdiction else None
    if unfit:
        reading = reading._replace(notes=(unfit, *reading.notes))
    days = working(reading, calendar)
    before = working(reading.time_allowed, calendar) if reading.time_allowed else ()
    if as_json:
        data = {"jurisdiction": str(place) if jurisdiction or law.jurisdiction else None}
        click.echo(json.dumps(data | clock_as_data(reading, days, calendar, before), indent=2))
    else:
        print_clock(Console(highlight=False), reading, days, before=before)


def _wanted(regime: str | None, law: LawInUse) -> Regime:
    if regime is None:
        raise UsageError("--regime is missing, and so is --vectors. Write one, as --regime FOIA.")
    return law.regime(regime)


def _refuse_with_a_sheet(*options: str | None) -> None:
    if any(options):
        raise UsageError("--vectors checks a whole sheet: leave --regime, --received and --event out.")


def _print_sheet(path: Path, law: LawInUse, *, as_json: bool) -> None:
    """Print each difference and the count; exit with 1 if any row differs."""
    rows = (row for row in _rows(path) if any(cell.strip() for cell in row[1]))
    heading = next(rows, (0, []))[1]
    checked = list(check_sheet(heading, rows, law.calendars, law.regimes))
    if not checked:
        raise UsageError(f"{path.name} has a heading and no rows below it.")
    failed = [row for row in checked if not row.passed]
    if as_json:
        click.echo(json.dumps(_sheet_as_data(checked, failed), indent=2))
    else:
        for row in checked:
            if not row.passed:
                click.echo(f"line {row.line}: {row.difference}")
            for warning in row.warnings:
                click.echo(f"line {row.line}: warning: {warning}")
        warned = sum(bool(row.warnings) for row in checked)
        with_warnings = f", {warned} with warnings" if warned else ""
        click.echo(f"{len(checked) - len(failed)} passed, {len(failed)} failed{with_warnings}")
    if failed:
        raise click.exceptions.Exit(1)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UsageError(f"{path.name} is not UTF-8. Save it from the spreadsheet as 'CSV UTF-8'.") from fault
    lines = text.splitlines(keepends=True)
    heading = next((line for line in lines if line.strip("".join(DELIMITERS) + '"\r\n ')), "")
    reader = csv.reader(lines, delimiter=max(DELIMITERS, key=heading.count), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as fault:
        raise UsageError(f"{path.name}, line {reader.line_num}, is no CSV: {fault}.") from fault


def _sheet_as_data(checked: list[Checked], failed: list[Checked]) -> dict[str, object]:
    return {
        "passed": len(checked) - len(failed),
        "failed": len(failed),
        "differences": [
            {
                "line": row.line,
                **{key: row.row.get(key) for key in ("regime", "jurisdiction", "received", "events")},
                "readable": row.readable,
                "expected": _due_as_data(row, row.expected),
                "computed": _due_as_data(row, row.computed),
                "difference": row.difference,
            }
            for row in failed
        ],
        "warnings": [{"line": row.line, "warnings": list(row.warnings)} for row in checked if row.warnings],
    }


def _due_as_data(row: Checked, due: date | None) -> str | None:
    """Give an ISO date, NONE where nothing is due, or null for a row that could not be read."""
    if not row.readable:
        return None
    return due.isoformat() if due else NOTHING_DUE
