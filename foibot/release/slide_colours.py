"""Words on slides that nobody can read (ECMA-376, DrawingML): of the colour behind them, too small, unfilled.

White words count only where nothing that is drawn could be behind them: no shape, table or picture with a filling.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from foibot.lean import dataclass
from foibot.release.packages import Package, local
from foibot.release.tones import is_light

Box = tuple[int, int, int, int]
TINY = 300
"""Hundredths of a point."""
FAINT = 5_000
"""Thousandths of a per cent: what is less opaque is not seen."""
FILLED = frozenset({"solidFill", "gradFill", "blipFill", "pattFill"})
EVERYWHERE: Box = (-(1 << 40), -(1 << 40), 1 << 41, 1 << 41)
WORDS = {"windowText": "000000", "window": "FFFFFF"}


@dataclass(slots=True)
class Backdrop:
    """What is behind the words of a slide: its colour, empty where it is not one, and where something is drawn."""

    colour: str = "FFFFFF"
    drawn: list[Box] = field(default_factory=list)
    colours: Mapping[str, str] = field(default_factory=dict)
    """The colours of the theme by the names that slides call them."""


def backdrop_of(package: Package, part: str) -> Backdrop:
    """Read what is behind the words of a slide: what it draws, and what its layout and its master do."""
    behind = Backdrop()
    layers = list(_layers(package, part))
    roots = [package.root(one) for one in layers]
    behind.colours = _colours(package, layers[-1], roots[-1])
    told = next((one for root in roots for one in root.iter() if local(one) == "bg"), None)
    if told is not None:
        behind.colour = _background(told, behind.colours)
    for root in roots:
        behind.drawn += [_box(one) for one in root.iter() if _is_filled(one)]
    return behind


def _layers(package: Package, part: str) -> Iterator[str]:
    yield part
    for kind in ("slideLayout", "slideMaster"):
        part = next((one.target for one in package.relations(part) if one.type == kind), "")
        if part not in package.names:
            return
        yield part


def _colours(package: Package, master: str, root: Any) -> dict[str, str]:
    theme = next((one.target for one in package.relations(master) if one.type == "theme"), "")
    scheme = package.root(theme) if theme in package.names else None
    listed = next((one for one in scheme.iter() if local(one) == "clrScheme"), ()) if scheme is not None else ()
    own = {local(one): _plain(next(iter(one), None), {}) for one in listed}
    named: Mapping[Any, Any] = next((one.attrib for one in root.iter() if local(one) == "clrMap"), {})
    return {**own, **{str(name): own.get(str(of), "") for name, of in named.items()}}


def _plain(colour: Any, colours: Mapping[str, str]) -> str:
    """Return a colour as six hex digits; empty for one that is shaded, tinted or unknown."""
    if colour is None or any(local(one) != "alpha" for one in colour):
        return ""
    match local(colour):
        case "srgbClr":
            return str(colour.get("val", "")).upper()
        case "sysClr":
            return str(colour.get("lastClr") or WORDS.get(colour.get("val", ""), "")).upper()
        case "schemeClr":
            return colours.get(colour.get("val", ""), "")
        case "prstClr":
            return {"white": "FFFFFF", "black": "000000"}.get(colour.get("val", ""), "")
    return ""


def _background(told: Any, colours: Mapping[str, str]) -> str:
    of = next(iter(told), None)
    if of is None:
        return ""
    if local(of) == "bgRef":
        return _plain(next(iter(of), None), colours)
    return _filling(of, colours)


def _filling(properties: Any, colours: Mapping[str, str]) -> str:
    """Return the colour of a filling; empty where there is none, or it is not one colour."""
    fill = next((one for one in properties if local(one) == "solidFill"), None)
    return "" if fill is None else _plain(next(iter(fill), None), colours)


def _is_filled(element: Any) -> bool:
    """Tell whether something is drawn that may be behind words: a shape with a filling, a picture, a table, a chart."""
    name = local(element)
    return name in {"pic", "graphicFrame"} or (name == "sp" and _is_filled_shape(element))


def _is_filled_shape(shape: Any) -> bool:
    properties, style = _child(shape, "spPr"), _child(shape, "style")
    if properties is not None and _child(properties, "noFill") is not None:
        return False
    of_style = _child(style, "fillRef")
    return _paints(properties) or (of_style is not None and of_style.get("idx", "0") != "0")


def _paints(properties: Any) -> bool:
    return properties is not None and any(local(one) in FILLED for one in properties)


def _child(element: Any, name: str) -> Any:
    return None if element is None else next((one for one in element if local(one) == name), None)


def _box(element: Any) -> Box:
    """Return where a thing is drawn; everywhere, where that is told elsewhere or counted otherwise, as in a group."""
    transform = next((one for one in element.iter() if local(one) == "xfrm"), None)
    offset, extent = _child(transform, "off"), _child(transform, "ext")
    grouped = any(local(one) == "grpSp" for one in element.iterancestors())
    if offset is None or extent is None or grouped:
        return EVERYWHERE
    return int(offset.get("x", 0)), int(offset.get("y", 0)), int(extent.get("cx", 0)), int(extent.get("cy", 0))


def unreadable(root: Any, behind: Backdrop) -> int:
    """Count the runs of words of a slide that nobody can read."""
    return sum(1 for one in root.iter() if local(one) == "r" and _has_words(one) and _is_unreadable(one, behind))


def _has_words(run: Any) -> bool:
    return any((one.text or "").strip() for one in run if local(one) == "t")


def _is_unreadable(run: Any, behind: Backdrop) -> bool:
    properties = _child(run, "rPr")
    if _is_merged(run):
        return True
    if properties is None:
        return False
    size = properties.get("sz", "")
    if (size.isdecimal() and int(size) < TINY) or _is_unfilled(properties):
        return True
    colour = _filling(properties, behind.colours)
    return bool(colour) and _is_alike(colour, _behind(run, behind))


def _is_merged(run: Any) -> bool:
    cell = next((one for one in run.iterancestors() if local(one) == "tc"), None)
    return cell is not None and any(cell.get(one) in {"1", "true"} for one in ("hMerge", "vMerge"))


def _is_unfilled(properties: Any) -> bool:
    """Tell whether letters have neither filling nor outline, or are as good as transparent."""
    if _child(properties, "noFill") is not None:
        line = _child(properties, "ln")
        return line is None or not _paints(line)
    fill = _child(properties, "solidFill")
    faint = (one.get("val", "") for one in (() if fill is None else fill.iter()) if local(one) == "alpha")
    return any(one.isdecimal() and int(one) < FAINT for one in faint)


def _behind(run: Any, behind: Backdrop) -> str:
    """Return the colour behind a run: of its cell or its shape, or of the slide; empty where it is not known."""
    marked = _child(_child(run, "rPr"), "highlight")
    if marked is not None:
        return _plain(next(iter(marked), None), behind.colours)
    for one in run.iterancestors():
        properties = _child(one, "tcPr" if local(one) == "tc" else "spPr")
        if _paints(properties):
            return _filling(properties, behind.colours)
        if local(one) == "tbl" and _has_style(one):
            return ""
        if local(one) in {"sp", "graphicFrame"}:
            return "" if _is_filled_shape(one) or _is_over_something(one, behind) else behind.colour
    return ""


def _has_style(table: Any) -> bool:
    return any((one.text or "").strip() for one in table.iter() if local(one) == "tableStyleId")


def _is_over_something(shape: Any, behind: Backdrop) -> bool:
    own, rest = _box(shape), list(behind.drawn)
    if local(shape) == "graphicFrame" and own in rest:
        rest.remove(own)
    return any(_meet(own, one) for one in rest)


def _meet(one: Box, other: Box) -> bool:
    across = one[0] < other[0] + other[2] and other[0] < one[0] + one[2]
    return across and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _is_alike(colour: str, behind: str) -> bool:
    return colour == behind or (is_light(colour) and is_light(behind))
