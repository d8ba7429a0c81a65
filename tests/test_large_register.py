"""The registers that measurements are made on are whole: what they are made of is what a lived register has."""

from pathlib import Path

from large_register import make_register

from foibot.jobs.recording import case_row
from foibot.store import audit, queries
from foibot.store.register import open_register


def test_a_register_made_by_chance_passes_the_audit_and_holds_every_stage_of_a_case(tmp_path: Path) -> None:
    path = tmp_path / "foibot.db"
    app = make_register(path, 600, 7)
    db = open_register(path)
    assert audit.faults(db, lambda case: case_row(app, db, case)) == []
    assert queries.counts(db)["cases"].keys() >= {"open", "responded", "closed", "lapsed", "withdrawn"}
    db.close()
