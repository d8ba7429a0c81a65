"""What the publishing check finds where no reader looks: properties, headers, names of sheets, targets of links."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from conftest import need
from flat import TRICKS, Trick, cell, made_by_libreoffice, row, why_no_libreoffice
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from foibot.casework.letters import Attachment
from foibot.correspondence.traces import Identity
from foibot.jobs.found_in_releases import Looked, found_in_files
from foibot.reports.disclosure.personal import Known

NAME, EMAIL = "Tamsin Oakapple", "tamsin.o@applicant.example"
PEOPLE = Known(Identity((NAME,), (EMAIL,), ("12 Acorn Lane", "Exampleton EX4 4ZZ")), "", ("Jane Quill", "Mark Page"))
TELLS = "words that tell who asked"


OF_ITS_WORDS = ": a telephone number"
"""The ordinary letter gives the council's number, which these people do not know."""


def nothing(_: Any) -> None:
    """Change nothing in a file."""


def told_of(name: str, data: bytes) -> list[str]:
    looked = Looked(PEOPLE, str, reads=True)
    return [one.what for one in found_in_files([Attachment(name, "", data)], (), lambda *_: (), looked)]


def pdf(change: Callable[[Any], None]) -> bytes:
    written = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(written)
    return written.getvalue()


def with_a_title(made: Any) -> None:
    made.docinfo["/Title"] = f"Answer to {NAME}"


def with_xmp(made: Any) -> None:
    with made.open_metadata() as meta:
        meta["dc:description"] = f"Answer to {NAME}"


def with_an_outline(made: Any) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"What {NAME} asked", 0))


def annotated(**said: Any) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **said)
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(note)])

    return change


MAILTO = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"mailto:{EMAIL}"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (with_a_title, "its properties"),
        (with_xmp, "its properties"),
        (with_an_outline, "a bookmark (outline)"),
        (annotated(Subtype=pikepdf.Name.Link, A=MAILTO), "the target of a link"),
        (annotated(Subtype=pikepdf.Name.Text, Contents=pikepdf.String(f"{NAME} asked")), "a comment"),
        (
            annotated(Subtype=pikepdf.Name.Text, T=pikepdf.String(NAME)),
            "the name of a field or of who wrote a comment",
        ),
    ],
)
def test_a_pdf_is_looked_through_beside_its_pages(change: Callable[[Any], None], place: str) -> None:
    assert f"{place}: {TELLS}" in told_of("a.pdf", pdf(change))
    assert not [one for one in told_of("a.pdf", pdf(nothing)) if TELLS in one]


def workbook(change: Callable[[Any], None]) -> bytes:
    book, written = Workbook(), BytesIO()
    book.active.append(["ward", 120])
    change(book)
    book.save(written)
    return written.getvalue()


def with_a_property(book: Any) -> None:
    book.properties.description = f"for {NAME}"


def with_a_sheet(book: Any) -> None:
    book.active.title = "Ms Oakapple"


def with_a_header(book: Any) -> None:
    book.active.oddHeader.center.text = f"For {NAME}"


def with_a_defined_name(book: Any) -> None:
    book.defined_names["Oakapple_wards"] = DefinedName("Oakapple_wards", attr_text="Sheet!$A$1")


def with_a_number_format(book: Any) -> None:
    book.active["B1"].number_format = '0" for Oakapple"'


def with_a_link(book: Any) -> None:
    book.active["A1"].hyperlink = f"mailto:{EMAIL}"
    book.active["A1"].value = "write"


def with_a_comment(book: Any) -> None:
    book.active["A1"].comment = Comment("asked by the applicant", NAME)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (with_a_property, "its properties"),
        (with_a_sheet, "the name of a sheet"),
        (with_a_header, "a page header"),
        (with_a_defined_name, "a defined name"),
        (with_a_number_format, "a number format"),
        (with_a_link, "the target of a link"),
        (with_a_comment, "a comment"),
    ],
)
def test_a_workbook_is_looked_through_beside_its_cells(change: Callable[[Any], None], place: str) -> None:
    assert any(place in one and one.endswith(f": {TELLS}") for one in told_of("a.xlsx", workbook(change)))
    assert told_of("a.xlsx", workbook(nothing)) == []


