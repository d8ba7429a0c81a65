"""Tricks by which a sceptical reader got past the guard, each found by now; and ordinary files, which still pass."""

import base64
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import need
from flat import TRICKS, made_by_libreoffice, why_no_libreoffice
from openpyxl import Workbook
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from pikepdf import Array, Dictionary, Name
from test_further_tricks import SHEET, with_photograph
from test_tricks import PLAIN, csv, pdf, picture, rewritten, rules, taken_at_a_place, workbook, zipped

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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**targets: str) -> bytes:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{RELATED}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    ).encode()


def document(body: str, styles: str = "") -> bytes:
    """Write a document of Word's format with nothing but its words."""
    return zipped(
        **{
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
            "word/_rels/document.xml.rels": relations(styles="styles.xml"),
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>".encode(),
        }
    )


def words(of_run: str = "", of_paragraph: str = "") -> str:
    return f"<w:p><w:pPr>{of_paragraph}</w:pPr><w:r><w:rPr>{of_run}</w:rPr><w:t>Quill</w:t></w:r></w:p>"


def in_table(inside: str, *, cell: str = "", row: str = "", table: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{inside}"
        "</w:tc></w:tr></w:tbl>"
    )


WHITE_BY_THEME = '<w:color w:val="000000" w:themeColor="background1"/>'
INK, BLACK_FILL = '<w:color w:val="000000"/>', '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
PLAIN_GRID, BANDED = (
    f'<w:style w:type="table" w:styleId="Grid"><w:tblStylePr><w:tcPr>{shading}</w:tcPr></w:tblStylePr></w:style>'
    for shading in ("", '<w:shd w:val="clear" w:fill="4472C4"/>')
)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (words(), False),
        (words(WHITE_BY_THEME), True),
        (words(WHITE_BY_THEME.replace("background1", "light1")), True),
        (words(WHITE_BY_THEME.replace("/>", ' w:themeShade="80"/>')), False),
        (words(WHITE_BY_THEME, BLACK_FILL), False),
        (words(INK, BLACK_FILL), True),
        (words("", BLACK_FILL), False),
        (words(INK, '<w:shd w:val="solid" w:color="auto" w:fill="auto"/>'), True),
        (in_table(words(INK), cell=BLACK_FILL), True),
        (in_table(words('<w:color w:val="FF0000"/>'), cell='<w:shd w:val="clear" w:fill="FF0000"/>'), True),
        (in_table(words('<w:color w:val="FFFFFF"/>'), cell=BLACK_FILL), False),
        (in_table(words('<w:color w:val="FFFFFF"/>'), table='<w:tblStyle w:val="Grid"/>'), True),
        (in_table(words(), cell="<w:vMerge/>"), True),
        (in_table(words(), cell='<w:vMerge w:val="restart"/>'), False),
        (in_table(words(), row='<w:trHeight w:val="10" w:hRule="exact"/>'), True),
        (in_table(words(), row='<w:trHeight w:val="10" w:hRule="atLeast"/>'), False),
        (in_table(words(), row="<w:hidden/>"), True),
        (words('<w:w w:val="1"/>'), True),
        (words('<w:w w:val="90%"/>'), False),
        (words("", '<w:spacing w:line="20" w:lineRule="exact"/>'), True),
        (words("", '<w:spacing w:line="240" w:lineRule="exact"/>'), False),
        (words("", '<w:spacing w:line="20" w:lineRule="auto"/>'), False),
    ],
)
def test_words_that_nobody_reads_in_a_document_are_found(body: str, *, found: bool) -> None:
    assert rules("answer.docx", document(body, PLAIN_GRID)) == (["unreadable_words"] if found else [])


def test_white_words_in_a_table_whose_style_is_coloured_are_read() -> None:
    inside = in_table(words('<w:color w:val="FFFFFF"/>'), table='<w:tblStyle w:val="Grid"/>')
    assert rules("answer.docx", document(inside, BANDED)) == []


def slides(*shapes: str, background: str = "") -> bytes:
    """Write slides of PowerPoint's format with one slide, and nothing but its shapes."""
    behind = f"<p:bg><p:bgPr><a:solidFill>{background}</a:solidFill></p:bgPr></p:bg>" if background else ""
    tree = f"<p:cSld>{behind}<p:spTree>{''.join(shapes)}</p:spTree></p:cSld>"
    ids = '<p:sldIdLst><p:sldId id="256" r:id="slide"/></p:sldIdLst><p:sldSz cx="9000" cy="6000"/>'
    return zipped(
        **{
            "[Content_Types].xml": TYPES.encode(),
            "_rels/.rels": relations(officeDocument="ppt/presentation.xml"),
            "ppt/presentation.xml": f"<p:presentation {A}>{ids}</p:presentation>".encode(),
            "ppt/_rels/presentation.xml.rels": relations(slide="slides/slide1.xml"),
            "ppt/slides/slide1.xml": f"<p:sld {A}>{tree}</p:sld>".encode(),
        }
    )


