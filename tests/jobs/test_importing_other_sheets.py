"""Sheets of OpenDocument and of the old Excel, teams' own words, and rows that say something else the next time."""

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from messy_sheet import MAPPED, made
from openpyxl import Workbook
from registers import make_desk
from test_importing_a_messy_sheet import OUTCOMES, save

from foibot.casework.sheets.cells import Bad
from foibot.casework.sheets.outcomes import Ended, read_outcome
from foibot.casework.sheets.words import Meanings
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.importing import Plan, carry_out_import, plan_import
from foibot.jobs.named import get_case
from foibot.jobs.recording import Hand
from foibot.reports.sheet_reading import read_sheet

TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved_as(kind: str, path: Path, folder: Path) -> Path:
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(folder / "other"), str(path)], check=True, capture_output=True, timeout=120
    )
    return folder / "other" / f"{path.stem}.{kind}"


def planned(desk: Desk, path: Path, meanings: Meanings | None = None) -> Plan:
    return plan_import(desk.app, desk.db, read_sheet(path), TODAY.date(), meanings=meanings or Meanings())


def carry_out(desk: Desk, plan: Plan) -> list[str]:
    done = carry_out_import(desk.app, desk.db, plan, Hand(TODAY, "jane by import"))
    return [reference for batch in done for reference in batch]


def sheet_of(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


# -- other programs


@needs_office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_the_messy_sheet_saved_by_another_program_gives_the_same_cases(tmp_path: Path, kind: str) -> None:
    desk = make_desk(tmp_path, TODAY)
    ours = save(tmp_path / "log.xlsx", [one.cells for one in made()])
    meant = Meanings(MAPPED, OUTCOMES)
    first, second = planned(desk, ours, meant), planned(desk, saved_as(kind, ours, tmp_path), meant)
    assert [one.row for one in second.planned] == [one.row for one in first.planned]
    assert [one.row for one in second.faults] == [one.row for one in first.faults]
    assert len(first.planned) >= 150


@needs_office
def test_merged_cells_and_errors_of_an_open_document_are_listed_and_no_guess(tmp_path: Path) -> None:
    path = sheet_of(
        tmp_path / "log.xlsx",
        [
            ["Ref", "Date received", "Request"],
            ["1", date(2026, 3, 3), "Ducks"],
            ["2", "=1/0", "Geese"],
            *([str(number), date(2026, 3, 4), "Swans"] for number in (3, 4, 5)),
        ],
    )
    merge(path, "B4:B6")
    rows = dict(read_sheet(saved_as("ods", path, tmp_path)))
    assert rows[2] == ("1", date(2026, 3, 3), "Ducks")
    assert rows[3][1] == Bad("the cell holds the error #DIV/0!")
    assert rows[4][1] == date(2026, 3, 4)
    assert all(isinstance(rows[number][1], Bad) for number in (5, 6))


def merge(path: Path, cells: str) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path)
    book.active.merge_cells(cells)
    book.save(path)


@needs_office
def test_of_several_sheets_of_an_open_document_one_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Ref", "Date received"])
    for name in ("2025", "2026"):
        book.create_sheet(name).append(["Ref", "Date received", name])
    book.save(tmp_path / "log.xlsx")
    path = saved_as("ods", tmp_path / "log.xlsx", tmp_path)
    with pytest.raises(UsageError, match=r"has 3 sheets: .*“2025”.* Say which: --sheet NAME"):
        read_sheet(path)
    with pytest.raises(UsageError, match="has no sheet “2024”"):
        read_sheet(path, "2024")
    assert read_sheet(path, "2025")[0][1] == ("Ref", "Date received", "2025")


