"""The letters that officers send, each under each law it exists in, compared whole with those that were read.

`FOIBOT_REWRITE_GOLDEN=1` writes them anew; the difference is then read before it is committed.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foibot.config.commissioners import INFORMATION_COMMISSIONER, SCOTTISH_INFORMATION_COMMISSIONER
from foibot.errors import LetterError
from foibot.mail.html_part import html_part
from foibot.mail.render import Rendered, Templates
from foibot.shipped import shipped_templates

GOLDEN = Path(__file__).parent / "golden" / "answers"
TEMPLATES = Templates([shipped_templates()])
LINKS = (
    *("foi@council.example", "https://council.example"),
    *("https://ico.org.uk", INFORMATION_COMMISSIONER.complaint_link),
)
LAWS = ("FOIA", "EIR", "FOISA", "EISR")
SCOTTISH = ("FOISA", "EISR")
TITLES = {
    "FOIA": "Freedom of Information Act 2000",
    "EIR": "Environmental Information Regulations 2004",
    "FOISA": "Freedom of Information (Scotland) Act 2002",
    "EISR": "Environmental Information (Scotland) Regulations 2004",
    "SAR": "Subject access request under the UK GDPR",
}
REQUEST = """Dear council,

How many trees did you fell in Orchard Park in 2020, and who decided it?
Please send me:

1. the number for each month
2. the minutes of the meeting at which it was decided

