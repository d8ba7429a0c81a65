"""The demo as a stranger runs it: bare environment, no terminal, no configuration."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

DEMO = (sys.executable, "-m", "foibot", "demo")
SECONDS_ALLOWED = 20.0
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


def part(story: str, title: str) -> str:
    """Return what stands below the heading of a scene, up to the next heading."""
    return re.split(r"^.+? ─{2,}$", story.partition(title)[2].partition("\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_story_is_told_in_time_without_set_up_and_leaves_nothing_behind(
    tmp_path: Path, start: Callable[..., subprocess.Popen[str]]
) -> None:
    began = time.monotonic()
    story, complaints = (demo := start("--svg", str(tmp_path / "demo.svg"))).communicate(timeout=60)

    assert (demo.returncode, complaints) == (0, "")
    assert time.monotonic() - began < SECONDS_ALLOWED
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
    notice = part(story, "The officers have a notice")
    assert "To: Maya Sample" in notice
    assert f"foibot assign {reference[0]} OFFICER" in notice
    robots = part(story, "The two robots").splitlines()[1:3]
    assert [re.split(r"\s{2,}", row.strip()) for row in robots] == [
        ["j.placeholder@council.example", "auto reply", "automatic-reply", "FOI/Not FOI", "0"],
        ["weekly@bulletin.example", "bulk", "bulk", "FOI/Not FOI", "0"],
    ]
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
