"""`foibot demo`: the terminal of the demo, the commands it runs there, and its picture."""

import io
import re
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from foibot.app import App
from foibot.casework.commands import COMMANDS
from foibot.cli import PLACES, foibot
from foibot.cli.tables import WIDTH
from foibot.daemon import Daemon
from foibot.demo.stay import stay
from foibot.demo.story import open_stage, say_what_next, tell

FONTS_FROM_ELSEWHERE = re.compile(r"@font-face \{[^}]*\}\s*")


@click.command("demo")
@click.option("--stay", "staying", is_flag=True, help="Leave it running, with a web mailbox to write to it yourself.")
@click.option(
    "--svg",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Draw the main scenes, as they look in the terminal, into FILE.",
)
def demo_command(*, staying: bool, svg: Path | None) -> None:
    """Tell six weeks of a request in a few seconds, on an embedded mail server: no set-up, nothing left behind."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # mails hold letters that not every terminal has
        sys.stdout.reconfigure(errors="replace")
    console = _console(record=svg is not None)
    with open_stage(console, run_verb, datetime.now(UTC)) as stage:
        tell(stage)
        if svg is not None:
            _draw(console, svg)
        if staying:
            stage.head("It is your turn.")
            stay(stage, _run_daemon)
        else:
            say_what_next(stage)


def _console(*, record: bool) -> Console:
    found = Console(highlight=False, record=record)
    narrow = found.width <= WIDTH and not record
    return found if narrow else Console(highlight=False, record=record, width=WIDTH)


def run_verb(words: Sequence[str], now: datetime) -> int:
    """Run a command line as if it were then, as --now does; return its exit status."""
    then = {verb: {"now": now.isoformat()} for verb in (*PLACES, *COMMANDS)}
    status = foibot.main(list(words), prog_name="foibot", standalone_mode=False, default_map=then)
    return status if isinstance(status, int) else 0


def _run_daemon(app: App, read_again: Callable[[], App]) -> None:
    Daemon(app, read_again).run()


def _draw(console: Console, path: Path) -> None:
    drawn = console.export_svg(title="foibot demo", theme=DIMMED_MONOKAI)
    # rich would have whoever looks at the picture fetch a font from somebody else's server
    picture = FONTS_FROM_ELSEWHERE.sub("", drawn)
    console.record = False
    try:
        path.write_text(picture, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written ({error.strerror}).") from error


def _leave(number: int, frame: FrameType | None) -> None:
    """End at once, through every `with` and `finally`, so that folder and server go too."""
    del number, frame
    sys.exit(1)
