"""Cases that were there before foibot: which of them were answered, by what lies in Sent, and which nobody knows of."""

import json
from datetime import date, timedelta
from typing import Any

from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.queries import rows

LONG = timedelta(days=365)
UNANSWERED = "('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee')"
OF_HISTORY = (
    "EXISTS (SELECT 1 FROM events e WHERE e.reference = s.reference AND e.version = 1"
    " AND json_extract(e.payload, '$.history'))"
)


@dataclass(frozen=True, slots=True)
class SureAnswer:
    """An answer in Sent that surely belongs to a case of history, and says surely how it was answered."""

    reference: str
    message: int
    on: date
    outcome: str
    sections: tuple[str, ...]


def sure_answers(db: Database) -> list[SureAnswer]:
    """Return the first sure answer of each case of history that is unanswered; none where others say otherwise."""
    found = rows(
        db,
        "SELECT h.reference, h.message, h.sent_on, h.outcome, h.sections FROM sent_by_hand h"
        " JOIN messages m ON m.id = h.message JOIN case_state s ON s.reference = h.reference"
        f" WHERE h.what = 'answer' AND s.status IN {UNANSWERED} AND m.certain AND m.confirmed AND h.outcome != ''"
        f" AND h.sent_on >= s.received_on AND {OF_HISTORY} AND NOT EXISTS (SELECT 1 FROM sent_by_hand o"
        " WHERE o.reference = h.reference AND o.what = 'answer' AND o.outcome != h.outcome)"
        " ORDER BY h.sent_on, h.message",
    )
    first: dict[str, SureAnswer] = {}
    for row in found:
        answer = SureAnswer(
            row["reference"],
            row["message"],
            date.fromisoformat(row["sent_on"]),
            row["outcome"],
            tuple(json.loads(row["sections"])),
        )
        first.setdefault(answer.reference, answer)
    return list(first.values())


def without_answer(db: Database, due_before: date) -> list[dict[str, Any]]:
    """Return the cases of history that were due before a day, that nobody carries and no answer is known of."""
    return rows(
        db,
        "SELECT c.reference, c.received_on, s.due_on, c.subject, (SELECT max(h.sent_on) FROM sent_by_hand h"
        " WHERE h.reference = s.reference AND h.what = 'answer') AS answer_seen_on"
        " FROM case_state s JOIN cases c ON c.reference = s.reference"
        f" WHERE s.due_on < ? AND s.officer = '' AND s.status IN {UNANSWERED} AND {OF_HISTORY}"
        " ORDER BY s.due_on, s.reference",
        (due_before.isoformat(),),
    )


def long_without_answer(db: Database, today: date) -> list[dict[str, Any]]:
    """Return those that were due more than a year ago: nobody's news, and listed by `foibot history`."""
    return without_answer(db, today - LONG)


def taken_in(db: Database) -> dict[str, int]:
    """Count what the register holds: cases by whether they are answered, and the mail that was put on them."""
    [counts] = rows(
        db,
        "SELECT count(*) AS cases, coalesce(sum(responded_on IS NOT NULL), 0) AS answered,"
        " (SELECT count(*) FROM messages WHERE reference IS NOT NULL AND NOT opened) AS correspondence,"
        " (SELECT count(*) FROM sent_by_hand h JOIN case_state o ON o.reference = h.reference"
        f"  WHERE h.what = 'answer' AND o.status IN {UNANSWERED}) AS answers_to_confirm"
        " FROM case_state",
    )
    return counts


def came_twice(db: Database) -> list[dict[str, Any]]:
    """Return the requests that a sheet and the mailbox have brought, each as a case: same address, same day.

    One whose message was put on the sheet's case is none any more.
    """
    return rows(
        db,
        "SELECT a.reference AS sheet, b.reference AS mailbox, b.opening_message AS message FROM imported_rows i"
        " JOIN case_state a ON a.reference = i.reference JOIN people q ON q.id = a.person AND q.email != ''"
        " JOIN people p ON p.email = q.email COLLATE NOCASE"
        " JOIN case_state b ON b.person = p.id AND b.received_on = a.received_on AND b.reference != a.reference"
        " JOIN messages m ON m.id = b.opening_message AND m.reference = b.reference ORDER BY 1, 2",
    )


def progress(db: Database) -> tuple[int, int]:
    """Return how many messages were dealt with of those that were listed, and how many those are."""
    [todo] = db.execute("SELECT count(*) FROM deliveries WHERE status IN ('listed', 'kept')").fetchone()
    [listed] = db.execute("SELECT count(*) FROM deliveries WHERE status != 'left'").fetchone()
    return listed - todo, listed
