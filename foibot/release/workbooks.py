"""Workbooks as Excel writes them (ECMA-376, SpreadsheetML): what is hidden in sheets, and what comes with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache, partial
from string import digits
from typing import Any

from lxml import etree

from foibot.lean import dataclass
from foibot.release import part_words
from foibot.release.cell_formats import CellFormat, hiding_formats
from foibot.release.merged_cells import Merges, column_of, merges_of
from foibot.release.office_files import authors, look_at_parts, note_comments
from foibot.release.packages import Package, attribute, local
from foibot.release.personal import ROWS_SAMPLED, Personal
from foibot.release.plain_cells import ROWS as PLAIN_ROWS
from foibot.release.plain_cells import STRINGS as PLAIN_STRINGS
from foibot.release.plain_cells import Row
from foibot.release.report import CannotLook, Report, counted, names
from foibot.release.sifting import sifted
from foibot.release.workbook_extras import (
    X14,
    is_flat,
    look_at_charts,
    look_at_columns,
    look_at_extra,
    look_at_list,
    look_at_tabs,
)

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRINGS = "xl/sharedStrings.xml"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
TRUE = frozenset({"1", "true"})
HIDDEN_SHEETS = {"hidden": "hidden_sheet", "veryHidden": "very_hidden_sheet"}
NARROW, FLAT = 1.0, 3.0
"""Below which width, in characters, and which height, in points, nothing of a cell can be read."""
COLUMN, MOST_COLUMNS = re.compile(r"[A-Z]+"), 1 << 14
WORDS = {"hidden_sheet": "hidden", "very_hidden_sheet": "very hidden"}


@dataclass(slots=True)
class Book:
    """What a workbook says of itself before its sheets are read."""

    package: Package
    report: Report
    ns: str
    strings: list[str] = field(default_factory=list)
    formula: str = ""
    written: Any = None
    used: bytearray = field(default_factory=bytearray)
    """Which of the shared strings some cell shows, one byte each."""
    hidden: frozenset[str] = frozenset()
    """The names of the sheets that are hidden."""
    skimmed: bool = False
    """Whether rows were read without their shared strings, which are then read by themselves."""
    formats: Mapping[str, CellFormat] = field(default_factory=dict)
    """The formats of cells that hide something."""
    beside: part_words.Beside = field(init=False)

    def __post_init__(self) -> None:
        """Prepare what reads a cell of any form, and what stands beside the cells."""
        self.beside = part_words.Beside(self.report, part_words.of_workbooks)
        self.formula = f"{self.ns}f"
        self.written = etree.XPath("*[not(self::x:f)]//text()", namespaces={"x": self.ns[1:-1]}, smart_strings=False)


@dataclass(slots=True)
class Sheet:
    """What is counted while a sheet is read."""

    rows: int = 0
    columns: int = 0
    hidden_rows: int = 0
    unseen: int = 0
    filtered: bool = False
    flat: bool = False
    """Whether a row that says nothing of its height has none."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    in_hidden_columns: set[int] = field(default_factory=set)
    merges: Merges = field(default_factory=Merges)
    row: int = 0
    """The number of the row that is read."""


def look(data: bytes, report: Report) -> None:
    """Look into a workbook."""
    package = Package(data, report)
    main = next((one.target for one in package.relations("") if one.type == "officeDocument"), "xl/workbook.xml")
    if main.endswith(".bin"):
        raise CannotLook("unknown_kind", "binary workbook")
    root = package.root(main)
    book = Book(package, report, NS if str(root.tag).startswith(NS) else STRICT)
    parts = {one.id: one.target for one in package.relations(main)}
    sheets = [(one, parts.get(attribute(one, "id"), "")) for one in root.iter(f"{book.ns}sheet")]
    _refuse_what_is_read_otherwise(book, [STRINGS, *(part for _, part in sheets)])
    owners = _owners(package, sheets)
    look_at_parts(package, report, owners)
    book.hidden = frozenset(one.get("name", "") for one, _ in sheets if one.get("state") in HIDDEN_SHEETS)
    _look_at_names(root, book)
    look_at_tabs(root, report, len(sheets))
    look_at_charts(package, report, {one.get("name", "") for one, _ in sheets} - book.hidden)
    book.strings = list(_strings(book))
    book.used = bytearray(len(book.strings))
    book.formats = hiding_formats(package, book.ns)
    for element, part in sheets:
        if part in package.names:
            _look_at_sheet(book, element.get("name", ""), element.get("state", ""), part)
    _look_at_strings(book)
    _look_at_comments(package, report, owners)
    book.beside.finish(package)


def _refuse_what_is_read_otherwise(book: Book, parts: list[str]) -> None:
    """Raise `CannotLook` for a part in the other of the two namespaces: some programs show it all the same."""
    known = (part for part in parts if part in book.package.names)
    if any(not book.package.top(part).startswith(book.ns) for part in known):
        raise CannotLook("unknown_kind", "a workbook in two namespaces")


