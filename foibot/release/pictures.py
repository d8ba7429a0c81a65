"""Pictures: where and by whom they were taken, what is stored beside them, and what is left after their end."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageChops, ImageStat, UnidentifiedImageError

from foibot.release.patterns import tells_of_people
from foibot.release.picture_parts import Layout, layout_of, says_words
from foibot.release.report import CannotLook, Report, names
from foibot.release.xmp import names_in, words_in

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
    ExifTags.Base.DocumentName: "name",
    ExifTags.Base.PageName: "name of the page",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPSubject: "subject",
    ExifTags.Base.XPKeywords: "keywords",
}
PLACE_IN_XMP = b"exif:GPSL"
PLAIN_KEYS = frozenset({"software", "dpi", "gamma", "srgb", "date:create", "date:modify", "creation time", "png:time"})
PROGRAM = (ExifTags.Base.Software, ExifTags.Base.Model, ExifTags.Base.ImageUniqueID)
TIMES, LETTERS = frozenset({"creation time", "date:create", "date:modify", "png:time"}), re.compile(r"[^\W\d_]{2,}")
OF_TIMES = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,7}|gmt|utc|bst|am|pm",
    re.IGNORECASE,
)
PREVIEW, GRID, DIFFERENT, DIFFERENT_PART = 64, 16, 40.0, 80
MOST_DECODED = 24_000_000
"""Pixels that are held in memory at once."""
THUMBNAIL_AT, THUMBNAIL_LONG = 513, 514
SLACK = 64
"""Bytes after the end of a picture that some cameras and servers leave."""


def look(data: bytes, report: Report) -> None:
    """Look into a picture; raises `CannotLook` for one that cannot be read."""
    try:
        with Image.open(BytesIO(data)) as picture:
            layout = layout_of(data)
            _look_at_properties(picture, data, (layout, report))
            several = _look_at_frames(picture, report)
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CannotLook("damaged") from error
    _note_left(data, layout, report, several=several)


def _note_left(data: bytes, layout: Layout, report: Report, *, several: bool) -> None:
    """Note what is left after the end of a picture, and what of one is stored and not shown."""
    left = len(data) - layout.end
    after = data[layout.end :].strip(b"\x00\xff\r\n ")
    if after and not several and (left > SLACK or says_words(after)):
        report.note("trailing_data", f"{left:,} bytes")
    if layout.more:
        report.note("cropped_picture", "more rows of it are stored than are shown")
    if layout.besides:
        report.note("picture_text", "", names(layout.besides))


def _look_at_properties(picture: Image.Image, data: bytes, into: tuple[Layout, Report]) -> None:
    layout, report = into
    exif = picture.getexif()
    xmp = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    if {int(key) for key in exif.get_ifd(ExifTags.IFD.GPSInfo)} - {0} or PLACE_IN_XMP in xmp:
        report.note("picture_place", "taken at a place")
    held = {**dict(exif), **exif.get_ifd(ExifTags.IFD.Exif)}
    found = {f"{what}: {_words(held[tag])}" for tag, what in PEOPLE.items() if _words(held.get(tag))}
    packets = [one for one in (xmp, *layout.packets) if one]
    found |= {f"{name} (XMP)" for packet in packets for name in (*names_in(packet), *words_in(packet))}
    found |= {
        f"a program: {name}" for name in map(_words, map(held.get, PROGRAM)) if tells_of_people(name, report.ours)
    }
    if b"Photoshop 3.0\x00" in data[:200_000] and b"\x1c\x02" in data[:200_000]:
        found.add("a caption or by-line (IPTC)")
    if found:
        report.note("picture_people", "", names(found))
    _look_at_text(picture, report)
    _look_at_thumbnail(picture, report, layout.previews)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.replace(b"\x00", b"").decode("latin-1")
        value = value.removeprefix("ASCII").removeprefix("UNICODE")
    return " ".join(str(value or "").replace("\x00", " ").split())


def _look_at_text(picture: Image.Image, report: Report) -> None:
    texts: Mapping[str, Any] = getattr(picture, "text", {}) if picture.format == "PNG" else {}
    keys = [key for key in texts if _is_own(key, str(texts[key]), report) and not key.startswith("XML:com.adobe")]
    comment = _words(picture.info.get("comment"))
    if keys or (comment and not comment.startswith(("CREATOR: gd-jpeg", "Created with GIMP"))):
        report.note("picture_text", "", names(keys) or "a comment")


def _is_own(key: str, words: str, report: Report) -> bool:
    """Tell whether a text is none of those that programs write, or holds more than theirs do."""
    is_time = key.casefold() in TIMES and any(not OF_TIMES.fullmatch(one) for one in LETTERS.findall(words))
    return key.casefold() not in PLAIN_KEYS or is_time or tells_of_people(words, report.ours)


def _look_at_thumbnail(picture: Image.Image, report: Report, previews: list[bytes]) -> None:
    exif = picture.info.get("exif")
    entry = picture.getexif().get_ifd(ExifTags.IFD.IFD1) if exif else {}
    at, long = int(entry.get(THUMBNAIL_AT, 0)), int(entry.get(THUMBNAIL_LONG, 0))
    if exif and at and long:
        head = len(b"Exif\x00\x00") if exif.startswith(b"Exif") else 0
        previews = [exif[head + at : head + at + long], *previews]
    if not previews:
        return
    picture.draft("L", (PREVIEW, PREVIEW))  # a JPEG is then read at an eighth of its size
    if picture.width * picture.height > MOST_DECODED:
        raise CannotLook("too_large")
    if any(_shows_another(preview, picture) for preview in previews):
        report.note("thumbnail")


def _shows_another(preview: bytes, picture: Image.Image) -> bool:
    """Tell whether a preview differs from a picture clearly, in any part of it; bars at its edges are no part of it."""
    with Image.open(BytesIO(preview)) as small:
        pair = [_without_bars(small.convert("L"), _shape(picture)), picture.convert("L")]
    if abs(_shape(pair[0]) - _shape(picture)) > 1 / 2:
        return True
    difference = ImageChops.difference(*(one.resize((GRID, GRID), Image.Resampling.BOX) for one in pair))
    most = max(difference.tobytes())
    return ImageStat.Stat(difference).mean[0] > DIFFERENT or most > DIFFERENT_PART


def _without_bars(small: Image.Image, shape: float) -> Image.Image:
    """Cut off the bars that cameras put above and below, or beside, a preview of another shape."""
    wide, high = small.size
    across, down = round((wide - high * shape) / 2), round((high - wide / shape) / 2)
    cut = (max(0, across), max(0, down), wide - max(0, across), high - max(0, down))
    edges = [(0, 0, wide, cut[1]), (0, 0, cut[0], high)]
    bars = [small.crop(edge) for edge in edges if edge[2] > 1 and edge[3] > 1]
    plain = all(max(bar.tobytes()) - min(bar.tobytes()) <= NOISE for bar in bars)
    return small.crop(cut) if bars and plain else small


NOISE = 24
"""How uneven a bar may be, of 255, in a preview that was packed as a JPEG."""


def _shape(picture: Image.Image) -> float:
    return picture.width / max(1, picture.height)


def _look_at_frames(picture: Image.Image, report: Report) -> bool:
    """Note the pictures behind the first one, such as pages and frames; tells whether a telephone put them there."""
    count = getattr(picture, "n_frames", 1)
    if count > 1:
        report.note("several_pictures", "", str(count))
    return bool(picture.format == "MPO" and count > 1)
