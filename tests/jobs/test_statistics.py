"""A quarter of forty cases, counted by hand: the register's figures are those, as at two days."""

import csv
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from registers import ADA, make_desk

from foibot.casework.case import Case
from foibot.casework.counted import TOGETHER, Timeliness
from foibot.casework.events import (
    CaseClosed,
    CaseMerged,
    CaseReopened,
    ClarificationAsked,
    ClarificationReceived,
    CommissionerWrote,
    DateOfReceiptCorrected,
    DeadlineExtended,
    Event,
    FeePaid,
    FeesNoticeIssued,
    HolderAnswered,
    HolderAsked,
    Person,
    QuestionReopened,
    RegimeChanged,
    RequestAnswered,
    RequestLapsed,
    RequestReceived,
    RequestTransferred,
    RequestWithdrawn,
    ReviewDecided,
    ReviewRequested,
    Words,
)
from foibot.casework.history import replay
from foibot.casework.statistics import ALL, HolderFigures, Period, figures_of, open_by_days_left
from foibot.jobs.desk import Desk
from foibot.jobs.recording import project
from foibot.jobs.reporting import Wanted, counted_until, days_of_answers, make_report
from foibot.reports.report import Report, lines
from foibot.store import cases, log
from foibot.store.canned_queries import CANNED
from foibot.store.copying import copy_register
from foibot.store.register import writing

HERE = Path(__file__).parent
QUARTER = date(2026, 7, 1), date(2026, 9, 30)
FIRST_LOOK, SECOND_LOOK = date(2026, 11, 13), date(2026, 11, 27)
ROWS = list(csv.DictReader((HERE / "quarter_of_40.csv").read_text(encoding="utf-8").splitlines()))
BY_HAND = tomllib.loads((HERE / "quarter_of_40.toml").read_text(encoding="utf-8"))


def event(name: str, said: list[str], on: date, until: date) -> Event:
    """Return the event that a word of the table stands for."""
    sections = tuple(said[1].split("|")) if len(said) > 1 else ()
    makers: Mapping[str, Any] = {
        "answered": lambda: RequestAnswered(on, said[0], 0, sections),
        "withdrawn": lambda: RequestWithdrawn(on),
        "reopened": lambda: CaseReopened(on, "open", Words("they changed their mind")),
        "extended": lambda: DeadlineExtended(on, until, 1),
        "clarify": lambda: ClarificationAsked(on, 1),
        "clarified": lambda: ClarificationReceived(on, "open"),
        "lapsed": lambda: RequestLapsed(on, said[0]),
        "fee": lambda: FeesNoticeIssued(on, 1, "£30.00"),
        "paid": lambda: FeePaid(on, "open"),
        "transferred": lambda: RequestTransferred(on, 1, "elsewhere"),
        "closed": lambda: CaseClosed(said[0]),
        "merged": lambda: CaseMerged(said[0]),
        "regime": lambda: RegimeChanged(said[0], "FOIA", "open"),
        "received": lambda: DateOfReceiptCorrected(date.fromisoformat(said[0]), Words("a colleague had it")),
        "review": lambda: ReviewRequested(on, "email", "content"),
        "decided": lambda: ReviewDecided(on, said[0], 1, "review_decided"),
        "regulator": lambda: CommissionerWrote(said[0], on, "IC-123456-A1B2"),
    }
    made: Event = makers[name]()
    return made


def history(row: Mapping[str, str]) -> Iterator[tuple[date, Event]]:
    """Yield what happened to a case of the table, each with the day on which it was recorded."""
    received = date.fromisoformat(row["received"])
    yield received, RequestReceived(received, row["regime"], "letter", ADA)
    for told in filter(None, row["history"].split(";")):
        what, _, when = told.rpartition("@")
        when, _, recorded = when.partition("!")
        when, _, until = when.partition(">")
        name, *said = what.split(":")
        on = date.fromisoformat(when)
        yield date.fromisoformat(recorded or when), event(name, said, on, date.fromisoformat(until or when))


