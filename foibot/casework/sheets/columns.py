"""Which row of a sheet holds the headings, and which column is what: by its heading, then by what stands in it.

A guess is shown and confirmed by a person; what is not known is kept as notes, so that nothing of a sheet is lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from foibot.casework.sheets.cells import Bad, Cell, folded, is_blank, text_of, why_unreadable
from foibot.casework.sheets.days import read_day
from foibot.casework.sheets.fields import FIELDS, KEPT, ROWS, Holds
from foibot.errors import UsageError
from foibot.law.wording import nearest
from foibot.lean import dataclass

SEARCHED = 40
FEWEST = 2
MOST_IN_TITLE = 2
ONE_END = "no other column has the day of the answer"
HALF = 0.5
LOOKED_AT = 400
Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place from 0, its heading, the field it is (KEPT: notes), and how that was found."""

    place: int
    heading: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: the number of the row of headings, the columns, and the rows below.

    `above` are the rows that stand above the headings and are no titles: they are not read.
    """

    header: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()

    def of(self, field: str) -> Column | None:
        """Return the column that is a field; None where none is."""
        return next((one for one in self.columns if one.field == field), None)

    def cell(self, cells: Sequence[Cell], field: str) -> Cell:
        """Return what a row has of a field."""
        column = self.of(field)
        return cells[column.place] if column and column.place < len(cells) else None

    def called(self, field: str) -> str:
        """Return a field's heading in the sheet."""
        column = self.of(field)
        return column.heading if column else field


BY_HEADING: Mapping[str, str] = {
    folded(heading): field.name for field in ROWS for heading in (field.name.replace("_", " "), *field.headings)
}


def lay_out(rows: Sequence[Row], mapped: Mapping[str, str]) -> Layout:
    """Return how a sheet is laid out. `mapped` says of headings, folded, what they are.

    Raises `UsageError` where no row looks like headings, or a mapped heading is not there.
    """
    known = {**BY_HEADING, **mapped}
    scored = [(_score(cells, known), -place) for place, (_, cells) in enumerate(rows[:SEARCHED])]
    best, at = max(scored, default=(0, 0))
    if best < FEWEST:
        unread = next((f"Row {number} cannot be read: {why}. " for number, why in _unreadable(rows[:SEARCHED])), "")
        raise UsageError(
            f"{unread}No row among the first {SEARCHED} holds headings that are known, such as Ref, Date received, "
            "Outcome. Name yours: --map 'HEADING=received_on', at least two."
        )
    header, cells = rows[-at]
    below = tuple(rows[-at + 1 :])
    headings = [(place, text_of(cell)) for place, cell in enumerate(cells)]
    unnamed = _filled(below) - {place for place, text in headings if text}
    named = [(place, text) for place, text in headings if text]
    named += [(place, f"column {letters(place)}") for place in sorted(unnamed)]
    columns = _guessed(named, below, mapped)
    _refuse_unknown(mapped, [text for _, text in named])
    above = tuple(row for row in rows[:-at] if _is_no_title(row[1]) or why_unreadable(row[1]))
    return Layout(header, tuple(_with_one_end(columns)), below, above)


def _is_no_title(cells: Sequence[Cell]) -> bool:
    return sum(bool(text_of(cell)) and not is_blank(cell) for cell in cells) > MOST_IN_TITLE


