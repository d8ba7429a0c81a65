import csv
from datetime import date
from pathlib import Path

import pytest
from law_in_use import due

SHEET = Path(__file__).parent / "clock_vectors.csv"
VECTORS = list(csv.DictReader(SHEET.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda row: f"{row['regime']} {row['received']} {row['events']}")
def test_the_due_date_of_each_vector_is_met_exactly(vector: dict[str, str]) -> None:
    expected = None if vector["due_date"] == "NONE" else date.fromisoformat(vector["due_date"])
    events = vector["events"].split(";") if vector["events"] else []
    assert due(vector["regime"], vector["received"], *events, place=vector["jurisdiction"]) == expected


def test_the_sheet_of_vectors_is_whole() -> None:
    assert len(VECTORS) == 98
