"""What Office files, pictures and archives keep beside what they show: made by the real libraries, one trick each."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import need
from flat import TRICKS, Trick, convert, frame, made_by_libreoffice, slide, why_no_libreoffice
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from PIL import ExifTags, Image, ImageDraw
from test_tricks import leave, rewritten, rules, with_parts, workbook

from foibot.release import look_into

NINO = "Quill AB123456C"


def headed(book: Workbook) -> None:
    book.active.oddHeader.left.text = NINO


def titled(book: Workbook) -> None:
    book.properties.title, book.properties.description = "Potholes", NINO


def reckoned(book: Workbook) -> None:
    book.active["C2"] = f'=12+N("{NINO}")'


def linked(book: Workbook) -> None:
    book.active["A2"].hyperlink = "#Totals!A1"
    book.active["A2"].hyperlink.tooltip = NINO


def charted(book: Workbook) -> None:
    chart = BarChart()
    chart.title = NINO
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=4), titles_from_data=True)
    book.active.add_chart(chart, "E2")


@pytest.mark.parametrize("change", [headed, titled, reckoned, linked, charted])
def test_personal_data_beside_the_cells_is_found(change: Callable[[Workbook], None]) -> None:
    assert rules("answer.xlsx", workbook(change)) == ["national_insurance"]


def with_scenario(book: Workbook) -> None:
    cells = [InputCells(r="A1", val="Quill")]
    book.active.scenarios = ScenarioList(scenario=[Scenario(inputCells=cells, name="Named", count=1)])


def frozen(top: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.active.freeze_panes = "A3"
        book.active.sheet_view.topLeftCell = top

    return change


def coloured(words: str, behind: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell = book.active["A2"]
        cell.font, cell.fill = Font(color=words), PatternFill("solid", fgColor=behind)

    return change


def flat(book: Workbook) -> None:
    book.active.row_dimensions[2].height = 2.5


def narrow(book: Workbook) -> None:
    book.active.column_dimensions["B"].width = 0.8


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (with_scenario, ["scenario"]),
        (frozen("A1"), []),
        (frozen("A10"), ["hidden_rows"]),
        (coloured("FF0000F0", "FF0000FF"), ["unreadable_words"]),
        (coloured("FF000000", "FF111111"), ["unreadable_words"]),
        (coloured("FFFFFFFF", "FF003078"), []),
        (coloured("FF555555", "FFDDDDDD"), []),
        (coloured("FFCC0000", "FF006600"), []),
        (flat, ["hidden_rows"]),
        (narrow, ["hidden_columns"]),
        (leave, []),
    ],
)
def test_what_a_sheet_hides_by_its_settings_is_found(change: Callable[[Workbook], None], found: list[str]) -> None:
    assert rules("answer.xlsx", workbook(change)) == found


@pytest.mark.parametrize("part", ["docProps__names_dot_xml", "customXml__names_dot_xml", "xl__notes_dot_rels"])
def test_a_part_that_nothing_leads_to_is_found_whatever_it_is_called(part: str) -> None:
    assert "orphan_parts" in rules("answer.xlsx", with_parts(workbook(), **{part: "<x>Quill</x>"}))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(why_no_libreoffice())
    return made_by_libreoffice(tmp_path_factory.mktemp("beside"), {"clean-document": TRICKS["clean-document"]})


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
CHANGED = (
    (FIELD.format(f'XE "{NINO}"'), "national_insurance"),
    (FIELD.format(f'IF 1 = 2 "{NINO}" "none"'), "national_insurance"),
    (f'<w:p><w:bookmarkStart w:id="7" w:name="{NINO}"/><w:bookmarkEnd w:id="7"/></w:p>', "national_insurance"),
    ('<w:p><w:permStart w:id="7" w:ed="COUNCIL\\quill"/><w:permEnd w:id="7"/></w:p>', "people"),
    ("<w:p><w:r><w:rPr><w:specVanish/></w:rPr><w:t>Quill</w:t></w:r></w:p>", "hidden_text"),
)


@pytest.mark.parametrize(("words", "rule"), CHANGED)
def test_what_a_document_keeps_in_fields_and_marks_is_found(made: Path, words: str, rule: str) -> None:
    data = (made / "clean-document.docx").read_bytes()
    assert rules("answer.docx", rewritten(data, "word/document.xml", "<w:sectPr>", f"{words}<w:sectPr>")) == [rule]


def test_a_header_that_no_page_shows_is_found(made: Path) -> None:
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = f'<w:hdr xmlns:w="{words}"><w:p><w:r><w:t>Quill</w:t></w:r></w:p></w:hdr>'
    data = with_parts((made / "clean-document.docx").read_bytes(), word__header7_dot_xml=head)
    one = f'<Relationship Id="rH" Type="{related}/header" Target="header7.xml"/></Relationships>'
    data = rewritten(data, "word/_rels/document.xml.rels", "</Relationships>", one)
    reference = f'<w:sectPr><w:headerReference xmlns:r="{related}" w:type="{{}}" r:id="rH"/>'
    for kind, found in (("default", []), ("first", ["hidden_text"]), ("even", ["hidden_text"])):
        shown = rewritten(data, "word/document.xml", "<w:sectPr>", reference.format(kind))
        assert rules("answer.docx", shown) == found, kind


def test_a_chart_in_an_open_workbook_is_no_embedded_file(tmp_path: Path) -> None:
    need(why_no_libreoffice())
    chart, book = BarChart(), Workbook()
    for line in (("Area", "Requests"), ("North", 40), ("South", 12)):
        book.active.append(line)
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart, "E2")
    book.save(tmp_path / "charted.xlsx")
    convert(tmp_path, "ods", ["charted.xlsx"])
    assert rules("answer.ods", (tmp_path / "charted.ods").read_bytes()) == []


def test_a_layer_of_a_drawing_that_is_off_is_found(tmp_path: Path) -> None:
    need(why_no_libreoffice())
    drawing = Trick("fodg", slide(frame("Shown")).replace('draw:master-page-name="Default"', ""), {"odg": ""})
    data = (made_by_libreoffice(tmp_path, {"drawing": drawing}) / "drawing.odg").read_bytes()
    assert rules("answer.odg", data) == []
    off = '<draw:layer draw:display="none" draw:name="layout"'
    [found] = look_into("answer.odg", rewritten(data, "styles.xml", '<draw:layer draw:name="layout"', off))
    assert (found.rule, found.words) == ("hidden_layers", "There are layers that are switched off (layout).")


def drawn(size: tuple[int, int] = (400, 300)) -> Image.Image:
    made = Image.new("RGB", size, "white")
    for top in range(20, 280, 40):
        ImageDraw.Draw(made).rectangle((20, top, 380, top + 12), fill="grey")
    return made


def saved(made: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    made.save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP"])
def test_what_follows_the_end_of_a_picture_is_found(form: str) -> None:
    data, name = saved(drawn(), form), f"answer.{form.lower()}"
    assert rules(name, data) == []
    assert rules(name, data + saved(drawn(), "PNG")) == ["trailing_data"]
    assert rules(name, data + b"Quill, 14 Mill Lane, Exampleton") == ["trailing_data"]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (chunk(b"prVW", saved(drawn(), "JPEG")), ["picture_text"]),
        (chunk(b"mkTS", b"Quill, 14 Mill Lane, Exampleton"), ["picture_text"]),
        (chunk(b"tEXt", b"Software\x00Paint 7"), []),
        (chunk(b"tEXt", b"Software\x00Quill AB123456C"), ["picture_text"]),
        (chunk(b"tEXt", b"Creation Time\x00Mon, 2 Nov 2026 10:00:00 GMT"), []),
        (chunk(b"tEXt", b"Creation Time\x00Quill of Mill Lane"), ["picture_text"]),
    ],
)
def test_a_part_of_a_png_that_is_no_picture_is_found(part: bytes, found: list[str]) -> None:
    data = saved(drawn(), "PNG")
    assert rules("answer.png", data[:33] + part + data[33:]) == found


def test_rows_of_a_picture_below_its_height_are_found() -> None:
    data = saved(drawn(), "PNG")
    head = data[12:20] + struct.pack(">I", 100) + data[24:29]
    assert rules("a.png", data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]) == ["cropped_picture"]
    data = saved(drawn(), "BMP")
    assert rules("a.bmp", data[:22] + struct.pack("<i", 100) + data[26:]) == ["trailing_data"]


def with_preview(made: Image.Image, preview: Image.Image) -> bytes:
    """Put a preview where cameras put it, in the second list of EXIF."""
    small = saved(preview, "JPEG")
    entries = ((0x0103, 3, 6), (0x0201, 4, 68), (0x0202, 4, len(small)))
    listed = struct.pack("<H", 3) + b"".join(struct.pack("<HHII", tag, kind, 1, told) for tag, kind, told in entries)
    first = struct.pack("<HHHII", 1, 0x112, 3, 1, 1) + struct.pack("<I", 26)
    exif = b"Exif\x00\x00II*\x00" + struct.pack("<I", 8) + first + listed + struct.pack("<I", 0) + small
    return saved(made, "JPEG", exif=exif)


def test_a_preview_that_shows_what_was_blackened_is_found() -> None:
    page, blackened = drawn(), drawn()
    ImageDraw.Draw(blackened).rectangle((20, 100, 380, 132), fill="black")
    assert rules("a.jpg", with_preview(page, page.resize((160, 120)))) == []
    assert rules("a.jpg", with_preview(blackened, page.resize((160, 120)))) == ["thumbnail"]
    wide, barred = drawn((600, 300)), Image.new("RGB", (160, 120), "black")
    barred.paste(wide.resize((160, 80)), (0, 20))
    assert rules("a.jpg", with_preview(wide, barred)) == []


def test_the_title_and_name_of_a_picture_are_found() -> None:
    for tag in (ExifTags.Base.DocumentName, ExifTags.Base.PageName):
        exif = Image.Exif()
        exif[tag] = "Quill"
        assert rules("a.jpg", saved(drawn(), "JPEG", exif=exif)) == ["picture_people"]


WORDS = b"Area,Cases\nNorth,12\nSouth,30\n"


def taped(change: Callable[[tarfile.TarInfo], None] = leave, folder: str = "") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tape:
        one = tarfile.TarInfo("a.csv")
        one.size = len(WORDS)
        change(one)
        tape.addfile(one, io.BytesIO(WORDS))
        if folder:
            empty = tarfile.TarInfo(folder)
            empty.type = tarfile.DIRTYPE
            tape.addfile(empty)
    return file.getvalue()


def zipped(comment: bytes = b"", extra: bytes = b"", folder: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        one = zipfile.ZipInfo("a.csv")
        one.comment, one.extra = comment, extra
        archive.writestr(one, WORDS)
        if folder:
            archive.mkdir(folder)
    return file.getvalue()


def remarked(one: tarfile.TarInfo) -> None:
    one.pax_headers = {"comment": "Quill"}


LEFT = b"Quill, 14 Mill Lane, Exampleton\n" * 4


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.tar", taped(), []),
        ("a.tar", taped() + LEFT, ["archive_extra"]),
        ("a.tar", taped(remarked), ["archive_comment"]),
        ("a.tar", taped(folder=NINO), ["telling_name"]),
        ("a.tar.gz", gzip.compress(taped()), []),
        ("a.tar.gz", gzip.compress(taped() + LEFT), ["archive_extra"]),
        ("a.csv.bz2", bz2.compress(WORDS), []),
        ("a.csv.bz2", bz2.compress(WORDS) + LEFT, ["archive_extra"]),
        ("a.csv.xz", lzma.compress(WORDS), []),
        ("a.csv.xz", lzma.compress(WORDS) + LEFT, ["archive_extra"]),
        ("a.zip", zipped(), []),
        ("a.zip", zipped(comment=b"Quill"), ["archive_comment"]),
        ("a.zip", zipped(extra=struct.pack("<HH", 0x7075, 5) + b"Quill"), ["archive_extra"]),
        ("a.zip", zipped(folder=NINO), ["telling_name"]),
    ],
)
def test_what_an_archive_keeps_beside_its_files_is_found(name: str, data: bytes, found: list[str]) -> None:
    assert rules(name, data) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ref: AB-12-34-56-C", ["national_insurance"]),
        ("Ref: AB.12.34.56.C", ["national_insurance"]),
        ("Ref: AB  12  34  56  C", ["national_insurance"]),
        ("Ref: AB1234\n56C", ["national_insurance"]),
        ("We met on 12.05.26 a second time, by 12-05-26 at last", []),
        ("Section 10\n12 34 56 cases", []),
    ],
)
def test_a_number_is_known_however_it_is_divided(words: str, found: list[str]) -> None:
    assert rules("answer.txt", words.encode()) == found
