"""The pages of the disclosure log in a real Chromium, and what programs read: fit for everybody, and inert."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from chromium import DESKTOP, TELEPHONE, is_wider_than_its_window, serious_faults
from lxml import etree
from playwright.sync_api import Browser, Page, ViewportSize

from foibot.mail.html_part import blocks_of
from foibot.mail.render import Templates
from foibot.reports.disclosure.data import Head, feed, log_as_json, search_index, sitemap
from foibot.reports.disclosure.files import may_be_published, safe_name
from foibot.reports.disclosure.folder import opened
from foibot.reports.disclosure.released import PublicAnswer, PublicCase, PublicFile
from foibot.reports.disclosure.site import A_PAGE, newest_first, put_case, put_index
from foibot.shipped import shipped_templates

HOSTILE = (
    "</script><script>document.title='owned'</script> <img src=x onerror=\"document.title='owned'\"> ]]> {{ 7*7 }}"
    " javascript:document.title='owned' '\"><svg/onload=alert(1)> \u202egnp.exe <!-- --> &lt;b&gt; <![CDATA["
)
HEAD = Head("Disclosure log", "Exampleshire Council", "Write to foi@council.example.", "Open Government Licence v3.0.")
AT_HOME = Head("Disclosure log", "Exampleshire Council", base_url="https://www.example.org/log")
LETTER = "Yes.\n\nThe information\n\nThere were 412.\n\nNorth  120\nSouth  292\n\n- one\n- two\n\n> Question 1\n\nYes."


def made(number: int, **more: Any) -> PublicCase:
    day = date(2026, 3, 20) - timedelta(days=number)
    text = more.pop("text", LETTER)
    blocks = tuple(blocks_of(f"Answer,\n\n{text}\n\nEnd,"))[1:-1]
    facts = {
        "reference": f"FOI-2026-{number:04d}",
        "slug": f"FOI-2026-{number:04d}",
        "title": f"Potholes in ward {number}",
        "title_language": "en-GB",
        "summary": "How many there were.",
        "outcome": "partly_withheld",
        "received_on": day - timedelta(days=20),
        "answered_on": day,
        "released_on": day + timedelta(days=5),
        "working_days": 14,
        "regime": "FOIA",
        "law": "Freedom of Information Act 2000",
        "sections": (("Section 43(2)", "commercial interests"),),
        "request": "How many potholes were there?\n\n1. in each ward\n2. in all",
        "request_language": "en-GB",
        "answers": (PublicAnswer("Our answer", day, text, "en-GB", blocks),),
        **more,
    }
    return PublicCase(**facts)


def lay_out(folder: Path, cases: Sequence[PublicCase], head: Head = HEAD) -> str:
    """Publish cases; return the address of the first page."""
    templates = Templates([shipped_templates()])
    with opened(folder, dry_run=False) as site:
        for case in cases:
            put_case(site, head, case, lambda name, facts: templates.fill([name], facts)[1])
        put_index(site, head, newest_first(cases), lambda name, facts: templates.fill([name], facts)[1])
        site.finish()
    return (folder / "index.html").as_uri()


def look(browser: Browser, address: str, size: ViewportSize, **options: Any) -> Page:
    page = browser.new_page(viewport=size, **options)
    page.goto(address)
    return page


def sheet(name: str) -> PublicFile:
    data = b"ward,count\r\n"
    return PublicFile(name, f"cases/FOI-2026-0001/{safe_name(1, name)}", len(data), "0" * 64, partial(bytes, data))


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_fit_for_everybody(chromium: Browser, tmp_path: Path, size: ViewportSize, scheme: Any) -> None:
    cases = [made(number, files=(sheet("Potholes.csv"),) if number == 1 else ()) for number in range(1, A_PAGE + 5)]
    address = lay_out(tmp_path / "log", [*cases, made(99, note="We were asked to review this answer.")])
    empty = lay_out(tmp_path / "empty", [])
    for name in ("index.html", "page-2.html", "cases/FOI-2026-0001.html", "cases/FOI-2026-0099.html"):
        page = look(chromium, address.replace("index.html", name), size, color_scheme=scheme)
        assert serious_faults(page) == [], name
        assert not is_wider_than_its_window(page), name
    page = look(chromium, empty, size, color_scheme=scheme)
    assert "Nothing has been published here yet." in page.inner_text("main")
    assert serious_faults(page) == []
    page = look(chromium, address, size, color_scheme=scheme)
    page.fill("#words", "potholes ward 17")
    page.wait_for_selector("#results li")
    assert serious_faults(page) == []
    assert not is_wider_than_its_window(page)


def test_the_search_finds_by_words_of_request_answer_and_title_on_a_page_opened_from_a_disk(
    chromium: Browser, tmp_path: Path
) -> None:
    said = "We hold this. The contract with Bluebell Catering ended in 2025."
    asked = made(3, title="Costs", request="Faint o arian a wariwyd? Café opening hours, please.", text=said)
    page = look(chromium, lay_out(tmp_path, [made(1), made(2), asked]), DESKTOP)
    for words, found in (
        ("potholes wards", 2),
        ("CAFE", 1),
        ("FOI-2026-0002", 1),
        ("pothole unicorn", 0),
        ("bluebells costs", 1),
    ):
        page.fill("#words", words)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('#results li').length === n && !results.hidden", arg=found
        )
        said = {0: "No answers found.", 1: "1 answer found."}.get(found, f"{found} answers found.")
        page.wait_for_function("said => document.getElementById('found').textContent === said", arg=said)
    page.fill("#words", "cafe")
    page.click("#results a")
    assert page.inner_text("h1") == "Costs"
    page.goto(f"{(tmp_path / 'index.html').as_uri()}?q=cafe")
    page.wait_for_selector("#results li")
    page.fill("#words", "")
    page.wait_for_selector("#all")
    assert page.locator("#all li").count() == 3


def test_without_scripts_the_log_is_a_list_of_links(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(lay_out(tmp_path, [made(number) for number in range(1, A_PAGE + 2)]))
    assert page.locator("#search").is_hidden()
    assert page.locator("#all li a").count() == A_PAGE
    page.click("text=Older answers")
    page.click(f"text=Potholes in ward {A_PAGE + 1}")
    assert page.inner_text("h1") == f"Potholes in ward {A_PAGE + 1}"
    context.close()


def test_hostile_words_are_words(chromium: Browser, tmp_path: Path) -> None:
    case = made(1, title=HOSTILE, summary=HOSTILE, request=HOSTILE, text=HOSTILE, note=HOSTILE, law=HOSTILE)
    case_files = made(2, reference="FOI-2026-0002", files=(sheet("<img src=x onerror=alert(1)>.csv"),))
    said: list[str] = []
    page = chromium.new_page(viewport=TELEPHONE)
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for name in ("index.html", "cases/FOI-2026-0001.html", "cases/FOI-2026-0002.html"):
        page.goto(lay_out(tmp_path, [case, case_files], AT_HOME).replace("index.html", name))
        assert "Disclosure log" in page.title()
        assert page.title() != "owned"
        assert page.locator("main img, main svg, main script:not([src])").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert not is_wider_than_its_window(page)
    page.goto((tmp_path / "index.html").as_uri())
    page.fill("#words", "owned")
    page.wait_for_selector("#results li")
    assert page.locator("#results img, #results svg, #results script").count() == 0
    assert page.title() != "owned"
    assert said == []
    channel = etree.fromstring((tmp_path / "feed.xml").read_bytes())
    assert HOSTILE in {item.findtext("title") for item in channel.iter("item")}
    index = (tmp_path / "search-index.js").read_text()
    assert "<" not in index
    assert "\u202e" not in index


def test_a_page_loads_nothing_from_anywhere_and_says_so(chromium: Browser, tmp_path: Path) -> None:
    address = lay_out(tmp_path, [made(1)])
    asked: list[str] = []
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.focus("#words")
    page.wait_for_function("window.disclosureLog")
    assert all(url.startswith(tmp_path.as_uri()) for url in asked)
    for path in tmp_path.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
        assert "style=" not in text


def test_in_print_a_page_is_its_words_in_black(chromium: Browser, tmp_path: Path) -> None:
    page = look(chromium, lay_out(tmp_path, [made(1)]).replace("index.html", "cases/FOI-2026-0001.html"), DESKTOP)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.goto((tmp_path / "index.html").as_uri())
    page.emulate_media(media="print")
    assert not page.is_visible("#search")


def test_everything_is_reached_and_read_from_the_keyboard(chromium: Browser, tmp_path: Path) -> None:
    page = look(chromium, lay_out(tmp_path, [made(1), made(2)]), DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "words"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*.html")


# -- what programs read


def test_the_json_has_stable_keys() -> None:
    [case] = json.loads(log_as_json(AT_HOME, [made(1, files=(sheet("a.csv"),))]))["cases"]
    assert list(case) == [
        *(
            "reference",
            "title",
            "summary",
            "outcome",
            "received_on",
            "answered_on",
            "released_on",
            "working_days",
            "regime",
            "law",
        ),
        *("sections", "request", "answers", "files", "note", "left_out", "page", "address"),
    ]
    assert case["address"] == "https://www.example.org/log/cases/FOI-2026-0001.html"
    assert case["sections"] == [{"section": "Section 43(2)", "about": "commercial interests"}]


def test_the_feed_is_rss_two_with_a_guid_for_each_of_the_latest_fifty() -> None:
    root = etree.fromstring(feed(AT_HOME, newest_first([made(number) for number in range(1, 70)])))
    assert (root.tag, root.attrib) == ("rss", {"version": "2.0"})
    [channel] = root
    assert [channel.findtext(name) for name in ("title", "link")] == ["Disclosure log", "https://www.example.org/log/"]
    assert channel.findtext("description")
    items = channel.findall("item")
    assert len({item.findtext("guid") for item in items}) == len(items) == 50
    assert items[0].findtext("pubDate") == "Tue, 24 Mar 2026 12:00:00 +0000"
    assert items[0].findtext("guid") == items[0].findtext("link")
    assert feed(HEAD, [made(1)]) == b""


def test_the_sitemap_names_each_page_by_its_whole_address() -> None:
    root = etree.fromstring(sitemap(AT_HOME, ["index.html", "cases/a.html"]))
    assert [loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://www.example.org/log/",
        "https://www.example.org/log/cases/a.html",
    ]
    assert sitemap(HEAD, ["index.html"]) == b""


def test_the_index_of_the_search_is_small() -> None:
    long = " ".join(f"word{number}" for number in range(5_000))
    assert len(search_index([made(1, request=long)])) < 1_200
    assert len(search_index([made(1, request=long, text=long.replace("word", "answer"))])) < 2_400


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("../../etc/passwd.txt", "1-passwd.txt"),
        ("..\\..\\CON.pdf", "1-con.pdf"),
        ("Café – 2025 (final)!.PDF", "1-cafe-2025-final.pdf"),
        ("\u202etxt.exe.csv", "1-txt-exe.csv"),
        ("報告.xlsx", "1-file.xlsx"),
        (f"{'a' * 300}.csv", f"1-{'a' * 60}.csv"),
    ],
)
def test_a_file_is_published_under_a_name_that_is_harmless_everywhere(name: str, published: str) -> None:
    assert safe_name(1, name) == published


def test_nothing_that_a_browser_runs_is_published() -> None:
    assert may_be_published("a.PDF")
    assert not any(map(may_be_published, ("a.html", "a.svg", "a.xml", "a.js", "a.pdf.exe", "a", ".htaccess", "a.pdf ")))


def test_an_old_answer_that_is_released_today_is_the_first_of_the_feed_and_new_today() -> None:
    old = made(300, released_on=date(2026, 5, 5))
    items = etree.fromstring(feed(AT_HOME, newest_first([*(made(number) for number in range(1, 60)), old])))[0]
    [first, *_] = items.findall("item")
    assert first.findtext("guid") == f"{AT_HOME.base_url}/cases/FOI-2026-0300.html"
    assert first.findtext("pubDate") == "Tue, 05 May 2026 12:00:00 +0000"
