"""Slides as PowerPoint writes them (ECMA-376, PresentationML): what is hidden, beside the slide, or in the notes."""

import re
from typing import Any

from foibot.release import part_words
from foibot.release.office_files import authors, look_at_parts, look_at_picture, note_comments
from foibot.release.packages import Package, attribute, local
from foibot.release.personal import Personal
from foibot.release.report import Report, counted, names
from foibot.release.slide_colours import backdrop_of, unreadable

OFF = frozenset({"0", "false"})


def look(data: bytes, report: Report) -> None:
    """Look into slides."""
    package = Package(data, report)
    look_at_parts(package, report)
    root = package.root("ppt/presentation.xml")
    size = next(((int(one.get("cx")), int(one.get("cy"))) for one in root.iter() if local(one) == "sldSz"), (0, 0))
    order = [attribute(one, "id") for one in root.iter() if local(one) == "sldId"]
    parts = {one.id: one.target for one in package.relations("ppt/presentation.xml")}
    ids = [_relation_id(one) for one in root.iter() if local(one) == "sldId"] or order
    for number, part in enumerate((parts.get(one, "") for one in ids), 1):
        if part in package.names:
            _look_at_slide(package, report, number, (part, size))
    for name in package.names:
        if re.search(r"ppt/comments/", name) and name.endswith(".xml"):
            note_comments(package, report, name, "the slides")
        if re.fullmatch(r"ppt/(commentAuthors|authors)\.xml", name):
            listed = set(authors(package, name)) | _named(package, name)
            if listed:
                report.note("people", "the slides", names(listed))

    shown = {name for name in package.names if re.fullmatch(r"ppt/slides/[^/]+\.xml", name)}
    part_words.look(package, report, part_words.of_documents(shown))


def _relation_id(element: Any) -> str:
    return next((str(value) for key, value in element.attrib.items() if "relationships}" in key), "")


def _named(package: Package, part: str) -> set[str]:
    return {str(one.get("name")) for one in package.root(part).iter() if one.get("name")}


def _look_at_slide(package: Package, report: Report, number: int, of: tuple[str, tuple[int, int]]) -> None:
    part, size = of
    place, root = f"slide {number}", package.root(part)
    personal = Personal(report, place)
    if root.get("show") in OFF:
        report.note("hidden_slide", place)
    for element in root.iter():
        look_at_picture(element, report, place)
        match local(element):
            case "p":
                personal.line(_words(element))
            case "cNvPr" if element.get("hidden") not in {None, *OFF}:
                report.note("hidden_object", place, element.get("name", ""))
            case "xfrm" if _is_beside(element, size):
                report.note("off_slide", place)
    personal.finish()
    unseen = unreadable(root, backdrop_of(package, part))
    if unseen:
        report.note("unreadable_words", f"{place}, {counted(unseen, 'place')}")
    for relation in package.relations(part):
        if relation.type == "notesSlide" and _has_notes(package, relation.target):
            report.note("speaker_notes", f"{place}, notes")


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter() if local(one) == "t")


def _has_notes(package: Package, part: str) -> bool:
    root = package.root(part)
    shapes = () if root is None else (one for one in root.iter() if local(one) == "sp")
    return any(_words(one).strip() for one in shapes if not _is_field(one))


def _is_field(shape: Any) -> bool:
    """Tell whether a shape of a page of notes is its number, date, header or footer."""
    kinds = {one.get("type", "") for one in shape.iter() if local(one) == "ph"}
    return bool(kinds & {"sldNum", "dt", "hdr", "ftr", "sldImg"})


def _is_beside(transform: Any, size: tuple[int, int]) -> bool:
    if any(local(one) == "grpSp" for one in transform.iterancestors()):
        return False  # within a group places are counted otherwise
    offset = next((one for one in transform if local(one) == "off"), None)
    extent = next((one for one in transform if local(one) == "ext"), None)
    if offset is None or extent is None or not any(size):
        return False
    (x, y), (wide, high) = (
        (int(offset.get("x", 0)), int(offset.get("y", 0))),
        (
            int(extent.get("cx", 0)),
            int(extent.get("cy", 0)),
        ),
    )
    return x >= size[0] or y >= size[1] or x + wide <= 0 < wide or y + high <= 0 < high
