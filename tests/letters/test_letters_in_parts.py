"""Letters that answer question by question: from the officer's file to the letter, read whole, and checked.

`FOIBOT_REWRITE_GOLDEN=1` writes them anew; the difference is then read before it is committed.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from test_answers_golden import FOREST_BOARD, TEMPLATES, as_one_line, facts

from foibot.casework.answers import OUTCOME_RULES, Answer, OtherAuthority, Outcome
from foibot.casework.checks import LetterFacts, faults_of
from foibot.casework.parts_file import PartsFile, read_parts
from foibot.law.cost_limits import cost_limit_of
from foibot.law.exemptions import find_exemption
from foibot.mail.render import Rendered

GOLDEN = Path(__file__).parent / "golden" / "parts"
REFERENCE = "FOI-2021-0042"
BOARD = OtherAuthority("forest", **FOREST_BOARD)
LAWS = ("FOIA", "EIR", "FOISA", "EISR")
SECTIONS = {
    "FOIA": ("s.43(2)", "s.40(2)", "s.31(3)"),
    "EIR": ("reg 12(5)(e)", "reg 13(1)", "reg 12(6)"),
    "FOISA": ("s.33(1)(b)", "s.38(1)(b)", "s.18(1)"),
    "EISR": ("reg 10(5)(e)", "reg 11(2)", "reg 10(8)"),
}
LIKELY = {"likelihood": "would-be-likely"}


def answer_to(outcome: str, law: str) -> dict[str, Any]:
    """A good answer to one question, as an officer writes it in the file."""
    commercial, personal, silence = SECTIONS[law]
    reasons = {
        "why": "The prices of each felling would tell competitors how the contractor calculates its bids, and so would "
        "substantially prejudice its commercial interests.",
        "public_interest": "In favour of disclosing the prices: it would show how public money was spent.\n\n"
        "In favour of withholding them: the next bids would be higher.",
        **LIKELY,
    }
    answers: dict[str, dict[str, Any]] = {
        "disclosed": {"text": "We felled 14 trees in Orchard Park in 2020."},
        "partly-withheld": {"text": "We send you the minutes without names.", "exemptions": [personal], **reasons},
        "withheld": {"exemptions": [commercial], **reasons},
        "not-held": {"text": "Nobody wrote it down.", "refer": "forest"},
        "ncnd": {"exemptions": [silence], "why": "To say so would tell offenders where to go.", **reasons},
        "cost-limit": {"why": "It would take 258 hours.", "text": "We could answer if you asked about 2020 alone."},
        "vexatious": {"why": "It is the fortieth letter about this tree."},
        "repeated": {"why": "We answered it on 26 February 2021, and nothing has changed since."},
        "already-public": {"text": "Each felling is listed on https://council.example/trees, by park and by month."},
    }
    return answers[outcome]


def answered(law: str, outcomes: Sequence[str], **whole: Any) -> Answer:
    tables = [
        {"question": f"{number}. What of tree {number} in Orchard Park?", "outcome": one, **answer_to(one, law)}
        for number, one in enumerate(outcomes, 1)
    ]
    return read_parts(REFERENCE, law, PartsFile("answer.toml", {"parts": tables}, {"forest": BOARD}), whole)


def letter_of(law: str, answer: Answer, **more: Any) -> Rendered:
    limit = {"estimate": "", **cost_limit_of(law)}
    return TEMPLATES.render(str(answer.outcome), facts(law, **{"limit": limit, **answer.as_facts(), **more}))


def checked_with(law: str, answer: Answer) -> LetterFacts:
    drafted, known = answer.as_event(1), facts(law)
    cited = [find_exemption(law, section) for section in drafted.sections]
    commissioner = known["commissioner"]
    return LetterFacts(
        reference=REFERENCE,
        family=law,
        sections=tuple(one.cited for one in cited),
        qualified=tuple(one.cited for one in cited if one.qualified),
        prejudice=tuple(one.cited for one in cited if one.likelihoods),
        appeal_months=commissioner.appeal_months,
        commissioner_name=commissioner.name,
        commissioner_address=commissioner.postal_address,
        commissioner_website=commissioner.website,
        cost_limit=(f"£{cost_limit_of(law)['amount']}",) if "cost_limit" in drafted.parts else (),
        referred_to=(BOARD.name,) if drafted.referred_to else (),
        applicant="Ada Field",
        signatory="Jo Reed",
        received_on=known["received_on"],
        request=known["request"],
        parts=drafted.parts,
    )


def known_under(law: str) -> list[str]:
    families = ((one, OUTCOME_RULES[one].families) for one in Outcome)
    return [str(one).replace("_", "-") for one, known in families if not known or law in known]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("all_given", ["disclosed", "disclosed"]),
        ("given_and_not_held", ["disclosed", "not-held", "not-held"]),
        ("given_kept_back_and_public", ["disclosed", "partly-withheld", "already-public", "withheld"]),
        ("not_held_twice", ["not-held", "not-held"]),
    ],
)
def test_a_letter_in_parts_reads_as_it_should_under_each_law(law: str, name: str, outcomes: list[str]) -> None:
    answer = answered(law, outcomes)
    compare(f"{name}_{law.lower()}", letter_of(law, answer))


@pytest.mark.parametrize("law", ["FOIA", "FOISA"])
def test_a_letter_that_refuses_in_different_ways_gives_the_law_of_each(law: str) -> None:
    answer = answered(law, ["cost-limit", "vexatious", "repeated", "not-held"])
    assert answer.outcome is Outcome.WITHHELD
    compare(f"refused_in_three_ways_{law.lower()}", letter_of(law, answer, text="We are sorry to send you so little."))


@pytest.mark.parametrize("law", ["FOIA", "EIR"])
def test_a_letter_in_parts_reads_as_it_should_in_welsh(law: str) -> None:
    answer = answered(law, ["not-held", "not-held"])
    known = facts(law, **answer.as_facts())
    rendered = TEMPLATES.render("not_held", known, "cy")
    assert rendered.language == "cy"
    compare(f"not_held_twice_{law.lower()}_cy", rendered)
    assert faults_of("not_held", rendered.text, rendered.subject, checked_with(law, answer)) == ()


@pytest.mark.parametrize("law", LAWS)
def test_every_mixture_of_good_answers_makes_a_letter_that_passes_the_letter_check(law: str) -> None:
    known = known_under(law)
    for size in (1, 2, 3):
        for outcomes in combinations(known, size):
            answer = answered(law, outcomes)
            letter, wanted = letter_of(law, answer), checked_with(law, answer)
            found = faults_of(str(answer.outcome), letter.text, letter.subject, wanted)
            assert [fault.what for fault in found] == [], (outcomes, answer.outcome)


BAD = {
    "Question 2": ("question 2", "The letter has no answer to question 2"),
    "section 43(2)": ("that section", "A section that the answer relies on is not cited: section 43(2)"),
    "£450": ("a limit", "The letter does not state the limit that holds for us: £450"),
    "A narrower request counts as a new request": (
        "Ask",
        "The letter does not say that a narrowed request is a new one",
    ),
    "do not hold": ("lost", "The letter does not say that the information is not held"),
    "Forest Board": ("they", "The letter does not have all the details of the authority that may hold the information"),
    "Wycliffe House": ("A house", "The Commissioner's postal address is missing"),
}


@pytest.mark.parametrize("gone", BAD)
def test_what_a_letter_in_parts_lost_when_it_was_edited_is_named(gone: str) -> None:
    answer = answered("FOIA", ["withheld", "disclosed", "cost-limit", "not-held"])
    assert answer.outcome is Outcome.PARTLY_WITHHELD
    letter = letter_of("FOIA", answer)
    text = as_one_line(letter.text).replace("Section 43(2)", "section 43(2)")
    assert gone in text
    instead, told = BAD[gone]
    edited = text.replace(gone, instead if gone != "Question 2" else "And then")
    found = [fault.what for fault in faults_of("partly_withheld", edited, letter.subject, checked_with("FOIA", answer))]
    assert any(what.startswith(told) for what in found), found


def test_a_letter_whose_answer_is_whole_is_not_asked_for_numbered_questions() -> None:
    answer = answered("FOIA", ["disclosed"])
    whole = replace(answer, parts=(), text="We hold it: 14 trees.")
    letter = letter_of("FOIA", whole)
    assert faults_of("disclosed", letter.text, letter.subject, checked_with("FOIA", whole)) == ()


def test_an_authority_that_may_hold_two_answers_is_named_with_its_address_once() -> None:
    text = letter_of("FOIA", answered("FOIA", ["not-held", "disclosed", "not-held"])).text
    assert text.count("The Old Sawmill") == 1
    assert text.count("Exampleshire Forest Board may hold it") == 2


def test_the_law_of_an_outcome_is_explained_with_its_first_question_alone() -> None:
    text = as_one_line(letter_of("EIR", answered("EIR", ["not-held", "disclosed", "not-held"])).text)
    assert text.count("We cannot give what we do not hold") == 1
    assert "Here too the reason in law is regulation 12(4)(a)." in text


def compare(name: str, rendered: Rendered) -> None:
    path, text = GOLDEN / f"{name}.txt", f"Subject: {rendered.subject}\n\n{rendered.text}"
    if os.environ.get("FOIBOT_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert max(map(len, rendered.text.splitlines())) <= 80
