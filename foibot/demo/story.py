"""Setting up the invented office, telling the story, and ending with what to do next.

Everything lies in a temporary folder that goes with the demo; nothing is left behind.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console

from foibot.app import build
from foibot.config import load_config
from foibot.demo.days import story_clock
from foibot.demo.office import ACCOUNTS, write_config
from foibot.demo.passing import pass_time_until
from foibot.demo.scenes import SCENES
from foibot.demo.server import mail_server
from foibot.demo.stage import RunVerb, Stage

SECONDS_BETWEEN_SCENES = 1.0

OPENING = (
    "An invented office, with its FOI mailbox on a mail server inside this demo, and "
    "foibot as it is. Nothing leaves this computer. What follows a $ is a command that is run. "
    "The story began ten weeks ago: each command runs with --now, the hour of its scene, and on the "
    "mornings in between foibot reminds whoever is due to be reminded."
)
NEXT_STEPS = (
    ("foibot demo --stay", "the same, left running: write to it yourself"),
    ("foibot init", "write a configuration for your own mailbox"),
    ("foibot check --connect", "see whether your servers agree with it"),
    ("foibot once --dry-run", "see what foibot would do with your mail: nothing is\nsent, moved or written"),
)


@contextmanager
def open_stage(console: Console, run_verb: RunVerb, now: datetime) -> Iterator[Stage]:
    """Give the invented office its folder, mail server and configuration for as long as the block lasts.

    `now` is when the story is told; it ends before that.

    Raises `Unavailable` where the embedded mail server is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="foibot-demo-") as name:
        folder = Path(name)
        with mail_server(ACCOUNTS, folder) as server:
            app = build(load_config(write_config(folder, server)))
            pause = SECONDS_BETWEEN_SCENES if console.is_terminal else 0.0
            clock = story_clock(app.statutes.calendar(app.statutes.regime(app.policy.regime)), now)
            colours = console.is_terminal or console.record
            yield Stage(app, server, clock, console, run_verb, pause, colours=colours)


def tell(stage: Stage) -> None:
    """Tell the story, scene by scene; what the console records is the pictured scenes."""
    records = stage.console.record
    stage.say(f"{OPENING}\n")
    day = None
    for scene in SCENES:
        pass_time_until(stage.app, stage.clock, stage.clock.moment(scene.day, scene.at))
        stage.console.record = records and scene.pictured
        stage.head(scene.title, stage.today() if scene.day != day else "")
        scene.play(stage)
        day = scene.day
    stage.console.record = records


def say_what_next(stage: Stage) -> None:
    """End with what a visitor may do next."""
    stage.head("What to do next")
    stage.table((), NEXT_STEPS)
