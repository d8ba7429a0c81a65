"""Tricks that lie beside what a program shows: in the archive, behind styles and views, within pictures and pages."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import need
from flat import MARKER, TRICKS, made_by_libreoffice, why_no_libreoffice
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.datavalidation import DataValidation
from pikepdf import Array, Dictionary, Name
from PIL import Image
from test_tricks import (
    PLAIN,
    csv,
    pdf,
    picture,
    rewritten,
    rules,
    shown,
    taken_at_a_place,
    with_parts,
    workbook,
    zipped,
)

from foibot.release import look_into

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
TABS, OFF = 'showSheetTabs="1"', 'showSheetTabs="0"'
RELATED = "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(why_no_libreoffice())
    names = ("clean-document", "clean-workbook", "clean-slides", "plain-picture")
    return made_by_libreoffice(tmp_path_factory.mktemp("further"), {name: TRICKS[name] for name in names})


def two_sheets(book: Workbook) -> None:
    book.create_sheet("Costs").append(["Area", "Cost"])


def with_words(*words: str) -> bytes:
    """Put shared strings into a workbook, the first of which a cell shows."""
    items = "".join(f"<si><t>{one}</t></si>" for one in words)
    data = with_parts(workbook(), xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}">{items}</sst>')
    related = '<Relationship Id="rS" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    data = rewritten(data, RELATED, "</Relationships>", related)
    return rewritten(data, SHEET, "</sheetData>", '<row><c t="s"><v>0</v></c></row></sheetData>')


def hidden_staff(book: Workbook) -> Any:
    sheet = book.create_sheet("Staff")
    sheet.sheet_state = "hidden"
    for number in range(3):
        sheet.append([f"{MARKER} {number}", number])
    return sheet


def with_list(book: Workbook) -> None:
    hidden_staff(book)
    choice = DataValidation(type="list", formula1="Staff!$A$1:$A$3")
    book.active.add_data_validation(choice)
    choice.add("D1")


def yes_or_no(book: Workbook) -> None:
    choice = DataValidation(type="list", formula1='"Yes,No"')
    book.active.add_data_validation(choice)
    choice.add("D1")


def charted(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    book.active.add_chart(chart, "E2")


def with_cache(data: bytes, sheet: str) -> bytes:
    cache = f'<f>\'{sheet}\'!$A$1:$A$3</f><numCache><ptCount val="1"/><pt idx="0"><v>7</v></pt></numCache>'
    return rewritten(data, "xl/charts/chart1.xml", "<f>'Totals'!$B$2:$B$4</f>", cache)


def view(state: str) -> bytes:
    views = f'<customSheetViews><customSheetView guid="{{1}}" {state}/></customSheetViews></worksheet>'
    return rewritten(workbook(), SHEET, "</worksheet>", views)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (rewritten(workbook(two_sheets), BOOK, TABS, OFF), ["hidden_tabs"]),
        (rewritten(workbook(), BOOK, TABS, OFF), []),
        (with_words("shown"), []),
        (with_words("shown", MARKER), ["unused_words"]),
        (with_words("shown", "Quill AB123456C"), ["national_insurance", "unused_words"]),
        (with_parts(workbook(), xl__worksheets__sheet9_dot_xml=f"<x>{MARKER}</x>"), ["orphan_parts"]),
        (with_parts(workbook(), xl__media__image9_dot_emf=MARKER), ["orphan_parts"]),
        (with_parts(workbook(), staff_dot_csv=MARKER), ["orphan_parts"]),
        (view('hiddenRows="1"'), ["custom_view"]),
        (view('state="veryHidden"'), ["custom_view"]),
        (view('scale="80"'), []),
        (workbook(with_list), ["hidden_list", "hidden_sheet"]),
        (workbook(yes_or_no), []),
        (workbook(charted), []),
        (with_cache(workbook(charted), "Totals"), []),
        (with_cache(workbook(charted), "Staff 2023"), ["chart_cache"]),
    ],
)
def test_what_a_workbook_keeps_out_of_sight_is_found(data: bytes, found: list[str]) -> None:
    assert rules("answer.xlsx", data) == found


def unlisted(data: bytes) -> bytes:
    """Take the last file out of the list of an archive, and leave it where it lies."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("staff.txt", MARKER * 20)
    with zipfile.ZipFile(file, "a") as archive:
        archive.filelist.pop()
        del archive.NameToInfo["staff.txt"]
        archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - so that the list is written anew
    return file.getvalue()


