"""How the files of pictures are laid out: where each ends by its own account, and what it carries that is no picture.

PNG (W3C, 2003), JPEG (ITU-T T.81), GIF89a, WebP (RFC 9649), BMP, TIFF 6.0.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from foibot.lean import dataclass

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
OF_PNG = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB tEXt zTXt iTXt bKGD hIST pHYs sPLT tIME eXIf acTL fcTL fdAT "
    b"cICP iDOT vpAg caNv orNT oFFs pCAL sCAL sTER mDCv cLLi".split()
)
OF_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP", b"EXIF", b"XMP "})
OF_JPEG = frozenset({0xE0, 0xE1, 0xE2, 0xED, 0xEE})
"""The segments of programs that are read: JFIF, EXIF and XMP, colours and further pictures, Photoshop, Adobe."""
OF_GIF = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
OF_TIFF = frozenset({34665, 34853, 34675, 33550, 33922, 34735, 34736, 34737, 42112, 42113, 32997, 32995, 700})
PRIVATE, SAYING, LARGE = 32768, 24, 1_000
PIECES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
TRAILER, COMMENT, PLAIN, APPLICATION, IMAGE, EXTENSION = 0x3B, 0xFE, 0x01, 0xFF, 0x2C, 0x21


@dataclass(slots=True)
class Layout:
    """Where a picture ends, what it carries beside itself, and whether more of it is stored than it shows."""

    end: int
    besides: list[str] = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)
    """XMP, wherever it lies."""
    previews: list[bytes] = field(default_factory=list)
    more: bool = False


def layout_of(data: bytes) -> Layout:
    """Walk through the file of a picture."""
    formats = ((PNG, _png), (JPEG, _jpeg), (b"GIF8", _gif), (b"RIFF", _webp), (b"BM", _bmp))
    walks = (*formats, (b"II", _tiff), (b"MM", _tiff))
    walk = next((walk for start, walk in walks if data.startswith(start)), None)
    try:
        return Layout(len(data)) if walk is None else walk(data)
    except (struct.error, IndexError, zlib.error):
        return Layout(len(data))


def says_words(data: bytes) -> bool:
    """Tell whether bytes hold words: enough letters of ASCII one after another."""
    longest = run = 0
    for one in data[: 4 * LARGE]:
        run = run + 1 if 32 <= one < 127 else 0  # noqa: PLR2004 - what is printed in ASCII
        longest = max(longest, run)
    return longest >= SAYING


def _png(data: bytes) -> Layout:
    at, found, rows = len(PNG), Layout(len(data)), 0
    unpack = zlib.decompressobj()
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + size]
        if kind == b"IDAT":
            rows += _unpacked_size(unpack, content)
        elif kind not in OF_PNG and (size > LARGE or says_words(content)):
            found.besides.append(f"a part {kind.decode('latin-1')}")
        at += 12 + size
        if kind == b"IEND":
            found.end = at
            break
    wide, high, depth, colour, _, _, woven = struct.unpack_from(">IIBBBBB", data, 16)
    row = 1 + (wide * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1) + 7) // 8
    found.more = not woven and row * high < rows
    return found


def _unpacked_size(unpack: Any, content: bytes) -> int:
    size = 0
    while content and size < MOST_UNPACKED:
        size += len(unpack.decompress(content, AT_ONCE))
        content = unpack.unconsumed_tail
    return size


MOST_UNPACKED, AT_ONCE = 500_000_000, 1_000_000


def _jpeg(data: bytes) -> Layout:
    """Walk the segments to the first scan, then to the mark of the end, which no scan can hold (ITU-T T.81 B.1.1.2)."""
    found = Layout(len(data))
    for at, kind in segments(data):
        content = data[at + 4 : at + 2 + int.from_bytes(data[at + 2 : at + 4])]
        if kind == 0xDA:  # noqa: PLR2004 - SOS
            end = data.find(b"\xff\xd9", at)
            found.end = end + 2 if end >= 0 else len(data)
            break
        _note_segment(kind, content, found)
    return found


def _note_segment(kind: int, content: bytes, found: Layout) -> None:
    if 0xE0 <= kind <= 0xEF and kind not in OF_JPEG and (len(content) > LARGE or says_words(content)):  # noqa: PLR2004 - APP0 to APP15
        found.besides.append(f"a segment of a program, APP{kind - 0xE0}")
    elif content.startswith(b"http://ns.adobe.com/xmp/extension/\x00"):
        found.packets.append(content[75:])
    elif content.startswith(b"JFXX\x00\x10"):
        found.previews.append(content[6:])
    elif content.startswith(b"JFIF\x00") and len(content) > 14 and content[12] * content[13]:  # noqa: PLR2004 - JFIF 1.02: with a preview
        wide, high = content[12:14]
        found.previews.append(b"P6 %d %d 255\n" % (wide, high) + content[14 : 14 + 3 * wide * high])
    elif kind == 0xED and b"8BIM\x04\x0c" in content:  # noqa: PLR2004 - Photoshop: its preview
        at = content.find(b"8BIM\x04\x0c")
        found.previews.append(content[content.find(JPEG, at) :])


def segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each segment of a JPEG begins, and its mark."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every mark begins so
        kind, (size,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        yield at, kind
        at += 2 + size


def _gif(data: bytes) -> Layout:
    screen = struct.unpack_from("<HH", data, 6)
    at, found = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0), Layout(len(data))
    while data[at] != TRAILER:
        if data[at] == IMAGE:
            left, top, wide, high, flags = struct.unpack_from("<HHHHB", data, at + 1)
            found.more |= left + wide > screen[0] or top + high > screen[1]
            at += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            at, _ = _blocks(data, at)
        elif data[at] == EXTENSION:
            kind = data[at + 1]
            at, content = _blocks(data, at + 2)
            if kind in {COMMENT, PLAIN} or (kind == APPLICATION and not content.startswith(OF_GIF)):
                found.besides.append("a comment")
        else:
            return Layout(len(data))
    found.end = at + 1
    return found


def _blocks(data: bytes, at: int) -> tuple[int, bytes]:
    content = b""
    while size := data[at]:
        content += data[at + 1 : at + 1 + size][: max(0, LARGE - len(content))]
        at += 1 + size
    return at + 1, content


def _webp(data: bytes) -> Layout:
    end = 8 + int.from_bytes(data[4:8], "little")
    at, found = 12, Layout(min(len(data), end + end % 2))
    while at + 8 <= end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        content = data[at + 8 : at + 8 + size]
        if kind == b"XMP ":
            found.packets.append(content)
        elif kind not in OF_WEBP or (kind == b"EXIF" and data[12:16] != b"VP8X"):
            found.besides.append(f"a part {kind.decode('latin-1')}")
        at += 8 + size + size % 2
    return found


def _bmp(data: bytes) -> Layout:
    at, header, wide, high, _, bits, packed, size = struct.unpack_from("<8xIIiiHHII", data, 2)
    row = (wide * bits + 31) // 32 * 4
    held = size if packed not in {0, 3} else row * abs(high)
    palette = (int.from_bytes(data[46:50], "little") or 1 << bits) * 4 if bits <= 8 else 0  # noqa: PLR2004 - colours of a list
    masks = 16 if packed in {3, 6} else 0
    between = data[14 + header + palette + masks : at]
    found = Layout(min(len(data), at + held))
    found.more = len(between.strip(b"\x00")) > SAYING
    return found


def _tiff(data: bytes) -> Layout:
    order = "<" if data.startswith(b"II") else ">"
    (at,), found, end, seen = struct.unpack_from(f"{order}I", data, 4), Layout(len(data)), 8, set[int]()
    while at and at not in seen:
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", data, at)
        values: dict[int, tuple[int, ...]] = {}
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            end = max(end, _entry(data, entry, order, (values, found)))
        for where, long in ((273, 279), (324, 325)):
            ends = (one + size for one, size in zip(values.get(where, ()), values.get(long, ()), strict=False))
            end = max(end, *ends, 0)
        end = max(end, at + 6 + 12 * count)
        (at,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)
        if 34665 in values or 34853 in values or 330 in values:  # noqa: PLR2004 - further lists, which are not walked
            return Layout(len(data), found.besides)
    found.end = min(end, len(data))
    return found


def _entry(data: bytes, at: int, order: str, into: tuple[dict[int, tuple[int, ...]], Layout]) -> int:
    """Read an entry of a TIFF; returns where its value ends."""
    values, found = into
    tag, kind, count = struct.unpack_from(f"{order}HHI", data, at)
    size = PIECES.get(kind, 1) * count
    start = at + 8 if size <= 4 else struct.unpack_from(f"{order}I", data, at + 8)[0]  # noqa: PLR2004 - what fits stands in the entry itself
    if kind in {3, 4}:
        values[tag] = struct.unpack_from(f"{order}{count}{'H' if kind == 3 else 'I'}", data, start)  # noqa: PLR2004 - short and long numbers
    elif tag >= PRIVATE and tag not in OF_TIFF and size >= SAYING // 2:
        found.besides.append(f"a block of a program, {tag}")
    return int(start + size)
