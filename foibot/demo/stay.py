"""`--stay`: the daemon goes on working for the invented office, and what it does is told line by line.

The telling reads the register and nothing else; what is done is done by the daemon.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime

from sqlite_utils import Database

from foibot.app import App
from foibot.demo.office import OFFICE
from foibot.demo.stage import Stage
from foibot.lock import sole_worker
from foibot.store import queries

SECONDS_BETWEEN_LOOKS = 0.5
MESSAGES = "SELECT id, from_email, kind, state, reference FROM messages WHERE id > ? ORDER BY id"
LETTERS = "SELECT id, letter, recipient FROM outbox WHERE status = 'sent' ORDER BY sent_at, id"
STATES = {
    "machine": "set apart, not answered",
    "triage": "waits for a person (foibot triage)",
    "duplicate": "delivered twice",
    "junk": "in Junk, not answered",
    "set_aside": "unreadable, set aside for a person",
}

RunDaemon = Callable[[App, Callable[[], App]], None]


def stay(stage: Stage, run_daemon: RunDaemon) -> None:
    """Run the daemon until SIGTERM, Ctrl-C, or the end of the terminal; tell what it does meanwhile.

    `run_daemon` works with the app until told to end, and asks the function it is given for a new app on SIGHUP.
    """
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(stage, ended), name="teller")
    with sole_worker(stage.app.config.register.path):
        _invite(stage)
        teller.start()
        try:
            run_daemon(stage.app, lambda: _terminal_has_gone(stage.app))
        finally:
            ended.set()
            teller.join()
    stage.say("\nThe demo has ended, and left nothing behind.")


def _terminal_has_gone(app: App) -> App:
    # SIGHUP asks the daemon to read its configuration again; to the demo it means that nobody is looking any more
    signal.raise_signal(signal.SIGTERM)
    return app


def _invite(stage: Stage) -> None:
    stage.table(
        (),
        (
            ("Web mailbox", stage.server.address),
            ("Write to", f"{OFFICE}, from any address you make up"),
            ("Read the answer", "choose that address at the left of the page"),
            ("The register", f"foibot -c {stage.config} cases"),
            ("End it", "Ctrl-C"),
        ),
    )
    stage.say("foibot is running. What it does is told here:")


def _tell(stage: Stage, ended: threading.Event) -> None:
    with closing(stage.register()) as db:
        message = max((row["id"] for row in queries.rows(db, MESSAGES, (0,))), default=0)
        told = {int(letter["id"]) for letter in queries.rows(db, LETTERS)}
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            for row in queries.rows(db, MESSAGES, (message,)):
                message = row["id"]
                where = STATES.get(row["state"]) or f"on {row['reference']}"
                _line(stage, f"{row['from_email']} wrote: {row['kind'].replace('_', ' ')}, {where}")
            for line in _new_letters(db, told):
                _line(stage, line)


def _new_letters(db: Database, told: set[int]) -> Iterator[str]:
    for letter in queries.rows(db, LETTERS):
        if letter["id"] not in told:
            told.add(letter["id"])
            yield f"{letter['letter'].replace('_', ' ')} sent to {letter['recipient']}"


def _line(stage: Stage, text: str) -> None:
    stage.say(f"{datetime.now().astimezone():%H:%M:%S}  {text}")
