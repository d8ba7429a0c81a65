"""The officers' commands, by the command line, and what the next pass makes of them."""

import subprocess

import pytest
from builders import make_mail, make_request
from office import ENVIRONMENT, NOW, Office, command

AS_JANE = ("--as", "jane", "--now", "2026-03-03T10:00Z")
TEXT = ("--text", "The minutes of every meeting about the bridge in 2025, please.")
CASE = "FOI-2026-0001"


def refused(office: Office, *arguments: str, status: int = 1) -> str:
    before = office.one("SELECT count(*) FROM events")
    ended = office.do(*arguments)
    assert (ended.status, ended.out) == (status, ""), ended
    assert office.one("SELECT count(*) FROM events") == before
    return " ".join(ended.err.split())


@pytest.fixture
def carried(office: Office) -> Office:
    """An office with one case, FOI-2026-0001, acknowledged."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    return office


def case_of(office: Office, reference: str = CASE) -> dict[str, object]:
    found: dict[str, object] = office.data("case", reference)
    return found


# -- requests that did not come by e-mail


def test_a_request_by_letter_is_a_case_acknowledged_by_mail_where_there_is_an_address(office: Office) -> None:
    office.once()
    said = office.tell(
        *("new", "--name", "Bo Marsh", "--received", "2026-02-27", "--by", "letter"),
        *("--email", "bo@sender.example", *TEXT, *AS_JANE),
    )
    assert f"{CASE} is open." in said
    assert office.arrived() == []  # a command writes the register only

    office.later(minutes=1)
    [letter] = office.acknowledgements()
    assert letter["Subject"].endswith(f"[{CASE}]")
    assert letter["In-Reply-To"] is None
    assert letter["To"].addresses[0].addr_spec == "bo@sender.example"
    words = " ".join(letter.get_content().split())
    assert "Friday 27 February 2026" in words
    assert "Monday 30 March 2026" in words
    case = case_of(office)
    assert (case["received_on"], case["due_on"], case["channel"]) == ("2026-02-27", "2026-03-30", "letter")
    assert case["subject"] == TEXT[1][:80]


@pytest.mark.parametrize(
    ("by", "more", "status", "words"),
    [
        ("web", ("--address", "1 High Street"), 0, ""),
        ("telephone", (), 1, "counts only for environmental information (EIR)"),
        ("counter", ("--regime", "EIR"), 0, ""),
        ("pigeon", (), 2, "pigeon"),
    ],
)
def test_what_the_law_takes_for_a_request_is_logged_and_nothing_else(
    office: Office, by: str, more: tuple[str, ...], status: int, words: str
) -> None:
    office.once()
    ended = office.do("new", "--name", "Bo Marsh", "--received", "2026-03-02", "--by", by, *more, *TEXT, *AS_JANE)
    assert ended.status == status, ended
    assert words in " ".join(ended.err.split())
    office.later(minutes=1)
    assert office.one("SELECT count(*) FROM cases") == (1 if status == 0 else 0)
    assert office.acknowledgements() == []


def test_a_request_of_tomorrow_is_not_logged(office: Office) -> None:
    office.once()
    asked = ("new", "--name", "Bo Marsh", "--by", "letter", *TEXT, *AS_JANE)
    assert "still to come" in refused(office, *asked, "--received", "2026-03-04")
    assert "is no date" in refused(office, *asked, "--received", "yesterday", status=2)


# -- carrying a case


def test_the_corrected_day_of_receipt_moves_the_due_date_and_keeps_the_reason(carried: Office) -> None:
    carried.tell("received", CASE, "2026-02-24", "--why", "the press office had it first", *AS_JANE)
    case = case_of(carried)
    assert (case["received_on"], case["due_on"]) == ("2026-02-24", "2026-03-25")
    assert "the press office had it first" in " ".join(carried.tell("case", CASE).split())
    assert "still to come" in refused(carried, "received", CASE, "2026-03-09", "--why", "x", *AS_JANE)
    assert carried.data("audit")["whole"]


def test_a_case_is_given_to_an_officer_and_noted_upon_by_whoever_acts(carried: Office) -> None:
    assert carried.tell("assign", CASE.lower(), "jane", *AS_JANE) == f"{CASE} is with Jane Quill.\n"
    assert carried.tell("note", CASE, "Asked the archive.", "--as", "rex") == f"Noted on {CASE}.\n"
    assert case_of(carried)["officer"] == "jane"
    actors = [row[0].split(" (")[0] for row in carried.rows("SELECT actor FROM events ORDER BY id DESC LIMIT 2")]
    assert actors == ["rex", "jane"]
    assert "Asked the archive." in carried.tell("case", CASE)
    assert carried.rows("SELECT 1 FROM events WHERE payload LIKE '%archive%'") == []  # the log quotes nobody


def test_what_does_not_exist_is_refused_with_what_may_be_meant(carried: Office) -> None:
    assert "Did you mean FOI-2026-0001?" in refused(carried, "note", "FOI-2026-0010", "x", *AS_JANE, status=2)
    assert "jane" in refused(carried, "assign", CASE, "jnae", *AS_JANE, status=2)
    assert "There is no officer janet" in refused(carried, "note", CASE, "x", "--as", "janet", status=2)
    assert "There is no message 99" in refused(carried, "classify", "99", "bulk", *AS_JANE, status=2)
    assert "There is no draft 99" in refused(carried, "approve", "99", *AS_JANE, status=2)
    assert "There is no command noet. Did you mean note" in refused(carried, "noet", CASE, "x", status=2)


def test_roles_are_refused_what_is_not_theirs(carried: Office) -> None:
    assert "needs the role" in refused(carried, "assign", CASE, "jane", "--as", "rex")
    assert "Say who acts with --as OFFICER" in refused(carried, "assign", CASE, "jane")
    carried.configure(host="strict = true")
    assert "[host] strict" in refused(carried, "assign", CASE, "jane", "--as", "jane")
    assert carried.do("hold").status == 0  # whoever runs foibot on the host may stop it


# -- correcting the machine


def message_of(office: Office, message_id: str) -> str:
    return str(office.one("SELECT id FROM messages WHERE message_id = ?", message_id))


def test_a_message_in_triage_that_is_a_request_becomes_a_case_with_its_acknowledgement(office: Office) -> None:
    text = "Thank you very much for your help the other day."
    office.dovecot.deliver(make_mail(text=text, subject="Re: the bridge", headers={"In-Reply-To": "<x@y>"}), at=NOW)
    office.once()
    [waiting] = office.data("triage")
    assert (waiting["state"], office.folders()) == ("triage", {"FOI/Triage": 1, "Sent": 1})

    said = office.tell("classify", str(waiting["id"]), "new_request", *AS_JANE)
    assert " ".join(said.split()).startswith(f"{CASE} is open, received on Tue 3 Mar 2026.")
    office.later(minutes=1)

    assert office.data("triage") == []
    assert office.acknowledged() == ["ada.field@reader.example"]
    assert office.folders() == {"FOI/Logged": 1, "Sent": 3}
    again = refused(office, "classify", str(waiting["id"]), "new_request", *AS_JANE)
    assert f"has opened {CASE} already" in again


def test_a_case_that_was_no_request_is_closed_and_its_message_set_apart(carried: Office) -> None:
    message = message_of(carried, "<potholes.1@reader.example>")
    carried.tell("classify", message, "bulk", *AS_JANE)
    carried.later(minutes=1)
    case = case_of(carried)
    assert (case["status"], case["due_on"], case["closed_on"]) == ("closed", None, "2026-03-03")
    assert carried.rows("SELECT state, kind, reference FROM messages") == [("machine", "bulk", None)]
    assert carried.data("cases") == []
    assert carried.folders() == {"FOI/Not FOI": 1, "Sent": 2}
    assert "closed" in refused(carried, "assign", CASE, "jane", *AS_JANE)
    assert carried.data("audit")["whole"]


def test_a_message_is_put_on_the_case_it_belongs_to(carried: Office) -> None:
    carried.dovecot.deliver(make_request(2), at=NOW)
    carried.later(minutes=1)
    message = message_of(carried, "<request.2@reader.example>")
    carried.tell("classify", message, "correspondence", "--case", CASE, *AS_JANE)
    assert case_of(carried, "FOI-2026-0002")["status"] == "closed"
    assert carried.rows("SELECT state, kind, reference FROM messages WHERE id = ?", message) == [
        ("case", "correspondence", CASE)
    ]
    assert [one["id"] for one in case_of(carried)["messages"]] == [1, int(message)]  # type: ignore[attr-defined]


# -- drafts


@pytest.fixture
def drafted(office: Office) -> Office:
    """An office whose one acknowledgement waits for a person, because the mail asks for no automatic reply."""
    office.dovecot.deliver(make_mail(headers={"X-Auto-Response-Suppress": "All"}), at=NOW)
    office.once()
    assert office.acknowledgements() == []
    return office


def test_an_approved_draft_leaves_exactly_as_it_was_shown_and_once(drafted: Office) -> None:
    [draft] = drafted.data("drafts")
    assert (draft["letter"], draft["status"], draft["rules"]) == ("acknowledgement", "waiting", ["suppress"])
    shown = drafted.data("draft", str(draft["id"]))["text"]
    assert "does not have it" in refused(drafted, "approve", str(draft["id"]), "--as", "rex")
    assert "Say who acts" in refused(drafted, "approve", str(draft["id"]))

    drafted.tell("approve", str(draft["id"]), *AS_JANE)
    drafted.later(minutes=1)
    drafted.later(minutes=2)

    [letter] = [one for one in drafted.smtp.letters if one.recipients == ("ada.field@reader.example",)]
    assert letter.raw == drafted.one("SELECT raw FROM drafts")
    assert letter.raw.decode().replace("\r\n", "\n").endswith(shown)
    assert "sent already" in refused(drafted, "approve", str(draft["id"]), *AS_JANE)
    assert "sent already" in refused(drafted, "reject", str(draft["id"]), "--why", "late", *AS_JANE)


def test_a_rejected_draft_never_leaves(drafted: Office) -> None:
    [draft] = drafted.data("drafts")
    drafted.tell("reject", str(draft["id"]), "--why", "answered by telephone", *AS_JANE)
    drafted.later(minutes=1)
    assert drafted.acknowledgements() == []
    assert drafted.data("drafts") == []
    assert "rejected already" in refused(drafted, "approve", str(draft["id"]), *AS_JANE)
    assert case_of(drafted)["acknowledged"] == 0


# -- several at once


def test_writers_at_the_same_time_are_served_one_after_the_other(carried: Office) -> None:
    carried.dovecot.deliver_all([make_request(number) for number in range(20)], at=NOW)
    commands = [command(carried.config, "note", CASE, f"Note {number}.", "--as", "jane") for number in range(3)]
    commands.append(command(carried.config, "once", "--now", NOW.isoformat()))
    running = [
        subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        for one in commands
    ]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]

    assert ended == [("", 0)] * len(commands)
    versions = carried.rows("SELECT version, type FROM events WHERE reference = ? ORDER BY version", CASE)
    assert [version for version, _ in versions] == list(range(1, len(versions) + 1))
    assert sum(kind == "NoteAdded" for _, kind in versions) == 3
    assert carried.one("SELECT count(*) FROM cases") == 21
    assert carried.data("audit")["whole"]


def test_the_second_of_two_who_take_a_case_is_told_what_the_first_did(carried: Office) -> None:
    carried.tell("assign", CASE, "jane", *AS_JANE)
    assert "is with Jane Quill already" in refused(carried, "assign", CASE, "jane", *AS_JANE)
