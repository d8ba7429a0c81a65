"""The commands that look: 80 columns for people, stable keys for programs, and harmless whatever mail says."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_bounce, make_mail, make_read_receipt
from click.testing import CliRunner
from registers import ADA, NOW, arrive, at, command, configuration, make_desk, new_case

from foibot.casework.commands import COMMANDS
from foibot.cli import PLACES, foibot, main
from foibot.cli.acting import system_user
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.telling import tell_officers
from foibot.store import inbox, job_runs, outbox
from foibot.store.inbox import Place
from foibot.store.register import writing

HOSTILE = "\x1b[31mred\x1b]0;title\x07 \x9b2J\u202eback [bold]markup[/bold] [link=x]\\[y]"
STEERING = "\x1b\x07\x9b\u202e\u2066\x00\x08\x85\u2028"
LATER = "2026-03-05T10:00"
READING = (
    ("cases",),
    ("cases", "--all", "--now", "2026-06-01"),
    ("cases", "--status", "closed"),
    ("cases", "--officer", "-", "--due-by", "2026-04-30"),
    ("case", "FOI-2026-0001"),
    ("case", "foi 2026 0002"),
    ("case", "FOI-2026-0003"),
    ("case", "FOI-2026-0004"),
    ("case", "FOI-2026-0001", "--clock"),
    ("due", "--within", "30", "--now", LATER),
    ("triage",),
    ("drafts",),
    ("drafts", "--all"),
    ("draft", "1"),
    ("letters",),
    ("letters", "--status", "refused"),
    ("status", "--now", LATER),
    ("audit",),
    ("states",),
)


@dataclass(frozen=True, slots=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Ask = Callable[..., Said]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """A function that runs the command line on the configuration of `tmp_path`."""

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["foibot", "-c", str(tmp_path / "config.toml"), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Said(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def register(busy_office: Path, tmp_path: Path) -> Path:
    """A copy of the busy office's register, its configuration beside it."""
    shutil.copytree(busy_office, tmp_path, dirs_exist_ok=True)
    return tmp_path / "foibot.db"


