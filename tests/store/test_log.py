"""The log: what it keeps, what it never keeps, and that whoever changes it is found out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import get_type_hints

import pytest
from builders import make_mail, make_read_receipt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import NOW, arrive, command, faults, make_desk, new_case, open_quickly, rows

from foibot.casework.case import OFFICE
from foibot.casework.events import EVENT_TYPES, Event, NoteAdded, OfficerAssigned, Words
from foibot.errors import VersionConflict
from foibot.jobs.desk import Desk
from foibot.store import chain, log
from foibot.store.register import writing

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def facts() -> st.SearchStrategy[Event]:
    """Any fact that can be written down, its fields filled from their types."""
    st.register_type_strategy(Words, text.map(Words))
    with_plain_text = {str: text, tuple[str, ...]: st.lists(text, max_size=2).map(tuple), date: days}
    built = []
    for kind in EVENT_TYPES.values():
        hints = {name: with_plain_text.get(hint, st.from_type(hint)) for name, hint in get_type_hints(kind).items()}
        built.append(st.builds(kind, **hints))
    return st.one_of(built)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A register in which a request came by e-mail, another by letter, and an officer wrote things down."""
    made = make_desk(tmp_path)
    arrive(made, make_mail())
    arrive(made, make_read_receipt("<unknown@council.example>"))
    new_case(made, address="3 Secret Street")
    command(made, "note", "FOI-2026-0001", text="Secret remark")
    command(made, "received", "FOI-2026-0001", date=date(2026, 2, 27), why="Secret reason")
    with closing(made.db):
        yield made


@given(events=st.lists(facts(), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_fact_is_read_as_it_was_written(events: list[Event], tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    path.unlink(missing_ok=True)
    with closing(open_quickly(path)) as db:
        with writing(db):
            log.append(db, "FOI-2026-0001", 0, events, at=NOW, actor="jane")
        read = log.read(db, "FOI-2026-0001")
        assert [fact.event for fact in read] == events
        assert [(fact.version, fact.at, fact.actor) for fact in read] == [
            (version, NOW, "jane") for version in range(1, len(events) + 1)
        ]
        assert chain.first_broken(db.conn, chain.LOG) is None
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


def test_the_log_holds_no_word_name_address_or_message_id(desk: Desk) -> None:
    written = "\n".join(repr(row) for row in rows(desk, "SELECT * FROM events")).casefold()
    for secret in ("secret", "ada", "field", "reader.example", "potholes", "dear sir", "shop.example", "how many"):
        assert secret not in written, secret
    assert faults(desk) == []


@pytest.mark.parametrize("change", ["UPDATE events SET actor = 'mia'", "DELETE FROM events WHERE id = 1"])
def test_the_log_refuses_to_be_changed(desk: Desk, change: str) -> None:
    before = rows(desk, "SELECT * FROM events")
    with pytest.raises(sqlite3.IntegrityError, match="events are never"):
        desk.db.execute(change)
    assert rows(desk, "SELECT * FROM events") == before


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE events SET actor = 'mia' WHERE type = 'NoteAdded'", "The log's chain breaks at event {note}:"),
        (
            "UPDATE events SET at = '2025-01-01T00:00:00+00:00' WHERE type = 'NoteAdded'",
            "chain breaks at event {note}:",
        ),
        ("UPDATE events SET payload = 'torn' WHERE type = 'NoteAdded'", "chain breaks at event {note}:"),
        ("UPDATE events SET payload = 'torn' WHERE id = 1", "The log of FOI-2026-0001 cannot be replayed"),
        (
            "UPDATE events SET type = 'NoSuchFact' WHERE type = 'NoteAdded'",
            "The log of FOI-2026-0001 cannot be replayed",
        ),
        ("DELETE FROM events WHERE type = 'NoteAdded'", "The log's chain breaks at event {after}:"),
        (
            "DELETE FROM events WHERE type = 'MessageSetApart'",
            "is set apart as a machine's in the table of messages, and nowhere by the log. Read it",
        ),
        (
            "DELETE FROM events WHERE id = (SELECT max(id) FROM events)",
            "FOI-2026-0001 is not as its log makes it: the number of its events is 6 in the table of cases, and 5 by",
        ),
        ("UPDATE case_state SET due_on = '2027-01-01'", "the day it is due is Fri 1 Jan 2027 in the table"),
        ("UPDATE case_state SET calendar = 'mine'", "its days are counted by is mine in the table"),
        ("DELETE FROM case_state WHERE reference = 'FOI-2026-0002'", "FOI-2026-0002 is in the log and gone from"),
        (
            "UPDATE outbox SET status = 'sent' WHERE status = 'queued'",
            "FOI-2026-0001, letter 2 (acknowledgement), is sent in the outbox, and queued by the log. Until you know",
        ),
        (
            "DELETE FROM outbox",
            "By the log 3 letters were written, those to colleagues included, and the outbox holds 0",
        ),
        ("UPDATE messages SET state = 'junk'", "Message 1 is set apart as junk, with FOI-2026-0001 in the"),
        (
            "UPDATE messages SET opened = 1, reference = 'FOI-2026-0001'",
            "FOI-2026-0001 is said to have been opened by more than one",
        ),
    ],
)
def test_an_audit_finds_whatever_was_changed_behind_the_logs_back(desk: Desk, change: str, found: str) -> None:
    [(note,)] = rows(desk, "SELECT id FROM events WHERE type = 'NoteAdded'")
    for trigger in ("events_are_not_updated", "events_are_not_deleted"):
        desk.db.execute(f"DROP TRIGGER {trigger}")
    desk.db.execute("PRAGMA foreign_keys = OFF")
    desk.db.execute(change)
    assert found.format(note=note, after=note + 1) in "\n".join(faults(desk))


def test_erasing_people_and_their_words_leaves_the_log_whole(desk: Desk) -> None:
    with writing(desk.db) as db:
        db.execute("DELETE FROM words")
        db.execute("UPDATE people SET name = 'erased ' || id, email = '', postal_address = ''")
    assert chain.first_broken(desk.db.conn, chain.LOG) is None
    assert all("was taken out of the file" in fault or "changed in the file" in fault for fault in faults(desk))
    assert log.read(desk.db, "FOI-2026-0001")[2].event == NoteAdded(Words(""))


def test_of_two_who_decide_at_once_the_second_learns_what_the_first_did(desk: Desk) -> None:
    version = log.version_of(desk.db, "FOI-2026-0001")
    with closing(open_quickly(desk.app.config.register.path)) as other, writing(other):
        log.append(other, "FOI-2026-0001", version, [NoteAdded(Words("first"))], at=NOW, actor="mia")
    for late in (NoteAdded(Words("second")), OfficerAssigned("jane")):
        with (
            pytest.raises(VersionConflict, match=r"FOI-2026-0001: mia was first \(NoteAdded at 2026-03-03T10"),
            writing(desk.db),
        ):
            log.append(desk.db, "FOI-2026-0001", version, [late], at=NOW, actor="jane")
    assert rows(desk, "SELECT text FROM words WHERE version = ?", version + 1) == [("first",)]


def test_the_office_and_each_case_have_streams_of_their_own_in_one_chain(desk: Desk) -> None:
    streams = rows(desk, "SELECT reference, max(version), count(*) FROM events GROUP BY reference ORDER BY reference")
    assert streams == [("FOI-2026-0001", 6, 6), ("FOI-2026-0002", 4, 4), (OFFICE, 1, 1)]
    hashes = [row[0] for row in rows(desk, "SELECT hash FROM events ORDER BY id")]
    assert len(set(hashes)) == len(hashes) == 11
