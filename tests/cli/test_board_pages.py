"""The board in a real browser: what it shows, to whom it answers, and how it is read by eye, key and paper."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from itertools import pairwise
from pathlib import Path

import pytest
from boards import ADDRESS, HOSTILE, HOUSE, LONG, MONDAY, WROTE, ZELDA, played
from chromium import DESKTOP, TELEPHONE, is_wider_than_its_window, serious_faults
from playwright.sync_api import Browser, BrowserContext, Page
from registers import command, make_desk, new_case

from foibot.cli.board_pages import Pages, file_of, in_words, path_of
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.reports.folder import Page as Written
from foibot.reports.folder import keep_folder
from foibot.store.register import open_for_reading

Office = tuple[Desk, dict[str, str], Path]
NOW = MONDAY.isoformat()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    return (*played(folder), folder)


def foibot(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line(folder, *arguments), capture_output=True, text=True, check=False, timeout=60)


def line(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml"), *arguments]


@pytest.fixture(scope="module")
def written(office: Office) -> Path:
    """The folder of the board, as `foibot board DIR` writes it."""
    place = office[2] / "pages"
    ended = foibot(office[2], "board", str(place), "--now", NOW)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "9 open cases" in ended.stdout
    return place


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[int]:
    """Serve the board on a free port until the block ends, then interrupt it as Ctrl-C does."""
    process = subprocess.Popen(
        line(folder, "board", "--serve", "--port", "0", "--now", NOW, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found, process.stderr and process.stderr.read()
        yield int(found[1])
    finally:
        process.send_signal(signal.SIGINT)
        said, fault = process.communicate(timeout=20)
    assert (process.returncode, fault) == (0, "")
    assert "has ended" in said


@pytest.fixture(scope="module")
def port(office: Office) -> Iterator[int]:
    with serving(office[2]) as found:
        yield found


@pytest.fixture
def look(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page at a size; a page that wants a script or fetches anything fails the test."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def at(address: str, size: object = DESKTOP, **more: object) -> Page:
        context = chromium.new_context(viewport=size, **more)  # type: ignore[arg-type]
        page = context.new_page()
        errors: list[str] = []
        opened.append((context, errors))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.goto(address)
        return page

    yield at
    for context, errors in opened:
        assert errors == []
        context.close()


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read().decode()


# -- what is written


def test_each_case_is_one_click_from_the_board_with_its_clock_and_timeline(
    office: Office, written: Path, look: Callable[..., Page]
) -> None:
    _, found, _ = office
    page = look(f"{written.as_uri()}/index.html")
    page.get_by_role("link", name=found["holder"]).click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(found["holder"])
    said = page.inner_text("main")
    for words in ("Officer assigned: jane", "Finance", "How many are there?", "due Wednesday 1 April 2026"):
        assert words in said
    page.get_by_text("Each day, counted or left out").click()
    rows = page.get_by_role("row")
    assert "Tue 3 Mar 2026" in rows.nth(1).inner_text()
    assert "working day 20 of 20: the last day" in rows.last.inner_text()
    page.get_by_role("link", name="All open cases").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Open cases"


def test_hostile_words_are_words_and_every_script_is_shown(
    office: Office, written: Path, look: Callable[..., Page], tmp_path: Path
) -> None:
    assert HOSTILE[:40] not in (written / "index.html").read_text()
    assert foibot(office[2], "board", str(tmp_path / "named"), "--names", "--now", NOW).returncode == 0
    page = look(f"{(tmp_path / 'named').as_uri()}/index.html")
    assert page.title() == "Open cases: Exampleshire Council"
    said = page.inner_text("main")
    assert HOSTILE[:40] in said
    assert all(words in said for words in ("tyllau ŷ ŵ 🚧", "כמה בורות יש", "كم عدد الحفر"))
    assert page.locator("script").count() == 0
    assert "potholespotholes" in said
    assert LONG not in said


def test_without_names_no_page_tells_who_asks_or_what_they_wrote(office: Office, written: Path) -> None:
    told = "".join(path.read_text() for path in written.iterdir())
    for secret in (ZELDA, ADDRESS, HOUSE, f"rang about {WROTE}", "ada.field"):
        assert secret not in told
    assert "Applicants’ names are left out" in told
    place = office[2] / "named"
    assert foibot(office[2], "board", str(place), "--names", "--now", NOW).returncode == 0
    named = "".join(path.read_text() for path in place.iterdir())
    assert all(secret in named for secret in (ZELDA, ADDRESS, f"rang about {WROTE}"))


def test_the_pages_are_their_owners_alone_and_only_what_changed_is_written_again(
    office: Office, tmp_path: Path
) -> None:
    desk, found, folder = office
    place = tmp_path / "board"
    assert "10 pages written, 0 as they were" in tell(folder, place)
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert "1 page written, 9 as they were" in tell(folder, place)
    command(desk, "note", found["answer"], text="Rang the depot.")
    assert "2 pages written, 8 as they were" in tell(folder, place)
    assert "1 page written, 1 as it was, 8 removed" in tell(folder, place, "--officer", "rex")
    assert sorted(path.name for path in place.iterdir()) == [
        ".foibot-pages.json",
        file_of(found["review"]),
        "index.html",
    ]


def tell(folder: Path, place: Path, *more: str) -> str:
    ended = foibot(folder, "board", str(place), "--now", NOW, *more)
    assert (ended.returncode, ended.stderr) == (0, "")
    return " ".join(ended.stdout.split())


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="files that are not a board's"):
        keep_folder(tmp_path, {"index.html": Written("", lambda: "")})
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    folder = tmp_path / "board"
    keep_folder(folder, {"index.html": Written("", lambda: "board"), "one.html": Written("1", lambda: "case")})
    (folder / "letter.txt").write_text("mine")
    keep_folder(folder, {"index.html": Written("", lambda: "board")})
    assert sorted(path.name for path in folder.glob("*.*") if not path.name.startswith(".")) == [
        "index.html",
        "letter.txt",
    ]
    assert (folder / "letter.txt").read_text() == "mine"


def test_one_file_is_the_board_alone(office: Office, tmp_path: Path, look: Callable[..., Page]) -> None:
    assert "in one file" in tell(office[2], tmp_path / "wall.html")
    page = look((tmp_path / "wall.html").as_uri())
    assert page.locator("main a").count() == 0
    assert page.locator(".cards li").count() == 9


def test_no_two_references_share_a_file() -> None:
    names = ["FOI/2026/1", "FOI_2026_1", "FOI_2f_2026_1", "FOI-2026-1", "FOI:2026.1"]
    assert len({file_of(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", file_of(name)) for name in names)


# -- how it is read


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    office: Office, written: Path, look: Callable[..., Page], size: object, scheme: str
) -> None:
    for name in ("index.html", file_of(office[1]["holder"]), file_of(office[1]["officer"])):
        page = look(f"{written.as_uri()}/{name}", size, color_scheme=scheme)
        for details in page.locator("summary").all():
            details.click()
        assert serious_faults(page) == []
        assert not is_wider_than_its_window(page)


def test_the_keyboard_reaches_the_cases_past_a_skip_link_and_opens_one(
    office: Office, written: Path, look: Callable[..., Page]
) -> None:
    page = look(f"{written.as_uri()}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the cases"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    reached = []
    for _ in range(9):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
    assert sorted(reached) == sorted(office[1].values())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{file_of(reached[-1])}")


def test_headings_go_down_step_by_step_and_there_is_one_main(written: Path, look: Callable[..., Page]) -> None:
    for path in written.glob("*.html"):
        page = look(path.as_uri())
        levels = [int(one.evaluate("one => one.tagName[1]")) for one in page.locator("h1, h2, h3").all()]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.locator("main").count() == 1


def test_how_late_a_case_is_stands_in_words_beside_its_colour(office: Office, written: Path) -> None:
    shown = (written / "index.html").read_text()
    for band, words in (("now", "2 working days left"), ("none", "the clock stands still"), ("later", "10 working")):
        assert re.search(rf'<li class="{band}">.*?<span class="days">{words}', shown)
    later = foibot(office[2], "board", str(written.parent / "late.html"), "--now", "2026-04-08T10:00Z")
    assert later.returncode == 0
    assert '<span class="days">overdue by 3 working days</span>' in (written.parent / "late.html").read_text()


def test_on_paper_there_is_no_menu_and_each_day_of_the_clock(
    office: Office, written: Path, look: Callable[..., Page]
) -> None:
    page = look(f"{written.as_uri()}/{file_of(office[1]['answer'])}")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("td", has_text="the last day").is_visible()


def test_an_empty_board_says_so(tmp_path: Path, look: Callable[..., Page]) -> None:
    make_desk(tmp_path).db.close()
    assert "0 open cases" in tell(tmp_path, tmp_path / "board")
    page = look((tmp_path / "board" / "index.html").as_uri(), TELEPHONE)
    assert "No case is open." in page.inner_text("main")
    assert serious_faults(page) == []


def test_two_thousand_cases_are_one_page_that_a_telephone_shows(
    tmp_path: Path, office: Office, look: Callable[..., Page]
) -> None:
    desk, _, _ = office
    pages = Pages(desk.app, MONDAY.date(), in_words(MONDAY), names=False)
    found = pages.board(desk.db)
    [filled, *_] = [one for one in found.columns if one.cards]
    many = tuple(replace(filled.cards[0], reference=f"FOI-2026-{number:04d}") for number in range(2_000))
    full = replace(found, columns=(replace(filled, cards=many),))
    place = tmp_path / "many.html"
    place.write_text(pages.board_page(full, {card.reference: path_of(card.reference) for card in many}))
    page = look(place.as_uri(), TELEPHONE)
    assert page.locator(".cards li").count() == 2_000
    assert "2000 open cases" in page.inner_text("header")
    assert not is_wider_than_its_window(page)


# -- how it is served


def test_served_it_is_read_afresh_each_time_and_filtered_by_officer(tmp_path: Path, look: Callable[..., Page]) -> None:
    desk = make_desk(tmp_path, MONDAY)
    first = new_case(desk)
    with serving(tmp_path) as port:
        page = look(f"http://127.0.0.1:{port}/")
        assert page.locator(".cards li").count() == 1
        second = new_case(desk, text="Another thing?")
        command(desk, "assign", second, officer=desk.app.policy.officer("jane"))
        page.reload()
        assert page.locator(".cards li").count() == 2
        page.get_by_role("link", name="jane").click()
        assert page.locator(".cards a").all_inner_texts() == [second]
        assert page.url.endswith("/?officer=jane")
        page.get_by_role("link", name="Nobody’s").click()
        assert page.locator(".cards a").all_inner_texts() == [first]
        assert serious_faults(page) == []
        page.get_by_role("link", name=first).click()
        assert "working day 0 of 20" in page.inner_text("main")
        assert "20 working days left" in page.inner_text("main")


def test_nothing_but_this_machines_own_browser_is_answered(port: int) -> None:
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.evil.example:{port}", ""):
        answer, said = ask(port, Host=host)
        assert (answer.status, "Exampleshire" in said) == (421, False)
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert ask(port, Host=host)[0].status == 200
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\n\r\n".encode())
        assert line.recv(1_000).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_changed(port: int, method: str) -> None:
    answer, said = ask(port, method=method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "nothing can be changed" in said


def test_a_page_may_load_nothing_run_nothing_and_keeps_no_cookie(port: int, office: Office) -> None:
    for path in ("/", path_of(office[1]["officer"])):
        answer, _ = ask(port, path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert answer.headers["Set-Cookie"] is None
        assert answer.headers["Cache-Control"] == "no-store"
    assert ask(port, method="HEAD")[1] == ""


def test_its_style_is_let_through_by_its_own_policy(port: int, look: Callable[..., Page]) -> None:
    page = look(f"http://127.0.0.1:{port}/", DESKTOP)
    assert page.locator(".columns").evaluate("one => getComputedStyle(one).display") == "grid"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/case/",
        "/case/FOI-1999-0001",
        "/case/office",
        "/../config.toml",
        "/case/%2e%2e%2fconfig.toml",
        "//x",
    ],
)
def test_what_is_no_case_is_not_there(port: int, path: str) -> None:
    answer, said = ask(port, path)
    assert (answer.status, said.startswith("There is no such page")) == (404, True)


def test_a_port_that_is_taken_is_said_in_one_sentence(port: int, office: Office) -> None:
    ended = foibot(office[2], "board", "--serve", "--port", str(port))
    assert ended.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on: Address already in use. Name another" in ended.stderr


def test_without_a_register_it_says_what_makes_one(tmp_path: Path) -> None:
    make_desk(tmp_path).db.close()
    (tmp_path / "foibot.db").unlink()
    ended = foibot(tmp_path, "board", "--serve")
    assert ended.returncode == 1
    assert "there is no register yet" in ended.stderr
    assert not (tmp_path / "foibot.db").exists()


def test_wrong_usage_names_the_nearest_officer(office: Office) -> None:
    ended = foibot(office[2], "board", "x.html", "--officer", "jan")
    assert ended.returncode == 2
    assert "Did you mean jane" in ended.stderr
    assert foibot(office[2], "board", "x.html", "--serve").returncode == 2


def test_a_name_that_ends_as_no_page_does_is_refused_and_a_folder_of_any_name_is_kept(
    office: Office, tmp_path: Path
) -> None:
    ended = foibot(office[2], "board", str(tmp_path / "a.txt"))
    assert (ended.returncode, "Name a file that ends in .html, or a folder." in ended.stderr) == (2, True)
    assert not (tmp_path / "a.txt").exists()
    (tmp_path / "board.d").mkdir()
    assert foibot(office[2], "board", str(tmp_path / "board.d")).returncode == 0


def test_reading_the_board_writes_nothing(office: Office) -> None:
    desk, _, folder = office
    with open_for_reading(folder / "foibot.db").conn as db:
        before = db.execute("SELECT count(*) FROM events").fetchone()
    Pages(desk.app, MONDAY.date(), "", names=True).board(open_for_reading(folder / "foibot.db"))
    assert desk.db.execute("SELECT count(*) FROM events").fetchone() == before
