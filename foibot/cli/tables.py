"""Tables and sentences for the terminal, within 80 columns; plain when the output is no terminal."""

import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.segment import Segment

from foibot.lean import dataclass

WIDTH = 80
GAP, LEAST = "  ", 8


def console() -> Console:
    """Return a console of at most 80 columns on standard output."""
    found = Console(highlight=False, soft_wrap=False)
    return found if found.is_terminal and found.width <= WIDTH else Console(highlight=False, width=WIDTH)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are already laid out, each with its style: drawn as they stand, however many there are."""

    lines: Sequence[tuple[str, str]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Give the console the lines, one segment each."""
        styles = {style: console.get_style(style) if style else None for _, style in self.lines}
        for line, style in self.lines:
            yield Segment(line, styles[style])
            yield Segment.line()


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], *, style_of: Sequence[str] = ()) -> Lines:
    """Return a table. A column has the width given, 0 for as much as it needs; the last takes the room that is left.

    Words of others are never read as markup. What does not fit ends in an ellipsis.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = _widths(columns, cells)
    styles = ("bold", *style_of, *[""] * (len(cells) - len(style_of)))
    heads = [title for title, _ in columns]
    laid = (GAP.join(map(cut, row, widths)).rstrip() for row in (heads, *cells))
    return Lines(list(zip(laid, styles, strict=False)))


def _widths(columns: Sequence[tuple[str, int]], cells: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column is drawn; where the last has too little room, the widest that is free gives way."""
    *fixed, (last, least) = columns
    widths = [
        width or max(map(cell_len, (title, *(row[at] for row in cells)))) for at, (title, width) in enumerate(fixed)
    ]
    wanted = max(least, cell_len(last))
    free = [at for at, (_, width) in enumerate(fixed) if not width]
    room = console().width - sum(widths) - len(GAP) * len(fixed)
    if room < wanted and free:
        widest = max(free, key=widths.__getitem__)
        given = min(wanted - room, widths[widest] - LEAST)
        widths[widest], room = widths[widest] - given, room + given
    return [*widths, max(room, 1)]


def cut(text: str, width: int) -> str:
    """Return a text in so many columns of a terminal: filled with spaces, or ended with an ellipsis."""
    return set_cell_size(text, width) if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return a sentence in lines of at most 80 columns, indented by `first` and then by `rest` (the same if None)."""
    after = first if rest is None else rest
    return textwrap.fill(plain(text), WIDTH, initial_indent=first, subsequent_indent=after) or first.rstrip()


def plain(text: str) -> str:
    """Return words that others wrote without what could steer a terminal."""
    return text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
