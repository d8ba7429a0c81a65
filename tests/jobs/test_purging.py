"""Retention: what goes on its day, what is held back and why, and that nothing of it is left in the file."""

import base64
import itertools
import os
import quopri
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import Shape, make_bounce, make_mail
from registers import arrive, at, command, dump, faults, make_desk, new_case, rows
from test_reviewing import Taken, draft_of

from foibot.casework.events import Person
from foibot.errors import NotPermitted, Unavailable
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.finding import catch_up
from foibot.jobs.planning_purge import Plan, plan_by_schedule, plan_for_person
from foibot.jobs.purging import Purged, is_due, purge
from foibot.jobs.telling import tell_officers
from foibot.store import erasing, job_runs, person
from foibot.store.personal_columns import INDEXES, PERSONAL
from foibot.store.recorded import HINTS
from foibot.store.register import open_register, writing

ADA, GUY = "Ada Zwingli <ada.zwingli@quixotic.example>", "Guy Marchetti <guy.marchetti@halcyon.example>"
ADAS = ("zwingli", "quixotic", "bumblebee", "xylophone", "marmalade")
"""What only Ada's name, address, subject, words and the colleague's note on her case hold."""
GUYS = ("marchetti", "halcyon", "porcupine")
BEES = "Under the Freedom of Information Act please send me all records about xylophone lessons.\n\nAda Zwingli\n"
WALLS = "Under the Freedom of Information Act please send me the number of porcupine sightings.\n\nGuy Marchetti\n"


COUNTED = "SELECT reference, regime, status, received_on, responded_on, outcome FROM cases ORDER BY 1"
CODINGS: tuple[tuple[Shape, str], ...] = (
    *(
        ("base64", "utf-8"),
        ("base64", "utf-16-le"),
        ("html", "utf-8"),
        ("alternative", "utf-8"),
        ("attachment", "utf-8"),
    ),
)


def day(year: int, month: int, number: int, hour: int = 11) -> datetime:
    return datetime(year, month, number, hour, tzinfo=UTC)


def ask(desk: Desk, writer: str, subject: str, text: str, name: str, shape: Shape = "plain") -> str:
    mail = make_mail(writer=writer, subject=subject, text=text, shape=shape, message_id=f"<{name}>")
    arrived = arrive(desk, mail)
    assert arrived.opened, arrived
    tell_officers(desk)
    return arrived.opened


def answer(desk: Desk, reference: str, outcome: str = "not-held", **more: Any) -> None:
    command(desk, "respond", reference, outcome=outcome, **more)
    letter = outcome.replace("-", "_")
    command(desk, "approve", draft_of(desk, letter), "pat", **{"at-once": True})
    send_letters(desk, Taken())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ada's request of 2021, answered; Guy's of the same day, answered and held by hand."""
    made = make_desk(tmp_path, day(2021, 4, 7), calendars='path = "feeds"')
    ask(made, ADA, "The bumblebee question", BEES, "bees.1@quixotic.example")
    ask(made, GUY, "Walls", WALLS, "walls.1@halcyon.example")
    send_letters(made, Taken())
    for number, (shape, charset) in enumerate(CODINGS):
        text = f"Dear team, {'more of the xylophone ' * 30} as I asked.\n\nAda Zwingli\n"
        subject, name = "Re: [FOI-2021-0001] bumblebee", f"<more.{number}@quixotic.example>"
        mail = make_mail(writer=ADA, subject=subject, text=text, shape=shape, charset=charset, message_id=name)
        assert arrive(made, mail).reference == "FOI-2021-0001"
    command(made, "note", "FOI-2021-0001", text="she rang and spoke of marmalade")
    command(made, "retain", "FOI-2021-0002", why="a claim is announced")
    later = at(made, day(2021, 4, 23))
    answer(later, "FOI-2021-0001")
    answer(later, "FOI-2021-0002")
    assert catch_up(made.db, 30) == 0
    assert made.db.execute("SELECT count(*) FROM search_index WHERE search_index MATCH 'xylophone'").fetchone() != (0,)
    yield made
    made.db.close()


def purged(desk: Desk, now: datetime) -> Purged:
    then = at(desk, now)
    return purge(then, plan_by_schedule(then.app, then.db, now), then.hand())


def written(text: str) -> Iterator[bytes]:
    """A word as it may stand in a file: plain, in capitals, in UTF-16, quoted-printable, in base64 at any offset."""
    for form in (text, text.capitalize(), text.upper()):
        yield form.encode()
        yield form.encode("utf-16-le")
        yield form.encode("utf-16-be")
        yield quopri.encodestring(form.encode())
        for coded in (form.encode(), form.encode("utf-16-le"), form.encode("utf-16-be")):
            for offset, start in ((0, 0), (1, 2), (2, 3)):
                yield base64.b64encode(bytes(offset) + coded)[start : (offset + len(coded)) * 8 // 6]


def found_in(folder: Path, words: tuple[str, ...]) -> set[str]:
    """Return which words stand in the raw bytes of any file below a folder."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {word for word in words if any(form in data for form in written(word) for data in files)}


