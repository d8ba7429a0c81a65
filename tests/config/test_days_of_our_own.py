"""Bank holidays that a configuration adds or takes away, from the file to the calendars that clocks count by."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_config import SMALL, write

from foibot.app import build
from foibot.cli import foibot
from foibot.config import load_config
from foibot.errors import ConfigError
from foibot.law.notation import read_holiday
from foibot.law.tables import regime_from_table
from foibot.law.working_days import Calendars

DIVISIONS = ("england-and-wales", "northern-ireland", "scotland")
PROCLAIMED = '[[calendar.proclaimed]]\nday = 2026-06-16\nname = "Feast"\ndivisions = ["{}"]\nsource = "Proclamation"\n'


def calendars(folder: Path, more: str) -> Calendars:
    return build(load_config(write(folder, SMALL + more))).statutes.calendars


def off_in(held: Calendars, day: date) -> list[str]:
    return [name for name in ("union", *DIVISIONS) if held.named(name).why_not(day)]


@pytest.mark.parametrize(
    ("written", "kept_by"),
    [
        ("england-wales", "england-and-wales"),
        ("england-and-wales", "england-and-wales"),
        ("scotland", "scotland"),
        ("northern-ireland", "northern-ireland"),
    ],
)
def test_a_day_proclaimed_for_one_division_is_off_there_and_in_the_calendar_of_the_whole(
    tmp_path: Path, written: str, kept_by: str
) -> None:
    assert off_in(calendars(tmp_path, PROCLAIMED.format(written)), date(2026, 6, 16)) == ["union", kept_by]
    assert read_holiday(f"2026-06-16:{written}:Feast", "here").divisions == {kept_by}
    table = {"based_on": "FOIA", "calendar": written}
    assert regime_from_table("OURS", table).calendar == kept_by


MOVED = """
[[calendar.cancelled]]
day = 2027-05-03
divisions = [{}]
source = "Proclamation"
"""


def test_a_bank_holiday_that_was_moved_is_a_working_day_again_where_it_was_cancelled(tmp_path: Path) -> None:
    everywhere = '"england-wales", "scotland", "northern-ireland"'
    assert off_in(calendars(tmp_path, ""), date(2027, 5, 3)) == ["union", *DIVISIONS]
    assert off_in(calendars(tmp_path, MOVED.format(everywhere)), date(2027, 5, 3)) == []
    assert off_in(calendars(tmp_path, MOVED.format('"scotland"')), date(2027, 5, 3)) == ["union", *DIVISIONS[:2]]


def test_a_day_that_the_act_itself_names_cannot_be_cancelled(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"calendar\.cancelled: Thu 25 Dec 2025 cannot be cancelled"):
        calendars(tmp_path, MOVED.format('"scotland"').replace("2027-05-03", "2025-12-25"))


def test_a_clock_is_counted_without_a_holiday_said_to_be_none() -> None:
    asked = ["clock", "--regime", "FOIA", "--received", "2027-04-20", "--json"]
    for more, due in (([], "2027-05-19"), (["--no-holiday", "2027-05-03:all"], "2027-05-18")):
        assert json.loads(CliRunner().invoke(foibot, [*asked, *more]).stdout)["due_on"] == due
    refused = CliRunner().invoke(foibot, [*asked, "--no-holiday", "2027-05-04:all"])
    assert "Tue 4 May 2027 is no bank holiday there" in refused.stderr


def test_a_clock_counts_by_the_clocks_and_days_of_a_configuration_that_is_named(tmp_path: Path) -> None:
    own = '[regimes.QUICK]\nbased_on = "FOIA"\ncount = 10\nsource = "our charter"\n'
    path = write(tmp_path, SMALL + MOVED.format('"england-wales", "scotland", "northern-ireland"') + own)
    asked = ["clock", "--regime", "QUICK", "--received", "2027-04-20", "--json"]
    named = CliRunner().invoke(foibot, ["-c", str(path), *asked])
    assert json.loads(named.stdout)["due_on"] == "2027-05-04"
    by_variable = CliRunner(env={"FOIBOT_CONFIG": str(path)}).invoke(foibot, asked)
    assert by_variable.stdout == named.stdout
    without = CliRunner().invoke(foibot, asked)
    assert (without.exit_code, "foibot -c config.toml clock" in " ".join(without.stderr.split())) == (2, True)


@pytest.mark.parametrize(("written", "told"), [("XX", "knows no place 'XX'"), ("ie", "Did you mean IE?")])
def test_a_place_nobody_published_holidays_of_is_a_fault_of_its_key(tmp_path: Path, written: str, told: str) -> None:
    table = f'[regimes.ABROAD]\nbased_on = "FOIA"\ncalendar = "{written}"\n'
    with pytest.raises(ConfigError) as raised:
        calendars(tmp_path, table)
    [problem] = raised.value.problems
    assert problem.key == "regimes.ABROAD.calendar"
    assert told in f"{problem.fault}. {problem.remedy}"


def test_the_clocks_that_the_documentation_writes_out_load_and_count(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "regimes.md").read_text(encoding="utf-8")
    path = write(tmp_path, SMALL + page.partition("```toml\n")[2].partition("```")[0])
    for name, due in (("FOIA", "2024-09-23"), ("IRELAND_FOI", "2024-09-30"), ("CALIFORNIA_PRA", "2024-09-12")):
        asked = ["-c", str(path), "clock", "--regime", name, "--received", "2024-09-02", "--json"]
        assert (name, json.loads(CliRunner().invoke(foibot, asked).stdout)["due_on"]) == (name, due)
