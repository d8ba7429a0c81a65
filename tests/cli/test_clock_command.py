import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foibot.cli.clock import clock_command

VECTORS = Path(__file__).parent.parent / "law" / "clock_vectors.csv"
LETTER = ("--regime", "FOIA", "--jurisdiction", "england-wales", "--received", "2021-04-07T10:15:00+01:00")
HEADING = "regime,jurisdiction,received,events,due_date\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(clock_command, list(arguments))


def test_the_letter_s_case_is_due_on_6_may_with_its_working() -> None:
    result = run(*LETTER)
    assert result.exit_code == 0
    lines = [line.rstrip() for line in result.output.splitlines()]
    assert lines[0] == "Due Thu 6 May 2021"
    assert "20 working days from Wed 7 Apr 2021, the date of receipt" in lines
    assert "                     3     4     5     6     7     8     9" in lines
    assert "  working day        a    18    19  [20]" in lines
    assert "    a Mon 3 May 2021: bank holiday, all of the United Kingdom (May Day)" in lines


@pytest.mark.parametrize(
    "arguments",
    [
        LETTER,
        ("--regime", "FOIA_SCHOOL", "--received", "2024-07-15", "--event", "school_closed@2024-07-24..2024-09-03"),
        ("--regime", "FOISA_REVIEW_WINDOW", "--jurisdiction", "wales", "--received", "2024-09-02"),
        ("--regime", "FEE_WINDOW", "--received", "2027-11-30"),
        ("--regime", "FOIA", "--received", "2024-09-02", "--event", "extension@2024-10-01"),
    ],
)
def test_every_picture_fits_eighty_columns(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_a_stopped_clock_is_drawn_up_to_the_stop() -> None:
    result = run("--regime", "FOIA", "--received", "2024-06-03", "--event", "clarification_asked@2024-06-10")
    assert result.output.startswith("Nothing is due: stopped since Mon 10 Jun 2024, waiting for clarification\n")
    assert "What happened:" in result.output


def test_a_school_s_sixtieth_working_day_is_told_with_its_section() -> None:
    arguments = ("--regime", "FOIA_SCHOOL", "--received", "2020-03-16")
    closed = ("--event", "school_closed@2020-03-23..2020-08-31")
    lines = run(*arguments, *closed).output.splitlines()
    assert lines[0].startswith("Due Mon 15 Jun 2020")
    assert "SI 2004/3364 reg 3: or the sixtieth working day, if that comes first" in [line.rstrip() for line in lines]
    data = json.loads(run(*arguments, *closed, "--json").output)
    assert (data["by_outer_limit"], data["outer_limit"]["count"]) == (True, 60)


def test_a_window_that_follows_another_time_shows_the_days_of_both() -> None:
    arguments = ("--regime", "FOISA_REVIEW_WINDOW", "--jurisdiction", "scotland", "--received", "2024-09-02")
    output = run(*arguments).output
    assert output.index("working day 20 of 20: the last day") < output.index("working day 40 of 40: the last day")
    data = json.loads(run(*arguments, "--json").output)
    assert (data["due_on"], data["time_allowed"]["due_on"]) == ("2024-11-25", "2024-09-30")
    assert sum(day["counted"] for day in data["time_allowed"]["days"]) == 20


def test_what_is_due_stands_first_and_last() -> None:
    lines = [line.rstrip() for line in run(*LETTER).output.splitlines()]
    assert (lines[0], lines[-1]) == ("Due Thu 6 May 2021", "Due Thu 6 May 2021")


def test_a_late_extension_is_marked() -> None:
    result = run("--regime", "FOIA", "--received", "2024-09-02", "--event", "extension@2024-10-01")
    assert result.output.startswith("Due Mon 30 Sep 2024\n")
    assert "! Tue 1 Oct 2024, applicant told of an extension: too late" in result.output


def test_a_scottish_statute_elsewhere_is_remarked() -> None:
    result = run("--regime", "FOISA", "--jurisdiction", "wales", "--received", "2024-09-02")
    assert "! FOISA binds Scottish authorities only" in result.output


def test_json_holds_the_dates_and_each_day_with_its_reason() -> None:
    data = json.loads(run(*LETTER, "--json").output)
    assert (data["received_on"], data["due_on"], data["state"]) == ("2021-04-07", "2021-05-06", "running")
    assert (data["limit"], data["unit"], data["calendar"]) == (20, "working days", "union")
    assert data["days"][0] == {
        "day": "2021-04-07",
        "counted": False,
        "number": 0,
        "why": "day 0: the date of receipt",
    }
    assert data["days"][-1]["day"] == "2021-05-06"
    assert sum(day["counted"] for day in data["days"]) == 20


def test_json_holds_what_each_event_did() -> None:
    data = json.loads(run(*LETTER, "--event", "extension@2021-05-07", "--json").output)
    assert data["steps"][0]["event"] == "extension"
    assert data["steps"][0]["taken"] is False
    assert len(data["warnings"]) == 1


def test_a_proclaimed_holiday_moves_the_date() -> None:
    result = run(*LETTER, "--holiday", "2021-05-04:england-and-wales:A second day")
    assert result.output.startswith("Due Fri 7 May 2021\n")
    assert "England and Wales (A second day: given with --holiday)" in " ".join(result.output.split())


def test_the_shipped_vectors_pass() -> None:
    result = run("--vectors", str(VECTORS))
    assert result.exit_code == 0
    assert result.output.splitlines()[-1].startswith("98 passed, 0 failed")


def test_a_sheet_s_warnings_are_printed_and_counted_beside_rows_that_pass(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"\n,,\n{HEADING}FOIA,wales,2024-09-02,extension@2024-10-01,2024-09-30\n", encoding="utf-8")
    lines = run("--vectors", str(sheet)).output.splitlines()
    assert lines[0].startswith("line 4: warning: Tue 1 Oct 2024, applicant told of an extension: too late")
    assert lines[1] == "1 passed, 0 failed, 1 with warnings"
    assert json.loads(run("--vectors", str(sheet), "--json").output)["warnings"][0]["line"] == 4


def test_a_sheet_as_data_tells_nothing_due_from_a_row_that_cannot_be_read(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"{HEADING}FOIA,wales,2024-07-01,,NONE\nFIOA,wales,2024-07-01,,NONE\n", encoding="utf-8")
    told = json.loads(run("--vectors", str(sheet), "--json").output)["differences"]
    assert [(row["readable"], row["expected"], row["computed"]) for row in told] == [
        (True, "NONE", "2024-07-30"),
        (False, None, None),
    ]


def test_a_sheet_with_a_difference_prints_it_by_line_and_exits_with_one(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    rows = "FOIA,wales,2024-07-01,,2024-07-30\n\nFOIA,wales,2024-07-01,,2024-07-29\nFIOA,wales,2024-07-01,,NONE\n"
    sheet.write_text(HEADING + rows, encoding="utf-8")
    result = run("--vectors", str(sheet))
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "line 4: FOIA, wales, received Mon 1 Jul 2024: the sheet says Mon 29 Jul 2024, foibot computes Tue 30 Jul 2024",
        "line 5: regime: There is no regime 'FIOA'. Did you mean FOIA or FOISA?",
        "1 passed, 2 failed",
    ]
    data = json.loads(run("--vectors", str(sheet), "--json").output)
    assert (data["passed"], data["failed"], data["differences"][0]["line"]) == (1, 2, 4)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_sheet_as_spreadsheets_save_it_is_read(tmp_path: Path, delimiter: str) -> None:
    sheet = tmp_path / "sheet.csv"
    row = '"FOIA","wales","2024-06-03","clarification_asked@2024-06-10;clarification_received@2024-06-24","2024-07-23"'
    text = f"{HEADING}{row}\n".replace(",", delimiter).replace("\n", "\r\n")
    sheet.write_bytes(text.encode("utf-8-sig"))
    assert run("--vectors", str(sheet)).output == "1 passed, 0 failed\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no column regime"),
        (b"a,b\n1,2\n", "Its first line names a, b"),
        (HEADING.encode(), "has a heading and no rows"),
        (HEADING.encode() + b"FOIA,wales,2024-07-01,,\x97\n", "Save it from the spreadsheet as 'CSV UTF-8'"),
        (HEADING.encode() + b'FOIA,"wales\n', "is no CSV"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_wrong_usage(tmp_path: Path, content: bytes, reason: str) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(content)
    result = run("--vectors", str(sheet))
    assert result.exit_code == 2
    assert reason in result.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "--regime is missing"),
        (("--regime", "FOIA"), "--received is missing"),
        (("--regime", "SAR", "--received", "2024-01-01"), "--jurisdiction is missing"),
        (("--regime", "FIOA", "--received", "2024-01-01"), "Did you mean FOIA"),
        (("--regime", "FOIA", "--jurisdiction", "england", "--received", "2024-01-01"), "Did you mean england-wales"),
        (("--regime", "FOIA", "--received", "2024-07-01T10:00"), "Write 2024-07-01T10:00:00+01:00"),
        (("--regime", "FOIA", "--received", "1/7/2024"), "write 2024-07-01"),
        (("--regime", "FOIA", "--received", "2050-01-01"), "known from Sat 1 Jan 2000"),
        ((*LETTER, "--event", "withdrwan@2021-04-08"), "Did you mean withdrawn"),
        ((*LETTER, "--holiday", "2021-04-08"), "write DATE:DIVISIONS:NAME"),
        (("--vectors", "nowhere.csv"), "does not exist"),
        (("--vectors", str(VECTORS), "--regime", "FOIA"), "leave --regime"),
    ],
)
def test_wrong_usage_exits_with_two_and_says_what_to_write(arguments: tuple[str, ...], reason: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert reason in " ".join(result.output.split())
