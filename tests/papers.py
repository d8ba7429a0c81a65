"""What a PDF holds, read by pypdfium2; and whether this machine can draw one at all."""

import re
import zlib
from ctypes.util import find_library
from pathlib import Path

import pypdfium2
from conftest import need

MM = 72 / 25.4
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def why_no_pango() -> str | None:
    """Say what keeps WeasyPrint from drawing letters here; None where nothing does."""
    if find_library("pango-1.0") and find_library("pangoft2-1.0"):
        return None
    return "Pango is not installed: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def need_pango() -> None:
    need(why_no_pango())


def pages(path: Path) -> list[str]:
    """Return the words of each page, on one line."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def words_within(path: Path, left: float, top: float, right: float, bottom: float) -> list[str]:
    """Return the lines of the first page within a rectangle, in millimetres from its top left corner."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        height = page.get_height()
        found = page.get_textpage().get_text_bounded(left * MM, height - bottom * MM, right * MM, height - top * MM)
        return [line.strip() for line in found.splitlines() if line.strip()]
    finally:
        document.close()


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the first page in millimetres."""
    document = pypdfium2.PdfDocument(path)
    try:
        width, height = document[0].get_size()
        return round(width / MM), round(height / MM)
    finally:
        document.close()


def inside(path: Path) -> bytes:
    """Return a PDF with every compressed stream after it, unpacked."""
    raw = path.read_bytes()
    unpacked = []
    for packed in STREAM.findall(raw):
        try:
            unpacked.append(zlib.decompress(packed))
        except zlib.error:
            unpacked.append(packed)
    return b"\n".join((raw, *unpacked))
