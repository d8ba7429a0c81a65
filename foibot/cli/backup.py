"""`foibot backup`: a copy of the register while foibot works."""

from pathlib import Path

import click

from foibot.casework.reaching import megabytes
from foibot.cli.session import json_option, open_session, print_json
from foibot.store.backup import back_up


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def backup_command(context: click.Context, *, file: Path, as_json: bool) -> None:
    """Copy the register to FILE, whole as of now, while foibot works.

    An earlier copy at FILE is replaced once the new one is whole. Look into a copy with 'foibot audit --of FILE'.
    """
    session = open_session(context)
    path = file.absolute()
    size = back_up(session.app.config.register.path, path)
    if as_json:
        print_json({"file": str(path), "bytes": size})
    else:
        click.echo(f"{path}: {megabytes(size)} MB. It holds the applicants' mail: keep it as safe as the mailbox.")
