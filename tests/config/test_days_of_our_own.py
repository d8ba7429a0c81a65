"""Bank holidays that a configuration adds or takes away, from the file to the calendars that clocks count by."""

from datetime import date
from pathlib import Path

import pytest
from small_config import SMALL, write

from foibot.app import build
from foibot.config import load_config
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
