"""`foibot inspect`: one JSON object a message with fixed keys, whatever lies there, and a page for people."""

import base64
import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from click.testing import CliRunner, Result

from foibot.cli.inspect import inspect_command

KEYS = {
    *(
        "path",
        "parsed",
        "defects",
        "message_id",
        "from_name",
        "from_email",
        "reply_to",
        "to",
        "subject",
        "date",
        "text",
    ),
    *("new_text", "attachments", "automatic", "kind", "reference", "bounced_recipient", "regime_suggested", "reasons"),
}
BOUNCE = (
    b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n"
    b"<gone@reader.example>: 550 5.1.1 user unknown\r\n"
)
FROM_LINE = b"From someone@reader.example Mon Feb  2 10:00:00 2026\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(inspect_command, [str(argument) for argument in arguments])


def rows(*paths: Path) -> list[dict[str, Any]]:
    result = run(*paths, "--json")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "bounce.eml").write_bytes(BOUNCE)
    (tmp_path / "a.eml").write_bytes(make_mail(shape="attachment", headers={"Date": "Mon, 2 Feb 2026 10:00:00 +0000"}))
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "manifest.jsonl").write_text("{}")
    (tmp_path / ".hidden").write_text("x")
    return tmp_path


def test_a_folder_is_read_in_order_with_all_below_it(mails: Path) -> None:
    found = rows(mails)
    assert [Path(row["path"]).relative_to(mails).as_posix() for row in found] == ["a.eml", "b/bounce.eml", "empty.eml"]


def test_every_line_has_the_same_keys(mails: Path) -> None:
    assert [set(row) for row in rows(mails)] == [KEYS, KEYS, KEYS]


def test_a_request_is_told_with_what_it_was_taken_for_and_why(mails: Path) -> None:
    row = rows(mails / "a.eml")[0]
    assert (row["parsed"], row["kind"], row["automatic"]) == (True, "new_request", False)
    assert (row["from_name"], row["from_email"], row["to"]) == (
        "Ada Field",
        "ada.field@reader.example",
        ["foi@council.example"],
    )
    assert row["message_id"] == "<potholes.1@reader.example>"
    assert row["date"] == "2026-02-02T10:00:00+00:00"
    assert [set(part) for part in row["attachments"]] == [{"name", "type", "size"}]
    assert row["reasons"][0]["rule"] == "request"
    assert row["reasons"][0]["evidence"]


def test_a_bounce_is_told_with_the_address_that_was_not_reached(mails: Path) -> None:
    row = rows(mails / "b")[0]
    assert (row["kind"], row["automatic"], row["bounced_recipient"]) == ("bounce", True, "gone@reader.example")


def test_a_reference_of_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(make_mail(subject="Re: [FOI-2026-0012] potholes"))
    assert rows(tmp_path)[0]["reference"] == "FOI-2026-0012"


def test_what_cannot_be_read_is_a_line_with_the_reason_and_the_rest_goes_on(mails: Path) -> None:
    found = {Path(row["path"]).name: row for row in rows(mails)}
    assert (found["empty.eml"]["parsed"], found["empty.eml"]["defects"]) == (
        False,
        ["the message is empty: there are no bytes to read"],
    )
    assert found["a.eml"]["parsed"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_that_may_not_be_opened_is_a_line_too(mails: Path) -> None:
    (mails / "a.eml").chmod(0)
    row = rows(mails)[0]
    assert not row["parsed"]
    assert row["defects"] == ["the file cannot be opened: Permission denied"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_folder_that_may_not_be_opened_is_told_and_the_rest_goes_on(mails: Path, mode: int) -> None:
    (mails / "b").chmod(mode)
    found = rows(mails)
    (mails / "b").chmod(0o755)
    assert [row["parsed"] for row in found] == [True, False, False]
    assert "cannot be opened" in found[1]["defects"][0]


def test_a_file_that_cannot_be_read_is_a_line_too() -> None:
    [row] = rows(Path("/proc/self/mem"))
    assert row["defects"] == ["the file cannot be opened: Input/output error"]


def test_what_in_a_folder_is_no_file_is_passed_over_and_told_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(make_mail())
    os.mkfifo(tmp_path / "pipe.eml")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "itself.eml").symlink_to("itself.eml")
    (tmp_path / "nowhere.eml").symlink_to("nothing-here.eml")
    (tmp_path / "to-the-pipe.eml").symlink_to("pipe.eml")
    (tmp_path / "to-the-mail.eml").symlink_to("a.eml")

    command = [sys.executable, "-m", "foibot", "inspect", "--json", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=20)

    assert [json.loads(line)["path"] for line in done.stdout.splitlines()] == ["a.eml", "to-the-mail.eml"]
    assert done.stderr.splitlines() == [
        "foibot: itself.eml is passed over: it is a link that leads back to itself.",
        "foibot: loop is passed over: it is a link to a folder: name that folder to have it read.",
        "foibot: nowhere.eml is passed over: it is a link that leads nowhere.",
        "foibot: pipe.eml is passed over: it is a pipe.",
        "foibot: to-the-pipe.eml is passed over: it is a pipe.",
    ]


def test_an_mbox_is_read_message_by_message_and_its_quoting_undone(tmp_path: Path) -> None:
    first = make_mail(text="One\n>From the start\n>>From twice\n").replace(b"\r\n", b"\n")
    box = tmp_path / "box.mbox"
    box.write_bytes(FROM_LINE + first + b"\n" + FROM_LINE + BOUNCE.replace(b"\r\n", b"\n"))
    one, two = rows(box)
    assert (one["path"], two["path"]) == (f"{box}#1", f"{box}#2")
    assert one["text"].strip() == "One\nFrom the start\n>From twice"
    assert two["kind"] == "bounce"


def test_an_mbox_with_line_ends_of_windows_is_read_like_any_other(tmp_path: Path) -> None:
    box = tmp_path / "inbox"
    box.write_bytes((FROM_LINE + make_mail(text="One\n>From the start\n") + b"\n").replace(b"\r\n", b"\n") * 2)
    unix = rows(box)
    box.write_bytes(box.read_bytes().replace(b"\n", b"\r\n"))
    assert rows(box) == unix
    assert [row["new_text"] for row in unix] == ["One\nFrom the start"] * 2


@pytest.mark.parametrize("name", ["a.eml.gz", "a.eml", "old.mbox.gz"])
def test_a_packed_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    raw = make_mail()
    box = b"".join(FROM_LINE + raw.replace(b"\r\n", b"\n") + b"\n" for _ in range(2))
    (tmp_path / name).write_bytes(gzip.compress(box if "mbox" in name else raw))
    found = rows(tmp_path / name)
    assert [row["kind"] for row in found] == ["new_request"] * (2 if "mbox" in name else 1)


def test_a_packed_mbox_that_is_cut_off_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    box = tmp_path / "old.mbox.gz"
    chances = [random.Random(number) for number in (1, 2)]  # noqa: S311 - invented mail is no secret
    letters = [make_mail(text=base64.encodebytes(chance.randbytes(60_000)).decode()) for chance in chances]
    packed = gzip.compress(b"".join(FROM_LINE + raw.replace(b"\r\n", b"\n") + b"\n" for raw in letters))
    box.write_bytes(packed[:-20_000])
    first, last = rows(box)
    assert (first["parsed"], last["parsed"]) == (True, False)
    assert last["defects"] == ["the packed file is damaged: it cannot be read to its end"]


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (b"PK\x03\x04", "a ZIP archive: unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Outlook .msg file: save the message as .eml"),
        (b"!BDN", "an Outlook data file: save its messages as .eml"),
        (b"%PDF-", "a PDF file"),
    ],
)
def test_what_is_no_mail_is_told_and_not_taken_for_a_request(tmp_path: Path, begin: bytes, told: str) -> None:
    (tmp_path / "x.eml").write_bytes(begin + b"1.7\nPlease send me the records you hold, under the FOI Act.\n")
    [row] = rows(tmp_path)
    assert (row["parsed"], row["kind"], row["defects"]) == (False, "unclear", [f"no message but {told}"])