def test_what_was_erased_is_no_fault_and_what_stays_is_still_held_against_its_seal(desk: Desk) -> None:
    assert purged(desk, day(2024, 4, 23)).cases == ["FOI-2021-0001"]
    assert faults(desk) == []
    desk.db.execute("UPDATE drafts SET text = 'Put back in.' WHERE reference = 'FOI-2021-0001'")
    desk.db.execute("UPDATE messages SET text = 'Other words.' WHERE reference = 'FOI-2021-0002'")
    desk.db.execute("DELETE FROM words WHERE reference = 'FOI-2021-0002'")
    found = "\n".join(faults(desk))
    assert "FOI-2021-0001, revision 1 of draft 1 (not_held) is not what was kept" in found
    assert "(FOI-2021-0002) is not what was kept" in found
    assert "FOI-2021-0002, what was written with its event" in found


# -- the file


def test_nothing_of_an_erased_person_is_left_in_any_byte_and_the_others_are_all_there(
    desk: Desk, tmp_path: Path
) -> None:
    before = rows(desk, COUNTED)
    assert found_in(tmp_path, (*ADAS, *GUYS)) == {*ADAS, *GUYS}
    done = purged(desk, day(2024, 4, 23))
    assert done.cases == ["FOI-2021-0001"]
    assert found_in(tmp_path, ADAS) == set()
    assert found_in(tmp_path, GUYS) == set(GUYS)
    assert rows(desk, COUNTED) == before
    assert faults(desk) == []
    assert rows(desk, "SELECT type FROM events WHERE reference = 'FOI-2021-0001' ORDER BY version DESC LIMIT 1") == [
        ("PersonalDataErased",)
    ]


def test_erased_twice_is_erased_once(desk: Desk) -> None:
    purged(desk, day(2024, 4, 23))
    after = dump(desk.db)
    assert purged(desk, day(2024, 4, 24)) == Purged()
    assert dump(desk.db) == after


@pytest.mark.parametrize("statement", range(2, 98, 12))
def test_a_purge_that_is_killed_anywhere_is_finished_by_the_next(desk: Desk, tmp_path: Path, statement: int) -> None:
    child = os.fork()
    if not child:
        db, seen = open_register(tmp_path / "foibot.db"), itertools.count(1)
        db.conn.set_trace_callback(lambda _: os.kill(os.getpid(), signal.SIGKILL) if next(seen) == statement else None)
        purged(Desk(desk.app, db, desk.clock), day(2024, 4, 23))
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    assert ended == signal.SIGKILL
    assert faults(desk) == []
    purged(desk, day(2024, 4, 24))
    assert found_in(tmp_path, ADAS) == set()
    assert faults(desk) == []
    assert len(rows(desk, "SELECT 1 FROM events WHERE type = 'PersonalDataErased'")) == 1
    assert rows(desk, "SELECT * FROM to_erase") == []


