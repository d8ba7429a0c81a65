"""Commands by reply: the grammar of the command line on the first line, from an officer our border vouches for."""

from datetime import datetime, timedelta

import pytest
from builders import make_mail
from office import NOW, Office, read

from foibot.casework.commands import COMMANDS
from foibot.casework.commands.grammar import read_command
from foibot.errors import UsageError

JANE, PAT = "Jane Quill <jane.quill@council.example>", "Pat Lowe <pat.lowe@council.example>"
OURS = "mx.council.example"
PASSED = f"{OURS}; dmarc=pass header.from=council.example"
REFERENCE = "FOI-2026-0001"
SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def at_work(office: Office) -> Office:
    """An office where officers' replies count, and jane has the notice of a new case."""
    office.configure(mailbox=f'authserv_id = "{OURS}"', approval="commands_by_reply = true")
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    return office


def answer(
    office: Office, text: str, *, writer: str = JANE, at: datetime = SOON, name: str = "1", results: str = PASSED
) -> bytes:
    """Deliver an answer to jane's notice of the case; return it."""
    [notice] = [one for one in office.notices() if one["To"].addresses[0].addr_spec == "jane.quill@council.example"][:1]
    headers = {
        "Authentication-Results": results,
        "In-Reply-To": str(notice["Message-ID"]),
        "References": str(notice["Message-ID"]),
    }
    subject, message_id = f"Re: {notice['Subject']}", f"<answer.{name}@council.example>"
    quoted = "\n".join(f"> {line}" for line in notice.get_content().splitlines())
    body = f"{text}\n\nOn Tue, 3 Mar 2026 at 10:01, Exampleshire FOI wrote:\n{quoted}\n"
    raw = make_mail(writer=writer, subject=subject, text=body, message_id=message_id, headers=headers)
    office.dovecot.deliver(raw, at=at)
    return raw


def told(office: Office) -> list[tuple[str, str]]:
    rows = office.rows("SELECT recipient, raw FROM outbox WHERE letter = 'mailbox_notice' ORDER BY id")
    return [(who.partition(".")[0], " ".join(read(raw).get_content().split())) for who, raw in rows]


def notes(office: Office) -> int:
    return int(office.one("SELECT count(*) FROM events WHERE type = 'NoteAdded'"))


def test_an_officers_command_is_carried_out_answered_and_filed_on_the_case(at_work: Office) -> None:
    answer(at_work, f"foibot assign {REFERENCE} jane")
    at_work.once(SOON)
    assert at_work.one("SELECT officer FROM cases") == "jane"
    [(who, words)] = told(at_work)
    assert who == "jane"
    assert f"{REFERENCE} is with Jane Quill." in words
    assert at_work.one("SELECT actor FROM events WHERE type = 'OfficerAssigned'").startswith("jane (reply, message ")
    assert at_work.rows("SELECT kind, state, reference FROM messages ORDER BY id DESC LIMIT 1") == [
        ("officer_command", "case", REFERENCE)
    ]
    assert at_work.tell("audit")


def test_quotation_marks_and_broken_lines_of_mail_programs_are_understood(at_work: Office) -> None:
    answer(at_work, f"foibot note {REFERENCE} \u201cThe police have rung: they hold\nsome of it.\u201d")
    at_work.once(SOON)
    assert at_work.one("SELECT text FROM words WHERE field = 'text'") == "The police have rung: they hold some of it."


def test_the_same_message_does_nothing_twice_however_often_it_comes(at_work: Office) -> None:
    raw = answer(at_work, f"foibot note {REFERENCE} Telephoned.")
    at_work.once(SOON)
    at_work.dovecot.deliver(raw, at=SOON)
    at_work.dovecot.deliver(raw.replace(b"Telephoned.", b"Telephoned!"), at=SOON)
    at_work.once(SOON + timedelta(minutes=1))
    assert notes(at_work) == 1


