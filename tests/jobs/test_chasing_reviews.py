"""Nobody forgets a review or the Commissioner: who is reminded of them, when, and who is not. Dates are literal."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from registers import at, command, faults, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.errors import NotPermitted, UsageError
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters

REF = "FOI-2026-0001"


def on(desk: Desk, month: int, day: int) -> Desk:
    """The same desk at eleven on a day of 2026."""
    return at(desk, datetime(2026, month, day, 10, 0, tzinfo=UTC))


@pytest.fixture
def answered(tmp_path: Path) -> Desk:
    """A request of 3 March 2026, answered on 9 March: drafted by Jane, approved by Pat."""
    desk = make_desk(tmp_path)
    new_case(desk, email="ada.field@reader.example")
    command(desk, "assign", REF, officer=desk.app.policy.officer("jane"))
    monday = on(desk, 3, 9)
    command(monday, "respond", REF, outcome="not-held")
    command(monday, "approve", "1", "pat", **{"at-once": True})
    send_letters(monday, Swallowing())
    return desk


def reminded(desk: Desk, month: int, day: int) -> list[tuple[str, str]]:
    """Chase on a day and let it leave; return what was written, and to whom."""
    [(before,)] = rows(desk, "SELECT coalesce(max(id), 0) FROM outbox")
    chase(on(desk, month, day))
    send_letters(on(desk, month, day), Swallowing())
    return rows(desk, "SELECT letter, recipient FROM outbox WHERE id > ? ORDER BY recipient", before)


def test_a_review_that_nobody_has_is_told_to_managers_and_to_none_who_gave_the_first_answer(answered: Desk) -> None:
    command(on(answered, 3, 11), "review", REF)
    assert reminded(answered, 3, 12) == []
    assert reminded(answered, 3, 13) == [("escalation", "mia@council.example")]
    assert reminded(answered, 3, 16) == []


def test_a_reviewer_hears_five_and_two_working_days_before_on_the_day_and_each_day_after(answered: Desk) -> None:
    command(on(answered, 3, 11), "review", REF)
    command(on(answered, 3, 11), "assign", REF, officer=answered.app.policy.officer("rex"))
    assert rows(answered, "SELECT due_on FROM case_state") == [("2026-04-13",)]
    heard = {
        day: reminded(answered, *day)
        for day in [(3, 12), (4, 1), (4, 2), (4, 6), (4, 9), (4, 10), (4, 13), (4, 14), (4, 15)]
    }
    rex, mia = ("officer_chaser", "rex@council.example"), ("escalation", "mia@council.example")
    assert {day: sorted(told) for day, told in heard.items() if told} == {
        (4, 2): [rex],
        (4, 9): [rex],
        (4, 13): [rex],
        (4, 14): [mia, rex],
        (4, 15): [rex],
    }
    assert faults(answered) == []


def test_what_the_commissioner_wants_is_chased_until_somebody_says_that_it_was_answered(answered: Desk) -> None:
    wednesday = on(answered, 5, 6)
    said: dict[str, Any] = {"step": "information-notice", "reference": "IC-123456-A1B2", "due": date(2026, 5, 20)}
    command(wednesday, "commissioner", REF, **said)
    assert reminded(answered, 5, 13) == [("officer_chaser", "jane@council.example")]
    assert reminded(answered, 5, 14) == []
    assert sorted(reminded(answered, 5, 18)) == [
        ("escalation", "mia@council.example"),
        ("officer_chaser", "jane@council.example"),
    ]
    [(raw,)] = rows(answered, "SELECT raw FROM outbox WHERE letter = 'officer_chaser' ORDER BY id DESC LIMIT 1")
    assert b"2 working days left" in raw
    assert b"what the Commissioner wants" in raw
    command(on(answered, 5, 19), "commissioner", REF, step="answered")
    assert reminded(answered, 5, 20) == []
    assert faults(answered) == []


def test_a_late_answer_is_still_chased_while_its_delay_is_under_review(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    new_case(desk, email="ada.field@reader.example")
    command(desk, "assign", REF, officer=desk.app.policy.officer("jane"))
    command(on(desk, 4, 2), "review", REF)
    command(on(desk, 4, 2), "assign", REF, officer=desk.app.policy.officer("rex"))
    assert rows(desk, "SELECT due_on FROM case_state") == [("2026-04-01",)]
    jane, mia = ("officer_chaser", "jane@council.example"), ("escalation", "mia@council.example")
    assert sorted(reminded(desk, 4, 2)) == [mia, jane]
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'officer_chaser'")
    assert b"the answer, which is late" in raw
    assert b"foibot respond" in raw
    assert reminded(desk, 4, 7) == [jane]
    command(on(desk, 4, 7), "respond", REF, outcome="not-held")
    [(answer,)] = rows(desk, "SELECT CAST(id AS TEXT) FROM drafts WHERE letter = 'not_held'")
    command(on(desk, 4, 7), "approve", answer, "pat", **{"at-once": True})
    send_letters(on(desk, 4, 7), Swallowing())
    assert rows(desk, "SELECT status, due_on FROM case_state") == [("in_review", "2026-05-05")]
    assert reminded(desk, 4, 8) == []
    assert faults(desk) == []


def test_managers_hear_each_working_day_of_a_late_review_that_nobody_has(answered: Desk) -> None:
    command(on(answered, 3, 11), "review", REF)
    mia = [("escalation", "mia@council.example")]
    assert [reminded(answered, 4, day) for day in (14, 15, 16, 17, 18, 20)] == [mia, mia, mia, mia, [], mia]


def test_a_commissioners_reference_has_its_form_and_is_not_replaced_while_its_case_goes_on(answered: Desk) -> None:
    desk = on(answered, 5, 6)
    with pytest.raises(UsageError, match="RUBBISH! is no reference of the Commissioner's"):
        command(desk, "commissioner", REF, step="complaint", reference="rubbish!")
    command(desk, "commissioner", REF, step="complaint", reference="ic-123456-a1b2")
    command(desk, "commissioner", REF, step="decision-notice", reference="IC-123456-A1B2")
    with pytest.raises(NotPermitted, match="as IC-123456-A1B2, and that case goes on"):
        command(desk, "commissioner", REF, step="complaint", reference="202600123")
    command(desk, "commissioner", REF, step="ended", why="Not upheld.")
    command(desk, "commissioner", REF, step="complaint", reference="202600123")
    assert rows(desk, "SELECT commissioner FROM case_state") == [("202600123",)]
