"""A page of a PDF as it is seen: painted by pdfium, and held against each letter that is said to stand there.

Whatever hides a letter (a box of any form, a comment, a colour like the one behind it, a clip, a layer that is off, too
little opacity), nothing of it is to be seen where it stands.
"""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from foibot.lean import dataclass

Box = tuple[float, float, float, float]
SCALE, MOST_PIXELS, MOST_OF_PICTURES = 2.0, 6_000_000, 12_000_000
"""Pixels to a point, of a painted page, and of all pictures on it: a page with more of them is not painted."""
LOWEST, ROOM = 5, 1
"""Pixels: how high a letter must be painted to be judged, and how much is looked at around it."""
LEAST, LEAST_OF_ONE = 20, 60
"""How much lighter and darker a letter and what is behind it must be, of 255; or how different in red, green or blue.

Two greys of a contrast of 1.2 to 1 (WCAG 2.2, 1.4.3) near white are 20 apart.
"""


@dataclass(slots=True)
class Sight:
    """A painted page."""

    page: Any
    shown: Box
    scale: float
    grey: Any
    colours: Any = None

    def is_seen(self, box: Box) -> bool:
        """Tell whether anything is to be seen where a letter stands; also where it cannot be judged."""
        area = self._area(box)
        if (box[3] - box[1]) * self.scale < LOWEST or area[0] >= area[2] or area[1] >= area[3]:
            return True
        darkest, lightest = self.grey.crop(area).getextrema()
        return bool(lightest - darkest >= LEAST) or self._differs(area)

    def light_at(self, box: Box) -> float:
        """Return how light it is where a letter stands, of 255."""
        darkest, lightest = self.grey.crop(self._area(box)).getextrema()
        return float(darkest + lightest) / 2

    def _area(self, box: Box) -> tuple[int, int, int, int]:
        left, top = int((box[0] - self.shown[0]) * self.scale), int((self.shown[3] - box[3]) * self.scale)
        right, bottom = int((box[2] - self.shown[0]) * self.scale), int((self.shown[3] - box[1]) * self.scale)
        wide, high = self.grey.size
        return max(0, left - ROOM), max(0, top - ROOM), min(wide, right + 1 + ROOM), min(high, bottom + 1 + ROOM)

    def _differs(self, area: tuple[int, int, int, int]) -> bool:
        if self.colours is None:
            self.colours = self.page.render(scale=self.scale, grayscale=False).to_pil().convert("RGB")
        channels = self.colours.crop(area).getextrema()
        return any(high - low >= LEAST_OF_ONE for low, high in channels)


def sight_of(page: Any, shown: Box) -> Sight | None:
    """Paint a page as it is shown, upright; None for one that is too large, or has too large pictures on it."""
    page.set_rotation(0)
    wide, high = shown[2] - shown[0], shown[3] - shown[1]
    if wide <= 1 or high <= 1 or _pixels_of_pictures(page) > MOST_OF_PICTURES:
        return None
    scale = min(SCALE, (MOST_PIXELS / (wide * high)) ** 0.5)
    grey = page.render(scale=scale, grayscale=True).to_pil()
    return Sight(page, shown, grey.width / wide, grey)


def _pixels_of_pictures(page: Any) -> int:
    return sum(wide * high for one in page.get_objects() if (size := pixels_of(one)) for wide, high in (size,))


def pixels_of(one: Any) -> tuple[int, int] | None:
    """Return how many pixels a picture is wide and high; None for what is none."""
    if one.type != pdfium.FPDF_PAGEOBJ_IMAGE:
        return None
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(one.raw, wide, high)
    return wide.value, high.value
