"""Telling of trouble when mail itself is dead: a command is run once when something is wrong, once when all is well.

What was told is remembered in the register; where that cannot be written, for as long as the process lives.
"""

import contextlib
import logging
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from foibot.app import App
from foibot.errors import FoibotError
from foibot.jobs.health import SENDING, UNSENT, WHENEVER, Trouble, troubles
from foibot.lean import dataclass
from foibot.store import alerts
from foibot.store.database import Database
from foibot.store.register import writing

logger = logging.getLogger(__name__)
COMMAND_SECONDS = 60


@dataclass(slots=True)
class Alarm:
    """Compares what is wrong with what was told of; `told` is read from the register at the first look."""

    app: App
    told: frozenset[str] | None = field(default=None)

    def look(self, db: Database, now: datetime) -> tuple[Trouble, ...]:
        """Run the alert command if trouble began, or all of it is over; return what is wrong now.

        A command that fails is run again at the next look.
        """
        settings = self.app.config.alerts
        poll = timedelta(seconds=self.app.config.mailbox.poll_seconds)
        found = troubles(db, now, timedelta(minutes=settings.after_minutes), poll)
        told = alerts.told(db) if self.told is None else self.told
        names = frozenset(one.name for one in found)
        self.told = told
        news = names - told or (told and not names)
        if names != told and (not news or self._tell(found)):
            self._remember(db, names, now)
        return found

    def _remember(self, db: Database, names: frozenset[str], now: datetime) -> None:
        self.told = names
        with contextlib.suppress(FoibotError), writing(db):  # a full disk may be the very trouble
            alerts.note_told(db, names, now)

    def _tell(self, found: Sequence[Trouble]) -> bool:
        for one in found:
            logger.error("trouble job=%s: %s", one.name, one.said)
        if not found:
            logger.info("all is well again")
        command = self.app.config.alerts.command
        return not command or run_command(command, "trouble" if found else "well", words(self.app, found))


def words(app: App, found: Sequence[Trouble]) -> str:
    """Return what the command is given: the headline in the first line, for those who show one line only."""
    who = f"{app.config.authority.short_name or app.config.authority.name}, {app.config.mailbox.address}"
    if not found:
        return f"foibot is well again ({who}).\n"
    first, *more = (f"{one.said[0].upper()}{one.said[1:]}" for one in found)
    lines = [f"foibot is in trouble ({who}): {first}", *more]
    return "\n".join([*lines, "", *_what_it_means(found), "Look: foibot status, foibot check --connect", ""])


def _what_it_means(found: Sequence[Trouble]) -> Iterator[str]:
    """Yield a sentence for each door of the mailbox that is shut; none where other work alone is not done."""
    names = {one.name for one in found}
    unread, unsent = WHENEVER in names, bool(names & {SENDING, UNSENT})
    if unread:
        yield "Requests may lie in the mailbox unread, and their days run all the same."
    if unsent:
        yield f"{'' if unread else 'Mail is read and requests are logged. '}{LETTERS_WAIT}"


LETTERS_WAIT = "Letters wait to leave, acknowledgements too: none is lost, and they leave by themselves once they can."


def run_command(command: str, kind: str, said: str) -> bool:
    """Run the administrator's command, no shell, with the words on its standard input; says whether it worked."""
    try:
        done = subprocess.run(  # noqa: S603 -- the administrator's own command, without a shell
            shlex.split(command),
            input=said.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "FOIBOT_ALERT": kind},
            check=False,
            timeout=COMMAND_SECONDS,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        logger.error("alert command not run: %s", type(error).__name__)  # noqa: TRY400
        return False
    if done.returncode:
        logger.error("alert command failed status=%d", done.returncode)
    return done.returncode == 0
