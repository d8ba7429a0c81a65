"""OpenDocument files (ODF 1.3): workbooks, documents and slides, read as a stream with what stands around a word."""

import re
from collections import Counter
from dataclasses import field
from typing import Any

from foibot.lean import dataclass
from foibot.release import part_words, pictures_within
from foibot.release.alternative_texts import note_alternative_text
from foibot.release.office_files import PROGRAMS
from foibot.release.open_parts import OF_OFFICE, charts_of, look_at_orphans
from foibot.release.open_styles import FARTHEST, Styles, has_no_size, is_on_colour, length, note_style, styled
from foibot.release.packages import Package, attribute, forget, local
from foibot.release.personal import Personal
from foibot.release.report import CannotLook, Report, counted, names

PARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"^(Basic|Scripts|Dialogs)/(?!.*script-l[bc]\.xml$)", "macros"),
        (r"^Object [^/]*(/content\.xml)?$", "embedded_object"),
        (r"^VersionList\.xml$|^Versions/", "earlier_versions"),
        (r"^documents?ignatures?\.xml$", "custom_properties"),
    )
)
NAMING = frozenset({"creator", "initial-creator", "printed-by", "keyword"})
GENERIC = frozenset({"", "generic printer"})
COLLAPSED = {"collapse": "hidden_rows", "filter": "filtered_rows"}
PAGES = {"spreadsheet": "sheet", "presentation": "slide"}


@dataclass(slots=True)
class Reading:
    """Where the reading of a document stands."""

    report: Report
    styles: Styles
    place: str = ""
    page: int = 0
    sheets: int = 0
    rows: int = 0
    columns: int = 0
    cells: list[str] = field(default_factory=list)
    in_row: int = 0
    at: int = 0
    column: int = 0
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_in: set[int] = field(default_factory=set)
    personal: Personal | None = None
    by: set[str] = field(default_factory=set)
    charts: frozenset[str] = frozenset()
    """The objects that are charts, whose words are read with the rest."""


def look(data: bytes, report: Report) -> None:
    """Look into an OpenDocument file."""
    package = Package(data, report)
    manifest = package.root("META-INF/manifest.xml")
    if manifest is not None and any(local(one) == "encryption-data" for one in manifest.iter()):
        raise CannotLook("password")
    charts = charts_of(manifest)
    for name in package.names:
        for pattern, rule in PARTS:
            if pattern.search(name) and name.removesuffix("/content.xml") not in charts:
                report.note(rule, "", name.removesuffix("/content.xml"))
    _look_at_meta(package, report)
    tabs_off = _look_at_settings(package, report)
    look_at_orphans(package, manifest, report)
    reading = Reading(report, {}, charts=charts)
    for part in ("styles.xml", "content.xml"):
        if part in package.names:
            _read(package, part, reading)
    _finish(reading)
    if tabs_off and reading.sheets > 1:
        report.note("hidden_tabs", "", f"{reading.sheets} sheets")
    pictures_within.look(package, report)
    part_words.look(package, report, part_words.of_open_documents)


def _look_at_meta(package: Package, report: Report) -> None:
    root = package.root("meta.xml")
    found, made = set(), set()
    for element in () if root is None else root.iter():
        words = (element.text or "").strip()
        if local(element) in NAMING and words.casefold() not in PROGRAMS | report.ours:
            found.add(words)
        if local(element) == "user-defined" and words:
            made.add(attribute(element, "name"))
            made -= OF_OFFICE
        if local(element) == "template" and attribute(element, "href"):  # LibreOffice keeps the mere title of Word's
            report.note("external_link", attribute(element, "href"))
    if found:
        report.note("properties", "its properties", names(found))
    if made:
        report.note("custom_properties", "its properties", names(made))


def _look_at_settings(package: Package, report: Report) -> bool:
    """Note a printer; tells whether the tabs of sheets are switched off."""
    off = False
    root = package.root("settings.xml")
    for element in () if root is None else root.iter():
        printer = (element.text or "").strip()
        if attribute(element, "name") == "PrinterName" and printer.casefold() not in GENERIC:
            report.note("printer_settings", "", printer)
        off |= attribute(element, "name") == "HasSheetTabs" and printer == "false"
    return off


def _read(package: Package, part: str, reading: Reading) -> None:
    """Read a part as a stream: what opens an element tells where we are, what closes it what is in it."""
    for event, element in package.events(part, tuple({*OPENS, *CLOSES})):
        name = local(element)
        acts = (OPENS if event == "start" else CLOSES).get(name)
        if acts:
            acts(reading, element)
        if event == "end" and name in WHOLE:
            forget(element)