def _look_at_strings(book: Book) -> None:
    """Note the stored words that no cell shows; read those that were not read with their cells."""
    unused = [words for words, used in zip(book.strings, book.used, strict=True) if not used and words.strip()]
    personal = Personal(book.report, "the workbook")
    personal.lines(book.strings if book.skimmed else unused)
    personal.finish()
    if unused:
        book.report.note("unused_words", "", f"{len(unused):,}")


def _owners(package: Package, sheets: list[tuple[Any, str]]) -> dict[str, str]:
    """Return to which sheet, in words, each part belongs."""
    return {
        relation.target: f"sheet '{element.get('name', '')}'"
        for element, part in sheets
        for relation in package.relations(part)
    }


def _look_at_names(root: Any, book: Book) -> None:
    for one in root.iter(f"{book.ns}definedName"):
        name, of = one.get("name", ""), (one.text or "")
        built_in = name.startswith(("_xlnm.", "_xleta.", "_xlfn."))
        points = any(of.startswith((f"{sheet}!", f"'{sheet}'!")) for sheet in book.hidden)
        if not built_in and (one.get("hidden") in TRUE or points):
            book.report.note("hidden_name", "", name)
        elif of.lstrip("= ").startswith(('"', '{"')):
            book.report.note("kept_words", "", name)


def _strings(book: Book) -> Iterator[str]:
    if STRINGS not in book.package.names:
        return
    text, phonetic = f"{book.ns}t", f"{book.ns}rPh"
    plain = partial(sifted, of=PLAIN_STRINGS, ns=book.ns)
    for item in book.package.within(STRINGS, f"{book.ns}sst", f"{book.ns}si", plain):
        if isinstance(item, list):
            yield from item
            continue
        if len(item) == 1 and item[0].tag == text:
            yield item[0].text or ""
            continue
        yield "".join(one.text or "" for one in item.iter(text) if one.getparent().tag != phonetic)


def _look_at_sheet(book: Book, name: str, state: str, part: str) -> None:
    rule = HIDDEN_SHEETS.get(state, "")
    place, row, sheet = f"sheet '{name}'", f"{book.ns}row", Sheet(merges=merges_of(book.package, part))
    personal = Personal(book.report, place)
    tags = ("row", "cols", "filterColumn", "customSheetView", "dataValidation", "pane", "sheetFormatPr", "scenario")
    wanted = (*(f"{book.ns}{tag}" for tag in tags), f"{X14}dataValidation")
    for element in book.package.sifted(
        part, wanted, lambda blocks: book.beside.passed(part, _sifted(blocks, book, sheet))
    ):
        if isinstance(element, list):
            _look_at_plain_rows(book, sheet, personal, element)
            continue
        if element.tag == row:
            _look_at_row(book, sheet, personal, element)
            continue
        match local(element):
            case "cols":
                sheet.hidden_columns = [_span(one) for one in element if _is_hidden_column(one)]
            case "filterColumn":
                sheet.filtered = True
            case "sheetFormatPr":
                sheet.flat = is_flat(element, FLAT)
                look_at_columns(element, book.report, place, NARROW)
            case "pane" | "scenario" | "customSheetView":
                look_at_extra(element, book.report, place)
            case "dataValidation":
                look_at_list(element, book.report, (place, book.hidden), personal)
    personal.finish()
    if rule:
        book.report.note(rule, f"{place}, {WORDS[rule]}; {counted(sheet.rows, 'row')}")
    _note_sheet(book, sheet, place)


def _sifted(blocks: Iterator[bytes], book: Book, sheet: Sheet) -> Iterator[Any]:
    """Sift the plain rows from those that are read cell by cell: the first ones, and those that may hide something."""

    def plainly() -> bool | None:
        if book.formats or sheet.hidden_columns:
            return None
        return sheet.rows >= ROWS_SAMPLED and not sheet.merges.waiting and not sheet.merges.around

    return sifted(blocks, PLAIN_ROWS, book.ns, plainly)


def _note_sheet(book: Book, sheet: Sheet, place: str) -> None:
    if sheet.hidden_rows:
        rule = "filtered_rows" if sheet.filtered else "hidden_rows"
        book.report.note(rule, f"{place}; {counted(sheet.hidden_rows, 'row')}")
    if sheet.in_hidden_columns:
        book.report.note("hidden_columns", f"{place}; {counted(len(sheet.in_hidden_columns), 'column')}")
    if sheet.unseen:
        book.report.note("unreadable_words", f"{place}; {counted(sheet.unseen, 'cell')}")
    book.report.note_table(place, sheet.rows, sheet.columns)


