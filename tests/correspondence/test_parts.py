"""The questions of a request: in the many shapes in which people write them, and never a word lost."""

from itertools import pairwise

import pytest
from builders import ASKED
from hypothesis import given
from hypothesis import strategies as some

from foibot.correspondence.parts import FoundParts, find_parts

SHAPES: dict[str, tuple[str, list[str]]] = {
    "a numbered list, and what leads into it": (
        ASKED,
        ["Under the Freedom of Information Act 2000, please send me:", "2. The cost of repairing them."],
    ),
    "a question, and then a list": (
        "Dear council,\n\nHow many trees did you fell, and who decided it?\nPlease send me:\n\n1. the number for each"
        " month\n2. the minutes\n\nThank you, Ada Field",
        ["How many trees", "Please send me:", "2. the minutes"],
    ),
    "sentences that end with a question mark": (
        "Hello,\n\nHow many potholes were reported? How much did it cost? Who decides?\n\nKind regards\nBo",
        ["How many potholes", "How much", "Who decides?"],
    ),
    "ordinals": (
        "Firstly, how many staff do you employ? Secondly, please tell me what they are paid. Finally, I would like a "
        "copy of the pay policy.",
        ["Firstly,", "Secondly,", "Finally,"],
    ),
    "letters": ("Please tell me:\na) how many vans\nb) of which make\nc) at what price", ["Please", "b)", "c)"]),
    "roman numbers in brackets": (
        "I would like to know\n\n(i) how many\n(ii) how much\n(iii) since when",
        ["I would like", "(ii)", "(iii)"],
    ),
    "bullets": (
        "Could you send me:\n\n• the plan\n• the budget\n* the map\n",
        ["Could you", "• the budget", "* the map"],
    ),
    "questions that are called so": ("Q1 How many dogs?\nQ2 How many cats?\n", ["Q1", "Q2"]),
    "a list without marks below a colon": (
        "Please provide for each year since 2020:\n\nNumber of staff\nTotal cost of staff\nNumber of vacancies\n\nBo",
        ["Please provide", "Total cost", "Number of vacancies"],
    ),
    "a list within a sentence": (
        "Please provide (a) the number of staff, (b) the cost under section 12(1) and (2), and (c) the policy.",
        ["Please provide (a)", "(b) the cost under section 12(1) and (2)", "(c)"],
    ),
    "semicolons behind a colon": (
        "Please provide: the number of staff; the cost in 2024; and the policy.",
        ["Please provide:", "the cost", "and the policy"],
    ),
    "two requests in sentences of their own": (
        "Please send me the contract with Acme. Please also send me the minutes of 3 March.",
        ["Please send me the contract", "Please also"],
    ),
    "two lists, each with what leads into it": (
        "Please provide:\n1. how many\n2. how much\n\nOf the staff, please state:\n- names of posts\n- grades",
        ["Please provide:", "2.", "Of the staff", "- grades"],
    ),
    "a list within an item of a list": (
        "1. How many vans?\n   a) petrol\n   b) electric\n2. At what cost? And who\npaid it?\n3. Why?",
        ["1. How many vans?\n   a) petrol\n   b) electric", "2. At what cost? And who\npaid it?", "3."],
    ),
    "Welsh": (
        "Annwyl Syr,\n\nHoffwn wybod faint o dyllau a gofnodwyd. A allech chi hefyd anfon copi o'r contract?\n\nDiolch",
        ["Hoffwn wybod", "A allech"],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_question_is_found_where_it_begins(shape: str) -> None:
    text, begins = SHAPES[shape]
    found = find_parts(text)
    assert [question[: len(words)] for question, words in zip(found.questions, begins, strict=True)] == begins


TOGETHER = {
    "a question that lives off the one before": "How many were repaired? If not all, why not? And at what cost?",
    "a word more about a question": "How many vans do you own? I mean those above 3.5 tonnes.",
    "how the answer should come": "Please send me the contract.\n\nPlease could you send it by e-mail as a PDF?",
    "one dash": "Please send me the contract with Acme\n- the builder, not the bank.",
    "a paragraph wrapped by a program": "Please send me:\nthe number of staff whom you have employed in each of the\n"
    "years since 2020, with their pay",
    "nothing that asks": "The potholes are awful.",
}


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER)
def test_words_stay_together_where_two_questions_are_not_plain(text: str) -> None:
    assert find_parts(text).questions == (text.strip(),)


def test_a_greeting_an_introduction_and_a_signature_are_no_questions() -> None:
    text = (
        "Dear Sir or Madam,\n\nI have lived in Mill Lane since 1961.\n\nThis is a request under the Freedom of "
        "Information Act 2000.\n\nHow many potholes were mended?\n\nI look forward to hearing from you.\n\n"
        "Yours faithfully,\nAda Field\n12 Mill Lane\n01632 960123"
    )
    found = find_parts(text)
    assert found.questions == ("How many potholes were mended?",)
    assert found.before.endswith("Act 2000.")
    assert found.after.startswith("I look forward")


def test_a_name_without_a_leave_is_a_signature_too() -> None:
    found = find_parts("Please send me the list of closed libraries.\n\nEfa Rees\nSenior reporter\nExampleshire Herald")
    assert (len(found.questions), found.after[:8]) == (1, "Efa Rees")


def test_the_words_of_a_web_site_below_the_letter_are_no_questions() -> None:
    text = (
        "Please send me the gritting routes.\n\nYours faithfully,\n\nPercy Longbottom\n\n----------------------\n\n"
        "Is foi@council.example the wrong address? If so, please contact us using this form."
    )
    assert find_parts(text).questions == ("Please send me the gritting routes.",)


def test_a_request_of_pure_greeting_is_kept_whole_and_an_empty_one_has_no_question() -> None:
    assert find_parts("Hello,").questions == ("Hello,",)
    assert find_parts(" \n ") == FoundParts("", (), "")


WRITTEN = """\
Dear council,|1. How many?|2) the cost|(a) names|- grades|Please send me:|How many? Who?
Firstly, the plan; secondly, the map.
Number of staff|Many thanks|Ada Field|----------|If so, why?|the following|I would also like to know when.
   i) x|: a; b; c
under section 12(1) and (2)|?|\t"""
PIECES = some.sampled_from(["\n", *WRITTEN.replace("\n", "|").split("|")])
LETTERS = some.lists(PIECES | some.text(max_size=20), max_size=14).flatmap(
    lambda pieces: some.sampled_from(["\n", " ", "\n\n", "\r\n"]).map(lambda between: between.join(pieces))
)


@given(LETTERS)
def test_no_word_is_lost_and_none_is_in_two_questions(text: str) -> None:
    found = find_parts(text)
    assert " ".join([found.before, *found.questions, found.after]).split() == text.split()
    assert all(question.strip() for question in found.questions)


@given(LETTERS)
def test_every_word_that_is_in_no_question_stands_before_the_first_or_after_the_last(text: str) -> None:
    found, whole = find_parts(text), text.replace("\r\n", "\n").replace("\r", "\n")
    places = [0]
    for question in found.questions:
        places.append(whole.index(question, places[-1]) + len(question))
    assert all(before <= after for before, after in pairwise(places))
