"""Approval by answering a notice: believed only from the approver, by our own border's word, once, for one revision."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from builders import make_bounce, make_mail
from office import NOW, Office, read

from foibot.mail.reply_tokens import hashed, new_token

APPLICANT = "ada.field@reader.example"
PAT, JANE = "Pat Lowe <pat.lowe@council.example>", "Jane Quill <jane.quill@council.example>"
OURS = "mx.council.example"
PASSED = f"{OURS}; dmarc=pass header.from=council.example"
SOON = NOW + timedelta(minutes=10)


@pytest.fixture
def answered(office: Office) -> Office:
    """An office where replies count, an answer that jane had drafted waits, and pat has the notice."""
    office.configure(mailbox=f'authserv_id = "{OURS}"\nplus_addresses = true', approval="reply = true")
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", NOW.isoformat())
    office.later(minutes=1)
    return office


def notice(office: Office, to: str = "pat.lowe@council.example") -> EmailMessage:
    return next(
        letter
        for letter in reversed(office.arrived())
        if str(letter["Subject"]).startswith("To approve") and letter["To"].addresses[0].addr_spec == to
    )


def attached(letter: EmailMessage) -> str:
    [part] = letter.iter_attachments()
    return str(part.get_content())


def check(office: Office) -> str:
    [found] = re.findall(r"Check number of this revision: (\d{8})", attached(notice(office)))
    return str(found)


def reply(
    office: Office,
    first_line: str,
    *,
    writer: str = PAT,
    results: tuple[str, ...] = (PASSED,),
    at: datetime = SOON,
    message_id: str = "<reply.1@council.example>",
    more: dict[str, str] | None = None,
) -> None:
    """Deliver a reply to pat's notice, as pat's mail program would write it."""
    asked = notice(office)
    body = asked.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    quote = "\n".join(f"> {line}" for line in body.splitlines())
    text = f"{first_line}\n\nOn Tue, 3 Mar 2026 at 10:01, Exampleshire FOI wrote:\n{quote}\n"
    headers = {
        "To": str(asked["Reply-To"]),
        "In-Reply-To": str(asked["Message-ID"]),
        "References": str(asked["Message-ID"]),
        **(more or {}),
    }
    raw = make_mail(writer=writer, subject=f"Re: {asked['Subject']}", text=text, message_id=message_id, headers=headers)
    stacked = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    office.dovecot.deliver(stacked.encode() + raw, at=at)


def answers(office: Office) -> int:
    return sum(APPLICANT in one.recipients for one in office.smtp.letters) - 1


def status(office: Office) -> str:
    return str(office.one("SELECT status FROM drafts ORDER BY id DESC LIMIT 1"))


def told(office: Office) -> list[tuple[str, str]]:
    rows = office.rows("SELECT recipient, raw FROM outbox WHERE letter = 'mailbox_notice' ORDER BY id")
    return [(who.partition(".")[0], " ".join(read(raw).get_content().split())) for who, raw in rows]


def pass_by(office: Office) -> None:
    office.once(SOON)
    office.once(SOON + timedelta(hours=1))


def test_an_approvers_reply_with_the_check_number_approves_and_everybody_is_told(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}")
    answered.once(SOON)
    assert status(answered) == "approved"
    assert len(answered.dovecot.flags("FOI/Approved/pat")) == 1
    assert sorted(who for who, _ in told(answered)) == ["jane", "pat"]
    answered.once(SOON + timedelta(minutes=20))
    assert answers(answered) == 1
    assert answered.one("SELECT actor FROM events WHERE type = 'DraftApproved'").startswith("pat (reply, message ")
    assert answered.rows("SELECT kind, state, reference FROM messages ORDER BY id DESC LIMIT 1") == [
        ("officer_command", "case", "FOI-2026-0001")
    ]
    assert answered.tell("audit")


def test_a_rejection_by_reply_carries_its_reason_to_the_officer(answered: Office) -> None:
    reply(answered, "REJECT the police do hold some of it")
    pass_by(answered)
    assert status(answered) == "rejected"
    rows = answered.rows("SELECT recipient, raw FROM outbox WHERE letter = 'draft_notice' ORDER BY id DESC LIMIT 1")
    [(who, raw)] = rows
    assert who == "jane.quill@council.example"
    assert "The reason: the police do hold some of it" in " ".join(read(raw).get_content().split())


def test_the_token_stands_in_no_other_header_no_copy_and_in_clear_nowhere_in_the_register(answered: Office) -> None:
    sent = notice(answered)
    [token] = re.findall(r"foi\+([0-9a-f]{32})@council\.example", str(sent["Reply-To"]))
    assert sent["Cc"] is None
    assert sum(token in str(value) for value in sent.values()) == 1
    assert token not in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert token not in attached(sent)
    assert not any(token.encode() in raw for raw in answered.dovecot.messages("Sent"))
    assert not any(token.encode() in bytes(raw) for (raw,) in answered.rows("SELECT raw FROM outbox"))
    assert token not in {hashed for (hashed,) in answered.rows("SELECT hash FROM reply_tokens")}
    assert check(answered) not in sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_an_address_for_approval_that_somebody_puts_into_the_file_approves_nothing_and_is_named(
    answered: Office,
) -> None:
    token, asked = new_token(), notice(answered)
    values = (hashed(token), 1, "pat", str(asked["Message-ID"]), "2026-12-31")
    with closing(sqlite3.connect(answered.folder / "foibot.db")) as db, db:
        db.execute("INSERT INTO reply_tokens VALUES (?,?,?,?,?,0,0)", values)
    reply(answered, f"APPROVE {check(answered)}", more={"To": f"foi+{token}@council.example"})
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)
    said = " ".join(answered.do("audit").out.split())
    assert "an address at which pat could approve it by mail has no seal: it was not foibot that put it there" in said


def test_forged_internal_from(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}", results=())
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)
    [(who, words)] = told(answered)
    assert who == "pat"
    assert "our mail server does not vouch for its sender" in words


def test_stacked_forged_verdicts(answered: Office) -> None:
    failed = f"{OURS}; dmarc=fail header.from=council.example"
    reply(answered, f"APPROVE {check(answered)}", results=(failed, PASSED))
    reply(answered, f"APPROVE {check(answered)}", results=("mx.other.example; dmarc=pass",), message_id="<2@x.example>")
    other = f"{OURS}; dkim=pass header.d=evil.example"
    reply(answered, f"APPROVE {check(answered)}", results=(other,), message_id="<3@x.example>")
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)


def test_a_verdict_about_somebody_else_in_from_approves_nothing(answered: Office) -> None:
    theirs = f"{OURS}; dmarc=pass header.from=evil.example"
    two = "Pat Lowe <pat.lowe@council.example>, Eve <eve@evil.example>"
    for number, (writer, results) in enumerate(((two, theirs), (two, PASSED), (two.partition(",")[0], theirs))):
        asked = f"APPROVE {check(answered)}"
        reply(answered, asked, writer=writer, results=(results,), message_id=f"<two.{number}@evil.example>")
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)


def test_dkim_of_the_approvers_own_domain_is_proof_enough_where_dmarc_says_nothing(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}", results=(f"{OURS}; dkim=pass header.d=council.example",))
    answered.once(SOON)
    assert status(answered) == "approved"


def test_forwarded_notice_answered_by_a_colleague(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}", writer=JANE)
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)
    assert [who for who, _ in told(answered)] == ["pat"]


def test_out_of_office_quoting_the_notice(answered: Office) -> None:
    for number, more in enumerate(
        ({"Auto-Submitted": "auto-replied"}, {"X-Autoreply": "yes"}, {"Precedence": "bulk"}, {"Return-Path": "<>"})
    ):
        reply(answered, f"APPROVE {check(answered)}", more=more, message_id=f"<ooo.{number}@council.example>")
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)


def test_an_answer_within_a_minute_is_a_machines(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}", at=NOW + timedelta(minutes=1, seconds=50))
    pass_by(answered)
    assert status(answered) == "waiting"


@pytest.mark.parametrize(
    "first_line",
    [
        "APPROVE",
        "APPROVE 00000000",
        "approve {check}",
        "OK thanks",
        "Please APPROVE {check}",
        "APPROVE {check}.",
        "APPROVE {check}\nREJECT not like this",
        "REJECT",
        "",
        "> APPROVE {check}",
    ],
)
def test_only_the_exact_words_count_and_of_two_commands_none(answered: Office, first_line: str) -> None:
    reply(answered, first_line.format(check=check(answered)))
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)


def test_the_help_of_the_notice_is_no_command_even_unquoted(answered: Office) -> None:
    reply(answered, str(notice(answered).get_body(("plain",)).get_content()))  # type: ignore[union-attr]
    pass_by(answered)
    assert status(answered) == "waiting"


def test_stale_revision(answered: Office) -> None:
    number = check(answered)
    stale = notice(answered)
    text = answered.one("SELECT text FROM drafts").replace("We have checked", "We have looked")
    answered.tell("edit", "1", "--text", text, "--as", "jane", "--now", (NOW + timedelta(minutes=2)).isoformat())
    headers = {"To": str(stale["Reply-To"]), "Authentication-Results": PASSED}
    raw = make_mail(
        writer=PAT, subject="Re: draft", text=f"APPROVE {number}\n", message_id="<s@x.example>", headers=headers
    )
    answered.dovecot.deliver(raw, at=SOON)
    pass_by(answered)
    assert (status(answered), answers(answered)) == ("waiting", 0)
    assert "the letter was changed since the notice was written" in told(answered)[0][1]


def test_a_token_counts_once_and_dies_after_five_working_days(answered: Office) -> None:
    late = NOW + timedelta(days=8)
    reply(answered, f"APPROVE {check(answered)}", at=late)
    answered.once(late)
    assert status(answered) == "waiting"
    assert "older than five working days" in told(answered)[0][1]


def test_a_used_token_is_dead_and_explanations_are_few(answered: Office) -> None:
    reply(answered, f"APPROVE {check(answered)}")
    answered.once(SOON)
    answered.tell("stop", "1", "--as", "pat", "--now", (SOON + timedelta(minutes=1)).isoformat())
    for number in range(6):
        reply(answered, f"APPROVE {check(answered)}", message_id=f"<again.{number}@x.example>")
    answered.once(SOON + timedelta(minutes=2))
    answered.once(SOON + timedelta(hours=2))
    assert (status(answered), answers(answered)) == ("waiting", 0)
    assert sum("was answered already" in words for _, words in told(answered)) == 3


def test_bounce_for_mail_never_sent(answered: Office) -> None:
    before = answered.rows("SELECT id, status FROM outbox")
    never = b"Message-ID: <never@council.example>\r\nTo: eve@x.example\r\n\r\n"
    answered.dovecot.deliver(make_bounce(never, "eve@x.example"), at=SOON)
    reply(answered, f"APPROVE {check(answered)}", more={"Return-Path": "<>"})
    answered.once(SOON)
    assert status(answered) == "waiting"
    assert answered.rows("SELECT id, status FROM outbox")[: len(before)] == before


def test_with_replies_off_nothing_counts_and_no_token_leaves(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", NOW.isoformat())
    office.later(minutes=1)
    assert notice(office)["Reply-To"] is None
    assert "APPROVE" not in notice(office).get_content()


def test_check_refuses_replies_without_a_border_and_plus_addresses(office: Office) -> None:
    office.configure(approval="reply = true\ncommands_by_reply = true")
    ended = office.do("check")
    said = " ".join(ended.out.split())
    assert ended.status == 2
    assert "approval.reply: needs mailbox.authserv_id and mailbox.plus_addresses" in said
    assert "commands_by_reply: needs mailbox.authserv_id >" in said
