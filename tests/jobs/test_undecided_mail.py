"""What an applicant wrote on a case, and foibot is not sure of, is named until a person has decided what it is."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import arrive, at, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.cli import main
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.dispatch import send_letters
from foibot.jobs.lapsing import lapse_silent_cases
from foibot.mail.parse import parse
from foibot.store.undecided import undecided

REF = "FOI-2026-0001"


def on(desk: Desk, month: int, day: int) -> Desk:
    return at(desk, datetime(2026, month, day, 10, 0, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A request of Tuesday 3 March 2026, acknowledged."""
    desk = make_desk(tmp_path)
    arrive(desk, make_mail())
    send_letters(desk, Swallowing())
    return desk


def leaves(desk: Desk, verb: str, **said: Any) -> None:
    command(desk, verb, REF, **said)
    for (draft,) in rows(desk, "SELECT id FROM drafts WHERE status = 'waiting'"):
        command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(desk, Swallowing())


def writes(desk: Desk, text: str) -> int:
    mail = make_mail(subject=f"Re: potholes [{REF}]", text=text, message_id=f"<{desk.clock():%d%m}@reader.example>")
    return arrive(desk, mail).message


def digest(desk: Desk) -> str:
    if not write_digest(desk):
        return ""
    [*_, (raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'digest' ORDER BY id")
    return parse(bytes(raw)).text


UNHAPPY = "I am not happy with this answer at all. It cannot be right that you hold nothing."


def test_a_doubtful_request_for_a_review_is_in_every_digest_until_somebody_says_what_it_is(desk: Desk) -> None:
    leaves(on(desk, 3, 9), "respond", outcome="not-held")
    message = writes(on(desk, 3, 11), UNHAPPY)
    decides = f"foibot classify {message} review_request --case {REF}"
    for day in (12, 13, 16):
        said = digest(on(desk, 3, day))
        assert decides in said
        assert "none is recorded" in said
        assert "an internal review asked for" not in said

    command(on(desk, 3, 16), "classify", str(message), kind="review_request", case=REF)
    assert undecided(desk.db) == []
    assert decides not in digest(on(desk, 3, 17))
    assert faults(desk) == []


@pytest.mark.parametrize("kind", ["correspondence", "new_request"])
def test_a_message_that_somebody_says_is_no_request_for_a_review_waits_no_more(desk: Desk, kind: str) -> None:
    leaves(on(desk, 3, 9), "respond", outcome="not-held")
    message = writes(on(desk, 3, 11), UNHAPPY)
    assert [row["id"] for row in undecided(desk.db)] == [message]
    command(on(desk, 3, 12), "classify", str(message), kind=kind, **({"case": REF} if kind != "new_request" else {}))
    assert undecided(desk.db) == []


def test_a_review_that_an_officer_records_decides_about_the_message_that_asked_for_it(desk: Desk) -> None:
    leaves(on(desk, 3, 9), "respond", outcome="not-held")
    writes(on(desk, 3, 11), UNHAPPY)
    command(on(desk, 3, 12), "review", REF)
    assert undecided(desk.db) == []
    assert faults(desk) == []


def test_triage_lists_it_with_the_command_that_decides(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    leaves(on(desk, 3, 9), "respond", outcome="not-held")
    message = writes(on(desk, 3, 11), UNHAPPY)
    monkeypatch.setattr(sys, "argv", ["foibot", "-c", str(tmp_path / "config.toml"), "triage"])
    with pytest.raises(SystemExit, match=r"^0$"):
        main()
    said = capsys.readouterr().out
    assert f"{message}: " in said
    assert f"foibot classify {message} review_request --case {REF}" in said
    assert f"foibot classify {message} correspondence --case {REF}" in said


THANKS = "Thanks, I will get back to you next week.\n\nAda"


def left(desk: Desk, letter: str) -> list[str]:
    found = rows(desk, "SELECT raw FROM outbox WHERE letter = ? ORDER BY id", letter)
    return [parse(bytes(raw)).text for (raw,) in found]


def test_while_a_doubtful_reply_lies_on_the_case_the_officer_is_chased_and_the_applicant_hears_nothing(
    desk: Desk,
) -> None:
    leaves(on(desk, 3, 9), "clarify", text="Which roads do you mean?")
    message = writes(on(desk, 3, 11), THANKS)
    decides = f"foibot classify {message} clarification_reply --case {REF}"
    for month, day in [(3, 12), (3, 13), (4, 8), (4, 9), (4, 30), (5, 1), (5, 11)]:
        now = on(desk, month, day)
        chase(now)
        send_letters(now, Swallowing())
        assert lapse_silent_cases(now) == []
    assert left(desk, "clarification_reminder") == []
    chasers = left(desk, "officer_chaser")
    assert len(chasers) == 7
    assert all(decides in said and "no reply yet" not in said for said in chasers)
    assert faults(desk) == []


def test_a_case_lapses_once_somebody_has_said_that_what_came_was_no_reply(desk: Desk) -> None:
    leaves(on(desk, 3, 9), "clarify", text="Which roads do you mean?")
    message = writes(on(desk, 3, 11), THANKS)
    command(on(desk, 5, 11), "classify", str(message), kind="correspondence", case=REF)
    assert lapse_silent_cases(on(desk, 5, 11)) == [REF]


def test_what_crossed_our_question_keeps_no_case_from_lapsing(desk: Desk) -> None:
    writes(on(desk, 3, 6), UNHAPPY)
    leaves(on(desk, 3, 9), "clarify", text="Which roads do you mean?")
    assert lapse_silent_cases(on(desk, 5, 11)) == [REF]
