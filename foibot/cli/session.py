"""What every command of the command line needs: the app, the register, the time, and who acts."""

import json
import os
import pwd
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from foibot.app import App, build
from foibot.casework.policy import Officer
from foibot.casework.tags import read_tag
from foibot.config import load_config
from foibot.errors import ConfigError, NotPermitted, UsageError
from foibot.jobs.arguments import read_moment
from foibot.jobs.commanding import Door
from foibot.jobs.proofs import proof_letters
from foibot.law.wording import nearest
from foibot.store import tags
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


def proved(app: App) -> App:
    """Return the app if every template of the authority's own can be written; the shipped ones can.

    Raises `ConfigError` with every fault: what is at work goes on with the templates that it has.
    """
    app = looked_through(app)
    if app.faulty_templates:
        raise ConfigError(app.faulty_templates)
    return app


def looked_through(app: App) -> App:
    """Return the app with what is wrong with the authority's own templates.

    It starts all the same: a request must have its case and its clock, whatever becomes of a letter.
    """
    return replace(app, faulty_templates=tuple(proof_letters(app)) if app.config.templates.path else ())


def open_session(context: click.Context, now: str | None = None) -> Session:
    """Read the configuration and build the app; raises `ConfigError` with every problem."""
    path = context.find_object(Path) or Path("config.toml")
    moment = read_moment(now) if now else datetime.now(UTC)
    return Session(build(load_config(path)), moment, rehearsed=now is not None)


def system_user() -> str:
    """Return the name of the system user who runs this process."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def who_acts(session: Session, as_officer: str | None) -> Door:
    """Return who acts: the officer named with --as, the one mapped to the system user, or the host's user.

    Raises `UsageError` for an unknown officer, `NotPermitted` where the host is strict about it.
    """
    app, user = session.app, system_user()
    mapped = next((officer for officer in app.config.officers if user in officer.system_users), None)
    if as_officer is None:
        officer = app.policy.officer(mapped.id) if mapped else None
        return Door(officer or Officer(f"host:{user}"), user, session.now, host=True)
    officer = app.policy.officer(as_officer)
    if officer is None:
        known = [one.id for one in app.policy.officers]
        raise UsageError(f"There is no officer {as_officer}. {nearest(as_officer, known)}")
    if app.config.host.strict and (mapped is None or mapped.id != as_officer):
        raise NotPermitted(
            f"{user} may not act as {as_officer}: [host] strict allows only {as_officer}'s own system users."
        )
    return Door(officer, user, session.now, host=True)


def known_tag(session: Session, written: str | None) -> str | None:
    """Return a tag as the register writes it; raises `UsageError` for one that no case has."""
    if written is None:
        return None
    tag, used = read_tag(written), tags.in_use(session.read())
    if tag not in used:
        raise UsageError(
            f"No case is tagged {tag}. {nearest(tag, used) if used else 'Tag one: foibot tag REFERENCE WORD'}"
        )
    return tag


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
