"""Requests seen through from their first day to their last, in literal dates, with every mail that leaves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from office import Office
from registers import arrive, at, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.errors import NotPermitted
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.rounds import chase_work
from foibot.jobs.telling import tell_officers

CLOSED = "[[calendar.closures]]\nfrom = 2026-12-28\nto = 2026-12-31\nwhy = 'Closed between the years'"
CASE = "FOI-2026-0001"
POTHOLES = "Freedom of Information request: potholes"
SEEN = f"{POTHOLES} [{CASE}]"
Mail = tuple[str, str, str]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path, calendar=CLOSED)
    keep_calendar(desk)
    return desk


def on(desk: Desk, day: str, hour: int = 9) -> Desk:
    return at(desk, datetime.fromisoformat(f"{day}T{hour:02}:30").replace(tzinfo=UTC))


def days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [str(start + timedelta(days=number)) for number in range((end - start).days + 1)]


def a_pass(desk: Desk) -> None:
    """Do what the daemon does, but for the mailbox; a second pass at once has nothing more to do."""
    for _ in range(2):
        tell_officers(desk)
        chase_work(desk)
        send_letters(desk, Swallowing())
    assert faults(desk) == []


def goes_by(desk: Desk, first: str, last: str, **happens: Callable[[Desk], Any]) -> list[Mail]:
    """Let days go by with a pass at 09:30 and at 16:30; `d2026_12_08` happens on that day in between.

    Returns what left meanwhile: day, to whom, subject.
    """
    [(known,)] = rows(desk, "SELECT coalesce(max(id), 0) FROM outbox")
    for day in days(first, last):
        a_pass(on(desk, day))
        happening = happens.pop(f"d{day.replace('-', '_')}", None)
        if happening:
            happening(on(desk, day, 12))
        a_pass(on(desk, day, 16))
    assert not happens
    found = rows(desk, "SELECT sent_at, recipient, raw FROM outbox WHERE id > ? AND sent_at IS NOT NULL", known)
    return [(sent_at[:10], recipient.partition("@")[0], read(raw)["Subject"]) for sent_at, recipient, raw in found]


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, EmailMessage, policy=default)


def letter(desk: Desk, name: str) -> str:
    """The words of the last letter of that name, on one line."""
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = ? ORDER BY id DESC LIMIT 1", name)
    return " ".join(read(raw).get_body(("plain",)).get_content().split())  # type: ignore[union-attr]


def comes(desk: Desk) -> None:
    arrive(desk, make_mail())


def takes(officer: str) -> Callable[[Desk], None]:
    return lambda desk: _carry(desk, "assign", officer=desk.app.policy.officer(officer))


def _carry(desk: Desk, verb: str, **said: Any) -> None:
    command(desk, verb, CASE, **said)


def leaves(verb: str, **said: Any) -> Callable[[Desk], None]:
    """Draft a letter, approve it, and let it leave."""

    def act(desk: Desk) -> None:
        _carry(desk, verb, **said)
        for (draft,) in rows(desk, "SELECT id FROM drafts WHERE status = 'waiting' ORDER BY id DESC LIMIT 1"):
            command(desk, "approve", str(draft), "pat", **{"at-once": True})

    return act


def replies(text: str) -> Callable[[Desk], None]:
    return lambda desk: _reply(desk, text)


def _reply(desk: Desk, text: str) -> None:
    mail = make_mail(subject=f"Re: potholes [{CASE}]", text=text, message_id=f"<{desk.clock():%d%H}@reader.example>")
    arrive(desk, mail)


def stands(desk: Desk) -> tuple[str, str | None, str | None]:
    [row] = rows(desk, "SELECT status, due_on, next_on FROM case_state WHERE reference = ?", CASE)
    return row


ANSWERED = leaves("respond", outcome="disclosed", text="There were 31 potholes in January and 12 in February.")
ASKED = leaves("clarify", text="Which roads do you mean?")
NOTICED: Mail = ("2026-12-04", "jane", f"New request, due Thu 7 Jan 2027: {SEEN}")
ACKNOWLEDGED: Mail = ("2026-12-04", "ada.field", f"Re: {SEEN}")


def test_a_request_is_seen_through_christmas_with_the_warnings_before_the_office_closes(desk: Desk) -> None:
    """Received on Friday 4 December 2026, due on Thursday 7 January 2027, closed from 28 to 31 December.

    The 25th, the 28th, 1 January and, in Scotland, 4 January are holidays. "Day 15" of 20 would be the 29th: nobody
    is there, so five days of work before the end come on the 22nd.
    """
    left = goes_by(desk, "2026-12-04", "2027-01-11", d2026_12_04=comes, d2026_12_08=takes("jane"), d2027_01_07=ANSWERED)
    assert left == [
        ACKNOWLEDGED,
        NOTICED,
        ("2026-12-07", "jane", f"16 working days left: {SEEN}"),
        ("2026-12-15", "jane", f"10 working days left: {SEEN}"),
        ("2026-12-22", "jane", f"5 working days left: {SEEN}"),
        ("2027-01-05", "jane", f"2 working days left: {SEEN}"),
        ("2027-01-06", "jane", f"1 working day left: {SEEN}"),
        ("2027-01-07", "jane", f"Due today: {SEEN}"),
        ("2027-01-07", "mia", f"For a manager, due today: {SEEN}"),
        ("2027-01-07", "ada.field", f"Re: {SEEN}"),
    ]
    assert stands(desk) == ("responded", None, None)


def test_a_request_that_nobody_takes_reaches_the_manager_on_day_18_and_is_late_on_every_working_day(
    desk: Desk,
) -> None:
    left = goes_by(desk, "2026-12-04", "2027-01-12", d2026_12_04=comes)
    assert [mail for mail in left if mail[0] > "2027-01-01"] == [
        ("2027-01-05", "jane", f"2 working days left: {SEEN}"),
        ("2027-01-05", "mia", f"For a manager, 2 working days left: {SEEN}"),
        ("2027-01-06", "jane", f"1 working day left: {SEEN}"),
        ("2027-01-07", "jane", f"Due today: {SEEN}"),
        ("2027-01-07", "mia", f"For a manager, due today: {SEEN}"),
        ("2027-01-08", "jane", f"1 working day late: {SEEN}"),
        ("2027-01-08", "mia", f"For a manager, 1 working day late: {SEEN}"),
        ("2027-01-11", "jane", f"2 working days late: {SEEN}"),
        ("2027-01-12", "jane", f"3 working days late: {SEEN}"),
    ]


def test_when_the_limit_passes_a_holding_letter_waits_that_says_what_only_the_officer_knows(desk: Desk) -> None:
    goes_by(desk, "2026-12-04", "2027-01-11", d2026_12_04=comes, d2026_12_08=takes("jane"))
    monday = on(desk, "2027-01-11", 17)

    assert rows(desk, "SELECT json_extract(payload, '$.due_on') FROM events WHERE type = 'LimitPassed'") == [
        ("2027-01-07",)
    ]
    assert stands(desk)[:2] == ("open", "2027-01-07")
    [(draft, text)] = rows(desk, "SELECT id, text FROM drafts WHERE letter = 'holding'")
    assert "It is late because [REASON]. We now expect to answer by [DATE]." in text
    assert f"Fill in foibot edit {draft}" in letter(desk, "officer_chaser")
    with pytest.raises(NotPermitted, match=r"Something was to be filled in and was not: \[REASON\]"):
        command(monday, "approve", str(draft), "pat")

    leaves("holding", until=date(2027, 1, 15), why="Two colleagues fell ill.")(monday)
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'holding' ORDER BY id") == [
        ("rejected",),
        ("approved",),
    ]
    left = goes_by(desk, "2027-01-12", "2027-01-13")
    assert left == [
        ("2027-01-12", "jane", f"3 working days late: {SEEN}"),
        ("2027-01-13", "jane", f"4 working days late: {SEEN}"),
    ]


def test_after_ten_days_without_foibot_only_the_most_urgent_goes_out(desk: Desk) -> None:
    """It stops on Tuesday 15 December after the warning of that day, and starts again on Wednesday 6 January."""
    goes_by(desk, "2026-12-04", "2026-12-15", d2026_12_04=comes, d2026_12_08=takes("jane"))
    assert goes_by(desk, "2027-01-06", "2027-01-06") == [("2027-01-06", "jane", f"1 working day left: {SEEN}")]


def test_after_a_standstill_one_mail_holds_all_cases_of_an_officer(desk: Desk) -> None:
    for number in range(1, 4):
        arrive(on(desk, f"2026-12-0{number}"), make_mail(message_id=f"<{number}@reader.example>"))
    send_letters(on(desk, "2026-12-03"), Swallowing())
    tell_officers(on(desk, "2026-12-03"))
    left = goes_by(desk, "2027-01-06", "2027-01-06")
    assert [mail[2] for mail in left if mail[1] == "jane"][-1:] == [
        "3 requests wait for you: 2 late, 1 due today [FOI-2026-0001 and others]"
    ]
    assert "Also somebody to take it" in letter(desk, "officer_chaser")


def test_silence_after_a_question_is_reminded_once_and_then_ends_the_request_which_a_late_reply_takes_up(
    desk: Desk,
) -> None:
    """Asked on Wednesday 9 December: 30 days later is Friday 8 January, 60 days later Sunday 7 February 2027."""
    left = goes_by(
        desk,
        "2026-12-04",
        "2027-02-20",
        d2026_12_04=comes,
        d2026_12_07=takes("jane"),
        d2026_12_09=ASKED,
        d2027_02_20=replies("I mean the High Street and Mill Lane, for the whole of 2025."),
    )
    assert left == [
        ACKNOWLEDGED,
        NOTICED,
        ("2026-12-07", "jane", f"16 working days left: {SEEN}"),
        ("2026-12-09", "ada.field", f"Re: {SEEN}"),
        ("2027-01-08", "ada.field", f"Re: {SEEN}"),
        ("2027-01-29", "jane", f"No reply yet, lapses after Sun 7 Feb 2027: {SEEN}"),
        # the letter that says it lapsed waits for approval
        ("2027-02-10", "pat", f"A letter waits for approval: {SEEN}"),
        ("2027-02-10", "mia", f"A letter waits for approval: {SEEN}"),
        ("2027-02-15", "pat", f"A letter waits for approval: {SEEN}"),
        ("2027-02-15", "mia", f"A letter waits for approval: {SEEN}"),
    ]
    assert "If we have no reply by Sunday 7 February 2027" in letter(desk, "clarification_reminder")
    assert rows(desk, "SELECT json_extract(payload, '$.on') FROM events WHERE type = 'RequestLapsed'") == [
        ("2027-02-08",)
    ]
    assert stands(desk)[:2] == ("open", "2027-03-22")


def test_a_reply_before_the_reminder_leaves_takes_it_back(desk: Desk) -> None:
    goes_by(desk, "2026-12-04", "2027-01-07", d2026_12_04=comes, d2026_12_07=takes("jane"), d2026_12_09=ASKED)
    friday = on(desk, "2027-01-08")
    chase_work(friday)
    replies("I mean the High Street and Mill Lane, for the whole of 2025.")(friday)
    send_letters(friday, Swallowing())
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'clarification_reminder'") == [("cancelled",)]
    assert faults(friday) == []


def test_where_the_authority_sees_each_letter_first_a_reminder_is_a_draft(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, acknowledge='mode = "draft"')
    goes_by(desk, "2026-12-04", "2027-01-08", d2026_12_04=comes, d2026_12_07=takes("jane"), d2026_12_09=ASKED)
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'clarification_reminder'") == [("waiting",)]
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'clarification_reminder'") == [(0,)]


def test_a_fee_that_stays_unpaid_is_told_to_the_officer_and_its_payment_lets_the_time_go_on(desk: Desk) -> None:
    """The notice of Thursday 10 December stops the clock on day 4; paid on Friday 22 January, it goes on."""
    said = {"amount": "30", "why": "400 pages at 7p each.", "text": "By cheque."}
    left = goes_by(
        desk,
        "2026-12-04",
        "2027-02-08",
        d2026_12_04=comes,
        d2026_12_07=takes("jane"),
        d2026_12_10=leaves("fee", **said),
        d2027_01_22=lambda desk: _carry(desk, "paid"),
    )
    assert left[3:] == [
        ("2026-12-10", "ada.field", f"Re: {SEEN}"),
        ("2027-01-18", "jane", f"No reply yet, lapses after Tue 9 Mar 2027: {SEEN}"),
        ("2027-02-02", "jane", f"10 working days left: {SEEN}"),
    ]
    assert stands(desk)[:2] == ("open", "2027-02-16")


def test_a_fees_notice_that_turns_out_to_have_left_too_late_stops_nothing_and_the_answer_is_late(desk: Desk) -> None:
    """A colleague had the request since 2 November: due on 1 December; the notice left on the 10th."""
    said = {"amount": "30", "why": "400 pages at 7p each.", "text": "By cheque."}
    left = goes_by(
        desk,
        "2026-12-04",
        "2026-12-17",
        d2026_12_04=comes,
        d2026_12_07=takes("jane"),
        d2026_12_10=leaves("fee", **said),
        d2026_12_15=lambda desk: _carry(desk, "received", date=date(2026, 11, 2), why="a colleague had it"),
        d2026_12_17=leaves("holding", until=date(2026, 12, 21), why="A colleague had it."),
    )
    assert [mail for mail in left if mail[0] > "2026-12-10"] == [
        ("2026-12-15", "jane", f"10 working days late: {SEEN}"),
        ("2026-12-15", "mia", f"For a manager, 10 working days late: {SEEN}"),
        ("2026-12-16", "jane", f"11 working days late: {SEEN}"),
        ("2026-12-17", "jane", f"12 working days late: {SEEN}"),
        ("2026-12-17", "ada.field", f"Re: {SEEN}"),
    ]
    assert stands(desk) == ("awaiting_fee", "2026-12-01", "2026-12-18")


def test_a_longer_time_has_warnings_of_its_own(desk: Desk) -> None:
    """Told on Wednesday 6 January, a day before the end, the time runs until Thursday 4 February 2027."""
    said = {"until": date(2027, 2, 4), "why": "Two contracts are concerned.", "exemption": ("s.43(2)",)}
    extended = leaves("extend", likelihood="would-be-likely", **said)
    left = goes_by(
        desk,
        "2026-12-04",
        "2027-02-05",
        d2026_12_04=comes,
        d2026_12_07=takes("jane"),
        d2027_01_06=extended,
        d2027_02_05=ANSWERED,
    )
    assert [mail for mail in left if mail[0] >= "2027-01-06"] == [
        ("2027-01-06", "jane", f"1 working day left: {SEEN}"),
        ("2027-01-06", "ada.field", f"Re: {SEEN}"),
        ("2027-01-21", "jane", f"10 working days left: {SEEN}"),
        ("2027-01-28", "jane", f"5 working days left: {SEEN}"),
        ("2027-02-02", "jane", f"2 working days left: {SEEN}"),
        ("2027-02-03", "jane", f"1 working day left: {SEEN}"),
        ("2027-02-04", "jane", f"Due today: {SEEN}"),
        ("2027-02-04", "mia", f"For a manager, due today: {SEEN}"),
        ("2027-02-05", "jane", f"1 working day late: {SEEN}"),
        ("2027-02-05", "mia", f"For a manager, 1 working day late: {SEEN}"),
        ("2027-02-05", "ada.field", f"Re: {SEEN}"),
    ]
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'holding'") == [("rejected",)]


FINANCE = "finance@council.example"
HOLDERS = """
[[holders]]
id = "finance"
name = "Finance"
email = "finance@council.example"
manager = "mia"
"""


@pytest.fixture
def with_holders(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path, calendar=CLOSED + HOLDERS)
    keep_calendar(desk)
    return desk


def seeks(desk: Desk) -> None:
    _carry(desk, "seek", holder=desk.app.policy.holder("finance"), by=date(2026, 12, 15))


def takes_and_seeks(desk: Desk) -> None:
    takes("jane")(desk)
    seeks(desk)


def test_a_silent_holder_is_reminded_before_on_and_after_the_day_then_the_officer_and_the_manager_hear(
    with_holders: Desk,
) -> None:
    """Asked on Monday 7 December to answer by Tuesday 15 December."""
    desk = with_holders
    left = goes_by(desk, "2026-12-04", "2026-12-18", d2026_12_04=comes, d2026_12_07=takes_and_seeks)
    wanted = f"Information wanted by Tue 15 Dec 2026 [{CASE}]"
    assert left[3:] == [
        ("2026-12-07", "finance", wanted),
        ("2026-12-11", "finance", wanted),
        ("2026-12-15", "finance", wanted),
        ("2026-12-15", "jane", f"10 working days left: {SEEN}"),
        ("2026-12-16", "finance", f"Late: information wanted by Tue 15 Dec 2026 [{CASE}]"),
        ("2026-12-16", "jane", f"9 working days left: {SEEN}"),
        ("2026-12-17", "mia", f"Late: information wanted by Tue 15 Dec 2026 [{CASE}]"),
        ("2026-12-18", "finance", f"Late: information wanted by Tue 15 Dec 2026 [{CASE}]"),
    ]
    assert "From Finance Since Mon 7 Dec 2026" in letter(desk, "officer_chaser")
    nothing_tells_who_asks(desk)


def nothing_tells_who_asks(desk: Desk) -> None:
    for (raw,) in rows(desk, "SELECT raw FROM outbox WHERE letter LIKE 'holder%'"):
        whole = read(raw)
        words = whole.get_body(("plain",))
        assert words is not None
        told = f"{whole}{words.get_content()}".casefold()
        assert [secret for secret in ("ada field", "ada.field", "reader.example", "potholes.1") if secret in told] == []


def test_a_holder_who_answers_or_a_clock_that_stops_ends_the_reminders(with_holders: Desk) -> None:
    desk = with_holders
    goes_by(desk, "2026-12-04", "2026-12-10", d2026_12_04=comes, d2026_12_07=seeks, d2026_12_10=ASKED)
    assert [mail for mail in goes_by(desk, "2026-12-11", "2026-12-17") if mail[1] == "finance"] == []
    friday = on(desk, "2026-12-18", 7)
    replies("I mean the High Street and Mill Lane, for the whole of 2025.")(friday)
    assert [mail[:2] for mail in goes_by(desk, "2026-12-18", "2026-12-18") if mail[1] == "finance"] == [
        ("2026-12-18", "finance")
    ]
    _carry(on(desk, "2026-12-18", 17), "settled", question=1)
    assert [mail for mail in goes_by(desk, "2026-12-21", "2026-12-24") if mail[1] != "jane"] == []


def test_chasers_of_an_officer_who_is_away_go_to_the_deputy(with_holders: Desk) -> None:
    desk = with_holders
    goes_by(desk, "2026-12-04", "2026-12-14", d2026_12_04=comes, d2026_12_08=takes("jane"))
    team = [replace(one, deputy="rex") if one.id == "jane" else one for one in desk.app.policy.officers]
    policy = replace(desk.app.policy, officers=tuple(team), absences={"jane": date(2026, 12, 18)})
    away = replace(desk, app=replace(desk.app, policy=policy))
    assert goes_by(away, "2026-12-15", "2026-12-15") == [("2026-12-15", "rex", f"10 working days left: {SEEN}")]


def test_what_did_not_leave_yesterday_is_written_anew_as_it_is_today(desk: Desk) -> None:
    """Sending is held from Monday 4 to Wednesday 6 January: on the 6th one chaser leaves, and what it says is true."""
    goes_by(desk, "2026-12-04", "2026-12-22", d2026_12_04=comes, d2026_12_08=takes("jane"))
    command(on(desk, "2027-01-04"), "hold", who="mia")
    assert goes_by(desk, "2027-01-04", "2027-01-05") == []
    command(on(desk, "2027-01-06", 8), "resume", who="mia")
    assert goes_by(desk, "2027-01-06", "2027-01-06") == [("2027-01-06", "jane", f"1 working day left: {SEEN}")]


def test_a_chaser_that_waits_to_leave_is_taken_back_once_the_thing_is_done(desk: Desk) -> None:
    goes_by(desk, "2026-12-04", "2026-12-05", d2026_12_04=comes)
    monday = on(desk, "2026-12-07")
    chase_work(monday)
    takes("jane")(monday)
    chase_work(monday)
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'officer_chaser'") == [("cancelled",)]
    assert faults(monday) == []


@pytest.mark.parametrize(
    ("day", "hour", "chased"),
    [
        ("2026-12-07", 7, False),  # before the window opens
        ("2026-12-07", 8, True),
        ("2026-12-07", 18, False),
        ("2026-12-12", 10, False),  # a Saturday
        ("2026-12-25", 10, False),
        ("2026-12-29", 10, False),  # closed, though the law's clock runs
        ("2027-01-04", 10, False),  # 2 January is kept in Scotland on this Monday
        ("2027-01-05", 10, True),
    ],
)
def test_chasers_leave_on_the_authoritys_own_days_inside_the_window(
    desk: Desk, day: str, hour: int, *, chased: bool
) -> None:
    comes(on(desk, "2026-12-04"))
    assert bool(chase_work(on(desk, day, hour))["chasers"]) is chased


def test_a_chaser_is_switched_off_and_has_other_days_as_the_table_says(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, chasers="unassigned = false\nanswer = [5]")
    left = goes_by(desk, "2026-12-04", "2027-01-04", d2026_12_04=comes)
    assert left[2:] == [("2026-12-11", "jane", f"15 working days left: {SEEN}")]


def test_the_same_against_a_real_mailbox_and_a_real_server(office: Office) -> None:
    office.configure()
    case, seen = "FOI-2025-0001", f"{POTHOLES} [FOI-2025-0001]"
    received = datetime(2025, 12, 4, 9, 30, tzinfo=UTC)
    office.dovecot.deliver(make_mail(), at=received)
    for number in range(37):
        office.once(received + timedelta(days=number))
        if number == 4:
            office.tell("assign", case, "jane", "--as", "jane")
    assert office.data("case", case)["due_on"] == "2026-01-07"
    assert [str(mail["Subject"]) for mail in office.notices()] == [
        f"New request, due Wed 7 Jan 2026: {seen}",
        f"19 working days left: {seen}",
        f"10 working days left: {seen}",
        f"5 working days left: {seen}",
        f"2 working days left: {seen}",
        f"1 working day left: {seen}",
        f"Due today: {seen}",
        f"1 working day late: {seen}",
        f"To approve, due Wed 7 Jan 2026: Holding letter [{case}]",
        f"To approve, due Wed 7 Jan 2026: Holding letter [{case}]",
        f"2 working days late: {seen}",
    ]
    assert office.folders()["FOI/To approve"] == 1


def test_a_dry_run_shows_tomorrows_chasers_and_digest_and_writes_nothing(office: Office) -> None:
    office.configure(sending="digest = true")
    received = datetime(2025, 12, 4, 17, 30, tzinfo=UTC)
    office.dovecot.deliver(make_mail(), at=received)
    office.once(received)
    before = office.traces()

    told = office.say("once", "--dry-run", "--now", "2025-12-05T09:00:00+00:00")

    assert told.count("Would write") == 2
    assert "Would write officer chaser to jane.quill@council.example: 19 working days left" in told
    assert "foibot assign FOI-2025-0001 OFFICER" in told
    assert "Requests without an answer, by working days left: 11 days or more (1)." in told
    assert office.traces() == before
