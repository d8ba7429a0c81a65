"""Checks a sheet of due dates, row by row, against the clock: foibot's own vectors, or a team's spreadsheet.

Takes rows of words and opens no file. A row that cannot be read is a failure with its reason, never an end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foibot.errors import UsageError
from foibot.law.clock import ClockReading, read_clock
from foibot.law.jurisdictions import calendar_for, get_jurisdiction
from foibot.law.notation import read_day, read_event
from foibot.law.regime import Regime
from foibot.law.regimes import REGIMES, get_regime
from foibot.law.wording import plain_day
from foibot.law.working_days import Calendars

COLUMNS = ("regime", "jurisdiction", "received", "events", "due_date")
NOTHING_DUE = "NONE"


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of a sheet: its line, what it says, and what is wrong with it (empty when it agrees)."""

    line: int
    row: Mapping[str, str]
    expected: date | None
    computed: date | None
    difference: str

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

    Raises `UsageError` for a heading without the columns it needs.
    """
    names = [name.strip().lower() for name in heading]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UsageError(
            f"The sheet has no column {', '.join(missing)}. Its first line names"
            f" {', '.join(filter(None, names)) or 'nothing'}; it must name {', '.join(COLUMNS)}."
        )
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _check_row(line, names, cells, lambda row: _compute(row, calendars, regimes))


def _check_row(
    line: int,
    names: Sequence[str],
    cells: Sequence[str],
    compute: Callable[[Mapping[str, str]], ClockReading],
) -> Checked:
    row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    if len(cells) < len(names):
        short = f"there are {len(cells)} columns where the heading has {len(names)}"
        return Checked(line, row, None, None, short)
    try:
        expected = _expected(row["due_date"])
        reading = compute(row)
    except UsageError as fault:
        return Checked(line, row, None, None, str(fault))
    if reading.due_on == expected:
        return Checked(line, row, expected, expected, "")
    said = (
        f"{row['regime']}, {row['jurisdiction']}, received {plain_day(reading.received_on)}"
        f"{' with ' + row['events'] if row['events'] else ''}: the sheet says {_due(expected)},"
        f" foibot computes {_due(reading.due_on)}"
    )
    return Checked(line, row, expected, reading.due_on, said)


def _compute(row: Mapping[str, str], calendars: Calendars, regimes: Mapping[str, Regime]) -> ClockReading:
    regime = get_regime(row["regime"], regimes)
    calendar = calendar_for(regime, get_jurisdiction(row["jurisdiction"]), calendars)
    events = [read_event(event) for event in row["events"].split(";") if event.strip()]
    return read_clock(regime, calendar, read_day(row["received"]), events)


def _expected(written: str) -> date | None:
    if not written:
        raise UsageError(f"due_date is empty. Write the date, or {NOTHING_DUE} if nothing is due.")
    return None if written.upper() == NOTHING_DUE else read_day(written)


def _due(day: date | None) -> str:
    return plain_day(day) if day else "that nothing is due"
