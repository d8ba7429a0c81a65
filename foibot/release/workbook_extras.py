"""What a workbook keeps beside its cells (ECMA-376): stored views, lists of drop-downs, data behind charts, tabs."""

import re
from collections.abc import Collection
from typing import Any

from foibot.release.office_files import is_true
from foibot.release.packages import Package, local
from foibot.release.personal import Personal
from foibot.release.report import Report, counted, names

X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
SHEET_OF = re.compile(r"'((?:[^']|'')+)'!|([^\s'!,()=+*/-]+)!")
HIDING = ("hiddenRows", "hiddenColumns", "filter")


def look_at_tabs(root: Any, report: Report, count: int) -> None:
    """Note where the tabs of several sheets, or the whole window, are switched off."""
    for one in root.iter():
        off = local(one) == "workbookView" and one.get("showSheetTabs", "1") in {"0", "false"}
        if (off and count > 1) or (local(one) == "workbookView" and one.get("visibility", "visible") != "visible"):
            report.note("hidden_tabs", "", counted(count, "sheet"))


def _look_at_view(view: Any, report: Report, place: str) -> None:
    """Note a stored view of a sheet that hides some of it."""
    if view.get("state", "visible") != "visible" or any(is_true(view.get(name)) for name in HIDING):
        report.note("custom_view", place)


def is_flat(told: Any, least: float) -> bool:
    """Tell whether rows of a sheet that say nothing of their height are not seen."""
    custom = is_true(told.get("customHeight")) and float(told.get("defaultRowHeight") or least) < least
    return is_true(told.get("zeroHeight")) or custom


def look_at_columns(told: Any, report: Report, place: str, least: float) -> None:
    """Note where columns that say nothing of their width are not seen."""
    if float(told.get("defaultColWidth") or least) < least:
        report.note("hidden_columns", f"{place}, all that have no width of their own")


def look_at_extra(element: Any, report: Report, place: str) -> None:
    """Note what a sheet keeps or hides beside its cells: a scenario, a stored view, what lies above frozen panes."""
    match local(element):
        case "pane":
            _look_at_pane(element, report, place)
        case "scenario":
            report.note("scenario", place, element.get("name", ""))
        case "customSheetView":
            _look_at_view(element, report, place)


def _look_at_pane(pane: Any, report: Report, place: str) -> None:
    """Note rows and columns that were scrolled away before the panes were frozen: nobody can scroll to them."""
    column, row = re.fullmatch(r"([A-Z]*)(\d*)", pane.getparent().get("topLeftCell", "A1")).groups()  # type: ignore[union-attr]
    if pane.get("state", "split") not in {"frozen", "frozenSplit"}:
        return
    if int(row or 1) > 1 and float(pane.get("ySplit", 0)):
        report.note("hidden_rows", f"{place}, above the frozen panes")
    if (column or "A") != "A" and float(pane.get("xSplit", 0)):
        report.note("hidden_columns", f"{place}, beside the frozen panes")


def look_at_list(validation: Any, report: Report, place: tuple[str, Collection[str]], personal: Personal) -> None:
    """Note a drop-down whose list stands on a hidden sheet; the words of a list of its own are read."""
    where, hidden = place
    if validation.get("type") != "list":
        return
    of = "".join(one.text or "" for one in validation.iter() if local(one) in {"formula1", "f"}).strip()
    if of.startswith('"'):
        personal.line(of)
    elif sheets_of(of) & set(hidden):
        report.note("hidden_list", where, of)


def sheets_of(formula: str) -> set[str]:
    """Return the sheets that a formula or a reference names."""
    return {(quoted or plain).replace("''", "'") for quoted, plain in SHEET_OF.findall(formula)}


def look_at_charts(package: Package, report: Report, shown: Collection[str]) -> None:
    """Note the charts that keep data of a sheet which nobody sees."""
    for name in package.names:
        if not re.match(r"xl/charts/chart[^/]*\.xml$", name):
            continue
        kept = (one for one in package.root(name).iter() if local(one) in {"numRef", "strRef", "multiLvlStrRef"})
        if any(re.fullmatch(r"filtered\w+Series", local(one)) for one in package.root(name).iter()):
            report.note("chart_cache", name.rpartition("/")[2], "a series that is filtered out")
        of = {sheet for one in kept if _has_cache(one) for sheet in sheets_of(_formula(one))}
        if of - set(shown):
            report.note("chart_cache", name.rpartition("/")[2], names(of - set(shown)))


def _has_cache(reference: Any) -> bool:
    return any(local(one) == "pt" for one in reference.iter())


def _formula(reference: Any) -> str:
    return next((one.text or "" for one in reference if local(one) == "f"), "")
