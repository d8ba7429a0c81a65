"""`foibot run`: the daemon. Apart from `once`, which needs no scheduler and starts without one.

As with `once`, the line to the mailbox is opened before the rest of the program is loaded.
"""

import importlib
import logging
import os
from pathlib import Path

import click

from foibot.config import load_config
from foibot.lines import mailbox_ahead
from foibot.store.lock import sole_worker

THE_REST = "foibot.cli.daemon"


@click.command("run")
@click.pass_context
def run_command(context: click.Context) -> None:
    """Run the daemon: watch the mailbox, log and acknowledge, until told to stop."""
    path = context.find_object(Path) or Path("config.toml")
    config = load_config(path)
    with sole_worker(config.register.path):
        clean = importlib.import_module(THE_REST).run(config, path, mailbox_ahead(config.mailbox))
    if not clean:
        logging.shutdown()
        os._exit(0)
