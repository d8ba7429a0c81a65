"""The formats of cells in a workbook (ECMA-376, 18.8): in which of them nobody can read what a cell holds."""

from collections.abc import Mapping
from typing import Any

from foibot.lean import dataclass
from foibot.release.number_formats import Format, format_of
from foibot.release.packages import Package, local
from foibot.release.tones import BLACK, is_alike, is_light

TINY_POINTS, FAINT = 3.0, 0.1
INDEXED = {"0": "black", "1": "light", "8": "black", "9": "light", "64": "black", "65": "light"}
"""Colours by their number (18.8.27), as far as it is fixed what they are."""


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What a format does to a cell: whether nothing of it can be read, what is behind it, how its values are shown."""

    unseen: bool
    behind: str
    shown_as: Format | None

    def hides(self, value: str, *, words: bool) -> bool:
        """Tell whether nobody sees that value in a cell so formatted."""
        return self.unseen or (
            self.shown_as is not None and self.shown_as.hides(value, words=words, behind=self.behind)
        )


def hiding_formats(package: Package, ns: str) -> Mapping[str, CellFormat]:
    """Return the formats that hide something, by the number that cells name them with."""
    root = package.root("xl/styles.xml")
    if root is None:
        return {}
    shown = {one.get("numFmtId"): format_of(one.get("formatCode", "")) for one in root.iter(f"{ns}numFmt")}
    hiding = {number: one for number, one in shown.items() if one.may_hide}
    fonts = [_font(one) for parent in root.iter(f"{ns}fonts") for one in parent]
    fills = [_fill(one) for parent in root.iter(f"{ns}fills") for one in parent]
    listed = [one for parent in root.iter(f"{ns}cellXfs") for one in parent]
    formats = ((str(at), _format(one, fonts, fills, hiding)) for at, one in enumerate(listed))
    return {at: one for at, one in formats if one.unseen or one.shown_as is not None}


def _format(one: Any, fonts: list[tuple[str, bool]], fills: list[str], hiding: Mapping[Any, Format]) -> CellFormat:
    font, fill = int(one.get("fontId", 0)), int(one.get("fillId", 0))
    words, tiny = fonts[font] if font < len(fonts) else ("black", False)
    behind = fills[fill] if fill < len(fills) else "light"
    alike = is_alike(_plain(words), _plain(behind))
    return CellFormat(tiny or alike or words == behind != "", behind, hiding.get(one.get("numFmtId")))


def _plain(colour: str) -> str:
    """Return a colour as it was told in full; empty for one of the theme."""
    return {"light": "FFFFFF", "black": BLACK}.get(colour, colour.removesuffix(" 0.000"))


def _font(font: Any) -> tuple[str, bool]:
    """Tell of a font its colour, and whether it is too small to read; without a colour it is black."""
    colour, tiny = "black", False
    for one in font:
        if local(one) == "color":
            colour = _colour(one)
        if local(one) == "sz":
            tiny = float(one.get("val", 11)) < TINY_POINTS
    return colour, tiny


def _fill(fill: Any) -> str:
    """Tell the colour of a fill: none is light, as paper is; empty where it is not one colour."""
    pattern = next(iter(fill), None)
    if pattern is None or local(pattern) != "patternFill":
        return ""
    if pattern.get("patternType", "none") == "none":
        return "light"
    front = next((one for one in pattern if local(one) == "fgColor"), None)
    return _colour(front) if front is not None and pattern.get("patternType") == "solid" else ""


def _colour(colour: Any) -> str:
    """Write a colour so that two alike are written alike: `light` as paper is, `black` as ink; empty where unknown."""
    rgb, tint = colour.get("rgb", "")[-len(BLACK) :].upper(), colour.get("tint") or "0"
    theme, index = colour.get("theme", ""), colour.get("indexed", "")
    if (float(tint) == 0 and is_light(rgb)) or (theme == "0" and abs(float(tint)) <= FAINT):
        return "light"
    if float(tint) == 0 and (rgb == BLACK or theme == "1"):
        return "black"
    if index in INDEXED:
        return INDEXED[index]
    known = rgb or (theme and f"theme {theme}") or (index and f"index {index}")
    return f"{known} {float(tint):.3f}" if known else ""
