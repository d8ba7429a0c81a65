"""Documents as Word writes them (ECMA-376, WordprocessingML): tracked changes, hidden text, comments."""

import re
from collections import Counter
from typing import Any

from foibot.release import part_words
from foibot.release.document_stories import note_unshown
from foibot.release.document_styles import LOWEST, OFF, DocumentStyles, Look, behind_of, child, styles_of, value
from foibot.release.office_files import look_at_parts, look_at_picture, note_comments
from foibot.release.packages import Package, local
from foibot.release.personal import Personal
from foibot.release.report import Report, counted, names
from foibot.release.tones import BLACK, is_alike, is_light

STORIES = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
CHANGES = {"ins": "put in", "del": "deleted", "moveFrom": "moved", "moveTo": "moved"} | dict.fromkeys(
    ("rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "cellIns", "cellDel", "numberingChange"), "formatted"
)
BLOCKS = "word/glossary/document.xml"


def look(data: bytes, report: Report) -> None:
    """Look into a document."""
    package = Package(data, report)
    look_at_parts(package, report)
    styles = styles_of(package)
    for name in package.names:
        if STORIES.fullmatch(name):
            _look_at_story(package, report, name, styles)
        if re.fullmatch(r"word/comments[^/]*\.xml", name):
            note_comments(package, report, name, "the document")
    _look_at_building_blocks(package, report)
    _look_at_settings(package, report)
    note_unshown(package, report)
    stories = {name for name in package.names if STORIES.fullmatch(name)}
    part_words.look(package, report, part_words.of_documents(stories))


def _look_at_building_blocks(package: Package, report: Report) -> None:
    """Note what a document keeps to put in later, but for the prompts in fields that Word keeps there itself."""
    root = package.root(BLOCKS)
    if root is None:
        return
    own = [one for one in root.iter() if local(one) == "docPart" and not _is_a_prompt(one)]
    if own:
        kept = {value(one, "val") for part in own for one in part.iter() if local(one) == "name"}
        report.note("building_blocks", "", names(kept) or str(len(own)))
        _look_at_story(package, report, BLOCKS, styles_of(package, "word/glossary/styles.xml"))


def _is_a_prompt(part: Any) -> bool:
    return any(local(one) == "gallery" and value(one, "val") == "placeholder" for one in part.iter())


def _look_at_settings(package: Package, report: Report) -> None:
    root = package.root("word/settings.xml")
    if root is None:
        return
    kept = {value(one, "name") for one in root.iter() if local(one) == "docVar"}
    if kept:
        report.note("custom_properties", "variables of the document", names(kept))
    if any(local(one) == "mailMerge" for one in root.iter()):
        report.note("connection", "its mail merge")


def _look_at_story(package: Package, report: Report, part: str, styles: DocumentStyles) -> None:
    changes: Counter[str] = Counter()
    hidden = unseen = 0
    by: set[str] = set()
    personal = Personal(report, "the document")
    place = "" if part == "word/document.xml" else part.removeprefix("word/").removesuffix(".xml")
    root = package.root(part)
    for element in root.iter():
        name = local(element)
        if name in CHANGES:
            changes[CHANGES[name]] += 1
            by.add(value(element, "author"))
        elif name == "r":
            seen = _run(element, styles)
            hidden, unseen = hidden + seen[0], unseen + seen[1]
        elif name == "AlternateContent":
            hidden += _says_otherwise(element)
        elif name == "p":
            personal.line("".join(map(_words, element.iter())))
        else:
            look_at_picture(element, report, place)
    personal.finish()
    _note(report, place, changes, by)
    for rule, count in (("hidden_text", hidden), ("unreadable_words", unseen)):
        if count:
            report.note(rule, ", ".join(filter(None, (place, counted(count, "place")))))


def _says_otherwise(choices: Any) -> bool:
    """Tell whether what older programs are given has other words than what Word shows (ECMA-376 part 3, 10.2)."""
    said = {local(one): _letters(one) for one in choices}
    return said.get("Fallback", "") not in {"", said.get("Choice", "")}


def _letters(element: Any) -> str:
    """Return the letters and digits of the words; little pictures are written one way for Word and another way."""
    return "".join(filter(str.isalnum, "".join(map(_words, element.iter()))))


def _words(element: Any) -> str:
    """Return the words of an element of a run, and the breaks among them."""
    name = local(element)
    if name in {"t", "delText"}:
        return element.text or ""
    return "\n" if name in {"br", "cr"} else ""


def _note(report: Report, place: str, changes: Counter[str], by: set[str]) -> None:
    if changes:
        said = ", ".join(f"{count} {what}" for what, count in sorted(changes.items()))
        who = names(by)
        report.note("tracked_changes", place, f"{said}{f', by {who}' if who else ''}")


def _run(run: Any, styles: DocumentStyles) -> tuple[bool, bool]:
    """Tell of a run of words whether it is hidden, and whether nobody can read it."""
    if not any((one.text or "").strip() for one in run if local(one) in {"t", "delText"}):
        return False, False
    look = styles.of_run(run)
    if look.hidden == "yes":
        return True, False
    white = is_light(look.colour) and not look.behind and not _is_on_colour(run, styles)
    return False, look.tiny or white or _is_of_one_colour(run, look) or _is_in_no_room(run)


def _is_of_one_colour(run: Any, look: Look) -> bool:
    """Tell whether words were blackened: a bar of the colour of the words, which is lifted by choosing another."""
    bar = HIGHLIGHTS.get(value(child(child(run, "rPr"), "highlight"), "val"), "")
    if bar:
        return look.colour == bar or (bar == BLACK and not is_light(look.colour))
    cells = (one for one in run.iterancestors() if local(one) in {"tc", "tbl"})
    around = (behind_of(child(one, f"{local(one)}Pr")) for one in cells)
    behind = look.behind or next(filter(None, around), "")
    return look.colour == behind != "" or (bool(behind) and is_alike(look.colour, behind))


HIGHLIGHTS = {"black": BLACK, "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF"} | {
    "blue": "0000FF",
    "red": "FF0000",
    "darkBlue": "000080",
    "darkRed": "800000",
    "darkGreen": "008000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}


def _is_in_no_room(run: Any) -> bool:
    """Tell whether words stand in a cell that is merged into the one above, or in a row that is hidden or flat."""
    for one in run.iterancestors():
        merge, row = child(child(one, "tcPr"), "vMerge"), child(one, "trPr")
        if (merge is not None and value(merge, "val") != "restart") or (row is not None and _is_unseen_row(row)):
            return True
    return False


def _is_unseen_row(properties: Any) -> bool:
    height, hidden = child(properties, "trHeight"), child(properties, "hidden")
    high = value(height, "val") if value(height, "hRule") == "exact" else ""
    return (hidden is not None and value(hidden, "val").lower() not in OFF) or (high.isdecimal() and int(high) < LOWEST)


def _is_on_colour(run: Any, styles: DocumentStyles) -> bool:
    """Tell whether something behind a run may be darker than white: shading of it or around it, or a shape."""
    for one in (run, *run.iterancestors()):
        properties = child(one, f"{local(one)}Pr")
        if behind_of(properties) or child(properties, "highlight") is not None:
            return True
        style = value(child(properties, "tblStyle"), "val")
        if (style and styles.shades(style)) or local(one) in {"txbxContent", "background"}:
            return True
    return False
