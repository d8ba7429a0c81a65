"""PDF: whole files, pages and pictures that it carries and no page shows, made by the real libraries."""

import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import need
from flat import MARKER, TRICKS, made_by_libreoffice, why_no_libreoffice
from pikepdf import Array, Dictionary, Name
from test_tricks import PLAIN, leave, pdf, rules, shown, workbook, zipped

from foibot.release import look_into

FLAT_DOCUMENT = TRICKS["hidden-words"].source.encode()


def hung(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Hang a file where a hybrid PDF has it: at the end of the file, and not among its attachments."""

    def change(made: pikepdf.Pdf) -> None:
        made.trailer["/AdditionalStreams"] = Array([Name("/application#2foctet"), made.make_stream(content)])

    return change


def under_its_pages(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].obj["/Draft"] = made.make_stream(content)

    return change


def packed_tape() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tape:
        tape.addfile(tarfile.TarInfo("staff.txt"))
    return file.getvalue()


@pytest.mark.parametrize("hang", [hung, under_its_pages])
@pytest.mark.parametrize(
    "content", [workbook(), zipped(a=b"b"), pdf(PLAIN), FLAT_DOCUMENT, b"{\\rtf1 x}", packed_tape()]
)
def test_a_whole_file_in_a_pdf_is_found_wherever_it_hangs(
    hang: Callable[[bytes], Callable[[pikepdf.Pdf], None]], content: bytes
) -> None:
    assert rules("answer.pdf", pdf(PLAIN, hang(content))) == ["attached_files"]


def test_the_document_within_a_hybrid_pdf_is_found(tmp_path: Path) -> None:
    need(why_no_libreoffice())
    options = 'pdf:writer_pdf_Export:{"IsAddStream":{"type":"boolean","value":"true"}}'
    made = made_by_libreoffice(tmp_path, {"hybrid": TRICKS["hidden-words"]}, into={"pdf": options})
    assert "attached_files" in rules("answer.pdf", (made / "hybrid.pdf").read_bytes())


def never_drawn(made: pikepdf.Pdf) -> None:
    form = made.make_stream(shown(MARKER), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
    made.pages[0].Resources.XObject = Dictionary(Fm1=form)


def template(made: pikepdf.Pdf) -> None:
    page = Dictionary(Type=Name.Template, MediaBox=[0, 0, 595, 842], Contents=made.make_stream(shown(MARKER)))
    made.Root.Names = Dictionary(Templates=Dictionary(Names=Array(["x", made.make_indirect(page)])))


@pytest.mark.parametrize(
    ("change", "found"), [(never_drawn, ["orphan_parts"]), (template, ["orphan_pages"]), (leave, [])]
)
def test_what_no_page_draws_is_found(change: Callable[[pikepdf.Pdf], None], found: list[str]) -> None:
    assert rules("answer.pdf", pdf(PLAIN, change)) == found


def test_an_object_that_nothing_leads_to_is_found() -> None:
    data = pdf(PLAIN)
    words = shown(MARKER)
    at = len(data)
    data += b"90 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (len(words), words)
    start = int(data[data.rfind(b"startxref") :].split()[1])
    data += b"xref\n90 1\n%010d 00000 n \ntrailer\n<</Size 91/Root 1 0 R/Prev %d>>\n" % (at, start)
    assert "orphan_parts" in rules("answer.pdf", data + b"startxref\n%d\n%%%%EOF\n" % data.rfind(b"xref\n90"))


def test_what_stands_before_a_pdf_is_found() -> None:
    [found] = look_into("answer.pdf", b"Quill, 14 Mill Lane\n" + pdf(PLAIN))
    assert (found.rule, found.place) == ("trailing_data", "19 bytes before its beginning")
    assert rules("answer.pdf", b"\r\n" + pdf(PLAIN)) == []
