"""What every file of Microsoft's formats may carry, whatever program made it: properties, parts, links, pictures."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from foibot.release import pictures_within
from foibot.release.alternative_texts import note_alternative_text
from foibot.release.packages import Package, Relation, attribute, local
from foibot.release.report import Report, names

PARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rule)
    for pattern, rule in (
        (r"/pivotCache/", "pivot_cache"),
        (r"/slicers?(Caches)?/|/timelines?(Caches)?/", "slicer"),
        (r"xl/externalLinks/[^/]+\.xml", "external_link"),
        (r"xl/connections\.xml", "connection"),
        (r"xl/queryTables/|customData/", "query_table"),
        (r"xl/model/", "data_model"),
        (r"xl/revisions/", "tracked_changes"),
        (r"vbaProject\.bin|/activeX/|/macrosheets/|/dialogsheets/|attachedToolbars", "macros"),
        (r"(xl|word|ppt)/embeddings/|/oleObject[^/]*$", "embedded_object"),
    )
)
"""What a part tells by its mere name."""
LINKS = frozenset({"hyperlink"})
"""What may point outside: a link that a reader sees."""
PROGRAMS = frozenset(
    {"", "openpyxl", "python-docx", "python-pptx", "unknown", "user", "microsoft office user", "windows user"}
    | {"apache poi", "libreoffice", "microsoft office", "microsoft excel", "xlsxwriter", "author", "admin"}
)
"""What programs write where a person's name would stand."""
UNSHOWN = re.compile(r"(?:^|;)\s*visibility\s*:\s*hidden", re.IGNORECASE)
"""How a drawing in VML is hidden (ECMA-376 part 4, 14.1.2.19)."""
LOOKED_AT = re.compile(
    r"\[Content_Types\]\.xml$|^docProps/(core|app|custom)\.xml$|^customXml/item(Props)?\d+\.xml$|/printerSettings/|"
    r"/persons?/persons?\d*\.xml$|comments?(Extended|Ids|Extensible)?\d*\.xml$|/threadedComments/|^mimetype$|^_xmlsignatures/",
    re.IGNORECASE,
)
"""Parts that are looked into wherever they lie, whatever refers to them."""
NAMING = {"creator", "lastModifiedBy", "Manager", "Company", "keywords", "category", "contentStatus"}


def look_at_parts(package: Package, report: Report, sheets: dict[str, str] | None = None) -> None:
    """Note what the parts and properties of an Office file carry; `sheets` says to which sheet a part belongs."""
    for name in package.names:
        for pattern, rule in PARTS:
            if pattern.search(name) and not name.endswith(".rels"):
                report.note(rule, (sheets or {}).get(name, ""), name.rpartition("/")[2])
    _look_at_orphans(package, report)
    _look_at_drawings(package, report, sheets or {})
    look_at_properties(package, report)
    _look_at_custom_xml(package, report)
    for name in package.names:
        if name.endswith(".rels"):
            folder, _, part = name.removesuffix(".rels").rpartition("_rels/")
            _look_at_links(package.relations(f"{folder}{part}"), report)
    _look_at_printers(package, report, sheets or {})
    pictures_within.look(package, report)


def _look_at_orphans(package: Package, report: Report) -> None:
    """Note the parts that nothing in the file leads to: programs do not show them, and whoever unpacks it does."""
    reached, waiting = set[str](), [""]
    while waiting:
        part = waiting.pop()
        targets = {unquote(one.target) for one in package.relations(part) if not one.outside}
        waiting += targets - reached
        reached |= targets
    known = {name.casefold() for name in reached}
    left = {name for name in package.names if name.casefold() not in known and not LOOKED_AT.search(name)}
    left -= {name for name in left if _is_of_a_part(name, package)}
    left = {name for name in left if not any(pattern.search(name) for pattern, _ in PARTS)}
    if left:
        report.note("orphan_parts", "", names(left))


def _is_of_a_part(name: str, package: Package) -> bool:
    """Tell whether a part holds the relations of another one, or of the whole file."""
    folder, mark, part = name.removesuffix(".rels").rpartition("_rels/")
    return bool(mark) and name.endswith(".rels") and (not part or f"{folder}{part}" in package.names)


