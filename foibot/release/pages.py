"""PDF: what its structure carries (read by pikepdf), and what its pages hold that nobody sees (by `page_content`)."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from foibot.release import page_content
from foibot.release.report import CannotLook, Report, names

NAMING = ("/Author", "/Keywords", "/Company", "/Manager", "/SourceModified")
PROGRAMS = frozenset({"", "unknown", "user", "admin"})
COMMENTS = frozenset(
    {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp", "/Sound"}
)
BOXES = frozenset({"/Square", "/Circle", "/Polygon"})
DEEPEST = 30
END_OF_FILE, LINEARISED = re.compile(rb"%%EOF"), re.compile(rb"/Linearized\b")


def look(data: bytes, report: Report) -> None:
    """Look into a PDF; raises `CannotLook` where it needs a password or cannot be read."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            _look_at_catalogue(pdf, report)
            _look_at_metadata(pdf, report)
            boxes = {number: _look_at_annotations(page, number, report) for number, page in enumerate(pdf.pages, 1)}
    except pikepdf.PasswordError as error:
        raise CannotLook("password") from error
    except pikepdf.PdfError as error:
        raise CannotLook("damaged") from error
    _look_at_revisions(data, report)
    page_content.look(data, report, boxes)


def _look_at_revisions(data: bytes, report: Report) -> None:
    ends = len(END_OF_FILE.findall(data)) - (1 if LINEARISED.search(data[:2048]) else 0)
    if ends > 1:
        report.note("older_revisions", "", str(ends))


def _look_at_catalogue(pdf: pikepdf.Pdf, report: Report) -> None:
    root = pdf.Root
    listed: Any = root.get("/Names", {})
    files = sorted(pdf.attachments.keys())
    if files:
        report.note("attached_files", "", names(files))
    if "/JavaScript" in listed or "/AA" in root or _is_script(root.get("/OpenAction")):
        report.note("macros")
    _look_at_layers(root.get("/OCProperties"), report)
    form = root.get("/AcroForm")
    fields = list(_fields(form.get("/Fields", []), 0)) if form is not None else []
    if fields:
        report.note("form_fields", "", names(fields))


def _is_script(action: Any) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript"


def _fields(fields: Any, depth: int) -> Iterator[str]:
    for field in fields if depth < DEEPEST else ():
        yield str(field.get("/T", "a field"))
        yield from _fields(field.get("/Kids", []), depth + 1)


def _look_at_layers(properties: Any, report: Report) -> None:
    if properties is None:
        return
    usual = properties.get("/D", {})
    off = list(usual.get("/OFF", []))
    if usual.get("/BaseState") == "/OFF":
        shown = {one.objgen for one in usual.get("/ON", [])}
        off += [one for one in properties.get("/OCGs", []) if one.objgen not in shown]
    if off:
        report.note("hidden_layers", "", names([str(one.get("/Name", "a layer")) for one in off]))


def _look_at_metadata(pdf: pikepdf.Pdf, report: Report) -> None:
    found = {str(pdf.docinfo[key]).strip() for key in NAMING if key in pdf.docinfo}
    stream = pdf.Root.get("/Metadata")
    if stream is not None:
        with pdf.open_metadata() as told:
            written = (
                told.get(name) for name in ("dc:creator", "pdf:Author", "xmp:Author", "photoshop:AuthorsPosition")
            )
            for value in filter(None, written):
                found |= {str(one).strip() for one in (value if isinstance(value, list | set | tuple) else [value])}
    found = {one for one in found if one.casefold() not in PROGRAMS | report.ours}
    if found:
        report.note("properties", "its properties", names(found))


def _look_at_annotations(page: pikepdf.Page, number: int, report: Report) -> list[tuple[float, ...]]:
    """Note what was laid over a page; returns the boxes among it, which a reader can take off again."""
    boxes, place = [], f"page {number}"
    if "/AA" in page.obj:
        report.note("macros", place)
    for one in page.obj.get("/Annots", []):
        kind, shape = str(one.get("/Subtype", "")), one.get("/Rect")
        if kind == "/Redact":
            report.note("redaction_not_applied", place)
        elif kind == "/FileAttachment":
            report.note("attached_files", place, "pinned to the page")
        elif kind in BOXES and "/IC" in one and shape is not None:
            boxes.append(tuple(float(value) for value in shape))
        elif kind in COMMENTS or (kind == "/Popup" and str(one.get("/Contents", "")).strip()):
            report.note("comments", place, str(one.get("/T", "somebody")))
        if _is_script(one.get("/A")):
            report.note("macros", place)
    return boxes
