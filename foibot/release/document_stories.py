"""Headers, footers and notes of a document that no page shows (ECMA-376, 17.10, 17.11), and who may edit it."""

import re
from typing import Any

from foibot.release.document_styles import OFF, child, value
from foibot.release.packages import Package, local
from foibot.release.report import Report, names

MAIN = "word/document.xml"
OF_PROGRAMS = frozenset({"everyone", "none", "administrators", "editors", "owners", "contributors", "current"})


def note_unshown(package: Package, report: Report) -> None:
    """Note the words that stand ready for pages and that no page shows, and the people that a document lists."""
    root = package.root(MAIN)
    if root is None:
        return
    shown = _shown(root, package)
    for relation in package.relations(MAIN):
        known = relation.type in {"header", "footer"} and relation.target in package.names
        if known and relation.id not in shown and _has_words(package.root(relation.target)):
            report.note("hidden_text", f"{relation.target.removeprefix('word/').removesuffix('.xml')}, not shown")
    for kind in ("footnote", "endnote"):
        _note_left_notes(package, report, root, kind)
    _note_people(package, report, root)


def _shown(root: Any, package: Package) -> set[str]:
    """Return which headers and footers a page shows, by the ids of their relations."""
    settings = package.root("word/settings.xml")
    both = settings is not None and _is_on(child(settings, "evenAndOddHeaders"))
    found = set[str]()
    for section in (one for one in root.iter() if local(one) == "sectPr"):
        first = _is_on(child(section, "titlePg"))
        kinds = {"default", *(("even",) if both else ()), *(("first",) if first else ())}
        for one in section:
            if local(one) in {"headerReference", "footerReference"} and (value(one, "type") or "default") in kinds:
                found.add(value(one, "id"))
    return found


def _is_on(element: Any) -> bool:
    return element is not None and value(element, "val").lower() not in OFF


def _has_words(root: Any) -> bool:
    return any((one.text or "").strip() for one in root.iter() if local(one) == "t")


def _note_left_notes(package: Package, report: Report, root: Any, kind: str) -> None:
    """Note the notes that no words refer to."""
    held = package.root(f"word/{kind}s.xml")
    named = {value(one, "id") for one in root.iter() if local(one) == f"{kind}Reference"}
    own = (one for one in (() if held is None else held) if value(one, "type") in {"", "normal"})
    if any(value(one, "id") not in named and _has_words(one) for one in own):
        report.note("hidden_text", f"{kind}s that no words refer to")


def _note_people(package: Package, report: Report, root: Any) -> None:
    found = {value(one, "ed") for one in root.iter() if local(one) == "permStart"} - {""}
    for part in (name for name in package.names if re.fullmatch(r"word/people\d*\.xml", name)):
        found |= {value(one, "author") for one in package.root(part).iter()} - {""}
    if found - OF_PROGRAMS:
        report.note("people", "the document", names(found - OF_PROGRAMS))
