"""`[alerts]` and `[monitor]` of config.toml: how foibot says that it is in trouble when mail itself is dead."""

from foibot.config.kinds import CommandIfAny, Loopback, Minutes
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Alerts:
    """A command that is given an alert on its standard input, for a pager or a chat; empty: the log only."""

    command: CommandIfAny = ""
    after_minutes: Minutes = 30
    """How long a job may fail, or nothing be read or sent, before that is trouble."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """Where the daemon tells monitoring programs of this machine how it is: ADDRESS:PORT; empty: nowhere."""

    listen: Loopback = ""
