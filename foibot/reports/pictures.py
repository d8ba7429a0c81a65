"""Draws the pictures of a report as SVG, in a process of its own: `python -m foibot.reports.pictures`.

What to draw comes as JSON on standard input, the pictures go as JSON to standard output. So the daemon, which sends
a report a month, never keeps the charting library in its memory. Bars differ in lightness and hatching as well as in
colour, and carry their figures, so that they can be told apart in grey print and by those who see no colour.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

BLUE, PALE, RED, INK = "#1d4f91", "#b7cbe6", "#a4122f", "#1b1b1b"
WIDTH, SHORT, ROW = 6.4, 3.4, 0.36
MONTHS_APART = 14
DAY = 20
FROM_SVG = re.compile(r"<svg.*</svg>", re.DOTALL)
METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
NAMES = re.compile(r'(\bid="|url\(#|href="#)')
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}
Picture = Mapping[str, Any]


def _columns(axes: Axes, picture: Picture) -> None:
    """Draw two columns side by side for each label: the first full, the second pale and hatched."""
    labels: Sequence[str] = picture["labels"]
    for at, (name, values) in enumerate(picture["series"].items()):
        places = [place + (at - 0.5) * 0.4 for place in range(len(labels))]
        style = {"color": BLUE} if at == 0 else {"color": PALE, "hatch": "///", "edgecolor": INK, "linewidth": 0.5}
        bars = axes.bar(places, values, 0.4, label=name, **style)
        axes.bar_label(
            bars, picture["said"][name], fontsize=8, padding=2, rotation=90 if len(labels) > MONTHS_APART // 2 else 0
        )
    axes.set_xticks(range(len(labels)), labels, rotation=45 if len(labels) > MONTHS_APART // 2 else 0, fontsize=9)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, 1.18), ncols=2, borderaxespad=0)
    axes.set_ylim(0, max([1, *(max(values) for values in picture["series"].values())]) * 1.2)


def _days(axes: Axes, picture: Picture) -> None:
    """Draw how many answers left on each working day, with a line after day 20."""
    labels: Sequence[int] = picture["labels"]
    values: Sequence[int] = picture["series"]["answers"]
    colours = [BLUE if day <= DAY else PALE for day in labels]
    hatches = ["" if day <= DAY else "///" for day in labels]
    axes.bar(labels, values, 0.85, color=colours, hatch=hatches, edgecolor=INK, linewidth=0.4)
    axes.axvline(DAY + 0.5, color=RED, linewidth=1.6, linestyle="--")
    top = max(values, default=1)
    axes.text(DAY + 0.8, top * 1.06, "after day 20", color=RED, fontsize=9)
    axes.set_xlim(min(labels, default=0) - 0.8, max([*labels, DAY + 6]) + 0.8)
    axes.set_ylim(0, top * 1.18 or 1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(picture["axis"])


def _bars(axes: Axes, picture: Picture) -> None:
    """Draw a bar for each label, from top to bottom, its figure behind it; those named as urgent are hatched."""
    [values] = picture["series"].values()
    said = next(iter(picture["said"].values()))
    places = range(len(values))
    urgent = set(picture.get("urgent", ()))
    colours = [RED if label in urgent else BLUE for label in picture["labels"]]
    hatches = ["xx" if label in urgent else "" for label in picture["labels"]]
    bars = axes.barh(places, values, 0.7, color=colours, hatch=hatches, edgecolor="white", linewidth=0)
    axes.bar_label(bars, said, padding=4, fontsize=9)
    axes.set_yticks(places, picture["labels"])
    axes.invert_yaxis()
    axes.set_xlim(0, max([*values, 1]) * 1.18)
    axes.set_xlabel(picture.get("axis", ""))
    axes.tick_params(axis="y", length=0)


DRAWN: Mapping[str, Callable[[Axes, Picture], None]] = {"columns": _columns, "days": _days, "bars": _bars}


def drawn(picture: Picture) -> str:
    """Return a picture as an SVG element of its own names, without a prologue, metadata or anything from elsewhere."""
    rows = len(picture["labels"])
    height = max(1.2, ROW * rows + 0.9) if picture["kind"] == "bars" else SHORT
    with mpl.rc_context({**STYLE, "svg.hashsalt": picture["name"]}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        DRAWN[picture["kind"]](axes, picture)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    [svg] = FROM_SVG.findall(written.getvalue())
    return NAMES.sub(rf"\g<1>{picture['name']}-", METADATA.sub("", svg))


def main() -> None:
    """Draw what standard input asks for."""
    pictures = json.load(sys.stdin)
    json.dump({picture["name"]: drawn(picture) for picture in pictures}, sys.stdout)


if __name__ == "__main__":
    main()
