"""What is new in a reply: found in the ways mail programs quote, and kept whenever it might be somebody's words."""

import pytest

from foibot.correspondence.quotation import QUOTE_MARK, new_text, without_marks

INTRODUCTIONS = [
    "On Mon, 2 Feb 2026 at 10:11, FOI Team <foi@council.example> wrote:",
    "On 2 Feb 2026, at 10:11, FOI Team\n<foi@council.example> wrote:",
    "On Mon, 2 Feb 2026 at 10:11, FOI Team <foi@council.example>\nwrote:",
    "Ar 2 Chwef 2026 am 10:11, ysgrifennodd FOI Team <foi@council.example>:",
    "Am 02.02.2026 um 10:11 schrieb FOI Team:",
    "Le 2 févr. 2026 à 10:11, FOI Team a écrit :",
    "El 2 feb 2026, a las 10:11, FOI Team <foi@council.example> escribió:",
    "Il giorno 2 feb 2026, alle ore 10:11, FOI Team ha scritto:",
    "Op 2 feb. 2026 om 10:11 heeft FOI Team <foi@council.example> het volgende\ngeschreven:",
    "Den 2 feb. 2026 kl. 10.11 skrev FOI Team <foi@council.example>:",
    'W dniu 2.02.2026 o 10:11, FOI Team pisze:\n2 lut 2026 10:11 "FOI Team" napisał(a):',
    "2026-02-02 10:11 GMT+00:00 FOI Team <foi@council.example>:",
    "FOI Team <foi@council.example> wrote:",
    "-----Original Message-----\nFrom: FOI Team\nSent: 02 February 2026 10:11\nTo: Ada\nSubject: Bins",
    "________________________________\nFrom: FOI Team <foi@council.example>\nSent: Monday\nTo: Ada\nSubject: Bins",
    "*From:* FOI Team\n*Sent:* Monday\n*To:* Ada\n*Subject:* Bins",
    "Oddi wrth: Tîm\nAnfonwyd: Dydd Llun\nAt: Ada\nPwnc: Biniau",
    "Von: FOI Team\nGesendet: Montag\nAn: Ada\nBetreff: Tonnen",
    "De : FOI Team\nEnvoyé : lundi\nÀ : Ada\nObjet : Poubelles",
    "---------- Forwarded message ---------\nFrom: FOI Team <foi@council.example>\nDate: Mon\nSubject: Bins\nTo: Ada",
    "Begin forwarded message:",
    QUOTE_MARK,
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_what_stands_above_a_quotation_is_what_is_new(introduction: str) -> None:
    text = f"I meant the green ones.\n\nAda\n\n{introduction}\n\n> Which bins do you mean?\n>\n> The FOI Team\n"
    assert new_text(text) == "I meant the green ones.\n\nAda"


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_a_quotation_without_quotation_marks_is_left_out_too(introduction: str) -> None:
    text = f"I meant the green ones.\n\n{introduction}\n\nWhich bins do you mean?\n\nThe FOI Team\n"
    assert new_text(text) == "I meant the green ones."


def test_an_answer_below_the_quotation_is_kept_and_the_quotation_left_out() -> None:
    text = "On Mon, 2 Feb 2026 at 10:11, FOI <foi@council.example> wrote:\n> Which bins?\n>\n\nThe green ones.\n"
    assert new_text(text) == "The green ones."


def test_answers_between_quoted_lines_are_kept_with_what_they_answer() -> None:
    text = "See below.\n\nOn 2 Feb 2026, FOI wrote:\n> Which bins?\nThe green ones.\n> Which year?\n2025.\n"
    assert new_text(text) == "See below.\n\n> Which bins?\nThe green ones.\n> Which year?\n2025."


def test_a_letter_without_any_quotation_is_untouched() -> None:
    letter = "Dear team,\n\nHow many bins?\n\n1. green\n2. brown\n\nYours faithfully\nAda Field\n12 Mill Row"
    assert new_text(letter) == letter


def test_a_pure_forward_is_the_letter_below_its_headers() -> None:
    head = "---------- Forwarded message ---------\nFrom: Bo <bo@x.example>\nDate: Mon\nSubject: Bins\nTo: Ada"
    text = f"{head}\n\nHow many bins?"
    assert new_text(text) == "How many bins?"


def test_nothing_but_a_quotation_is_shown_as_it_is() -> None:
    assert new_text("> How many bins?\n") == "> How many bins?"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAda Field\nClerk\n01632 960001",
        "--\nAda",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "_____\nAda Field, clerk",
    ],
)
def test_a_signature_is_left_out(signature: str) -> None:
    assert new_text(f"How many bins?\n\n{signature}\n") == "How many bins?"


def test_a_signature_that_may_be_the_letter_is_kept() -> None:
    asks = "--\n" + "\n".join(f"{number}. How many bins in ward {number}?" for number in range(1, 5))
    long = "--\n" + "\n".join(f"line {number}" for number in range(40))
    assert new_text(f"Dear team\n{asks}") == f"Dear team\n{asks}"
    assert new_text(f"Dear team\n{long}") == f"Dear team\n{long}"


@pytest.mark.parametrize(
    "sentence",
    [
        "On this day\n\nI wrote something\n\nthat mattered.",
        "The officer wrote:\nthere is no policy.",
        "Dates: 1 May to 3 June\nTo: anybody who knows",
        "Send it from my old address to my new mailbox please, and tell me when you have done so.",
        "-----\nQuestion 1\n-----\nHow many?\n-----",
    ],
)
def test_words_that_only_resemble_a_quotation_stay(sentence: str) -> None:
    assert new_text(f"Dear team,\n\n{sentence}\n\nAda") == f"Dear team,\n\n{sentence}\n\nAda"


def test_the_marks_of_quotation_never_reach_a_reader() -> None:
    assert without_marks(f"a\n{QUOTE_MARK}\nb{QUOTE_MARK}") == "a\nb"
    assert QUOTE_MARK not in new_text(f"{QUOTE_MARK}\n> only quoted")
