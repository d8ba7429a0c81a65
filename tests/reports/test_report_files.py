"""The report as sheets and as a page: numbers are numbers, nothing runs, nothing is loaded, and all can read it."""

import csv
import io
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from chromium import DESKTOP, TELEPHONE, is_wider_than_its_window, serious_faults
from openpyxl import load_workbook
from playwright.sync_api import Browser, ViewportSize
from pypdfium2 import PdfDocument
from registers import configuration, made_once

from foibot.casework.counted import Kind, Result, ReviewTime, Standing, Timeliness
from foibot.casework.statistics import ALL, Figures, HolderFigures, Period
from foibot.jobs.report_page import make_page
from foibot.reports.picturing import pictures_of
from foibot.reports.report import FEWER, Report
from foibot.reports.sheets import as_csv, as_xlsx

SPAN = Period("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))
EVIL = "=cmd|' /C calc'!A0"


def figures(received: int = 40) -> Figures:
    return Figures(
        received=received,
        status=Counter({Standing.PROCESSED: 30, Standing.IN_TIME: received - 30}),
        timeliness=Counter({Timeliness.WITHIN: 25, Timeliness.EXTENDED: 2, Timeliness.LATE: 3}),
        kind=Counter({Kind.RESOLVABLE: received - 6, Kind.NOT_HELD: 6}),
        outcome=Counter({Result.GRANTED: 20, Result.PARTLY: 4, Result.OPEN: received - 30}),
        reasons=Counter({"s.40": 4, "s.12": 1, "s.21": 2}),
        tags=Counter({"roads": 7, f"\u202e{EVIL}": 1}),
        days=Counter({4: 3, 19: 10, 20: 12, 24: 2, 71: 1}),
        reviews_received=3,
        reviews_completed=2,
        reviews=Counter({"upheld": 1, "overturned": 1}),
        review_time=Counter({ReviewTime.WITHIN_20: 2}),
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return Report(
        authority="Exampleshire <Council>",
        first=SPAN.first,
        last=SPAN.last,
        as_at=date(2026, 11, 13),
        by="quarter",
        periods=(SPAN,),
        figures={ALL: [figures(), figures()], "FOIA": [figures(), figures()]},
        months={"2026-07": (15, 4), "2026-08": (10, 14), "2026-09": (15, 12)},
        open_left={"overdue": 3, "due today": 0, "11 days or more": 7},
        holders=(HolderFigures("finance", 9, 7, 2, 1, 6.5), HolderFigures("@estates", 2, 0, 2, 0, None)),
    )


def test_csv_holds_each_figure_once_and_guards_what_a_spreadsheet_would_run(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(report))))
    [received] = [row for row in rows if row["figure"] == "received" and row["statute"] == "FOIA"]
    assert (received["value"], received["from"], received["to"], received["as_at"]) == (
        "40",
        "2026-07-01",
        "2026-09-30",
        "2026-11-13",
    )
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any(row["label"] == f"'{EVIL}" for row in rows)


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(report: Report) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(report)))
    assert book.sheetnames == ["FOI and EIR together", "FOIA", "Months", "Information holders", "About"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in book["Months"][2]] == ["2026-07", 15, 4]
    assert book["Information holders"]["A3"].value == "'@estates"
    assert book["Information holders"]["F2"].value == pytest.approx(6.5)


def test_small_figures_are_suppressed_in_every_form(report: Report) -> None:
    hidden = replace(report, suppress_small=True)
    late = [row for row in csv.DictReader(io.StringIO(as_csv(hidden))) if row["figure"] == "late"]
    assert {row["value"] for row in late} == {FEWER}
    page = make_page(made_once(configuration()), hidden)
    assert FEWER in page
    assert not re.search(r'<td class="number">[1-4]</td>', page)


def test_what_is_open_now_is_told_apart_from_the_period_and_no_small_part_follows_from_its_total(
    report: Report,
) -> None:
    over = replace(report, first=date(2020, 1, 1), last=date(2020, 12, 31), open_left={"overdue": 9, "11 to 20": 24})
    [picture] = [one for one in pictures_of(over) if one.name == "open"]
    assert picture.title == "All requests open on Fri 13 Nov 2026"
    assert picture.says == (
        "Bars: every request open at the end of Fri 13 Nov 2026, whenever it was received, by the working days left:"
        " 33 in all; 9 overdue."
    )
    hidden = replace(over, suppress_small=True, open_left={"overdue": 9, "due today": 2, "11 to 20": 22})
    [picture] = [one for one in pictures_of(hidden) if one.name == "open"]
    assert "33" not in picture.says
    assert picture.rows == [["overdue", "9"], ["due today", FEWER], ["11 to 20", "22"]]


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(report: Report) -> None:
    page = make_page(made_once(configuration()), report)
    assert "<script" not in page
    assert "Exampleshire &lt;Council&gt;" in page
    loaded = re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s>]+)', page)
    assert [one for one in loaded if not one.startswith("#")] == []
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_each_picture_says_what_it_shows_and_has_its_figures_beside_it(report: Report) -> None:
    page = make_page(made_once(configuration()), report)
    figures_of_page = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures_of_page) == 7
    for one in figures_of_page:
        assert re.search(r'<svg role="img" aria-label="[^"]{30,}"', one)
        assert "<h3>" in one
        assert "<table>" in one
    assert "after day 20" in page


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_axe_finds_nothing_serious_and_nobody_scrolls_sideways(
    report: Report, chromium: Browser, tmp_path: Path, size: ViewportSize
) -> None:
    path = tmp_path / "report.html"
    path.write_text(make_page(made_once(configuration()), report), encoding="utf-8")
    page = chromium.new_page(viewport=size)
    page.goto(path.as_uri())
    assert serious_faults(page) == []
    assert not is_wider_than_its_window(page)


def last_lines(printed: bytes) -> list[str]:
    """Return the last line of each page of a PDF."""
    with closing(PdfDocument(printed)) as pdf:
        pages = [page.get_textpage().get_text_bounded().strip().splitlines() for page in pdf]
    return [page[-1].strip() for page in pages]


@pytest.mark.parametrize("landscape", [False, True], ids=["portrait", "landscape"])
def test_on_paper_no_heading_stands_at_the_foot_of_a_page_with_its_table_on_the_next(
    report: Report, chromium: Browser, landscape: bool
) -> None:
    page = chromium.new_page()
    tables = {name: [figures(), figures()] for name in (ALL, "FOIA", "EIR", "SAR")}
    page.set_content(make_page(made_once(configuration()), replace(report, figures=tables)))
    headings = {*page.locator("h2, h3").all_inner_texts(), *page.locator("thead tr").all_inner_texts()}
    page.evaluate("document.querySelector('main').prepend(document.createElement('div'))")
    for millimetres in range(0, 270, 30):
        page.evaluate("more => { document.querySelector('main div').style.height = more + 'mm' }", millimetres)
        ends = last_lines(page.pdf(format="A4", landscape=landscape))
        assert len(ends) > 4
        assert not {" ".join(line.split()) for line in ends} & {" ".join(words.split()) for words in headings}
    page.close()