def test_while_another_process_reads_the_log_it_says_so_and_the_next_run_empties_it(desk: Desk, tmp_path: Path) -> None:
    reader = open_register(tmp_path / "foibot.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM words").fetchall()
    desk.db.execute("PRAGMA busy_timeout = 50").fetchall()
    with pytest.raises(Unavailable, match="another process"):
        purged(desk, day(2024, 4, 23))
    reader.rollback()
    reader.close()
    finished = purged(desk, day(2024, 4, 23))
    assert (finished.cases, finished.written_anew) == ([], True)
    assert found_in(tmp_path, ADAS) == set()
    assert not purged(desk, day(2024, 4, 23)).written_anew


def test_where_litestream_copies_it_says_to_stop_it_and_writes_nothing_anew_in_vain(desk: Desk, tmp_path: Path) -> None:
    desk.db.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    reader = open_register(tmp_path / "foibot.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM words").fetchall()
    with pytest.raises(Unavailable, match=r"Litestream.*Stop it, run 'foibot purge' again, and start it"):
        purged(desk, day(2024, 4, 23))
    written = (tmp_path / "foibot.db-wal").stat().st_size
    with pytest.raises(Unavailable, match="Litestream"):
        purged(desk, day(2024, 4, 24))
    assert (tmp_path / "foibot.db-wal").stat().st_size < written + (tmp_path / "foibot.db").stat().st_size
    reader.rollback()
    reader.close()


def test_each_personal_column_has_an_eraser_or_a_reason_to_stay(desk: Desk) -> None:
    erased = {(one.table, column) for one in erasing.ERASERS for column in one.columns}
    personal = {(table, column) for table, columns in PERSONAL.items() for column in columns}
    personal |= {(index, "") for index in INDEXES}
    left = {(table, column) for table, column in personal - erased if table not in erasing.KEPT}
    assert not left, f"add an eraser in store/erasing.py for {sorted(left)}"
    there = {(row[0], row[1]) for row in rows(desk, COLUMNS)}
    assert erased - there - {(index, "") for index in INDEXES} == set()


COLUMNS = "SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) c WHERE t.type = 'table'"


def test_each_fact_that_names_a_person_is_looked_at_before_a_person_is_erased() -> None:
    naming = {kind.__name__ for kind, hints in HINTS.items() if Person in hints.values()}
    assert naming == set(erasing.NAMING)


# -- what is held back


def hold_of(desk: Desk, now: datetime, reference: str = "FOI-2021-0001") -> set[str]:
    """Return the rules that hold a case back from a request to erase it at once."""
    plan = plan_for_person(desk.app, desk.db, now, [reference], [])
    return {hold.rule for held in plan.held for hold in held.holds}


def test_an_answered_case_is_held_while_a_review_or_the_commissioner_can_be_asked(desk: Desk) -> None:
    # 40 working days after 23 April 2021, with the holidays of 3 and 31 May: 22 June; and six weeks: 3 August
    assert hold_of(desk, day(2021, 8, 3)) == {"review_period"}
    assert hold_of(desk, day(2021, 8, 4)) == set()


def test_a_case_goes_three_years_after_its_answer_and_not_a_day_before(desk: Desk) -> None:
    assert plan_by_schedule(desk.app, desk.db, day(2024, 4, 22)).going == []
    assert [one.reference for one in plan_by_schedule(desk.app, desk.db, day(2024, 4, 23)).going] == ["FOI-2021-0001"]


def test_what_is_held_by_hand_goes_once_it_is_let_go_or_its_day_has_passed(desk: Desk) -> None:
    late = at(desk, day(2025, 1, 6))
    assert hold_of(late, late.clock(), "FOI-2021-0002") == {"retained"}
    command(late, "retain", "FOI-2021-0002", why="until the court has decided", until=date(2025, 3, 3))
    assert hold_of(late, day(2025, 3, 3), "FOI-2021-0002") == {"retained"}
    assert hold_of(late, day(2025, 3, 4), "FOI-2021-0002") == set()
    command(late, "retain", "FOI-2021-0002", why="settled", end=True)
    assert purged(late, late.clock()).cases == ["FOI-2021-0001", "FOI-2021-0002"]
    assert faults(late) == []
    with pytest.raises(NotPermitted, match="were erased on Mon 6 Jan 2025"):
        command(late, "retain", "FOI-2021-0001", why="too late")