def _unreadable(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    return ((number, why) for number, cells in rows if (why := why_unreadable(cells)))


def _score(cells: Sequence[Cell], known: Mapping[str, str]) -> int:
    names = [cell for cell in cells if isinstance(cell, str)]
    return len({found for cell in names if (found := known.get(folded(text_of(cell))) or _named(text_of(cell)))})


def _filled(rows: Sequence[Row]) -> set[int]:
    whole = (cells for _, cells in rows if not why_unreadable(cells))
    return {place for cells in whole for place, cell in enumerate(cells) if not is_blank(cell)}


def letters(place: int) -> str:
    """Return the letters by which a spreadsheet names a column, counted from 0."""
    found = ""
    while place >= 0:
        found = chr(ord("A") + place % 26) + found
        place = place // 26 - 1
    return found


def _guessed(named: Sequence[tuple[int, str]], rows: Sequence[Row], mapped: Mapping[str, str]) -> list[Column]:
    found = [_guess(place, text, _values(rows, place), mapped) for place, text in sorted(named)]
    best: dict[str, Column] = {}
    for column in found:
        held = best.get(column.field)
        if held is None or _weight(column) > _weight(held):
            best[column.field] = column
    return [one if best[one.field] is one or one.field == KEPT else _second(one) for one in found]


def _second(column: Column) -> Column:
    return replace(column, field=KEPT, how=f"another column is {column.field}")


def _weight(column: Column) -> tuple[bool, int]:
    return column.how == "you said so", len(folded(column.heading))


def _values(rows: Sequence[Row], place: int) -> list[Cell]:
    cells = (cells[place] for _, cells in rows[:LOOKED_AT] if place < len(cells))
    return [cell for cell in cells if not is_blank(cell) and not isinstance(cell, Bad)]


def _guess(place: int, heading: str, values: Sequence[Cell], mapped: Mapping[str, str]) -> Column:
    name = folded(heading)
    if name in mapped:
        return Column(place, heading, mapped[name], "you said so")
    field = _named(heading)
    if field and field in FIELDS:
        return _by_content(Column(place, heading, field, "by its heading"), values)
    if values and _share(values, _is_address) >= HALF:
        return Column(place, heading, "applicant_email", "by what stands in it")
    return Column(place, heading, KEPT, "not known: kept as notes")


def _named(heading: str) -> str:
    """Return the field that a heading names: as a whole, by each of its parts, or by how it begins."""
    name = folded(heading)
    if name in BY_HEADING:
        return BY_HEADING[name]
    parts = [folded(one) for one in re.split(r"[/|()\n]|\bor\b|\s[-\u2013]\s", heading) if folded(one)]
    fields = {BY_HEADING[one] for one in parts if one in BY_HEADING}
    return fields.pop() if len(fields) == 1 else _by_words(name)


def _by_words(name: str) -> str:
    """Return the field whose heading of two words or more stands at the beginning of a longer one."""
    found = [known for known in BY_HEADING if " " in known and name.startswith(f"{known} ")]
    return BY_HEADING[max(found, key=len)] if found else ""


def _by_content(column: Column, values: Sequence[Cell]) -> Column:
    """Return a column as its content lets it be: days under an outcome's heading are those of the answers."""
    days = _share(values, _is_day)
    holds = FIELDS[column.field].holds
    if not values:
        return column
    if holds is Holds.OUTCOME and _share(values, _is_surely_day) >= HALF:
        return replace(column, field="responded_on", how="by its heading, and days stand in it")
    if holds is Holds.DAY and days < HALF:
        other = "applicant_email" if _share(values, _is_address) >= HALF else KEPT
        return replace(column, field=other, how="its heading names a day, and most of it is none: kept as notes")
    return column


def _share(values: Sequence[Cell], is_it: object) -> float:
    return sum(bool(is_it(cell)) for cell in values) / len(values) if values and callable(is_it) else 0.0


def _is_day(cell: Cell) -> bool:
    found = read_day(cell)
    words = text_of(cell)
    return not isinstance(found, Bad) or (len(words) < 20 and any(letter.isdigit() for letter in words))  # noqa: PLR2004


def _is_surely_day(cell: Cell) -> bool:
    return not isinstance(read_day(cell), Bad)


def _is_address(cell: Cell) -> bool:
    words = text_of(cell)
    return "@" in words.strip("@") and " " not in words


def _with_one_end(columns: Sequence[Column]) -> Iterator[Column]:
    """Take the day a case was closed for the day of its answer, where the sheet has no other."""
    answered = any(one.field == "responded_on" for one in columns)
    for one in columns:
        if one.field == "closed_on" and not answered and one.how != "you said so":
            yield replace(one, field="responded_on", how=ONE_END)
        else:
            yield one


def _refuse_unknown(mapped: Mapping[str, str], headings: Sequence[str]) -> None:
    for heading, field in mapped.items():
        if field != KEPT and field not in FIELDS:
            raise UsageError(f"There is no field {field}. {nearest(field, [*FIELDS])} Or - to keep it as notes.")
        if heading not in {folded(one) for one in headings}:
            raise UsageError(
                f"The sheet has no column “{heading}”. {nearest(heading, [folded(one) for one in headings])}"
            )
