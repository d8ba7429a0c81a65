"""`foibot init`: writes the example configuration and the templates where a team can make them its own.

It writes new files only. Nothing that is there is ever touched.
"""

import shlex
import shutil
from pathlib import Path

import click

from foibot.shipped import shipped_config, shipped_templates

_NO_TEMPLATES = 'in Welsh.\npath = ""\n'
_OWN_TEMPLATES = 'in Welsh.\npath = "templates"\n'

_NEXT_STEPS = """\
Wrote {config}
  and {templates}.

What to do next:

  1. Open config.toml and put your authority, your mailbox and your officers in
     place of the invented ones. Every key is explained there.
  2. Give foibot the mailbox's password, for example:
         export FOIBOT_PASSWORD='...'
  3. See whether all is well, then whether the servers agree:
         foibot -c {quoted} check
         foibot -c {quoted} check --connect
  4. See what foibot would do with your mail, without doing it:
         foibot -c {quoted} once --dry-run
  5. Take in the mail that lies in the inbox already, without answering it:
         foibot -c {quoted} backfill --since DATE
     Left out, the first run acknowledges every request in the inbox.
  6. Start it:
         foibot -c {quoted} run

The folder of templates holds the letters: change what you like, and delete what
you leave as it is. What is not there is taken from foibot itself.
"""


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
def init_command(folder: Path) -> None:
    """Write a commented config.toml and the templates of all letters into DIR (default: here)."""
    config, templates = folder / "config.toml", folder / "templates"
    there = [str(path) for path in (config, templates) if path.exists()]
    if there:
        raise click.ClickException(
            f"foibot init overwrites nothing, and there is {' and '.join(there)} already. Nothing was "
            "written. Name another folder, or move what is there away first."
        )
    try:
        _write(config, templates)
    except OSError as error:
        raise click.ClickException(
            f"{folder} cannot be written to ({error.strerror or error}). Name a folder that you may write to."
        ) from error
    click.echo(_NEXT_STEPS.format(config=config, templates=templates, quoted=shlex.quote(str(config))), nl=False)


def _write(config: Path, templates: Path) -> None:
    """Write the templates, then the configuration; leave nothing half made behind."""
    config.parent.mkdir(parents=True, exist_ok=True)
    text = shipped_config().read_text(encoding="utf-8").replace(_NO_TEMPLATES, _OWN_TEMPLATES)
    templates.mkdir()
    try:
        # Contents only: the shipped files may be read-only where a system's packager installed them.
        shutil.copytree(shipped_templates(), templates, copy_function=shutil.copyfile, dirs_exist_ok=True)
        with config.open("x", encoding="utf-8") as file:
            file.write(text)
    except BaseException:
        shutil.rmtree(templates, ignore_errors=True)
        raise
