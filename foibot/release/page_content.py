"""The pages of a PDF as they are drawn, object over object (read by pdfium): text that is there and is not seen.

A box covers a letter where it is drawn after it, is opaque, and lies over most of it. What is drawn before a white
letter makes it readable.
"""

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from foibot.lean import dataclass
from foibot.release.page_pictures import Laid, look_at_pictures, overlap
from foibot.release.page_sight import Sight, pixels_of, sight_of
from foibot.release.personal import Personal
from foibot.release.report import CannotLook, Report

MOST_PAGES = 5_000
COVERED, OPAQUE, LIGHT, DARK, TINY = 0.7, 250, 250, 8, 1.2
INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
NARROWEST = 40
"""How often higher than wide a letter is that was squeezed; no letter of its own is more than 20."""
RECTANGLE = 6
"""The most segments that a rectangle is drawn with."""
FEWEST = 2
"""One letter alone may be an accident of the drawing."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something drawn on a page: its turn, its bounds, whether it hides what is below, whether it is white or black."""

    turn: int
    box: Box
    covers: bool
    white: bool
    black: bool = False
    pixels: tuple[int, int] | None = None
    """Of a picture: how wide and how high it is."""


@dataclass(frozen=True, slots=True)
class Over:
    """A box of a comment over a page; `opaque` where its colour is told, else it may be one that hides nothing."""

    box: tuple[float, ...]
    opaque: bool


def look(data: bytes, report: Report, laid_over: dict[int, list[Over]]) -> None:
    """Look at each page; `laid_over` are the boxes of its comments, by page."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise CannotLook("damaged") from error
    if len(pdf) > MOST_PAGES:
        raise CannotLook("too_large")
    personal = Personal(report, "its pages")
    for number, page in enumerate(pdf, 1):
        _look_at_page(page, number, report, laid_over.get(number, []))
        for line in page.get_textpage().get_text_range(errors="replace").splitlines():
            personal.line(line)
        page.close()
    personal.finish()


def _look_at_page(page: Any, number: int, report: Report, laid_over: Iterable[Over]) -> None:
    shown = _shown(page)
    sight = sight_of(page, shown)
    page.set_cropbox(*_all_of(page))
    objects = list(page.get_objects(max_depth=15))
    turns = {_address(one): turn for turn, one in enumerate(objects)}
    modes = {_address(one): pdfium.FPDFTextObj_GetTextRenderMode(one.raw) for one in objects if one.type == TEXT}
    drawn = [found for turn, one in enumerate(objects) if (found := _drawn(one, turn)) is not None]
    last = len(objects)
    drawn += [Drawn(last, _upright(one.box), covers=True, white=False) for one in laid_over if one.opaque]
    counted = {"covered_text": 0, "invisible_text": 0, "text_outside": 0}
    written = []
    for letter in _letters(page.get_textpage()):
        written.append((turns.get(letter.address, 0), letter.box))
        rule = _unseen(letter, turns, modes, (drawn, shown)) or _unpainted(letter, sight)
        if rule:
            counted[rule] += 1
    laid = [Laid(one.turn, one.box, one.covers, one.pixels) for one in drawn]
    laid += [Laid(last, _upright(one.box), covers=True) for one in laid_over]
    if any(one.pixels for one in laid):
        for rule, said in look_at_pictures(laid, written, shown):
            report.note(rule, f"page {number}", said)
    words = {"covered_text": "under a box", "invisible_text": "not shown", "text_outside": "outside the page"}
    for rule, count in counted.items():
        if count >= FEWEST:
            report.note(rule, f"page {number}, {words[rule]}; {count} letters")


TEXT = pdfium.FPDF_PAGEOBJ_TEXT


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a page: where it is, what drew it, and in which colour."""

    box: Box
    address: int
    white: bool
    black: bool
    grey: float
    """How light it is, of 255."""


def _letters(text: Any) -> Iterator[Letter]:
    channels = [ctypes.c_uint() for _ in range(4)]
    for at in range(text.count_chars()):
        mark = chr(pdfium.FPDFText_GetUnicode(text, at) or 32)
        if not mark.isalnum():
            continue
        pdfium.FPDFText_GetFillColor(text, at, *channels)
        white = all(channel.value >= LIGHT for channel in channels[:3]) or channels[3].value == 0
        black = all(channel.value <= DARK for channel in channels[:3])
        grey = sum(channel.value * part for channel, part in zip(channels, LIGHTNESS, strict=False))
        source = pdfium.FPDFText_GetTextObject(text, at)
        yield Letter(text.get_charbox(at), ctypes.cast(source, ctypes.c_void_p).value or 0, white, black, grey)


LIGHTNESS = (0.3, 0.59, 0.11)
"""How much of the light of a colour its red, green and blue are."""