def test_what_a_content_control_is_called_is_looked_at() -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    control = f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/></w:sdtPr></w:sdt><w:p><w:r><w:t>Wards</w:t></w:r></w:p>'
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{control}</w:body></w:document>')
    assert told_of("a.docx", written.getvalue()) == [f"a content control: {TELLS}"]


def slides(count: int) -> bytes:
    drawing, written = "http://schemas.openxmlformats.org/drawingml/2006/main", BytesIO()
    with ZipFile(written, "w") as packed:
        for number in range(1, count + 1):
            said = NAME if number == count else "Wards"
            slide = f'<p:sld xmlns:p="p" xmlns:a="{drawing}"><a:p><a:r><a:t>{said}</a:t></a:r></a:p></p:sld>'
            packed.writestr(f"ppt/slides/slide{number}.xml", slide)
    return written.getvalue()


def test_the_words_of_slides_are_read_to_the_last_or_that_is_said() -> None:
    assert told_of("a.pptx", slides(60)) == [f"paragraph 60: {TELLS}"]
    assert told_of("a.pptx", slides(301))[-1].startswith("it could not be read to its end")


def test_a_file_that_cannot_be_read_to_its_end_is_not_taken_for_one_that_tells_nothing() -> None:
    whole = workbook(nothing)
    assert told_of("a.xlsx", whole[: len(whole) // 2])[0].startswith("it could not be read to its end")


# -- files of the real program

HEADED = (
    '<style:page-layout style:name="pm"><style:header-style/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm">'
    "<style:header><text:p>For Ms <text:span>Oak</text:span>apple</text:p></style:header></style:master-page>"
    "</office:master-styles><office:automatic-styles>"
)
LINK = f'<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="mailto:{EMAIL}">write</text:a>'
NOTE = (
    '<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
    f"<text:p>{NAME} asked.</text:p></text:note-body></text:note>"
)
DOCUMENT = Trick("fodt", f"<text:p>Wards, {LINK}.{NOTE}</text:p>", dict.fromkeys(("docx", "odt", "pdf"), ""), HEADED)
NAMED = f'<table:table table:name="{NAME}">{row(cell("North"), cell(LINK))}</table:table>'
TABLE = Trick("fods", NAMED, dict.fromkeys(("xlsx", "ods"), ""), meta=f"<dc:title>{NAME}</dc:title>")
CLEAN = {name: trick for name, trick in TRICKS.items() if name.startswith(("clean", "ordinary", "two-ordinary"))}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(why_no_libreoffice())
    return made_by_libreoffice(tmp_path_factory.mktemp("made"), {"letter": DOCUMENT, "table": TABLE, **CLEAN})


def test_clean_files_of_the_real_program_tell_of_nobody(made: Path) -> None:
    for name, trick in CLEAN.items():
        for ending in trick.found:
            found = told_of(f"a.{ending}", (made / f"{name}.{ending}").read_bytes())
            assert [one for one in found if not one.endswith(OF_ITS_WORDS)] == [], f"{name}.{ending}"


@pytest.mark.parametrize(
    ("file", "places"),
    [
        ("letter.docx", ["a page header", "a footnote", "the target of a link"]),
        ("letter.odt", ["a page header", "the target of a link"]),
        ("letter.pdf", ["the target of a link"]),
        ("table.xlsx", ["the name of a sheet", "its properties", "the target of a link"]),
        ("table.ods", ["the name of a sheet", "its properties", "the target of a link"]),
    ],
)
def test_what_the_real_program_keeps_beside_the_words_is_looked_through(
    made: Path, file: str, places: list[str]
) -> None:
    told = " ".join(told_of(file, (made / file).read_bytes()))
    assert [one for one in places if one not in told] == []
