"""What colleagues are told first, what they are told to type, and that nothing of it is hidden or told twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import ASKED, make_mail
from registers import NOW, arrive, at, make_desk, rows

from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.digest_facts import HEADLINES, headline
from foibot.jobs.mail_moves import guessed_case, moves_in_triage, moves_on_case
from foibot.jobs.telling import tell_officers
from foibot.jobs.telling_of_mail import tell_of_mail
from foibot.jobs.wording import sentence, shown_subject, written_by
from foibot.mail.parse import parse
from foibot.store import queries


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def notices(desk: Desk, letter: str) -> list[str]:
    found = rows(desk, "SELECT raw FROM outbox WHERE letter = ? ORDER BY id", letter)
    return [parse(bytes(raw)).text for (raw,) in found]


def requests(desk: Desk, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        writer = f"Efa Rowlands <efa{number}@domain{number}.example>"
        text = (
            f"Under the FOI Act, please send me the {number * 7919} records of {number * 104729} visits. Efa Rowlands"
        )
        arrive(desk, make_mail(writer=writer, text=text, message_id=f"<{number}@reader.example>"))


def test_of_many_requests_those_that_need_a_person_are_told_of_first_and_none_of_them_is_hidden(desk: Desk) -> None:
    requests(desk, 30)
    for number in range(22):
        name, domain = "Mickey Mouse", f"domain{number}.example"
        text = ASKED.replace("Ada Field", name).replace("potholes", f"{number * 7919} signs")
        arrive(desk, make_mail(writer=f"{name} <m@{domain}>", text=text, message_id=f"<m@{domain}>"))

    tell_officers(desk)

    [notice] = notices(desk, "case_notice")
    told = [line.split(":")[0] for line in notice.splitlines() if line.startswith("FOI-2026-")]
    assert told == [f"FOI-2026-00{number}" for number in range(31, 51)]
    assert "== Please look at these first: 22 ==" in notice
    assert "And 32 more. See them all: foibot cases\nOf these please look at: FOI-2026-0051, FOI-2026-0052" in notice


def test_requests_with_nothing_to_look_at_are_told_of_without_a_heading(desk: Desk) -> None:
    requests(desk, 7)
    tell_officers(desk)
    [notice] = notices(desk, "case_notice")
    assert "==" not in notice
    assert "Please look" not in notice


def test_a_request_out_of_junk_is_among_the_first_of_many(desk: Desk) -> None:
    requests(desk, 8)
    rescued = make_mail(
        writer="Bo Marsh <bo@writer.example>", text="Please send me your policy on trees, under FOI. Bo"
    )
    arrive(desk, rescued, folder="Junk")
    arrive(at(desk, NOW + timedelta(hours=1)), rescued)

    tell_officers(desk)

    [notice] = notices(desk, "case_notice")
    assert notice.startswith("== Please look at these first: 1 ==\n\nFOI-2026-0009")


def test_the_commissioner_is_told_of_though_a_machine_sent_it_on_a_case(desk: Desk) -> None:
    requests(desk, 1)
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox")
    machine = {"In-Reply-To": ours, "Auto-Submitted": "auto-generated"}
    arrive(desk, make_mail(writer="cases@ico.org.uk", text="We have a complaint.", message_id="<i@x>", headers=machine))
    assert rows(desk, "SELECT kind, state, automatic, certain FROM messages WHERE id = 2") == [
        ("commissioner", "case", 1, 0)
    ]

    tell_of_mail(desk)

    assert rows(desk, "SELECT subject FROM outbox WHERE letter = 'mail_notice'") == [
        ("Urgent: a letter from the Commissioner [FOI-2026-0001]",)
    ]
    assert "new_request" not in notices(desk, "mail_notice")[0]


def test_what_came_on_cases_stands_in_one_digest_and_not_in_the_next(desk: Desk) -> None:
    requests(desk, 1)
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox")
    news = make_mail(writer="efa0@domain0.example", text="Any news?", message_id="<2@x>", headers={"In-Reply-To": ours})
    arrive(at(desk, NOW + timedelta(hours=3)), news)

    mornings = [datetime(2026, 3, day, 9, 0, tzinfo=UTC) for day in (4, 5)]
    assert [write_digest(at(desk, morning)) for morning in mornings] == [1, 1]

    first, second = notices(desk, "digest")
    assert "Came on cases since the last digest: 1\n\n- FOI-2026-0001: how does it stand?" in first
    assert "Came on cases" not in second


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        ({}, ""),
        ({"trouble": 1, "waiting": 1}, "1 letter in trouble, 1 acknowledgement waits"),
        ({"trouble": 2, "waiting": 3}, "2 letters in trouble, 3 acknowledgements wait"),
        (
            {"nobodys": 9, "in_triage_count": 7, "due_count": 6, "due_today_count": 5, "overdue_count": 4},
            "4 overdue, 5 due today, 6 due within a week",
        ),
    ],
)
def test_the_headline_counts_in_good_grammar_the_three_most_urgent_things(waiting: dict[str, int], said: str) -> None:
    nothing = dict.fromkeys((name for name, _, _ in HEADLINES), 0)
    assert headline({**nothing, **waiting}) == said


def message(kind: str, **more: Any) -> dict[str, Any]:
    sure = {"certain": 1, "confirmed": 1, "reference": "FOI-2026-0001"}
    return {"id": 60, "kind": kind, "state": "triage", "notes": [], **sure, **more}


@pytest.mark.parametrize(
    ("row", "guess", "moves"),
    [
        (
            message("review_request"),
            "FOI-2026-0001",
            ["foibot classify 60 review_request --case FOI-2026-0001", "foibot classify 60 new_request"],
        ),
        (
            message("withdrawal"),
            "",
            ["foibot classify 60 withdrawal --case REFERENCE", "foibot classify 60 new_request"],
        ),
        (message("commissioner"), "", ["foibot classify 60 commissioner --case REFERENCE"]),
        (
            message("bulk"),
            "",
            [
                "foibot classify 60 bulk",
                "foibot classify 60 new_request",
                "foibot classify 60 correspondence --case REFERENCE",
            ],
        ),
        (
            message("unclear", state="set_aside"),
            "",
            ["foibot classify 60 new_request", "foibot classify 60 correspondence --case REFERENCE"],
        ),
    ],
)
def test_mail_that_waits_is_shown_with_the_command_that_says_it_is_what_it_seems(
    row: dict[str, Any], guess: str, moves: list[str]
) -> None:
    assert [command for _, command in moves_in_triage(row, guess)] == moves


def test_mail_on_a_case_is_confirmed_only_where_foibot_was_not_sure() -> None:
    assert moves_on_case(message("correspondence")) == [("A new request?", "foibot classify 60 new_request")]
    assert moves_on_case(message("withdrawal", confirmed=0))[0] == (
        "Right?",
        "foibot classify 60 withdrawal --case FOI-2026-0001",
    )


def test_a_sure_withdrawal_is_shown_with_the_command_that_ends_the_case_while_it_is_owed_an_answer() -> None:
    assert moves_on_case(message("withdrawal", status="open"))[0] == ("Ends it?", "foibot withdraw FOI-2026-0001")
    assert moves_on_case(message("withdrawal", status="responded")) == moves_on_case(message("correspondence"))


def test_the_case_guessed_is_one_that_is_named_and_known_or_the_only_one_of_its_sender() -> None:
    one = message("withdrawal", notes=[["earlier-case", "FOI-2026-0007"]])
    two = message("withdrawal", notes=[["earlier-case", "FOI-2026-0007"], ["earlier-case", "FOI-2026-0003"]])
    assert guessed_case(one, ["FOI-2026-0099", "FOI-2026-0002"], {"FOI-2026-0002"}) == "FOI-2026-0002"
    assert guessed_case(one, ["FOI-2026-0099"], {"FOI-2026-0002"}) == "FOI-2026-0007"
    assert guessed_case(two) == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Re: [FOI-2026-0027]", "FOI-2026-0027"), ("Re: [FOI-2026-0027] potholes", "potholes"), ("", "(no subject)")],
)
def test_a_subject_that_is_only_our_reference_is_shown_as_that(desk: Desk, written: str, shown: str) -> None:
    assert shown_subject(desk.app, written) == shown


def test_the_address_stands_beside_the_name_and_a_question_gets_no_full_stop() -> None:
    assert written_by("Ada Field", "ada@reader.example") == "Ada Field <ada@reader.example>"
    assert written_by("ada@reader.example", "ada@reader.example") == "ada@reader.example"
    assert written_by("", "") == "unknown"
    assert (sentence("is it a new request?"), sentence("it is late")) == ("is it a new request?", "it is late.")


def test_a_draft_is_listed_with_its_applicant_and_subject(desk: Desk) -> None:
    arrive(desk, make_mail(headers={"To": "editor@paper.example"}))
    [draft] = queries.drafts(desk.db, waiting_only=True)
    assert (draft["applicant_name"], draft["case_subject"], draft["rules"]) == (
        "Ada Field",
        "Freedom of Information request: potholes",
        ["not-addressed-to-us"],
    )
