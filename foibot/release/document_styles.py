"""What styles do to words in documents of Word's format (ECMA-376, 17.7): hide them, whiten them, make them too small.

What a run says itself goes before its style, that before the style of its paragraph, and that before the defaults.
"""

from dataclasses import dataclass, field
from typing import Any

from foibot.release.packages import Package, local

OFF = frozenset({"0", "false", "off", "none"})
PAPER = frozenset({"", "AUTO", "FFFFFF"})
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, as far as it is said: hidden ("yes" or "no"), their colour, their size in half points.

    `behind` is the colour behind them.
    """

    hidden: str = ""
    colour: str = ""
    size: str = ""
    behind: str = ""

    def over(self, below: "Look") -> "Look":
        """Return this look, with what it does not say from the one below."""
        return Look(
            self.hidden or below.hidden,
            self.colour or below.colour,
            self.size or below.size,
            self.behind or below.behind,
        )


@dataclass(slots=True)
class DocumentStyles:
    """The styles of a document by their ids, those that are usual, and what holds where nothing is said."""

    looks: dict[str, tuple[Look, str]] = field(default_factory=dict)
    """The look of a style, and the style that it is based on."""
    usual: str = ""
    """The style of paragraphs that name none."""
    defaults: Look = field(default_factory=Look)

    def look(self, style: str, depth: int = DEEPEST) -> Look:
        """Return what a style says, with what it inherits."""
        own, parent = self.looks.get(style, (Look(), ""))
        return own.over(self.look(parent, depth - 1)) if parent and depth else own

    def of_run(self, run: Any) -> Look:
        """Return how the words of a run look."""
        properties = child(run, "rPr")
        paragraph = value(child(child(run.getparent(), "pPr"), "pStyle"), "val")
        of_style = self.look(value(child(properties, "rStyle"), "val"))
        of_paragraph = self.look(paragraph or self.usual)
        return look_of(properties).over(of_style).over(of_paragraph).over(self.defaults)


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
            if value(one, "type") == "paragraph" and value(one, "default") in {"1", "true", "on"}:
                styles.usual = value(one, "styleId")
    return styles


def look_of(properties: Any, of_paragraph: Any = None) -> Look:
    """Return what the properties of a run or a style say."""
    vanish, colour = child(properties, "vanish"), value(child(properties, "color"), "val").upper()
    hidden = "" if vanish is None else ("no" if value(vanish, "val").lower() in OFF else "yes")
    behind = value(child(properties, "shd"), "fill") or value(child(of_paragraph, "shd"), "fill")
    return Look(hidden, colour, value(child(properties, "sz"), "val"), "" if behind.upper() in PAPER else behind)


def child(element: Any, name: str) -> Any:
    """Return the first child of that local name; None where there is none, or no element."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def value(element: Any, name: str) -> str:
    """Return an attribute by its local name; empty where there is none, or no element."""
    if element is None:
        return ""
    return next((str(said) for key, said in element.attrib.items() if key.rpartition("}")[2] == name), "")
