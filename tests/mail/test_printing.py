"""A letter on paper: where its address stands, what is on every page, and what a screen reader finds in it."""

from pathlib import Path
from typing import Any

import pytest
from papers import inside, need_pango, pages, size, words_within

from foibot.mail.printing import Paper, as_pdf, as_picture, page_of
from foibot.mail.render import Templates
from foibot.shipped import shipped_templates

ADDRESS = ("Moira Teviot", "3 Mill Lane", "Exampleton", "EX1 9ZZ")
REQUEST = "\n".join(f"> Question {number} of a long request." for number in range(60))
TEXT = f"""\
Exampleshire Council
Reference: FOI-2026-0001
Friday 6 March 2026

{chr(10).join(ADDRESS)}

Dear Moira Teviot,

Your request

{REQUEST}

What we found

- nothing in the cellar
- nothing under the roof <b>at all</b>

Yours sincerely,

Jo Reed
Exampleshire Council
"""


@pytest.fixture(autouse=True)
def _pango() -> None:
    need_pango()


def printed(tmp_path: Path, **more: Any) -> Path:
    paper = Paper(
        **{
            "subject": "Your request for information [FOI-2026-0001]",
            "text": TEXT,
            "authority": "Exampleshire Council",
            "reference": "FOI-2026-0001",
            "contact": ("Exampleshire Council", "1 Council Square", "Telephone: 01632 960123"),
            "address": ADDRESS,
            **more,
        }
    )
    path = tmp_path / "letter.pdf"
    path.write_bytes(as_pdf(page_of(Templates([shipped_templates()]), paper)))
    return path


def test_the_address_stands_where_a_window_envelope_shows_it_and_nothing_else_does(tmp_path: Path) -> None:
    letter = printed(tmp_path)
    assert size(letter) == (210, 297)
    assert words_within(letter, 20, 44, 100, 74) == list(ADDRESS)
    assert pages(letter)[0].count("3 Mill Lane") == 1


def test_every_page_has_reference_and_number_and_a_letter_that_may_not_be_posted_says_so_on_each(
    tmp_path: Path,
) -> None:
    found = pages(printed(tmp_path, mark="Draft 3 is not approved: do not post it."))
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
        assert "Reference: FOI-2026-0001" in page
        assert "do not post it" in page
    assert all("do not post" not in page for page in pages(printed(tmp_path)))


def test_every_word_of_the_letter_is_on_paper_once_and_its_files_are_listed_as_enclosed(tmp_path: Path) -> None:
    words = " ".join(pages(printed(tmp_path, enclosures=("potholes.csv",))))
    for said in (
        "Dear Moira Teviot,",
        "Question 0 of",
        "Question 59 of",
        "roof <b>at all</b>",
        "Yours sincerely, Jo Reed",
    ):
        assert words.count(said) == 1, said
    assert "Enclosed" in words
    assert "potholes.csv" in words
    assert "Enclosed" not in " ".join(pages(printed(tmp_path)))


def test_the_file_is_tagged_has_a_title_a_language_and_its_fonts_inside(tmp_path: Path) -> None:
    found = inside(printed(tmp_path))
    for said in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid", b"/FontFile", b"/H1", b"/DisplayDocTitle"):
        assert said in found, said


def test_what_a_letter_names_is_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret words", encoding="utf-8")
    page = f'<p>Before</p><object data="file://{tmp_path}/secret.txt"></object><img src="https://reader.example/pixel">'
    path = tmp_path / "page.pdf"
    path.write_bytes(as_pdf(page))
    assert pages(path) == ["Before"]


def test_a_picture_shows_its_pages_one_below_another(tmp_path: Path) -> None:
    short, long = (as_picture(f"<h1>Letter</h1>{'<p>A paragraph.</p>' * count}") for count in (2, 120))
    assert short.startswith(b"\x89PNG")
    heights = [int.from_bytes(picture[20:24], "big") for picture in (short, long)]
    assert heights[1] > 5 * heights[0]
    del tmp_path
