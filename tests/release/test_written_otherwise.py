"""Numbers as people write them too, headings in Welsh, and lists of other things that have the same form."""

import pytest
from test_tricks import csv, rules


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Pay to gb29 nwbk 6016 1331 9268 19 at once", ["iban"]),
        ("Pay to Gb29-Nwbk-6016-1331-9268-19.", ["iban"]),
        ("Pay to es91 2100 0418 4502 0005 1332 then", ["iban"]),
        ("Pay to GB29NWBK60161331926819, at once", ["iban"]),
        ("Pay to gb30 nwbk 6016 1331 9268 19", []),
        ("See no12 then some more then, be45 that this item must", []),
        ("Date of birth (dd/mm/yyyy): 03/03/1961", ["birth_date"]),
        ("Her date of birth is 3 March 1961.", ["birth_date"]),
        ("Date of birth: 03 03 1961", ["birth_date"]),
        ("Date of Birth: March 3, 1961", ["birth_date"]),
        ("DOB: 3rd March, 1961", ["birth_date"]),
        ("Give the date of birth (dd/mm/yyyy) by 03/03/2026", []),
        ("Ask for the date of birth, and 12 12 1234 other things", []),
    ],
)
def test_numbers_and_dates_are_known_as_people_write_them(words: str, found: list[str]) -> None:
    assert rules("answer.txt", words.encode()) == found


def test_telephone_numbers_with_the_digits_one_dials_from_abroad_are_known() -> None:
    assert rules("a.txt", csv(*(f"0044 7700 9001{n}" for n in range(20, 26)))) == ["telephones"]
    assert rules("a.csv", csv("Mobile,Area", *(f"00447700900{n},North" for n in range(120, 126)))) == ["telephones"]
    assert rules("a.csv", csv("Order,Area", *(f"0044{n}00,North" for n in range(120_000, 120_040)))) == []


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        *((one, True) for one in ("Enw cyntaf", "Cyfenw", "Enw llawn", "Dyddiad geni", "Cyfeiriad cartref")),
        *((one, True) for one in ("Rhif Yswiriant Gwladol", "Rhif GIG", "Cyfenw / Surname", "Full name", "full_name")),
        *((one, True) for one in ("Driving licence no", "Driving licence number", "DrivingLicence")),
        ("Enw,Ethnigrwydd", True),
        ("Name,Religion", True),
        ("Employee,Sickness reason", True),
        ("Enw,Crefydd,Anabledd", True),
        *((one, False) for one in ("Enw", "Name", "Ethnicity", "Religion", "Sickness reason", "Ethnigrwydd", "Rhyw")),
        ("Ethnicity,Religion", False),
        ("Religion,Disability,Sickness reason", False),
        ("Ysgol,Crefydd", False),
        ("Gross/Net", False),
    ],
)
def test_headings_about_people_are_known_in_both_languages(heading: str, *, found: bool) -> None:
    width = heading.count(",") + 1
    table = csv(f"{heading},Total", *(",".join(["North"] * width + [str(n)]) for n in (12, 40)))
    assert rules("a.csv", table) == (["personal_headings"] if found else [])


def test_numbers_below_a_welsh_heading_are_held_against_their_check() -> None:
    assert rules("a.csv", csv("Rhif GIG,Ardal", "9434765919,Gogledd")) == ["nhs_number", "personal_headings"]


# ISBN-10 and NHS numbers have the same check: only what stands near tells them apart.
BOOKS = ("0306406152", "0140449132", "0451524934", "0747532699", "0261103253", "0198526636", "0131103628")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("ISBN,Copies", *(f"{one},2" for one in BOOKS)), []),
        (("Title,ISBN-10", *(f"A book,{one}" for one in BOOKS)), []),
        (("The books bought, by their ISBN:", "", *BOOKS), []),
        ((*(f"ISBN {one} for the NHS library" for one in BOOKS),), []),
        (("Number,Copies", *(f"{one},2" for one in BOOKS)), ["nhs_number"]),
        (("ISBN,Copies,NHS number", *(f"{one},2,9434765919" for one in BOOKS)), ["nhs_number", "personal_headings"]),
        (("ISBN,Note", "0306406152,NHS number 9434765919"), ["nhs_number"]),
    ],
)
def test_numbers_of_books_are_no_nhs_numbers(lines: tuple[str, ...], found: list[str]) -> None:
    assert rules("a.csv", csv(*lines)) == found