def _unpainted(letter: Letter, sight: Sight | None) -> str:
    """Return the rule for a letter of which nothing is to be seen; empty where something is."""
    if sight is None or sight.is_seen(letter.box):
        return ""
    return "covered_text" if abs(sight.light_at(letter.box) - letter.grey) > DIFFERENT else "invisible_text"


DIFFERENT = 40
"""How far a letter is from what is painted in its place where something covers it, of 255."""


def _unseen(letter: Letter, turns: dict[int, int], modes: dict[int, int], page: tuple[list[Drawn], Box]) -> str:
    """Return the rule by which a letter is not seen; empty where it is."""
    drawn, shown = page
    turn, box = turns.get(letter.address, 0), letter.box
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    if not (shown[0] <= middle[0] <= shown[2] and shown[1] <= middle[1] <= shown[3]):
        return "text_outside"
    squeezed = (box[2] - box[0]) * NARROWEST < box[3] - box[1]
    if modes.get(letter.address) in INVISIBLE or box[3] - box[1] < TINY or squeezed:
        return "invisible_text"
    if any(one.turn > turn and one.covers and overlap(box, one.box) >= COVERED for one in drawn):
        return "covered_text"
    below = [one for one in drawn if one.turn < turn and _holds(one.box, middle)]
    if letter.black and below and below[-1].black:
        return "covered_text"
    return "invisible_text" if letter.white and all(one.white for one in below) else ""


def _drawn(one: Any, turn: int) -> Drawn | None:
    """Return what an object hides or is behind; None for text and what is drawn within a drawing of its own."""
    if one.type in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
        covers = not pdfium.FPDFPageObj_HasTransparency(one.raw)
        return Drawn(turn, _bounds(one), covers=covers, white=False, pixels=pixels_of(one))
    if one.type != pdfium.FPDF_PAGEOBJ_PATH:
        return None
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one.raw, filled, stroked)
    if filled.value:
        simple = 0 < pdfium.FPDFPath_CountSegments(one.raw) <= RECTANGLE
        return _painted(one, turn, pdfium.FPDFPageObj_GetFillColor, covers=simple)
    if stroked.value and _is_bar(one):
        return _painted(one, turn, pdfium.FPDFPageObj_GetStrokeColor, covers=True)
    return None


def _painted(one: Any, turn: int, colour_of: Any, *, covers: bool) -> Drawn:
    """Return what a path hides; a pattern has no colour that is known, and hides as a colour does."""
    channels = [ctypes.c_uint() for _ in range(4)]
    plain = bool(colour_of(one.raw, *channels))
    opaque = not pdfium.FPDFPageObj_HasTransparency(one.raw) and (not plain or channels[3].value >= OPAQUE)
    white = plain and all(channel.value >= LIGHT for channel in channels[:3])
    black = plain and covers and opaque and all(channel.value <= DARK for channel in channels[:3])
    return Drawn(turn, _bounds(one), covers=covers and opaque, white=white, black=black)


def _is_bar(one: Any) -> bool:
    """Tell whether a stroke is a bar: as thick as it strays from one direction, as a marker drawn along a line is."""
    width, x, y = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(one.raw, width)
    count = pdfium.FPDFPath_CountSegments(one.raw)
    across, along = [], []
    for at in range(min(count, MOST_OF_A_BAR + 1)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(one.raw, at), x, y)
        across.append(x.value)
        along.append(y.value)
    if not 1 < count <= MOST_OF_A_BAR:
        return False
    return min(max(across) - min(across), max(along) - min(along)) <= width.value


MOST_OF_A_BAR = 200
"""Segments: a longer stroke is handwriting or a curve of a chart."""


def _bounds(one: Any) -> Box:
    """Return the bounds of an object on the page, through the drawings that it stands in."""
    left, bottom, right, top = one.get_bounds()
    within = one.container
    while within is not None:
        matrix = within.get_matrix()
        corners = [matrix.on_point(x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        within = within.container
    return left, bottom, right, top


def _shown(page: Any) -> Box:
    """Return the part of a page that is shown: its crop box, as far as that lies within it (ISO 32000-1, 14.11.2)."""
    crop, whole = page.get_cropbox(), page.get_mediabox()
    return max(crop[0], whole[0]), max(crop[1], whole[1]), min(crop[2], whole[2]), min(crop[3], whole[3])


def _all_of(page: Any) -> Box:
    """Return the whole of a page with room around it, so that what lies outside is read too."""
    left, bottom, right, top = page.get_mediabox()
    return left - ROOM, bottom - ROOM, right + ROOM, top + ROOM


ROOM = 10_000.0


def _address(one: Any) -> int:
    return ctypes.cast(one.raw, ctypes.c_void_p).value or 0


def _upright(box: tuple[float, ...]) -> Box:
    left, bottom, right, top = box[:4]
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
