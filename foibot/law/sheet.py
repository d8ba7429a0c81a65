"""Checks a sheet of due dates, row by row, against the clock: foibot's own vectors, or a team's spreadsheet.

Takes rows of words and opens no file. A row that cannot be read is a failure with its reason, never an end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from foibot.errors import UsageError
from foibot.law.clock import ClockReading, read_clock
from foibot.law.jurisdictions import LOCAL, Jurisdiction, calendar_for, get_jurisdiction
from foibot.law.notation import read_day, read_event
from foibot.law.regime import Regime
from foibot.law.regimes import REGIMES, get_regime
from foibot.law.wording import plain_day
from foibot.law.working_days import Calendars
from foibot.lean import dataclass

COLUMNS = ("regime", "jurisdiction", "received", "events", "due_date")
OPTIONAL = ("jurisdiction", "events")
NOTHING_DUE = "NONE"

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of a sheet: its line, what it says, and what is wrong with it (empty when it agrees).

    A date is None where nothing is due, and where the row is not `readable`.
    """

    line: int
    row: Mapping[str, str]
    expected: date | None
    computed: date | None
    difference: str
    warnings: tuple[str, ...] = ()
    readable: bool = True

    @property
    def passed(self) -> bool:
        """Whether the sheet and foibot agree."""
        return not self.difference


def check_sheet(
    heading: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    calendars: Calendars,
    regimes: Mapping[str, Regime] = REGIMES,
) -> Iterator[Checked]:
    """Check each row, given with its line; blank rows are passed over, other columns ignored.

    The events may be left out, and the jurisdiction where a regime counts by the same holidays everywhere.

    Raises `UsageError` for a heading without the columns it needs.
    """
    names = [name.strip().lower() for name in heading]
    missing = [name for name in COLUMNS if name not in (*names, *OPTIONAL)]
    if missing:
        raise UsageError(
            f"The sheet has no column {', '.join(missing)}. Its first line names"
            f" {', '.join(filter(None, names)) or 'nothing'}; it may name {', '.join(COLUMNS)}."
        )
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _check_row(line, names, cells, calendars, regimes)


def _check_row(
    line: int, names: Sequence[str], cells: Sequence[str], calendars: Calendars, regimes: Mapping[str, Regime]
) -> Checked:
    row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    if len(cells) < len(names):
        short = f"there are {len(cells)} columns where the heading has {len(names)}"
        return Checked(line, row, None, None, short, readable=False)
    reader = _RowReader(row)
    expected = reader.read("due_date", _expected)
    reading = _reading(reader, calendars, regimes)
    if reading is None or reader.faults:
        return Checked(line, row, None, None, "; ".join(reader.faults), readable=False)
    said = ""
    if reading.due_on != expected:
        place = f", {row['jurisdiction']}" if row.get("jurisdiction") else ""
        said = (
            f"{row['regime']}{place}, received {plain_day(reading.received_on)}"
            f"{' with ' + row['events'] if row.get('events') else ''}: the sheet says {_due(expected)},"
            f" foibot computes {_due(reading.due_on)}"
        )
    return Checked(line, row, expected, reading.due_on, said, reading.warnings)


class _RowReader:
    """Reads the cells of a row and remembers each fault with its column."""

    def __init__(self, row: Mapping[str, str]) -> None:
        self.row = row
        self.faults: list[str] = []

    def read(self, column: str, reader: Callable[[str], Read]) -> Read | None:
        return self.read_text(column, self.row.get(column, ""), reader)

    def read_text(self, column: str, text: str, reader: Callable[[str], Read]) -> Read | None:
        try:
            return reader(text)
        except UsageError as fault:
            self.faults.append(f"{column}: {fault}")
            return None


def _reading(reader: _RowReader, calendars: Calendars, regimes: Mapping[str, Regime]) -> ClockReading | None:
    regime = reader.read("regime", lambda name: get_regime(name, regimes))
    place = reader.read("jurisdiction", lambda name: _place(name, regime))
    received = reader.read("received", read_day)
    written = [event for event in reader.row.get("events", "").split(";") if event.strip()]
    events = [event for event in (reader.read_text("events", text, read_event) for text in written) if event]
    if regime is None or place is None or received is None or reader.faults:
        return None
    return reader.read(
        "received", lambda _: read_clock(regime, calendar_for(regime, place, calendars), received, events)
    )


def _place(name: str, regime: Regime | None) -> Jurisdiction:
    if name or (regime is not None and regime.calendar == LOCAL):
        return get_jurisdiction(name)
    return Jurisdiction.UK


def _expected(written: str) -> date | None:
    if not written:
        raise UsageError(f"it is empty. Write the date, or {NOTHING_DUE} if nothing is due.")
    return None if written.upper() == NOTHING_DUE else read_day(written)


def _due(day: date | None) -> str:
    return plain_day(day) if day else "that nothing is due"