def twice(data: bytes, name: str, words: str) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, words)
    return file.getvalue()


def commented(data: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = MARKER.encode()
    return file.getvalue()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: data + MARKER.encode() * 20, ["archive_extra"]),
        (lambda data: zipped(staff=MARKER.encode() * 20) + data, ["archive_extra"]),
        (unlisted, ["archive_extra"]),
        (commented, ["archive_comment"]),
        (lambda data: data, []),
    ],
)
@pytest.mark.parametrize("name", ["clean-workbook.xlsx", "clean-document.odt", "files.zip"])
def test_what_lies_in_an_archive_beside_its_files_is_found(
    made: Path, name: str, change: Callable[[bytes], bytes], found: list[str]
) -> None:
    data = zipped(words=b"plain words") if name == "files.zip" else (made / name).read_bytes()
    assert rules(name, change(data)) == found


def test_a_part_that_is_there_twice_is_refused_and_a_file_that_is_there_twice_is_told() -> None:
    assert rules("answer.xlsx", twice(workbook(), SHEET, "<x/>")) == ["same_part_twice"]
    assert rules("files.zip", twice(zipped(words=b"one"), "words", "two")) == ["same_name"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Quill_AB123456C.txt", ["telling_name"]),
        ("jane.quill@mail.example.txt", ["telling_name"]),
        ("Grievance DOB 03-03-1970.txt", ["telling_name"]),
        ("Ada Field NHS 943 476 5919 DOB 03.03.1961.txt", ["telling_name"]),
        ("FOI-2026-0001 response 12-05-26.txt", []),
        ("Invoice 2025000123.txt", []),
    ],
)
def test_the_name_of_a_file_is_read_and_those_of_files_in_an_archive(name: str, found: list[str]) -> None:
    assert rules(name, b"plain words") == found
    assert rules("files.zip", zipped(**{name: b"plain words"})) == found


def glossary(gallery: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = f'<docPartPr><name val="Signature"/><category><gallery val="{gallery}"/></category></docPartPr>'
    return f'<glossaryDocument xmlns="{w}"><docParts><docPart>{part}</docPart></docParts></glossaryDocument>'.encode()


@pytest.mark.parametrize(("gallery", "found"), [("autoTxt", ["building_blocks"]), ("placeholder", [])])
def test_building_blocks_are_found_and_prompts_of_fields_are_none(made: Path, gallery: str, found: list[str]) -> None:
    data = (made / "clean-document.docx").read_bytes()
    related = '<Relationship Id="rG" Type="http://x/glossaryDocument" Target="glossary/document.xml"/></Relationships>'
    data = rewritten(data, "word/_rels/document.xml.rels", "</Relationships>", related)
    assert rules("answer.docx", with_parts(data, word__glossary__document_dot_xml=glossary(gallery).decode())) == found


def test_a_picture_that_was_deleted_from_a_document_and_is_still_in_it_is_found(made: Path) -> None:
    for ending, folder in (("docx", "word/media"), ("odt", "Pictures")):
        data = (made / f"plain-picture.{ending}").read_bytes()
        assert rules(f"answer.{ending}", data) == []
        left = with_parts(data, **{f"{folder}/left.png".replace(".", "_dot_"): "x"})
        assert "orphan_parts" in rules(f"answer.{ending}", left)


def test_the_tabs_of_an_ods_are_missed(tmp_path: Path) -> None:
    need(why_no_libreoffice())
    trick = {"hidden-sheet": TRICKS["hidden-sheet"]}
    data = (made_by_libreoffice(tmp_path, trick) / "hidden-sheet.ods").read_bytes()
    item = 'config:name="HasSheetTabs" config:type="boolean">'
    off = rewritten(data, "settings.xml", f"{item}true", f"{item}false")
    assert rules("answer.ods", off) == ["hidden_sheet", "hidden_tabs"]


LINE = shown(MARKER, after="0 0 0 RG 30 w 60 705 m 360 705 l S")
CHART = shown("Plain words", after="0 0 0 RG 30 w 60 300 m 360 800 l 500 300 l S")
THIN = shown("Plain words", after="0 0 0 RG 1 w 60 705 m 360 705 l S")


def shaded(made: pikepdf.Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0]), C1=Array([0, 0, 0]), N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 595, 0]), Function=function)
    made.pages[0].Resources.Shading = Dictionary(S1=shading)


