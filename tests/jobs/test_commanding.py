"""What an officer's command changes, and that a refused one changes nothing."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import ASKED, make_bounce, make_mail, make_read_receipt
from registers import ADA, NOW, arrive, at, command, dump, faults, make_desk, new_case, open_quickly, rows

from foibot.errors import NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.telling import tell_officers
from foibot.jobs.wording import excerpt
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, Deferred, SmtpTransport
from foibot.store import outbox
from foibot.store.holding import is_held
from foibot.store.register import writing

FIRST, SECOND = "FOI-2026-0001", "FOI-2026-0002"
DOUBTFUL: dict[str, Any] = {"headers": {"X-Auto-Response-Suppress": "All"}}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def outboxed(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT reference, letter, recipient, status FROM outbox ORDER BY id")


def test_a_request_by_letter_is_the_same_case_as_one_by_mail(desk: Desk) -> None:
    carried = command(
        desk,
        "new",
        name="Ada Field",
        received=datetime(2026, 2, 28, 12, tzinfo=UTC),
        by="letter",
        email=ADA.email,
        address="3 Mill Lane",
        text="How many potholes\nwere there?",
    )
    assert carried.references == (FIRST,)
    assert carried.told == "FOI-2026-0001 is open. The answer is due by Mon 30 Mar 2026."
    assert rows(
        desk,
        "SELECT applicant_name, applicant_email, applicant_address, subject, received_on, due_on, channel, acknowledged"
        " FROM cases",
    ) == [
        (
            "Ada Field",
            ADA.email,
            "3 Mill Lane",
            "How many potholes\nwere there?",
            "2026-02-28",
            "2026-03-30",
            "letter",
            1,
        )
    ]
    assert outboxed(desk) == [(FIRST, "acknowledgement", ADA.email, "queued")]
    assert faults(desk) == []


def test_a_request_without_any_address_has_a_case_and_an_acknowledgement_once_there_is_one(desk: Desk) -> None:
    reference = new_case(desk)
    assert outboxed(desk) == []
    command(desk, "applicant", reference, address="3 Mill Lane", why="She telephoned")
    assert outboxed(desk) == [(FIRST, "acknowledgement", "Ada Field\n3 Mill Lane", "queued")]
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"by": "telephone"}, r"counts only for environmental information \(EIR\). .*FOIA s\.8\(1\)\(a\)"),
        ({"by": "counter", "regime": "FOISA"}, "counts only for environmental information"),
        ({"received": NOW + timedelta(days=1)}, "is still to come"),
        ({"email": "Ada Field"}, "'Ada Field' is no e-mail address"),
        ({"email": "ada@reader.example\nBcc: bo@writer.example"}, "is no e-mail address"),
        ({"name": " "}, "--name is empty: give the applicant's name"),
        ({"text": ""}, "--text is empty"),
        ({"received": datetime(1950, 1, 1, tzinfo=UTC)}, "out of reach"),
        ({"regime": "ROMAN"}, "There is no regime ROMAN"),
    ],
)
def test_what_cannot_be_a_request_is_refused_and_uses_up_no_number(desk: Desk, said: dict[str, Any], why: str) -> None:
    before = dump(desk.db)
    with pytest.raises((NotPermitted, UsageError), match=why):
        new_case(desk, **said)
    assert dump(desk.db) == before
    assert new_case(desk, by="telephone", regime="EIR") == FIRST


def test_a_corrected_day_of_receipt_moves_the_due_date(desk: Desk) -> None:
    arrive(desk, make_mail())
    told = command(desk, "received", FIRST, date=date(2026, 2, 26), why="A colleague had it first.").told
    assert told.startswith("FOI-2026-0001 was received on Thu 26 Feb 2026. The acknowledgement has not left yet: it is")
    assert told.endswith("The answer is due by Fri 27 Mar 2026.")
    assert rows(desk, "SELECT received_on, clock_from, due_on FROM cases") == [
        ("2026-02-26", "2026-02-26", "2026-03-27")
    ]
    for day, why in ((date(2026, 2, 26), "already"), (date(2026, 3, 4), "still to come")):
        with pytest.raises(NotPermitted, match=why):
            command(desk, "received", FIRST, date=day, why="x")


def test_what_has_not_left_when_the_day_of_receipt_is_corrected_leaves_with_the_new_dates(desk: Desk) -> None:
    arrive(desk, make_mail())
    arrive(desk, make_mail(message_id="<potholes.2@reader.example>", **DOUBTFUL))
    before = rows(desk, "SELECT recipient FROM outbox UNION SELECT recipient FROM drafts")
    for case in (FIRST, SECOND):
        command(desk, "received", case, date=date(2026, 2, 26), why="A colleague had it first.")

    [(queued,)] = rows(desk, "SELECT raw FROM outbox WHERE status = 'queued'")
    [(draft, text)] = rows(desk, "SELECT id, text FROM drafts WHERE status = 'waiting'")
    for letter in (bytes(queued).decode(), text):
        assert "received it on Thursday 26 February" in " ".join(letter.split())
        assert "Friday 27 March 2026" in " ".join(letter.split())
    assert rows(desk, "SELECT recipient FROM outbox UNION SELECT recipient FROM drafts") == before
    with pytest.raises(UsageError, match=f"its latest revision is draft {draft}"):
        command(desk, "approve", "1", who="pat")
    command(desk, "approve", str(draft), who="pat")
    assert faults(desk) == []


def test_an_approved_acknowledgement_whose_dates_change_waits_for_approval_again(desk: Desk) -> None:
    arrive(desk, make_mail(**DOUBTFUL))
    command(desk, "approve", "1", who="pat")
    command(desk, "received", FIRST, date=date(2026, 2, 26), why="A colleague had it first.")
    assert rows(desk, "SELECT status FROM outbox") == [("cancelled",)]
    assert rows(desk, "SELECT revision, status FROM drafts ORDER BY id") == [(1, "superseded"), (2, "waiting")]
    command(desk, "approve", "2", who="pat")
    assert rows(desk, "SELECT status FROM outbox ORDER BY id") == [("cancelled",), ("queued",)]
    assert faults(desk) == []


def test_a_name_that_came_later_is_noted_and_the_waiting_letters_follow(desk: Desk) -> None:
    arrive(desk, make_mail(writer="Mickey Mouse <mm@reader.example>", text=ASKED.replace("Ada Field", "Mickey Mouse")))
    command(desk, "applicant", FIRST, name="Norma Body", why="She wrote so on the 4th.")
    assert rows(desk, "SELECT applicant_name, applicant_email FROM cases") == [("Norma Body", "mm@reader.example")]
    assert rows(desk, "SELECT letter, status FROM drafts WHERE status != 'superseded' ORDER BY id") == [
        ("name_wanted", "rejected"),
        ("acknowledgement", "waiting"),
    ]
    [(text,)] = rows(desk, "SELECT text FROM drafts WHERE status = 'waiting'")
    assert "Dear Norma Body" in text
    assert faults(desk) == []


def test_an_acknowledgement_that_is_approved_takes_back_the_question_for_a_name(desk: Desk) -> None:
    arrive(desk, make_mail(writer="Mickey Mouse <mm@reader.example>", text=ASKED.replace("Ada Field", "Mickey Mouse")))
    command(desk, "approve", "1", who="pat")
    assert rows(desk, "SELECT letter, status FROM drafts ORDER BY id") == [
        ("acknowledgement", "approved"),
        ("name_wanted", "rejected"),
    ]


def test_a_robots_mail_called_a_request_is_opened_as_of_the_day_it_came(desk: Desk) -> None:
    arrive(desk, make_read_receipt("<unknown@council.example>"))
    later = at(desk, NOW + timedelta(days=6))
    told = command(later, "classify", "1", kind="new_request").told
    assert told == "FOI-2026-0001 is open, received on Tue 3 Mar 2026. The answer is due by Wed 1 Apr 2026."
    assert rows(desk, "SELECT received_on, due_on FROM cases") == [("2026-03-03", "2026-04-01")]
    assert rows(desk, "SELECT state, kind, reference, opened FROM messages") == [("case", "new_request", FIRST, 1)]
    assert rows(desk, "SELECT filed_to FROM deliveries") == [("FOI/Logged",)]
    with pytest.raises(NotPermitted, match="has opened FOI-2026-0001 already"):
        command(later, "classify", "1", kind="new_request")
    assert faults(desk) == []


def test_a_request_that_was_none_is_closed_and_its_message_goes_where_it_belongs(desk: Desk) -> None:
    arrive(desk, make_mail())
    arrive(desk, make_mail(message_id="<second@reader.example>", text="Please send me file 2."))
    command(desk, "classify", "<second@reader.example>", kind="correspondence", case=FIRST.lower())
    assert rows(desk, "SELECT reference, status, closed_on FROM cases ORDER BY reference") == [
        (FIRST, "open", None),
        (SECOND, "closed", "2026-03-03"),
    ]
    assert rows(desk, "SELECT state, kind, reference, opened FROM messages WHERE id = 2") == [
        ("case", "correspondence", FIRST, 0)
    ]
    assert faults(desk) == []


@pytest.mark.parametrize("doubtful", [False, True])
def test_what_waits_to_leave_for_a_request_that_was_none_does_not_leave(desk: Desk, doubtful: bool) -> None:
    arrive(desk, make_mail(**(DOUBTFUL if doubtful else {})))
    command(desk, "classify", "1", kind="bulk")
    assert rows(desk, "SELECT status FROM outbox") == ([] if doubtful else [("cancelled",)])
    assert rows(desk, "SELECT status FROM drafts") == ([("rejected",)] if doubtful else [])
    assert outbox.to_send(desk.db, NOW + timedelta(days=1), 9) == []
    with pytest.raises(NotPermitted, match="No letter of FOI-2026-0001 was refused"):
        command(desk, "resend", FIRST)
    assert faults(desk) == []


class Interrupted(SmtpTransport):
    """A server to which a letter is on its way while an officer says that the request was none."""

    def __init__(self, desk: Desk, answer: Exception | None) -> None:
        super().__init__(ServerAddress("127.0.0.1", 1, "none"), None, None)
        self._desk, self._answer, self.taken = desk, answer, 0

    def send(self, *, before_final_dot: Callable[[], None], **_: Any) -> Accepted:
        with closing(open_quickly(self._desk.app.config.register.path)) as other:
            command(Desk(self._desk.app, other, self._desk.clock), "classify", "1", kind="bulk")
        if self._answer is not None:
            raise self._answer
        before_final_dot()
        self.taken += 1
        return Accepted("250 ok")


@pytest.mark.parametrize("answer", [None, Deferred("put off", "451 later")])
def test_a_letter_cancelled_on_its_way_stops_before_the_final_dot(desk: Desk, answer: Exception | None) -> None:
    arrive(desk, make_mail())
    transport = Interrupted(desk, answer)
    send_letters(desk, transport)
    assert transport.taken == 0
    assert rows(desk, "SELECT status FROM outbox") == [("cancelled",)]
    assert faults(desk) == []


@pytest.mark.parametrize("case", [FIRST, "office", "FOI-2026-0099", "nonsense"])
def test_a_message_is_filed_on_a_case_that_there_is_and_that_it_did_not_open(desk: Desk, case: str) -> None:
    arrive(desk, make_mail())
    before = dump(desk.db)
    with pytest.raises((NotPermitted, UsageError), match=f"There is no case {case}|That message opened {case}"):
        command(desk, "classify", "1", kind="correspondence", case=case)
    assert dump(desk.db) == before


def test_an_approved_draft_leaves_as_it_was_read_and_without_the_marks_of_a_robot(desk: Desk) -> None:
    arrive(desk, make_mail(**DOUBTFUL))
    [(text, raw)] = rows(desk, "SELECT text, raw FROM drafts")
    assert "sent automatically" not in text
    assert b"Auto-Submitted" not in raw
    command(desk, "approve", "1", who="pat")
    assert rows(desk, "SELECT status, raw FROM outbox") == [("queued", raw)]
    for verb, said in (("approve", {}), ("reject", {"why": "Too late."})):
        with pytest.raises(NotPermitted, match="approved already; nothing was changed"):
            command(desk, verb, "1", **said)


def test_a_rejected_draft_is_kept_and_never_leaves(desk: Desk) -> None:
    arrive(desk, make_mail(**DOUBTFUL))
    command(desk, "reject", "1", why="It is no request.")
    assert rows(desk, "SELECT status FROM drafts") == [("rejected",)]
    assert outboxed(desk) == []
    assert rows(desk, "SELECT text FROM words") == [("It is no request.",)]


def test_a_letter_that_came_back_is_told_once_and_may_be_sent_again(desk: Desk) -> None:
    arrive(desk, make_mail())
    [(letter, raw)] = rows(desk, "SELECT id, raw FROM outbox")
    with pytest.raises(NotPermitted, match="No letter of FOI-2026-0001 was refused"):
        command(desk, "resend", FIRST)
    with writing(desk.db) as db:
        outbox.mark_sent(db, letter, "250 ok", now=NOW, copy=False)
    for name in ("<dsn.1@relay.example>", "<dsn.2@relay.example>"):
        arrive(desk, make_bounce(raw, ADA.email, message_id=name))
    tell_officers(desk)
    assert tell_officers(desk) == 0
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'trouble_notice'") == [(1,)]
    assert rows(desk, "SELECT status, sent_at IS NULL FROM outbox WHERE id = ?", letter) == [("refused", 0)]
    assert command(desk, "resend", FIRST).told == "1 letter of FOI-2026-0001 will be sent again."
    assert rows(desk, "SELECT status, raw FROM outbox WHERE id = ?", letter) == [("queued", raw)]
    assert faults(desk) == []


def test_hold_and_resume_are_a_switch_whose_last_word_counts(desk: Desk) -> None:
    assert not is_held(desk.db)
    command(desk, "hold", who="host:root", why="A letter went wrong.")
    assert is_held(desk.db)
    command(desk, "resume", who="host:root")
    assert not is_held(desk.db)


@pytest.mark.parametrize(
    ("written", "meant"), [(" foi-2026-0001 ", True), ("[FOI 2026 0001]", True), ("FOI-2026-0002", False), ("x", False)]
)
def test_a_reference_may_be_written_as_people_write_it(desk: Desk, written: str, meant: bool) -> None:
    arrive(desk, make_mail())
    if meant:
        assert command(desk, "assign", written, officer=desk.app.policy.officers[0]).references == (FIRST,)
        with pytest.raises(NotPermitted, match="is with Jane Quill already"):
            command(desk, "assign", written, officer=desk.app.policy.officers[0])
        return
    near = "Did you mean FOI-2026-0001" if written != "x" else "'foibot cases --all' lists them all"
    with pytest.raises(UsageError, match=f"There is no case {written}. {near}"):
        command(desk, "note", written, text="x")


@pytest.mark.parametrize("number", ["0", "7", "-1", "1e0", "99999999999999999999", "\N{SUPERSCRIPT TWO}", "", "<x@y>"])
def test_a_message_or_draft_that_there_is_not_is_named_as_unknown(desk: Desk, number: str) -> None:
    arrive(desk, make_mail(**DOUBTFUL))
    with pytest.raises(UsageError, match="There is no message"):
        command(desk, "classify", number, kind="correspondence")
    with pytest.raises(UsageError, match="There is no draft"):
        command(desk, "approve", number)


def test_the_log_says_who_acted_and_which_system_user_that_was(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "note", FIRST, who="rex", text="Seen.")
    assert rows(desk, "SELECT actor, type FROM events WHERE type = 'NoteAdded'") == [("rex (root)", "NoteAdded")]


def test_a_notice_quotes_a_request_with_its_paragraphs_and_without_what_steers_a_terminal() -> None:
    assert excerpt("One.\n\n\n\nTwo.\x1b[31m\x07\n") == "> One.\n>\n> Two. [31m"
    assert excerpt(" \n") == ""
