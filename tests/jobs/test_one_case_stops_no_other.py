"""A case that foibot cannot deal with, for whatever reason, keeps nobody else from being reminded."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from registers import at, command, faults, make_desk, new_case, rows

from foibot.casework.lateness import pass_limit
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.one_by_one import CasesFailed
from foibot.jobs.rounds import chase_work, perform

ODD, OTHER = "FOI-2026-0001", "FOI-2026-0002"
LATE = datetime(2026, 5, 5, 10, 0, tzinfo=UTC)


@pytest.fixture
def late(tmp_path: Path) -> Desk:
    """Two requests of jane's, both late."""
    desk = make_desk(tmp_path)
    for name in ("Ada Field", "Bo Moss"):
        case = new_case(desk, name=name, email=f"{name[:2].casefold()}@reader.example")
        command(desk, "assign", case, officer=desk.app.policy.officer("jane"))
    return at(desk, LATE)


@pytest.mark.parametrize("fault", [UsageError("its law knows no such thing."), KeyError("Ada Field")])
def test_the_others_are_reminded_and_the_job_says_which_case_it_could_not_see_to(
    late: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def odd(case: object, *arguments: object) -> object:
        if getattr(case, "reference", "") == ODD:
            raise fault
        return pass_limit(case, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("foibot.jobs.chase.pass_limit", odd)
    with pytest.raises(CasesFailed, match=rf"^All was done but for {ODD}: ") as failed:
        perform(late, "chase", lambda: chase_work(late))
    assert "Ada" not in str(failed.value)
    assert rows(late, "SELECT reference FROM events WHERE type = 'LimitPassed'") == [(OTHER,)]
    assert rows(late, "SELECT recipient FROM outbox WHERE letter = 'officer_chaser'") == [("jane@council.example",)]
    assert rows(late, "SELECT fault FROM job_runs WHERE job = 'chase'") == [(str(failed.value),)]
    assert faults(late) == []

    monkeypatch.undo()
    chase_work(late)
    assert rows(late, "SELECT reference FROM events WHERE type = 'LimitPassed'") == [(OTHER,), (ODD,)]
