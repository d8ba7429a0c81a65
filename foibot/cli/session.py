"""What every command of the command line needs: the app, the register, the time, and who acts."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from foibot.app import App, build
from foibot.config import load_config
from foibot.law.written_moments import read_moment
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.register import open_for_reading

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Session:
    """An app and the moment it is, or is said to be."""

    app: App
    now: datetime
    rehearsed: bool

    def read(self) -> Database:
        """Open the register for reading only."""
        return open_for_reading(self.app.config.register.path)


def open_session(context: click.Context, now: str | None = None) -> Session:
    """Read the configuration and build the app; raises `ConfigError` with every problem."""
    path = context.find_object(Path) or Path("config.toml")
    moment = read_moment(now) if now else datetime.now(UTC)
    return Session(build(load_config(path)), moment, rehearsed=now is not None)


def now_option(function: F) -> F:
    """Add --now, for rehearsals."""
    return click.option("--now", metavar="ISO", help="Run as if it were then, for rehearsal.")(function)


def json_option(function: F) -> F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print data instead of text.")(function)


def print_json(data: object) -> None:
    """Print data with stable keys and ISO dates; what could steer a terminal is written as an escape."""
    written = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    click.echo(STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written))


STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
