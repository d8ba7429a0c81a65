"""A bank holiday proclaimed later: open cases are counted again, what they were and are is a fact, others stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from builders import make_mail
from registers import NOW, arrive, at, command, faults, make_app, make_desk, new_case, open_quickly, rows

from foibot.casework.events import CalendarChanged, DueDateRecomputed
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.law.bank_holidays import EDITION
from foibot.store import log

FEAST = (
    '[[calendar.proclaimed]]\nday = {day}\nname = "National day of thanks"\ndivisions = ["{where}"]\n'
    'source = "Proclamation of 4 March 2026"\n'
)
FEAST_IN_WORDS = "Thu 12 Mar 2026, National day of thanks (Scotland): Proclamation of 4 March 2026"
OPEN, EIR, CLOSED = "FOI-2026-0001", "FOI-2026-0002", "FOI-2026-0003"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three requests received on 3 March 2026; the third was none, and is closed."""
    made = make_desk(tmp_path)
    keep_calendar(made)
    arrive(made, make_mail())
    new_case(made, by="telephone", regime="EIR")
    arrive(made, make_mail(message_id="<third@reader.example>", text="Please send me file 3."))
    command(made, "classify", "2", kind="correspondence")
    return made


def after_a_proclamation(desk: Desk, day: str = "2026-03-12", where: str = "scotland") -> Desk:
    """The same register, under a configuration that names one more bank holiday."""
    folder = desk.app.config.register.path.parent
    app = make_app(folder, log='level = "info"\n' + FEAST.format(day=day, where=where))
    return Desk(app, desk.db, lambda: NOW + timedelta(hours=1))


def dues(desk: Desk) -> list[tuple[str, str | None]]:
    return [(reference, due) for reference, due in rows(desk, "SELECT reference, due_on FROM cases ORDER BY reference")]


def test_a_proclaimed_day_moves_open_cases_and_the_log_says_from_when_to_when(desk: Desk) -> None:
    assert dues(desk) == [(OPEN, "2026-04-01"), (EIR, "2026-04-01"), (CLOSED, None)]
    later = after_a_proclamation(desk)
    was, now = date(2026, 4, 1), date(2026, 4, 2)
    assert keep_calendar(later) == [(OPEN, was, now), (EIR, was, now)]
    assert dues(later) == [(OPEN, "2026-04-02"), (EIR, "2026-04-02"), (CLOSED, None)]
    edition = later.app.statutes.edition
    before = desk.app.statutes.edition
    assert before != edition
    assert edition.startswith(f"holidays {EDITION}, england-wales, ")
    [fact] = [one for one in log.read(later.db, OPEN) if isinstance(one.event, DueDateRecomputed)]
    assert (fact.event, fact.actor, fact.at) == (
        DueDateRecomputed(was, now, edition, (f"now a day off: {FEAST_IN_WORDS}",)),
        "foibot",
        later.clock(),
    )
    assert log.read(later.db, "office")[-1].event == CalendarChanged(before, edition, (FEAST_IN_WORDS,))
    assert faults(later) == []


@pytest.mark.parametrize("where", ["england-wales", "england-and-wales", "scotland", "northern-ireland"])
def test_a_day_proclaimed_for_any_part_of_the_kingdom_moves_a_clock_of_the_whole(desk: Desk, where: str) -> None:
    assert len(keep_calendar(after_a_proclamation(desk, where=where))) == 2


def test_a_closed_case_is_left_as_it_ended(desk: Desk) -> None:
    before = rows(desk, "SELECT * FROM case_state WHERE reference = ?", CLOSED)
    length = log.version_of(desk.db, CLOSED)
    keep_calendar(after_a_proclamation(desk))
    assert rows(desk, "SELECT * FROM case_state WHERE reference = ?", CLOSED) == before
    assert log.version_of(desk.db, CLOSED) == length


def test_a_day_that_is_off_already_changes_no_date_and_writes_no_fact(desk: Desk) -> None:
    before = log.version_of(desk.db, OPEN)
    later = after_a_proclamation(desk, day="2026-03-17", where="northern-ireland")
    assert keep_calendar(later) == []
    assert log.version_of(later.db, OPEN) == before
    assert faults(later) == []


def test_the_same_calendar_is_put_in_use_once(desk: Desk) -> None:
    later = after_a_proclamation(desk)
    keep_calendar(later)
    length = rows(later, "SELECT count(*) FROM events")
    assert keep_calendar(later) == []
    assert keep_calendar(replace(later, app=after_a_proclamation(desk).app)) == []
    assert rows(later, "SELECT count(*) FROM events") == length