def open_document(content: str, **more: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        for name, text in more.items():
            packed.writestr(name, text)
    return written.getvalue()


HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Log">'
)
TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"
CELL = '<table:table-cell{} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
HOSTILE = {
    "a row that is there a thousand million times": open_document(
        HEAD
        + '<table:table-row table:number-rows-repeated="1000000000">'
        + CELL.format("", "x")
        + "</table:table-row>"
        + TAIL
    ),
    "a cell that is there a thousand million times": open_document(
        HEAD
        + "<table:table-row>"
        + CELL.format(' table:number-columns-repeated="1000000000"', "x")
        + "</table:table-row>"
        + TAIL
    ),
    "what unpacks to too much": open_document(" " * 310_000_000),
    "no XML": open_document("<office:document-content"),
    "an entity that grows": open_document(
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
        + HEAD
        + "<table:table-row>"
        + CELL.format("", "&c;")
        + "</table:table-row>"
        + TAIL
    ),
    "an old workbook cut short": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_sheet_is_refused_with_what_to_do_and_costs_this_process_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "log.ods"
    path.write_bytes(HOSTILE[kind])
    with pytest.raises(UsageError, match=r"save it as \.xlsx again|Save the one sheet|nothing stands|Delete"):
        read_sheet(path)


# -- a .csv that is none


HEAD_OF_CSV = "Ref,Date received,Request,Status\n"
PROSE = '1/26,3/3/26,"Ducks, geese\nand, in short, all ""birds"", please",\n'
NO_ROW = "a quotation mark within quotes is written twice, and each that opens a cell is closed"


def csv_of(path: Path, text: str) -> Path:
    path.write_text(HEAD_OF_CSV + text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("stray", "said"),
    [
        # nothing closes it, up to the end of the file
        ('3/26,5/3/26,"fifth,Open\n4/26,6/3/26,sixth,Open\n', "lines 5 to 6 of the file: a quotation mark stands"),
        # the mark that opens another cell closes it
        ('3/26,5/3/26,"fifth,Open\n4/26,6/3/26,"six",Open\n', "lines 5 to 6 of the file: a quotation mark stands"),
        # a second stray mark closes it, and all looks well
        (
            '3/26,5/3/26,"fifth,\n4/26,6/3/26,six",Open\n',
            "lines 5 to 6 of the file: a quoted cell goes over lines that",
        ),
        ('3/26,5/3/26,"inch mark 5" screen",Open\n', "line 5 of the file: a quotation mark stands"),
    ],
)
def test_what_a_stray_quotation_mark_has_joined_is_listed_with_its_lines(tmp_path: Path, stray: str, said: str) -> None:
    path = csv_of(tmp_path / "log.csv", PROSE + '2/26,4/3/26,a 5" screen,\n' + stray)
    desk = make_desk(tmp_path, TODAY)
    plan = planned(desk, path)
    assert [one.row.request for one in plan.planned] == [
        'Ducks, geese\nand, in short, all "birds", please',
        'a 5" screen',
    ]
    [fault] = plan.faults
    assert (fault.row, fault.column) == (4, "")
    assert said in fault.reason
    assert NO_ROW in fault.reason


def test_headings_that_a_stray_quotation_mark_has_joined_are_said_to_be_unreadable(tmp_path: Path) -> None:
    desk, path = make_desk(tmp_path, TODAY), tmp_path / "log.csv"
    path.write_text('"FOI log\n' + HEAD_OF_CSV + "1/26,3/3/26,Ducks,\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"Row 1 cannot be read: lines 1 to 3 of the file: .* No row among the first"):
        planned(desk, path)
    path.write_text('"FOI log" of 2026\n' + HEAD_OF_CSV + "1/26,3/3/26,Ducks,\n", encoding="utf-8")
    plan = planned(desk, path)
    assert [one.row for one in plan.faults] == [1]
    assert len(plan.planned) == 1


# -- teams' own words


@pytest.mark.parametrize(
    ("written", "outcome", "sections"),
    [
        ("Nil return", "not_held", ()),
        ("NFA", "closed", ()),
        ("s21", "already_public", ("s.21",)),
        ("Section 21 - accessible", "already_public", ("s.21",)),
        ("S.40(2)", "withheld", ("s.40(2)",)),
        ("40(2)", "withheld", ("40(2)",)),
        ("R12(4)(b)", "withheld", ("reg 12(4)(b)",)),
        ("Regs 12(4)(b) & 13", "withheld", ("reg 12(4)(b)", "reg 13")),
        ("Reg 13", "withheld", ("reg 13",)),
        ("EIR 12(4)(a)", "not_held", ()),
        ("Reg 12", "withheld", ("reg 12",)),
        ("s12", "cost_limit", ()),
        ("Part disclosed s40(2)/s43", "partly_withheld", ("s.40(2)", "s.43")),
    ],
)
def test_an_outcome_is_read_in_a_teams_own_spelling(written: str, outcome: str, sections: tuple[str, ...]) -> None:
    assert read_outcome(written, {}) == Ended(outcome, sections)


@pytest.mark.parametrize("written", ["SAR", "Duplicate", "s12 or 18 hours?", "see Bob", "2024"])
def test_an_outcome_that_says_nothing_certain_is_not_guessed(written: str) -> None:
    assert read_outcome(written, {}) is None


HEADINGS = ("Ref", "Subject / Request", "Date recd", "Review date", "Closed", "Outcome", "Internal review outcome")


def test_headings_of_two_names_and_of_reviews_are_known(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "log.xlsx", [HEADINGS, ["9/26", "Ducks", "3/3/26", None, None, None, None]])
    plan = planned(make_desk(tmp_path, TODAY), path)
    assert [one.field for one in plan.layout.columns] == [
        *("reference", "request", "received_on", "review_asked_on", "responded_on", "outcome", "review_outcome")
    ]


def test_a_row_above_the_headings_is_listed_and_a_title_is_not(tmp_path: Path) -> None:
    sheet = [
        ["FOI log", "2026"],
        ["1/26", "3/3/26", "Ducks"],
        ["Sheet for", "-", "Exampleshire"],
        ["Ref", "Date received", "Request"],
        ["2/26", "4/3/26", "Geese"],
    ]
    plan = planned(make_desk(tmp_path, TODAY), sheet_of(tmp_path / "log.xlsx", sheet))
    assert [one.row.reference for one in plan.planned] == ["2/26"]
    assert [(one.row, one.reason) for one in plan.faults] == [
        (2, "it stands above the headings in row 4: not read"),
    ]


def test_a_row_that_cites_regulations_alone_is_under_the_eir_and_said_to_be(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "log.xlsx", [HEADINGS, ["9/26", "Bats", "3/3/26", None, "12/3/26", "Reg 13", None]])
    desk = make_desk(tmp_path, TODAY)
    plan = planned(desk, path)
    assert [(one.row, one.column) for one in plan.remarks] == [(2, "Outcome")]
    assert "taken to be under EIR" in plan.remarks[0].reason
    case = get_case(desk.app, desk.db, carry_out(desk, plan)[0])
    assert (case.regime, case.outcome, case.sections) == ("EIR", "withheld", ("reg 13(1)",))


def test_no_further_action_closes_a_case_without_an_answer_and_a_person_is_asked_to_look(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "log.xlsx", [HEADINGS, ["9/26", "Bats", "3/3/26", None, "12/3/26", "NFA", None]])
    desk = make_desk(tmp_path, TODAY)
    plan = planned(desk, path)
    assert "without an answer" in plan.remarks[0].reason
    case = get_case(desk.app, desk.db, carry_out(desk, plan)[0])
    assert (str(case.status), case.responded_on, case.outcome) == ("closed", None, "")


def test_a_teams_word_for_a_status_is_asked_for_and_then_known(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "log.xlsx", [["Ref", "Date recd", "Status"], ["9/26", "3/3/26", "With legal"]])
    desk = make_desk(tmp_path, TODAY)
    assert [one.reason for one in planned(desk, path).faults] == ["the status “With legal” is not known"]
    plan = planned(desk, path, Meanings(statuses={"with legal": "open"}))
    assert ([one.row.status for one in plan.planned], plan.faults) == (["open"], [])


# -- the next import of a sheet that lives on

LIVE = ("Request", "Name", "Date recd", "Date responded", "Outcome", "Officer")


def test_a_row_without_a_reference_that_was_answered_since_is_the_same_case_and_not_a_second(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    path = sheet_of(tmp_path / "log.xlsx", [LIVE, ["Ducks", "Ada Field", "2/11/26", None, None, None]])
    [reference] = carry_out(desk, planned(desk, path))
    sheet_of(path, [LIVE, ["Ducks", "Ada Field", "2/11/26", "12/11/26", "Full disclosure", "jane"]])
    plan = planned(desk, path)
    assert (plan.planned, plan.faults, plan.before) == ([], [], 0)
    [changed] = plan.changed
    assert (changed.row, changed.column) == (2, reference)
    for said in ("outcome is disclosed in the sheet, empty in the register", "responded_on is 2026-11-12", "officer"):
        assert said in changed.reason
    assert carry_out(desk, plan) == []
    sheet_of(path, [LIVE, ["Ducks", "Ada Field", "3/11/26", None, None, None]])
    assert [one.row.request for one in planned(desk, path).planned] == ["Ducks"], "another day is another request"


def test_two_rows_alike_of_which_one_is_a_case_are_listed_and_not_taken_for_each_other(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    row = ["Ducks", "Ada Field", "2/11/26", None, None]
    path = sheet_of(tmp_path / "log.xlsx", [LIVE, [*row, None]])
    [reference] = carry_out(desk, planned(desk, path))
    sheet_of(path, [LIVE, [*row, "jane"], [*row, "pat"]])
    plan = planned(desk, path)
    assert (plan.planned, plan.changed) == ([], [])
    assert [one.row for one in plan.faults] == [2, 3]
    assert all(f"one of them is {reference} already" in one.reason for one in plan.faults)
