"""Datasette over a copy of the register: each page in a real browser, and nothing of people in a masked copy."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from boards import ADDRESS, HOSTILE, HOUSE, LONG, MONDAY, UNHAPPY, WROTE, ZELDA, played
from chromium import DESKTOP, TELEPHONE, serious_faults
from playwright.sync_api import Browser, Page, ViewportSize
from registers import ADA

from foibot.jobs.desk import Desk
from foibot.store.canned_queries import CANNED
from foibot.store.copying import copy_register
from foibot.store.personal_columns import PERSONAL, SECRET
from foibot.store.table_words import TABLES

Office = tuple[Desk, dict[str, str], Path]
TOLD = (ZELDA, ADDRESS, HOUSE, WROTE, HOSTILE[:30], LONG[:30], UNHAPPY[:30], ADA.name, "ada.field@", "Which road")
"""Names, addresses, words of requests, of mail and of letters."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    return (*played(folder), folder)


@dataclass(frozen=True, slots=True)
class Explored:
    """Where Datasette answers, and the temporary folder with its copy."""

    port: int
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def status(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@contextmanager
def exploring(office: Office, tmp: Path, *more: str, ends_by: int = signal.SIGINT) -> Iterator[Explored]:
    """Run `foibot explore` on a free port; afterwards its copy must be gone."""
    tmp.mkdir(exist_ok=True)
    line = [sys.executable, "-m", "foibot", "-c", str(office[2] / "config.toml"), "explore", "--port", "0", *more]
    process = subprocess.Popen(
        [*line, "--now", MONDAY.isoformat()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        assert found, process.stderr.read()
        [folder] = tmp.glob("foibot-explore-*")
        yield Explored(int(found[1]), folder)
    finally:
        process.send_signal(ends_by)
        _, fault = process.communicate(timeout=30)
    refused = [line for line in fault.splitlines() if line.startswith("ERROR: conn=")]  # a question, and why not
    assert fault.splitlines() == refused
    assert process.returncode == (0 if ends_by == signal.SIGINT else 1)
    assert list(tmp.iterdir()) == []


@pytest.fixture(scope="module")
def explored(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explored]:
    with exploring(office, tmp_path_factory.mktemp("tmp")) as found:
        yield found


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


# -- the copy


def test_a_masked_copy_holds_no_name_address_or_word_in_any_of_its_bytes(office: Office, tmp_path: Path) -> None:
    register, copy = office[2] / "foibot.db", tmp_path / "copy.db"
    copy_register(register, copy, personal=False)
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    held = copy.read_bytes()
    written = register.read_bytes() + (office[2] / "foibot.db-wal").read_bytes()
    for words in TOLD:
        assert words.encode() in written
        assert words.encode() not in held, words
    with closing(sqlite3.connect(register)) as db:
        for table, columns in PERSONAL.items():
            for column in columns:
                for (value,) in db.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall():  # noqa: S608
                    raw = value if isinstance(value, bytes) else str(value or "").encode()
                    assert len(raw) < 8 or raw not in held, (table, column)


def test_no_copy_holds_a_secret_and_a_full_one_holds_people(office: Office, tmp_path: Path) -> None:
    keys = [bytes(key) for (key,) in office[0].db.execute("SELECT key FROM keys").fetchall()]
    for personal in (False, True):
        copy = tmp_path / f"{personal}.db"
        copy_register(office[2] / "foibot.db", copy, personal=personal)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert not [key for key in keys if key in copy.read_bytes()]
        with closing(sqlite3.connect(copy)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            named = {name for (name,) in db.execute("SELECT applicant FROM cases")}
        assert not tables & set(SECRET)
        assert (ZELDA in named) is personal


def test_what_others_put_into_the_register_is_in_no_copy_of_it(office: Office, tmp_path: Path) -> None:
    copy_register(office[2] / "foibot.db", tmp_path / "theirs.db", personal=True)
    db = office[0].db
    db.execute("CREATE TABLE visitors AS SELECT 'Zelda Nobody' AS name")
    try:
        copy_register(office[2] / "foibot.db", tmp_path / "copy.db", personal=False)
    finally:
        db.execute("DROP TABLE visitors")
    with (
        closing(sqlite3.connect(tmp_path / "copy.db")) as copied,
        closing(sqlite3.connect(tmp_path / "theirs.db")) as all_,
    ):
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        assert copied.execute(listed).fetchall() == all_.execute(listed).fetchall()
    assert b"Zelda Nobody" not in (tmp_path / "copy.db").read_bytes()


def test_a_copy_counts_what_the_register_counts(office: Office, tmp_path: Path) -> None:
    copy_register(office[2] / "foibot.db", tmp_path / "copy.db", personal=False)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        for table in ("cases", "events", "messages", "outbox", "people"):
            asked = f"SELECT count(*) FROM {table}"  # noqa: S608
            assert db.execute(asked).fetchone() == office[0].db.execute(asked).fetchone()
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_every_table_of_the_copy_is_explained(office: Office, tmp_path: Path) -> None:
    copy_register(office[2] / "foibot.db", tmp_path / "copy.db", personal=False)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        assert {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")} == set(TABLES)


# -- in the browser


def test_each_question_is_answered_in_the_browser(explored: Explored, page: Page) -> None:
    page.goto(f"{explored.address}/register")
    assert page.get_by_text(CANNED[0].title, exact=True).first.is_visible()
    for one in CANNED:
        answer = page.goto(f"{explored.address}/register/{one.name}")
        assert answer is not None
        assert answer.status == 200, one.name
        assert page.locator(".message-error").count() == 0, one.name
        assert one.title in page.inner_text("h1")


def test_what_is_due_next_names_the_case_and_nobody(explored: Explored, office: Office, page: Page) -> None:
    page.goto(f"{explored.address}/register/due_next")
    said = page.inner_text("body")
    assert office[1]["officer"] in said
    assert "[masked]" in said
    page.goto(f"{explored.address}/register/in_review")
    assert office[1]["review"] in page.inner_text("body")


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_every_page_says_what_it_shows_and_axe_finds_nothing_serious(
    explored: Explored, page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    for path, words in (
        ("/", "is masked"),
        ("/register", "Due next"),
        ("/register/cases", "A request each"),
        ("/register/events", "All that ever happened to a case"),
        ("/register/overdue", "the longest overdue first"),
        ("/tables", "Begin with cases"),
    ):
        page.goto(explored.address + path, wait_until="load")
        assert words in page.inner_text("body"), path
        # axe passes over a number of one figure, and a register has people with two
        page.evaluate("document.querySelectorAll('td em').forEach(one => { one.textContent = '20' })")
        assert serious_faults(page) == [], path


def test_a_case_leads_to_its_events_and_facets_count(explored: Explored, office: Office, page: Page) -> None:
    page.goto(f"{explored.address}/register/cases")
    assert "in_review" in page.locator(".facet-results").inner_text()
    page.goto(f"{explored.address}/register/events?reference={office[1]['officer']}")
    assert "NoteAdded" in page.inner_text("table.rows-and-columns")


def test_nothing_is_written_downloaded_or_told_elsewhere(explored: Explored) -> None:
    assert explored.status("/", Host="evil.example")[0] == 421
    assert explored.status("/register", "POST")[0] == 405
    assert explored.status("/register.db")[0] == 403
    assert explored.status("/register?sql=delete+from+cases")[0] == 400
    assert "9" in explored.status("/register.json?sql=select+count(*)+from+cases&_shape=array")[1]


FORBIDDEN = (
    "attach database '/etc/passwd' as other",
    "ATTACH 'file:x.db?mode=rwc' AS x",
    "/* look */ attach ':memory:' as x",
    "detach database register",
    "pragma user_version = 7",
    "pragma writable_schema = on",
    "pragma query_only = off",
    "select load_extension('/tmp/x.so')",
    "select writefile('/tmp/x', 'y')",
    "insert into cases (reference) values ('x')",
    "with a as (select 1) delete from events",
    "with a as (select 1) update events set type = 'x'",
    "create table x (y)",
    "drop table events",
    "vacuum into '/tmp/copy.db'",
    "select 1; drop table events",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_question_in_sql_reads_this_copy_and_does_nothing_else(explored: Explored, sql: str) -> None:
    for path in ("/register", "/register.json"):
        status, said = explored.status(f"{path}?sql={quote(sql)}")
        assert status == 400, (sql, said[:300])
    assert "9" in explored.status("/register.json?sql=select+count(*)+from+cases&_shape=array")[1]


def test_a_person_who_types_what_is_forbidden_is_told_so_in_the_browser(explored: Explored, page: Page) -> None:
    page.goto(f"{explored.address}/register?sql=select+count(*)+as+held+from+cases")
    assert page.locator("table.rows-and-columns").inner_text().split() == ["held", "9"]
    page.goto(f"{explored.address}/register?sql={quote(FORBIDDEN[0])}", wait_until="domcontentloaded")
    assert "must be a SELECT" in page.inner_text("body")


def test_the_copy_is_its_owners_alone_and_goes_when_the_process_is_ended(office: Office, tmp_path: Path) -> None:
    with exploring(office, tmp_path / "a", "--personal-data", ends_by=signal.SIGTERM) as found:
        assert stat.S_IMODE(found.folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((found.folder / "register.db").stat().st_mode) == 0o600
        assert ZELDA in found.status("/register/cases.json?_shape=array")[1]
        assert "In confidence" in found.status("/")[1]