def _look_at_drawings(package: Package, report: Report, sheets: dict[str, str]) -> None:
    """Note what the pictures of a workbook carry along."""
    for name in package.names:
        if not re.match(r"xl/drawings/drawing[^/]*\.xml$", name):
            continue
        for element in package.root(name).iter():
            look_at_picture(element, report, sheets.get(name, ""))


def look_at_picture(element: Any, report: Report, place: str) -> None:
    """Note an alternative text that tells of something, and a picture of which less is shown than is stored."""
    if UNSHOWN.search(element.get("style") or ""):
        report.note("hidden_object", place, element.get("id", ""))
    match local(element):
        case "docPr" | "cNvPr":
            note_alternative_text(report, place, element.get("descr"), element.get("title"))
            if is_true(element.get("hidden")) and not place.startswith("slide"):
                report.note("hidden_object", place, element.get("name", ""))
        case "sp" | "wsp" if _is_of_no_size(element):
            report.note("hidden_object", place, "words in a shape of no size")
        case "imagedata" | "shape":
            note_alternative_text(report, place, element.get("alt"), attribute(element, "title"))
        case "srcRect" if any(str(one).lstrip("-").isdecimal() and int(one) > 0 for one in element.attrib.values()):
            report.note("cropped_picture", place)


def _is_of_no_size(shape: Any) -> bool:
    sizes = [one for of in shape.iter() if local(of) == "xfrm" for one in of if local(one) == "ext"]
    none = any(one.get("cx") == one.get("cy") == "0" for one in sizes)
    return none and any((one.text or "").strip() for one in shape.iter() if local(one) == "t")


def is_true(value: str | None) -> bool:
    """Tell whether an attribute is written as true (XML Schema, boolean)."""
    return value in {"1", "true"}


def look_at_properties(package: Package, report: Report) -> None:
    """Note the names in the properties, and the properties that somebody made."""
    found = set()
    for part in ("docProps/core.xml", "docProps/app.xml"):
        root = package.root(part)
        for element in () if root is None else root.iter():
            words = (element.text or "").strip()
            if local(element) in NAMING and words.casefold() not in PROGRAMS | report.ours:
                found.add(words)
    if found:
        report.note("properties", "its properties", names(found))
    root = package.root("docProps/custom.xml")
    made = set() if root is None else {str(one.get("name")) for one in root.iter() if one.get("name")}
    if made:
        report.note("custom_properties", "its properties", names(made))


def _look_at_custom_xml(package: Package, report: Report) -> None:
    for name in package.names:
        if re.fullmatch(r"customXml/item\d+\.xml", name, re.IGNORECASE):
            root = package.root(name)
            if len(root) or (root.text or "").strip():  # Word writes an empty list of sources by itself
                report.note("custom_xml", name)


def _look_at_links(relations: list[Relation], report: Report) -> None:
    for one in relations:
        local_place = re.match(r"file:|\\\\|[a-z]:\\", one.target, re.IGNORECASE) is not None
        if one.type == "aFChunk":
            report.note("embedded_object", "", one.target.rpartition("/")[2])
        if one.outside and (one.type not in LINKS or local_place):
            report.note("external_link", one.target)


def _look_at_printers(package: Package, report: Report, sheets: dict[str, str]) -> None:
    for name in package.names:
        if "/printerSettings/" in name and not name.endswith(".rels"):
            printer = package.read(name)[:64].decode("utf-16-le", "replace").partition("\x00")[0]
            report.note("printer_settings", sheets.get(name, ""), printer)


def authors(package: Package, part: str) -> Iterator[str]:
    """Yield the names that a part lists as authors: of comments, or of people who commented."""
    root = package.root(part)
    for element in () if root is None else root.iter():
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] in {"author", "displayName"} or (local(element) == "cmAuthor" and key == "name"):
                yield str(value)
        if local(element) == "author" and element.text:
            yield element.text


def note_comments(package: Package, report: Report, part: str, place: str) -> None:
    """Note how many comments a part holds, and by whom; nothing where it is empty."""
    root = package.root(part)
    kinds = {"comment", "cm", "threadedComment"}
    count = 0 if root is None else sum(1 for element in root.iter() if local(element) in kinds)
    if count:
        by = names(list(authors(package, part)))
        report.note("comments", place, f"{count}{f', by {by}' if by else ''}")
