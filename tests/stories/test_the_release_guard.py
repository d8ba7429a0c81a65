"""The workbook of 2023: an answer with a hidden sheet of the whole staff is held at every door until it is clean."""

import contextlib
import re
import sqlite3
from pathlib import Path

import pytest
from builders import make_mail
from conftest import need
from flat import TRICKS, made_by_libreoffice, why_no_libreoffice
from office import NOW, Office, read
from openpyxl import Workbook

from foibot.casework.findings import Finding, FindingKind, LookedInto
from foibot.jobs.desk import Desk
from foibot.store import findings
from foibot.store.register import writing

APPLICANT, CASE = "ada.field@reader.example", "FOI-2026-0001"
WAITING, PATS = "FOI/To approve", "FOI/Approved/pat"


def workbook(path: Path, *, staff: bool) -> Path:
    book = Workbook()
    book.active.title = "Totals"
    for line in (("Rank", "Officers"), ("Constable", 40), ("Sergeant", 12)):
        book.active.append(line)
    if staff:
        hidden = book.create_sheet("Staff")
        hidden.sheet_state = "hidden"
        for number in range(412):
            hidden.append([f"Officer {number}", f"Station {number % 7}"])
    book.save(path)
    return path


@pytest.fixture
def responded(office: Office, tmp_path: Path) -> Office:
    """An office in which jane has answered Ada with a workbook that has a hidden sheet, and the form waits."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    respond(office, workbook(tmp_path / "ranks.xlsx", staff=True))
    office.later(minutes=1)
    return office


def respond(office: Office, file: Path) -> str:
    arguments = ("respond", CASE, "disclosed", "--attach", str(file), "--text", "The table is attached.")
    return " ".join(office.tell(*arguments, "--as", "jane", "--now", NOW.isoformat()).split())


def sign(office: Office) -> None:
    [uid] = office.dovecot.flags(WAITING)
    office.dovecot.move(uid, PATS, folder=WAITING)


def answers(office: Office) -> list[bytes]:
    return [one.raw for one in office.smtp.letters if APPLICANT in one.recipients][1:]


def notices(office: Office) -> list[str]:
    mails = (read(one.raw) for one in office.smtp.letters if APPLICANT not in one.recipients)
    bodies = (mail.get_body() for mail in mails)
    words = (" ".join(str(body.get_content()).split()) for body in bodies if body is not None)
    return [one for one in words if "Draft" in one]


def test_the_officer_and_the_approver_are_told_where_the_sheet_is_and_what_to_do(
    office: Office, tmp_path: Path
) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    said = respond(office, workbook(tmp_path / "ranks.xlsx", staff=True))
    assert "The release guard found 1 thing in its files" in said
    assert "'foibot draft 1' shows where" in said
    office.later(minutes=1)
    [notice] = [one for one in notices(office) if "waits for your approval" in one][:1]
    assert "[1] ranks.xlsx, sheet 'Staff', hidden; 412 rows: A sheet is hidden. Unhide it and look" in notice
    assert "foibot accept 1 1 --why" in notice
    shown = " ".join(office.tell("draft", "1").split())
    assert "[1] ranks.xlsx, sheet 'Staff', hidden; 412 rows: A sheet is hidden." in shown
    assert office.data("draft", "1")["findings"][0]["rule"] == "hidden_sheet"


def test_the_list_of_drafts_says_which_are_held_and_what_shows_why(responded: Office) -> None:
    held = "the release guard found 1 thing in its files that nobody has accepted. 'foibot draft 1' shows where"
    listed = " ".join(responded.tell("drafts").split())
    assert f"1 is held first: {held}" in listed
    assert listed.index("is held first") < listed.index("waits for approval")
    assert "Held: the release guard found 1 thing" in " ".join(responded.tell("draft", "1").split())
    assert responded.data("drafts")[0]["findings_open"] == 1
    responded.tell("accept", "1", "1", "--why", "Public.", "--as", "pat")
    assert "held" not in responded.tell("drafts")
    assert responded.data("drafts")[0]["findings_open"] == 0


def test_who_may_approve_by_reply_is_told_what_comes_before_it(office: Office, tmp_path: Path) -> None:
    office.configure(mailbox='authserv_id = "mx.exampleshire.example"\nplus_addresses = true', approval="reply = true")
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    respond(office, workbook(tmp_path / "ranks.xlsx", staff=True))
    office.later(minutes=1)
    notice = next(one for one in notices(office) if "waits for your approval" in one)
    assert notice.index("foibot accept 1 1") < notice.index("Once nothing is left open, you can also answer this mail.")


def test_moved_to_approved_it_comes_back_with_the_reason_and_the_clean_file_leaves(
    responded: Office, tmp_path: Path
) -> None:
    sign(responded)
    responded.later(minutes=2)
    responded.later(hours=2)
    assert answers(responded) == []
    assert responded.one("SELECT status FROM drafts") == "waiting"
    assert len(responded.dovecot.flags(WAITING)) == 1
    [back] = [one for one in notices(responded) if "it was not approved: The release guard found" in one][:1]
    assert "sheet 'Staff', hidden; 412 rows" in back

    responded.tell("reject", "1", "--why", "Hidden sheet", "--as", "pat")
    assert "release guard" not in respond(responded, workbook(tmp_path / "ranks.xlsx", staff=False))
    responded.later(hours=3)
    sign(responded)
    responded.later(hours=4)
    responded.later(hours=5)
    [answer] = answers(responded)
    assert answer == responded.one("SELECT raw FROM drafts WHERE id = 2")
    assert responded.tell("audit")


@pytest.mark.parametrize("door", [["--at-once"], ["--despite", "It is urgent"], []])
def test_no_way_of_approving_by_command_gets_by(responded: Office, door: list[str]) -> None:
    refused = responded.do("approve", "1", "--as", "pat", *door)
    assert refused.status != 0
    assert re.search(r"hidden|manager", refused.err)
    assert responded.one("SELECT status FROM drafts") == "waiting"


def test_accepted_by_name_and_with_a_reason_it_is_approved_and_leaves(responded: Office) -> None:
    assert "needs the role" in " ".join(responded.do("accept", "1", "1", "--why", "x", "--as", "rex").err.split())
    assert "There is no finding 2" in responded.do("accept", "1", "2", "--why", "x", "--as", "pat").err
    told = responded.tell("accept", "1", "1", "--why", "The sheet is a public list.", "--as", "pat")
    assert "It can be approved: foibot approve 1" in " ".join(told.split())
    payload = responded.one("SELECT payload FROM events WHERE type = 'FindingsAccepted'")
    digest = responded.one("SELECT digest FROM findings")
    assert f"{digest[:16]}.hidden_sheet.1" in payload
    assert '"pat"' in payload
    assert "public list" not in payload
    sign(responded)
    responded.later(minutes=2)
    responded.later(hours=2)
    assert len(answers(responded)) == 1
    assert responded.tell("audit")


def test_words_edited_keep_what_was_accepted_and_a_changed_file_asks_again(responded: Office, tmp_path: Path) -> None:
    responded.tell("accept", "1", "1", "--why", "Public.", "--as", "pat")
    responded.tell("edit", "1", "--text", "Words that were changed.", "--as", "jane")
    assert [one["accepted"] for one in responded.data("draft", "2")["findings"]] == [True]
    responded.tell("reject", "2", "--why", "Another file", "--as", "pat")
    respond(responded, workbook(tmp_path / "other.xlsx", staff=True))
    assert [one["accepted"] for one in responded.data("draft", "3")["findings"]] == [False]


def change_register(office: Office, *statements: str) -> None:
    def change(desk: Desk) -> None:
        with writing(desk.db) as db:
            for statement in statements:
                db.execute(statement)

    office.at(NOW, change)


def approve_at_once(office: Office) -> None:
    office.tell("accept", "1", "1", "--why", "Public.", "--as", "pat")
    office.tell("approve", "1", "--as", "pat", "--at-once", "--now", NOW.isoformat())


def test_a_letter_approved_before_there_was_a_guard_is_looked_into_before_it_leaves(responded: Office) -> None:
    approve_at_once(responded)
    change_register(responded, "UPDATE drafts SET guarded = 0", "DELETE FROM findings")
    responded.later(hours=1)
    assert len(answers(responded)) == 1
    assert responded.one("SELECT count(*) FROM findings") == 1


def test_an_approved_letter_with_a_finding_that_nobody_accepted_is_taken_back_at_the_last_look(
    responded: Office,
) -> None:
    def found_anew(desk: Desk) -> None:
        with writing(desk.db) as db:
            digest, name = db.execute("SELECT digest, name FROM findings").fetchone()
            finding = Finding("very_hidden_sheet", "Staff", "Hidden.", "Take it out.", FindingKind.HIDDEN)
            findings.keep(db, 1, LookedInto(name, digest, (finding,)), now=NOW)

    approve_at_once(responded)
    responded.at(NOW, found_anew)
    responded.later(hours=1)
    assert answers(responded) == []
    assert responded.one("SELECT status FROM drafts") == "waiting"
    assert responded.tell("audit")


def test_who_takes_the_finding_out_of_the_file_lets_no_letter_leave_and_is_found_out(responded: Office) -> None:
    change_register(responded, "UPDATE findings SET found = '[]'")
    audited = responded.do("audit")
    assert audited.status == 1
    assert "what the release guard found in a file is not what was kept" in " ".join(audited.out.split())
    assert responded.do("approve", "1", "--as", "pat", "--at-once").status != 0, "it is looked into again before that"
    assert "hidden_sheet" in responded.one("SELECT found FROM findings")
    assert responded.tell("audit")


@pytest.mark.parametrize(
    "change", ["DELETE FROM findings", "UPDATE findings SET found = '[]'", "UPDATE drafts SET guarded = 99"]
)
def test_findings_that_are_gone_are_found_again_with_the_next_pass(responded: Office, change: str) -> None:
    change_register(responded, change)
    assert responded.do("audit").status == 1
    responded.later(minutes=5)
    assert "hidden_sheet" in responded.one("SELECT found FROM findings")
    assert responded.tell("audit")
    assert "hidden" in responded.do("approve", "1", "--as", "pat").err


def test_a_clean_finding_that_somebody_puts_there_before_the_guard_looks_counts_for_nothing(responded: Office) -> None:
    # as any program does that writes the file: without foreign keys
    with contextlib.closing(sqlite3.connect(responded.register)) as file, file:
        file.execute("UPDATE drafts SET guarded = 0")
        file.execute("UPDATE findings SET found = '[]', draft = 7")
    responded.later(minutes=5)
    assert "hidden_sheet" in responded.one("SELECT found FROM findings WHERE draft = 1")
    assert "has no seal" in " ".join(responded.do("audit").out.split())


def test_a_workbook_of_the_real_program_with_a_hidden_sheet_is_held(office: Office, tmp_path: Path) -> None:
    need(why_no_libreoffice())
    made = made_by_libreoffice(tmp_path, only={"hidden-sheet": TRICKS["hidden-sheet"]})
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    respond(office, made / "hidden-sheet.ods")
    assert "hidden; 1 row" in office.do("approve", "1", "--as", "pat").err
