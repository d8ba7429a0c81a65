"""What the board shows of the open cases, read in a few questions that look at no other case.

A case is open here while something is awaited: of the office, of the applicant, or of the Commissioner.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from foibot.casework.board import Facts
from foibot.casework.case import OFFICE, CaseStatus
from foibot.casework.letters import LETTERS, Audience
from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.messages import words_of
from foibot.store.moments import parse_day
from foibot.store.queries import NOT_ENDED, rows
from foibot.store.questions import still_open
from foibot.store.undecided import undecided

TO_APPLICANTS = tuple(kind.name for kind in LETTERS.values() if kind.audience is Audience.APPLICANT)
ON_ITS_WAY = "status IN ('queued', 'sending', 'unknown')"
OPEN = (
    "SELECT reference FROM case_state WHERE status IN"
    f" ('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee', 'in_review') AND {NOT_ENDED}"
    " UNION SELECT reference FROM case_state WHERE retention_held = 1"
    " UNION SELECT reference FROM drafts WHERE status = 'waiting'"
    f" UNION SELECT reference FROM outbox WHERE {ON_ITS_WAY}"
)
"""The cases for which something may be awaited; each term is answered by an index of its own."""
CASES = (
    f"WITH found (reference) AS ({OPEN} UNION SELECT value FROM json_each(?))"
    " SELECT c.reference, c.regime, c.status, c.subject, c.applicant_name, c.received_on, c.due_on, c.officer,"
    " c.commissioner_due_on, c.retention_held, s.version"
    " FROM found JOIN cases c USING (reference) JOIN case_state s USING (reference)"
)
DRAFTS = "SELECT reference, letter FROM drafts WHERE status = 'waiting' ORDER BY created_at"
ON_THEIR_WAY = f"SELECT reference, letter, way FROM outbox WHERE {ON_ITS_WAY} AND reference != ? ORDER BY not_before"
BY_HAND = (
    f"WITH found (reference) AS ({OPEN})"
    " SELECT h.reference, h.message FROM found CROSS JOIN sent_by_hand h USING (reference) WHERE h.what = 'answer'"
    " ORDER BY h.message"
)
IN_TRIAGE = "SELECT count(*) FROM messages WHERE state IN ('triage', 'set_aside', 'junk') AND state != 'junk'"
"""Asked as its index is made, so that it is answered by it."""
LAST_LETTERS = (
    f"WITH found (reference) AS ({OPEN})"
    " SELECT o.reference, o.letter, o.status FROM found JOIN outbox o USING (reference)"
    f" WHERE o.letter IN ({', '.join(map(repr, TO_APPLICANTS))})"
    " AND o.status != 'cancelled' ORDER BY o.reference, o.number"
)


class OpenCase(NamedTuple):
    """An open case: its row of the view `cases` with its version, and the facts that place it."""

    row: dict[str, Any]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Lists:
    """What is awaited of all open cases, by reference."""

    doubtful: Mapping[str, list[Any]]
    by_hand: Mapping[str, list[Any]]
    asked: Mapping[str, list[Any]]
    drafts: Mapping[str, list[Any]]
    letters: Mapping[str, list[Any]]
    last: Mapping[str, tuple[str, str]]


def open_cases(db: Database) -> list[OpenCase]:
    """Return the cases for which something may be awaited, each with the facts that say what; in no order."""
    lists = _lists(db)
    told = json.dumps(list(lists.doubtful))
    return [OpenCase(row, _facts(row, lists)) for row in rows(db, CASES, (told,))]


def _lists(db: Database) -> Lists:
    return Lists(
        doubtful=_grouped((row["reference"], row["id"]) for row in undecided(db)),
        by_hand=_grouped((row[0], row[1]) for row in db.execute(BY_HAND).fetchall()),
        asked=_grouped((row["reference"], _asked(row)) for row in still_open(db)),
        drafts=_grouped((row[0], row[1]) for row in db.execute(DRAFTS).fetchall()),
        letters=_grouped((row[0], (row[1], row[2])) for row in db.execute(ON_THEIR_WAY, (OFFICE,)).fetchall()),
        last={row[0]: (row[1], row[2]) for row in db.execute(LAST_LETTERS).fetchall()},
    )


def _asked(row: dict[str, Any]) -> tuple[str, date]:
    return row["name"] or row["holder"] or row["email"], date.fromisoformat(row["wanted_by"])


def _facts(row: dict[str, Any], lists: Lists) -> Facts:
    reference = row["reference"]
    return Facts(
        CaseStatus(row["status"]),
        officer=row["officer"],
        due_on=parse_day(row["due_on"]),
        commissioner_due_on=parse_day(row["commissioner_due_on"]),
        with_commissioner=bool(row["retention_held"]),
        doubtful=tuple(lists.doubtful.get(reference, ())),
        by_hand=tuple(lists.by_hand.get(reference, ())),
        drafts=tuple(lists.drafts.get(reference, ())),
        letters=tuple(lists.letters.get(reference, ())),
        asked=tuple(lists.asked.get(reference, ())),
        last_letter=lists.last.get(reference, ("", "")),
    )


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for reference, value in pairs:
        found.setdefault(reference, []).append(value)
    return found


def mail_on_no_case(db: Database) -> int:
    """Return how many messages wait for a person and are on no case."""
    return int(db.execute(IN_TRIAGE).fetchone()[0])


def first_words(db: Database, reference: str) -> str:
    """Return how a request begins that came by letter, by telephone or in a sheet; empty for one by e-mail."""
    sql = "SELECT substr(text, 1, 500) FROM words WHERE reference = ? AND version = 1 AND field = 'text'"
    row = db.execute(sql, (reference,)).fetchone()
    return " ".join(str(row[0]).split()) if row else ""


def mail_that_opened(db: Database, reference: str) -> str:
    """Return the words of the message that opened a case; empty where none did."""
    row = db.execute("SELECT opening_message FROM case_state WHERE reference = ?", (reference,)).fetchone()
    return words_of(db, row[0]) if row and row[0] else ""


def letters_of(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the letters of a case as the outbox has them, in order, without their bytes."""
    return rows(
        db,
        "SELECT letter, recipient, status, sent_at, way, mail, mails FROM outbox WHERE reference = ? ORDER BY number",
        (reference,),
    )


def drafts_of(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return the drafts of a case in order, without their words."""
    found = rows(
        db, "SELECT id, number, letter, status, rules FROM drafts WHERE reference = ? ORDER BY id", (reference,)
    )
    return [{**row, "rules": json.loads(row["rules"])} for row in found]
