"""What is due when, and to whom it matters: nothing of who asked."""

from typing import Any

from foibot.store.database import Database
from foibot.store.queries import ENDED, rows

CHANGED = "(SELECT e.at FROM events e WHERE e.reference = s.reference AND e.version = s.version)"


def of_answers(db: Database) -> list[dict[str, Any]]:
    """Return the cases in which an answer is owed, by its day."""
    return rows(
        db,
        f"SELECT s.reference, s.regime, s.status, s.officer, s.due_on, {CHANGED} AS changed_at FROM case_state s"
        f" WHERE s.due_on IS NOT NULL AND s.status NOT IN {ENDED} ORDER BY s.due_on, s.reference",
    )


def of_questions(db: Database) -> list[dict[str, Any]]:
    """Return the questions whose answer is awaited, by its day."""
    return rows(
        db,
        f"SELECT q.reference, q.number, q.holder, q.wanted_by, s.officer, {CHANGED} AS changed_at"
        " FROM questions q JOIN case_state s USING (reference)"
        " WHERE q.state = 'open' ORDER BY q.wanted_by, q.reference, q.number",
    )
