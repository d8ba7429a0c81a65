"""Which cases an export takes, and the words of their requests."""

from datetime import date
from typing import Any

from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.queries import rows


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Which cases are wanted: received between two days, both included; of a status, an officer ('-': nobody's).

    Or the one of a reference.
    """

    since: date | None = None
    until: date | None = None
    status: str | None = None
    officer: str | None = None
    due_by: date | None = None
    reference: str | None = None


def cases_to_export(db: Database, wanted: ExportFilter) -> list[dict[str, Any]]:
    """Return the rows of the cases wanted, in order of receipt; ended ones too."""
    conditions = {
        "c.received_on >= ?": wanted.since and wanted.since.isoformat(),
        "c.received_on <= ?": wanted.until and wanted.until.isoformat(),
        "c.status = ?": wanted.status,
        "c.officer = ?": "" if wanted.officer == "-" else wanted.officer,
        "c.reference = ?": wanted.reference,
        "c.due_on <= ?": wanted.due_by and wanted.due_by.isoformat(),
    }
    used = {sql: value for sql, value in conditions.items() if value is not None}
    where = " AND ".join(used) or "1"
    return rows(
        db,
        "SELECT c.*, s.opening_message FROM cases c JOIN case_state s ON s.reference = c.reference"
        f" WHERE {where} ORDER BY c.received_on, c.reference",
        tuple(used.values()),
    )


def words_of_request(db: Database, reference: str, message: int | None) -> str:
    """Return what was asked: the words that were logged, or subject and text of the message that opened the case."""
    logged = db.execute(
        "SELECT text FROM words WHERE reference = ? AND version = 1 AND field = 'text'", (reference,)
    ).fetchone()
    if logged:
        return str(logged[0]).strip()
    found = db.execute("SELECT subject, new_text, text FROM messages WHERE id = ?", (message,)).fetchone()
    if found is None:
        return ""
    subject, new_text, text = found
    return "\n\n".join(part.strip() for part in (subject, new_text or text) if part.strip())
