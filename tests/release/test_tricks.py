"""What LibreOffice does not make by itself: tricks put into files by the libraries that write them."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from flat import MARKER
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from pikepdf import Array, Dictionary, Name
from PIL import ExifTags, Image, PngImagePlugin

from foibot.casework.findings import FindingKind
from foibot.release import Limits, look_at, look_into


def rules(name: str, data: bytes) -> list[str]:
    return [one.rule for one in look_into(name, data)]


def leave(made: object) -> None:
    """Change nothing."""
    del made


def workbook(change: Callable[[Workbook], object] = leave) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    sheet.title = "Totals"
    for line in (("Area", "Requests"), ("North", 40), ("South", 12), ("East", 7)):
        sheet.append(line)
    change(book)
    book.save(file)
    return file.getvalue()


def with_parts(data: bytes, **parts: str) -> bytes:
    """Put further parts into an Office file; `__` in a name stands for a slash and `_dot_` for a full stop."""
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        for name, words in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), words)
    return file.getvalue()


def very_hidden(book: Workbook) -> None:
    sheet = book.create_sheet("Staff")
    sheet.sheet_state = "veryHidden"
    sheet.append([MARKER])


def filtered(book: Workbook) -> None:
    book.active.auto_filter.ref = "A1:B4"
    book.active.auto_filter.add_filter_column(0, ["North"])
    book.active.row_dimensions[3].hidden = True


def without_format(book: Workbook) -> None:
    book.active["A2"].number_format = ";;;"


def hidden_name(book: Workbook) -> None:
    book.defined_names["Staff"] = DefinedName("Staff", attr_text="Totals!$A$1", hidden=True)


def commented(book: Workbook) -> None:
    book.active["A1"].comment = Comment(MARKER, "Jane Quill")


def white(book: Workbook) -> None:
    book.active["A2"].font = Font(color="FFFFFFFF")


def blackened(book: Workbook) -> None:
    book.active["A2"].fill = PatternFill("solid", fgColor="FF000000")


def nearly_white(book: Workbook) -> None:
    book.active["A2"].font = Font(color="FFFEFEFE")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (blackened, "unreadable_words"),
        (nearly_white, "unreadable_words"),
        (very_hidden, "very_hidden_sheet"),
        (filtered, "filtered_rows"),
        (without_format, "unreadable_words"),
        (white, "unreadable_words"),
        (hidden_name, "hidden_name"),
        (commented, "comments"),
    ],
)
def test_a_trick_in_a_workbook_is_found(change: Callable[[Workbook], object], rule: str) -> None:
    assert rules("answer.xlsx", workbook(change)) == [rule]


@pytest.mark.parametrize(
    ("part", "words", "rule"),
    [
        ("xl__pivotCache__pivotCacheRecords1_dot_xml", f"<r>{MARKER}</r>", "pivot_cache"),
        ("xl__slicerCaches__slicerCache1_dot_xml", "<s/>", "slicer"),
        ("xl__externalLinks__externalLink1_dot_xml", "<e/>", "external_link"),
        ("xl__connections_dot_xml", "<c/>", "connection"),
        ("xl__queryTables__queryTable1_dot_xml", "<q/>", "query_table"),
        ("xl__model__item_dot_data", "x", "data_model"),
        ("xl__vbaProject_dot_bin", "x", "macros"),
        ("xl__embeddings__oleObject1_dot_bin", "x", "embedded_object"),
        ("xl__threadedComments__threadedComment1_dot_xml", "<x><threadedComment/></x>", "comments"),
        ("xl__persons__person_dot_xml", '<x><person displayName="Jane Quill"/></x>', "people"),
        ("xl__printerSettings__printerSettings1_dot_bin", "P\0r\0i\0n\0t\0\0\0", "printer_settings"),
        ("customXml__item1_dot_xml", f"<x><y>{MARKER}</y></x>", "custom_xml"),
        ("docProps__custom_dot_xml", f'<x><property name="{MARKER}"/></x>', "custom_properties"),
    ],
)
def test_what_comes_along_with_a_workbook_is_found(part: str, words: str, rule: str) -> None:
    assert rules("answer.xlsx", with_parts(workbook(), **{part: words})) == [rule]


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    flat = rewritten(workbook(), "xl/worksheets/sheet1.xml", '<row r="3"', '<row r="3" ht="0" customHeight="1"')
    narrow = rewritten(
        flat, "xl/worksheets/sheet1.xml", "<sheetData>", '<cols><col min="2" max="2" width="0"/></cols><sheetData>'
    )
    assert rules("answer.xlsx", narrow) == ["hidden_rows", "hidden_columns"]


def rewritten(data: bytes, part: str, was: str, now: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert was.encode() in parts[part]
    return zipped(**{**parts, part: parts[part].replace(was.encode(), now.encode())})


def far_down(book: Workbook) -> None:
    for number in range(700):
        book.active.append([f"Area {number}", number])
    book.active.append(["AB 12 34 56 C"])
    book.active.row_dimensions[650].hidden = True


def test_what_stands_far_down_in_a_long_sheet_is_found_too() -> None:
    assert sorted(rules("answer.xlsx", workbook(far_down))) == ["hidden_rows", "national_insurance"]


def test_a_clean_workbook_says_how_large_its_table_is() -> None:
    seen = look_at("answer.xlsx", workbook())
    assert seen.findings == ()
    [table] = seen.tables
    assert (table.rows, table.columns) == (4, 2)


def pdf(content: bytes, change: Callable[[pikepdf.Pdf], object] = leave) -> bytes:
    made = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = made.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F1=made.make_indirect(font)))
    page.Contents = made.make_stream(content)
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def shown(words: str, before: str = "", after: str = "", at: str = "72 700") -> bytes:
    return f"{before} BT /F1 12 Tf {at} Td ({words}) Tj ET {after}".encode()


BOX = "0 0 0 rg 60 690 300 30 re f"
PLAIN = shown("Plain words")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PLAIN, []),
        (shown(MARKER, after=BOX), ["covered_text"]),
        (shown(MARKER, before=f"{BOX} 1 1 1 rg"), []),
        (shown(MARKER, after="0 0 0 rg 60 703 300 1 re f"), []),
        (shown(MARKER, after="1 1 1 rg 60 690 300 30 re f"), ["covered_text"]),
        (shown(MARKER, before="1 1 1 rg"), ["invisible_text"]),
        (b"BT 3 Tr /F1 12 Tf 72 700 Td (hidden) Tj ET", ["invisible_text"]),
        (b"BT /F1 0.5 Tf 72 700 Td (hidden) Tj ET", ["invisible_text"]),
        (shown(MARKER, at="72 2000"), ["text_outside"]),
        (shown("AB123456C"), ["national_insurance"]),
    ],
)
def test_text_on_a_page_is_held_against_what_is_drawn_over_it(content: bytes, found: list[str]) -> None:
    assert rules("answer.pdf", pdf(content)) == found


def layered(made: pikepdf.Pdf) -> None:
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=MARKER))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def scripted(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def with_form(made: pikepdf.Pdf) -> None:
    field = made.make_indirect(Dictionary(FT=Name.Tx, T="surname", V=MARKER))
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_file(made: pikepdf.Pdf) -> None:
    made.attachments["staff.csv"] = pikepdf.AttachedFileSpec(made, MARKER.encode(), filename="staff.csv")


def authored(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = MARKER


def authored_in_xmp(made: pikepdf.Pdf) -> None:
    with made.open_metadata() as told:
        told["dc:creator"] = [MARKER]


def laid_over(**said: Any) -> Callable[[pikepdf.Pdf], None]:
    def lay(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([60, 690, 360, 720]), **said)
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return lay


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (layered, "hidden_layers"),
        (scripted, "macros"),
        (with_form, "form_fields"),
        (with_file, "attached_files"),
        (authored, "properties"),
        (authored_in_xmp, "properties"),
        (laid_over(Subtype=Name.Redact), "redaction_not_applied"),
        (laid_over(Subtype=Name.Square, IC=Array([0, 0, 0])), "covered_text"),
        (laid_over(Subtype=Name.Text, Contents=MARKER), "comments"),
        (laid_over(Subtype=Name.Highlight, Contents=MARKER), "comments"),
    ],
)
def test_what_comes_along_with_pages_is_found(change: Callable[[pikepdf.Pdf], object], rule: str) -> None:
    assert rules("answer.pdf", pdf(PLAIN, change)) == [rule]


def test_an_older_state_that_a_program_left_in_a_pdf_is_found() -> None:
    first = pdf(PLAIN)
    assert rules("answer.pdf", first + b"\n" + first[first.rindex(b"xref") :]) == ["older_revisions"]


def picture(form: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, form, **options)
    return file.getvalue()


def taken_at_a_place() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 30.0, 0.0)
    return exif


def by_an_artist() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = MARKER
    return exif


def with_text() -> PngImagePlugin.PngInfo:
    told = PngImagePlugin.PngInfo()
    told.add_text("Description", MARKER)
    return told


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("plain.jpg", picture(), []),
        ("plain.png", picture("PNG"), []),
        ("place.jpg", picture(exif=taken_at_a_place()), ["picture_place"]),
        ("artist.jpg", picture(exif=by_an_artist()), ["picture_people"]),
        ("text.png", picture("PNG", pnginfo=with_text()), ["picture_text"]),
        ("cropped.png", picture("PNG") + MARKER.encode() * 40, ["trailing_data"]),
        ("cropped.jpg", picture() + MARKER.encode() * 40, ["trailing_data"]),
    ],
)
def test_what_a_picture_tells_is_found(name: str, data: bytes, found: list[str]) -> None:
    assert rules(name, data) == found


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (csv("Area,Requests", "North,40", "South,12"), []),
        (csv("Ref,Amount", *(f"{10_000_000_00 + n},{n}" for n in range(200))), []),
        (csv("Payee,Paid on", "A Ltd,12-05-26", "B Ltd,13-05-26"), []),
        (csv("Who,Number", "a,AB 12 34 56 C", "b,x"), ["national_insurance"]),
        (csv("Who,Number", "a,GB 12 34 56 C", "b,QQ123456C"), []),
        (csv("Who,Number", "a,943 476 5919", "b,x"), ["nhs_number"]),
        (csv("Who,Number", "a,943 476 5918", "b,x"), []),
        (csv("Who,Account", "a,12-34-56 12345678", "b,x"), ["bank_account"]),
        (csv("Who,Card", "a,4111 1111 1111 1111", "b,x"), []),
        (csv("Who,Card", "a,4539 1488 0343 6467", "b,x"), ["payment_card"]),
        (csv("Who,Mail", *(f"a,p{n}@example.org" for n in range(12))), ["email_addresses"]),
        (csv("Who,Mail", *(f"a,p{n}@council.example" for n in range(12))), []),
        (csv("Who,Where", *(f"a,AB1{n} 2AB" for n in range(8))), ["postcodes"]),
        (csv("Surname,DOB", "Quill,3 March 1970"), ["personal_headings"]),
    ],
)
def test_personal_data_is_known_by_its_pattern_and_by_no_other(data: bytes, found: list[str]) -> None:
    seen = look_into("answer.csv", data, ours=["council.example"])
    assert [one.rule for one in seen] == found


def zipped(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def locked() -> bytes:
    file = io.BytesIO()
    made = pikepdf.open(io.BytesIO(pdf(PLAIN)))
    made.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def nested(depth: int) -> bytes:
    data = zipped(words=b"plain words")
    for _ in range(depth):
        data = zipped(inner=data)
    return data


def in_two_namespaces(data: bytes) -> bytes:
    """A workbook whose sheet is written in the strict form of the format, which some programs show all the same."""
    before, after = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    usual, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    with zipfile.ZipFile(after, "w") as made:
        for name in before.namelist():
            part = before.read(name)
            made.writestr(name, part.replace(usual, strict) if "worksheets/" in name else part)
    return after.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("locked.pdf", locked(), "password"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        ("sealed.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("cut.xlsx", workbook()[:-200], "damaged"),
        ("cut.pdf", b"%PDF-1.7\n%%EOF", "damaged"),
        ("seven.7z", b"7z\xbc\xaf\x27\x1c\0\0", "unknown_kind"),
        ("page.html", b"<!doctype html><p hidden>x", "unknown_kind"),
        ("sound.mp3", b"ID3\x00\x00", "unknown_kind"),
        ("disguised.csv", workbook(), "wrong_ending"),
        ("deep.zip", nested(3), "too_deep"),
        ("bomb.zip", zipped(zeros=b"\0" * 400_000_000), "too_large"),
        ("mixed.xlsx", in_two_namespaces(workbook()), "unknown_kind"),
        ("entities.xlsx", with_parts(workbook(), customXml__item1_dot_xml=BOMB), "document_type"),
    ],
)
def test_what_cannot_be_looked_into_is_itself_a_finding(name: str, data: bytes, rule: str) -> None:
    found = look_into(name, data)
    assert [one.rule for one in found] == [rule]
    assert found[0].kind is FindingKind.UNSEEN


def test_a_reader_that_costs_too_much_is_ended_and_that_is_said() -> None:
    found = look_into("answer.xlsx", workbook(), limits=Limits(memory=8_000_000))
    assert [one.rule for one in found] == ["too_large"]
    assert json.dumps(found[0].words).startswith('"Could not be looked into')


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def many_words() -> bytes:
    """Write three million strings, each its own: no bound on sizes is passed."""
    strings = "".join(f"<si><t>{number * 7919:x}</t></si>" for number in range(3_000_000))
    return with_parts(workbook(), xl__sharedStrings_dot_xml=f'<sst xmlns="{MAIN}">{strings}</sst>')


def many_letters() -> bytes:
    """Write a text that is packed no more tightly than texts are, and is larger than what is read at once."""
    chance = random.Random(1)  # noqa: S311 - a seed that a failure can be repeated with
    return zipped(words=b"".join(chance.randbytes(20_000) + b"a" * 980_000 for _ in range(60)))


SAYS_WHAT_IT_COST = """
import resource, sys
from foibot.release import look_into
found = look_into("answer", sys.stdin.buffer.read())
print(*(one.rule for one in found), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("data", [many_words(), many_letters()], ids=["words", "letters"])
def test_a_bomb_is_refused_and_costs_no_more_memory_than_the_pod_has_room_for(data: bytes) -> None:
    # In a process of its own: what a child has cost is counted with every child there was.
    done = subprocess.run([sys.executable, "-c", SAYS_WHAT_IT_COST], input=data, capture_output=True, check=True)
    *rules, mebibytes = done.stdout.decode().split()
    assert {"too_large", "damaged"} & {*rules}
    assert int(mebibytes) <= 200
