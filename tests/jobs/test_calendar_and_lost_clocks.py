"""A regime taken out of the configuration while a case counts by it: that case is told of, and hides no other."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import make_mail
from click.testing import CliRunner, Result
from registers import NOW, arrive, at, make_app, make_desk, new_case, rows

from foibot.cli import foibot
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import calendar_work

OWN = 'level = "info"\n[regimes.QUICK]\nbased_on = "FOIA"\ncount = 10\nsource = "our charter"\n'
FEAST = '[[calendar.proclaimed]]\nday = 2026-03-12\nname = "Feast"\ndivisions = ["scotland"]\nsource = "Proclamation"\n'
FOIA, QUICK = "FOI-2026-0001", "FOI-2026-0002"


@pytest.fixture
def lost(tmp_path: Path) -> Desk:
    """Two requests received on 3 March 2026, the second under a regime that the configuration has no more."""
    desk = make_desk(tmp_path, log=OWN)
    keep_calendar(desk)
    arrive(desk, make_mail())
    new_case(desk, regime="QUICK")
    return replace(desk, app=make_app(tmp_path, log=f'level = "info"\n{FEAST}'))


def ask(desk: Desk, *arguments: str) -> Result:
    desk.db.close()
    path = desk.app.config.register.path.with_name("config.toml")
    return CliRunner().invoke(foibot, ["-c", str(path), *arguments, "--json"])


def test_a_case_without_a_clock_stays_in_the_list_with_the_date_it_had(lost: Desk) -> None:
    listed = json.loads(ask(lost, "cases").stdout)
    assert [(row["reference"], row["due_on"], row["progress"]) for row in listed] == [
        (QUICK, "2026-03-18", "regime QUICK is not configured"),
        (FOIA, "2026-04-01", listed[1]["progress"]),
    ]
    one = json.loads(ask(lost, "case", QUICK).stdout)
    assert (one["clock"]["due_on"], one["clock"]["progress"]) == ("2026-03-18", "regime QUICK is not configured")


def test_a_case_without_a_clock_is_told_as_a_fault_and_the_others_are_counted_again(lost: Desk) -> None:
    done = calendar_work(lost)
    assert done["moved"] == [[FOIA, "2026-04-01", "2026-04-02"]]
    assert done["without_clock"] == [f"{QUICK}: regime QUICK is not configured, so its due date stays as it was."]
    arrive(at(lost, NOW), make_mail(message_id="<more@reader.example>", text="Please send me the minutes."))
    assert rows(lost, "SELECT due_on FROM cases ORDER BY reference") == [
        ("2026-04-02",),
        ("2026-03-18",),
        ("2026-04-02",),
    ]


def test_an_audit_and_a_check_name_the_case_and_the_regime_it_lacks(lost: Desk) -> None:
    found = json.loads(ask(lost, "audit").stdout)["faults"]
    assert found == [f"{QUICK}: regime QUICK is not configured, so its due date stays as it was."]
    checked = [finding for finding in json.loads(ask(lost, "check").stdout)["findings"] if "QUICK" in str(finding)]
    assert [(finding["state"], finding["about"]) for finding in checked] == [("fault", "regimes.QUICK")]


def test_a_regime_that_is_put_back_counts_its_cases_again(lost: Desk) -> None:
    keep_calendar(lost)
    back = replace(lost, app=make_app(lost.app.config.register.path.parent, log=OWN + FEAST))
    moved = {reference: now for reference, _, now in keep_calendar(back)}
    assert moved == {QUICK: date(2026, 3, 19)}


def test_between_a_changed_calendar_and_the_next_pass_the_lists_say_that_dates_will_be_counted_again(
    lost: Desk,
) -> None:
    for asked in (("cases",), ("due", "--within", "60"), ("case", FOIA), ("case", FOIA, "--clock")):
        assert "due dates are counted again with the next pass" in ask(lost, *asked).stderr
    path = lost.app.config.register.path.with_name("config.toml")
    path.write_text(path.read_text(encoding="utf-8").replace(FEAST, OWN.partition("\n")[2]), encoding="utf-8")
    assert ask(lost, "cases").stderr == ""
