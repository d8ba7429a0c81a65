"""`import`: a team's spreadsheet becomes cases, after a dry run that shows every row that cannot."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.casework.commands.table import OFFICERS
from foibot.casework.sheets.cells import folded
from foibot.casework.sheets.fields import FIELDS, KEPT
from foibot.casework.sheets.outcomes import KNOWN
from foibot.casework.sheets.words import STATUSES_KNOWN, Meanings
from foibot.cli.acting import who_acts
from foibot.cli.import_view import counted, show_columns, show_plan
from foibot.cli.mapping_file import Mapped, mapping_path, read_mapping, write_mapping
from foibot.cli.session import json_option, now_option, open_session, print_json
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.commanding import Door
from foibot.jobs.desk import Desk
from foibot.jobs.importing import Plan, carry_out_import, plan_import
from foibot.jobs.recording import Hand
from foibot.law.clock import london_day
from foibot.law.wording import nearest
from foibot.reports.sheet_reading import Row, read_sheet
from foibot.store.register import empty_register, open_for_reading


@click.command("import")
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False), metavar="SHEET.(xlsx|ods|xls|csv)")
@click.option("--sheet", "name", metavar="NAME", help="Which sheet of a workbook, if it has several.")
@click.option("--map", "maps", metavar="COLUMN=FIELD", multiple=True, help="What a column is ('-': keep it as notes).")
@click.option("--outcome", "outcomes", metavar="WORDS=OUTCOME", multiple=True, help="What your words for an end mean.")
@click.option("--status", "statuses", metavar="WORDS=STATUS", multiple=True, help="What your words for a status mean.")
@click.option("--mapping", metavar="FILE.toml", type=click.Path(path_type=Path), help="Where what you said is kept.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, ask nothing and write nothing.")
@click.option("--yes", is_flag=True, help="Import every row that can be read.")
@click.option("--as", "as_officer", metavar="OFFICER", help="Who imports (default: who you are on this host).")
@now_option
@json_option
@click.pass_context
def import_command(context: click.Context, /, **given: Any) -> None:
    """Take over a team's spreadsheet: a dry run first, in which every row that cannot be read is listed.

    Without --yes nothing is written, unless you say so when asked in a terminal. Nobody is mailed about it, and a
    sheet imported twice does nothing twice.
    """
    session = open_session(context, given["now"])
    door = who_acts(session, given["as_officer"])
    path, app = given["sheet"], session.app
    rows = read_sheet(path, given["name"])
    file = given["mapping"] or mapping_path(path)
    mapped = read_mapping(file).with_said(_said(given))
    asks = sys.stdin.isatty() and sys.stdout.isatty() and not (given["dry_run"] or given["yes"] or given["as_json"])
    if given["yes"] and given["dry_run"]:
        raise UsageError("--dry-run writes nothing and --yes does: give one of them.")
    plan = _planned(app, rows, mapped, door)
    if asks:
        plan, mapped = _confirmed_columns(app, rows, plan, mapped, door)
    if not given["as_json"]:
        show_plan(path, plan, columns=not asks)
    wanted = given["yes"] or (
        asks and bool(plan.planned) and click.confirm(f"\nImport {len(plan.planned)} of them now?")
    )
    done = _import(app, rows, mapped, door) if wanted else []
    if wanted:
        write_mapping(file, mapped.with_columns(plan.layout))
    first = BACKUP if app.config.register.path.exists() else ""
    _tell(plan, done, again=f"{first}To import:\n{_again(context, given)}", wanted=wanted, as_json=given["as_json"])


def _again(context: click.Context, given: dict[str, Any]) -> str:
    """Return the command that imports what this one has shown, with all that was said to it."""
    config = context.find_object(Path)
    said = [*(("-c", str(config)) if config else ()), "import", str(given["sheet"])]
    for option, name in (("--sheet", "name"), ("--mapping", "mapping"), ("--as", "as_officer")):
        said += [option, str(given[name])] if given[name] else []
    for option, name in (("--map", "maps"), ("--outcome", "outcomes"), ("--status", "statuses")):
        said += [word for one in given[name] for word in (option, one)]
    return shlex.join(["foibot", *said, "--yes"])


BACKUP = "Make a backup first (foibot backup FILE): an\nimport that was mapped wrongly is taken back by restoring it. "


def _tell(plan: Plan, done: list[str], *, again: str, wanted: bool, as_json: bool) -> None:
    if as_json:
        print_json(as_data(plan, done))
    elif wanted:
        click.echo(f"\n{counted(len(done), 'case')} imported; nobody was mailed. 'foibot cases --all' lists them.")
    else:
        click.echo("\nNothing was written." + (f" {again}" if plan.planned else ""))


def _planned(app: App, rows: tuple[Row, ...], mapped: Mapped, door: Door) -> Plan:
    there = app.config.register.path.exists()
    db = open_for_reading(app.config.register.path) if there else empty_register()
    return plan_import(app, db, rows, london_day(door.now), meanings=mapped)


def _import(app: App, rows: tuple[Row, ...], mapped: Mapped, door: Door) -> list[str]:
    if not door.officer.roles & OFFICERS:
        raise NotPermitted(
            f"An officer or a manager imports, and {door.officer.id} is neither. Say who acts: --as OFFICER"
        )
    db = app.open_register()
    keep_calendar(Desk(app, db, lambda: door.now))
    plan = plan_import(app, db, rows, london_day(door.now), meanings=mapped)
    done = carry_out_import(app, db, plan, Hand(door.now, f"{door.signature} by import"))
    return [reference for batch in done for reference in batch]


def _confirmed_columns(app: App, rows: tuple[Row, ...], plan: Plan, mapped: Mapped, door: Door) -> tuple[Plan, Mapped]:
    """Show what each column is taken for, and ask until a person says that it is right."""
    show_columns(plan)
    while not click.confirm("\nIs each column what it says here?", default=True):
        heading = click.prompt("Which column is not (its heading)?")
        field = click.prompt("What is it (a field, or - for notes)?")
        mapped = mapped.with_said(Meanings({folded(heading): field}))
        try:
            plan = _planned(app, rows, mapped, door)
        except UsageError as error:
            click.echo(f"foibot: {error}", err=True)
            mapped = mapped.without(folded(heading))
        show_columns(plan)
    return plan, mapped


EXAMPLES = {"--map": "Date recd=received_on", "--outcome": "Sent out=disclosed", "--status": "With legal=open"}


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    found = {}
    for one in given:
        left, sign, right = one.rpartition("=")
        if not sign or not left.strip() or not right.strip():
            raise UsageError(f"{option} '{one}' has two sides: {option} '{EXAMPLES[option]}'.")
        found[folded(left)] = right.strip()
    if option == "--map":
        for field in found.values():
            if field not in FIELDS and field != KEPT:
                raise UsageError(f"There is no field {field}. {nearest(field, list(FIELDS))}")
    return found


def _said(given: dict[str, Any]) -> Meanings:
    return Meanings(
        _pairs(given["maps"], "--map"),
        _one_of("outcome", KNOWN, _pairs(given["outcomes"], "--outcome")),
        _one_of("status", STATUSES_KNOWN, _pairs(given["statuses"], "--status")),
    )


def _one_of(what: str, known: Sequence[str], said: Mapping[str, str]) -> dict[str, str]:
    found = {words: meant.replace("-", "_") for words, meant in said.items()}
    for meant in found.values():
        if meant not in known:
            raise UsageError(f"There is no {what} {meant}. {nearest(meant, list(known))}")
    return found


def as_data(plan: Plan, done: list[str]) -> Mapping[str, Any]:
    """Return what an import would do, or did, as data."""
    return {
        "heading_row": plan.layout.header,
        "columns": [asdict(one) for one in plan.layout.columns],
        "rows": len(plan.layout.rows),
        "to_import": [{"row": one.row.row, "reference": one.reference} for one in plan.planned],
        "imported_before": plan.before,
        "changed_since": [{"row": one.row, "reference": one.column, "differs": one.reason} for one in plan.changed],
        "not_read": [asdict(one) for one in plan.faults],
        "due_dates": [asdict(one) for one in plan.differences],
        "to_look_at": [asdict(one) for one in plan.remarks],
        "imported": done,
    }
