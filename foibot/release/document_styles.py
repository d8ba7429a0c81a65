"""What styles do to words in documents of Word's format (ECMA-376, 17.7): hide them, whiten them, make them too small.

What a run says itself goes before its style, that before the style of its paragraph, and that before the defaults.
"""

from dataclasses import field, fields
from typing import Any

from foibot.lean import dataclass
from foibot.release.packages import Package, local
from foibot.release.tones import BLACK, is_light

OFF = frozenset({"0", "false", "off", "none"})
PAPER = frozenset({"", "AUTO"})
DEEPEST = 12
TINY_HALF_POINTS, NARROWEST, LOWEST = 6, 10, 40
"""Half points, per cent, twentieths of a point: below which nobody reads a word."""
THEME = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": BLACK, "dark1": BLACK}
"""The colours of a theme that are paper and ink in every one that Word comes with."""
OF_SCHEME = {"bg1": "FFFFFF", "lt1": "FFFFFF", "tx1": BLACK, "dk1": BLACK}


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, as far as it is said: hidden ("yes" or "no"), their colour, their size in half points.

    `behind` is the colour behind them, `scale` how wide they are in per cent, `line` how high their line is at most, in
    twentieths of a point.
    """

    hidden: str = ""
    colour: str = ""
    size: str = ""
    behind: str = ""
    scale: str = ""
    line: str = ""

    def over(self, below: "Look") -> "Look":
        """Return this look, with what it does not say from the one below."""
        return Look(*(getattr(self, one.name) or getattr(below, one.name) for one in fields(self)))

    @property
    def tiny(self) -> bool:
        """Tell whether words are too small, too narrow or in too low a line to be read."""
        told = ((self.size, TINY_HALF_POINTS), (self.scale.rstrip("%"), NARROWEST), (self.line, LOWEST))
        return any(said.isdecimal() and int(said) < least for said, least in told)


@dataclass(slots=True)
class DocumentStyles:
    """The styles of a document by their ids, those that are usual, and what holds where nothing is said."""

    looks: dict[str, tuple[Look, str]] = field(default_factory=dict)
    """The look of a style, and the style that it is based on."""
    shading: dict[str, tuple[bool, str]] = field(default_factory=dict)
    """Whether a style of tables puts a colour behind words, and the style that it is based on."""
    usual: str = ""
    """The style of paragraphs that name none."""
    defaults: Look = field(default_factory=Look)

    def look(self, style: str, depth: int = DEEPEST) -> Look:
        """Return what a style says, with what it inherits."""
        own, parent = self.looks.get(style, (Look(), ""))
        return own.over(self.look(parent, depth - 1)) if parent and depth else own

    def shades(self, style: str, depth: int = DEEPEST) -> bool:
        """Tell whether a style of tables may put a colour behind words; one that is not there may."""
        own, parent = self.shading.get(style, (True, ""))
        return own or bool(parent and depth and self.shades(parent, depth - 1))

    def of_run(self, run: Any) -> Look:
        """Return how the words of a run look."""
        properties = child(run, "rPr")
        paragraph = value(child(child(run.getparent(), "pPr"), "pStyle"), "val")
        of_style = self.look(value(child(properties, "rStyle"), "val"))
        of_paragraph = self.look(paragraph or self.usual)
        own = look_of(properties, child(run.getparent(), "pPr"))
        return own.over(of_style).over(of_paragraph).over(self.defaults)


def styles_of(package: Package, part: str = "word/styles.xml") -> DocumentStyles:
    """Read the styles of a document."""
    styles, root = DocumentStyles(), package.root(part)
    for one in () if root is None else root.iter():
        name = local(one)
        if name == "rPrDefault":
            styles.defaults = look_of(child(one, "rPr"))
        elif name == "style":
            parent = value(child(one, "basedOn"), "val")
            styles.looks[value(one, "styleId")] = (look_of(child(one, "rPr"), child(one, "pPr")), parent)
            if value(one, "type") == "table":
                own = any(behind_of(part) for part in one.iter() if child(part, "shd") is not None)
                styles.shading[value(one, "styleId")] = (own, parent)
            if value(one, "type") == "paragraph" and value(one, "default") in {"1", "true", "on"}:
                styles.usual = value(one, "styleId")
    return styles


def look_of(properties: Any, of_paragraph: Any = None) -> Look:
    """Return what the properties of a run or a style say."""
    vanish = child(properties, "vanish")
    hidden = "" if vanish is None else ("no" if value(vanish, "val").lower() in OFF else "yes")
    clear = child(properties, "specVanish") is not None or _is_clear(child(properties, "textFill"))
    hidden = "yes" if clear else hidden
    behind = behind_of(properties) or behind_of(of_paragraph)
    spacing = child(of_paragraph, "spacing")
    line = value(spacing, "line") if value(spacing, "lineRule") == "exact" else ""
    size, scale = value(child(properties, "sz"), "val"), value(child(properties, "w"), "val")
    colour = _filled_with(child(properties, "textFill")) or _colour_of(child(properties, "color"))
    return Look(hidden, colour, size, behind, scale, line)


def _filled_with(fill: Any) -> str:
    """Return the one colour that letters are filled with, which Word shows in place of theirs; empty where unknown."""
    solid = child(fill, "solidFill")
    for one in () if solid is None else solid:
        told = value(one, "val")
        changed = any(local(change) != "alpha" for change in one)
        return "" if changed else (OF_SCHEME.get(told, "") if local(one) == "schemeClr" else told.upper())
    return ""


def _is_clear(fill: Any) -> bool:
    """Tell whether letters are filled with nothing, or with a colour that is as good as transparent."""
    inside = () if fill is None else fill.iter()
    return any(local(one) == "noFill" or (local(one) == "alpha" and _transparent(one)) for one in inside)


def _transparent(alpha: Any) -> bool:
    told = value(alpha, "val").rstrip("%")
    return told.isdecimal() and int(told) >= CLEAR


CLEAR = 90_000
"""Thousandths of a per cent."""


def _colour_of(colour: Any) -> str:
    return _of_theme(colour, ("themeColor", "themeShade", "themeTint")) or value(colour, "val").upper()


def _of_theme(element: Any, says: tuple[str, str, str]) -> str:
    """Return a colour of the theme where it is plain paper or ink, and not shaded or tinted."""
    name, *changes = says
    return "" if any(value(element, one) for one in changes) else THEME.get(value(element, name), "")


def behind_of(properties: Any) -> str:
    """Return the colour of the shading that properties say; empty for none, and for paper."""
    shading = child(properties, "shd")
    if value(shading, "val") == "solid":  # then it is the colour of the pattern that is seen, and black by itself
        front = _of_theme(shading, ("themeColor", "themeShade", "themeTint")) or value(shading, "color").upper()
        return BLACK if front in {"", "AUTO"} else front
    fill = _of_theme(shading, ("themeFill", "themeFillShade", "themeFillTint")) or value(shading, "fill").upper()
    return "" if is_paper(fill) else fill


def is_paper(colour: str) -> bool:
    """Tell whether a colour behind words is that of paper."""
    return colour in PAPER or is_light(colour)


def child(element: Any, name: str) -> Any:
    """Return the first child of that local name; None where there is none, or no element."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def value(element: Any, name: str) -> str:
    """Return an attribute by its local name; empty where there is none, or no element."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if key.rpartition("}")[2] == name), "")
