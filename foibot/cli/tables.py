"""Tables and headings for the terminal, within 80 columns; plain when the output is no terminal."""

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
    """Return a table; a column of width 0 takes what room is left. Words of others are never read as markup."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for title, width in columns:
        made.add_column(title, min_width=width or None, no_wrap=True, overflow="ellipsis")
    for number, row in enumerate(rows):
        style = style_of[number] if number < len(style_of) else ""
        made.add_row(*(Text(plain(cell)) for cell in row), style=style)
    return made


def plain(text: str) -> str:
    """Return words that others wrote without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
