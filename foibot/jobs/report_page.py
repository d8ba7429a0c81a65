"""The page of a report: its main figures, its pictures with their figures beside them, and every table."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from foibot.app import App
from foibot.casework.statistics import Figures
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.reports.picturing import NO_LIBRARY, Picture, can_draw, draw, pictures_of
from foibot.reports.report import SMALL, Report, by_statute, lines, notes, per_cent, shown, title_of

PAGE = "_report.html.j2"
SMALL_SHOWN = (
    f"Figures below {SMALL} are shown as they are: this report is for internal use. With --suppress-small they are "
    f"shown as “fewer than {SMALL}”."
)
SMALL_HIDDEN = (
    f"Figures from 1 to {SMALL - 1} are shown as “fewer than {SMALL}”, and drawn as high as {SMALL}. Before it is "
    "published, see whether one can be worked out from the totals."
)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one section of a table."""

    title: str
    note: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page."""

    title: str
    heads: Sequence[str]
    groups: Sequence[Group]


def make_page(app: App, report: Report, *, pictures_needed: bool = True) -> str:
    """Return the report as one HTML page that needs nothing else.

    Raises `UsageError` with the remedy where the charting library is missing and the pictures are needed; else the
    page is made without them, and says so.
    """
    pictures = pictures_of(report)
    drawn = draw(pictures) if pictures and (pictures_needed or can_draw()) else {}
    facts = {
        "title": f"{report.authority}: requests for information, {report.first} to {report.last}",
        "authority": report.authority,
        "first": report.first,
        "last": report.last,
        "as_at": report.as_at,
        "covers": f"Figures are of {title_of(report.main)}, where nothing else is said.",
        "main": main_figures(report, report.total(report.main)),
        "small": SMALL_HIDDEN if report.suppress_small else SMALL_SHOWN,
        "pictures": [_shown_picture(picture, drawn.get(picture.name, "")) for picture in pictures],
        "no_pictures": _why_none(pictures, drawn),
        "tables": [_by_statute(report), *(_table(report, statute) for statute in report.figures)],
    }
    return app.templates.fill([PAGE], facts)[1]


def _why_none(pictures: Sequence[Picture], drawn: Mapping[str, str]) -> str:
    if not pictures:
        return "There is nothing to draw yet."
    return "" if drawn else f"{NO_LIBRARY} The figures are the same."


def _shown_picture(picture: Picture, svg: str) -> Mapping[str, Any]:
    label = escape(f"{picture.title}. {picture.says} The figures stand in the table beside it.", quote=True)
    return {
        "name": picture.name,
        "title": picture.title,
        "says": picture.says,
        "heads": picture.heads,
        "rows": picture.rows,
        "svg": svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1),
    }


def main_figures(report: Report, total: Figures) -> list[tuple[str, str]]:
    """Return the figures that a reader wants first, in words and as they are written."""
    suppress = report.suppress_small
    share = per_cent(total.in_time, total.processed)
    counted = (
        ("Received", total.received),
        ("Processed", total.processed),
        ("Processed in time", total.in_time),
        ("Still open", total.still_open),
        ("Reviews asked for", total.reviews_received),
    )
    written = [(label, shown(value, suppress=suppress)) for label, value in counted]
    written.insert(3, ("In time", "-" if share is None or _tells_small(total, report) else f"{share:g} %"))
    written.append(("Median working days", shown(total.median_days)))
    return written


def _tells_small(total: Figures, report: Report) -> bool:
    """Tell whether a share would give a suppressed figure away."""
    late = total.processed - total.in_time
    return report.suppress_small and any(0 < count < SMALL for count in (late, total.in_time, total.processed))


def _by_statute(report: Report) -> Table:
    heads = ("Law", "Received", "Processed", "In time", "Late", "Open", "Closed without an answer")
    rows = [
        {"label": title, "part": False, "numbers": [shown(one, suppress=report.suppress_small) for one in _main(total)]}
        for title, total in by_statute(report)
    ]
    span = f"{plain_day(report.first)} to {plain_day(report.last)}"
    return Table(f"By law: received {span}", heads, [Group("", "", rows)])


def _main(total: Figures) -> tuple[int, ...]:
    late = total.processed - total.in_time
    return total.received, total.processed, total.in_time, late, total.still_open, total.closed


def _table(report: Report, statute: str) -> Table:
    return Table(title_of(statute), ["Figure", *report.columns], list(_groups(report, statute)))


def _groups(report: Report, statute: str) -> Iterator[Group]:
    said = notes()
    for title, of_it in groupby(lines(report, statute), key=lambda line: line.section):
        rows = [
            {
                "label": line.label,
                "part": line.part,
                "numbers": [shown(one, counts=line.counts, suppress=report.suppress_small) for one in line.values],
            }
            for line in of_it
        ]
        yield Group(title, said[title], rows)
