"""The HTML part: the words of the text, built as a reader's aids need them, and nothing of others read as markup."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from foibot.errors import LetterError
from foibot.mail.html_part import Block, Run, blocks_of, html_part
from foibot.mail.render import Rendered, Templates, quoted, welsh_day, wrapped
from foibot.shipped import shipped_templates

TEMPLATES = Templates([shipped_templates()])
LINKS = ("foi@council.example", "https://council.example", "https://council.example/foi", "www.council.example")
ELEMENTS = {"html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "br", "ul", "li", "blockquote", "pre", "a"}
LETTER = """Exampleshire Council
Reference: FOI-2021-0042
Friday 23 April 2021

Dear {name},

We received this:

{quoted}

Where to write

Write to foi@council.example, or look at https://council.example/foi.

Yours sincerely,

Jo Reed
Head of Information
"""
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
markup = st.lists(
    st.sampled_from(
        [
            *(
                "</p>",
                "</blockquote>",
                "<script>",
                "-->",
                "<!--",
                "<![endif]-->",
                "]]>",
                "&lt;",
                "&#60;",
                "<img src=x>",
            ),
            *("<a href=", '"', "'", ">", "> ", "\n", "\r", "\x0b", "\u2028", "\x85", "\n\n", "\x00", "javascript:"),
            *("{{ 7 * 7 }}", "{% raw %}", "https://council.example", "foi@council.example", "Where to write", "- "),
        ]
    ),
    max_size=40,
).map("".join)


def document(letter: str, language: str = "en") -> HtmlElement:
    return html.document_fromstring(html_part(TEMPLATES, Rendered("Re: x [FOI-2021-0042]", letter, language), LINKS))


def plain(text: str) -> str:
    return " ".join(re.sub(r"(?m)^(> ?|- |\* )", "", text).split())


@given(words=anything | markup, name=anything | markup)
def test_nothing_an_applicant_writes_gets_out_of_its_place(words: str, name: str) -> None:
    one_line = "".join(letter if letter.isprintable() else " " for letter in name)
    page = document(LETTER.format(name=one_line, quoted="\n".join(quoted(words))))
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= ELEMENTS
    assert len(page.findall(".//h1")) == 1
    assert [heading.text for heading in page.iterfind(".//h2")] == ["Where to write"]
    assert len(page.findall(".//blockquote")) <= 1
    assert not page.findall(".//blockquote//a")
    after = page.xpath("//h2/following::a/@href")
    assert after == ["mailto:foi@council.example", "https://council.example/foi"]
    assert all(
        set(element.attrib) <= {"lang", "dir", "style", "href", "charset", "name", "content"} for element in page.iter()
    )


@given(words=st.lists(st.text("abc <&>'\"", min_size=1, max_size=90), max_size=12).map("\n".join))
def test_the_html_part_says_the_words_of_the_text_and_no_others(words: str) -> None:
    letter = LETTER.format(name="Ada Field", quoted="\n".join(quoted(words)))
    page = document(letter)
    shown = " ".join(" ".join(part.split()) for part in page.body.itertext())
    assert shown.replace(" ", "") == plain(letter).replace(" ", "")


@given(words=st.lists(st.text("abcdefgh", min_size=1, max_size=20), min_size=1, max_size=60).map(" ".join))
def test_a_paragraph_that_was_wrapped_is_one_again(words: str) -> None:
    assert list(blocks_of(wrapped(words))) == [Block("paragraph", (((Run(words),),),))]
    assert list(blocks_of(wrapped(f"- {words}"))) == [Block("list", (((Run(words),),),))]
    assert list(blocks_of("\n".join(quoted(words)))) == [Block("quotation", (((Run(words),),),))]


def test_an_address_keeps_its_lines_and_columns_stay_below_each_other() -> None:
    blocks = list(blocks_of("1 Council Square\nExampleton\n\nMonth    Trees\nMay          9\n"))
    assert blocks == [
        Block("paragraph", (((Run("1 Council Square"),), (Run("Exampleton"),)),)),
        Block("columns", (((Run("Month    Trees"),), (Run("May          9"),)),)),
    ]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Where to write", True),
        ("Section 43(2): commercial interests", True),
        ("What we are keeping back, and why", True),
        ("We felled nine trees.", False),
        ("For this we need:", False),
        ("412 tonnes", False),
        ("None", False),
        ("Write to foi@council.example for more", False),
        ("a line that goes on for so long that nobody would take it for the heading of anything", False),
    ],
)
def test_a_short_line_of_its_own_without_a_stop_is_a_heading(line: str, is_one: bool) -> None:
    kinds = [
        block.kind for block in blocks_of(f"Council\n\nDear Ada,\n\n{line}\n\nMore words.\n\nYours sincerely,\n\nJo\n")
    ]
    assert kinds[2] == ("heading" if is_one else "paragraph")
    assert "heading" not in [*kinds[:2], *kinds[3:]]


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("Write to foi@council.example.", ["mailto:foi@council.example"]),
        ("See https://council.example/foi, please", ["https://council.example/foi"]),
        ("(www.council.example)", ["https://www.council.example"]),
        ("foi@council.example.evil.example", []),
        ("not-foi@council.example", []),
        ("https://council.example.evil.example", []),
        ("https://council.example/foi/else", []),
        ("https://council.example@evil.example", []),
        ("https://evil.example/https://council.example", []),
        ("https://evil.example", []),
        ("> foi@council.example", []),
    ],
)
def test_only_addresses_of_ours_become_links_and_only_whole(words: str, linked: list[str]) -> None:
    assert [link.get("href") for link in document(words).iterfind(".//a")] == linked


def test_no_link_leads_elsewhere_than_to_mail_or_the_web() -> None:
    assert list(blocks_of("see javascript:alert(1)", ["javascript:alert(1)"])) == [
        Block("paragraph", (((Run("see javascript:alert(1)"),),),))
    ]


@pytest.mark.parametrize(("language", "shown"), [("en", "en-GB"), ("cy", "cy")])
def test_a_page_says_its_language_and_loads_nothing(language: str, shown: str) -> None:
    page = document(LETTER.format(name="Ada", quoted="> x"), language)
    assert page.get("lang") == shown
    assert page.findtext(".//title") == "Re: x [FOI-2021-0042]"
    assert not page.xpath("//@src | //link | //style | //script | //@background")
    assert "url(" not in html.tostring(page, encoding="unicode")


def test_colours_are_left_to_the_reader_save_a_line_that_shows_on_light_and_dark() -> None:
    styles = " ".join(document(LETTER.format(name="Ada", quoted="> x")).xpath("//@style"))
    assert re.findall("#[0-9a-f]+", styles) == ["#767676"]
    assert not re.search(r"(?<![-\w])(color|background[-\w]*):", styles)


def test_a_frame_of_the_authoritys_own_escapes_too_and_its_faults_are_named(tmp_path: Path) -> None:
    frame = tmp_path / "_letter.html.j2"
    frame.write_text("<h1>{{ title }}</h1>", encoding="utf-8")
    assert html_part(Templates([tmp_path, shipped_templates()]), Rendered("<b>", "x")) == "<h1>&lt;b&gt;</h1>"
    frame.write_text("<p>\n{{ titel }}", encoding="utf-8")
    with pytest.raises(LetterError, match=r"_letter\.html\.j2, line 2: 'titel' is undefined"):
        html_part(Templates([tmp_path, shipped_templates()]), Rendered("x", "x"))


def test_a_fault_in_a_shared_block_is_named_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "cy").mkdir()
    (tmp_path / "cy" / "_blocks.txt.j2").write_text("{% macro end() %}\n{{ nobody }}\n{% endmacro %}", encoding="utf-8")
    (tmp_path / "cy" / "letter.txt.j2").write_text(
        "{% import 'cy/_blocks.txt.j2' as b with context %}\nSubject: x\n\n{{ b.end() }}", encoding="utf-8"
    )
    with pytest.raises(LetterError, match=r"^cy/_blocks\.txt\.j2, line 2: 'nobody' is undefined"):
        Templates([tmp_path]).render("letter", {}, language="cy")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2021, 4, 23), "dydd Gwener 23 Ebrill 2021"),
        (date(2026, 8, 31), "dydd Llun 31 Awst 2026"),
        (date(2024, 12, 1), "dydd Sul 1 Rhagfyr 2024"),
    ],
)
def test_days_are_written_in_welsh(day: date, written: str) -> None:
    assert welsh_day(day) == written
