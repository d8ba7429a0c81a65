"""What a scene has at hand: the terminal, the mailboxes, the register, and the commands of the command line.

How things look stands here; what is told stands in `scenes`.
"""

import io
import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stdout
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from rich.box import ROUNDED
from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from foibot.app import App
from foibot.casework.case import Case
from foibot.demo.days import StoryClock
from foibot.demo.server import MailServer
from foibot.errors import NotPermitted, Unavailable
from foibot.lean import dataclass
from foibot.store import cases, queries
from foibot.store.database import Database
from foibot.store.queries import CaseFilter
from foibot.store.register import open_for_reading

HEADERS = ("From", "To", "Subject", "Auto-Submitted")

QUOTED = "    | "
LEFT_OUT = "…"

RunVerb = Callable[[Sequence[str], datetime], int]


class Screen(io.StringIO):
    """Takes what a command prints; says it is a terminal if the demo's own output is one."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Say whether what is printed here will be seen on a terminal."""
        return self._terminal


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the story is told.

    `run_verb` runs a command line as if it were then and returns its exit status; `pause` is in seconds; `colours` is
    whether what the commands print will be seen on a terminal, or in a picture of one.
    """

    app: App
    server: MailServer
    clock: StoryClock
    console: Console
    run_verb: RunVerb
    pause: float = 0.0
    colours: bool = False

    def head(self, title: str, below: str = "") -> None:
        """Begin a scene with its sentence, and below it the day, if it is another."""
        time.sleep(self.pause)
        self.console.print(Rule(Text(title, style="bold cyan"), align="left", style="cyan"))
        if below:
            self.say(below, "italic")

    def wait(self, minutes: int) -> None:
        """Let some minutes of the story's time pass."""
        self.clock.now += timedelta(minutes=minutes)

    def today(self) -> str:
        """Name the day it is in the story, and where the case stands in its time."""
        case = self.case()
        progress = self.app.statutes.progress(case, self.clock.day) if case is not None else ""
        return ", ".join(filter(None, (f"{self.clock.day:%A} {self.clock.day.day} {self.clock.day:%B}", progress)))

    def say(self, text: str, style: str = "") -> None:
        """Print a sentence."""
        self.console.print(Text(text, style=style))

    def verb(self, *words: str) -> None:
        """Run a command of foibot as a person would on the story's day, and show it with what it prints.

        Of quoted mail only the first line is shown.
        """
        self.console.print(Text.assemble(("$ ", "dim"), (f"foibot {shlex.join(words)}", "bold green")))
        screen = Screen(terminal=self.colours)
        with redirect_stdout(screen):
            status = self.run_verb(["-c", str(self.config), *words], self.clock())
        self.console.print(Text.from_ansi(_folded(screen.getvalue().strip("\n"))), end="\n\n")
        _must_be_done(status, words[0])

    def refusal(self, *words: str) -> None:
        """Run a command that foibot refuses, and show why as the command line does."""
        self.console.print(Text.assemble(("$ ", "dim"), (f"foibot {shlex.join(words)}", "bold green")))
        try:
            self.run_verb(["-c", str(self.config), *words], self.clock())
        except NotPermitted as refused:
            self.console.print(Text(f"foibot: {refused}"), end="\n\n")
            return
        raise Unavailable(f"The demo stops here: 'foibot {words[0]}' should have been refused.")

    def mail(self, message: EmailMessage, title: str, *, first: int = 3, and_also: Sequence[str] = ()) -> None:
        """Show a mail as a reader sees it: the headers that matter, its first paragraphs, and those with some words."""
        lines = [Text.assemble((f"{name}: ", "dim"), str(message[name])) for name in HEADERS if message[name]]
        part = message.get_body(("plain",))
        text = str(part.get_content()) if part is not None else ""
        body = Text(_shortened(text.replace("\r\n", "\n").strip(), first, and_also))
        title_text = Text(title, style="italic")
        self.console.print(
            Panel(Group(*lines, Text(), body), title=title_text, title_align="left", box=ROUNDED), Text()
        )

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a small table; words of others are never read as markup."""
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False, show_header=bool(titles))
        for title in titles or [""] * len(rows[0]):
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, row))
        self.console.print(table, Text())

    @property
    def config(self) -> Path:
        """The path of the office's config.toml."""
        return self.app.config.path

    def register(self) -> Database:
        """Open the register for reading."""
        return open_for_reading(self.app.config.register.path)

    def case(self) -> Case | None:
        """Return the case that the story is about; None before it is opened."""
        if not self.app.config.register.path.exists():
            return None
        with closing(self.register()) as db:
            found = queries.cases(db, CaseFilter())
            return cases.load_case(db, str(found[0]["reference"])) if found else None


def _must_be_done(status: int, verb: str) -> None:
    if status:
        raise Unavailable(f"The demo stops here: 'foibot {verb}' could not do its work.")


def _shortened(text: str, first: int, and_also: Sequence[str]) -> str:
    """Keep the first paragraphs and those with some words; what is left out between them is shown as left out."""
    kept: list[str] = []
    for number, paragraph in enumerate(text.split("\n\n")):
        if number < first or any(words in paragraph for words in and_also):
            kept.append(paragraph)
        elif kept[-1] != LEFT_OUT:
            kept.append(LEFT_OUT)
    return "\n\n".join(kept)


def _folded(printed: str) -> str:
    """Leave out all of a quoted mail but its first line."""
    kept: list[str] = []
    for line in printed.splitlines():
        if not line.startswith(QUOTED.rstrip()) or not kept[-1].startswith(QUOTED.rstrip()):
            kept.append(line)
        elif kept[-1] != QUOTED + LEFT_OUT:
            kept.append(QUOTED + LEFT_OUT)
    return "\n".join(kept)