def _style(reading: Reading, element: Any) -> None:
    note_style(reading.styles, element)


def _repeated(element: Any, name: str) -> int:
    return int(attribute(element, name) or 1)


def _open_table(reading: Reading, element: Any) -> None:
    around = {local(one) for one in element.iterancestors()}
    if "spreadsheet" not in around or around & {"tracked-changes", "dde-link"}:
        return
    reading.rows = reading.columns = reading.column = 0
    reading.hidden_columns, reading.hidden_in = [], set()
    reading.place = f"sheet '{attribute(element, 'name')}'"
    reading.personal = Personal(reading.report, reading.place)


def _close_table(reading: Reading, element: Any) -> None:
    if reading.personal is None or not reading.place.startswith("sheet"):
        return
    reading.personal.finish()
    reading.sheets += 1
    if styled(reading.styles, "table", attribute(element, "style-name")).hidden:
        reading.report.note("hidden_sheet", f"{reading.place}, hidden; {counted(reading.rows, 'row')}")
    if reading.hidden_in:
        reading.report.note("hidden_columns", f"{reading.place}; {counted(len(reading.hidden_in), 'column')}")
    reading.report.note_table(reading.place, reading.rows, reading.columns)
    reading.personal, reading.place = None, ""


def _column(reading: Reading, element: Any) -> None:
    count = _repeated(element, "number-columns-repeated")
    if attribute(element, "visibility") in COLLAPSED or has_no_size(reading.styles, element):
        reading.hidden_columns.append((reading.column, reading.column + count - 1))
    reading.column += count


def _open_row(reading: Reading, element: Any) -> None:
    del element
    reading.cells, reading.at, reading.in_row = [], 0, 0


def _close_row(reading: Reading, row: Any) -> None:
    filled = sum(map(bool, reading.cells))
    if not filled or not reading.place.startswith("sheet"):
        return
    count = _repeated(row, "number-rows-repeated")
    reading.rows += count
    reading.columns = max(reading.columns, filled)
    rule = COLLAPSED.get(attribute(row, "visibility"), "hidden_rows" if has_no_size(reading.styles, row) else "")
    if rule:
        reading.counted[rule, f"{reading.place}; {{}} rows"] += count
    if reading.personal:
        reading.personal.row(reading.cells)


def _close_cell(reading: Reading, cell: Any) -> None:
    words = " ".join("".join(one.itertext()) for one in cell if local(one) == "p") or attribute(cell, "value")
    count = min(_repeated(cell, "number-columns-repeated"), 1 if not words else 1000)
    place = _repeated(cell, "number-columns-repeated")
    if words and any(first <= reading.at <= last for first, last in reading.hidden_columns):
        reading.hidden_in.add(reading.at)
    style = styled(reading.styles, "table-cell", attribute(cell, "style-name"))
    covered = local(cell) == "covered-table-cell"
    if words and (covered or style.tiny or (style.white and not style.coloured)):
        reading.counted["unreadable_words", f"{reading.place}; {{}} cells"] += 1
    reading.cells.extend([words] * count)
    reading.at += place


def _open_page(reading: Reading, page: Any) -> None:
    reading.page += 1
    reading.place = f"slide {reading.page}"
    if styled(reading.styles, "drawing-page", attribute(page, "style-name")).hidden:
        reading.report.note("hidden_slide", reading.place)


def _paragraph(reading: Reading, element: Any) -> None:
    words = "".join(element.itertext())
    if not words.strip() or reading.place.startswith("sheet"):
        return  # the words of a cell are read with its row
    reading.personal = reading.personal or Personal(reading.report, "the document")
    reading.personal.line(words)
    around = [element, *element.iterancestors()]
    if any(local(one) == "notes" for one in around):
        written = not any(attribute(one, "class") in FIELDS_OF_NOTES for one in around)
        reading.counted["speaker_notes", f"{reading.place}, notes"] += written
    elif not {local(one) for one in around} & {"deletion", "annotation", "master-styles"}:
        _look_at_style(reading, element, "paragraph", words)


FIELDS_OF_NOTES = frozenset({"page-number", "date-time", "header", "footer"})


def _span(reading: Reading, element: Any) -> None:
    _look_at_style(reading, element, "text", "".join(element.itertext()))


def _look_at_style(reading: Reading, element: Any, family: str, words: str) -> None:
    style = styled(reading.styles, family, attribute(element, "style-name"))
    if not words.strip():
        return
    if style.hidden:
        reading.counted["hidden_text", ", ".join(filter(None, (reading.place, "{} places")))] += 1
    if style.tiny or (style.white and not is_on_colour(reading.styles, element)):
        reading.counted["unreadable_words", ", ".join(filter(None, (reading.place, "{} places")))] += 1


