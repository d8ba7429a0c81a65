"""The file in which an officer answers question by question: what is written in it, and every fault told at once."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from foibot.casework.answers import OtherAuthority, Outcome
from foibot.casework.parts_file import PartsFile, read_parts, skeleton
from foibot.correspondence.parts import FoundParts, find_parts
from foibot.errors import FaultyFile

CASE = "FOI-2026-0001"
POLICE = OtherAuthority("exampleshire-police", "Exampleshire Police")
KNOWN = {POLICE.id: POLICE}
HOW_MANY = {"question": "How many?", "outcome": "disclosed", "text": "Twelve."}


def file_of(*parts: dict[str, Any], **top: Any) -> PartsFile:
    return PartsFile("answer.toml", {"parts": list(parts), **top}, KNOWN)


def faults(*parts: dict[str, Any], regime: str = "FOIA", said: dict[str, Any] | None = None, **top: Any) -> list[str]:
    with pytest.raises(FaultyFile) as raised:
        read_parts(CASE, regime, file_of(*parts, **top), said or {})
    return [str(problem) for problem in raised.value.problems]


def test_the_file_has_each_question_as_it_was_found_and_every_answer_empty() -> None:
    found = find_parts("Dear council,\n\n1. How many?\n2. Why?\n\nRegards\nBo")
    text = skeleton(CASE, "FOIA", found, KNOWN)
    document = tomllib.loads(text)
    assert document["reference"] == CASE
    assert [part["question"] for part in document["parts"]] == ["1. How many?", "2. Why?"]
    assert {tuple(part) for part in document["parts"]} == {
        (
            "question",
            "outcome",
            "exemptions",
            "why",
            "public_interest",
            "likelihood",
            "qualified_person",
            "text",
            "refer",
        )
    }
    assert all(not part[key] for part in document["parts"] for key in part if key != "question")
    for said in ("#   Dear council,", "#   Regards", "cost-limit", "exampleshire-police", f"respond {CASE} --parts"):
        assert said in text, said


def test_no_outcome_is_offered_that_the_law_of_the_request_does_not_know() -> None:
    text = skeleton(CASE, "EIR", FoundParts("", ("How many?",), ""), {})
    assert "already-public" in text
    assert "cost-limit" not in text
    assert "vexatious" not in text


@given(some.lists(some.text(some.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)))
def test_whatever_somebody_asked_comes_out_of_the_file_as_it_went_in(questions: list[str]) -> None:
    found = FoundParts(" ".join(questions), tuple(questions), "\n".join(questions))
    document = tomllib.loads(skeleton(CASE, "FOIA", found, {}))
    kept = [part["question"] for part in document.get("parts", [])]
    assert kept == questions


def test_a_file_filled_in_is_an_answer_with_an_outcome_of_the_whole() -> None:
    who = {"question": "Who?", "outcome": "Not held", "refer": "Exampleshire-Police"}
    answer = read_parts(CASE, "FOIA", file_of(HOW_MANY, who), {"text": "Thank you.", "line": ("re-use",)})
    assert (answer.outcome, answer.text, answer.lines) == (Outcome.DISCLOSED, "Thank you.", ("re-use",))
    drafted = answer.as_event(3)
    assert (drafted.outcome, drafted.parts) == ("disclosed", ("disclosed", "not_held"))
    assert (drafted.draft, drafted.referred_to, drafted.also_referred_to) == (3, POLICE.id, ())


def test_the_sections_of_all_parts_are_kept_each_once() -> None:
    withheld = {"question": "a", "outcome": "withheld", "why": "x", "exemptions": ["40(2)", "s.41(1)", "s.40(2)"]}
    partly = {**withheld, "question": "b", "outcome": "partly_withheld", "text": "y", "exemptions": ["s.40(2)"]}
    answer = read_parts(CASE, "FOIA", file_of(withheld, partly, HOW_MANY), {})
    assert answer.as_event(1).sections == ("s.40(2)", "s.41(1)")


def test_every_fault_of_the_file_is_told_at_once_with_part_key_and_remedy() -> None:
    told = faults(
        {"question": "a", "outcome": "disclsed", "exemptions": ["s.99"]},
        {"question": "", "outcome": "withheld", "exemptions": "s.43(2)", "wy": "x"},
        {"question": "c", "outcome": "withheld", "exemptions": ["s.43(2)"], "likelihood": "maybe"},
        {"question": "d", "outcome": "not-held", "refer": "exampleshire-polce", "text": 3},
        {"question": "e", "outcome": ""},
        reference="FOI-2026-0002",
        titel="x",
    )
    wanted = [
        "answer.toml: titel: is not known.",
        "answer.toml: reference: it is the answer to FOI-2026-0002, and you answer FOI-2026-0001.",
        "answer.toml: part 1, exemptions: FOIA has no exemption 's.99'.",
        "answer.toml: part 1, outcome: there is no outcome 'disclsed'. Did you mean disclosed?",
        "answer.toml: part 2, wy: is not known. Did you mean why?",
        'answer.toml: part 2, exemptions: must be a list of sections. Write exemptions = ["s.43(2)"].',
        "answer.toml: part 2, question: is empty.",
        "answer.toml: part 2, why: Say why the exemption applies.",
        "answer.toml: part 3, likelihood: 'maybe' is not how likely a harm is.",
        "answer.toml: part 3, why: Say why the exemption applies.",
        "answer.toml: part 3, public_interest: section 43(2) is qualified: add the public-interest reasons.",
        "answer.toml: part 4, text: must be text.",
        "answer.toml: part 4, refer: there is no other authority 'exampleshire-polce'. Did you mean",
        "answer.toml: part 5, outcome: the question is not answered yet. Write one of: disclosed,",
    ]
    assert len(told) == len(wanted), told
    for said, begins in zip(told, wanted, strict=True):
        assert said.startswith(begins), said


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({}, "there is no question in it"),
        ({"parts": []}, "there is no question in it"),
        ({"parts": "none"}, "there is no question in it"),
        ({"parts": [3]}, "there is no question in it"),
        ({"part": [HOW_MANY]}, "part: is not known. Did you mean parts?"),
    ],
)
def test_a_file_without_questions_is_told_so(document: dict[str, Any], fault: str) -> None:
    with pytest.raises(FaultyFile) as raised:
        read_parts(CASE, "FOIA", PartsFile("answer.toml", document), {})
    assert fault in str(raised.value)


def test_a_ground_of_the_acts_is_refused_under_the_regulations_with_the_one_they_have() -> None:
    costly = {"question": "a", "outcome": "cost-limit", "text": "Ask for less."}
    assert "reg 12(4)(b)" in faults(costly, regime="EIR")[0]
    assert "reg 10(4)(b)" in faults(costly, regime="EISR")[0]


def test_a_part_that_gives_something_needs_words_unless_files_go_with_the_letter() -> None:
    given_by_file = {"question": "a", "outcome": "disclosed"}
    assert "gives the applicant something" in faults(given_by_file)[0]
    assert read_parts(CASE, "FOIA", file_of(given_by_file), {"attach": ("a file",)}).outcome is Outcome.DISCLOSED
