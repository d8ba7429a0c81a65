"""What an import would do, for people who read it line by line, in 80 columns."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from foibot.casework.sheets.cells import Fault, is_blank, text_of
from foibot.casework.sheets.columns import Column
from foibot.casework.sheets.fields import KEPT
from foibot.casework.sheets.outcomes import KNOWN
from foibot.casework.sheets.rows import unknown_words
from foibot.casework.sheets.words import STATUSES_KNOWN
from foibot.cli.tables import console, table, wrapped
from foibot.jobs.importing import Plan


def show_plan(path: Path, plan: Plan, *, columns: bool) -> None:
    """Show an import before it is done: columns, cases, then each row that is left out, differs or is odd."""
    last = max((number for number, _ in plan.layout.rows), default=plan.layout.header)
    below = counted(len(plan.layout.rows), "row")
    click.echo(wrapped(f"{path}: headings in row {plan.layout.header}, {below} below, the last {last}."))
    if columns:
        show_columns(plan)
    _show_cases(plan)
    _show_changed(plan)
    _show_faults(plan)
    _show_differences(plan)
    _show_remarks(plan)
    _show_bare_numbers(path, plan)


def _show_bare_numbers(path: Path, plan: Plan) -> None:
    """Say that an old workbook does not tell how it shows a number: 1 may read 001 in it."""
    cells = (plan.layout.cell(cells, "reference") for _, cells in plan.layout.rows)
    if path.suffix.casefold() == ".xls" and any(isinstance(cell, int | float) for cell in cells):
        said = "References in it are numbers, and an .xls does not tell whether 1 reads 001: save it as .xlsx if so."
        click.echo("\n" + wrapped(f"{plan.layout.called('reference')}: {said}"))


def show_columns(plan: Plan) -> None:
    """Show what first stands in each column, what it is taken for, and why."""
    rows = [
        (one.heading, _first_value(plan, one), "notes" if one.field == KEPT else one.field, one.how)
        for one in plan.layout.columns
    ]
    click.echo("")
    console().print(table([("COLUMN", 16), ("FIRST VALUE", 16), ("TAKEN FOR", 0), ("WHY", LEAST_OF_WHY)], rows))


LEAST_OF_WHY = len("not known: kept as notes")


def _first_value(plan: Plan, column: Column) -> str:
    """Return what stands in the first cell of a column that is not empty: an encoding read wrongly shows there."""
    cells = (cells[column.place] for _, cells in plan.layout.rows if column.place < len(cells))
    return next((text_of(cell) for cell in cells if text_of(cell) and not is_blank(cell)), "")


def _show_cases(plan: Plan) -> None:
    count = len(plan.planned)
    stands = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in sorted(plan.statuses.items()))
    click.echo("")
    click.secho(wrapped(f"To import: {counted(count, 'case')}{f' ({stands})' if count else ''}"), bold=True)
    kept = sum(one.keeps_reference for one in plan.planned if one.row.reference)
    fresh = [one.reference for one in plan.planned if not (one.row.reference and one.keeps_reference)]
    if kept:
        click.echo(wrapped(f"{kept} {'keeps' if kept == 1 else 'keep'} the sheet's reference.", "  "))
    if fresh:
        get = f"1 gets another ({fresh[0]})" if len(fresh) == 1 else f"{len(fresh)} get another ({fresh[0]} …)"
        click.echo(wrapped(f"{get}, above every number in use; the sheet's stays with the case.", "  "))
    if plan.before:
        are = "was imported before, and is left" if plan.before == 1 else "were imported before, and are left"
        click.echo(wrapped(f"{counted(plan.before, 'row')} {are}.", "  "))


def counted(count: int, what: str) -> str:
    """Return a number with the word it counts: one row, two rows."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _show_changed(plan: Plan) -> None:
    if not plan.changed:
        return
    click.secho(f"\nIn the register already, and the sheet says something else: {len(plan.changed)} (left)", bold=True)
    for one in plan.changed:
        click.echo(wrapped(f"{one.column}: {one.reason}", f"  row {one.row:<6}", " " * 12))


def _show_faults(plan: Plan) -> None:
    rows = len({one.row for one in plan.faults})
    if not plan.faults:
        click.echo("\nEvery row can be read.")
        return
    click.secho(f"\nNot imported: {counted(rows, 'row')}", bold=True)
    for line in _by_row(plan.faults):
        click.echo(line)
    for what, known in (("outcome", KNOWN), ("status", STATUSES_KNOWN)):
        _show_unknown(what, known, unknown_words(what, plan.faults))


def _show_unknown(what: str, known: Sequence[str], unknown: Mapping[str, int]) -> None:
    for words, count in unknown.items():
        option = f"--{what} '{words}={what.upper()}'"
        said = f"“{words}” ({counted(count, 'row')}): say what it means: {option}"
        click.echo(wrapped(said, "  ", "    "))
    if unknown:
        click.echo(wrapped(f"{what.upper()} is one of {', '.join(one.replace('_', '-') for one in known)}.", "  "))


def _by_row(faults: Sequence[Fault], times: Mapping[int, int] | None = None) -> Iterator[str]:
    for one in faults:
        column = f"{one.column}: " if one.column else ""
        more = (times or {}).get(one.row, 1) - 1
        also = f" (and in {counted(more, 'more row')})" if more else ""
        yield wrapped(f"{column}{one.reason}{also}", f"  row {one.row:<6}", " " * 12)


def _show_differences(plan: Plan) -> None:
    if not plan.differences:
        return
    click.secho(f"\nDue dates that are not the law's: {len(plan.differences)} (foibot goes by the law)", bold=True)
    rows = [
        (str(one.row), one.reference, f"{one.theirs:%d %b %y}", f"{one.ours:%d %b %y}" if one.ours else "-", one.why)
        for one in plan.differences
    ]
    console().print(table([("ROW", 0), ("CASE", 0), ("SHEET'S", 9), ("LAW'S", 9), ("WHY", 0)], rows))


def _show_remarks(plan: Plan) -> None:
    if plan.remarks:
        click.secho(f"\nPlease look: {len(plan.remarks)}", bold=True)
    alike: dict[tuple[str, str], list[Fault]] = {}
    for one in plan.remarks:
        alike.setdefault((one.column, one.reason), []).append(one)
    for line in _by_row([those[0] for those in alike.values()], {those[0].row: len(those) for those in alike.values()}):
        click.echo(line)
