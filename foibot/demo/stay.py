"""`--stay`: the daemon goes on working for the invented office, and what it does is told line by line.

The telling reads the register and nothing else; what is done is done by the daemon.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import field
from datetime import datetime

from foibot.app import App
from foibot.demo.office import OFFICE
from foibot.demo.stage import Stage
from foibot.lean import dataclass
from foibot.store import queries
from foibot.store.database import Database
from foibot.store.lock import sole_worker

RunDaemon = Callable[[App, Callable[[], App]], None]

SECONDS_BETWEEN_LOOKS = 0.5
MESSAGES = "SELECT id, from_email, kind, state, reference FROM messages WHERE id > ? ORDER BY id"
DRAFTS = "SELECT id, letter, recipient FROM drafts WHERE id > ? ORDER BY id"
LETTERS = "SELECT id, letter, recipient FROM outbox WHERE status = 'sent' ORDER BY sent_at, id"
STATES = {
    "machine": "set apart, not answered",
    "triage": "waits for a person (foibot triage)",
    "duplicate": "delivered twice",
    "junk": "in Junk, not answered",
    "set_aside": "unreadable, set aside for a person",
}


@dataclass(slots=True)
class Told:
    """What has been told already: the last message and draft, and the letters that had left."""

    message: int = 0
    draft: int = 0
    letters: set[int] = field(default_factory=set)


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
    stage.say("foibot is running. The story's time is over, it is today again. What foibot does is told here:")


def _tell(stage: Stage, ended: threading.Event) -> None:
    with closing(stage.register()) as db:
        for _ in _since_last_look(db, told := Told()):
            pass
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            for line in _since_last_look(db, told):
                stage.say(f"{datetime.now().astimezone():%H:%M:%S}  {line}")


def _since_last_look(db: Database, told: Told) -> Iterator[str]:
    for row in queries.rows(db, MESSAGES, (told.message,)):
        told.message = row["id"]
        where = STATES.get(row["state"]) or f"on {row['reference']}"
        yield f"{row['from_email']} wrote: {row['kind'].replace('_', ' ')}, {where}"
    for row in queries.rows(db, DRAFTS, (told.draft,)):
        told.draft = row["id"]
        yield f"{row['letter'].replace('_', ' ')} for {row['recipient']} waits for a person (foibot drafts)"
    for row in queries.rows(db, LETTERS):
        if row["id"] not in told.letters:
            told.letters.add(row["id"])
            yield f"{row['letter'].replace('_', ' ')} sent to {row['recipient']}"
