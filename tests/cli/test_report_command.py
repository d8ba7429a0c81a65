"""`foibot report` and `foibot tag` as people type them."""

import csv
import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from registers import command, make_desk, new_case

from foibot.cli import foibot
from foibot.errors import UsageError
from foibot.jobs.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    for text in ("How many bats?", "How many owls?"):
        command(made, "tag", new_case(made, text=text), word=("wildlife",))
    return made


def run(desk: Desk, *words: str) -> str:
    given = ["-c", str(desk.app.config.path), *words]
    done = CliRunner().invoke(foibot, given, catch_exceptions=False, standalone_mode=False)
    return done.output


def test_the_terminal_shows_the_figures_within_eighty_columns(desk: Desk) -> None:
    for words in (("report",), ("report", "--by", "month"), ("report", "--by", "year", "--suppress-small")):
        said = run(desk, *words, "--now", "2026-03-10")
        assert max(map(len, said.splitlines())) <= 80
        assert "wildlife" in said
    assert "fewer than 5" in said


def test_the_terminal_says_that_what_is_open_now_came_whenever_it_came(desk: Desk) -> None:
    said = " ".join(run(desk, "report", "--period", "2026-Q1", "--now", "2026-03-10").split())
    assert "every request open at the end of Tue 10 Mar 2026, whenever it was received: 11 days or more (2)." in said


def test_data_has_stable_keys(desk: Desk) -> None:
    said = json.loads(run(desk, "report", "--period", "2026-Q1", "--now", "2026-03-10", "--json"))
    assert (said["from"], said["to"], said["as_at"]) == ("2026-01-01", "2026-03-31", "2026-03-10")
    assert said["figures"]["together"]["2026-Q1"]["received"] == 2
    assert said["figures"]["FOIA"]["2026-Q1"]["tag_wildlife"] == 2


def test_files_are_written_once_and_not_over_others(desk: Desk, tmp_path: Path) -> None:
    files = {name: tmp_path / f"report.{name}" for name in ("csv", "xlsx", "html")}
    words = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    run(desk, "report", *words, "--now", "2026-03-10")
    assert all(path.stat().st_size > 1000 for path in files.values())
    with pytest.raises(UsageError, match="--force"):
        run(desk, "report", "--csv", str(files["csv"]))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--period", "2026-Q5"), "no period"),
        (("--period", "2026", "--from", "2026-01-01"), "goes without"),
        (("--from", "2026-03-01", "--to", "2026-02-01"), "is after"),
        (("--period", "2027-Q1"), "is after Tue 10 Mar 2026, the day at which things are counted"),
        (("--from", "2026-04-01", "--to", "2026-06-30"), "no request of that time can be known"),
        (("--period", "2019"), "first request was received on Tue 3 Mar 2026"),
        (("--as-at", "2026-12-01"), "still to come"),
        (("--regime", "FOIAA"), "FOIA"),
    ],
)
def test_what_cannot_be_counted_is_said_plainly(desk: Desk, words: tuple[str, ...], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        run(desk, "report", *words, "--now", "2026-03-10")


def test_without_the_charting_library_the_page_says_how_to_get_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'foibot\[charts\]'"):
        run(desk, "report", "--html", str(tmp_path / "report.html"), "--now", "2026-03-10")


def test_cases_are_listed_by_tag_and_a_case_shows_its_own(desk: Desk) -> None:
    assert run(desk, "tag", "FOI-2026-0001", "bats", "Night_life", "--as", "jane").strip() == (
        "FOI-2026-0001 is tagged bats, night-life, wildlife."
    )
    listed = json.loads(run(desk, "cases", "--tag", "bats", "--json"))
    assert [row["reference"] for row in listed] == ["FOI-2026-0001"]
    assert "Tags:" in run(desk, "case", "FOI-2026-0001")
    with pytest.raises(UsageError, match="wildlife"):
        run(desk, "cases", "--tag", "wildlive")


CUT = ("--from", "2026-02-10", "--to", "2026-08-20", "--now", "2026-11-30")


def test_a_column_that_covers_a_part_of_its_quarter_says_so_in_every_form(desk: Desk, tmp_path: Path) -> None:
    names = ["2026-Q1 part", "2026-Q2", "2026-Q3 part", "all"]
    files = {name: tmp_path / f"report.{name}" for name in ("csv", "xlsx", "html")}
    said = run(desk, "report", *CUT, "--json", *(w for name, path in files.items() for w in (f"--{name}", str(path))))
    assert list(json.loads(said.partition("\n}\n")[0] + "\n}")["figures"]["together"]) == names
    terminal = run(desk, "report", *CUT)
    assert "2026-Q1 part" in terminal
    assert max(map(len, terminal.splitlines())) <= 80
    rows = list(csv.DictReader(files["csv"].read_text(encoding="utf-8-sig").splitlines()))
    assert list(dict.fromkeys(row["period"] for row in rows)) == names
    assert [cell.value for cell in load_workbook(files["xlsx"])["FOIA"][1]][1:] == names
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', files["html"].read_text(encoding="utf-8"))
    assert set(names) <= set(heads)


def test_a_quarter_that_runs_is_no_part_of_one_and_months_stay_whole(desk: Desk) -> None:
    running = json.loads(run(desk, "report", "--now", "2026-03-10", "--from", "2026-01-01", "--json"))
    assert list(running["figures"]["together"]) == ["2026-Q1"]
    cut = json.loads(run(desk, "report", *CUT, "--by", "month", "--json"))
    assert list(cut["figures"]["together"])[:2] == ["2026-02 part", "2026-03"]
    assert next(iter(cut["months"])) == "2026-02"


def test_a_register_without_any_request_has_no_report_of_noughts(tmp_path: Path) -> None:
    empty = make_desk(tmp_path)
    for words in ((), ("--period", "2026"), ("--json",), ("--html", str(tmp_path / "report.html"))):
        with pytest.raises(UsageError, match=r"no request yet.*foibot import"):
            run(empty, "report", *words, "--now", "2026-03-10")
    assert not (tmp_path / "report.html").exists()
