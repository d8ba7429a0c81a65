"""What an export writes, an import reads: the same cases, whatever has happened to them."""

import csv
import json
import os
import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from registers import NOW, at, command, faults, make_desk, new_case

from foibot.casework.sheets.cells import FORMULA, guarded, unguarded
from foibot.casework.sheets.words import Meanings
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.exporting import exported_fields, exported_rows
from foibot.jobs.importing import Plan, carry_out_import, plan_import
from foibot.jobs.recording import Hand
from foibot.law.clock import london_day
from foibot.reports.files import write_private
from foibot.reports.sheet_reading import read_sheet
from foibot.reports.sheet_writing import as_csv, as_json, as_workbook
from foibot.store.exports import ExportFilter
from foibot.store.register import writing

LIVES = int(os.environ.get("FOIBOT_LIVES", "6"))
LATER = NOW + timedelta(days=200)
NAMES = ("Ada Field", "=cmd|' /C calc'!A0", "+44 Bo", "@ada", "'=quoted", "-", "Zoë O'Brien; the 3rd", 'Ann "x", y')
TEXTS = ("How many potholes?", "=1+1", "First line\nsecond, line\n\n- a list", "\tTab", "'plain", "Größe £ 🙂")
Step = tuple[str, dict[str, Any], str]
STEPS: tuple[Step, ...] = (
    ("answered", {"outcome": "disclosed"}, "jane"),
    ("answered", {"outcome": "withheld", "exemption": ("s.43(2)", "s.40(2)")}, "jane"),
    ("answered", {"outcome": "not-held"}, "jane"),
    ("withdraw", {"why": "by telephone"}, "jane"),
    ("close", {"why": "nothing more"}, "mia"),
    ("reopen", {"why": "they wrote again"}, "mia"),
    ("assign", {"officer": "jane"}, "mia"),
    ("note", {"text": "asked Highways"}, "jane"),
    ("regime", {"regime": "EIR"}, "jane"),
    ("review", {"by": "letter", "text": "I am not content with this."}, "jane"),
)
lives = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(TEXTS),
        st.integers(0, 60),
        st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 25)), max_size=6),
    ),
    min_size=1,
    max_size=6,
)


def live(desk: Desk, name: str, text: str, days: int, steps: list[tuple[Step, int]]) -> None:
    """Log a request, and let what can happen to it happen."""
    moment = NOW + timedelta(days=days)
    reference = new_case(at(desk, moment), name=name, text=text, email="ada.field@reader.example")
    for (verb, said, who), later in steps:
        moment += timedelta(days=later)
        given = {**said, **({"on": london_day(moment)} if verb in {"answered", "withdraw"} else {})}
        given |= {"received": moment} if verb == "review" else {}
        given |= {"officer": desk.app.policy.officer("jane")} if verb == "assign" else {}
        try:
            command(at(desk, moment), verb, reference, who, **given)
        except (NotPermitted, UsageError):
            continue


def table(desk: Desk, *, personal: bool = True) -> list[Mapping[str, Any]]:
    return list(exported_rows(desk.app, desk.db, ExportFilter(), personal=personal))


def take_over(desk: Desk, path: Path, today: date = date(2026, 11, 1)) -> Plan:
    plan = plan_import(desk.app, desk.db, read_sheet(path), today, meanings=Meanings())
    for _ in carry_out_import(desk.app, desk.db, plan, Hand(desk.clock(), "jane by import")):
        pass
    return plan