def _is_hidden_column(one: Any) -> bool:
    return one.get("hidden") in TRUE or float(one.get("width", 1)) < NARROW


def _span(one: Any) -> tuple[int, int]:
    return int(one.get("min", 0)), int(one.get("max", 0))


def _look_at_row(book: Book, sheet: Sheet, personal: Personal, row: Any) -> None:
    sheet.row = int(row.get("r") or sheet.row + 1)
    merged = sheet.merges.go_to(sheet.row)
    if merged or book.formats or sheet.hidden_columns or sheet.rows < ROWS_SAMPLED:
        cells = list(_cells(book, sheet, row))
        filled = len(cells) - cells.count("")
    else:
        cells, shared = _skimmed(book, row)
        filled = len(cells) + shared
    _count(sheet, filled, row)
    if filled:
        personal.row(cells)


def _look_at_plain_rows(book: Book, sheet: Sheet, personal: Personal, rows: list[Row]) -> None:
    """Look at rows as `_skimmed` does."""
    book.skimmed = True
    for row in rows:
        sheet.row = row.number
        for at in row.shared:
            book.used[int(at)] = 1
        _count(sheet, len(row.words) + len(row.shared), row.attributes)
        if row.words or row.shared:
            personal.row(row.words)


def _count(sheet: Sheet, filled: int, row: Any) -> None:
    """Count a row by how many of its cells are filled, and by its attributes."""
    if filled:
        sheet.rows += 1
        sheet.columns = max(sheet.columns, filled)
        sheet.hidden_rows += row.get("hidden") in TRUE or float(row.get("ht", 0 if sheet.flat else FLAT)) < FLAT


def _skimmed(book: Book, row: Any) -> tuple[list[str], int]:
    """Return the words of a row but for the shared strings, which are noted as used, and how many of these it has."""
    book.skimmed, shared = True, 0
    words: list[str] = []
    for cell in row:
        if cell.get("t") != "s":
            words += _written(book, cell)
        elif len(cell):
            book.used[int(cell[-1].text)] = 1
            shared += 1
    return words, shared


def _written(book: Book, cell: Any) -> Sequence[str]:
    """Return the words that stand in a cell, whatever holds them, but for its formula."""
    value = cell[0] if len(cell) == 1 else cell
    if len(value) == 1 and not value.text and not value[0].tail:
        value = value[0]  # words of the cell's own, of one form
    if value is cell or len(value) or value.tag == book.formula:
        return [str(words) for words in book.written(cell)]
    return (value.text,) if value.text else ()


def _cells(book: Book, sheet: Sheet, row: Any) -> Iterator[str]:
    """Yield the words of each cell, and count those that nobody sees."""
    column, may_hide = 0, bool(book.formats or sheet.hidden_columns or sheet.merges.around)
    for cell in row:
        value = _value(book, cell)
        if may_hide:
            column = _column(cell.get("r", "").rstrip(digits)) or column + 1
            sheet.unseen += bool(value) and _is_unseen(book, sheet, cell, (column, value))
        yield value


@lru_cache(maxsize=MOST_COLUMNS)
def _column(letters: str) -> int:
    """Return the number of a column by the letters that a cell's name begins with; nought where it has none."""
    found = COLUMN.match(letters)
    return column_of(found[0]) if found else 0


OF_WORDS = frozenset({"s", "str", "inlineStr"})


def _is_unseen(book: Book, sheet: Sheet, cell: Any, held: tuple[int, str]) -> bool:
    """Tell whether nobody sees what a cell holds, by its column; notes that column where it is hidden."""
    column, value = held
    if sheet.hidden_columns and any(first <= column <= last for first, last in sheet.hidden_columns):
        sheet.in_hidden_columns.add(column)
    of = book.formats.get(cell.get("s", "0"))
    hides = of is not None and of.hides(value, words=cell.get("t", "n") in OF_WORDS)
    return hides or (bool(sheet.merges.around) and sheet.merges.cover(sheet.row, column))


def _value(book: Book, cell: Any) -> str:
    if not len(cell):
        return ""
    kind, last = cell.get("t"), cell[-1]
    if kind == "inlineStr":
        return "".join(one.text or "" for one in cell.iter(f"{book.ns}t"))
    text = last.text or ""
    if kind == "s":
        at = int(text or -1)
        if not 0 <= at < len(book.strings):
            return ""
        book.used[at] = 1
        return book.strings[at]
    return text


def _look_at_comments(package: Package, report: Report, owners: dict[str, str]) -> None:
    for name in package.names:
        if re.search(r"comments?[^/]*\.xml$|threadedComments/", name, re.IGNORECASE):
            note_comments(package, report, name, owners.get(name, "the workbook"))
        if re.search(r"/persons?/", name, re.IGNORECASE):
            listed = set(authors(package, name))
            if listed:
                report.note("people", "the workbook", names(listed))
