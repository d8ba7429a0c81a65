"""A team's own log of requests, taken over: each row is a case with exactly its facts, or is listed with its reason."""

import random
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from messy_sheet import COUNT, FIRST_ROW, HEADINGS, MAPPED, Must, made
from openpyxl import Workbook
from registers import faults, make_desk, new_case

from foibot.casework.sheets.cells import Bad
from foibot.casework.sheets.columns import letters
from foibot.casework.sheets.days import read_day
from foibot.casework.sheets.words import Meanings
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.exporting import exported_rows
from foibot.jobs.importing import Plan, carry_out_import, plan_import
from foibot.jobs.named import get_case
from foibot.jobs.recording import Hand
from foibot.jobs.rounds import chase_work
from foibot.reports.sheet_reading import read_sheet
from foibot.store.exports import ExportFilter

TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
OUTCOMES = {"sent out": "disclosed"}


def save(path: Path, rows: list[tuple[Any, ...]], title: str = "FOI log of Exampleshire") -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Log"
    sheet["A1"] = title
    sheet.merge_cells("A1:H1")
    for place, heading in enumerate(HEADINGS, 1):
        sheet.cell(FIRST_ROW - 1, place, heading)
    for number, cells in enumerate(rows, FIRST_ROW):
        for place, value in enumerate(cells, 1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def planned(desk: Desk, path: Path) -> Plan:
    rows = read_sheet(path)
    return plan_import(desk.app, desk.db, rows, date(2026, 11, 23), meanings=Meanings(MAPPED, OUTCOMES))


def carry_out(desk: Desk, plan: Plan) -> None:
    for _ in carry_out_import(desk.app, desk.db, plan, Hand(desk.clock(), "jane by import")):
        pass


def test_each_of_300_messy_rows_is_a_case_with_its_facts_or_is_listed_with_its_reason(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    musts = list(made())
    plan = planned(desk, save(tmp_path / "log.xlsx", [one.cells for one in musts]))
    listed: dict[int, list[str]] = {}
    for fault in plan.faults:
        listed.setdefault(fault.row, []).append(fault.reason)
    by_row = {one.row.row: one.reference for one in plan.planned}
    assert len(musts) == COUNT
    assert sorted([*listed, *by_row]) == [one.row for one in musts], "a row is one or the other, and none is both"

    carry_out(desk, plan)

    table = {row["reference"]: row for row in exported_rows(desk.app, desk.db, ExportFilter(), personal=True)}
    wrong = [what for one in musts for what in differing(one, listed.get(one.row), table.get(by_row.get(one.row, "")))]
    assert wrong == []
    assert Counter(bool(one.why) for one in musts) == {False: len(table), True: len(listed)}
    assert faults(desk) == []


def differing(must: Must, reasons: list[str] | None, row: Any) -> list[str]:
    """Say in what a row came out otherwise than it must."""
    if must.why:
        return [] if any(must.why in one for one in reasons or ()) else [f"row {must.row}: {must.why!r}, not {reasons}"]
    if row is None:
        return [f"row {must.row} is no case: {reasons}"]
    found = {name: (row[name], value) for name, value in must.values.items() if (row[name] or "") != (value or "")}
    lost = [one for one in must.notes if one not in row["notes"]]
    return [f"row {must.row}: {found} {lost}"] if found or lost else []


def test_an_import_mails_nobody_and_chases_no_closed_case(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    plan = planned(desk, save(tmp_path / "log.xlsx", [one.cells for one in made()]))
    carry_out(desk, plan)

    assert desk.db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
    assert desk.db.execute("SELECT count(*) FROM case_state WHERE officers_told = 0").fetchone()[0] == 0
    carried = "SELECT count(*), count(next_on) FROM case_state WHERE status = 'open'"
    ended = "SELECT count(next_on) FROM case_state WHERE status NOT IN ('open', 'in_review')"
    opened, dated = desk.db.execute(carried).fetchone()
    assert opened == dated > 0, "open cases get their next day like any other"
    assert desk.db.execute(ended).fetchone()[0] == 0
    chase_work(desk)
    told = "SELECT DISTINCT s.status FROM events e JOIN case_state s USING (reference) WHERE e.type = 'ChaserSent'"
    assert {row[0] for row in desk.db.execute(told).fetchall()} <= {"open"}


def test_a_sheet_imported_twice_or_cut_short_between_two_batches_does_nothing_twice(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    path = save(tmp_path / "log.xlsx", [one.cells for one in made()])
    whole = planned(desk, path)
    batches = carry_out_import(desk.app, desk.db, whole, Hand(desk.clock(), "jane by import"), size=40)
    assert len(next(batches)) == 40
    del batches

    rest = planned(desk, path)
    assert (rest.before, len(rest.planned)) == (40, len(whole.planned) - 40)
    carry_out(desk, rest)
    before = desk.db.execute("SELECT count(*) FROM events").fetchone()

    last = planned(desk, path)
    assert (last.before, last.planned) == (len(whole.planned), [])
    carry_out(desk, last)
    assert desk.db.execute("SELECT count(*) FROM events").fetchone() == before
    assert faults(desk) == []


def test_a_new_request_gets_a_number_above_all_of_the_sheet(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    rows = [one.cells for one in made()]
    own = ("FOI-2026-2041", date(2026, 10, 1), *[None] * (len(HEADINGS) - 2))
    theirs = ("77/26", date(2026, 10, 2), *[None] * (len(HEADINGS) - 2))
    plan = planned(desk, save(tmp_path / "log.xlsx", [theirs, own, *rows[:3]]))
    assert [one.reference for one in plan.planned[:2]] == ["FOI-2026-2042", "FOI-2026-2041"]
    unread = ("FOI-2026-2043", "31/2/2026", *[None] * (len(HEADINGS) - 2))
    plan = planned(desk, save(tmp_path / "log.xlsx", [theirs, own, unread, *rows[:3]]))
    assert [one.reference for one in plan.planned[:2]] == ["FOI-2026-2044", "FOI-2026-2041"]
    carry_out(desk, plan)
    assert new_case(desk) > "FOI-2026-2044"
    assert get_case(desk.app, desk.db, "77/26").reference == "FOI-2026-2044"


def test_each_due_date_that_differs_from_the_laws_is_shown_with_why(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    received = date(2026, 3, 3)  # a Tuesday; 17 March is a holiday in Northern Ireland, which FOIA s.10(6) counts
    deadlines = {
        date(2026, 4, 1): None,
        date(2026, 3, 31): "17 Mar left out, or receipt as day 1",
        date(2026, 3, 23): "counts 20 calendar days",
        date(2026, 4, 2): "counts one working day too many",
        date(2026, 3, 10): "15 working days earlier",
    }
    cells = [(f"FOI-2026-{100 + at}", received, day, *[None] * (len(HEADINGS) - 3)) for at, day in enumerate(deadlines)]
    plan = planned(desk, save(tmp_path / "log.xlsx", cells))
    assert {one.theirs: one.why for one in plan.differences} == {day: why for day, why in deadlines.items() if why}
    assert {one.ours for one in plan.differences} == {date(2026, 4, 1)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3/4/25", date(2025, 4, 3)),
        ("12th March 2024", date(2024, 3, 12)),
        ("12-Mar-24", date(2024, 3, 12)),
        (45363, date(2024, 3, 12)),
        ("45363", date(2024, 3, 12)),
        ("12.3.2024 at 4pm", date(2024, 3, 12)),
        ("Tues 12 March 2024", date(2024, 3, 12)),
        ("2024-03-12T16:30", date(2024, 3, 12)),
        ("n/a", None),
        ("w/c 4/3/24", "a week"),
        ("3/25/2024", "no month 25"),
        ("31/04/2024", "does not exist"),
        ("3/4", "no year"),
        ("Mon 12 March 2024", "was a Tuesday"),
        (True, "no day"),
    ],
)
def test_days_are_read_as_they_are_written_in_britain(written: Any, meant: date | str | None) -> None:
    found = read_day(written)
    if isinstance(meant, str):
        assert isinstance(found, Bad)
        assert meant in found.reason
    else:
        assert found == meant


# -- sheets from other programs, and what is none


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_gives_the_same_cases(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, TODAY)
    musts = list(made())[:60]
    ours = save(tmp_path / "log.xlsx", [one.cells for one in musts])
    theirs = tmp_path / "libre"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(theirs), str(ours)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    first, second = planned(desk, ours), planned(desk, theirs / "log.xlsx")
    assert [one.row for one in second.planned] == [one.row for one in first.planned]
    assert second.faults == first.faults


def workbook_with(change: Any) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["Ref", "Date received", "Outcome"])
    sheet.append(["one", date(2026, 3, 3), None])
    change(book, sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_merged_cells_and_formulas_never_calculated_are_listed_and_no_guess(tmp_path: Path) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.append(["2", None, None])
        sheet.merge_cells("B2:B3")
        sheet.append(["3", "=B2+1", None])

    path = tmp_path / "log.xlsx"
    path.write_bytes(workbook_with(change))
    desk = make_desk(tmp_path, TODAY)
    plan = plan_import(desk.app, desk.db, read_sheet(path), date(2026, 11, 23), meanings=Meanings())
    assert [one.row.row for one in plan.planned] == [2]
    assert [(one.row, one.column) for one in plan.faults] == [(3, "Date received"), (4, "Date received")]
    assert "merged with the cell in B2" in plan.faults[0].reason
    assert "never calculated" in plan.faults[1].reason


def bomb() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 310_000_000)
    return written.getvalue()


def far_below() -> bytes:
    """A workbook whose one sheet says that its next row is the two-millionth."""
    raw, written = workbook_with(lambda *_: None), BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", b'<row r="2000000"><c r="A2000000"><v>1</v></c></row></sheetData>')
            new.writestr(name, data)
    return written.getvalue()


FILES: dict[str, tuple[bytes | BytesIO, str]] = {
    "empty": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "neither a workbook nor text"),
    "a zip": (zipped := BytesIO(), "no workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "no workbook that can be read"),
    "a password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "half a workbook": (workbook_with(lambda *_: None)[:900], "damaged"),
    "no headings": (b"a,b\n1,2\n", "No row among the first"),
    "several sheets": (workbook_with(lambda book, _: book.create_sheet("2025").append(["x"])), "Say which: --sheet"),
    "two million rows": (far_below(), "more than 1,048,576 rows"),
}
with zipfile.ZipFile(zipped, "w") as _packed:
    _packed.writestr("letter.txt", "x")


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_sheet_is_refused_with_what_to_do(tmp_path: Path, kind: str) -> None:
    content, why = FILES[kind]
    path = tmp_path / "log.xlsx"
    path.write_bytes(content.getvalue() if isinstance(content, BytesIO) else content)
    desk = make_desk(tmp_path, TODAY)
    with pytest.raises(UsageError, match=why):
        plan_import(desk.app, desk.db, read_sheet(path), date(2026, 11, 23), meanings=Meanings())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(bomb())
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UsageError, match="unpacks to more"):
        read_sheet(path)


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    chance, path = random.Random(11), tmp_path / "log.xlsx"  # noqa: S311 - the same each time
    whole = workbook_with(lambda *_: None)
    read = refused = 0
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            read_sheet(path)
            read += 1
        except UsageError:
            refused += 1
    assert read
    assert refused


def test_a_csv_is_read_whatever_its_encoding_and_whatever_stands_between_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        for between in ",;\t|":
            path.write_bytes(between.join(("Ref", "Name", 'Zoë "Z" £', "\x85 a\x0bb")).encode(encoding, "replace"))
            assert read_sheet(path)[0][1][:3] == ("Ref", "Name", 'Zoë "Z" £'), (encoding, between)
