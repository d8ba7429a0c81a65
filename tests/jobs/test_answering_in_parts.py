"""A request of several questions, answered each by itself: from the officer's file to the day the letter left."""

from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import arrive, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.casework.answers import OtherAuthority
from foibot.casework.letters import Attachment
from foibot.casework.parts_file import PartsFile
from foibot.errors import FaultyFile, NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters

POLICE = OtherAuthority(
    "police", "Exampleshire Police", "Information Unit", "2 High Street\nExampleton", "foi@x.example"
)
SHEET = Attachment("potholes.csv", "text/csv", b"month,count\r\n2025-01,12\r\n")
GIVEN = {"question": "1. The number of potholes.", "outcome": "disclosed", "text": "214 in all."}
KEPT = {
    "question": "2. The cost of repairing them.",
    "outcome": "withheld",
    "exemptions": ["s.43(2)"],
    "why": "The prices would show how the bidder calculates, and prejudice its commercial interests.",
    "public_interest": "In favour of disclosing them: openness about public money.\n\n"
    "In favour of withholding them: fewer firms would bid.",
    "likelihood": "would-be-likely",
}
ELSEWHERE = {"question": "Who drove there?", "outcome": "not-held", "refer": "police"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def case(desk: Desk) -> str:
    return arrive(desk, make_mail()).opened


def respond(desk: Desk, case: str, *parts: dict[str, Any], **said: Any) -> str:
    file = PartsFile("answer.toml", {"reference": case, "parts": list(parts)}, {"police": POLICE})
    return command(desk, "respond", case, parts=file, **said).told


def test_each_question_has_its_answer_in_one_letter_and_the_case_the_outcome_of_all(desk: Desk, case: str) -> None:
    told = respond(desk, case, GIVEN, KEPT, ELSEWHERE, attach=(SHEET,), text="Ask us if anything is unclear.")
    assert told.startswith("Questions: 1 disclosed, 2 withheld, 3 not-held. The whole: partly-withheld.")
    [(letter, text)] = rows(desk, "SELECT letter, text FROM drafts")
    flat = " ".join(text.split())
    places = [
        flat.index(said)
        for said in ("Question 1", "214 in all", "Question 2", "section 43(2)", "Question 3", "potholes.csv", "unclear")
    ]
    assert (letter, places) == ("partly_withheld", sorted(places))

    command(desk, "approve", "1", "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    [(status, outcome)] = rows(desk, "SELECT status, outcome FROM case_state")
    assert (status, outcome) == ("responded", "partly_withheld")
    [(sections,)] = rows(desk, "SELECT json_extract(payload, '$.sections') FROM events WHERE type = 'RequestAnswered'")
    assert sections == '["s.43(2)"]'
    [(parts,)] = rows(desk, "SELECT json_extract(payload, '$.parts') FROM events WHERE type = 'AnswerDrafted'")
    assert parts == '["disclosed","withheld","not_held"]'
    assert faults(desk) == []


def test_a_letter_that_lost_an_answer_when_it_was_edited_is_not_approved(desk: Desk, case: str) -> None:
    respond(desk, case, GIVEN, KEPT)
    [(text,)] = rows(desk, "SELECT text FROM drafts")
    cut = text[: text.index("Question 2")] + text[text.index("What this letter is in law") :]
    command(desk, "edit", "1", "jane", text=cut)
    with pytest.raises(NotPermitted, match="no answer to question 2") as refused:
        command(desk, "approve", "2", "pat")
    assert "section 43(2)" in str(refused.value)


def test_a_faulty_file_drafts_nothing(desk: Desk, case: str) -> None:
    with pytest.raises(FaultyFile, match="part 2, why"):
        respond(desk, case, GIVEN, {**KEPT, "why": ""})
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"outcome": "disclosed"}, "leave OUTCOME out"),
        ({"why": "x", "exemption": ("s.40(2)",)}, "leave --exemption, --why out"),
        ({"refer": POLICE}, "leave --refer out"),
    ],
)
def test_what_stands_in_the_file_is_not_said_beside_it(desk: Desk, case: str, said: dict[str, Any], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        respond(desk, case, GIVEN, **said)


def test_without_a_file_the_outcome_must_be_said(desk: Desk, case: str) -> None:
    with pytest.raises(UsageError, match=rf"Say how it ends: disclosed, .* --parts FILE \(foibot parts {case}"):
        command(desk, "respond", case)


def test_a_supplement_may_answer_question_by_question_too(desk: Desk, case: str) -> None:
    respond(desk, case, ELSEWHERE)
    command(desk, "approve", "1", "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    with pytest.raises(NotPermitted, match="add --supplement"):
        respond(desk, case, GIVEN)
    respond(desk, case, GIVEN, supplement=True)
    assert rows(desk, "SELECT letter FROM drafts ORDER BY id") == [("not_held",), ("disclosed",)]


def test_the_questions_of_a_request_under_the_regulations_make_a_letter_under_them(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, authority='regime = "EIR"')
    reference = arrive(desk, make_mail()).opened
    respond(desk, reference, GIVEN, ELSEWHERE)
    [(letter, text)] = rows(desk, "SELECT letter, text FROM drafts")
    assert letter == "partly_withheld"  # what is not held is refused by an exception there
    assert "regulation 12(4)(a)" in " ".join(text.split())
    command(desk, "approve", "1", "pat")
