"""A team's sheet taken over: nothing it says is lost or changed unsaid, and what is odd in it is shown."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from registers import command, faults, make_desk
from test_importing_other_sheets import TODAY, carry_out, planned, saved_as, sheet_of

from foibot.casework.case import Case
from foibot.casework.sheets.cells import folded
from foibot.casework.sheets.outcomes import Ended, read_outcome
from foibot.casework.sheets.words import Meanings
from foibot.jobs.desk import Desk
from foibot.jobs.importing import Plan
from foibot.jobs.named import get_case
from foibot.reports.number_formats import as_shown

HEADINGS = ("Ref", "Date recd", "Reply sent", "Outcome", "Exemptions", "Status", "Date closed", "Request")
Cells = Sequence[Any]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, TODAY)


def plan_of(desk: Desk, path: Path, *rows: Cells, headings: Cells = HEADINGS, **said: dict[str, str]) -> Plan:
    return planned(desk, sheet_of(path / "log.xlsx", [headings, *rows]), Meanings(**said))


def row(outcome: str | None = None, **more: Any) -> Cells:
    """Return a row of `HEADINGS`, answered on 12 March 2026 unless it is said otherwise."""
    cells = {"Ref": "1/26", "Date recd": "3/3/26", "Reply sent": "12/3/26", "Outcome": outcome, "Request": "Ducks"}
    return [{**cells, **more}.get(name) for name in HEADINGS]


def taken(desk: Desk, plan: Plan) -> Case:
    """Return the one case that a plan makes, carried out."""
    assert plan.faults == []
    [reference] = carry_out(desk, plan)
    assert faults(desk) == []
    return get_case(desk.app, desk.db, reference)


def notes_of(case: Case) -> str:
    return str(case.imported.notes) if case.imported else ""


def looks(plan: Plan) -> list[str]:
    return [one.reason for one in plan.remarks]


# -- what an outcome says


@pytest.mark.parametrize(
    ("written", "outcome", "sections"),
    [
        ("Withheld s.43(2)", "withheld", ("s.43(2)",)),
        ("Withheld s43", "withheld", ("s.43",)),
        ("Withheld - s.43(2)", "withheld", ("s.43(2)",)),
        ("Refused under s.43(2)", "withheld", ("s.43(2)",)),
        ("Refused (s.40(2), s.43(2))", "withheld", ("s.40(2)", "s.43(2)")),
        ("Vexatious s.14(1)", "vexatious", ()),
        ("vexatious s14", "vexatious", ()),
        ("Repeated s14", "repeated", ()),
        ("Cost limit exceeded (s.12)", "cost_limit", ()),
        ("FULLY RELEASED.", "disclosed", ()),
        ("s.40(5B)", "ncnd", ("s.40(5B)",)),
    ],
)
def test_a_refusal_is_read_with_its_grounds_and_its_exemptions(
    written: str, outcome: str, sections: tuple[str, ...]
) -> None:
    assert read_outcome(written, {}) == Ended(outcome, sections)


@pytest.mark.parametrize(
    ("written", "meant", "sections"),
    [
        ("Withheld s.43(2)", "withheld", ("s.43(2)",)),
        ("Future publication s22", "withheld", ("s.22(1)",)),
        ("Info already available - s.21", "already_public", ("s.21(1)",)),
        ("s12 / s40(2)", "cost_limit", ("s.40(2)",)),
    ],
)
def test_the_exemptions_in_words_whose_meaning_was_given_are_kept_and_so_are_the_words(
    desk: Desk, tmp_path: Path, written: str, meant: str, sections: tuple[str, ...]
) -> None:
    case = taken(desk, plan_of(desk, tmp_path, row(written), outcomes={folded(written): meant}))
    assert (case.outcome, case.sections) == (meant, sections)
    assert f"Outcome: {written}" in notes_of(case)


def test_the_cost_limit_beside_an_exemption_is_taken_for_it_and_shown(desk: Desk, tmp_path: Path) -> None:
    for at, cells in enumerate((row("s12 / s40(2)"), row("Refused", Exemptions="s12, s40(2)")), 1):
        plan = plan_of(desk, tmp_path, [f"{at}/26", *cells[1:]])
        assert "s.12 beside it is no exemption: taken for cost limit" in looks(plan)
        case = taken(desk, plan)
        assert (case.outcome, case.sections) == ("cost_limit", ("s.40(2)",))
        assert "s12" in notes_of(case)


def test_a_ground_beside_another_outcome_or_an_exemption_beside_no_answer_stays_in_the_notes(
    desk: Desk, tmp_path: Path
) -> None:
    plan = plan_of(desk, tmp_path, row("Part disclosed", Exemptions="s12, s40(2)"))
    assert looks(plan) == ["s.12 beside it is no exemption: kept as a note"]
    case = taken(desk, plan)
    assert (case.outcome, case.sections) == ("partly_withheld", ("s.40(2)",))
    assert "Exemptions: s12, s40(2)" in notes_of(case)

    plan = plan_of(desk, tmp_path, row("Withdrawn", Ref="2/26", Exemptions="s43"))
    assert looks(plan) == ["s.43 beside no answer: kept as a note"]
    assert "Exemptions: s43" in notes_of(taken(desk, plan))


def test_regulation_12_is_an_exception_and_not_the_cost_limit(desk: Desk, tmp_path: Path) -> None:
    case = taken(desk, plan_of(desk, tmp_path, row("Refused", Exemptions="Reg 12(5)(b)")))
    assert (case.regime, case.outcome, case.sections) == ("EIR", "withheld", ("reg 12(5)(b)",))


def test_section_40_5_is_law_for_what_was_received_before_25_may_2018(desk: Desk, tmp_path: Path) -> None:
    old = {"Date recd": "24/5/18", "Reply sent": "1/6/18"}
    case = taken(desk, plan_of(desk, tmp_path, row("NCND", Exemptions="s40(5)", **old)))
    assert (case.outcome, case.sections) == ("ncnd", ("s.40(5)",))
    new = {"Ref": "2/26", "Date recd": "25/5/18", "Reply sent": "1/6/18"}
    [fault] = plan_of(desk, tmp_path, row("NCND", Exemptions="s40(5)(b)", **new)).faults
    assert "40(5B)" in fault.reason


def test_what_only_looks_like_an_exemption_in_words_of_known_meaning_stays_in_them(desk: Desk, tmp_path: Path) -> None:
    plan = plan_of(desk, tmp_path, row("Sent by R 2"), outcomes={"sent by r 2": "disclosed"})
    assert looks(plan) == ["reg 2 is no exemption of FOIA: kept as a note"]
    assert "Outcome: Sent by R 2" in notes_of(taken(desk, plan))


# -- what it waited for


def test_a_request_that_lapsed_is_taken_over_with_the_wait_that_the_sheet_leaves_out(
    desk: Desk, tmp_path: Path
) -> None:
    plan = plan_of(desk, tmp_path, row("Lapsed"), row(Ref="2/26", Status="Lapsed", **{"Date closed": "12/3/26"}))
    [first, second] = plan.remarks
    assert "taken to wait since 03 Mar 2026" in first.reason
    assert (first.column, second.column) == ("Outcome", "Status")
    for reference in carry_out(desk, plan):
        case = get_case(desk.app, desk.db, reference)
        assert (str(case.status), case.ended_on) == ("lapsed", date(2026, 3, 12))
    assert faults(desk) == []


def test_a_request_that_was_reopened_and_withdrawn_again_ended_on_the_day_the_sheet_says(
    desk: Desk, tmp_path: Path
) -> None:
    moved = "withdrawn@2026-04-15; reopened@2026-04-26; withdrawn@2026-04-30"
    headings = ("reference", "received_on", "status", "clock_events", "closed_on")
    plan = plan_of(desk, tmp_path, ("1/26", "3/3/26", "withdrawn", moved, "30/4/26"), headings=headings)
    assert taken(desk, plan).ended_on == date(2026, 4, 30)
    assert desk.db.execute("SELECT closed_on FROM case_state").fetchone()[0] == "2026-04-30"


def test_on_hold_is_not_taken_for_a_wait_and_what_a_person_says_of_it_is_kept_beside_it(
    desk: Desk, tmp_path: Path
) -> None:
    cells = row(Status="On hold", **{"Reply sent": None})
    assert [one.reason for one in plan_of(desk, tmp_path, cells).faults] == ["the status “On hold” is not known"]
    case = taken(desk, plan_of(desk, tmp_path, cells, statuses={"on hold": "open"}))
    assert str(case.status) == "open"
    assert "Status: On hold" in notes_of(case)


# -- what a person should look at


@pytest.mark.parametrize(
    ("cells", "outcome", "look"),
    [
        (row("Full disclosure", Exemptions="s40(2)"), "disclosed", "disclosed in full, with s.40(2) beside it"),
        (row("Not held s.43(2)"), "not_held", "not held, with s.43(2) beside it"),
        (row("Full disclosure", **{"Date closed": "10/3/26"}), "disclosed", "before it was answered (12 Mar 2026)"),
        (row("Cancelled"), "", "“Cancelled” is taken for withdrawn"),
        (row("Not fully disclosed"), "partly_withheld", "“Not fully disclosed” is taken for partly withheld"),
        (row("Full disclosure", Request="Nil"), "disclosed", "the request reads “Nil”: kept as it is"),
        (row("Full disclosure", Request="-"), "disclosed", "the request reads “-”: kept as it is"),
    ],
)
def test_what_is_odd_is_taken_over_as_it_stands_and_shown(
    desk: Desk, tmp_path: Path, cells: Cells, outcome: str, look: str
) -> None:
    plan = plan_of(desk, tmp_path, cells)
    [said] = looks(plan)
    assert look in said
    assert plan.planned[0].row.request == cells[-1]
    assert taken(desk, plan).outcome == outcome


def test_a_review_without_an_outcome_in_a_closed_case_is_shown_and_one_in_an_answered_case_is_chased(
    desk: Desk, tmp_path: Path
) -> None:
    headings = (*HEADINGS, "Review requested")
    closed = plan_of(desk, tmp_path, (*row("Full disclosure", Status="Closed"), "9/4/26"), headings=headings)
    assert [(one.column, one.reason) for one in closed.remarks] == [
        (
            "Review requested",
            "a review was asked for on 09 Apr 2026, the sheet names no outcome of it, and the case is closed: nobody "
            "is reminded of it; if it is still to be decided: foibot reopen REFERENCE --why 'the review is not "
            "decided'",
        )
    ]
    case = taken(desk, closed)
    assert str(case.status) == "closed"
    command(desk, "reopen", case.reference, why="the review is not decided")
    assert str(get_case(desk.app, desk.db, case.reference).status) == "in_review", "as it is told there"
    answered = plan_of(desk, tmp_path, (*row("Full disclosure", Ref="2/26"), "9/4/26"), headings=headings)
    assert looks(answered) == []
    assert str(taken(desk, answered).status) == "in_review"


# -- what a row is called


THEIRS = ("Council ref", "Date recd", "Applicant", "Request")
MAPPED = {"council ref": "their_reference"}


def test_a_row_known_by_the_reference_it_had_elsewhere_is_never_a_second_case(desk: Desk, tmp_path: Path) -> None:
    first = ("A-7", "2/11/26", "Ada Feild", "Ducks")
    plan = plan_of(desk, tmp_path, first, ("a-7", "3/11/26", "Bo", "Geese"), headings=THEIRS, columns=MAPPED)
    assert [(one.row, one.column, one.reason) for one in plan.faults] == [
        (3, "Council ref", "the same reference as row 2")
    ]
    [reference] = carry_out(desk, plan)
    mended = ("A-7", "3/11/26", "Ada Field", "Ducks and geese")
    plan = plan_of(desk, tmp_path, mended, headings=THEIRS, columns=MAPPED)
    assert (plan.planned, plan.faults) == ([], [])
    [changed] = plan.changed
    assert changed.column == reference
    for said in ("A-7 in the sheet", "received_on is 2026-11-03 in the sheet, 2026-11-02", "applicant_name is another"):
        assert said in changed.reason
    assert "request is another" in changed.reason
    assert "Ada" not in changed.reason


def test_a_reference_that_stands_in_a_row_that_cannot_be_read_is_not_given_to_the_next(
    desk: Desk, tmp_path: Path
) -> None:
    plan = plan_of(desk, tmp_path, row("Fobbed off"), row("Full disclosure"))
    assert plan.planned == []
    assert [one.reason for one in plan.faults][1:] == ["the same reference as row 2"]


@pytest.mark.parametrize("name", ["9/26", "FOI-2026-0009"])
def test_a_changed_row_whose_reference_is_in_the_register_says_what_differs(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    carry_out(desk, plan_of(desk, tmp_path, row(Ref=name, **{"Reply sent": None})))
    plan = plan_of(desk, tmp_path, row("Full disclosure", Ref=name))
    assert (plan.planned, plan.faults) == ([], [])
    assert "outcome is disclosed in the sheet, empty in the register" in plan.changed[0].reason


def test_the_headings_of_an_ordinary_log_are_known(desk: Desk, tmp_path: Path) -> None:
    for ours in ("Our Ref", "Our reference", "Log number", "Unique reference number"):
        headings = (ours, "Date recd", "Requested by", "Lead officer", "Sent out", "Outcome")
        plan = plan_of(desk, tmp_path, ("1/26", "3/3/26", "Ada", "jane", "4/3/26", "s12"), headings=headings)
        assert [one.field for one in plan.layout.columns] == [
            *("reference", "received_on", "applicant_name", "officer", "responded_on", "outcome")
        ]
    issued = ("Ref", "Date recd", "Date issued")
    assert plan_of(desk, tmp_path, ("1/26", "3/3/26", None), headings=issued).layout.of("responded_on")


FORMATS = {"000": "001", '"FOI "000': "FOI 001", "[$-809]000;[Red]-000": "001", '000"/26"': "001/26", "General": "1"}


def numbered(path: Path, form: str) -> Path:
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append([1, "3/3/26"])
    book.active["A2"].number_format = form
    book.save(path)
    return path


def test_a_reference_is_what_the_sheet_shows_and_not_the_number_below_it(desk: Desk, tmp_path: Path) -> None:
    for form, shown in FORMATS.items():
        plan = planned(desk, numbered(tmp_path / "log.xlsx", form))
        assert [one.row.reference for one in plan.planned] == [shown]
    assert as_shown(2026001, r"0000\/000") == "2026/001"
    [fault] = planned(desk, numbered(tmp_path / "log.xlsx", "000/00")).faults
    assert fault.reason == "the cell holds 1 and shows it as 000/00: write it as text"
    assert [as_shown(number, form) for number, form in ((1.5, "000"), (3, "0.00"), (45_000, "yyyy-mm-dd"))] == [
        None
    ] * 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_reference_that_an_open_document_shows_with_noughts_is_listed(desk: Desk, tmp_path: Path) -> None:
    plan = planned(desk, saved_as("ods", numbered(tmp_path / "log.xlsx", "000"), tmp_path))
    assert [(one.column, one.reason) for one in plan.faults] == [
        ("Ref", "the cell shows 001 and holds 1: write it as text")
    ]
