"""The demo as a stranger runs it: bare environment, no terminal, no configuration; and the days of its story."""

import asyncio
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from imapclient import IMAPClient
from office import PATIENCE
from rich.console import Console

from foibot.cli.demo import run_verb
from foibot.demo.days import story_clock
from foibot.demo.office import APPLICANT
from foibot.demo.passing import pass_time_until
from foibot.demo.scenes import SCENES
from foibot.demo.stage import Stage
from foibot.demo.story import open_stage, tell
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.working_days import UNION, Calendars
from foibot.store import queries

DEMO = (sys.executable, "-m", "foibot", "demo")
SECONDS_ALLOWED = 20.0
CPU_SECONDS_ALLOWED = 12.0
WORDS = """\
Hello,

under the Freedom of Information Act, please tell me how many stolen bicycles
the police found again last year.

Bo Visitor
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home and an empty folder for temporary files."""
    for name in ("home", "tmp", "here"):
        (tmp_path / name).mkdir()
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}


@pytest.fixture
def start(tmp_path: Path, bare: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A function that starts the demo in an empty folder; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []
    # A shell starts what runs in the background deaf to Ctrl-C, and its children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def run(*options: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*DEMO, *options],
            cwd=tmp_path / "here",
            env=bare,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    signal.signal(signal.SIGINT, before)
    for process in started:
        process.kill()
        process.communicate()


def left_behind(tmp_path: Path) -> list[str]:
    return [str(path) for name in ("home", "tmp", "here") for path in (tmp_path / name).iterdir()]


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail(f"'{words}' was never printed, but:\n{''.join(lines)}\n{process.communicate()[1]}")


def cpu_of_children() -> float:
    """Return the CPU seconds of every process that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def part(story: str, title: str) -> str:
    """Return what stands below the heading of a scene, up to the next heading."""
    return re.split(r"^.+? ─{2,}$", story.partition(title)[2].partition("\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_story_is_told_in_time_without_set_up_and_leaves_nothing_behind(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    began, used = time.monotonic(), cpu_of_children()
    story, complaints = (demo := start("--svg", str(tmp_path / "demo.svg"))).communicate(timeout=60 * PATIENCE)

    assert (demo.returncode, complaints) == (0, "")
    assert time.monotonic() - began < SECONDS_ALLOWED * PATIENCE
    assert cpu_of_children() - used < CPU_SECONDS_ALLOWED  # however busy the machine is
    assert max(map(len, story.splitlines())) <= 80
    assert left_behind(tmp_path) == []

    register = part(story, "foibot looks into the mailbox")
    assert "3 new messages (1 on cases, 2 from machines)" in register
    reference = re.search(r"FOI-\d{4}-0001", register)
    assert reference
    answer = part(story, "The applicant has an acknowledgement")
    assert "To: Tamsin Oakapple <tamsin.oakapple@post.example>" in answer
    assert f"Subject: Re: Facial recognition in Exampleton [{reference[0]}]" in answer
    assert "20 working days" in answer
    reminder = part(story, "Nobody has taken it")
    assert "To: Maya Sample" in reminder
    assert f"foibot assign {reference[0]} OFFICER" in reminder
    robots = part(story, "The two robots").splitlines()[1:3]
    assert [re.split(r"\s{2,}", row.strip()) for row in robots] == [
        ["j.placeholder@council.example", "auto reply", "automatic-reply", "FOI/Not FOI", "0"],
        ["weekly@bulletin.example", "bulk", "bulk", "FOI/Not FOI", "0"],
    ]
    asked = part(story, "An officer does, and asks Contracts")
    assert "they may tell who asks" in asked
    assert "Tamsin" not in asked
    refused = " ".join(part(story, "Whoever had a part in the answer").split())
    assert "Maya Sample had a part in the first answer: drafted the answer 'not-held'" in refused
    assert "Owen Specimen had a part in the first answer: approved the answer 'not-held'" in refused
    assert f"The review of {reference[0]} is with Rhea Pattern." in refused
    outcome = " ".join(part(story, "The applicant has the outcome").replace("│", " ").split())
    assert "We uphold the original decision: it stands." in outcome
    assert "complain to the Information Commissioner" in outcome
    assert "review decided" in part(story, "All of it stands in the register")
    assert "the chain is whole" in story
    assert "foibot once --dry-run" in part(story, "What to do next")

    picture = (tmp_path / "demo.svg").read_text(encoding="utf-8")
    assert "Tamsin&#160;Oakapple" in picture
    assert "url(" not in picture.replace("url(#", "")


def test_a_visitor_writes_on_the_web_page_and_is_answered_while_it_stays(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    demo = start("--stay")
    invited = read_until(demo, "foibot is running.")
    page = re.search(r"http://127\.0\.0\.1:\d+/", invited)
    assert page

    answers = asyncio.run(write_and_wait(page[0], "bo@visitor.example"))
    told = read_until(demo, "acknowledgement sent to bo@visitor.example")
    demo.send_signal(signal.SIGTERM)
    ended = time.monotonic()
    rest, complaints = demo.communicate(timeout=30)

    assert [re.sub(r"\d{4}", "YYYY", answer, count=1) for answer in answers] == ["Re: Bicycles [FOI-YYYY-0002]"]
    assert re.search(r"bo@visitor.example wrote: new request, on FOI-\d{4}-0002", told)
    assert "oakapple" not in told + rest
    assert re.findall("chaser|escalation", told + rest) == []
    assert (demo.returncode, complaints) == (0, "")
    assert time.monotonic() - ended < 5
    assert rest.endswith("The demo has ended, and left nothing behind.\n")
    assert left_behind(tmp_path) == []


async def write_and_wait(page: str, visitor: str) -> list[str]:
    """Write as the page's own script does, with a folder open that is no inbox; return the subjects of the answers."""
    header = {"from": f"Bo Visitor <{visitor}>", "to": "foi@opcc.example", "subject": "Bicycles", "date": ""}
    mail = {"header": header, "body": WORDS}
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{page}websocket") as socket:
        await socket.send_json(
            {"command": "send_mail", "account": "foi@opcc.example", "mailbox": "FOI/Logged", "mail": mail}
        )
        for _ in range(50):
            if mails := await mails_of(socket, visitor):
                return [mail["header"]["subject"] for mail in mails]
            await asyncio.sleep(0.2)
    return []


async def mails_of(socket: aiohttp.ClientWebSocketResponse, account: str) -> list[dict[str, Any]]:
    await socket.send_json({"command": "list_accounts"})
    while (answer := json.loads((await socket.receive()).data))["command"] != "list_accounts":
        pass
    if account not in answer["data"]["accounts"]:
        return []
    await socket.send_json({"command": "list_mails", "account": account, "mailbox": "INBOX"})
    return list(json.loads((await socket.receive()).data)["data"]["mails"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_demo_ended_in_mid_story_cleans_up(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]], number: signal.Signals
) -> None:
    demo = start()
    read_until(demo, "An applicant writes")
    demo.send_signal(number)
    _, complaints = demo.communicate(timeout=30)

    assert demo.returncode == 1
    assert complaints.strip() == ""
    assert left_behind(tmp_path) == []


def test_the_mail_server_ends_when_the_demo_was_killed(start: Callable[..., subprocess.Popen[str]]) -> None:
    demo = start()
    read_until(demo, "An applicant writes")
    children = Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text(encoding="ascii").split()
    demo.kill()
    demo.communicate()

    assert len(children) == 1
    deadline = time.monotonic() + 5
    while Path(f"/proc/{children[0]}/cmdline").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(children[0])


def is_running(process: str) -> bool:
    """Say whether a process runs; one that only waits for its parent to notice does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_without_its_mail_server_the_demo_says_in_one_sentence_how_to_install_it(bare: dict[str, str]) -> None:
    script = "import sys; sys.modules['mail_devel'] = None; from foibot.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", script, "demo"], env=bare, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "foibot: The demo needs its embedded mail server: pip install 'foibot[demo]'\n"
    assert done.stdout == ""


# -- the days of the story, told on the evening of Sunday 29 November 2026

TOLD = datetime(2026, 11, 29, 19, 30, tzinfo=UTC)
UK = Calendars(published_holidays(), KNOWN_THROUGH).named(UNION)


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[str, Stage]]:
    """The story as it was told, and its stage, still standing."""
    console = Console(file=StringIO(), width=80, highlight=False)
    with open_stage(console, run_verb, TOLD) as stage:
        tell(stage)
        assert isinstance(console.file, StringIO)
        yield console.file.getvalue(), stage


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_each_scene_of_another_day_names_it_and_how_much_of_the_time_is_used(told: tuple[str, Stage]) -> None:
    days = re.findall(r" ─{2,}\n(\w+day \d+ \w+.*)\n", told[0])
    assert days == [
        "Wednesday 16 September",
        "Thursday 17 September, working day 1 of 20",
        "Friday 18 September, working day 2 of 20",
        "Friday 25 September, working day 7 of 20",
        "Wednesday 30 September, working day 10 of 20",
        "Thursday 1 October, working day 11 of 20",
        "Friday 9 October, answered on Thu 1 Oct 2026",
        "Monday 12 October, review, working day 1 of 20",
        "Monday 26 October, review, working day 11 of 20",
    ]


def test_the_applicants_letters_carry_the_moments_at_which_they_were_written_and_the_days_that_are_owed(
    told: tuple[str, Stage],
) -> None:
    letters = told[1].server.mails(APPLICANT)
    assert [str(letter["Date"]) for letter in letters] == [
        "Wed, 16 Sep 2026 18:43:00 +0000",
        "Thu, 01 Oct 2026 09:30:00 +0000",
        "Fri, 09 Oct 2026 19:15:00 +0000",
        "Mon, 26 Oct 2026 16:00:00 +0000",
    ]
    acknowledged, answered, review, outcome = map(words_of, letters)
    assert "no later than Wednesday 14 October 2026" in acknowledged
    assert "Thursday 1 October 2026" in answered
    assert "the result by Friday 6 November 2026" in review
    assert "asked us on Friday 9 October 2026" in outcome


def test_mail_arrives_on_the_days_of_the_story_and_the_log_tells_of_these_days(told: tuple[str, Stage]) -> None:
    with closing(told[1].register()) as db:
        arrived = queries.rows(db, "SELECT from_email, received_at FROM messages ORDER BY id")
        happened = queries.rows(db, "SELECT type, date(at) AS day FROM events ORDER BY id")
    assert [(row["from_email"].partition("@")[0], row["received_at"][:16]) for row in arrived] == [
        ("tamsin.oakapple", "2026-09-16T18:42"),
        ("j.placeholder", "2026-09-16T18:42"),
        ("weekly", "2026-09-16T18:42"),
        ("contracts", "2026-09-25T14:20"),
        ("tamsin.oakapple", "2026-10-09T19:15"),
    ]
    days = [(row["type"], row["day"]) for row in happened]
    assert [day for kind, day in days if kind == "ChaserSent"] == ["2026-09-17", "2026-09-30"]
    assert ("HolderAnswered", "2026-09-25") in days
    assert days == sorted(days, key=lambda one: one[1])


def test_an_inbox_keeps_the_moment_at_which_a_mail_of_the_story_arrived(told: tuple[str, Stage]) -> None:
    server = told[1].server
    with IMAPClient("127.0.0.1", server.imap, ssl=False) as session:
        session.normalise_times = False
        session.login("foi@opcc.example", server.password)
        session.select_folder("FOI/Not FOI", readonly=True)
        [first, *_] = session.fetch(session.search(), ["INTERNALDATE"]).values()
    assert first[b"INTERNALDATE"] == datetime(2026, 9, 16, 18, 42, tzinfo=UTC)


def test_nothing_more_is_sent_about_the_story_when_its_clock_goes_on_to_today_and_beyond(
    told: tuple[str, Stage],
) -> None:
    stage = told[1]
    with closing(stage.register()) as db:
        before = queries.rows(db, "SELECT count(*) AS letters FROM outbox")
        pass_time_until(stage.app, stage.clock, TOLD + timedelta(days=60))
        stage.verb("once")
        assert queries.rows(db, "SELECT count(*) AS letters FROM outbox") == before


def test_the_story_begins_on_a_wednesday_and_is_over_before_it_is_told_whatever_the_day() -> None:
    for day in range(3 * 365):
        now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
        clock = story_clock(UK, now)
        assert f"{clock.day:%A}" == "Wednesday"
        assert clock.now < clock.moment(SCENES[-1].day, SCENES[-1].at) < now - timedelta(weeks=2)


def test_the_clock_of_the_story_stops_on_each_morning_of_work_between_two_scenes() -> None:
    clock = story_clock(UK, datetime(2026, 3, 4, tzinfo=UTC))
    mornings = list(clock.mornings_until(datetime(2026, 1, 5, 12, tzinfo=UTC)))
    days = ("29 Dec 09:05", "30 Dec 09:05", "31 Dec 09:05", "05 Jan 09:05")
    assert tuple(f"{morning:%d %b %H:%M}" for morning in mornings) == days
