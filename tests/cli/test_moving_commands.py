"""`import` and `export` as an officer types them: nothing is written unasked, and what was said once is remembered."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from office import Office
from registers import configuration
from servers import Dovecot, SmtpSink

SHEET = """FOI requests,,,,
,,,,
Ref,Date recd,Reply sent,Outcome,Who asked
FOI-2026-0007,3/3/26,12/3/26,Sent out,Ada Field
12/26,4 March 2026,,,Bo Marsh
"""


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    """A host with a configuration and a sheet, and neither a server nor a register."""
    (tmp_path / "config.toml").write_text(configuration(), encoding="utf-8")
    (tmp_path / "log.csv").write_bytes(SHEET.encode("cp1252"))
    return Office(tmp_path, Dovecot.__new__(Dovecot), SmtpSink.__new__(SmtpSink), 1, 1)


def test_a_dry_run_writes_nothing_and_an_import_once_said_needs_no_words_again(desk: Office) -> None:
    sheet, mapping = desk.folder / "log.csv", desk.folder / "log.csv.mapping.toml"
    before = set(desk.folder.iterdir())
    said = desk.tell("import", str(sheet))
    assert "Outcome: the outcome “Sent out” is not known" in said
    assert "--outcome 'Sent out=OUTCOME'" in said
    assert "Nothing was written." in said
    assert "Make a backup" not in said, "there is no register yet"
    assert max(len(line) for line in said.splitlines() if str(sheet) not in line) <= 80
    assert set(desk.folder.iterdir()) == before

    words = ("--outcome", "Sent out=disclosed", "--map", "Who asked=applicant_name")
    refused = desk.do("import", str(sheet), *words, "--yes", "--as", "pat")
    assert (refused.status, "An officer or a manager imports" in refused.err) == (1, True)
    assert not mapping.exists()
    desk.tell("import", str(sheet), *words, "--yes", "--as", "jane")
    assert desk.rows("SELECT reference, status, applicant_name, outcome FROM cases ORDER BY 1") == [
        ("FOI-2026-0007", "responded", "Ada Field", "disclosed"),
        ("FOI-2026-0008", "open", "Bo Marsh", None),
    ]
    assert mapping.stat().st_mode & 0o777 == 0o600
    again = json.loads(desk.tell("import", str(sheet), "--yes", "--as", "jane", "--json"))
    assert (again["imported"], again["imported_before"], again["not_read"]) == ([], 2, [])


def test_each_column_is_shown_with_what_first_stands_in_it(desk: Office) -> None:
    rows = "Ref,Date recd,Date clarification received,Applicant\n1/26,4/3/26,,\n2/26,-,11/3/26,Zo\u00c3\u00ab of {}\n"
    (desk.folder / "log.csv").write_text(rows.format("a very long name " * 5), encoding="utf-8")
    said = desk.tell("import", str(desk.folder / "log.csv"))
    lines = {line.split("  ")[0].strip(): line for line in said.splitlines()}
    assert lines["COLUMN"].split() == ["COLUMN", "FIRST", "VALUE", "TAKEN", "FOR", "WHY"]
    assert lines["Ref"].split()[:3] == ["Ref", "1/26", "reference"]
    assert lines["Date recd"].split()[2:4] == ["4/3/26", "received_on"]
    assert "11/3/26" in lines["Date clarificat…"]
    assert "Zo\u00c3\u00ab of a very …" in lines["Applicant"]
    assert max(len(line) for line in said.splitlines() if str(desk.folder) not in line) <= 80


def test_one_row_is_spoken_of_as_one(desk: Office) -> None:
    sheet = desk.folder / "log.csv"
    sheet.write_text("Ref,Date recd\n12/26,4 March 2026\n", encoding="utf-8")
    said = " ".join(desk.tell("import", str(sheet), "--yes", "--as", "jane").split())
    assert "headings in row 1, 1 row below" in said
    assert "To import: 1 case (1 open) 1 gets another (FOI-2026-0001), above" in said
    assert "1 row was imported before, and is left." in desk.tell("import", str(sheet))
    sheet.write_text("Ref,Date recd\n12/26,5 March 2026\nFOI-2026-0009,5 March 2026\n", encoding="utf-8")
    told = desk.tell("import", str(sheet))
    assert max(len(line) for line in told.splitlines() if str(sheet) not in line) <= 80
    said = " ".join(told.split())
    assert "Make a backup first (foibot backup FILE): an import that was mapped wrongly is taken back" in said
    assert "1 keeps the sheet's reference." in said
    assert "row 2 FOI-2026-0001: 12/26 in the sheet; received_on is 2026-03-05 in the sheet" in said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_workbook_with_numbers_for_references_is_said_not_to_tell_how_they_read(desk: Office) -> None:
    (desk.folder / "old.csv").write_text("Ref,Date recd\n1,4 March 2026\n", encoding="utf-8")
    profile = f"-env:UserInstallation={(desk.folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xls", "--outdir", str(desk.folder)]
    subprocess.run([*command, str(desk.folder / "old.csv")], check=True, capture_output=True, timeout=120)
    said = " ".join(desk.tell("import", str(desk.folder / "old.xls")).split())
    assert "Ref: References in it are numbers, and an .xls does not tell whether 1 reads 001" in said
    assert "does not tell" not in desk.tell("import", str(desk.folder / "old.csv"))


def test_what_is_meant_by_a_column_that_is_not_there_or_a_field_that_is_none_is_asked(desk: Office) -> None:
    sheet = str(desk.folder / "log.csv")
    for words, why in (
        (("--map", "Date recieved=received_on"), "The sheet has no column “date recieved”"),
        (("--map", "Date recd=recieved_on"), "Did you mean received_on"),
        (("--map", "Date recd"), "has two sides: --map 'Date recd=received_on'"),
        (("--outcome", "Bogus"), "has two sides: --outcome 'Sent out=disclosed'"),
        (("--status", "Bogus"), "has two sides: --status 'With legal=open'"),
        (("--outcome", "Sent out=disclosd"), "Did you mean disclosed"),
        (("--sheet", "2025"), "is no workbook"),
        (("--yes", "--dry-run"), "give one of them"),
    ):
        ended = desk.do("import", sheet, *words)
        assert ended.status == 2, words
        assert why in ended.err, (words, ended.err)


def test_an_export_says_whether_it_names_anybody_and_overwrites_nothing_unasked(desk: Office) -> None:
    desk.tell("import", str(desk.folder / "log.csv"), "--outcome", "Sent out=disclosed", "--yes", "--as", "jane")
    file = desk.folder / "cases.csv"
    assert "are left out; --with-personal-data adds them" in desk.tell("export", str(file))
    assert "Ada" not in file.read_text(encoding="utf-8-sig")
    refused = desk.do("export", str(file))
    assert (refused.status, "is there already" in refused.err) == (2, True)
    assert "It holds names" in desk.tell("export", str(file), "--force", "--with-personal-data")
    assert "is no file" not in desk.do("export", str(desk.folder / "cases.doc")).out
    assert desk.do("export", str(desk.folder / "cases.doc")).status == 2
    assert "1 case." in desk.tell("export", str(desk.folder / "open.json"), "--status", "open")
    refused = desk.do("export", str(desk.folder / "none.csv"), "--since", "2026-06-01", "--until", "2026-05-01")
    assert (refused.status, "is after --until 2026-05-01" in refused.err) == (2, True)
    assert not (desk.folder / "none.csv").exists()