def differing(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[Any]:
    """Return each cell that is not what it was."""
    assert len(before) == len(after)
    pairs = (
        (one["reference"], name, one[name], other[name])
        for one, other in zip(before, after, strict=True)
        for name in one
    )
    return [pair for pair in pairs if (pair[2] or "") != (pair[3] or "")]


@settings(
    max_examples=LIVES,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(lives, st.sampled_from([(".csv", as_csv), (".xlsx", as_workbook)]), st.booleans())
def test_an_import_of_an_export_gives_the_same_cases(lived: list[Any], kind: Any, personal: bool) -> None:
    ending, write = kind
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        old.mkdir()
        new.mkdir()
        first, second = make_desk(old, LATER), make_desk(new, LATER)
        for life in lived:
            live(first, *life)
        before = table(first, personal=personal)
        file = Path(folder) / f"cases{ending}"
        write_private(file, write(exported_fields(personal=personal), before), force=False)

        plan = take_over(second, file)

        assert plan.faults == []
        assert plan.differences == []
        assert differing(before, table(second, personal=personal)) == []
        assert faults(second) == []
        again = take_over(second, file)
        assert (again.planned, again.before, again.faults) == ([], len(before), [])
        assert differing(before, table(second, personal=personal)) == []
        assert second.db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
        first.db.close()
        second.db.close()


@given(st.text(max_size=12) | st.sampled_from(FORMULA))
def test_no_cell_begins_like_a_formula_and_its_words_come_back(words: str) -> None:
    assert not guarded(words).startswith(FORMULA)
    assert unguarded(guarded(words)) == words


SECRET_HAND = "\x1b]0;owned\x07\x1b[2JAda \u202edleiF\u202c \u2066x\u2069\u200f\x9b31m\x00"
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_no_export_carries_what_steers_a_terminal_or_turns_a_line_and_lines_and_tabs_stay(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    new_case(desk, name="Ada", text=f"{SECRET_HAND}\r\n\tcolumn\r=1+1")
    with writing(desk.db) as db:
        db.execute("UPDATE people SET name = ?", (f"\x1b={SECRET_HAND}",))  # as a mail's From may bring it
    columns, cases = exported_fields(personal=True), table(desk)
    for ending, write in ((".csv", as_csv), (".xlsx", as_workbook), (".json", as_json)):
        path = tmp_path / f"cases{ending}"
        path.write_bytes(write(columns, cases))
        [found] = json.loads(path.read_text()) if ending == ".json" else _rows_of(path)
        assert not [one for one in found.values() if isinstance(one, str) and STEERS.search(one)], ending
        assert str(found["request"]).endswith("\n\tcolumn\n=1+1")
        assert str(found["applicant_name"]).lstrip("'").startswith("=]0;owned[2JAda dleiF x31m")


def _rows_of(path: Path) -> list[dict[str, Any]]:
    (_, head), *lines = read_sheet(path)
    return [dict(zip(map(str, head), line, strict=False)) for _, line in lines]


def test_dates_are_dates_in_a_workbook_and_iso_in_csv_and_json(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    reference = new_case(desk, name="=HYPERLINK(1)")
    command(at(desk, NOW + timedelta(days=3)), "answered", reference, outcome="not-held", on=date(2026, 3, 6))
    rows, columns = table(desk), exported_fields(personal=True)

    text = as_csv(columns, rows)
    assert text.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(StringIO(text.decode("utf-8-sig"), newline=""))
    assert (row["received_on"], row["due_on"], row["responded_on"]) == ("2026-03-03", "2026-04-01", "2026-03-06")
    assert (row["days_to_answer"], row["owed_on"], row["applicant_name"]) == ("3", "", "'=HYPERLINK(1)")

    file = tmp_path / "cases.xlsx"
    file.write_bytes(as_workbook(columns, rows))
    [(_, head), (_, cells)] = read_sheet(file)
    found = dict(zip(head, cells, strict=False))
    assert found["due_on"] == datetime(2026, 4, 1)  # noqa: DTZ001 - a cell of a workbook has no zone
    assert found["applicant_name"] == "'=HYPERLINK(1)"

    [stated] = json.loads(as_json(columns, rows))
    assert (stated["due_on"], stated["closed_on"], stated["applicant_name"]) == ("2026-04-01", None, "=HYPERLINK(1)")
    assert list(stated) == [one.name for one in columns]


def test_nothing_names_or_quotes_an_applicant_unless_it_is_asked_for(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    new_case(desk, name="Ada Field", email="ada.field@reader.example", text="How many potholes on Elm Road?")
    for write in (as_csv, as_json):
        said = write(exported_fields(personal=False), table(desk, personal=False)).decode()
        assert not any(word in said for word in ("Ada", "Field", "reader.example", "potholes", "Elm"))


def test_a_file_is_its_owners_alone_and_is_never_overwritten_unasked(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    write_private(file, b"one", force=False)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="is there already"):
        write_private(file, b"two", force=False)
    assert file.read_bytes() == b"one"
    write_private(file, b"two", force=True)
    assert (file.read_bytes(), [one.name for one in tmp_path.iterdir()]) == (b"two", ["cases.csv"])


def test_only_the_cases_of_the_days_and_status_wanted_are_written(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    first, second, third = (new_case(at(desk, NOW + timedelta(days=days))) for days in (0, 10, 20))
    command(at(desk, datetime(2026, 4, 1, 12, tzinfo=UTC)), "withdraw", second)

    def found(wanted: ExportFilter) -> list[Any]:
        return [row["reference"] for row in exported_rows(desk.app, desk.db, wanted, personal=False)]

    assert found(ExportFilter()) == [first, second, third]
    assert found(ExportFilter(since=date(2026, 3, 13))) == [second, third]
    assert found(ExportFilter(until=date(2026, 3, 13))) == [first, second]
    assert found(ExportFilter(status="withdrawn")) == [second]
    assert found(ExportFilter(officer="-", due_by=date(2026, 4, 1))) == [first]