def keep(desk: Desk, reference: str, facts: list[tuple[date, Event]]) -> None:
    with writing(desk.db) as db:
        for version, (day, fact) in enumerate(facts):
            log.append(db, reference, version, [fact], at=datetime.combine(day, time(12), UTC), actor="jane")
        project(desk.app, db, cases.load_case(db, reference) or Case(reference))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = make_desk(tmp_path_factory.mktemp("quarter"))
    for row in ROWS:
        keep(made, f"FOI-2026-{int(row['case']):04d}", list(history(row)))
    for number, received in ((41, "2026-06-30"), (42, "2026-10-01")):
        keep(made, f"FOI-2026-{number:04d}", list(history({"received": received, "regime": "FOIA", "history": ""})))
    return made


def report_of(desk: Desk, as_at: date, **asked: Any) -> Report:
    return make_report(desk.app, desk.db, replace(Wanted(*QUARTER, as_at), **asked))


def figures(report: Report, statute: str = ALL) -> dict[str, Any]:
    """Return the figures of the whole span by key; a key that stands in two sections has one meaning in both."""
    return {line.key: line.values[-1] for line in lines(report, statute)}


@pytest.mark.parametrize(("look", "as_at"), [("as_at_2026_11_13", FIRST_LOOK), ("as_at_2026_11_27", SECOND_LOOK)])
def test_a_quarter_of_forty_cases_is_counted_as_by_hand(desk: Desk, look: str, as_at: date) -> None:
    found = figures(report_of(desk, as_at))
    expected = BY_HAND["as_at_2026_11_13"] | BY_HAND[look]
    assert {key: found.get(key) for key in expected} == expected
    reasons = {key for key in found if key.startswith(("s_", "reg_"))}
    assert reasons <= expected.keys()


def test_each_case_of_the_quarter_stands_where_the_table_says(desk: Desk) -> None:
    found = {one.reference: one for one in counted_until(desk.app, desk.db, FIRST_LOOK)}
    for row in ROWS:
        one = found[f"FOI-2026-{int(row['case']):04d}"]
        if row["status"] == "left_out":
            assert one.excluded, row
            continue
        stands = (one.standing, one.timeliness or "", one.kind, one.result or "", "|".join(one.reasons))
        assert stands == (row["status"], row["timeliness"], row["kind"], row["outcome"], row["reasons"]), row


def test_the_laws_apart_add_up_to_foi_and_eir_together(desk: Desk) -> None:
    report = report_of(desk, FIRST_LOOK)
    assert {law: report.total(law).received for law in BY_HAND["by_law"]} == BY_HAND["by_law"]
    assert report.total(ALL).received == report.total("FOIA").received + report.total("EIR").received


def test_a_late_closure_revises_an_old_quarter_only_as_the_day_moves(desk: Desk) -> None:
    before, unmoved = figures(report_of(desk, FIRST_LOOK)), figures(report_of(desk, FIRST_LOOK))
    after = figures(report_of(desk, SECOND_LOOK))
    assert before == unmoved
    assert (before["processed"], after["processed"]) == (27, 29)


def test_the_months_of_a_quarter_add_up_to_it(desk: Desk) -> None:
    report = report_of(desk, FIRST_LOOK, by="month")
    assert [period.name for period in report.periods] == ["2026-07", "2026-08", "2026-09"]
    for line in lines(report, ALL):
        if line.counts:
            *months, whole = (int(value or 0) for value in line.values)
            assert sum(months) == whole, line


def test_a_history_of_the_table_is_one_that_can_happen() -> None:
    for row in ROWS:
        case = replay("FOI-2026-0001", [fact for _, fact in history(row)])
        assert (case.responded_on is not None) == ("answered:" in row["history"])