def test_open_reviewed_contested_and_the_commissioners_cases_are_held(desk: Desk) -> None:
    assert hold_of(desk, day(2024, 4, 23), new_case(desk, email="")) == {"open"}
    now = at(desk, day(2021, 5, 4))
    command(now, "review", "FOI-2021-0001", by="letter")
    send_letters(now, Taken())
    assert hold_of(now, day(2024, 4, 23)) == {"review"}
    command(now, "commissioner", "FOI-2021-0001", "jane", step="complaint", reference="IC-123456-A1B2")
    assert hold_of(now, day(2024, 4, 23)) == {"review", "commissioner"}
    command(now, "decide", "FOI-2021-0001", "rex", outcome="upheld", text="The search was complete.")
    assert hold_of(now, day(2024, 4, 23)) == {"review", "commissioner", "draft"}
    command(now, "approve", draft_of(now, "review_outcome"), "mia", **{"at-once": True, "despite": "a test"})
    assert "letter" in hold_of(now, day(2024, 4, 23))
    send_letters(now, Taken())
    assert hold_of(now, day(2023, 4, 23)) == {"commissioner", "contested"}
    command(now, "commissioner", "FOI-2021-0001", "jane", step="ended", why="closed")
    assert hold_of(now, day(2023, 4, 23)) == {"contested"}
    assert hold_of(now, day(2024, 5, 4)) == set()


def test_what_is_held_back_is_named_with_its_reason(desk: Desk) -> None:
    plan: Plan = plan_by_schedule(desk.app, desk.db, day(2024, 4, 23))
    assert [(one.reference, one.holds[0].rule) for one in plan.held] == [("FOI-2021-0002", "retained")]


# -- what comes afterwards


def test_a_later_mail_on_an_erased_case_is_a_case_for_a_person_with_a_note(desk: Desk) -> None:
    purged(desk, day(2024, 4, 23))
    later = at(desk, day(2024, 6, 3))
    text = "Dear team,\n\nI still have not heard about my complaint on this.\n\nAda Zwingli\n"
    mail = make_mail(
        writer=ADA, subject="Re: [FOI-2021-0001] your answer", text=text, message_id="<late@quixotic.example>"
    )
    arrived = arrive(later, mail)
    assert (arrived.state, arrived.reference) == ("case", "FOI-2024-0001")
    [(certain, note)] = rows(
        later,
        "SELECT s.certain, w.text FROM case_state s JOIN words w USING (reference) WHERE reference = ?",
        arrived.reference,
    )
    assert not certain
    assert note.startswith("It is about FOI-2021-0001, whose personal data were erased")
    assert [row[0] for row in rows(later, "SELECT letter FROM outbox WHERE reference = ?", arrived.reference)] == []
    assert faults(later) == []


def test_a_bounce_of_an_erased_letter_opens_nothing(desk: Desk) -> None:
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE reference = 'FOI-2021-0001' AND letter = 'acknowledgement'")
    purged(desk, day(2024, 4, 23))
    arrived = arrive(at(desk, day(2024, 6, 3)), make_bounce(raw, "ada.zwingli@quixotic.example"))
    assert (arrived.state, arrived.reference) == ("triage", None)


def test_mail_that_the_mailbox_shows_again_is_known_and_its_bytes_are_not_kept(desk: Desk, tmp_path: Path) -> None:
    purged(desk, day(2024, 4, 23))
    again = make_mail(writer=ADA, subject="The bumblebee question", text=BEES, message_id="<bees.1@quixotic.example>")
    arrived = arrive(at(desk, day(2024, 6, 3)), again, uid=4711)
    assert (arrived.state, arrived.reference) == ("duplicate", "FOI-2021-0001")
    desk.db.execute("VACUUM")
    desk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert found_in(tmp_path, ADAS) == set()
    assert faults(desk) == []


