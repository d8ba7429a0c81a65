"""Each trick in a file that a real program made is found, by the rule that is meant for it; clean files pass."""

import shutil
from pathlib import Path

import pytest
from conftest import need
from flat import TRICKS, made_by_libreoffice, why_no_libreoffice

from foibot.release import look_into

CASES = [(name, ending, rule) for name, trick in TRICKS.items() for ending, rule in trick.found.items()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(why_no_libreoffice())
    return made_by_libreoffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.mark.parametrize(("name", "ending", "rule"), CASES, ids=[f"{name}.{ending}" for name, ending, _ in CASES])
def test_a_trick_is_found_by_its_rule_and_nothing_else_is(made: Path, name: str, ending: str, rule: str) -> None:
    file = made / f"{name}.{ending}"
    found = look_into(file.name, file.read_bytes())
    assert [one.rule for one in found] == ([rule] if rule else []), found


def test_a_hidden_sheet_is_named_with_its_rows_and_what_to_do(made: Path) -> None:
    [found] = look_into("answer.xlsx", (made / "hidden-sheet.xlsx").read_bytes())
    assert found.place == "sheet 'Staff', hidden; 1 row"
    assert found.remedy.startswith("Unhide it and look, or delete it. Save a copy as CSV")


def test_a_trick_is_found_within_archives_to_a_depth_of_three(made: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    shutil.copy(made / "hidden-sheet.xlsx", inner / "staff.xlsx")
    for depth, form in enumerate(("zip", "gztar", "zip")):
        packed = shutil.make_archive(str(tmp_path / f"packed{depth}"), form, inner)
        shutil.rmtree(inner)
        inner.mkdir()
        shutil.copy(packed, inner)
    [archive] = inner.iterdir()
    [found] = look_into(archive.name, archive.read_bytes())
    assert found.rule == "hidden_sheet"
    assert "in packed1.tar.gz" in found.place
    assert "staff.xlsx" in found.place