def _hidden_words(reading: Reading, element: Any) -> None:
    del element
    reading.counted["hidden_text", ", ".join(filter(None, (reading.place, "{} places")))] += 1


def _section(reading: Reading, element: Any) -> None:
    if attribute(element, "display") in {"none", "condition"}:
        _hidden_words(reading, element)


def _annotation(reading: Reading, element: Any) -> None:
    reading.counted["comments", reading.place or "the document"] += 1
    reading.by.update(one.text or "" for one in element.iter() if local(one) == "creator")


def _changes(reading: Reading, element: Any) -> None:
    kinds = {"insertion", "deletion", "format-change", "cell-content-change", "movement"}
    count = sum(1 for one in element.iter() if local(one) in kinds)
    by = names([one.text or "" for one in element.iter() if local(one) == "creator"])
    if count:
        reading.report.note("tracked_changes", "", f"{count}{f', by {by}' if by else ''}")


def _outside(reading: Reading, element: Any) -> None:
    reading.report.note("external_link", reading.place, attribute(element, "href"))


def _named(reading: Reading, element: Any) -> None:
    if attribute(element, "hidden") == "true":
        reading.report.note("hidden_name", "", attribute(element, "name"))


def _object(reading: Reading, element: Any) -> None:
    is_chart = attribute(element, "href").removeprefix("./") in reading.charts
    if not is_chart and not any(local(one) == "notes" for one in element.iterancestors()):
        reading.report.note("embedded_object", reading.place, attribute(element, "href").lstrip("./"))


def _frame(reading: Reading, element: Any) -> None:
    if attribute(element, "display") in {"none", "printer"} and local(element) != "page":
        reading.report.note("hidden_object", reading.place, attribute(element, "name"))
    left, top = length(element, "x"), length(element, "y")
    wide, high = length(element, "width"), length(element, "height")
    if styled(reading.styles, "graphic", attribute(element, "style-name")).cropped:
        reading.report.note("cropped_picture", reading.place)
    if attribute(element, "width")[:1] == attribute(element, "height")[:1] == "0" and not (wide or high):
        reading.report.note("hidden_object", reading.place, attribute(element, "name"))
    beside = (left + wide <= 0 < wide) or (top + high <= 0 < high) or left > FARTHEST or top > FARTHEST
    if reading.place.startswith("slide") and beside:
        reading.report.note("off_slide", reading.place)


def _alternative(reading: Reading, element: Any) -> None:
    note_alternative_text(reading.report, reading.place, "".join(element.itertext()))


def _data_pilot(reading: Reading, element: Any) -> None:
    del element
    reading.report.note("pivot_cache", reading.place)


OPENS = {"table": _open_table, "table-row": _open_row, "page": _open_page}


def _layer(reading: Reading, element: Any) -> None:
    if attribute(element, "display") in {"none", "printer"}:
        reading.report.note("hidden_layers", "", attribute(element, "name"))


def _scenario(reading: Reading, element: Any) -> None:
    reading.report.note("scenario", reading.place, attribute(element, "comment"))


CLOSES = {
    "layer": _layer,
    "scenario": _scenario,
    "style": _style,
    "table": _close_table,
    "table-column": _column,
    "table-row": _close_row,
    "table-cell": _close_cell,
    "covered-table-cell": _close_cell,
    "p": _paragraph,
    "h": _paragraph,
    "span": _span,
    "hidden-text": _hidden_words,
    "hidden-paragraph": _hidden_words,
    "section": _section,
    "annotation": _annotation,
    "tracked-changes": _changes,
    "table-source": _outside,
    "dde-source": _outside,
    "named-range": _named,
    "named-expression": _named,
    "object": _object,
    "object-ole": _object,
    "frame": _frame,
    "custom-shape": _frame,
    "data-pilot-table": _data_pilot,
    "title": _alternative,
    "desc": _alternative,
}
WHOLE = frozenset({"table-row", "style", "tracked-changes"})
"""What is forgotten once it was read."""


def _finish(reading: Reading) -> None:
    if reading.personal is not None:
        reading.personal.finish()
    for (rule, place), count in reading.counted.items():
        by = names(reading.by)
        said = f"{count}{f', by {by}' if by and rule == 'comments' else ''}"
        if count:
            reading.report.note(rule, _in_number(place, count), said)


def _in_number(place: str, count: int) -> str:
    """Write how many there are into a place: one row, several rows."""
    return re.sub(r"\{\} (\w+)s\b", lambda match: counted(count, match[1]), place)
