"""What styles do in OpenDocument files (ODF 1.3, 16): hide, whiten, make too small, and colour what is below."""

import re
from typing import Any

from foibot.lean import dataclass
from foibot.release.packages import attribute, local
from foibot.release.tones import is_alike, is_light

TINY_POINTS = 3.0
NO_SIZE = {"column-width": 0.2, "row-height": 0.1}
"""Below which width of a column and which height of a row, in centimetres, nothing of a cell can be read."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style does to what bears it."""

    hidden: bool = False
    white: bool = False
    tiny: bool = False
    coloured: bool = False
    cropped: bool = False
    parent: str = ""


Styles = dict[tuple[str, str], Style]
"""Styles by family and name."""


def note_style(styles: Styles, element: Any) -> None:
    """Note what a style does, once it is read whole."""
    family, name = attribute(element, "family"), attribute(element, "name")
    hidden = white = tiny = coloured = ink = bar = clipped = False
    for one in element:
        size, behind = attribute(one, "font-size"), attribute(one, "background-color")
        kind = local(one)
        hidden |= kind == "text-properties" and attribute(one, "display") == "none"
        hidden |= kind == "table-properties" and attribute(one, "display") == "false"
        hidden |= kind == "drawing-page-properties" and attribute(one, "visibility") == "hidden"
        hidden |= kind == "section-properties" and attribute(one, "display") == "none"
        hidden |= any(attribute(one, name) and length(one, name) < least for name, least in NO_SIZE.items())
        white |= is_light(attribute(one, "color")[1:])
        clipped |= re.search(r"[1-9]", attribute(one, "clip")) is not None
        ink |= attribute(one, "color").lower() == "#000000"
        bar |= behind == "#000000"
        tiny |= behind.startswith("#") and is_alike(attribute(one, "color")[1:].upper(), behind[1:].upper())
        tiny |= size.endswith("pt") and float(size[:-2]) < TINY_POINTS
        coloured |= behind not in {"", "transparent", "#ffffff"} or attribute(one, "fill") in {"solid", "gradient"}
    styles[family, name] = Style(
        hidden,
        white=white,
        tiny=tiny or (ink and bar),
        coloured=coloured,
        cropped=clipped,
        parent=attribute(element, "parent-style-name"),
    )


def styled(styles: Styles, family: str, name: str, depth: int = 8) -> Style:
    """Return what a style does, with what it inherits."""
    own = styles.get((family, name), Style())
    if not own.parent or not depth:
        return own
    above = styled(styles, family, own.parent, depth - 1)
    return Style(
        own.hidden or above.hidden,
        white=own.white or above.white,
        tiny=own.tiny or above.tiny,
        coloured=own.coloured or above.coloured,
        cropped=own.cropped or above.cropped,
    )


DRAWN = ("frame", "custom-shape", "rect", "text-box", "ellipse", "page")
FAMILIES = {
    **dict.fromkeys(DRAWN, "graphic"),
    "span": "text",
    "p": "paragraph",
    "h": "paragraph",
    "table-cell": "table-cell",
    "table": "table",
}


def is_on_colour(styles: Styles, element: Any) -> bool:
    """Tell whether something behind words may be darker than white: a shape, or the colour of what they stand in."""
    around = [one for one in (element, *element.iterancestors()) if local(one) in FAMILIES]
    drawn = any(FAMILIES[local(one)] == "graphic" for one in around)
    behind = (styled(styles, FAMILIES[local(one)], attribute(one, "style-name")) for one in around)
    return drawn or any(style.coloured for style in behind)


FARTHEST = 34.0
"""Centimetres: the widest slide that any program offers by itself is 33.87 cm wide."""
UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353}


def length(element: Any, name: str) -> float:
    """Return a length in centimetres."""
    written = attribute(element, name)
    return float(written[:-2]) * UNITS[written[-2:]] if written[-2:] in UNITS else 0.0


def has_no_size(styles: Styles, element: Any) -> bool:
    """Tell whether a column or a row of a table is too small for anything in it to be read."""
    return styled(styles, local(element), attribute(element, "style-name")).hidden
