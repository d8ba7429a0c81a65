"""`foibot search`, `similar` and `cases` as people type them: what helps when nothing is found, or hardly anything."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import make_mail
from click.testing import CliRunner
from registers import arrive, at, command, make_desk

from foibot.casework.sheets.words import Meanings
from foibot.cli import foibot
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.importing import carry_out_import, plan_import
from foibot.jobs.named import get_case
from foibot.jobs.recording import Hand
from foibot.jobs.standing_in_time import progress_of
from foibot.reports.sheet_reading import read_sheet

ASKED = "Dear Council, please tell me how many penalty charge notices were issued in Castle Street car park in 2025."
AGAIN = "Hello, what was the number of parking fines handed out at Castle Street car park last year?"
OTHER = "Please send me the total of working days that staff of the council lost to sickness."
A_DAY = timedelta(days=1)
WITH_A_GAP = "Nothing came or was written since 2026-06-01 and until 2026-06-30."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for number, text in enumerate((ASKED, AGAIN, OTHER)):
        arrive(made, make_mail(writer=f"W <w{number}@x.example>", text=text, message_id=f"<{number}@x.example>"))
    return made


def run(desk: Desk, *words: str) -> str:
    given = ["-c", str(desk.app.config.path), *words]
    return CliRunner().invoke(foibot, given, catch_exceptions=False, standalone_mode=False).output


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--tag", "parkin"), "No case is tagged parkin. Did you mean parking"),
        (("--since", "2026-02-01", "--until", "2025-02-01"), "nothing came between. Change them round"),
        (("--officer", "jan"), "Did you mean jane"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_the_remedy(desk: Desk, words: tuple[str, ...], fault: str) -> None:
    command(desk, "tag", "FOI-2026-0001", word=("parking",))
    with pytest.raises(UsageError, match=fault):
        run(desk, "search", "castle", *words)


def test_where_nothing_is_found_the_filter_is_named_that_no_case_passes(desk: Desk) -> None:
    said = " ".join(run(desk, "search", "castle", "--outcome", "vexatious", "--officer", "-").split())
    assert said == "Nothing found. No case has outcome vexatious."
    assert "Fewer words find more" in run(desk, "search", "zebra")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--since", "2027-01-01"), "Nothing came or was written since 2027-01-01."),
        (("--until", "2020-12-31"), "Nothing came or was written until 2020-12-31."),
        (("--since", "2020-01-01", "--until", "2020-12-31"), "Nothing came or was written until 2020-12-31."),
        (("--since", "2026-06-01", "--until", "2026-06-30"), WITH_A_GAP),
        (("--since", "2027-01-01", "--status", "closed"), "since 2027-01-01. No case has status closed."),
    ],
)
def test_where_nothing_is_found_days_are_named_on_which_nothing_came(
    desk: Desk, words: tuple[str, ...], fault: str
) -> None:
    later = at(desk, desk.clock() + 200 * A_DAY)
    command(later, "note", "FOI-2026-0003", text="The leave is counted apart.")
    assert " ".join(run(desk, "search", "castle", *words).split()).endswith(fault)
    assert "Fewer words find more" in run(desk, "search", "zebra", "--since", "2026-01-01")


def test_a_reference_is_answered_with_its_case_whether_or_not_a_text_holds_it(desk: Desk) -> None:
    for written in ("FOI-2026-0002", "foi 2026 0002", '"FOI-2026-0002"'):
        bare = written.strip('"')
        assert run(desk, "search", written).startswith(f"{bare} is a case: foibot case FOI-2026-0002\n"), written
    assert json.loads(run(desk, "search", "FOI-2026-0002", "--json"))["case"] == "FOI-2026-0002"
    for other in (("FOI-2026-0999",), ("castle",), ("after", "FOI-2026-0002", "came")):
        assert "is a case" not in run(desk, "search", *other), other


def taken_over(desk: Desk, folder: Path, own: str) -> str:
    """Take over a sheet with one request, which has a reference of its own; return the case."""
    sheet = folder / "log.csv"
    told = f"Ref,Date recd,Request,Reply sent,Outcome\n{own},3/3/2025,About {own},12/3/2025,Disclosed in full\n"
    sheet.write_text(told, encoding="utf-8")
    plan = plan_import(desk.app, desk.db, read_sheet(sheet), desk.clock().date(), meanings=Meanings())
    [[reference]] = carry_out_import(desk.app, desk.db, plan, Hand(desk.clock(), "jane by import"))
    return reference


def test_a_reference_of_a_sheet_opens_its_case_in_small_letters_too_and_only_where_one_is_meant(
    desk: Desk, tmp_path: Path
) -> None:
    ducks, small, large = (taken_over(desk, tmp_path, own) for own in ("FOI 2025/014", "EIR 9/a", "EIR 9/A"))
    for written, case in (("FOI 2025/014", ducks), ("foi 2025/014", ducks), ("EIR 9/a", small), ("EIR 9/A", large)):
        assert get_case(desk.app, desk.db, written).reference == case
        assert f"{written} is a case: foibot case {case}" in run(desk, "search", written)
    assert run(desk, "search", ducks) == f"{ducks} is a case: foibot case {ducks}\nNothing else found.\n"
    with pytest.raises(UsageError, match="There is no case eir 9/a"):
        get_case(desk.app, desk.db, "eir 9/a")


def test_similar_says_what_is_shared_and_what_is_weak(desk: Desk) -> None:
    strong, *rest = json.loads(run(desk, "similar", "FOI-2026-0002", "--json"))
    assert strong["reference"] == "FOI-2026-0001"
    assert {"castle", "penalty charge notice"} <= set(strong["shared"])
    assert not strong["weak"]
    assert all(one["weak"] for one in rest)
    said = run(desk, "similar", "FOI-2026-0002")
    assert "shares: " in said
    assert ("(weak)" in said) == bool(rest)


def test_a_list_of_cases_tells_their_time_as_each_case_does(desk: Desk) -> None:
    command(desk, "clarify", "FOI-2026-0002", text="Which year?", why="Two are meant.")
    command(desk, "approve", "1", who="pat", at_once=True)
    names = [f"FOI-2026-000{number}" for number in (1, 2, 3)]
    cases = [get_case(desk.app, desk.db, name) for name in names]
    received = max(case.received_on or date.min for case in cases)
    for day in (received + count * A_DAY for count in range(0, 60, 7)):
        told = progress_of(desk.app, desk.db, names, day)
        assert told == {case.reference: desk.app.statutes.progress(case, day) for case in cases}