def shape(of_run: str, fill: str = "", at: int = 1000) -> str:
    where = f'<a:xfrm><a:off x="{at}" y="1000"/><a:ext cx="2000" cy="500"/></a:xfrm>'
    said = f"<p:txBody><a:p><a:r>{of_run}<a:t>Quill</a:t></a:r></a:p></p:txBody>" if of_run else ""
    return f"<p:sp><p:spPr>{where}{fill}</p:spPr>{said}</p:sp>"


def solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


WHITE, RED = f"<a:rPr>{solid('FFFFFF')}</a:rPr>", f"<a:rPr>{solid('C00000')}</a:rPr>"
CELL = (
    '<p:graphicFrame><a:tbl><a:tr><a:tc {}><a:txBody><a:p><a:r><a:rPr sz="1800"/><a:t>Quill</a:t></a:r></a:p>'
    "</a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (slides(shape('<a:rPr sz="1800"/>')), False),
        (slides(shape('<a:rPr sz="100"/>')), True),
        (slides(shape(WHITE)), True),
        (slides(shape(WHITE, solid("305090"))), False),
        (slides(shape(WHITE, solid("FEFEFE"))), True),
        (slides(shape(WHITE), background='<a:srgbClr val="203040"/>'), False),
        (slides(shape("", solid("305090")), shape(WHITE)), False),
        (slides(shape("", solid("305090"), at=5000), shape(WHITE)), True),
        (slides(shape(RED)), False),
        (slides(shape(RED, solid("C00000"))), True),
        (slides(shape("<a:rPr><a:noFill/></a:rPr>")), True),
        (slides(CELL.format('vMerge="1"')), True),
        (slides(CELL.format("")), False),
    ],
)
def test_words_that_nobody_reads_on_a_slide_are_found(data: bytes, *, found: bool) -> None:
    assert rules("answer.pptx", data) == (["unreadable_words"] if found else [])


def named(words: str) -> bytes:
    def change(book: Workbook) -> None:
        book.defined_names["Rate"] = DefinedName("Rate", attr_text=words)

    return workbook(change)


@pytest.mark.parametrize(
    ("words", "found"),
    [('"Quill, Jane"', ["kept_words"]), ('{"Quill","Jane"}', ["kept_words"]), ("0.2", []), ("Totals!$A$1:$B$4", [])],
)
def test_words_that_a_defined_name_keeps_are_found(words: str, found: list[str]) -> None:
    assert rules("answer.xlsx", named(words)) == found


def with_a_page_left_out(made: pikepdf.Pdf) -> None:
    made.Root.Kept = made.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842])))


def with_a_preview(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Thumb = made.make_stream(b"\x00", Width=1, Height=1, BitsPerComponent=8)


@pytest.mark.parametrize(
    ("change", "rule"), [(with_a_page_left_out, "orphan_pages"), (with_a_preview, "page_previews")]
)
def test_pages_that_are_not_shown_are_found(change: Callable[[pikepdf.Pdf], None], rule: str) -> None:
    assert rules("answer.pdf", pdf(PLAIN, change)) == [rule]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(why_no_libreoffice())
    only = {name: TRICKS[name] for name in ("clean-document", "clean-slides")}
    return made_by_libreoffice(tmp_path_factory.mktemp("second"), only)


def test_what_libreoffice_carries_over_from_office_tells_of_nobody(made: Path) -> None:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:type="simple"'
    said = {
        "clean-document.odt": f'<meta:template {link} xlink:title="Normal.dotm" xlink:href=""/>',
        "clean-slides.odp": '<meta:user-defined meta:name="PresentationFormat">Widescreen</meta:user-defined>',
    }
    for name, element in said.items():
        data = rewritten((made / name).read_bytes(), "meta.xml", "</office:meta>", f"{element}</office:meta>")
        assert rules(name, data) == []
    linked = said["clean-document.odt"].replace('href=""', 'href="file:///home/quill/letter.ott"')
    data = (made / "clean-document.odt").read_bytes()
    data = rewritten(data, "meta.xml", "</office:meta>", f"{linked}</office:meta>")
    assert rules("answer.odt", data) == ["external_link"]