def test_who_has_a_case_that_goes_on_keeps_their_name_there_alone(desk: Desk, tmp_path: Path) -> None:
    now = at(desk, day(2024, 3, 4))
    second = ask(now, ADA, "Another", BEES.replace("xylophone", "trombone"), "bees.2@quixotic.example")
    purged(now, day(2024, 4, 23))
    names = dict(rows(now, "SELECT reference, applicant_name FROM cases"))
    assert (names["FOI-2021-0001"], names[second]) == ("[erased]", "Ada Zwingli")
    assert found_in(tmp_path, ("bumblebee", "xylophone", "marmalade")) == set()
    assert faults(now) == []


# -- mail on no case, bytes, and one person's request


def test_mail_that_was_never_a_case_goes_and_what_waits_for_a_person_stays(desk: Desk, tmp_path: Path) -> None:
    robot = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    away: dict[str, Any] = {
        "subject": "Automatic reply: away",
        "text": "I am away until Monday to see a wombat.",
        "headers": robot,
    }
    news = make_mail(writer="Una Wombat <una@wombat.example>", message_id="<w@w.ex>", **away)
    assert arrive(desk, news).state == "machine"
    assert arrive(desk, make_mail(text="gazelle", writer=GUY, message_id="<g@g.ex>"), folder="Junk").state == "junk"
    with writing(desk.db) as db:
        db.execute("UPDATE messages SET state = 'triage' WHERE text LIKE '%gazelle%'")
    plan = plan_by_schedule(desk.app, desk.db, day(2021, 10, 3))
    assert (len(plan.messages), plan.waiting) == (0, 0)
    plan = plan_by_schedule(desk.app, desk.db, day(2021, 10, 5))
    assert (len(plan.messages), plan.waiting) == (1, 1)
    purged(desk, day(2021, 10, 5))
    assert found_in(tmp_path, ("wombat", "gazelle")) == {"gazelle"}


def test_the_bytes_of_mail_go_before_its_words_where_that_is_wanted(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, day(2021, 4, 7), retention="raw_mail_after_days = 400")
    ask(desk, ADA, "The bumblebee question", BEES, "bees.1@quixotic.example", "attachment")
    answer(at(desk, day(2021, 4, 23)), "FOI-2021-0001")
    assert purged(desk, day(2022, 5, 27)).raw == 0
    assert purged(desk, day(2022, 5, 28)).raw == 1
    assert rows(desk, "SELECT count(*) FROM raw_mail") == [(0,)]
    assert "xylophone" in rows(desk, "SELECT text FROM messages")[0][0]
    assert faults(desk) == []
    assert purged(desk, day(2022, 5, 29)).raw == 0


def test_one_person_is_erased_on_request_and_nobody_else(desk: Desk, tmp_path: Path) -> None:
    traces = person.find(desk.db, "Ada.Zwingli+council@QUIXOTIC.example")
    now = day(2021, 9, 1)
    plan = plan_for_person(desk.app, desk.db, now, traces.of(person.APPLICANT), traces.loose)
    done = purge(at(desk, now), plan, desk.hand(), "asked on 1 September 2021")
    assert done.cases == ["FOI-2021-0001"]
    assert found_in(tmp_path, ADAS) == set()
    assert found_in(tmp_path, GUYS) == set(GUYS)
    assert faults(desk) == []
    assert person.find(desk.db, "ada.zwingli@quixotic.example").nothing


def test_the_daemon_erases_by_itself_only_where_asked_and_outside_its_hours_once_a_day(tmp_path: Path) -> None:
    quiet, early, late = make_desk(tmp_path), day(2026, 3, 3, 3), day(2026, 3, 3, 11)
    assert not is_due(at(quiet, early))
    quiet.db.close()
    willing = make_desk(tmp_path, retention="automatic = true")
    assert (is_due(at(willing, early)), is_due(at(willing, late))) == (True, False)
    with writing(willing.db) as db:
        job_runs.note_start(db, "purge", early)
        job_runs.note_success(db, "purge", {}, early)
    assert not is_due(at(willing, day(2026, 3, 3, 20)))
    assert is_due(at(willing, day(2026, 3, 4, 2)))
