"""The objects of a PDF, whether a page leads to them or not: whole files, words, what nothing shows (ISO 32000-1)."""

import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from foibot.release.alternative_texts import PATH
from foibot.release.kinds import OLE
from foibot.release.personal import Personal
from foibot.release.report import Report, counted, names

FILES = (b"PK\x03\x04", b"%PDF-", OLE, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
FLAT = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:\{\s*\\rtf|<(?:\?xml|office:document)(?s:.{0,2000})office:document)")
HEAD, LONGEST_WORDS = 4_000, 4_000
OF_THE_FILE = frozenset({"/ObjStm", "/XRef"})
"""Streams that hold the file together, to which nothing refers."""
CMAP = b"%!PS-Adobe-3.0 Resource-CMap"
"""What typesetters leave beside a font: how its letters are numbered."""
HOLDING = ("/Contents", "/V", "/MediaBox", "/Kids")
DRAWS = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
BETWEEN = re.compile(rb"endobj[\r\n \t]+%([^\r\n]{1,400})")
WEB = re.compile(r"https?:|mailto:", re.IGNORECASE)
OPAQUE_KEYS = frozenset({"/ID", "/CharSet"})


def look(pdf: pikepdf.Pdf, data: bytes, report: Report) -> None:
    """Look at every object: which is a whole file, what its words say, which is shown nowhere."""
    everything: Any = pdf.objects
    personal, refers, held, paths = Personal(report, "its structure"), dict[Any, set[Any]](), list[Any](), set[str]()
    for one in everything:
        if not isinstance(one, pikepdf.Object):
            continue
        if isinstance(one, pikepdf.Stream) and str(one.get("/Type", "")) not in OF_THE_FILE:
            _look_at_stream(one, report)
        found = set[Any]()
        for words in _words(one, found):
            personal.line(words)
            paths |= {words} if PATH.search(words) and not WEB.match(words) else set()
        refers[one.objgen] = found
        held.append(one)
    told: Any = pdf.docinfo
    paths -= {str(told[key]) for key in told}  # which are told with its properties
    for between in BETWEEN.findall(data):
        personal.line(between.decode("latin-1"))
    personal.finish()
    if paths:
        report.note("external_link", "its structure", names(paths))
    _note_orphans(pdf, (refers, held), report)


def _look_at_stream(stream: Any, report: Report) -> None:
    head = _beginning(stream)
    if head.startswith(FILES) or FLAT.match(head):
        number, _ = stream.objgen
        report.note("attached_files", "", f"a whole file, as object {number}")


def _beginning(stream: Any) -> bytes:
    """Return how a stream begins, unpacked; of a picture no more is unpacked than that."""
    filters = stream.get("/Filter")
    only = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) == 1 else filters
    if only == "/FlateDecode":
        try:
            return zlib.decompressobj().decompress(stream.read_raw_bytes(), HEAD)
        except zlib.error:
            return b""
    if stream.get("/Subtype") == "/Image":
        return bytes(stream.read_raw_bytes()[:HEAD])
    return _unpacked(stream)[:HEAD]


def _unpacked(stream: Any) -> bytes:
    """Return a stream unpacked; as it is, where it is packed as pictures are."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _words(one: Any, found: set[Any]) -> Iterator[str]:
    """Yield the words that an object holds itself, and collect the objects that it refers to."""
    waiting = [one]
    while waiting:
        at = waiting.pop()
        if isinstance(at, pikepdf.String):
            yield str(at)[:LONGEST_WORDS]
        for key, value in _inside(at):
            if not isinstance(value, pikepdf.Object):
                continue
            if value.is_indirect:
                found.add(value.objgen)
            elif key not in OPAQUE_KEYS:
                waiting.append(value)


def _inside(one: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(one, pikepdf.Array):
        yield from (("", value) for value in one)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield from (one.stream_dict if isinstance(one, pikepdf.Stream) else one).items()


def _note_orphans(pdf: pikepdf.Pdf, of: tuple[dict[Any, set[Any]], list[Any]], report: Report) -> None:
    """Note the objects that nothing leads to, and the drawings that no page draws."""
    refers, held = of
    reached, waiting = set[Any](), set[Any]()
    list(_words(pdf.trailer, waiting))
    while waiting:
        at = waiting.pop()
        reached.add(at)
        waiting |= refers.get(at, set()) - reached
    linear = any(isinstance(one, pikepdf.Dictionary) and "/Linearized" in one for one in held)
    left = [one for one in held if one.objgen not in reached and _holds_something(one, linear=linear)]
    if left:
        report.note("orphan_parts", "", counted(len(left), "object"))
    undrawn = _undrawn(held)
    if undrawn:
        report.note("orphan_parts", "its pages", f"never drawn: {names(undrawn)}")


def _holds_something(one: Any, *, linear: bool) -> bool:
    if isinstance(one, pikepdf.Stream):
        of_program = str(one.get("/Type", "")) in OF_THE_FILE or (linear and isinstance(one.get("/S"), int))
        return not of_program and not _beginning(one).startswith(CMAP)
    return isinstance(one, pikepdf.Dictionary) and any(key in one for key in HOLDING)


def _undrawn(held: list[Any]) -> set[str]:
    """Return the names of pictures and forms which stand ready for pages and that no content of the file draws."""
    ready, drawn = set[str](), set[str]()
    for one in held:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        resources = one if "/XObject" in one else one.get("/Resources")
        listed = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if isinstance(listed, pikepdf.Dictionary):
            ready |= set(listed.keys())
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
            drawn |= {f"/{name.decode('latin-1')}" for name in DRAWS.findall(_unpacked(one))}
    return {name.lstrip("/") for name in ready - drawn}
