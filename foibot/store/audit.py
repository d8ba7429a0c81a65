"""The audit: whether the log's chain is whole, and the tables are what the log makes them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlite_utils import Database

from foibot.casework.case import Case, ImpossibleTransition
from foibot.store import cases, log


def faults(db: Database, row_of: Callable[[Case], Mapping[str, Any]]) -> list[str]:
    """Return what is wrong, a sentence each; nothing where all is well.

    `row_of` computes the row a case should have under the calendar in use.
    """
    return [*_chain(db), *_cases(db, row_of), *_messages(db), *_letters(db)]


def _chain(db: Database) -> list[str]:
    broken = log.first_broken_link(db)
    if broken is None:
        return []
    return [f"The log's chain breaks at event {broken}: it, or one before it, was changed. Compare with a backup."]


def _cases(db: Database, row_of: Callable[[Case], Mapping[str, Any]]) -> list[str]:
    found = []
    for reference in cases.all_references(db):
        try:
            case = cases.load_case(db, reference)
        except ImpossibleTransition as error:
            found.append(f"The log itself is impossible: {error}.")
            continue
        stored = cases.rows_of(db, [reference]).get(reference)
        if stored is None:
            found.append(f"{reference} is in the log and missing from the cases.")
        elif case is not None:
            found.extend(_differences(reference, stored, row_of(case)))
    return found


def _differences(reference: str, stored: Mapping[str, Any], computed: Mapping[str, Any]) -> list[str]:
    return [
        f"{reference}: {column} is {stored[column]} in the cases and {value} by the log."
        for column, value in computed.items()
        if stored[column] != value
    ]


COUNTED: tuple[tuple[str, str], ...] = (
    (
        "SELECT count(*) FROM deliveries WHERE status = 'done' AND message IS NULL",
        "{} deliveries are done and have no message.",
    ),
    ("SELECT count(*) FROM messages WHERE state = ''", "{} messages have no state."),
    (
        "SELECT count(*) FROM messages WHERE state = 'case' AND reference IS NULL",
        "{} messages are said to be on a case and name none.",
    ),
    (
        "SELECT count(*) FROM messages m WHERE m.reference IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM case_state s WHERE s.reference = m.reference)",
        "{} messages name a case that does not exist.",
    ),
    (
        "SELECT count(*) FROM (SELECT reference FROM messages WHERE opened GROUP BY reference HAVING count(*) > 1)",
        "{} cases were opened by more than one message.",
    ),
)


def _messages(db: Database) -> list[str]:
    counts = ((db.execute(sql).fetchone()[0], sentence) for sql, sentence in COUNTED)
    return [sentence.format(count) for count, sentence in counts if count]


def _letters(db: Database) -> list[str]:
    queued = db.execute("SELECT count(*) FROM events WHERE type = 'LetterQueued'").fetchone()[0]
    held = db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    if queued == held:
        return []
    return [f"The log queued {queued} letters and the outbox holds {held}."]
