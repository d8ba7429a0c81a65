"""Which law a request may fall under besides the one it is opened with; the labelled set has more voices."""

import pytest

from foibot.correspondence.message import InboundMessage
from foibot.correspondence.regime import regimes_in


def regimes(text: str, subject: str = "Request") -> list[str]:
    return list(regimes_in(InboundMessage(subject=subject, new_text=text)))


@pytest.mark.parametrize(
    "text",
    [
        "I make this request under the Environmental Information Regulations 2004.",
        "Please send me the EIR response on the quarry.",
        "How many trees were felled in the park?",
        "What were the air quality readings at the school?",
        "Please send the officers' report on planning application 24/0113.",
        "How often was raw sewage released into the river?",
        "Copies of noise complaints about the pub.",
        "Gofynnaf am wybodaeth am lifogydd: cofnodion llifogydd Heol y Bont.",
    ],
)
def test_environmental_information_is_suggested(text: str) -> None:
    assert regimes(text) == ["EIR"]


@pytest.mark.parametrize(
    "text",
    [
        "I would like all the information you hold about me.",
        "Please let me have my medical records.",
        "This is a subject access request.",
        "Copies of e-mails between managers that mention me.",
        "Everything in my personnel file, please.",
        "Please disclose my client's social care records.",
    ],
)
def test_a_persons_own_data_is_suggested(text: str) -> None:
    assert regimes(text) == ["SAR"]


@pytest.mark.parametrize(
    "text",
    [
        "Please send the chief executive's expenses.",
        "If any of this is environmental information, please treat it under the EIR.",
        "I ask under the Freedom of Information Act or, in the alternative, either the EIRs.",
        "How many subject access requests did you receive last year?",
        "Please send the budget for planning the office move.",
        "The political climate is poor. How many staff have left?",
        "Information about how the council holds meetings.",
        "Sir, how many fines were issued?",
    ],
)
def test_boilerplate_and_look_alikes_suggest_nothing(text: str) -> None:
    assert regimes(text) == []


def test_scottish_law_is_suggested_where_it_is_named() -> None:
    assert regimes("Under FOISA I ask for the cost of the trams.") == ["FOISA"]
    assert regimes("Under the Environmental Information (Scotland) Regulations 2004 I ask for tram emissions.") == [
        "EISR"
    ]


def test_two_laws_are_both_suggested_with_the_words_seen() -> None:
    message = InboundMessage(subject="SAR", new_text="And how many trees were felled outside my house?")
    assert regimes_in(message) == {"SAR": "SAR", "EIR": "trees were felled"}