def test_a_day_taken_back_moves_the_dates_back(desk: Desk) -> None:
    keep_calendar(after_a_proclamation(desk))
    back = at(desk, NOW + timedelta(hours=2))
    assert [moved[2] for moved in keep_calendar(back)] == [date(2026, 4, 1), date(2026, 4, 1)]
    assert faults(back) == []


def test_a_clock_under_the_law_of_scotland_is_moved_by_its_own_days_only(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, jurisdiction="scotland")
    keep_calendar(desk)
    arrive(desk, make_mail())
    assert dues(desk) == [(OPEN, "2026-03-31")]
    app = make_app(tmp_path, "scotland", log='level = "info"\n' + FEAST.format(day="2026-03-12", where="england-wales"))
    assert keep_calendar(replace(desk, app=app)) == []
    app = make_app(tmp_path, "scotland", log='level = "info"\n' + FEAST.format(day="2026-03-12", where="scotland"))
    assert keep_calendar(replace(desk, app=app)) == [(OPEN, date(2026, 3, 31), date(2026, 4, 1))]


def test_until_a_new_calendar_is_put_in_use_an_audit_raises_no_alarm(desk: Desk) -> None:
    later = after_a_proclamation(desk)
    assert faults(later) == []
    assert dues(later)[0] == (OPEN, "2026-04-01")


def test_the_registers_own_copy_of_the_calendar_serves_the_next_start(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, log='level = "info"\n' + FEAST.format(day="2026-03-12", where="scotland"))
    keep_calendar(desk)
    desk.db.close()
    app = make_app(tmp_path, log='level = "info"\n' + FEAST.format(day="2026-03-12", where="scotland"))
    assert app.statutes.calendars.days == desk.app.statutes.calendars.days
    assert app.statutes.calendars.known_through == desk.app.statutes.calendars.known_through
    again = Desk(app, open_quickly(app.config.register.path), lambda: datetime(2026, 3, 4, tzinfo=UTC))
    assert keep_calendar(again) == []


def test_an_authority_that_moves_to_scotland_has_its_subject_access_requests_counted_again(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    keep_calendar(desk)
    new_case(desk, regime="SAR")
    assert dues(desk) == [(OPEN, "2026-04-07")]
    moved = replace(desk, app=make_app(tmp_path, "scotland"))
    assert keep_calendar(moved) == [(OPEN, date(2026, 4, 7), date(2026, 4, 6))]
    assert log.read(moved.db, OPEN)[-1].event == DueDateRecomputed(
        date(2026, 4, 7), date(2026, 4, 6), moved.app.statutes.edition
    )
    assert faults(moved) == []


def test_a_clock_whose_time_is_changed_is_counted_again_though_no_day_was(desk: Desk) -> None:
    folder = desk.app.config.register.path.parent
    app = make_app(folder, log='level = "info"\n[regimes.EIR]\ncount = 19\nsource = "our charter"\n')
    assert keep_calendar(replace(desk, app=app)) == [(EIR, date(2026, 4, 1), date(2026, 3, 31))]


def test_a_notice_names_the_days_with_their_source_and_keeps_the_earlier_date_as_a_target(desk: Desk) -> None:
    keep_calendar(after_a_proclamation(desk))
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'calendar_notice' ORDER BY id")[:1]
    words = " ".join(message_from_bytes(raw, policy=default).get_content().split())
    assert f"Now a day off: {FEAST_IN_WORDS}" in words
    assert "keep the earlier one as your own target" in words


def test_a_day_cancelled_is_named_with_the_source_that_took_it_away(desk: Desk) -> None:
    cancelled = '[[calendar.cancelled]]\nday = 2026-03-17\ndivisions = ["northern-ireland"]\nsource = "Order 3"\n'
    app = make_app(desk.app.config.register.path.parent, log=f'level = "info"\n{cancelled}')
    assert [now for _, _, now in keep_calendar(replace(desk, app=app))] == [date(2026, 3, 31), date(2026, 3, 31)]
    changed = log.read(desk.db, "office")[-1].event
    assert isinstance(changed, CalendarChanged)
    assert (changed.added, len(changed.removed)) == ((), 1)
    assert changed.removed[0].startswith("Tue 17 Mar 2026, ")
    assert changed.removed[0].endswith(" (Northern Ireland): Order 3")
