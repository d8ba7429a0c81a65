"""Tricks by which a sceptical reader got past the guard, each found by now; and ordinary files, which still pass."""

import base64
import zlib

import pikepdf
import pytest
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill
from pikepdf import Array, Name
from test_further_tricks import SHEET, with_photograph
from test_tricks import PLAIN, csv, pdf, picture, rewritten, rules, taken_at_a_place, workbook

PHOTOGRAPH = picture(exif=taken_at_a_place())


@pytest.mark.parametrize(
    ("filters", "raw"),
    [
        ([Name.ASCII85Decode, Name.DCTDecode], base64.a85encode(PHOTOGRAPH) + b"~>"),
        ([Name.FlateDecode, Name.DCTDecode], zlib.compress(PHOTOGRAPH)),
        ([Name.ASCIIHexDecode, Name.FlateDecode, Name.DCTDecode], zlib.compress(PHOTOGRAPH).hex().encode() + b">"),
        ([Name.DCTDecode], PHOTOGRAPH),
    ],
)
def test_a_photograph_tells_its_place_whatever_it_is_packed_in(filters: list[Name], raw: bytes) -> None:
    def packed(made: pikepdf.Pdf) -> None:
        with_photograph(None)(made)
        held = made.pages[0].Resources.XObject.P1
        held.write(raw, filter=Array(filters))

    assert rules("answer.pdf", pdf(PLAIN, packed)) == ["picture_place"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("first_name,area", "Jane,North"), ["personal_headings"]),
        (("FirstName,Area", "Jane,North"), ["personal_headings"]),
        (("lastname,area", "Quill,North"), ["personal_headings"]),
        (("dateOfBirth,Area", "1970,North"), ["personal_headings"]),
        (("NHSNumber,Area", "-,North"), ["personal_headings"]),
        (("EMPLOYEE-ID,AREA", "12,North"), ["personal_headings"]),
        (("Our staff", "", "first_name,area", "Jane,North"), ["personal_headings"]),
        (("service_id,contract_no,cost_centre,AreaName", "1,2,3,North"), []),
        (("nhs_number", "9434765919"), ["nhs_number", "personal_headings"]),
        (("NHS", "9434765919"), ["nhs_number"]),
        (("NHS,Council", "9434765918,9434765919"), []),
        (("sort_code,account_no", "200000,55779911"), ["bank_account", "personal_headings"]),
        (("Area,Code,Total", "North,200000,55779911"), []),
        (("mobile_number,area", *(f"7700900{n:03},North" for n in range(6))), ["telephones"]),
        (("Mobile,area", *(f"07700900{n:03},North" for n in range(6))), ["telephones"]),
        (("Contact,area", *(f"7{300 + 17 * n}900{n:03},North" for n in range(12))), ["telephones"]),
        (("Order,area", *(f"7700900{n:03},North" for n in range(60))), []),
        (("Write to me at once", "９４３ ４７６ ５９１９"), ["nhs_number"]),
        (("Write to me at once", "943\u200b 476\u00ad 5919"), ["nhs_number"]),
        (("Please give your name, date of birth, and address,", "so that we can, as we must, find you."), []),
    ],
)
def test_what_databases_and_spreadsheets_make_of_numbers_and_headings_is_known(
    lines: tuple[str, ...], found: list[str]
) -> None:
    assert rules("answer.csv", csv(*lines)) == found


def numbered(book: Workbook) -> None:
    book.active["C1"], book.active["C2"] = "NHS", 9434765919


def test_an_nhs_number_in_a_cell_of_numbers_is_known_by_its_heading() -> None:
    assert rules("answer.xlsx", workbook(numbered)) == ["nhs_number"]


def formatted(code: str, value: object, cell: str = "A2") -> bytes:
    def change(book: Workbook) -> None:
        book.active[cell], book.active[cell].number_format = value, code

    return workbook(change)


@pytest.mark.parametrize(
    ("code", "value", "found"),
    [
        ("General;General;General;", "Quill", True),
        ("General;General;General;", 7, False),
        (";;;", 7, True),
        (";;;@", 7, True),
        (";;;@", "Quill", False),
        (";;", "Quill", False),
        ('"";"";"";""', "Quill", True),
        ('"-";"-";"-";"withheld"', "Quill", True),
        ('[<5]"*";0', 3, True),
        ('[<5]"*";0', 7, False),
        ("[White]General", 7, True),
        ("0;[White]-0", -7, True),
        ("0;[White]-0", 7, False),
        ("[Color2]@", "Quill", True),
        ("0;-0;;@", 0, False),
        ('"Yes";"Yes";"No"', 1, False),
        ('_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 7.5, False),
        ('"£"#,##0;[Red]-"£"#,##0', -7, False),
        ("[$-F800]dddd\\, mmmm dd\\, yyyy", 46000, False),
        ("[h]:mm:ss", 1.5, False),
        ("dd/mm/yyyy;@", 46000, False),
    ],
)
def test_a_number_format_that_does_not_show_the_value_is_found(code: str, value: object, *, found: bool) -> None:
    assert rules("answer.xlsx", formatted(code, value)) == (["unreadable_words"] if found else [])


def merged(cells: str) -> bytes:
    """Merge cells and leave their words, as only a program other than Excel does."""
    there = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    return rewritten(workbook(), SHEET, "</sheetData>", there)


def coloured(words: Color, behind: Color) -> bytes:
    def change(book: Workbook) -> None:
        book.active["A2"].font, book.active["A2"].fill = Font(color=words), PatternFill("solid", fgColor=behind)

    return workbook(change)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (coloured(Color(rgb="FF4472C4"), Color(rgb="FF4472C4")), ["unreadable_words"]),
        (coloured(Color(theme=4), Color(theme=4)), ["unreadable_words"]),
        (coloured(Color(theme=4), Color(theme=4, tint=0.6)), []),
        (coloured(Color(theme=0), Color(theme=4)), []),
        (coloured(Color(indexed=9), Color(rgb="FFFFFFFF")), ["unreadable_words"]),
        (rewritten(workbook(), SHEET, '<row r="3"', '<row r="3" ht="0.75" customHeight="1"'), ["hidden_rows"]),
        (rewritten(workbook(), SHEET, '<row r="3"', '<row r="3" ht="9" customHeight="1"'), []),
        (
            rewritten(workbook(), SHEET, "<sheetData>", '<cols><col min="2" max="2" width="0.1"/></cols><sheetData>'),
            ["hidden_columns"],
        ),
        (merged("A2:B2"), ["unreadable_words"]),
        (merged("A2:A4"), ["unreadable_words"]),
        (merged("C2:D9"), []),
    ],
)
def test_what_colours_sizes_and_merges_of_cells_hide_is_found(data: bytes, found: list[str]) -> None:
    assert rules("answer.xlsx", data) == found
