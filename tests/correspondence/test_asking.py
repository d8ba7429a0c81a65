"""What reads as a request: asking, and one thing more; words about requests are not enough."""

import pytest

from foibot.correspondence.asking import asking


@pytest.mark.parametrize(
    "text",
    [
        "Please send me copies of the minutes.",
        "I would like to know how many potholes were filled.",
        "Could you tell me the cost of the mayor's car?",
        "Give me the number of fines issued.",
        "I request disclosure of the contract.",
        "Hoffwn gael copi o'r polisi iaith.",
        "Wnewch chi anfon nifer y swyddi gwag?",
        "Any chance of a list of the schools with asbestos?",
        "Number of bee hives on council land\nNumber of stings",
        "We would be grateful for sight of the survey.",
        "I want to see the report.",
    ],
)
def test_asking_for_recorded_information_is_a_request_though_no_act_is_named(text: str) -> None:
    found = asking("", text)
    assert found.is_request
    assert found.words


@pytest.mark.parametrize("text", ["What time do you close?", "Was the camera on?", "Please confirm."])
def test_a_bare_question_may_be_a_request_and_is_not_sure(text: str) -> None:
    found = asking("", text)
    assert (found.is_likely, found.is_request) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "Dear FOI Officer,\n\nMany thanks, that is all I wanted.",
        "Hello Freedom of Information Team,\nI have moved house.",
        "Thank you for your help.",
    ],
)
def test_a_salutation_names_no_law_and_asks_nothing(text: str) -> None:
    assert not asking("Re: Freedom of Information request", text).is_likely


def test_the_law_the_subject_and_a_list_make_a_request_stronger() -> None:
    text = "Please tell me under the FOI Act the following information:\n1. number of bins\n2. cost of bins"
    assert asking("", "Please tell me the bin rota.").strength < asking("FOI request", text).strength
    assert asking("FOI request", text).is_strong
