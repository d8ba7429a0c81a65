"""Documents as Word writes them (ECMA-376, WordprocessingML): tracked changes, hidden text, comments."""

import re
from collections import Counter
from typing import Any

from foibot.release.office_files import look_at_parts, look_at_picture, note_comments
from foibot.release.packages import Package, local
from foibot.release.personal import Personal
from foibot.release.report import Report, names
from foibot.release.tones import BLACK, is_light

STORIES = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
CHANGES = {"ins": "put in", "del": "deleted", "moveFrom": "moved", "moveTo": "moved"} | dict.fromkeys(
    ("rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "cellIns", "cellDel", "numberingChange"), "formatted"
)
OFF = frozenset({"0", "false", "off", "none"})
TINY_HALF_POINTS = 6


def look(data: bytes, report: Report) -> None:
    """Look into a document."""
    package = Package(data, report)
    look_at_parts(package, report)
    styles = _styles_that_hide(package)
    for name in package.names:
        if STORIES.fullmatch(name):
            _look_at_story(package, report, name, styles)
        if re.fullmatch(r"word/comments[^/]*\.xml", name):
            note_comments(package, report, name, "the document")
    _look_at_settings(package, report)


def _styles_that_hide(package: Package) -> frozenset[str]:
    root = package.root("word/styles.xml")
    found = () if root is None else (one for one in root.iter() if local(one) == "style")
    return frozenset(_value(one, "styleId") for one in found if _hides(_child(one, "rPr")))


def _look_at_settings(package: Package, report: Report) -> None:
    root = package.root("word/settings.xml")
    if root is None:
        return
    kept = {_value(one, "name") for one in root.iter() if local(one) == "docVar"}
    if kept:
        report.note("custom_properties", "variables of the document", names(kept))
    if any(local(one) == "mailMerge" for one in root.iter()):
        report.note("connection", "its mail merge")


def _look_at_story(package: Package, report: Report, part: str, hiding: frozenset[str]) -> None:
    changes: Counter[str] = Counter()
    hidden = unseen = 0
    by: set[str] = set()
    personal = Personal(report, "the document")
    place = "" if part == "word/document.xml" else part.rpartition("/")[2].removesuffix(".xml")
    root = package.root(part)
    for element in root.iter():
        name = local(element)
        if name in CHANGES:
            changes[CHANGES[name]] += 1
            by.add(_value(element, "author"))
        elif name == "r":
            seen = _run(element, hiding)
            hidden, unseen = hidden + seen[0], unseen + seen[1]
        elif name == "p":
            personal.line("".join(one.text or "" for one in element.iter() if local(one) in {"t", "delText"}))
        else:
            look_at_picture(element, report, place)
    personal.finish()
    _note(report, place, changes, by)
    for rule, count in (("hidden_text", hidden), ("unreadable_words", unseen)):
        if count:
            report.note(rule, ", ".join(filter(None, (place, f"{count} places"))))


def _note(report: Report, place: str, changes: Counter[str], by: set[str]) -> None:
    if changes:
        said = ", ".join(f"{count} {what}" for what, count in sorted(changes.items()))
        who = names(by)
        report.note("tracked_changes", place, f"{said}{f', by {who}' if who else ''}")


def _run(run: Any, hiding: frozenset[str]) -> tuple[bool, bool]:
    """Tell of a run of words whether it is hidden, and whether nobody can read it."""
    if not any((one.text or "").strip() for one in run if local(one) in {"t", "delText"}):
        return False, False
    properties = _child(run, "rPr")
    style = _value(_child(properties, "rStyle"), "val")
    paragraph = _child(_child(run.getparent(), "pPr"), "pStyle")
    if _hides(properties) or style in hiding or _value(paragraph, "val") in hiding:
        return True, False
    size = _value(_child(properties, "sz"), "val")
    tiny = size.isdecimal() and int(size) < TINY_HALF_POINTS
    colour = _value(_child(properties, "color"), "val").upper()
    white = is_light(colour)
    return False, tiny or (white and not _is_on_colour(run)) or _is_black_on_black(properties, colour)


def _is_black_on_black(properties: Any, colour: str) -> bool:
    """Tell whether words were blackened: a bar of the colour of the words, which is lifted by choosing another."""
    behind = _value(_child(properties, "shd"), "fill").upper()
    bar = _value(_child(properties, "highlight"), "val") == "black"
    return (bar and not is_light(colour)) or (behind == BLACK and colour == BLACK)


def _hides(properties: Any) -> bool:
    vanish = _child(properties, "vanish")
    return vanish is not None and _value(vanish, "val").lower() not in OFF


def _is_on_colour(run: Any) -> bool:
    """Tell whether something behind a run may be darker than white: shading of it or around it, or a shape."""
    for one in (run, *run.iterancestors()):
        properties = next((child for child in one if local(child) == f"{local(one)}Pr"), None)
        shading = _child(properties, "shd")
        if _value(shading, "fill").upper() not in {"", "AUTO", "FFFFFF"} or _child(properties, "highlight") is not None:
            return True
        if _child(properties, "tblStyle") is not None or local(one) in {"txbxContent", "background"}:
            return True
    return False


def _child(element: Any, name: str) -> Any:
    return None if element is None else next((one for one in element if local(one) == name), None)


def _value(element: Any, name: str) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
