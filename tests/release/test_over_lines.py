"""Bank details in a form, addresses as on an envelope, numbers that a break divides; and lists that only look so."""

import pytest
from openpyxl import Workbook
from test_a_second_reader import document
from test_tricks import csv, pdf, rules, workbook

from foibot.release import look_into

SORT, ACCOUNT = "Sort code: 60-83-71", "Account number: 12345678"
MANY_BLANKS = [" "] * 3


def paragraphs(*lines: str) -> bytes:
    return document("".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in lines))


def with_breaks(*lines: str) -> bytes:
    return document(f"<w:p><w:r><w:t>{'</w:t><w:br/><w:t>'.join(lines)}</w:t></w:r></w:p>")


def page(*lines: str) -> bytes:
    return pdf(f"BT /F1 12 Tf 16 TL 72 700 Td {' '.join(f'({one}) Tj T*' for one in lines)} ET".encode())


def in_rows(*rows: tuple[object, ...]) -> bytes:
    def change(book: Workbook) -> None:
        for row in rows:
            book.active.append(row)

    return workbook(change)


def in_one_cell(*blocks: str) -> bytes:
    return in_rows(*((number, block, number) for number, block in enumerate(blocks)))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((SORT, ACCOUNT), True),
        ((ACCOUNT, SORT), True),
        ((ACCOUNT, *MANY_BLANKS, SORT), True),
        ((SORT, "Account name: Exampleton Cricket Club", "12345678"), True),
        (("Sort code", "60-83-71", "Account number", "12345678"), True),
        (("Sort code", "Account number", "608371", "12345678"), True),
        (("Account number", "12345678", "Sort code", "608371"), True),
        (("60-83-71", "A/C 12345678"), True),
        (("Sort code 60-83-71, account number 1234 5678",), True),
        (("Account 1234 5678, sort code 60-83-71",), True),
        ((SORT, "Account number: 1234 5678"), True),
        ((*(f"Line {n}" for n in range(199)), SORT, ACCOUNT), True),
        ((*(f"Line {n}" for n in range(199)), ACCOUNT, SORT), True),
        ((SORT, *(f"Of other matters, {n}" for n in range(40)), ACCOUNT), False),
        (("Sort code 60-83-71, and for questions 0800 1111",), False),
        (("Account number: 12345678", "Paid on 12-05-26"), False),
        (("Reference 12345678", "Part 60-83-71"), False),
        (("Please give your sort code and account number.", "Order 12345678 of 120526"), False),
    ],
)
def test_a_sort_code_and_its_account_are_found_a_few_lines_from_one_another(
    lines: tuple[str, ...], *, found: bool
) -> None:
    assert ("bank_account" in rules("answer.txt", csv(*lines))) is found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", paragraphs(SORT, ACCOUNT)),
        ("a.docx", with_breaks("Sort code", "60-83-71", "Account number", "12345678")),
        ("a.pdf", page(SORT, ACCOUNT)),
        ("a.xlsx", in_rows(("Sort code", "60-83-71"), ("Account number", 12345678))),
    ],
)
def test_bank_details_are_found_whatever_they_are_written_with(name: str, data: bytes) -> None:
    assert "bank_account" in rules(name, data)


def test_references_of_eight_digits_beside_those_of_six_are_no_bank_details() -> None:
    table = csv("Account ref,Batch,Part", *(f"{10_000_000 + n},{100_000 + n},{n % 9}2-{n % 9}4-00" for n in range(400)))
    assert rules("answer.csv", table) == []


def test_each_pair_of_bank_details_is_counted_once() -> None:
    lines = [one for n in range(150) for one in (f"Sort code: 60-83-{10 + n % 80}", f"Account: {12_345_000 + n}", "")]
    (finding,) = look_into("a.txt", csv(*lines))
    assert "150 found" in finding.words


def block(number: int) -> list[str]:
    return ["Ms Ada Field", f"{number} Mill Lane", "Exampleton", "EX1 7AB"]


BLOCKS = [block(number) for number in range(1, 13)]
SHORT = [[f"{number} Mill Lane, Exampleton", "EX1 7AB"] for number in range(1, 13)]
LONG = [["Ms A. Field", f"Flat 2, {number} Mill Lane", "Nether End", "Exampleton", "EX1 7AB."] for number in range(12)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", csv(*(one for of in BLOCKS for one in (*of, "")))),
        ("a.txt", csv(*(one for of in SHORT for one in of))),
        ("a.txt", csv(*(one for of in LONG for one in of))),
        ("a.docx", paragraphs(*(one for of in BLOCKS for one in of))),
        ("a.xlsx", in_one_cell(*map("\n".join, BLOCKS))),
    ],
)
def test_many_addresses_as_on_an_envelope_are_found(name: str, data: bytes) -> None:
    assert rules(name, data) == ["households"]


def test_a_few_addresses_and_lists_that_only_look_so_are_none() -> None:
    assert rules("a.txt", csv(*(one for of in BLOCKS[:9] for one in of))) == []
    streets = (one for n in range(40) for one in (f"{n} requests were in some way late", f"See EX{n} note"))
    assert rules("a.txt", csv(*streets)) == []


def test_a_number_that_a_break_within_a_cell_divides_is_found() -> None:
    assert rules("a.xlsx", in_one_cell("AB 12 34\n56 C")) == ["national_insurance"]
    assert rules("a.xlsx", in_one_cell("North and\n12 34 56 County")) == []


def test_a_date_of_birth_below_the_line_that_says_so_is_found() -> None:
    assert rules("a.docx", paragraphs("Date of birth", "3 March 1961")) == ["birth_date"]
    assert rules("a.docx", paragraphs("Asked for her date of birth.", "3 March 2026 Letter sent")) == []