def test_what_dovecot_keeps_beside_the_messages_of_a_maildir_is_passed_over(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    for name in ("dovecot-uidlist", "dovecot.index.log", "dovecot.index", "dovecot-keywords", "maildirfolder"):
        (tmp_path / name).write_bytes(b"3 V1772532000 N2\n")
    (tmp_path / "cur" / "1772532000.M1P1.mx,S=516:2,S").write_bytes(make_mail())
    assert [row["kind"] for row in rows(tmp_path)] == ["new_request"]


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    for number in range(60):
        (tmp_path / f"{number}.eml").write_bytes(make_mail(text="words " * 1_000))
    command = [sys.executable, "-m", "foibot", "inspect", *arguments, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_message_given_through_a_pipe_is_read(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "foibot", "inspect", "--json", "/dev/stdin"]
    done = subprocess.run(command, input=make_mail(), capture_output=True, check=True, cwd=tmp_path)
    assert json.loads(done.stdout)["kind"] == "new_request"


def test_a_pipe_named_by_itself_is_read_as_a_shell_hands_it_over(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(make_mail())
    script = 'exec "$0" -m foibot inspect --json <(cat a.eml)'
    command = ["bash", "-c", script, sys.executable]
    done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path, timeout=20)
    assert (json.loads(done.stdout)["kind"], done.stderr) == ("new_request", b"")


def test_a_single_message_saved_with_a_from_line_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(FROM_LINE + make_mail().replace(b"\r\n", b"\n"))
    assert [row["kind"] for row in rows(tmp_path)] == ["new_request"]


def test_the_page_for_people_fits_eighty_columns_and_counts_the_kinds(mails: Path) -> None:
    result = run(mails)
    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "NEW REQUEST  Freedom of Information request: potholes" in result.stdout
    assert "not readable: the message is empty" in result.stdout
    assert result.stdout.splitlines()[-1] == "3 messages: 1 new request, 1 bounce, 1 not readable"


def test_nothing_in_a_message_can_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(make_mail(subject="FOI \x1b[2J\x07 bins"))
    assert "\x1b" not in run(tmp_path).stdout


@pytest.mark.parametrize("arguments", [[], ["/no/such/place"]])
def test_a_wrong_use_is_told(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_it_needs_no_configuration_and_holds_one_message_at_a_time(tmp_path: Path) -> None:
    box = tmp_path / "large.mbox"
    with box.open("wb") as out:
        for _ in range(40):
            out.write(FROM_LINE + make_mail(text="words " * 60_000).replace(b"\r\n", b"\n") + b"\n\n")
    program = (
        "import pathlib, runpy, sys\nsys.argv = ['foibot', 'inspect', sys.argv[1], '--json']\n"
        "try:\n    runpy.run_module('foibot', run_name='__main__')\nexcept SystemExit as done:\n"
        "    peak = pathlib.Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0]\n"
        "    print(done.code, peak, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(box)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    code, kilobytes = done.stderr.split()[-2:]
    assert (code, len(done.stdout.splitlines())) == ("0", 40)
    assert int(kilobytes) < 64_000
