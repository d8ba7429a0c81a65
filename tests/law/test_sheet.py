import pytest
from law_in_use import CALENDARS

from foibot.errors import UsageError
from foibot.law.sheet import COLUMNS, check_sheet

HEADING = [*COLUMNS, "note"]


def differences(*rows: list[str]) -> list[str]:
    return [row.difference for row in check_sheet(HEADING, enumerate(rows, 2), CALENDARS)]


def test_a_row_that_agrees_has_no_difference() -> None:
    assert differences(["FOIA", "england-wales", "2021-04-07", "", "2021-05-06", "the letter"]) == [""]
    assert differences(["foia", "Wales", "2021-04-07", "withdrawn@2021-04-08", "none", ""]) == [""]


def test_a_row_that_differs_says_what_the_sheet_and_what_foibot_has() -> None:
    assert differences(["FOIA", "wales", "2024-07-01", "", "2024-07-29", ""]) == [
        "FOIA, wales, received Mon 1 Jul 2024: the sheet says Mon 29 Jul 2024, foibot computes Tue 30 Jul 2024"
    ]
    assert differences(["FOIA", "wales", "2024-07-01", "withdrawn@2024-07-02", "2024-07-29", ""]) == [
        "FOIA, wales, received Mon 1 Jul 2024 with withdrawn@2024-07-02: the sheet says Mon 29 Jul 2024,"
        " foibot computes that nothing is due"
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["FIOA", "wales", "2024-07-01", "", "2024-07-29", ""], "Did you mean FOIA"),
        (["FOIA", "walse", "2024-07-01", "", "2024-07-29", ""], "Did you mean wales"),
        (["FOIA", "wales", "01/07/2024", "", "2024-07-29", ""], "write 2024-07-01"),
        (["FOIA", "wales", "2024-07-01", "left@2024-07-02", "2024-07-29", ""], "There is no event 'left'"),
        (["FOIA", "wales", "2024-07-01", "", "", ""], "due_date: it is empty"),
        (["SAR", "", "2024-07-01", "", "2024-08-01", ""], "jurisdiction: There is no jurisdiction ''"),
        (["FOIA", "wales", "2024-07-01"], "there are 3 columns where the heading has 6"),
        (["FOIA", "wales", "2064-07-01", "", "2064-07-29", ""], "out of reach"),
    ],
)
def test_a_row_that_cannot_be_read_fails_with_its_reason(row: list[str], reason: str) -> None:
    assert reason in differences(row)[0]


def test_blank_rows_are_passed_over_and_lines_are_kept() -> None:
    good = ["FOIA", "wales", "2021-04-07", "", "2021-05-06", ""]
    checked = list(check_sheet(HEADING, [(2, ["", "  "]), (3, good), (4, [])], CALENDARS))
    assert [row.line for row in checked] == [3]


def test_columns_may_stand_in_any_order() -> None:
    rows = [(2, ["2021-05-06", "", "2021-04-07", "wales", "FOIA"])]
    checked = check_sheet(["Due_Date ", "events", "RECEIVED", "jurisdiction", "regime"], rows, CALENDARS)
    assert [row.passed for row in checked] == [True]


def test_missing_columns_are_named_with_what_was_found() -> None:
    with pytest.raises(UsageError, match=r"no column received, due_date\. Its first line names regime, jurisdiction"):
        list(check_sheet(["regime", "jurisdiction"], [], CALENDARS))


def test_events_and_a_place_that_changes_nothing_may_be_left_out() -> None:
    checked = check_sheet(["regime", "received", "due_date"], [(2, ["FOIA", "2021-04-07", "2021-05-06"])], CALENDARS)
    assert [row.difference for row in checked] == [""]


def test_every_fault_of_a_row_is_told_with_its_column() -> None:
    said = differences(["FIOA", "walse", "1/7/2024", "left@2024-07-02;answerd@2024-07-03", "soon", ""])[0]
    assert [said.count(f"{name}: ") for name in ("regime", "jurisdiction", "received", "due_date")] == [1, 1, 1, 1]
    assert "events: There is no event 'left'" in said
    assert "events: There is no event 'answerd'" in said


def test_a_row_that_agrees_keeps_its_warnings() -> None:
    row = ["FOIA", "wales", "2024-09-02", "extension@2024-10-01", "2024-09-30", ""]
    checked = next(iter(check_sheet(HEADING, [(2, row)], CALENDARS)))
    assert checked.passed
    assert "too late: the time had ended on Mon 30 Sep 2024" in checked.warnings[0]
