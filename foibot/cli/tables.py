"""Tables and sentences for the terminal, within 80 columns; plain when the output is no terminal."""

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 80


def console() -> Console:
    """Return a console of at most 80 columns on standard output."""
    found = Console(highlight=False, soft_wrap=False)
    return found if found.is_terminal and found.width <= WIDTH else Console(highlight=False, width=WIDTH)


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], *, style_of: Sequence[str] = ()) -> Table:
    """Return a table. A column has the width given, 0 for as much as it needs; the last takes the room that is left.

    Words of others are never read as markup.
    """
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False, expand=True)
    *fixed, last = columns
    for title, width in fixed:
        made.add_column(title, width=width or None, no_wrap=True, overflow="ellipsis")
    made.add_column(last[0], min_width=last[1] or None, no_wrap=True, overflow="ellipsis", ratio=1)
    for number, row in enumerate(rows):
        style = style_of[number] if number < len(style_of) else ""
        made.add_row(*(Text(plain(cell)) for cell in row), style=style)
    return made


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return a sentence in lines of at most 80 columns, indented by `first` and then by `rest` (the same if None)."""
    after = first if rest is None else rest
    return textwrap.fill(plain(text), WIDTH, initial_indent=first, subsequent_indent=after) or first.rstrip()


def plain(text: str) -> str:
    """Return words that others wrote without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
