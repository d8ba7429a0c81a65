"""What an audit says of a table that is not what the log makes it: in people's words, with what helps."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from builders import make_mail
from registers import NOW, arrive, command, faults, make_desk, rows

from foibot.casework.policy import Holder
from foibot.jobs.desk import Desk
from foibot.store.cases import COLUMNS
from foibot.store.disagreeing import OF_A_CASE

CASE = "FOI-2026-0001"
OF_THE_MACHINE = re.compile(r"\bNone\b|\[\(|\('\w+', |\b\w+_(?:on|until|by|state|message)\b|\d{4}-\d\d-\d\d")
TO_DO = re.compile(r"foibot note|foibot hold|foibot classify|last backup that 'foibot audit --of' passes")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A register with a request by e-mail, a question, tags, a letter that waits, and another request linked to it."""
    made = make_desk(tmp_path)
    arrive(made, make_mail())
    command(made, "new", name="Bo", received=NOW, by="letter", text="How many?")
    command(made, "new", name="Bo", received=NOW, by="letter", text="How many?")
    command(made, "merge", "FOI-2026-0003", into="FOI-2026-0002")
    command(made, "seek", CASE, holder=Holder("finance", "Finance", "finance@council.example"))
    command(made, "tag", CASE, word=("roads",))
    command(made, "respond", CASE, outcome="not-held")
    with closing(made.db):
        made.db.execute("PRAGMA foreign_keys = OFF")
        yield made


def after(desk: Desk, change: str) -> list[str]:
    assert faults(desk) == []
    assert desk.db.execute(change).rowcount > 0
    return faults(desk)


CHANGE = "UPDATE case_state SET {} WHERE reference = '{}'"
OF_ITS_ROW = (
    ("due_on = '2099-01-01'", "the day it is due is Thu 1 Jan 2099 in the table of cases, and Wed 1 Apr 2026 by"),
    ("due_on = NULL", "the day it is due is no day in the table of cases, and Wed 1 Apr 2026 by the log"),
    ("status = 'awaiting_fee'", "where it stands is awaiting fee in the table of cases, and open by the log"),
    ("officer = 'mia'", "its officer is mia in the table of cases, and nobody by the log"),
    ("person = 2", "who asks is person 2 in the table of cases, and person 1 by the log"),
    ("retained = 1", "whether it is held back from erasure by hand is yes in the table of cases, and no by the log"),
    ("erased_on = '2026-03-02'", "personal data were erased is Mon 2 Mar 2026 in the table of cases, and no day by"),
)


@pytest.mark.parametrize(("change", "said"), OF_ITS_ROW, ids=[change for change, _ in OF_ITS_ROW])
def test_a_case_row_that_was_changed_is_told_in_words_and_a_note_on_the_case_puts_it_right(
    desk: Desk, change: str, said: str
) -> None:
    found = after(desk, CHANGE.format(change, CASE))
    assert any(one.startswith(f"{CASE} is not as its log makes it: ") and said in one for one in found)
    command(desk, "note", CASE, text="Somebody changed the file.")
    assert faults(desk) == []


def test_a_case_row_that_is_gone_is_written_anew_as_the_audit_says(desk: Desk) -> None:
    found = after(desk, "DELETE FROM case_state WHERE reference = 'FOI-2026-0002'")
    assert any(one.startswith("FOI-2026-0002 is in the log and gone from the table of cases") for one in found)
    command(desk, "note", "FOI-2026-0002", text="Somebody changed the file.")
    assert faults(desk) == []


CHANGES = (
    ("UPDATE tags SET tag = 'bins'", f"{CASE}: its tags are bins in the table of tags, and roads by the log."),
    ("DELETE FROM links", "the cases it is linked to are none in the table of links, and FOI-2026-0002 ("),
    ("UPDATE questions SET wanted_by = '2027-01-01'", "wanted is Fri 1 Jan 2027 in the table of questions, and"),
    ("DELETE FROM questions", "question 1 to an information holder, is in the log and gone from the table"),
    (
        "UPDATE drafts SET status = 'approved'",
        f"{CASE}, draft 1 (not_held), is approved in the drafts, and waiting by the log. Until you know, let nothing",
    ),
    ("UPDATE outbox SET status = 'sent'", f"{CASE}, letter 1 (acknowledgement), is sent in the outbox, and queued by"),
    ("DELETE FROM outbox", f"{CASE}, letter 1 (acknowledgement), is in the log and gone from the outbox"),
    (
        "UPDATE messages SET reference = 'FOI-2026-0009'",
        "Message 1 is said to be on FOI-2026-0009, and there is no such case in the table of cases. Read it",
    ),
    (
        "UPDATE messages SET state = 'junk'",
        f"is set apart as junk, with {CASE} in the table of messages, and on {CASE}",
    ),
)


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=[change for change, _ in CHANGES])
def test_what_lies_on_a_case_is_told_in_words_with_what_to_do(desk: Desk, change: str, said: str) -> None:
    found = after(desk, change)
    assert any(said in one for one in found), found
    for one in found:
        assert not OF_THE_MACHINE.search(one), one
        assert TO_DO.search(one) or "Compare with" in one, one
    if any("'foibot note'" in one for one in found):
        command(desk, "note", CASE, text="Somebody changed the file.")
        assert faults(desk) == []


KIND, ALTER = (
    "SELECT typeof({}) FROM case_state WHERE reference = ?",
    "UPDATE case_state SET {} = {} WHERE reference = '{}'",
)


@pytest.mark.parametrize("column", [one for one in COLUMNS if one != "reference"])
def test_every_column_of_a_case_has_a_name_that_people_know(desk: Desk, column: str) -> None:
    assert "_" not in OF_A_CASE[column][0]
    [(kind,)] = rows(desk, KIND.format(column), CASE)
    other = {"integer": "70", "text": "'2027-01-01'", "null": "'2027-01-01'"}[kind]
    found = after(desk, ALTER.format(column, other, CASE))
    one = next(one for one in found if one.startswith(f"{CASE} is not as its log makes it"))
    assert f"{OF_A_CASE[column][0]} is " in one
    assert "None" not in one
