"""What is asked with every pass is answered by the index that was made for it, however large a register has grown."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from foibot.store import cases, mail_for_people, messages, outbox, replies, retention, sent_mail, shape
from foibot.store.database import Database
from foibot.store.register import empty_register
from foibot.store.schema import MIGRATIONS
from foibot.store.undecided import undecided

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
DUE = "outbox_by_status (status=? AND not_before<?)"
OF_OFFICE = "outbox_of_office (letter=? AND queued_at>?)"
ASKED: tuple[tuple[Callable[[Database], object], str], ...] = (
    (cases.in_review, "cases_not_over (status=?)"),
    (cases.waiting_for_applicants, "cases_not_over (status=?)"),
    (cases.open_by_due_date, "cases_not_over (status=?)"),
    (cases.carriers, "cases_not_over (status=?)"),
    (cases.carried_by_regime, "SCAN case_state USING INDEX cases_not_over"),
    (lambda db: cases.carried_under_other_calendar(db, "2026"), "SCAN case_state USING INDEX cases_not_over"),
    (mail_for_people.untold, "SCAN m USING INDEX messages_to_tell_of"),
    (undecided, "SCAN m USING INDEX messages_in_doubt"),
    (lambda db: retention.never_a_case(db, "2026-01-01"), "messages_on_no_case (received_at<?)"),
    (lambda db: retention.messages_of(db, "FOI-2026-0001"), "messages_by_case (reference=?)"),
    (lambda db: messages.written_to_lately(db, "ada@reader.example", NOW), "outbox_left (sent_at>?)"),
    (lambda db: outbox.acknowledgements_since(db, NOW), "outbox_left (sent_at>?)"),
    (lambda db: outbox.is_due(db, NOW), DUE),
    (lambda db: outbox.to_send(db, NOW, 100), DUE),
    (lambda db: outbox.unknown_to_look_for(db, NOW), DUE),
    (outbox.in_trouble, "outbox_by_status (status=? AND not_before=?)"),
    (outbox.left_sending, "outbox_by_status (status=?)"),
    (lambda db: outbox.written_since(db, "digest", NOW), OF_OFFICE),
    (lambda db: replies.written_to_since(db, "mailbox_notice", "pat@council.example", NOW), OF_OFFICE),
    (lambda db: outbox.last_written(db, "digest"), "outbox_of_office (letter=?)"),
    (sent_mail.may_have_a_case, "SEARCH m USING INDEX messages_by_message_id (message_id=?)"),
)


@pytest.mark.parametrize(("asked", "index"), ASKED)
def test_what_is_asked_with_every_pass_goes_through_no_whole_table(
    asked: Callable[[Database], object], index: str
) -> None:
    db, questions = empty_register(), list[str]()
    db.conn.set_trace_callback(questions.append)
    asked(db)
    db.conn.set_trace_callback(None)
    [question] = questions
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()]
    assert [step for step in plan if index in step], plan
    assert [step for step in plan if step in ("SCAN outbox", "SCAN m", "SCAN messages", "SCAN case_state")] == []


def added(db: Database, number: int, state: str, *, opened: bool) -> None:
    db.execute(
        "INSERT INTO messages (message_id, fingerprint, state, opened, kind, automatic, certain, confirmed, parsed,"
        " from_name, from_email, subject, received_at, dated_by, folder, thread, text, new_text, passed_on,"
        " verdict, defects)"
        " VALUES (?,'',?,?,'new_request',0,1,1,1,'','','','','server','INBOX','[]','','','','{}','[]')",
        (f"<{number}@reader.example>", state, opened),
    )


def test_mail_to_tell_of_is_listed_without_what_opened_a_case_in_a_register_that_was_renewed_too() -> None:
    db = Database(memory=True, execute_plugins=False)
    MIGRATIONS.apply(db, stop_before="fewer_indexes")
    for number, (state, opened) in enumerate((("case", True), ("case", False), ("triage", False)), 1):
        added(db, number, state, opened=opened)
    MIGRATIONS.apply(db)
    for number, (state, opened) in enumerate((("case", True), ("set_aside", False), ("machine", False)), 4):
        added(db, number, state, opened=opened)
    listed = "SELECT id FROM messages INDEXED BY messages_to_tell_of WHERE told = 0 AND NOT opened AND state IN"
    assert [row[0] for row in db.execute(f"{listed} ('triage', 'set_aside', 'case')").fetchall()] == [2, 3, 5]
    assert list(shape.faults_of_shape(db)) == []
