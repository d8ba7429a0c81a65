"""Pictures: where and by whom they were taken, what is stored beside them, and what is left after their end."""

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageChops, ImageStat, UnidentifiedImageError

from foibot.release.report import CannotLook, Report, names
from foibot.release.xmp import names_in

Image.MAX_IMAGE_PIXELS = 200_000_000
PEOPLE = {
    ExifTags.Base.Artist: "artist",
    ExifTags.Base.Copyright: "copyright",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.CameraOwnerName: "owner",
    ExifTags.Base.BodySerialNumber: "serial number",
    ExifTags.Base.LensSerialNumber: "serial number of the lens",
    ExifTags.Base.HostComputer: "computer",
    ExifTags.Base.ImageDescription: "description",
    ExifTags.Base.UserComment: "comment",
    ExifTags.Base.XPComment: "comment",
}
PLACE_IN_XMP = b"exif:GPSL"
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
PLAIN_KEYS = frozenset({"software", "dpi", "gamma", "srgb", "date:create", "date:modify", "creation time", "png:time"})
PREVIEW, DIFFERENT = 64, 40.0
MOST_DECODED = 24_000_000
"""Pixels that are held in memory at once."""
THUMBNAIL_AT, THUMBNAIL_LONG = 513, 514
SLACK = 64
"""Bytes after the end of a picture that some cameras and servers leave."""


def look(data: bytes, report: Report) -> None:
    """Look into a picture; raises `CannotLook` for one that cannot be read."""
    try:
        with Image.open(BytesIO(data)) as picture:
            _look_at_properties(picture, data, report)
            several = _look_at_frames(picture, report)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CannotLook("damaged") from error
    left = len(data) - _end_of(data)
    if left > SLACK and not several and data[-left:].strip(b"\x00\xff"):
        report.note("trailing_data", f"{left:,} bytes")


def _look_at_properties(picture: Image.Image, data: bytes, report: Report) -> None:
    exif = picture.getexif()
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    if {int(key) for key in exif.get_ifd(ExifTags.IFD.GPSInfo)} - {0} or PLACE_IN_XMP in xmp:
        report.note("picture_place", "taken at a place")
    held = {**dict(exif), **exif.get_ifd(ExifTags.IFD.Exif)}
    found = {f"{what}: {_words(held[tag])}" for tag, what in PEOPLE.items() if _words(held.get(tag))}
    found |= {f"{name} (XMP)" for name in names_in(xmp)} if xmp else set()
    if b"Photoshop 3.0\x00" in data[:200_000] and b"\x1c\x02" in data[:200_000]:
        found.add("a caption or by-line (IPTC)")
    if found:
        report.note("picture_people", "", names(found))
    _look_at_text(picture, report)
    _look_at_thumbnail(picture, report)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.replace(b"\x00", b"").decode("latin-1")
        value = value.removeprefix("ASCII").removeprefix("UNICODE")
    return " ".join(str(value or "").replace("\x00", " ").split())


def _look_at_text(picture: Image.Image, report: Report) -> None:
    texts: Mapping[str, Any] = getattr(picture, "text", {}) if picture.format == "PNG" else {}
    keys = [key for key in texts if key.casefold() not in PLAIN_KEYS and not key.startswith("XML:com.adobe")]
    comment = _words(picture.info.get("comment"))
    if keys or (comment and not comment.startswith(("CREATOR: gd-jpeg", "Created with GIMP"))):
        report.note("picture_text", "", names(keys) or "a comment")


def _look_at_thumbnail(picture: Image.Image, report: Report) -> None:
    exif = picture.info.get("exif")
    entry = picture.getexif().get_ifd(ExifTags.IFD.IFD1) if exif else {}
    at, long = int(entry.get(THUMBNAIL_AT, 0)), int(entry.get(THUMBNAIL_LONG, 0))
    if not (exif and at and long):
        return
    head = len(b"Exif\x00\x00") if exif.startswith(b"Exif") else 0
    picture.draft("L", (PREVIEW, PREVIEW))  # a JPEG is then read at an eighth of its size
    if picture.width * picture.height > MOST_DECODED:
        raise CannotLook("too_large")
    with Image.open(BytesIO(exif[head + at : head + at + long])) as small:
        pair = [one.convert("L").resize((PREVIEW, PREVIEW)) for one in (small, picture)]
    if ImageStat.Stat(ImageChops.difference(*pair)).mean[0] > DIFFERENT or _shape(small) - _shape(picture) > 1 / 2:
        report.note("thumbnail")


def _shape(picture: Image.Image) -> float:
    return picture.width / max(1, picture.height)


def _look_at_frames(picture: Image.Image, report: Report) -> bool:
    """Note the pictures behind the first one, such as pages and frames; tells whether a telephone put them there."""
    count = getattr(picture, "n_frames", 1)
    if count > 1:
        report.note("several_pictures", "", str(count))
    return bool(picture.format == "MPO" and count > 1)


def _end_of(data: bytes) -> int:
    """Return where a picture ends by its own account; the end of the file for formats that do not say."""
    if data.startswith(PNG):
        return _end_of_png(data)
    return _end_of_jpeg(data) if data.startswith(JPEG) else len(data)


def _end_of_png(data: bytes) -> int:
    at = len(PNG)
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + size
        if kind == b"IEND":
            return at
    return len(data)


def _end_of_jpeg(data: bytes) -> int:
    """Walk the segments to the first scan, then to the mark of the end, which no scan can hold (ITU-T T.81 B.1.1.2)."""
    for at, kind in _segments(data):
        if kind == 0xDA:  # noqa: PLR2004 - SOS
            end = data.find(b"\xff\xd9", at)
            return end + 2 if end >= 0 else len(data)
    return len(data)


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every mark begins so
        kind, (size,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        yield at, kind
        at += 2 + size
