"""`export`: the register as a file for people's other programs."""

from datetime import date
from pathlib import Path

import click

from foibot.cli.register import known_officer, known_status
from foibot.cli.session import now_option, open_session
from foibot.errors import UsageError
from foibot.jobs.exporting import exported_fields, exported_rows
from foibot.law.wording import nearest
from foibot.law.written_moments import LONDON, read_moment
from foibot.reports.files import write_private
from foibot.reports.sheet_writing import WRITERS, too_long
from foibot.store.exports import ExportFilter


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.(csv|xlsx|json)")
@click.option("--since", metavar="DATE", help="Only cases received on this day or later.")
@click.option("--until", metavar="DATE", help="Only cases received on this day or before.")
@click.option("--status", metavar="STATUS", help="Only cases of this status, such as open or closed.")
@click.option("--officer", metavar="OFFICER", help="Only cases of this officer ('-' for nobody's).")
@click.option("--due-by", metavar="DATE", help="Only cases due by this day.")
@click.option("--with-personal-data", "personal", is_flag=True, help="Names, addresses and what was asked, too.")
@click.option("--force", is_flag=True, help="Write the file anew if it is there.")
@now_option
@click.pass_context
def export_command(  # noqa: PLR0913 - a filter each, as `cases` has them
    context: click.Context,
    *,
    file: Path,
    since: str | None,
    until: str | None,
    status: str | None,
    officer: str | None,
    due_by: str | None,
    personal: bool,
    force: bool,
    now: str | None,
) -> None:
    """Write the cases into a sheet or a JSON file, one row each, the ended ones too.

    Without --with-personal-data nothing in it names or quotes an applicant.
    """
    session = open_session(context, now)
    write = WRITERS.get(file.suffix.casefold())
    if write is None:
        raise UsageError(f"{file} has an ending foibot does not write. {nearest(file.suffix, WRITERS)}")
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise UsageError(f"--since {since} is after --until {until}: nothing came between. Change them round.")
    wanted = ExportFilter(first, last, known_status(status), known_officer(session.app, officer), _day(due_by))
    rows = list(exported_rows(session.app, session.read(), wanted, personal=personal))
    write_private(file, write(exported_fields(personal=personal), rows), force=force)
    click.echo(f"{file}: {len(rows)} case{'' if len(rows) == 1 else 's'}. Only you can read the file.")
    click.echo(PERSONAL if personal else LEFT_OUT)
    if file.suffix.casefold() == ".xlsx" and (count := too_long(rows)):
        click.echo(f"{count} texts are longer than a cell of a workbook holds, and cut. CSV and JSON hold them whole.")


PERSONAL = (
    "It holds names, addresses and the words of requests: keep it as you keep the register, and delete it in time."
)
LEFT_OUT = "Names, addresses and the words of requests are left out; --with-personal-data adds them."


def _day(written: str | None) -> date | None:
    return read_moment(written).astimezone(LONDON).date() if written else None
