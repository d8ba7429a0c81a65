"""What `foibot run` does when it is loaded: the daemon, set up from the configuration."""

import logging
from pathlib import Path

from foibot.app import build
from foibot.cli.own_templates import looked_through, proved
from foibot.config import Config, load_config
from foibot.daemon import Daemon
from foibot.logs import set_up_logs
from foibot.mail.mailbox import ImapMailbox

logger = logging.getLogger(__name__)


def run(config: Config, path: Path, mailbox: ImapMailbox) -> bool:
    """Run the daemon until it was told to stop; return whether all work has ended.

    `mailbox` is one that is being connected to already, by whoever holds the register's lock.
    """
    app = looked_through(build(config))
    set_up_logs(app.config.log.level, app.config.log.format)
    for fault in app.faulty_templates:
        logger.error("template faulty, its letters are held: %s", fault)
    app.open_register().close()
    return Daemon(app, lambda: proved(build(load_config(path))), mailbox).run()