def masked(made: pikepdf.Pdf) -> None:
    stencil = made.make_stream(b"\x00")
    for key, value in {"Type": Name.XObject, "Subtype": Name.Image, "Width": 1, "Height": 1}.items():
        stencil[f"/{key}"] = value
    stencil["/ImageMask"], stencil["/BitsPerComponent"] = True, 1
    made.pages[0].Resources.XObject = Dictionary(M1=stencil)


def cropped(made: pikepdf.Pdf) -> None:
    made.pages[0].obj["/CropBox"] = Array([0, 0, 595, 500])


def larger_than_the_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj["/MediaBox"] = Array([0, 0, 595, 500])
    made.pages[0].obj["/CropBox"] = Array([0, 0, 595, 842])


def nothing(made: pikepdf.Pdf) -> None:
    del made


@pytest.mark.parametrize(
    ("content", "change", "found"),
    [
        (LINE, nothing, ["covered_text"]),
        (CHART, nothing, []),
        (THIN, nothing, []),
        (shown(MARKER, after="q 60 690 300 30 re W n /S1 sh Q"), shaded, ["covered_text"]),
        (shown("Plain words", before="q 60 690 300 30 re W n /S1 sh Q 1 1 1 rg"), shaded, []),
        (shown(MARKER, after="q 300 0 0 30 60 690 cm /M1 Do Q"), masked, ["covered_text"]),
        (PLAIN, cropped, ["text_outside"]),
        (PLAIN, larger_than_the_page, ["text_outside"]),
    ],
)
def test_words_under_strokes_shadings_and_stencils_and_outside_the_crop_are_found(
    content: bytes, change: Callable[[pikepdf.Pdf], None], found: list[str]
) -> None:
    assert rules("answer.pdf", pdf(content, change)) == found


def with_photograph(exif: Image.Exif | None) -> Callable[[pikepdf.Pdf], None]:
    def put_in(made: pikepdf.Pdf) -> None:
        stream = made.make_stream(picture(exif=exif) if exif is not None else picture())
        stream["/Subtype"], stream["/Filter"], stream["/ColorSpace"] = Name.Image, Name.DCTDecode, Name.DeviceRGB
        stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = 256, 256, 8
        made.pages[0].Resources.XObject = Dictionary(P1=stream)
        made.pages[0].contents_add(b"q 99 0 0 99 72 300 cm /P1 Do Q")

    return put_in


PACKET = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:p="http://ns.adobe.com/photoshop/1.0/" {}/></rdf:RDF></x:xmpmeta>'
)


def told_in_xmp(said: str) -> Callable[[pikepdf.Pdf], None]:
    def tell(made: pikepdf.Pdf) -> None:
        stream = made.make_stream(PACKET.format(said).encode())
        stream["/Type"], stream["/Subtype"] = Name.Metadata, Name.XML
        made.Root.Metadata = stream

    return tell


def titled(title: str) -> Callable[[pikepdf.Pdf], None]:
    def name(made: pikepdf.Pdf) -> None:
        made.docinfo["/Title"] = title

    return name


def kept_on_a_page(made: pikepdf.Pdf) -> None:
    held = Dictionary(Type=Name.Filespec, F="staff.csv", EF=Dictionary(F=made.make_stream(MARKER.encode())))
    made.pages[0].obj["/AF"] = Array([made.make_indirect(held)])


