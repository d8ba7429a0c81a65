"""`foibot bundle REF FILE.zip`: everything about a case as one file, with a page to begin at."""

from pathlib import Path

import click

from foibot.cli.session import now_option, open_session
from foibot.cli.tables import wrapped
from foibot.errors import UsageError
from foibot.jobs.bundling import make_bundle
from foibot.jobs.named import get_case


@click.command("bundle")
@click.argument("reference")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@now_option
@click.pass_context
def bundle_command(context: click.Context, reference: str, *, file: Path | None, force: bool, now: str | None) -> None:
    """Write everything about a case into one zip (FILE, default: REFERENCE.zip); open index.html in it."""
    session = open_session(context, now)
    db = session.read()
    case = get_case(session.app, db, reference)
    path = file or Path(f"{case.reference}.zip")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already. Name another file, or add --force.")
    packed = make_bundle(session.app, db, case, session.now)
    try:
        path.touch(mode=0o600)
        path.write_bytes(packed)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    said = f"{path}: everything about {case.reference}, {len(packed) / 1000:.0f} kB. Open index.html in it."
    click.echo(wrapped(f"{said} It names the applicant, and may hold what was withheld: keep it as you keep the case."))
