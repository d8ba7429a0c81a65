"""Words after the end of a PDF, in white letters and drawings that do not show, links in formulas, programs."""

import pytest
from openpyxl import Workbook
from test_a_second_reader import document
from test_tricks import PLAIN, pdf, rules, workbook


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (b"\nAda Field, AB123456C", True),
        (b"\nAdaFieldOfExampletonHouse", True),
        (b"\r\n\x00\x00", False),
        (b"\r\n--=_Part_12_34567.89012345--\r\n", False),
        (b"\r\n------=_NextPart_000_0012_01D9ABCD.12345678--\r\n", False),
    ],
)
def test_words_after_the_end_of_a_pdf_are_found_however_few(after: bytes, *, found: bool) -> None:
    assert rules("answer.pdf", pdf(PLAIN) + after) == (["trailing_data"] if found else [])


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def filled(colour: str, own: str = "") -> str:
    fill = f"<w14:textFill {W14}><w14:solidFill>{colour}</w14:solidFill></w14:textFill>"
    return document_of(f"<w:r><w:rPr>{own}{fill}</w:rPr><w:t>Quill</w:t></w:r>")


def document_of(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def drawn(style: str) -> str:
    words = "<w:txbxContent><w:p><w:r><w:t>Quill</w:t></w:r></w:p></w:txbxContent>"
    shape = f'<v:shape {VML} style="{style}"><v:textbox>{words}</v:textbox></v:shape>'
    return document_of(f"<w:r><w:pict>{shape}</w:pict></w:r>")


def chosen(choice: str, fallback: str) -> str:
    parts = "".join(
        f"<mc:{name}><w:t>{words}</w:t></mc:{name}>" for name, words in (("Choice", choice), ("Fallback", fallback))
    )
    return document_of(f"<w:r><mc:AlternateContent {MC}>{parts}</mc:AlternateContent></w:r>")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (filled('<w14:srgbClr w14:val="FFFFFF"/>'), ["unreadable_words"]),
        (filled('<w14:schemeClr w14:val="bg1"/>'), ["unreadable_words"]),
        (filled('<w14:srgbClr w14:val="4472C4"/>'), []),
        (filled('<w14:schemeClr w14:val="tx1"/>', '<w:color w:val="FFFFFF"/>'), []),
        (filled('<w14:schemeClr w14:val="bg1"><w14:lumMod w14:val="50000"/></w14:schemeClr>'), []),
        (drawn("position:absolute;visibility:hidden"), ["hidden_object"]),
        (drawn("position:absolute;visibility:visible"), []),
        (chosen("The same", "The same"), []),
        (chosen("", "\U0001f60a"), []),
        (chosen("", ""), []),
        (chosen("Potholes", "Quill of Mill Lane"), ["hidden_text"]),
    ],
)
def test_words_that_a_document_does_not_show_are_found(body: str, found: list[str]) -> None:
    assert rules("answer.docx", document(body)) == found


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ('=HYPERLINK("file:///S:/HR/Grievances/Field.docx","see")', ["external_link"]),
        ('=HYPERLINK("\\\\server\\hr\\list.xlsx")', ["external_link"]),
        ('=HYPERLINK("S:\\hr\\list.xlsx","see")', ["external_link"]),
        ('=HYPERLINK("https://www.council.example/a","see")', []),
        ('=HYPERLINK("#Sheet!A1","see")', []),
    ],
)
def test_a_link_to_a_file_that_a_formula_makes_is_found(formula: str, found: list[str]) -> None:
    def change(book: Workbook) -> None:
        book.active["C1"] = formula

    assert rules("answer.xlsx", workbook(change)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("answer.csv.exe", True),
        ("answer.pdf      .scr", True),
        ("answer.docx.js. ", True),
        ("jquery.min.js", False),
        ("www.council.com", False),
        ("answer.v2.txt", False),
        ("answer.txt.txt", False),
    ],
)
def test_a_name_that_hides_the_ending_of_a_program_is_found(name: str, *, found: bool) -> None:
    assert rules(name, b"plain words") == (["unknown_kind"] if found else [])
