"""An applicant without e-mail, on real servers: a form is signed, a page printed, a day noted; nothing is sent."""

import subprocess
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from builders import make_mail
from office import ENVIRONMENT, NOW, Office, command
from papers import need_pango, pages, words_within

WAITING, PATS = "FOI/To approve", "FOI/Approved/pat"
AS_JANE = ("--as", "jane", "--now", NOW.isoformat())
CASE = "FOI-2026-0001"


@pytest.fixture
def drafted(office: Office) -> Office:
    """An office in which jane has drafted the answer to a request that came by letter."""
    office.once()
    asked = ("--name", "Moira Teviot", "--received", "2026-03-02", "--by", "letter", "--text", "How many potholes?")
    office.tell("new", *asked, "--address", "3 Mill Lane, Exampleton, EX1 9ZZ", *AS_JANE)
    office.tell("posted", "1", "--on", "2026-03-03", *AS_JANE)
    sheet = office.folder / "potholes.csv"
    sheet.write_text("month,count\n", encoding="utf-8")
    office.tell("respond", CASE, "disclosed", "--attach", str(sheet), *AS_JANE)
    office.later(minutes=1)
    return office


def to_applicant(office: Office) -> list[tuple[str, ...]]:
    colleagues = {"jane.quill@council.example", "pat.lowe@council.example"}
    return [letter.recipients for letter in office.smtp.letters if not set(letter.recipients) & colleagues]


def test_a_letter_by_post_is_signed_in_the_mailbox_printed_and_noted_and_enters_no_server(drafted: Office) -> None:
    need_pango()
    [lying] = drafted.dovecot.messages(WAITING)
    form = message_from_bytes(lying, EmailMessage, policy=default)
    assert str(form["To"]) == '"Moira Teviot, by post" <foi@council.example>'
    assert [part.get_filename() for part in form.iter_attachments()] == ["potholes.csv"]
    [notice] = [one for one in drafted.notices() if "To approve" in one["Subject"]]
    told = " ".join(notice.get_content().split())
    assert "Goes to Moira Teviot, 3 Mill Lane, Exampleton, EX1 9ZZ By post once it is approved" in told
    assert "foibot draft 2 --pdf FILE" in told

    [uid] = drafted.dovecot.flags(WAITING)
    drafted.dovecot.move(uid, PATS, folder=WAITING)
    drafted.later(minutes=2)
    assert drafted.one("SELECT status FROM drafts WHERE id = 2") == "approved"
    assert "Approved, and to be posted" in drafted.tell("drafts")
    assert "Letters to print and to post: 1" in drafted.tell("status")

    paper = drafted.folder / "letter.pdf"
    drafted.tell("draft", "2", "--pdf", str(paper))
    assert words_within(paper, 20, 44, 100, 74) == ["Moira Teviot", "3 Mill Lane", "Exampleton", "EX1 9ZZ"]
    words = " ".join(pages(paper))
    assert "We hold the information you asked for" in words
    assert "potholes.csv" in words
    assert "do not post" not in words

    drafted.later(hours=5)
    drafted.tell("posted", "2", "--on", "2026-03-05", "--as", "jane", "--now", (NOW + timedelta(days=3)).isoformat())
    assert drafted.rows("SELECT status, responded_on FROM case_state") == [("responded", "2026-03-05")]
    drafted.later(days=4)
    assert to_applicant(drafted) == []
    assert drafted.letters("disclosed")[0][1] == "sent"
    assert drafted.data("audit")["whole"]


def test_a_signed_form_may_be_tidied_away_while_the_letter_waits_to_be_posted(drafted: Office) -> None:
    [uid] = drafted.dovecot.flags(WAITING)
    drafted.dovecot.move(uid, PATS, folder=WAITING)
    drafted.later(minutes=2)
    drafted.later(minutes=18)
    [uid] = drafted.dovecot.flags(PATS)
    drafted.dovecot.move(uid, "Junk", folder=PATS)
    drafted.later(hours=2)
    assert drafted.one("SELECT status FROM drafts WHERE id = 2") == "approved"


def test_a_form_moved_back_in_time_takes_the_approval_of_a_letter_by_post_back(drafted: Office) -> None:
    [uid] = drafted.dovecot.flags(WAITING)
    drafted.dovecot.move(uid, PATS, folder=WAITING)
    drafted.later(minutes=2)
    [uid] = drafted.dovecot.flags(PATS)
    drafted.dovecot.move(uid, WAITING, folder=PATS)
    drafted.later(minutes=4)
    assert drafted.one("SELECT status FROM drafts WHERE id = 2") == "waiting"
    ended = drafted.do("posted", "2", "--on", "2026-03-03", *AS_JANE)
    assert "was not approved" in ended.err


def test_without_the_extra_a_page_to_print_is_written_and_the_command_that_installs_it_named(
    drafted: Office, tmp_path: Path
) -> None:
    # a machine without the extra: a package of that name that cannot be imported stands before the real one
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "weasyprint.py").write_text("raise ImportError('not installed')\n", encoding="utf-8")
    paper = tmp_path / "letter.pdf"
    ended = subprocess.run(
        command(drafted.config, "draft", "2", "--pdf", str(paper)),
        capture_output=True,
        text=True,
        check=False,
        env={**ENVIRONMENT, "PYTHONPATH": str(bare)},
    )
    assert ended.returncode == 1
    assert "pip install 'foibot[pdf]'" in ended.stderr
    assert not paper.exists()
    page = (tmp_path / "letter.html").read_text(encoding="utf-8")
    assert "3 Mill Lane" in page
    assert "Draft 2 is not approved: do not post it." in page


def test_a_draft_is_shown_as_what_was_changed_as_html_and_as_a_picture(drafted: Office) -> None:
    need_pango()
    first = drafted.do("draft", "2", "--diff")
    assert (first.status, "first revision" in first.err) == (2, True)
    text = drafted.data("draft", "2")["text"].replace("We hold the information", "We hold some of the information")
    better = drafted.folder / "better.txt"
    better.write_text(text, encoding="utf-8")
    drafted.tell("edit", "2", "--file", str(better), "--as", "pat", "--now", NOW.isoformat())
    shown = drafted.tell("draft", "3", "--diff")
    assert "We hold {+some of+} the information you asked for" in shown
    assert "Dear Moira" not in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown

    html, picture = drafted.folder / "letter.html", drafted.folder / "letter.png"
    drafted.tell("draft", "3", "--html", str(html), "--picture", str(picture))
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert picture.read_bytes().startswith(b"\x89PNG")
    files = drafted.folder / "files"
    assert drafted.tell("draft", "3", "--files", str(files)).endswith("has potholes.csv.\n")
    assert (files / "potholes.csv").read_text(encoding="utf-8") == "month,count\n"


def test_the_notice_of_a_changed_draft_carries_what_was_changed(office: Office) -> None:
    office.configure(approval="two_people = false")
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.tell("reply", CASE, "--text", "We search the cellar.", *AS_JANE)
    office.later(minutes=1)
    text = office.data("draft", "1")["text"].replace("the cellar", "the cellar and the roof")
    (office.folder / "new.txt").write_text(text, encoding="utf-8")
    office.tell("edit", "1", "--file", str(office.folder / "new.txt"), "--as", "pat", "--now", NOW.isoformat())
    office.smtp.letters.clear()
    office.later(minutes=2)
    [first, *_] = office.notices()
    assert "We search the [-cellar.-] {+cellar and the roof.+}" in " ".join(first.get_content().split())
