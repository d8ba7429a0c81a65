"""`foibot once`: one pass of every job.

The line to the mailbox is opened first, and the rest of the program loaded while the server greets: a pass that is
called every minute is at its work twice as soon.
"""

import importlib
from contextlib import ExitStack
from pathlib import Path

import click

from foibot.config import load_config
from foibot.errors import UsageError
from foibot.lines import mailbox_ahead
from foibot.store.lock import sole_worker

THE_REST = "foibot.cli.passing"


@click.command("once")
@click.option("--dry-run", is_flag=True, help="Say what would be done; send, move and write nothing.")
@click.option("--since", metavar="DATE", help="With --dry-run: look at mail from this day on (default: four weeks).")
@click.option("--now", metavar="ISO", help="Run as if it were then, for rehearsal.")
@click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")
@click.pass_context
def once_command(context: click.Context, *, dry_run: bool, since: str | None, now: str | None, as_json: bool) -> None:
    """Do every job that is due, once, and stop."""
    if since and not dry_run:
        raise UsageError(
            "--since says how far back a rehearsal looks: use it with --dry-run, or 'foibot backfill --since'."
        )
    config = load_config(context.find_object(Path) or Path("config.toml"))
    with ExitStack() as held:
        mailbox = None
        if not (dry_run or now):
            held.enter_context(sole_worker(config.register.path))
            mailbox = mailbox_ahead(config.mailbox)
            held.callback(mailbox.close)
        rest = importlib.import_module(THE_REST)
        wanted = rest.Wanted(now, since, as_json)
        if dry_run:
            rest.rehearse_once(config, wanted)
            return
        status = rest.do_once(config, mailbox, wanted)
    context.exit(status)