Thank you, Ada Field"""


def facts(law: str, **more: Any) -> dict[str, Any]:
    """What every answer may name, as for a request of an invented Ada Field."""
    given: dict[str, Any] = dict.fromkeys(("refer", "limit", "until", "lapses_on", "earlier"))
    given |= dict.fromkeys(("text", "why", "amount"), "") | {"attachments": [], "exemptions": [], "parts": []}
    return {
        **given,
        "reference": "FOI-2021-0042",
        "today": date(2021, 4, 23),
        "authority": "Exampleshire Council",
        "contact": "Exampleshire Council\n1 Council Square\nExampleton EX1 1AA\nTelephone: 01632 960123\n"
        "E-mail: foi@council.example\nhttps://council.example",
        "applicant": "Ada Field",
        "their_subject": "Trees in Orchard Park",
        "received_on": date(2021, 4, 7),
        "clock_from": date(2021, 4, 7),
        "by": "email",
        "due_on": date(2021, 5, 6),
        "regime": law,
        "family": law,
        "regime_title": TITLES[law],
        "time_allowed": "20 working days",
        "request": REQUEST,
        "signatory": {"name": "Jo Reed", "title": "Head of Information"},
        "review": {
            "working_days": 20,
            "limit": 20 if law in SCOTTISH else 40,
            "days_to_ask": 40,
            "email": "foi@council.example",
            "postal_address": "1 Council Square\nExampleton EX1 1AA",
        },
        "commissioner": SCOTTISH_INFORMATION_COMMISSIONER if law in SCOTTISH else INFORMATION_COMMISSIONER,
        "supplement": False,
        "by_post": False,
        **more,
    }


TEXT = "We felled 14 trees in Orchard Park in 2020: 9 in February and 5 in November."
FOREST_BOARD: Mapping[str, str] = {
    "name": "Exampleshire Forest Board",
    "team": "Information Rights Team",
    "postal_address": "The Old Sawmill\nMill Lane\nExampleton EX2 3BB",
    "email": "foi@forest.example",
    "telephone": "01632 960456",
    "website": "https://forest.example/foi",
}


def exemption(cited: str, title: str, **more: Any) -> dict[str, Any]:
    plain = {"absolute": False, "prejudice": False, "likelihood": "", "public_interest": ""}
    return {"cited": cited, "title": title, **plain, **more}


WEIGHED = (
    "For giving the information: it would show how public money was spent, and let people judge the contract.\n\n"
    "For keeping it back: the contract is about to be put out to tender again, and the council would pay more if the "
    "next bidders knew these prices."
)
COMMERCIAL: Mapping[str, dict[str, Any]] = {
    law: exemption(
        cited,
        title,
        prejudice=True,
        likelihood=likelihood,
        why="The prices of each felling would tell the contractor's competitors how it calculates its bids.",
        public_interest=WEIGHED,
    )
    for law, cited, title, likelihood in (
        ("FOIA", "section 43(2)", "commercial interests", "would be likely to"),
        ("EIR", "regulation 12(5)(e)", "confidentiality of commercial information", "would"),
        ("FOISA", "section 33(1)(b)", "commercial interests", "would be likely to"),
        ("EISR", "regulation 10(5)(e)", "confidentiality of commercial information", "would"),
    )
}
PERSONAL: Mapping[str, dict[str, Any]] = {
    law: exemption(
        cited,
        "personal information of other people",
        absolute=True,
        why="The minutes name residents who complained. They did not expect their names to be made public.",
    )
    for law, cited in (
        ("FOIA", "section 40(2)"),
        ("EIR", "regulation 13"),
        ("FOISA", "section 38(1)(b)"),
        ("EISR", "regulation 11"),
    )
}
SILENCE: Mapping[str, dict[str, Any]] = {
    law: exemption(
        cited,
        title,
        prejudice=True,
        likelihood="would be likely to" if law != "EIR" else "would",
        why="To say whether a place is being watched would tell offenders where to go, and where not.",
        public_interest="For saying so: people want to know that the woods are looked after.\n\n"
        "For saying nothing: offenders would learn from answers like this, taken together, where nobody looks.",
    )
    for law, cited, title in (
        ("FOIA", "section 31(3)", "law enforcement"),
        ("EIR", "regulation 12(6)", "public safety and the course of justice"),
        ("FOISA", "section 35(1)", "law enforcement"),
    )
}
UNREASONABLE: Mapping[str, dict[str, Any]] = {
    law: exemption(
        cited,
        "manifestly unreasonable requests",
        why="It would keep two officers from the council's other work for six weeks.",
        public_interest="For answering: felled trees matter to those who live nearby.\n\n"
        "For refusing: most of it says nothing of Orchard Park, and others would wait six weeks for their answers.",
    )
    for law, cited in (("EIR", "regulation 12(4)(b)"), ("EISR", "regulation 10(4)(b)"))
}
DISCLOSED = {"text": TEXT, "attachments": ["felling 2020.csv", "minutes of 14 January 2020.pdf"]}
NARROWER = "We could answer within the limit if you asked about 2020 only."
LIMIT = {
    "FOIA": {"amount": 450, "hours": 18, "rate": 25},
    "FOISA": {"amount": 600, "hours": 40, "rate": 15},
}
ESTIMATE = "We hold 3,100 paper files. To look through one takes 5 minutes, so that all of them would take 258 hours."


def parts(law: str) -> list[dict[str, Any]]:
    minutes = {"text": "We send you the minutes without names.", "exemptions": [PERSONAL[law]]}
    return [
        part("the number for each month", "disclosed", text=TEXT),
        part("the minutes of the meeting", "partly_withheld", **minutes),
        part("who decided it?", "not_held", text="Nobody wrote it down."),
    ]


def part(question: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {"question": question, "outcome": outcome, "text": "", "why": "", "exemptions": [], "refer": None, **more}


def letters_of(law: str) -> dict[str, dict[str, Any]]:
    """Each letter that exists under a law, with what is said in it."""
    environmental = law in ("EIR", "EISR")
    refused = [UNREASONABLE[law]] if environmental else []
    limit = {"estimate": ESTIMATE, **LIMIT.get(law, {"amount": 0, "hours": 0, "rate": 0})}
    given: dict[str, dict[str, Any]] = {
        "disclosed": DISCLOSED,
        "partly_withheld": {**DISCLOSED, "exemptions": [COMMERCIAL[law], PERSONAL[law]]},
        "withheld": {"exemptions": [COMMERCIAL[law]], "text": "The contract itself will be published in June 2021."},
        "not_held": {"refer": FOREST_BOARD},
        "cost_limit": {"limit": limit, "text": NARROWER, "exemptions": refused},
        "vexatious": {"why": "It is the twelfth on this matter since January.", "exemptions": refused},
        "repeated": {
            "earlier": {"reference": "FOI-2021-0007", "answered_on": date(2021, 2, 26)},
            "why": "Nothing has changed since: no tree has been felled.",
            "exemptions": refused,
        },
        "already_public": {"text": "Each felling is listed on https://council.example/trees, by park and by month."},
        "reply": {"text": "We have asked the parks team for the minutes and expect them next week."},
        "clarification": {
            "text": "There are two parks of that name. Do you mean:\n\n- Orchard Park in Exampleton, or\n"
            "- Orchard Park in Sampleford?",
            "lapses_on": date(2021, 6, 22),
            "due_on": None,
        },
        "holding": {
            "today": date(2021, 5, 10),
            "until": date(2021, 5, 17),
            "why": "The minutes were with an archive that was closed until this week.",
        },
        "fees_notice": {
            "amount": "£30.00",
            "why": "There are 300 pages to copy, at 10p a page.",
            "text": "Pay by card on 01632 960123, or send a cheque to the address below.",
            "lapses_on": date(2021, 7, 22),
        },
        "transfer": {"refer": FOREST_BOARD, "why": "You agreed to this on Tuesday 20 April 2021."},
        "handover": {
            "refer": FOREST_BOARD,
            "requester": {"name": "Ada Field", "email": "ada@reader.example", "postal_address": ""},
        },
        "withdrawn": {},
        "lapsed": {"today": date(2021, 6, 23), "due_on": None},
    }
    if law in SILENCE:
        given["ncnd"] = {"exemptions": [SILENCE[law]]}
    if law == "FOIA":
        given["extension"] = {"until": date(2021, 6, 4), "exemptions": [COMMERCIAL[law]], "attachments": ["map.pdf"]}
    if environmental:
        given["extension"] = {"until": date(2021, 6, 4), "why": "It is about 3,100 files of four surveys."}
    return given


EACH = [(law, letter) for law in LAWS for letter in letters_of(law)]
SUBJECT_ACCESS: Mapping[str, dict[str, Any]] = {
    "disclosed": DISCLOSED,
    "not_held": {},
    "clarification": {"text": "Which years do you mean?", "lapses_on": date(2021, 6, 22)},
    "extension": {"until": date(2021, 7, 7), "why": "Your file has 4,000 pages."},
}

OTHERS: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "several_questions": (
        "partly_withheld",
        "FOIA",
        {"parts": parts("FOIA")},
    ),
    "several_questions_and_not_held": (
        "partly_withheld",
        "EIR",
        {"parts": parts("EIR")},
    ),
    "a_further_answer": ("disclosed", "FOIA", {**DISCLOSED, "supplement": True, "due_on": None}),
    "late_after_a_clarification_by_telephone": (
        "not_held",
        "EIR",
        {"by": "telephone", "clock_from": date(2021, 4, 12), "due_on": date(2021, 5, 11), "today": date(2021, 5, 12)},
    ),
    "a_long_request": ("not_held", "FOIA", {"request": "How old is this tree?\n" * 70, "applicant": "applicant"}),
    "late_in_scotland": ("not_held", "FOISA", {"today": date(2021, 5, 12)}),
}


def given(name: str) -> tuple[str, dict[str, Any]]:
    letter, law, more = OTHERS[name]
    return letter, facts(law, **more)


@pytest.mark.parametrize(("law", "letter"), EACH)
def test_each_letter_reads_as_it_should_under_each_law(law: str, letter: str) -> None:
    compare(f"{letter}_{law.lower()}", TEMPLATES.render(letter, facts(law, **letters_of(law)[letter])))


@pytest.mark.parametrize("letter", SUBJECT_ACCESS)
def test_a_letter_about_ones_own_data_speaks_of_that_right(letter: str) -> None:
    compare(f"{letter}_sar", TEMPLATES.render(letter, facts("SAR", **SUBJECT_ACCESS[letter])))


@pytest.mark.parametrize("name", OTHERS)
def test_a_letter_of_another_course_reads_as_it_should(name: str) -> None:
    letter, known = given(name)
    compare(f"{letter}_{name}", TEMPLATES.render(letter, known))


@pytest.mark.parametrize("law", ["FOIA", "EIR"])
@pytest.mark.parametrize("letter", ["acknowledgement", "not_held"])
def test_a_letter_in_welsh_reads_as_it_should(letter: str, law: str) -> None:
    known = facts(law, automatic=True, refer=FOREST_BOARD)
    rendered = TEMPLATES.render(letter, known, language="cy")
    assert rendered.language == "cy"
    compare(f"{letter}_{law.lower()}_cy", rendered)


def test_a_letter_there_is_no_welsh_for_is_written_in_english_and_says_so() -> None:
    known = facts("FOIA", **DISCLOSED)
    rendered = TEMPLATES.render("disclosed", known, language="cy")
    assert rendered == TEMPLATES.render("disclosed", known)
    assert rendered.language == "en"


@pytest.mark.parametrize("name", ["not_held_foia", "partly_withheld_eir", "not_held_foia_cy"])
def test_the_html_part_reads_as_it_should(name: str) -> None:
    letter, law, *language = name.replace("_held", "-held").replace("_withheld", "-withheld").split("_")
    letter = letter.replace("-", "_")
    known = facts(law.upper(), **letters_of(law.upper())[letter])
    rendered = TEMPLATES.render(letter, known, *language)
    compare_file(f"{name}.html", html_part(TEMPLATES, rendered, LINKS))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("letter", ["cost_limit", "vexatious", "repeated"])
def test_no_ground_of_the_acts_is_given_under_the_regulations(law: str, letter: str) -> None:
    limit = {"amount": 450, "hours": 18, "rate": 25, "estimate": ""}
    known = facts(law, limit=limit)
    if law in ("FOIA", "FOISA"):
        assert "Section 1" in TEMPLATES.render(letter, known).text
        return
    with pytest.raises(LetterError, match=rf"{letter}\.txt\.j2, line 3: the Regulations .*\(4\)\(b\)"):
        TEMPLATES.render(letter, known)


def test_no_extension_is_told_in_scotland_where_the_act_has_none() -> None:
    with pytest.raises(LetterError, match=r"extension\.txt\.j2, line 3: .* allows no extension"):
        TEMPLATES.render("extension", facts("FOISA", until=date(2021, 6, 4)))


ALWAYS = ("FOI-2021-0042", "2021 Dear Ada Field,", "Wednesday 7 April 2021", "Jo Reed Head of Information")
IN_SCOTLAND = ("six months to appeal", "Court of Session", "Kinburn Castle", "within 20 working days of receiving")
ELSEWHERE = ("Wycliffe House", "0303 123 1113", "within six weeks", "40 working days, and we aim to do so within 20")
NO_RIGHTS_YET = ("reply", "clarification", "withdrawn")


@pytest.mark.parametrize(("law", "letter"), [(law, letter) for law, letter in EACH if letter != "handover"])
def test_every_letter_holds_what_the_law_and_good_practice_want_of_it(law: str, letter: str) -> None:
    text = as_one_line(TEMPLATES.render(letter, facts(law, **letters_of(law)[letter])).text)
    for part in (*ALWAYS, TITLES[law]):
        assert part in text, part
    if letter in NO_RIGHTS_YET:
        return
    ours = {"FOIA": "internal review", "EIR": "regulation 11", "FOISA": "section 20", "EISR": "regulation 16"}
    right = {"FOIA": "section 50", "EIR": "section 50", "FOISA": "section 47", "EISR": "section 47"}
    for part in (ours[law], right[law], "40 working days", "Somebody who had no part in this decision"):
        assert part in text, part
    for part in IN_SCOTLAND if law in SCOTTISH else ELSEWHERE:
        assert part in text, part


def test_not_held_cites_no_exemption_under_the_act_and_the_right_one_elsewhere() -> None:
    said = {law: as_one_line(TEMPLATES.render("not_held", facts(law)).text) for law in LAWS}
    assert not re.search("exempt|refus|section 17", said["FOIA"])
    assert "regulation 12(4)(a)" in said["EIR"]
    assert "section 17" in said["FOISA"]
    assert "regulation 10(4)(a)" in said["EISR"]


def as_one_line(text: str) -> str:
    return " ".join(text.split())


def compare(name: str, rendered: Rendered) -> None:
    compare_file(f"{name}.txt", f"Subject: {rendered.subject}\n\n{rendered.text}")
    assert max(map(len, rendered.text.splitlines())) <= 80


def compare_file(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("FOIBOT_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
