"""The proof of the letters: what foibot ships has no fault under any law, and a faulty copy is named."""

from dataclasses import replace
from pathlib import Path

import pytest
from registers import make_app

from foibot.casework.letters import LETTERS
from foibot.jobs.proofs import proof_letters
from foibot.mail.render import Templates
from foibot.shipped import shipped_templates


@pytest.mark.parametrize("place", ["england-wales", "scotland"])
def test_every_letter_that_is_shipped_can_be_written(tmp_path: Path, place: str) -> None:
    assert [str(problem) for problem in proof_letters(make_app(tmp_path, place))] == []


FRAMES = ("_print.html.j2", "_further_mail.txt.j2")


@pytest.mark.parametrize("name", [*(f"{letter}.txt.j2" for letter in sorted(LETTERS)), *FRAMES])
def test_a_fault_in_an_authoritys_own_template_is_named_with_its_file(tmp_path: Path, name: str) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    shipped = (shipped_templates() / name).read_text(encoding="utf-8")
    (own / name).write_text(f"{shipped}\n{{{{ nonsense }}}}\n", encoding="utf-8")
    app = make_app(tmp_path)
    faulty = replace(app, templates=Templates([own, shipped_templates()]))

    [problem] = proof_letters(faulty)
    assert problem.file == name
    assert "'nonsense' is undefined" in problem.fault
