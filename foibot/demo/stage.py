"""What a scene has at hand: the terminal, the mailboxes, the register, and the commands of the command line.

How things look stands here; what is told stands in `scenes`.
"""

import io
import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from rich.box import ROUNDED
from rich.console import Console, Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlite_utils import Database

from foibot.app import App
from foibot.demo.server import MailServer
from foibot.errors import NotPermitted, Unavailable
from foibot.store.register import open_for_reading

HEADERS = ("From", "To", "Subject", "Auto-Submitted")

RunVerb = Callable[[Sequence[str]], int]


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

    `run_verb` runs a command line and returns its exit status; `pause` is in seconds; `colours` is whether what
    the commands print will be seen on a terminal, or in a picture of one.
    """

    app: App
    server: MailServer
    console: Console
    run_verb: RunVerb
    pause: float = 0.0
    colours: bool = False

    def head(self, title: str) -> None:
        """Begin a scene with its sentence."""
        time.sleep(self.pause)
        self.console.print(Rule(Text(title, style="bold cyan"), align="left", style="cyan"))

    def say(self, text: str, style: str = "") -> None:
        """Print a sentence."""
        self.console.print(Text(text, style=style))

    def verb(self, *words: str) -> None:
        """Run a command of foibot as a person would, and show it with what it prints."""
        self.console.print(Text.assemble(("$ ", "dim"), (f"foibot {shlex.join(words)}", "bold green")))
        screen = Screen(terminal=self.colours)
        with redirect_stdout(screen):
            status = self.run_verb(["-c", str(self.config), *words])
        self.console.print(Text.from_ansi(screen.getvalue().strip("\n")), end="\n\n")
        if status:
            raise Unavailable(f"The demo stops here: 'foibot {words[0]}' could not do its work.")

    def refusal(self, *words: str) -> None:
        """Run a command that foibot refuses, and show why as the command line does."""
        self.console.print(Text.assemble(("$ ", "dim"), (f"foibot {shlex.join(words)}", "bold green")))
        try:
            self.run_verb(["-c", str(self.config), *words])
        except NotPermitted as refused:
            self.console.print(Text(f"foibot: {refused}"), end="\n\n")
            return
        raise Unavailable(f"The demo stops here: 'foibot {words[0]}' should have been refused.")

    def mail(self, message: EmailMessage, title: str) -> None:
        """Show a mail as a reader sees it, with the headers that matter."""
        lines = [Text.assemble((f"{name}: ", "dim"), str(message[name])) for name in HEADERS if message[name]]
        part = message.get_body(("plain",))
        text = str(part.get_content()) if part is not None else ""
        body = Text(text.replace("\r\n", "\n").strip())
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