def test_what_was_not_known_yet_is_not_counted(desk: Desk) -> None:
    assert report_of(desk, date(2026, 6, 29)).total(ALL).received == 0
    [early] = [one for one in counted_until(desk.app, desk.db, date(2026, 6, 30)) if not one.excluded]
    assert early.received_on == QUARTER[0] - timedelta(days=1)


def asked(number: int, holder: str) -> Event:
    return HolderAsked(number, holder, Person(), date(2026, 7, 2), date(2026, 7, 9), number)


def test_holders_are_counted_by_what_they_were_asked_in_the_period(tmp_path: Path) -> None:
    made, opened = make_desk(tmp_path), date(2026, 7, 1)
    life = RequestReceived(opened, "FOIA", "letter", ADA)
    first = [(opened, life), *((date(2026, 7, 2), asked(at, who)) for at, who in ((1, "finance"), (2, "estates")))]
    first += [(date(2026, 7, 2), asked(3, "finance")), (date(2026, 7, 8), HolderAnswered(1))]
    first += [(date(2026, 7, 14), HolderAnswered(3)), (date(2026, 7, 16), QuestionReopened(3, date(2026, 7, 24)))]
    keep(made, "FOI-2026-0001", first)
    second = [(opened, life), (date(2026, 7, 2), asked(1, "legal")), (date(2026, 7, 2), asked(2, ""))]
    second += [
        (date(2026, 7, 6), HolderAnswered(2)),
        (date(2026, 7, 20), RequestAnswered(date(2026, 7, 20), "disclosed", 0)),
    ]
    keep(made, "FOI-2026-0002", second)
    found = {one.holder: one for one in report_of(made, FIRST_LOOK).holders}
    # from 2 to 8 July: the 3rd, 6th, 7th and 8th
    assert found["finance"] == HolderFigures("finance", asked=2, answered=1, still_open=1, late=1, median_days=4)
    assert found["estates"] == HolderFigures("estates", asked=1, answered=0, still_open=1, late=1, median_days=None)
    # the request was answered without them: nobody waits for them any more
    assert found["legal"] == HolderFigures("legal", asked=1, answered=0, still_open=0, late=0, median_days=None)
    assert found["third parties"] == HolderFigures("third parties", 1, 1, 0, 0, 2)
    early = {one.holder: one for one in report_of(made, date(2026, 7, 10)).holders}
    assert (early["legal"].still_open, early["finance"].late) == (1, 1)
    assert report_of(made, FIRST_LOOK, first=date(2026, 8, 1)).holders == []


def test_a_report_of_a_later_span_reads_all_that_it_rests_on(desk: Desk) -> None:
    later = {"first": date(2026, 9, 1), "last": date(2026, 10, 31)}
    partly = report_of(desk, FIRST_LOOK, **later)
    every = [one for one in counted_until(desk.app, desk.db, FIRST_LOOK) if one.family in TOGETHER]
    assert partly.total(ALL) == figures_of(every, Period("all", later["first"], later["last"]))
    assert partly.open_left == open_by_days_left(every)


def test_the_list_of_late_answers_has_those_that_the_report_counts_warned_of_or_not(desk: Desk, tmp_path: Path) -> None:
    late = [
        one
        for one in counted_until(desk.app, desk.db, SECOND_LOOK)
        if one.timeliness is Timeliness.LATE and one.answered_on and one.answered_on.year == SECOND_LOOK.year
    ]
    due = days_of_answers(desk.app, desk.db, SECOND_LOOK)
    copy_register(desk.app.config.register.path, tmp_path / "copy.db", personal=False, due=due)
    sql = next(one.sql for one in CANNED if one.name == "answered_late_this_year").format(year=SECOND_LOOK.year)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        found = {row[0]: row[2] for row in db.execute(sql)}
    assert len(late) > 3
    assert found == {one.reference: str(one.due_on) for one in late}
    assert desk.db.execute("SELECT count(*) FROM events WHERE type = 'LimitPassed'").fetchone() == (0,)
