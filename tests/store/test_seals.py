"""Seals: whoever changes a letter, mail, words or a person in the file is found out; whoever erases is not accused."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import make_mail
from hypothesis import given, settings
from hypothesis import strategies as st
from registers import arrive, command, faults, make_desk, rows

from foibot.correspondence.classify import Kind, Verdict
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.receipt import Receipt
from foibot.jobs.desk import Desk
from foibot.store import audit, chain, finding_check, findings, messages, seals
from foibot.store.chain import Chain
from foibot.store.register import empty_register, writing
from foibot.store.seal_check import faults_of, rows_with_seals

CASE = "FOI-2026-0001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A register with a request that came by e-mail, was acknowledged and noted on, and has an answer to approve."""
    made = make_desk(tmp_path)
    arrive(made, make_mail())
    command(made, "note", CASE, text="Ask the records office first.")
    command(made, "respond", CASE, outcome="not-held")
    with closing(made.db):
        yield made


CHANGES = (
    ("UPDATE drafts SET text = text || ' Or do we?'", f"{CASE}, revision 1 of draft 1 (not_held) is not what was kept"),
    ("UPDATE drafts SET raw = x'00'", f"{CASE}, revision 1 of draft 1"),
    ("UPDATE drafts SET recipient = 'eve@elsewhere.example'", "If it waits, reject it"),
    ("DELETE FROM drafts", "was kept and is gone"),
    (
        "UPDATE outbox SET raw = replace(raw, 'Exampleshire', 'Otherwhere')",
        f"{CASE}, letter 1 (acknowledgement) is not what was kept",
    ),
    ("UPDATE outbox SET recipient = 'eve@elsewhere.example'", "with its copy in Sent"),
    ("UPDATE messages SET text = 'I withdraw my request.'", f"Message 1 ({CASE}) is not what was kept"),
    ("UPDATE messages SET from_email = 'eve@elsewhere.example'", f"Message 1 ({CASE})"),
    ("UPDATE messages SET received_at = '2026-01-01T00:00:00+00:00'", f"Message 1 ({CASE})"),
    ("UPDATE messages SET verdict = json_set(verdict, '$.answer_to', 'eve@elsewhere.example')", f"Message 1 ({CASE})"),
    ("UPDATE raw_mail SET bytes = x'00'", f"Raw mail 1 (message 1, {CASE}) is not what was kept"),
    ("UPDATE raw_mail SET bytes = x'00', sha256 = '6e340b9cffb37a989ca544e6bb780a2c'", "Raw mail 1"),
    ("UPDATE messages SET raw = NULL", f"Message 1 ({CASE}), its bytes as they came"),
    ("UPDATE words SET text = 'Refuse it.'", f"{CASE}, what was written with its event"),
    ("DELETE FROM words", "was kept and is gone"),
    ("UPDATE people SET email = 'eve@elsewhere.example'", f"Person 1 ({CASE}) is not what was kept"),
    (
        "INSERT INTO words VALUES ('FOI-2026-0001', 1, 'text', 'Also the minutes.')",
        "has no seal, and what was kept before it has one",
    ),
)


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[change[:45] for change, _ in CHANGES])
def test_what_somebody_changes_in_the_file_is_named_with_what_to_do(desk: Desk, change: str, said: str) -> None:
    assert faults(desk) == []
    desk.db.execute("PRAGMA foreign_keys = OFF")
    desk.db.execute(change)
    found = "\n".join(faults(desk))
    assert said in found
    assert "Compare with" in found


def test_the_ledger_itself_cannot_be_changed_unseen(desk: Desk) -> None:
    for change in ("UPDATE seals SET seal = x'00' WHERE id = 12", "DELETE FROM seals WHERE id = 12"):
        with pytest.raises(sqlite3.IntegrityError):
            desk.db.execute(change)
    desk.db.execute("DROP TRIGGER seals_are_not_updated")
    desk.db.execute("UPDATE seals SET seal = x'00' WHERE id = 12")
    assert any("ledger of seals breaks at row 12" in fault for fault in faults(desk))


def test_who_changes_a_letter_and_cuts_the_ledger_short_is_found_out_too(desk: Desk) -> None:
    [(row,)] = rows(desk, "SELECT id FROM seals WHERE source = 'drafts'")
    desk.db.execute("DROP TRIGGER seals_are_not_deleted")
    desk.db.execute("DELETE FROM seals WHERE id >= ?", (row,))
    desk.db.execute("UPDATE drafts SET text = 'Come and see.'")
    assert f"{CASE}, revision 1 of draft 1 (not_held) has no seal" in "\n".join(faults(desk))


def test_who_seals_a_changed_letter_anew_is_found_out_too(desk: Desk) -> None:
    desk.db.execute("UPDATE drafts SET text = 'Come and see.'")
    with writing(desk.db) as db:
        seals.keep(db, seals.DRAFTS, 1)
    assert f"{CASE}, revision 1 of draft 1 (not_held) was sealed a second time" in "\n".join(faults(desk))


def test_a_case_without_a_log_is_none_of_foibots(desk: Desk) -> None:
    desk.db.execute("CREATE TEMP TABLE other AS SELECT * FROM case_state")
    desk.db.execute("UPDATE other SET reference = 'FOI-2026-0009'")
    desk.db.execute("INSERT INTO case_state SELECT * FROM other")
    [found] = faults(desk)
    assert found.startswith("FOI-2026-0009 is among the cases and not in the log: it was not foibot that put it there.")
    assert "the last backup that 'foibot audit --of' passes" in found


