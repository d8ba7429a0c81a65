"""PDF: what its structure carries (read by pikepdf), and what its pages hold that nobody sees (by `page_content`)."""

import re
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any

import pikepdf

from foibot.release import page_content, page_objects, xmp
from foibot.release.alternative_texts import tells
from foibot.release.office_files import PROGRAMS
from foibot.release.page_content import Over
from foibot.release.personal import Personal
from foibot.release.picture_parts import says_words
from foibot.release.report import CannotLook, Report, names

NAMING = ("/Author", "/Keywords", "/Company", "/Manager", "/SourceModified")
USUAL = frozenset({"/Title", "/Subject", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", *NAMING})
OF_PROGRAMS = ("/PTEX", "/GTS_", "/ICN", "/AAPL", "/XPress")
"""How properties begin that typesetters and printers write."""
COMMENTS = frozenset(
    {"/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp", "/Sound"}
)
NO_COMMENTS = frozenset({"/Link", "/Widget", "/Screen", "/PrinterMark", "/TrapNet"})
"""What may say in words for screen readers what it is."""
WHERE_OFF = frozenset({"/AllOff", "/AnyOff"})
BOXES = frozenset({"/Square", "/Circle", "/Polygon"})
DEEPEST = 30
TAGS = re.compile(r"<[^<>]*>")
SLACK = 64
"""Bytes after the end that some mail gateways leave."""
SOME_WORDS = re.compile(rb"[A-Za-z]{3,}[ ,;:]{1,2}[A-Za-z0-9]{2,}")
END_OF_FILE, START, LINEARISED = re.compile(rb"%%EOF"), re.compile(rb"startxref\s"), re.compile(rb"/Linearized\b")


def look(data: bytes, report: Report) -> None:
    """Look into a PDF; raises `CannotLook` where it needs a password or cannot be read."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            page_objects.look(pdf, data, report)  # first: what is unpacked below becomes an object of its own
            _look_at_catalogue(pdf, report)
            _look_at_metadata(pdf, report, _look_at_objects(pdf, report))
            _look_for_more_pages(pdf, report)
            boxes = {number: _look_at_annotations(page, number, report) for number, page in enumerate(pdf.pages, 1)}
    except pikepdf.PasswordError as error:
        raise CannotLook("password") from error
    except pikepdf.PdfError as error:
        raise CannotLook("damaged") from error
    _look_at_revisions(data, report)
    page_content.look(data, report, boxes)


def _look_at_revisions(data: bytes, report: Report) -> None:
    ends = max(len(END_OF_FILE.findall(data)), len(START.findall(data))) - bool(LINEARISED.search(data[:2048]))
    before = data[: data.find(b"%PDF-")].strip(b"\x00 \r\n\t").removeprefix(b"\xef\xbb\xbf")
    if before:
        report.note("trailing_data", f"{len(before):,} bytes before its beginning")
    if ends > 1:
        report.note("older_revisions", "", str(ends))
    after = data[data.rfind(b"%%EOF") + len(b"%%EOF") :].strip(b"\x00 \r\n\t") if ends else b""
    if len(after) > SLACK or _says_something(after):
        report.note("trailing_data", f"{len(after):,} bytes")


def _says_something(slack: bytes) -> bool:
    """Tell whether the bytes after the end are words, and no boundary of a mail (RFC 2046, 5.1.1)."""
    return SOME_WORDS.search(slack) is not None or (says_words(slack) and not slack.startswith(b"--"))


def _look_at_catalogue(pdf: pikepdf.Pdf, report: Report) -> None:
    root = pdf.Root
    listed: Any = root.get("/Names", {})
    if "/JavaScript" in listed or "/AA" in root or _is_script(root.get("/OpenAction")):
        report.note("macros")
    _look_at_layers(root.get("/OCProperties"), report)
    form = root.get("/AcroForm")
    fields = list(_fields(form.get("/Fields", []), 0)) if form is not None else []
    everything: Any = pdf.objects
    fields += [] if fields else [str(one.get("/T", "a field")) for one in everything if _is_widget(one)]
    if form is not None and "/XFA" in form:
        fields.append("XFA")
    if fields:
        report.note("form_fields", "", names(fields))


def _is_widget(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Widget"


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
    off += [one for one in properties.get("/OCGs", []) if "/Zoom" in one.get("/Usage", {})]
    if off:
        report.note("hidden_layers", "", names([str(one.get("/Name", "a layer")) for one in off]))


def _look_at_metadata(pdf: pikepdf.Pdf, report: Report, in_packets: set[str]) -> None:
    listed: Any = pdf.docinfo
    told = {str(key): str(listed[key]).strip() for key in listed}
    found = in_packets | {told[key] for key in NAMING if key in told}
    found |= {told[key] for key in ("/Title", "/Subject") if tells(told.get(key, ""), report)}
    foreign = {one for one in found if one.casefold() not in PROGRAMS | report.ours}
    if foreign:
        report.note("properties", "its properties", names(foreign))
    own = {key for key, value in told.items() if value and key not in USUAL and not key.startswith(OF_PROGRAMS)}
    if own:
        report.note("custom_properties", "its properties", names({key.lstrip("/") for key in own}))


def _look_at_objects(pdf: pikepdf.Pdf, report: Report) -> set[str]:
    """Look at what lies in a PDF, whatever page it belongs to; returns the names in its packets of XMP."""
    found, attached, personal = set[str](), set[str](), Personal(report, "its properties")
    everything: Any = pdf.objects
    for one in everything:
        if isinstance(one, pikepdf.Dictionary) and "/EF" in one:
            attached.add(str(one.get("/UF", one.get("/F", "a file"))))
        if isinstance(one, pikepdf.Dictionary) and _is_shown_where_off(one):
            report.note("hidden_layers", "", "shown where others are off")
        if not isinstance(one, pikepdf.Stream):
            continue
        if one.get("/Type") == "/EmbeddedFile":
            attached.add("")
        elif one.get("/Type") == "/Metadata":
            found |= set(xmp.names_in(one.read_bytes()))
            personal.lines(TAGS.sub("\n", one.read_bytes().decode("utf-8", "replace")).splitlines())
        elif one.get("/Subtype") == "/Image":
            _look_at_picture(pdf, one, report)
            if "/Alternates" in one:
                report.note("hidden_object", "", "a picture that is kept for another one")
    personal.finish()
    if attached:
        report.note("attached_files", "", names(attached) or "without a name")
    return found


def _look_for_more_pages(pdf: pikepdf.Pdf, report: Report) -> None:
    """Note the pages that no list of pages leads to, and the small previews that programs keep of those it does."""
    everything: Any = pdf.objects
    shown = {page.obj.objgen for page in pdf.pages}
    held = (one for one in everything if isinstance(one, pikepdf.Dictionary) and _is_page(one))
    orphans = sum(1 for one in held if one.objgen not in shown)
    previews = sum(1 for page in pdf.pages if "/Thumb" in page.obj)
    for rule, count in (("orphan_pages", orphans), ("page_previews", previews)):
        if count:
            report.note(rule, "", f"{count:,}")


def _is_shown_where_off(one: Any) -> bool:
    """Tell whether something is shown where layers are off (ISO 32000-1, 8.11.2.2)."""
    return one.get("/Type") == "/OCMD" and (str(one.get("/P", "")) in WHERE_OFF or "/VE" in one)


def _is_page(one: Any) -> bool:
    return str(one.get("/Type", "")) in {"/Page", "/Template"} or ("/MediaBox" in one and "/Contents" in one)


def _look_at_picture(pdf: pikepdf.Pdf, picture: Any, report: Report) -> None:
    """Look into a picture that was put in as the file it was, with its own properties."""
    raw = _as_file(pdf, picture)
    if any(mark in raw for mark in PROPERTIES_OF_PICTURES):
        number, _ = picture.objgen
        import_module("foibot.release.pictures").look(raw, report.inner(f"picture {number}"))


def _as_file(pdf: pikepdf.Pdf, picture: Any) -> bytes:
    """Return the JPEG that a picture was put in as, whatever it was packed in besides; nothing for other pictures."""
    filters = _listed(picture.get("/Filter"))
    if not filters or filters[-1] not in {"/DCTDecode", "/DCT"}:
        return b""
    raw: bytes = picture.read_raw_bytes()
    if len(filters) == 1:
        return raw
    around = pikepdf.Stream(pdf, raw)
    around["/Filter"] = pikepdf.Array([pikepdf.Name(one) for one in filters[:-1]])
    parameters = picture.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        around["/DecodeParms"] = pikepdf.Array(list(parameters)[: len(filters) - 1])
    return around.read_bytes(pikepdf.StreamDecodeLevel.specialized)


def _listed(filters: Any) -> list[str]:
    """Return the filters of a stream by name: one may stand alone, several stand in an array (ISO 32000-1, 7.3.8.2)."""
    if filters is None:
        return []
    return [str(one) for one in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


PROPERTIES_OF_PICTURES = (b"Exif\x00\x00", b"http://ns.adobe.com/xap/", b"Photoshop 3.0")


def _look_at_annotations(page: pikepdf.Page, number: int, report: Report) -> list[Over]:
    """Note what was laid over a page; returns the boxes among it, which a reader can take off again."""
    boxes, place = list[Over](), f"page {number}"
    if "/AA" in page.obj:
        report.note("macros", place)
    for one in page.obj.get("/Annots", []):
        kind, shape = str(one.get("/Subtype", "")), one.get("/Rect")
        if kind == "/Redact":
            report.note("redaction_not_applied", place)
        elif kind == "/FileAttachment":
            report.note("attached_files", place, "pinned to the page")
        elif kind in BOXES and "/IC" in one and shape is not None:
            boxes.append(Over(tuple(float(value) for value in shape), opaque=True))
        elif kind not in COMMENTS and "/AP" in one and shape is not None:
            boxes.append(Over(tuple(float(value) for value in shape), opaque=False))
        if kind in COMMENTS or (kind not in NO_COMMENTS and str(one.get("/Contents", "")).strip()):
            report.note("comments", place, str(one.get("/T", "somebody")))
        _look_at_action(one.get("/A"), report, place)
    return boxes


def _look_at_action(action: Any, report: Report, place: str) -> None:
    if _is_script(action):
        report.note("macros", place)
    elif isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in {"/GoToR", "/Launch", "/ImportData"}:
        file: Any = action.get("/F", "a file")
        report.note(
            "external_link", place, str(file.get("/F", "a file") if isinstance(file, pikepdf.Dictionary) else file)
        )
