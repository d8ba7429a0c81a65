"""What `foibot inspect` knows where a configuration is named: who we are, and what its register holds, read only.

Loaded only then: the plain command does without all of this, and starts in half the time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from foibot.cli.session import open_session
from foibot.correspondence.known import Known
from foibot.correspondence.message import InboundMessage
from foibot.jobs.desk import Desk
from foibot.jobs.knowledge import gather
from foibot.store.register import empty_register


@contextmanager
def known_to_register(context: click.Context) -> Iterator[Callable[[InboundMessage], Known]]:
    """Give what looks up all that bears on a message; a register that is not there yet is not made.

    Raises `ConfigError` with every problem of the configuration, `RegisterError` for what is no register.
    """
    session = open_session(context)
    path = session.app.config.register.path
    there = path.exists()
    if not there:
        click.echo(f"foibot: {path} is not there yet: judged by the configuration alone.", err=True)
    db = session.read() if there else empty_register()
    desk = Desk(session.app, db)
    try:
        yield lambda message: gather(desk, message, arrival_of(message))
    finally:
        db.close()


def arrival_of(message: InboundMessage) -> datetime:
    """Return when a message in a file came, as nearly as it says: by the last server, else by its sender's clock."""
    last = message.received[0].at if message.received else None
    return last or message.date or datetime.now(UTC)