def test_what_was_kept_before_there_were_seals_is_counted_and_no_fault(desk: Desk) -> None:
    begin_anew(desk)
    desk.db.execute("UPDATE drafts SET text = 'Nobody can tell.' WHERE id = 1")
    note = command(desk, "note", CASE, text="Written since.")
    assert note.references
    found = [audit.look(desk.db, part, lambda _, __: {}) for part in audit.parts(desk.db) if part.look == "seals"]
    assert [one.faults for one in found] == [()] * (len(seals.SEALED) + 2)
    assert sum(one.unsealed for one in found) > len(found) - 4
    desk.db.execute("UPDATE words SET text = 'Altered since.' WHERE text = 'Written since.'")
    assert "what was written with its event" in "\n".join(faults(desk))


@pytest.mark.parametrize(("one", "table"), [(chain.LOG, "events"), (chain.LEDGER, "seals")], ids=["log", "ledger"])
def test_both_chains_are_walked_as_they_are_written_in_whatever_parts(desk: Desk, one: Chain, table: str) -> None:
    connection = desk.db.conn
    assert chain.first_broken(connection, one) is None
    [(last,)] = rows(desk, {"events": "SELECT max(id) FROM events", "seals": "SELECT max(id) FROM seals"}[table])
    assert [chain.first_broken(connection, one, row - 1, row) for row in range(1, last + 1)] == [None] * last
    desk.db.execute(f"DROP TRIGGER {table}_are_not_updated")
    desk.db.execute({"events": "UPDATE events SET hash = 'a' WHERE id = 3", "seals": BROKEN_SEAL}[table])
    assert chain.first_broken(connection, one, 0, 2) is None
    assert chain.first_broken(connection, one, 2, 3) == 3
    assert chain.first_broken(connection, one, 3) == 4


BROKEN_SEAL = "UPDATE seals SET hash = x'00' WHERE id = 3"


def test_no_two_rows_have_the_same_code_because_their_values_were_cut_elsewhere() -> None:
    db = empty_register()
    codes = {
        seals.code_of(seals.key(db), "words", one) for one in (("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"))
    }
    assert len(codes) == 4


KEPT = empty_register()
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(deadline=None)
@given(name=NAMES, email=NAMES, subject=NAMES)
def test_a_message_is_sealed_as_an_audit_reads_it_back_whoever_wrote_it(name: str, email: str, subject: str) -> None:
    sender = Address(name, email)
    message = InboundMessage(message_id="<1@reader.example>", sender=sender, subject=subject, defects=(name,))
    verdict = Verdict(Kind.NEW_REQUEST, automatic=False, certain=True, applicant=sender, acknowledge_to=sender)
    receipt = Receipt(datetime(2026, 3, 3, tzinfo=UTC), "server")
    messages.add(KEPT, message, verdict, receipt, raw=None, folder="INBOX", whole=True)
    assert faults_of(KEPT, seals.MESSAGES) == ([], 0)


PUT_IN = "INSERT INTO findings VALUES (1, 'd1', 'ranks.xlsx', 2, '{}', '[]', '[]')"


def look_at_findings(desk: Desk) -> audit.Found:
    [part] = [one for one in audit.parts(desk.db) if one.first == seals.FINDINGS]
    return audit.look(desk.db, part, lambda _, __: {})


def begin_anew(desk: Desk) -> None:
    """Make the register one on which nothing was sealed until now."""
    for trigger in ("seals_are_not_deleted", "seals_are_not_updated"):
        desk.db.execute(f"DROP TRIGGER {trigger}")
    with writing(desk.db) as db:
        db.execute("DELETE FROM seals")
        seals.begin(db)


def test_a_finding_put_in_is_not_taken_for_one_from_before_there_were_seals(desk: Desk) -> None:
    desk.db.execute(PUT_IN.format("2020-01-01T00:00:00+00:00"))
    found = look_at_findings(desk)
    assert found.unsealed == 0
    assert f"{CASE}, revision 1 of draft 1: what the release guard is said to have found" in found.faults[0]
    assert "has no seal: it was not foibot that put it there" in found.faults[0]


def test_of_a_draft_older_than_the_seals_a_finding_is_older_too_unless_it_was_found_since(desk: Desk) -> None:
    begin_anew(desk)
    desk.db.execute("UPDATE drafts SET guarded = 2")
    desk.db.execute(PUT_IN.format("2020-01-01T00:00:00+00:00"))
    assert (look_at_findings(desk).faults, look_at_findings(desk).unsealed) == ((), 1)
    desk.db.execute("UPDATE findings SET looked_at = '2999-01-01T00:00:00+00:00'")
    assert "it was not foibot that put it there" in look_at_findings(desk).faults[0]
    assert look_at_findings(desk).unsealed == 0


@pytest.mark.parametrize("source", [one for one in seals.SEALED if one != seals.RAW_MAIL])
def test_an_audit_reads_the_ledger_once_and_looks_each_seal_up_by_an_index_of_its_own(desk: Desk, source: str) -> None:
    plan = [row[3] for row in desk.db.execute(f"EXPLAIN QUERY PLAN {rows_with_seals(source)}", (source,)).fetchall()]
    assert [step for step in plan if step.startswith("SEARCH s USING AUTOMATIC")], plan
    assert [step for step in plan if "seals" in step] == ["SCAN seals"], plan


@pytest.mark.parametrize("asked", [findings.NOT_GUARDED, findings.SEALED_OF_WAITING, finding_check.NAMES])
def test_what_is_asked_of_the_ledger_in_the_daily_course_does_not_go_through_it(desk: Desk, asked: str) -> None:
    values = ("",) * (max(map(int, re.findall(r"\?(\d)", asked)), default=1))
    plan = [row[3] for row in desk.db.execute(f"EXPLAIN QUERY PLAN {asked}", values).fetchall()]
    assert [step for step in plan if "seals_asked_for (source=?" in step], plan