@pytest.fixture(scope="module")
def busy_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with something of everything: hostile words, a draft, a bounce, a closed case, unread mail."""
    folder = tmp_path_factory.mktemp("office")
    desk = make_desk(folder)
    keep_calendar(desk)
    arrive(desk, make_mail())
    arrive(
        desk,
        make_mail(
            writer='"Evil [bold]Mallory" <mallory@writer.example>',
            subject=f"Request {HOSTILE} " + "long " * 40,
            text=f"Please send me the file {HOSTILE}.\n\n" + "A very long line. " * 30 + "x" * 300,
            message_id="<hostile@writer.example>",
            headers={"X-Auto-Response-Suppress": "All"},
        ),
    )
    new_case(desk, name=HOSTILE, address=f"3 {HOSTILE}\n" + "Mill Lane " * 20, text=f"A request\n{HOSTILE}" * 9)
    arrive(desk, make_mail(message_id="<fourth@reader.example>", text="Please send me file 4."))
    command(desk, "classify", "3", kind="correspondence")
    command(desk, "note", "FOI-2026-0001", text=f"Look: {HOSTILE} " + "and more " * 60)
    arrive(desk, make_read_receipt("<unknown@council.example>"))
    arrive(desk, make_mail(message_id="<junk@writer.example>", subject=HOSTILE), folder="Junk")
    with writing(desk.db) as db:
        [(raw,)] = db.execute("SELECT raw FROM outbox WHERE id = 1").fetchall()
        outbox.mark_sent(db, 1, "250 ok", now=NOW, copy=False)
        place = Place("foi", "INBOX", 1, 9)
        inbox.add_listed(db, place, [(99, 10, NOW)])
        inbox.note_fault(db, inbox.to_fetch(db, place, 1)[0], "ValueError on try 1 of 3")
        inbox.remember_place(db, place, on_server=9, now=NOW)
        for job in ("intake", "dispatch"):
            job_runs.note_start(db, job, NOW)
        job_runs.note_success(db, "intake", {"listed": 3}, NOW)
        job_runs.note_failure(db, "dispatch", "The SMTP server 127.0.0.1 port 25 is away. " * 4, NOW)
    arrive(desk, make_bounce(raw, ADA.email))
    tell_officers(at(desk, NOW + timedelta(minutes=1)))
    desk.db.close()
    return folder


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_people_read_fits_80_columns_and_cannot_steer_a_terminal(
    register: Path, ask: Ask, arguments: tuple[str, ...]
) -> None:
    before = register.read_bytes()
    said = ask(*arguments)
    assert (said.status, said.err) == (0, "")
    assert [line for line in said.out.splitlines() if len(line) > 80] == []
    assert [mark for mark in STEERING if mark in said.out] == []
    assert register.read_bytes() == before


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_what_programs_read_is_json_that_cannot_steer_a_terminal_either(
    register: Path, ask: Ask, arguments: tuple[str, ...]
) -> None:
    before = register.read_bytes()
    said = ask(*arguments, "--json")
    assert (said.status, said.err) == (0, "")
    assert said.data
    assert register.read_bytes() == before
    assert [mark for mark in STEERING if mark in said.out] == []


CASE_KEYS = (
    "reference regime status subject applicant_name applicant_email applicant_address received_on due_on responded_on"
    " closed_on outcome officer channel clock_from certain acknowledged review_asked_on review_decided_on"
    " review_outcome review_late commissioner commissioner_due_on retention_held"
)
KEYS = {
    ("cases",): f"{CASE_KEYS} due_to progress overdue",
    ("due", "--within", "99", "--now", LATER): f"{CASE_KEYS} due_to progress overdue",
    ("case", "FOI-2026-0001"): f"{CASE_KEYS} messages letters drafts events links to_weigh linked_from"
    " questions cost clock language tags review commissioner_case released",
    ("triage",): "id state kind from_name from_email subject received_at folder rule evidence notes",
    ("drafts",): "id reference letter revision status recipient subject rules created_at due_on"
    " case_subject applicant_name way number standing waits_for approved_by held findings_open",
    ("draft", "1"): "id reference letter revision status recipient subject text message_id digest rules created_at"
    " number way standing waits_for approved_by held findings_open findings",
    ("letters",): "id reference letter recipient status subject queued_at sent_at attempts answer message_id"
    " way mail mails",
    ("status",): "register sending_held jobs folders counts not_read waiting_for_people away calendar"
    " calendar_known_through to_post troubles",
    ("audit",): "whole faults events unsealed",
    ("states",): "transitions commands",
}


@pytest.mark.parametrize("arguments", KEYS, ids=" ".join)
def test_the_keys_of_the_data_stay_what_they_are(register: Path, ask: Ask, arguments: tuple[str, ...]) -> None:
    del register
    data = ask(*arguments, "--json").data
    first = data[0] if isinstance(data, list) else data
    assert list(first) == KEYS[arguments].split()


def test_a_case_is_shown_with_its_people_mail_letters_and_history(register: Path, ask: Ask) -> None:
    del register
    out = ask("case", "FOI-2026-0001").out
    assert out.startswith("FOI-2026-0001  Freedom of Information request: potholes\nopen, FOIA, due Wed 1 Apr 2026 (")
    for words in (
        "Applicant: Ada Field <ada.field@reader.example>\nReceived:  Tue 3 Mar 2026 by email\n",
        "Officer:   nobody yet\n",
        "    | 1. The number of potholes reported in each month of 2025.\n",
        "  acknowledgement to ada.field@reader.example: refused, 03 Mar 2026 10:00\n",
        "    it came back as undeliverable (message 6)\n",
        "03 Mar 2026 10:00  request received: ",
        "note added: “Look: ",
    ):
        assert words in out, words


def test_the_list_begins_with_what_is_most_urgent_and_says_what_is_late(register: Path, ask: Ask) -> None:
    del register
    early = ask("cases", "--now", LATER, "--json").data
    assert [case["reference"] for case in early] == ["FOI-2026-0001", "FOI-2026-0002", "FOI-2026-0003"]
    assert [case["overdue"] for case in early] == [False] * 3
    late = ask("cases", "--now", "2026-04-02")
    assert late.out.count("LATE") == 3
    assert ask("due", "--within", "5", "--now", LATER).out == "No case.\n"


def test_what_waits_for_a_person_is_listed_with_the_command_that_decides(register: Path, ask: Ask) -> None:
    del register
    waiting = ask("triage", "--json").data
    assert [(row["id"], row["state"]) for row in waiting] == [(5, "junk")]
    shown = ask("triage").out
    assert "A request?  foibot classify 5 new_request" in shown
    assert "On a case?  foibot classify 5 correspondence --case" in shown
    assert "1 waits: " in ask("drafts").out
    assert "\nWaits:   " in ask("draft", "1").out


def test_the_health_page_says_what_is_wrong_and_how_far_behind_the_mailbox_is(register: Path, ask: Ask) -> None:
    del register
    out = ask("status", "--now", LATER).out
    assert "intake     2 days ago" in out
    assert "failed" in out
    assert "Not read yet: UID 99 in INBOX: ValueError on try 1 of 3" in out
    data = ask("status", "--now", LATER, "--json").data
    assert data["folders"][0]["behind"] == 1
    assert data["counts"]["cases"] == {"closed": 1, "open": 3}


def test_a_letter_is_printed_as_it_left_byte_for_byte(register: Path) -> None:
    with closing(sqlite3.connect(register)) as db:
        [(raw,)] = db.execute("SELECT raw FROM outbox WHERE id = 1").fetchall()
    said = CliRunner().invoke(foibot, ["-c", str(register.with_name("config.toml")), "letters", "--raw", "1"])
    assert said.stdout_bytes == raw


def test_an_audit_of_a_changed_register_ends_with_1_and_names_what_is_wrong(register: Path, ask: Ask) -> None:
    with closing(sqlite3.connect(register)) as db, db:
        db.execute("UPDATE case_state SET due_on = '2027-01-01' WHERE reference = 'FOI-2026-0001'")
    said = ask("audit")
    assert said.status == 1
    words = " ".join(said.out.split())
    assert "the day it is due is Fri 1 Jan 2027 in the table of cases, and Wed 1 Apr 2026 by the log." in words
    assert "Find out first who changed the file" in words
    assert ask("audit", "--json").data["whole"] is False


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("case", "FOI-2026-0010"), 2, "There is no case FOI-2026-0010. Did you mean FOI-2026-000"),
        (("case", HOSTILE), 2, "There is no case"),
        (("cases", "--status", "opne"), 2, "There is no status opne. Did you mean open?"),
        (("cases", "--due-by", "soon"), 2, "'soon' is no date. Write 2026-12-23"),
        (("cases", "--now", "9999-12-31T23:59-10:00"), 2, "is no date"),
        (("due", "--now", "9999-12-31"), 2, "Is the year right?"),
        (("report", "--as-at", "0001-01-01"), 2, "Is the year right?"),
        (("report", "--from", "0001-01-01", "--by", "month"), 2, "Is the year right?"),
        (("draft", "9"), 2, "There is no draft 9. 'foibot drafts' lists those that wait."),
        (("letters", "--raw", "99"), 2, "There is no letter 99."),
        (("assign", "FOI-2026-0001", "jnae", "--as", "jane"), 2, "There is no officer jnae. Did you mean jane?"),
        (("assign", "FOI-2026-0001", "jane", "--as", "jnae"), 2, "There is no officer jnae. Did you mean jane?"),
        (("assign", "FOI-2026-0001", "jane"), 1, "Say who acts with --as OFFICER"),
        (("assign", "FOI-2026-0004", "jane", "--as", "jane"), 1, "is closed; 'assign' is possible while a case is not"),
        (("cases", "--officer", "jnae"), 2, "There is no officer jnae. Did you mean jane?"),
        (("case", "1"), 2, "There is no case 1. 'foibot cases --all' lists them all."),
        (("assign", "FOI-2026-0001", "jane", "--as", "rex"), 1, "'assign' needs the role manager or officer"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_a_way_on(
    register: Path, ask: Ask, arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = register.read_bytes()
    answer = ask(*arguments)
    assert (answer.status, answer.out) == (status, "")
    assert answer.err.startswith("foibot: ")
    assert said in answer.err
    assert [mark for mark in STEERING if mark in answer.err] == []
    assert register.read_bytes() == before


def test_without_a_register_every_reading_command_says_how_one_is_made(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "config.toml").write_text(configuration())
    for arguments in READING[:-1]:
        said = ask(*arguments)
        assert (said.status, said.out) == (1, "")
        assert "there is no register yet. 'foibot backfill --since DATE' makes it" in " ".join(said.err.split())
    assert not (tmp_path / "foibot.db").exists()


def test_officers_act_as_themselves_where_the_host_knows_them_and_is_strict(tmp_path: Path, ask: Ask) -> None:
    make_desk(tmp_path).db.close()
    user = {"jane": system_user()}
    (tmp_path / "config.toml").write_text(configuration(user_of=user, host="strict = true"))
    made = ask("new", "--name", "Ada", "--received", "2026-03-02", "--by", "letter", "--text", "Potholes?", "--json")
    assert made.data["references"] == ["FOI-2026-0001"]
    assert made.data["told"].startswith("FOI-2026-0001 is open.")
    assert ask("note", "FOI-2026-0001", "Seen.").out == "Noted on FOI-2026-0001.\n"
    refused = ask("note", "FOI-2026-0001", "Seen.", "--as", "mia")
    assert refused.status == 1
    assert "may not act as mia: [host] strict allows only mia's own system users" in refused.err
    (tmp_path / "config.toml").write_text(configuration(user_of=user))
    assert ask("note", "FOI-2026-0001", "Seen.", "--as", "mia").status == 0
    actors = [event["actor"] for event in ask("case", "FOI-2026-0001", "--json").data["events"]]
    assert actors == [f"jane ({system_user()})", f"jane ({system_user()})", f"mia ({system_user()})"]


def test_whoever_is_no_officer_may_hold_and_resume_on_the_host_and_nothing_else(tmp_path: Path, ask: Ask) -> None:
    make_desk(tmp_path).db.close()
    assert ask("hold", "--why", "A letter went wrong.").status == 0
    assert "SENDING IS HELD" in ask("status").out
    assert ask("resume").out == "Letters leave again with the next pass.\n"
    assert ask("new", "--name", "A", "--received", "2026-03-02", "--by", "letter", "--text", "x").status == 1
    assert ask("cases").out == "No case.\n"


def test_a_request_by_post_is_told_with_its_due_date_and_how_its_acknowledgement_goes(tmp_path: Path, ask: Ask) -> None:
    make_desk(tmp_path).db.close()
    words = ("new", "--by", "letter", "--text", "Potholes?", "--as", "jane", "--received", "2026-03-03", "--name")
    assert ask(*words, "Ada").out == (
        "FOI-2026-0001 is open. Nobody can be written to yet. Once an address is known,\n"
        "'foibot applicant FOI-2026-0001 --address TEXT --why TEXT' notes it. The answer\n"
        "is due by Wed 1 Apr 2026.\n"
    )
    assert "goes by post" in ask(*words, "Bo", "--address", "3 Mill Lane").out
    assert "post" not in ask(*words, "Ada", "--email", ADA.email).out
    assert "--name has more than one line" in ask(*words, "Ada\nField").err


def test_a_later_day_of_receipt_is_questioned_and_its_due_date_told(tmp_path: Path, ask: Ask) -> None:
    desk = make_desk(tmp_path)
    arrive(desk, make_mail())
    desk.db.close()
    earlier = ask("received", "FOI-2026-0001", "2026-03-02", "--why", "Highways had it.", "--as", "jane").out
    assert "Please look" not in earlier
    assert "The acknowledgement has not left yet: it is written anew" in " ".join(earlier.split())
    assert "The answer is due by Tue 31 Mar 2026." in " ".join(earlier.split())
    later = " ".join(ask("received", "FOI-2026-0001", "2026-03-04", "--why", "I think.", "--as", "jane").out.split())
    assert "Please look: that is later than Mon 2 Mar 2026" in later
    assert later.endswith("The answer is due by Thu 2 Apr 2026.")


@pytest.mark.parametrize("verb", [*COMMANDS, *PLACES])
def test_every_verb_explains_itself(ask: Ask, verb: str) -> None:
    said = ask(verb, "--help")
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith(f"Usage: foibot {verb} ")
    assert [line for line in said.out.splitlines() if len(line) > 100] == []
    for argument in COMMANDS[verb].arguments if verb in COMMANDS else ():
        assert (argument.name.upper() if argument.positional else f"--{argument.name}") in said.out
