"""PDF: words and pictures are held against the page as it is painted, whatever hides them."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from flat import MARKER
from pikepdf import Array, Dictionary, Name
from PIL import Image
from test_tricks import PLAIN, pdf, rules, shown

from foibot.release import look_into

WORDS, BLACK = shown(MARKER), b"0 g 0 0 400 40 re f"
ON_BLUE, OVER = "0 0 1 rg 60 690 300 30 re f", "0 g 60 690 300 30 re f"


def faint(made: pikepdf.Pdf) -> None:
    made.pages[0].Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.05, CA=0.05))


def white_pattern(made: pikepdf.Pdf) -> None:
    told = Dictionary(Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9], XStep=9, YStep=9)
    tile = made.make_stream(b"1 g 0 0 9 9 re f", told)
    tile.Resources = Dictionary()
    made.pages[0].Resources.Pattern = Dictionary(P1=tile)


SLIVERS = " ".join(f"{at} 690 2 30 re f" for at in range(60, 300, 2))


def leave(made: object) -> None:
    del made


@pytest.mark.parametrize(
    ("content", "change", "found"),
    [
        (shown(MARKER, before="0.97 g"), leave, ["invisible_text"]),
        (shown(MARKER, before=f"{ON_BLUE} 0 0 1 rg"), leave, ["invisible_text"]),
        (shown(MARKER, before="1 1 1 1 re W n"), leave, ["covered_text"]),
        (shown(MARKER, before="/G0 gs"), faint, ["covered_text"]),
        (shown(MARKER, before="/Pattern cs /P1 scn"), white_pattern, ["covered_text"]),
        (shown(MARKER, before="1 Tr 1 G"), leave, ["covered_text"]),
        (
            shown(MARKER, after="0 g 60 700 m 60 720 360 720 360 700 c 360 680 60 680 60 700 c f"),
            leave,
            ["invisible_text"],
        ),
        (
            shown(MARKER, after=" ".join(f"{at} 690 2 30 re f" for at in range(60, 300, 2))),
            leave,
            ["covered_text", "invisible_text"],
        ),
        (shown(MARKER, before="0.8 g"), leave, []),
        (shown(MARKER, before=f"{ON_BLUE} 1 g"), leave, []),
        (shown(MARKER, before="0.9 0.9 0.9 rg 60 690 300 30 re f 0.3 g"), leave, []),
        (shown("Illicit lines, IlIl 1111"), leave, []),
    ],
)
def test_words_of_which_nothing_is_to_be_seen_are_found(
    content: bytes, change: Callable[[pikepdf.Pdf], None], found: list[str]
) -> None:
    assert rules("answer.pdf", pdf(content, change)) == found


def comment(kind: str, drawn: bytes = b"", **said: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        told = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[60, 685, 460, 725], F=4, **said)
        if drawn:
            box = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 400, 40], Resources=Dictionary())
            told.AP = Dictionary(N=made.make_stream(drawn, box))
        made.pages[0].Annots = Array([made.make_indirect(told)])

    return change


@pytest.mark.parametrize("kind", ["FreeText", "Line", "PolyLine", "Watermark", "Link", "Square", "Circle"])
def test_what_was_laid_over_words_as_a_comment_is_found(kind: str) -> None:
    assert rules("answer.pdf", pdf(WORDS, comment(kind, BLACK))) == ["invisible_text"]
    assert rules("answer.pdf", pdf(WORDS, comment(kind, b"1 g 0 0 400 40 re f"))) == ["covered_text"]


@pytest.mark.parametrize("kind", ["FreeText", "Line", "Polygon", "Square"])
def test_the_words_of_a_comment_are_told_with_who_wrote_them(kind: str) -> None:
    data = pdf(
        PLAIN, comment(kind, Contents="Whose case is this?", T="Jane Quill", Vertices=[1, 1, 5, 5], L=[1, 1, 5, 5])
    )
    assert [(one.rule, one.words) for one in look_into("answer.pdf", data)] == [
        ("comments", "There are comments (Jane Quill).")
    ]


def test_a_link_with_words_for_a_screen_reader_is_no_comment() -> None:
    away = Dictionary(S=Name.URI, URI="https://www.council.example/")
    assert rules("answer.pdf", pdf(PLAIN, comment("Link", Contents="The council", A=away))) == []


def linked(made: pikepdf.Pdf) -> None:
    """Link and tag a page as programs do: what stands on it names it, and its parts name what they are part of."""
    page = made.pages[0].obj
    away = Dictionary(S=Name.URI, URI="https://www.council.example/")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[72, 700, 99, 712], P=page, A=away)
    page.Annots = Array([made.make_indirect(link)])
    root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=root, Pg=page))
    made.Root.StructTreeRoot = root


def conditional(made: pikepdf.Pdf) -> None:
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
    shown_where_off = Dictionary(Type=Name.OCMD, OCGs=layer, P=Name.AllOff)
    made.pages[0].Resources.Properties = Dictionary(L1=made.make_indirect(shown_where_off))
    made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())


def test_a_page_that_is_linked_and_tagged_is_clean_and_a_layer_shown_where_another_is_off_is_found() -> None:
    assert rules("answer.pdf", pdf(PLAIN, linked)) == []
    assert rules("answer.pdf", pdf(PLAIN, conditional)) == ["hidden_layers"]


def scan(content: str, crop: tuple[int, ...] = ()) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((300, 400)).save(file, "JPEG")

    def change(made: pikepdf.Pdf) -> None:
        told = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=300, Height=400, BitsPerComponent=8)
        one = made.make_stream(file.getvalue(), told)
        one.ColorSpace, one.Filter = Name.DeviceGray, Name.DCTDecode
        made.pages[0].Resources.XObject = Dictionary(Im1=one)
        if crop:
            made.pages[0].CropBox = Array(crop)

    return pdf(content.encode(), change)


WHOLE = "q 595 0 0 842 0 0 cm /Im1 Do Q"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (scan(WHOLE), []),
        (scan(f"{WHOLE} 0 g 30 380 500 60 re f"), ["covered_picture"]),
        (scan(f"{WHOLE} 1 g 0 0 595 842 re f"), ["covered_picture"]),
        (scan(f"{WHOLE} {WHOLE}"), ["covered_picture"]),
        (scan(f"{WHOLE} 1 g 30 380 500 60 re f 0 g BT /F1 20 Tf 60 400 Td (A title on a picture) Tj ET"), []),
        (scan(f"0.9 g 0 0 595 842 re f {WHOLE}"), []),
        (scan("q 595 0 0 842 0 -500 cm /Im1 Do Q"), ["cropped_picture"]),
        (scan("q 595 0 0 842 2000 0 cm /Im1 Do Q"), ["cropped_picture"]),
        (scan(WHOLE, (0, 600, 595, 842)), ["cropped_picture"]),
        (scan("q 1 0 0 1 100 100 cm /Im1 Do Q"), ["hidden_object"]),
        (scan("q 100 0 0 100 300 500 cm /Im1 Do Q 0 g 20 20 500 100 re f"), []),
    ],
)
def test_what_of_a_picture_can_be_taken_out_and_is_not_seen_is_found(data: bytes, found: list[str]) -> None:
    assert rules("answer.pdf", data) == found


def bookmarked(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Quill, AB123456C", 0))


def labelled(made: pikepdf.Pdf) -> None:
    made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P="Quill AB123456C ")]))


def described(made: pikepdf.Pdf) -> None:
    figure = Dictionary(S=Name.Figure, Alt="A letter to Quill, AB123456C")
    made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=figure))


def on_a_subject(made: pikepdf.Pdf) -> None:
    made.docinfo["/Subject"] = "Quill, AB123456C"


@pytest.mark.parametrize("change", [bookmarked, labelled, described, on_a_subject])
def test_personal_data_in_what_stands_beside_the_pages_is_found(change: Callable[[pikepdf.Pdf], None]) -> None:
    assert "national_insurance" in rules("answer.pdf", pdf(PLAIN, change))


def test_a_program_named_as_the_author_is_no_person() -> None:
    assert rules("answer.pdf", pdf(PLAIN, lambda made: made.docinfo.__setitem__("/Author", "openpyxl"))) == []
