"""A name for a valid request (FOIA section 8): only what is plainly missing or false is said."""

import pytest

from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.validity import missing_for_validity, signed_name


def letter(name: str, email: str = "x1@mail.example", text: str = "How many bins?") -> InboundMessage:
    return InboundMessage(sender=Address(name, email), text=text, new_text=text)


@pytest.mark.parametrize(
    "message",
    [
        letter("Ada Field"),
        letter("Granite Post Ltd"),
        letter("", "ada.field@mail.example"),
        letter("", text="How many bins?\n\nYours faithfully\n\nAda Field\n12 Mill Row"),
        letter("", text="How many bins?\n\nDiolch,\nGwen ap Rhys"),
        letter("", text="How many bins?\n\nMrs A O’Neill"),
        letter("info", text="How many bins?\n\nRegards,\nThe Open Bins Society"),
        letter("李明"),
        letter("Priya"),
        letter("J. K."),
        letter("محمد"),
        letter("Олена Ковальчук"),
        letter("Ng"),
        letter("James Bond"),
        letter("Gwenllian Ap Rhydderch"),
        letter("Parents of Mill Lane School"),
        letter("", "d.ellis@mail.example"),
        letter("", "dafydd-llwyd77@mail.example"),
        letter("", text="How many bins?\n\nRegards\n\nDr A. Tull BSc (Hons)"),
        letter("", text="How many bins?\n\nSam Tull | Reporter | The Gazette"),
        letter("", text="How many bins?\n\nThanks, Sam"),
        letter("", text="My name is Sam Tull. How many bins are there?"),
        letter("", text="How many bins?\n\n謝謝\n李"),
    ],
)
def test_a_name_anywhere_is_enough(message: InboundMessage) -> None:
    assert missing_for_validity(message) == ""


@pytest.mark.parametrize("name", ["Mickey Mouse", "A Concerned Citizen", "anonymous", "Local Resident", "FOI request"])
def test_a_name_that_is_plainly_none_is_said(name: str) -> None:
    assert missing_for_validity(letter(name)) == f"the name given is plainly not a real one: {name}"


@pytest.mark.parametrize("name", ["", "O", "🙂", "42"])
def test_no_name_at_all_is_said(name: str) -> None:
    assert missing_for_validity(letter(name, text="how many bins")) == "no name is given"


@pytest.mark.parametrize(
    "email", ["foi.request@mail.example", "concerned.citizen@mail.example", "binwatch@mail.example"]
)
def test_an_address_made_of_no_name_gives_none(email: str) -> None:
    assert missing_for_validity(letter("", email)) == "no name is given"


def test_a_false_name_above_a_real_signature_stands() -> None:
    assert missing_for_validity(letter("FOI request", text="How many?\n\nKind regards,\nAda Field")) == ""


def test_the_name_stands_below_the_closing_words_not_in_the_address() -> None:
    assert signed_name("How many?\n\nYours sincerely,\n\nDr Ada Field\nFlat 2\nNorthwick") == "Dr Ada Field"
    assert signed_name("How many bins are there in the whole of the county of Exampleshire?") == ""