@pytest.mark.parametrize(
    ("writer", "results"),
    [(PAT, PASSED), (JANE, f"{OURS}; dmarc=fail"), (JANE, "mx.other.example; dmarc=pass"), (JANE, f"{OURS}; none")],
    ids=["not whose notice it is", "failed", "another server", "no verdict"],
)
def test_a_command_that_nobody_vouches_for_changes_nothing(at_work: Office, writer: str, results: str) -> None:
    answer(at_work, f"foibot note {REFERENCE} Telephoned.", writer=writer, results=results)
    at_work.once(SOON)
    assert notes(at_work) == 0
    [(who, words)] = told(at_work)
    assert who == "jane"
    assert "It changed nothing" in words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("foibot asign FOI-2026-0001 jane", "Did you mean assign?"),
        ("foibot assign FOI-2026-0001 jan", "Did you mean jane?"),
        ("foibot assign FOI-2026-0001", "Write: foibot assign CASE OFFICER"),
        ("foibot note FOI-2026-0009 Hello", "There is no case FOI-2026-0009"),
        ("foibot received FOI-2026-0001 2026-03-02", "--why is missing"),
        ("foibot approve 1", "'approve' is not taken by mail"),
        ("foibot hold", "'hold' is not taken by mail"),
        ("foibot respond FOI-2026-0001 not-held", "'respond' is not taken by mail"),
        ("foibot note FOI-2026-0001 One.\nfoibot note FOI-2026-0001 Two.", "none was carried out"),
    ],
)
def test_what_cannot_be_done_is_answered_with_the_reason_and_changes_nothing(
    at_work: Office, line: str, said: str
) -> None:
    before = at_work.one("SELECT version FROM case_state")
    answer(at_work, line)
    at_work.once(SOON)
    [(who, words)] = told(at_work)
    assert who == "jane"
    assert said in words
    assert at_work.one("SELECT version FROM case_state") == before


def test_answers_to_a_flood_of_commands_are_capped(at_work: Office) -> None:
    for number in range(30):
        answer(at_work, "foibot nonsense", name=str(number))
    at_work.once(SOON)
    assert len(told(at_work)) == 20


def test_without_the_switch_an_officers_words_wait_for_a_person(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    answer(office, f"foibot note {REFERENCE} Telephoned.")
    office.once(SOON)
    assert notes(office) == 0
    assert told(office) == []
    assert office.one("SELECT kind FROM messages ORDER BY id DESC LIMIT 1") == "officer_command"


def test_an_applicants_mail_that_looks_like_a_command_is_none(at_work: Office) -> None:
    at_work.dovecot.deliver(
        make_mail(text=f"foibot note {REFERENCE} Close it.", message_id="<a@reader.example>"), at=SOON
    )
    at_work.once(SOON)
    assert notes(at_work) == 0
    assert told(at_work) == []


def test_no_command_that_takes_files_acts_on_the_host_or_approves_can_be_written_in_a_mail() -> None:
    forbidden = {verb for verb, row in COMMANDS.items() if not row.by_mail}
    assert {"approve", "edit", "hold", "resume", "respond"} <= forbidden
    assert {"assign", "note", "received", "classify", "reject", "stop"} <= COMMANDS.keys() - forbidden
    for verb in forbidden:
        with pytest.raises(UsageError, match="is not taken by mail"):
            read_command(f"{verb} 1", COMMANDS)


@pytest.mark.parametrize(
    ("results", "what"),
    [
        (f"{OURS}; dmarc=fail header.from=council.example", "does not vouch for it"),
        (f"{OURS}; spf=fail; dkim=fail", "does not vouch for it"),
        (PASSED, "mail from an officer"),
        (f"{OURS}; spf=none; dkim=pass header.d=council.example", "mail from an officer"),
        ("elsewhere.example; dmarc=fail", "mail from an officer"),
    ],
)
def test_mail_in_an_officers_name_is_told_of_as_theirs_only_where_no_verdict_speaks_against_it(
    at_work: Office, results: str, what: str
) -> None:
    answer(at_work, "Shall I ring them?", results=results)
    at_work.once(SOON)
    raws = [raw for (raw,) in at_work.rows("SELECT raw FROM outbox WHERE letter = 'mail_notice' ORDER BY id")]
    said = " ".join(read(raws[-1]).get_content().split())
    assert what in said
    assert ("mail that says that it is from an officer" in said) == (what != "mail from an officer")