def kept_within_a_page(made: pikepdf.Pdf) -> None:
    file = made.make_stream(MARKER.encode())
    file["/Type"] = Name.EmbeddedFile
    made.pages[0].obj["/AF"] = Array([Dictionary(Type=Name.Filespec, EF=Dictionary(F=file))])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (with_photograph(None), []),
        (with_photograph(taken_at_a_place()), ["picture_place"]),
        (told_in_xmp(f'p:CaptionWriter="{MARKER}"'), ["properties"]),
        (told_in_xmp('p:Instructions="print in colour"'), []),
        (titled("C:\\Users\\jane\\staff.docx"), ["properties"]),
        (titled("Answer to FOI-2026-0001"), []),
        (kept_on_a_page, ["attached_files"]),
        (kept_within_a_page, ["attached_files"]),
    ],
)
def test_what_pictures_and_metadata_within_a_pdf_tell_is_found(
    change: Callable[[pikepdf.Pdf], None], found: list[str]
) -> None:
    assert rules("answer.pdf", pdf(PLAIN, change)) == found


def test_what_follows_the_end_of_a_pdf_is_found() -> None:
    assert rules("answer.pdf", pdf(PLAIN) + MARKER.encode() * 20) == ["trailing_data"]


def frames(form: str, count: int) -> bytes:
    file = io.BytesIO()
    first, *others = [Image.new("RGB", (32, 32), (40 * at, 0, 0)) for at in range(count)]
    first.save(file, form, save_all=True, append_images=others)
    return file.getvalue()


def with_thumbnail(small: Image.Image, large: Image.Image) -> bytes:
    """Write a photograph with a preview in its EXIF (Exif 2.3, 4.5.5), which libraries do not write."""
    preview, file = io.BytesIO(), io.BytesIO()
    small.save(preview, "JPEG")
    held = preview.getvalue()
    head = b"II*\x00" + struct.pack("<I", 8) + struct.pack("<HI", 0, 14)
    entries = struct.pack("<HHHIIHHII", 2, 0x201, 4, 1, 44, 0x202, 4, 1, len(held)) + b"\x00" * 4
    large.save(file, "JPEG", exif=b"Exif\x00\x00" + head + entries + held)
    return file.getvalue()


UP = Image.linear_gradient("L").convert("RGB")
DOWN = UP.rotate(180)


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("film.webp", frames("WEBP", 3), ["several_pictures"]),
        ("one.webp", frames("WEBP", 1), []),
        ("pages.tif", frames("TIFF", 3), ["several_pictures"]),
        ("one.tif", frames("TIFF", 1), []),
        ("film.png", frames("PNG", 3), ["several_pictures"]),
        ("same.jpg", with_thumbnail(UP.resize((64, 64)), UP), []),
        ("other.jpg", with_thumbnail(DOWN.resize((64, 64)), UP), ["thumbnail"]),
    ],
)
def test_pictures_behind_a_picture_are_found(name: str, data: bytes, found: list[str]) -> None:
    assert rules(name, data) == found


