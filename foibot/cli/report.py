"""`foibot report`: how the team is doing, in the terminal, as sheets and as one page."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.casework.statistics import BY
from foibot.cli.report_view import report_as_data, show_report
from foibot.cli.session import json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.jobs.report_page import make_page
from foibot.jobs.reporting import make_report, refuse_impossible, wanted_span
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.law.written_moments import LONDON, read_moment
from foibot.reports.files import write_if_changed
from foibot.reports.report import Report

FILE = click.Path(path_type=Path, dir_okay=False)
SHEETS = "foibot.reports.sheets"


@click.command("report")
@click.option("--by", type=click.Choice(BY), help="The periods (default: quarter).")
@click.option("--from", "first", metavar="DATE", help="The first day of receipt.")
@click.option("--to", "last", metavar="DATE", help="The last day of receipt.")
@click.option("--period", metavar="PERIOD", help="2026, 2026-Q3 or 2026-07, in place of --from and --to.")
@click.option("--as-at", metavar="DATE", help="How things stood at the end of that day (default: today).")
@click.option("--regime", metavar="LAW", default="", help="Only requests under this law, such as FOIA, EIR or SAR.")
@click.option("--suppress-small", is_flag=True, help="Show figures from 1 to 4 as “fewer than 5”.")
@click.option("--csv", "csv_file", type=FILE, metavar="FILE", help="Write it as CSV, a figure a line.")
@click.option("--xlsx", "xlsx_file", type=FILE, metavar="FILE", help="Write it as a workbook, a sheet for each law.")
@click.option("--html", "html_file", type=FILE, metavar="FILE", help="Write it as one page with pictures.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@now_option
@json_option
@click.pass_context
def report_command(context: click.Context, /, **said: Any) -> None:
    """Count the requests received in a period, as they stand at a day: status, time, outcomes, reasons, reviews.

    Without a period, the latest four quarters (or twelve months, or three years). What each figure means stands in
    docs/statistics.md.
    """
    session = open_session(context, said["now"])
    today = london_day(session.now)
    as_at = _day(said["as_at"]) or today
    if as_at > today:
        raise UsageError(f"--as-at {plain_day(as_at)} is still to come. Give today or a day before.")
    files = _files(said)
    span = wanted_span(said["by"], said["period"], (_day(said["first"]), _day(said["last"])), as_at)
    wanted = replace(span, regime=said["regime"], suppress_small=said["suppress_small"])
    refuse_impossible(session.read(), wanted)
    report = make_report(session.app, session.read(), wanted)
    if said["as_json"]:
        print_json(report_as_data(report))
    elif not files:
        show_report(report)
    for name, path in files.items():
        write_if_changed(path, WRITTEN[name](session.app, report))
        click.echo(wrapped(f"{path}: {SAID[name]}"), err=bool(said["as_json"]))


def _day(given: str | None) -> date | None:
    return read_moment(given).astimezone(LONDON).date() if given else None


def _files(said: Mapping[str, Any]) -> dict[str, Path]:
    """Return the files to write; raises `UsageError` for one that is there, unless it may be written over."""
    files: dict[str, Path] = {name: said[name] for name in WRITTEN if said[name]}
    for path in files.values():
        if path.exists() and not said["force"]:
            raise UsageError(f"{path} is there already. Name another file, or add --force.")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"{path.parent} is no folder. Make it, or name another.")
    return files


def _sheets() -> Any:
    # nobody else needs the library for workbooks, which costs a fifth of a second
    return importlib.import_module(SHEETS)


def _csv(app: App, report: Report) -> bytes:
    del app
    return str(_sheets().as_csv(report)).encode("utf-8-sig")  # without the mark Excel reads it as Windows-1252


def _xlsx(app: App, report: Report) -> bytes:
    del app
    return bytes(_sheets().as_xlsx(report))


def _html(app: App, report: Report) -> bytes:
    return make_page(app, report).encode()


WRITTEN: Mapping[str, Callable[[App, Report], bytes]] = {"csv_file": _csv, "xlsx_file": _xlsx, "html_file": _html}
SAID: Mapping[str, str] = {
    "csv_file": "every figure, a line each.",
    "xlsx_file": "a sheet for each law.",
    "html_file": "one page with pictures; it needs nothing else.",
}
