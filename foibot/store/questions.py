"""Questions to information holders as the log makes them: a projection, so that what is awaited is found at once."""

from typing import Any

from foibot.casework.case import Case
from foibot.store import log
from foibot.store.database import Database
from foibot.store.queries import rows

COLUMNS = "reference, number, holder, person, state, asked_on, wanted_by, letter"


def save(db: Database, case: Case) -> None:
    """Write the rows of a case's questions, and which messages came back on each."""
    for row in projected(db, case):
        db.execute(f"INSERT OR REPLACE INTO questions ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?)", row)
    replied = ((message, case.reference, one.number) for one in case.questions for message in one.replies)
    for row in replied:
        db.execute("INSERT OR REPLACE INTO question_replies (message, reference, number) VALUES (?,?,?)", row)


def projected(db: Database, case: Case) -> list[tuple[Any, ...]]:
    """Return the rows that the questions of a case should have."""
    return [
        (
            case.reference,
            one.number,
            one.holder,
            log.person_id(db, one.asked),
            str(one.state),
            one.asked_on.isoformat(),
            one.by.isoformat(),
            one.letter,
        )
        for one in case.questions
    ]


def stored(db: Database, reference: str) -> list[tuple[Any, ...]]:
    """Return the stored rows of a case's questions."""
    found = db.execute(f"SELECT {COLUMNS} FROM questions WHERE reference = ? ORDER BY number", (reference,))
    return [tuple(row) for row in found.fetchall()]


def of_message(db: Database, message: int) -> int:
    """Return the number of the question that a message came back on; 0 where there is none."""
    row = db.execute("SELECT number FROM question_replies WHERE message = ?", (message,)).fetchone()
    return int(row[0]) if row else 0


def still_open(db: Database, officer: str = "") -> list[dict[str, Any]]:
    """Return the questions whose answer is awaited, of all cases or an officer's, the most overdue first."""
    return rows(
        db,
        "SELECT q.reference, q.number, q.holder, p.name, p.email, q.asked_on, q.wanted_by, s.officer FROM questions q"
        " JOIN people p ON p.id = q.person JOIN case_state s ON s.reference = q.reference"
        " WHERE q.state = 'open' AND (s.officer = ? OR ? = '') ORDER BY q.wanted_by, q.reference, q.number",
        (officer, officer),
    )
