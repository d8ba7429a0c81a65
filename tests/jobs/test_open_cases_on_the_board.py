"""The board as the register makes it: each open case in one column, the first due first, found without a search."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from boards import EXPECTED, MONDAY, ZELDA, played
from builders import make_mail
from registers import arrive, command, make_desk, new_case, rows

from foibot.jobs.board import Board, board
from foibot.jobs.desk import Desk
from foibot.store import board as store
from foibot.store.undecided import undecided

TODAY = MONDAY.date()
INDEXED = (
    "SEARCH",
    "LIST",
    "SCAN found",
    "SCAN json_each",
    "USE TEMP",
    "UNION",
    "COMPOUND",
    "LEFT-MOST",
    "MATERIALIZE",
    "CO-ROUTINE",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, str]]:
    return played(tmp_path_factory.mktemp("board"))


def seen(desk: Desk, **more: str) -> Board:
    return board(desk.app, desk.db, TODAY, names=False, **more)


@pytest.mark.parametrize("column", EXPECTED)
def test_a_case_stands_under_what_it_waits_for(office: tuple[Desk, dict[str, str]], column: str) -> None:
    desk, found = office
    stands = {card.reference: str(card.column) for card in seen(desk).cards}
    assert stands[found[column]] == column


def test_a_card_tells_what_was_asked_and_its_tags_only_where_names_are_asked_for(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, MONDAY)
    command(desk, "tag", new_case(desk, text="How many bats live\nin the town hall?", name=ZELDA), word=("wildlife",))
    [card] = board(desk.app, desk.db, TODAY, names=True).cards
    assert (card.subject, card.name, card.tags) == ("How many bats live in the town hall?", ZELDA, ("wildlife",))
    [bare] = seen(desk).cards
    assert (bare.subject, bare.name, bare.tags) == ("", "", ())


def test_a_card_of_a_mail_without_a_subject_has_its_first_words(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, MONDAY)
    text = "Dear Sir or Madam,\n\nHow many bats live\nin the town hall?\n\nYours\nDora Third"
    for at, subject in enumerate(("", "Re:", "Bats")):
        arrive(
            desk, make_mail(writer="Dora Third <d@reader.example>", subject=subject, text=text, message_id=f"<{at}@x>")
        )
    cards = board(desk.app, desk.db, TODAY, names=True).cards
    asked = "How many bats live in the town hall?"
    assert [(card.subject, card.name) for card in cards] == [(one, "Dora Third") for one in (asked, asked, "Bats")]


def test_every_case_to_which_something_is_owed_stands_on_it_once(office: tuple[Desk, dict[str, str]]) -> None:
    desk, found = office
    assert Counter(card.reference for card in seen(desk).cards) == Counter(found.values())
    owed = rows(desk, "SELECT reference FROM cases WHERE status IN ('open', 'in_review', 'awaiting_clarification')")
    assert {reference for (reference,) in owed} <= set(found.values())


def test_a_column_begins_with_what_is_due_first_and_ends_with_what_is_not(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, MONDAY)
    for day in (9, 3, 5, 3):
        new_case(desk, received=MONDAY.replace(day=day))
    [column] = [one for one in seen(desk).columns if one.cards]
    assert [card.due_on for card in column.cards] == [
        date(2026, 4, 1),
        date(2026, 4, 1),
        date(2026, 4, 7),
        date(2026, 4, 9),
    ]


def test_an_officer_s_board_holds_their_cases_alone_and_nobodys_is_one_too(office: tuple[Desk, dict[str, str]]) -> None:
    desk, found = office
    assert {card.reference for card in seen(desk, officer="rex").cards} == {found["review"]}
    assert {card.reference for card in seen(desk, officer="-").cards} == {found["officer"]}
    assert seen(desk, officer="rex").officers == ("jane", "rex", "-")


def test_who_asks_is_named_only_where_that_is_wanted(office: tuple[Desk, dict[str, str]]) -> None:
    desk, _ = office
    assert {card.name for card in seen(desk).cards} == {""}
    assert ZELDA in {card.name for card in board(desk.app, desk.db, TODAY, names=True).cards}


def test_a_closed_case_is_gone_from_the_board(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    reference = new_case(desk)
    command(desk, "assign", reference, officer=desk.app.policy.officer("jane"))
    command(desk, "close", reference, who="mia", why="Logged by mistake.")
    assert seen(desk).cards == ()


@pytest.mark.parametrize("sql", ["CASES", "LAST_LETTERS", "BY_HAND", "DRAFTS", "ON_THEIR_WAY", "IN_TRIAGE"])
def test_a_question_of_the_board_looks_at_no_other_case(office: tuple[Desk, dict[str, str]], sql: str) -> None:
    desk, _ = office
    asked = getattr(store, sql)
    values = ["[]"] * asked.count("?")
    plan = [row[3] for row in rows(desk, f"EXPLAIN QUERY PLAN {asked}", *values)]
    assert plan
    assert [step for step in plan if not is_answered_by_an_index(step)] == []


PARTIAL = ("cases_with_the_commissioner", "drafts_waiting")


def is_answered_by_an_index(step: str) -> bool:
    """Tell whether a step of a plan looks up, or reads an index that holds what waits and nothing else."""
    return (
        step.startswith(INDEXED) or step.endswith(tuple(f"USING INDEX {name}" for name in PARTIAL)) or "SCALAR" in step
    )


def test_mail_in_doubt_is_found_without_looking_at_all_mail(office: tuple[Desk, dict[str, str]]) -> None:
    desk, found = office
    asked: list[str] = []
    desk.db.conn.set_trace_callback(asked.append)
    assert [row["reference"] for row in undecided(desk.db)] == [found["decision"]]
    desk.db.conn.set_trace_callback(None)
    [sql] = [one for one in asked if "julianday" in one]
    plan = [row[3] for row in rows(desk, f"EXPLAIN QUERY PLAN {sql}")]
    [step] = [step for step in plan if " m " in f"{step} "]
    assert "messages_in_doubt" in step
