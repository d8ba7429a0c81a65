"""`foibot run`: the daemon. Apart from `once`, which needs no scheduler and starts without one."""

import logging
import os
from pathlib import Path

import click

from foibot.app import build
from foibot.cli.session import looked_through, proved
from foibot.config import load_config
from foibot.daemon import Daemon
from foibot.logs import set_up_logs
from foibot.store.lock import sole_worker

logger = logging.getLogger(__name__)


@click.command("run")
@click.pass_context
def run_command(context: click.Context) -> None:
    """Run the daemon: watch the mailbox, log and acknowledge, until told to stop."""
    path = context.find_object(Path) or Path("config.toml")
    app = looked_through(build(load_config(path)))
    set_up_logs(app.config.log.level, app.config.log.format)
    for fault in app.faulty_templates:
        logger.error("template faulty, its letters are held: %s", fault)
    with sole_worker(app.config.register.path):
        app.open_register().close()
        clean = Daemon(app, lambda: proved(build(load_config(path)))).run()
    if not clean:
        logging.shutdown()
        os._exit(0)