STREET_LIST = [f"Resident {n},{n} High Street,Exampleton,EX{n} 1AA" for n in range(1, 15)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("Pay to GB29 NWBK 6016 1331 9268 19, please",), ["iban"]),
        (("Pay to DE89370400440532013000",), ["iban"]),
        (("Pay to GB30 NWBK 6016 1331 9268 19, please", "Order GB29 1234 5678", "PO12 3456 7890 1234"), []),
        (("NINO: JK 12 34 56", "x"), ["national_insurance"]),
        (("Her National Insurance number is JK123456.",), ["national_insurance"]),
        (("NI no. JK123456",), ["national_insurance"]),
        (("Our reference JK123456 of 2026", "National Insurance contributions of £123,456"), []),
        (("Northern Ireland (NI) contract JK123456",), []),
        (("Sort code 12 34 56, account 12345678",), ["bank_account"]),
        (("Account 12345678, sort code 12-05-26",), ["bank_account"]),
        (("Paid on 12-05-26, invoice 12345678", "Account 12345678 was opened on 12-05-26"), []),
        (tuple(f"Ring 07700 900{n:03}" for n in range(6)), ["telephones"]),
        (tuple(f"01632 960{n:03}" for n in range(12)), ["telephones"]),
        (("Telephone 01632 960123, or 0303 123 1113", *(f"0800 123 4{n:03}" for n in range(20))), []),
        (tuple(f"Order 07700900{n:03}" for n in range(20)), []),
        (tuple(f"{n * 1234567}.50 {n} 020 2025" for n in range(20)), []),
        (("Her date of birth: 3 March 1970",), ["birth_date"]),
        (("DOB 03/03/1970",), ["birth_date"]),
        (("A date of birth is personal data: section 40, 3 March 2026",), []),
        (tuple(one.replace(",", ", ") + "." for one in STREET_LIST), ["households"]),
        (tuple(f"Works on {n} High Street, closed for {n} days" for n in range(20)), []),
        (("1 High Street, Exampleton, EX1 1AA",) * 12, []),
    ],
)
def test_personal_data_in_a_text_is_known_by_its_pattern_and_by_no_other(
    lines: tuple[str, ...], found: list[str]
) -> None:
    assert rules("answer.txt", csv(*lines)) == found


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Date of birth (dd/mm/yyyy)", ["personal_headings"]),
        ("D.O.B.", ["personal_headings"]),
        ("Employee's name", ["personal_headings"]),
        ("IBAN", ["personal_headings"]),
        ("Supplier name", []),
        ("Date of award", []),
        ("Service", []),
        ("Number of staff", []),
    ],
)
def test_headings_about_people_are_known_and_those_of_a_list_of_contracts_are_not(
    heading: str, found: list[str]
) -> None:
    assert rules("answer.csv", csv(f"Area,{heading}", "North,x", "South,y")) == found


def test_a_finding_says_where_and_what_helps() -> None:
    [found] = look_into("answer.xlsx", with_parts(workbook(), xl__worksheets__sheet9_dot_xml="<x/>"))
    assert "xl/worksheets/sheet9.xml" in found.words
    assert found.remedy == "Open it and save it under a new name."


def addresses_on(sheets: int, each: int) -> bytes:
    """Write a workbook with so many sheets, and so many people's addresses on each."""
    book, data = Workbook(), io.BytesIO()
    for sheet in range(1, sheets):
        book.create_sheet(f"Ward {sheet}")
    for number, page in enumerate(book.worksheets):
        for person in range(each):
            page.append([person, f"person{number}.{person}@home.example"])
    book.save(data)
    return data.getvalue()


def test_a_few_peoples_addresses_on_each_sheet_are_many_in_all() -> None:
    [found] = look_into("answer.xlsx", addresses_on(3, 4))
    assert (found.rule, found.place) == ("email_addresses", "all of it together")
    assert "12 different ones" in found.words
    assert look_into("answer.xlsx", addresses_on(3, 3)) == ()


def test_a_few_peoples_addresses_in_each_of_several_files_are_many_in_the_archive() -> None:
    files = {f"ward{ward}.csv": csv("Mail", *(f"p{ward}.{n}@home.example" for n in range(4))) for ward in range(3)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert "email_addresses" in rules("answer.zip", packed.getvalue())


@pytest.mark.parametrize(("size", "rule"), [("column-width", "hidden_columns"), ("row-height", "hidden_rows")])
def test_columns_and_rows_of_an_ods_that_are_too_small_to_be_read_are_missed(made: Path, size: str, rule: str) -> None:
    data = (made / "clean-workbook.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        content = packed.read("content.xml").decode()
    [usual, *_] = re.findall(rf'style:{size}="[^"]+"', content)
    assert rules("answer.ods", data) == []
    assert rule in rules("answer.ods", rewritten(data, "content.xml", usual, f'style:{size}="0.02in"'))
