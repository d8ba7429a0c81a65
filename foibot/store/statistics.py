"""What the statistics read of the log: the facts recorded up to a moment, case by case. Nothing here decides a figure.

The log is the only source: `cases` shows how things stand now, and a figure is wanted as at a day.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from foibot.casework.case import OFFICE
from foibot.casework.count_facts import COUNTED_FACTS, Said
from foibot.store.cases import OPEN
from foibot.store.database import Database
from foibot.store.moments import parse_day, stamp

LONDON = ZoneInfo("Europe/London")
AT_ONCE = 5_000

# an answer's draft says more than the answer itself only where it goes question by question
COUNTED = (
    f"e.type IN ({', '.join(map(repr, COUNTED_FACTS))}) AND e.at < :until AND e.reference != :office"
    " AND (e.type != 'AnswerDrafted' OR instr(e.payload, '\"parts\"'))"
)
EVERY = f"SELECT e.reference, e.type, e.payload FROM events e WHERE {COUNTED} ORDER BY e.reference, e.version"
# what nobody has touched since, and is open no more, was over before: it is in no figure of a later span
TOUCHED = f"""
WITH touched AS (
    SELECT reference FROM events WHERE at >= :since
    UNION SELECT reference FROM case_state WHERE {OPEN}
)
SELECT e.reference, e.type, e.payload FROM touched t CROSS JOIN events e USING (reference)
WHERE {COUNTED} ORDER BY e.reference, e.version
"""


def facts_until(
    db: Database, until: datetime, since: datetime | None = None
) -> Iterator[tuple[str, Iterator[tuple[str, Said]]]]:
    """Yield each case that was known before a moment (UTC), with its facts recorded before it, in order.

    With `since`, cases of which nothing was recorded from that moment on, and that are not open now, may be left out.
    A case's facts must be read before the next case is asked for.
    """
    values = {"until": stamp(until), "office": OFFICE, "since": stamp(since) if since else ""}
    found = db.execute(TOUCHED if since and _is_the_lesser_part(db, since) else EVERY, values)
    for reference, rows in groupby(_in_blocks(found), key=itemgetter(0)):
        yield reference, ((kind, said) for _, kind, said in rows)


def facts_of(db: Database, references: Sequence[str]) -> Iterator[tuple[str, Iterator[tuple[str, Said]]]]:
    """Yield some cases with the facts that are counted, in order; each must be read before the next is asked for."""
    for reference, rows in groupby(_in_blocks(db.execute(OF_SOME, (json.dumps(references),))), key=itemgetter(0)):
        yield reference, ((kind, said) for _, kind, said in rows)


OF_SOME = f"""
SELECT e.reference, e.type, e.payload FROM json_each(?) j CROSS JOIN events e ON e.reference = j.value
WHERE e.type IN ({", ".join(map(repr, COUNTED_FACTS))}) ORDER BY e.reference, e.version
"""


def _in_blocks(found: sqlite3.Cursor) -> Iterator[tuple[str, str, Said]]:
    """Read the payloads of thousands of facts at once: for one at a time, being called costs more than reading."""
    while block := found.fetchmany(AT_ONCE):
        said = json.loads(f"[{','.join(payload for _, _, payload in block)}]")
        yield from ((reference, kind, one) for (reference, kind, _), one in zip(block, said, strict=True))


def _is_the_lesser_part(db: Database, since: datetime) -> bool:
    """Tell whether less than half of the log was recorded from a moment on; if not, to read it through is faster."""
    first = db.execute("SELECT id FROM events WHERE at >= ? ORDER BY at LIMIT 1", (stamp(since),)).fetchone()
    last = db.execute("SELECT max(id) FROM events").fetchone()[0]
    return first is None or bool(2 * first[0] > last)


class QuestionAsked(NamedTuple):
    """A question to an information holder as at a moment; days are ISO dates, `at` when its answer was recorded."""

    holder: str
    regime: str
    asked_on: str
    wanted_by: str
    state: str
    answered_at: str


QUESTIONS = """
WITH told AS (
    SELECT reference, version, at, type, payload, json_extract(payload, '$.question') AS question
    FROM events {by} WHERE at >= :since AND at < :until
    AND type IN ('HolderAsked', 'HolderAnswered', 'HolderRelieved', 'QuestionReopened')
),
asked AS (
    SELECT reference, question, json_extract(payload, '$.holder') AS holder, json_extract(payload, '$.on') AS asked_on,
           json_extract(payload, '$.wanted_by') AS wanted_by, version
    FROM told WHERE type = 'HolderAsked' AND json_extract(payload, '$.on') BETWEEN :first AND :last
),
last_word AS (SELECT reference, question, type, at, payload, max(version) FROM told GROUP BY reference, question)
SELECT coalesce(a.holder, ''),
       (SELECT json_extract(r.payload, '$.regime') FROM events r WHERE r.reference = a.reference AND r.at < :until
        AND r.type IN ('RequestReceived', 'RegimeChanged') ORDER BY r.version DESC LIMIT 1),
       a.asked_on, coalesce(json_extract(l.payload, '$.wanted_by'), a.wanted_by),
       CASE WHEN l.type IN ('HolderAsked', 'QuestionReopened')
            THEN CASE WHEN EXISTS (SELECT 1 FROM events o WHERE o.reference = a.reference AND o.version > a.version
                                   AND o.at < :until AND o.type IN ('RequestAnswered', 'RequestWithdrawn',
                                   'RequestLapsed', 'RequestTransferred', 'CaseClosed', 'CaseMerged'))
                      THEN 'over' ELSE 'open' END
            WHEN l.type = 'HolderAnswered' THEN 'answered' ELSE 'relieved' END,
       CASE WHEN l.type = 'HolderAnswered' THEN l.at ELSE '' END
FROM asked a JOIN last_word l USING (reference, question)
ORDER BY a.asked_on, a.reference, a.question
"""


def questions_until(db: Database, until: datetime, since: datetime, last: str) -> list[QuestionAsked]:
    """Return the questions that were asked from a moment (UTC) to a day (ISO), as they stood at another moment."""
    first = since.astimezone(LONDON).date().isoformat()
    values: dict[str, Any] = {"until": stamp(until), "since": stamp(since), "first": first, "last": last}
    sql = QUESTIONS.format(by="" if _is_the_lesser_part(db, since) else "NOT INDEXED")
    return [QuestionAsked(*row) for row in db.execute(sql, values).fetchall()]


def first_receipt(db: Database) -> date | None:
    """Return the day of the earliest receipt that the register knows; None where it has no case."""
    return parse_day(db.execute("SELECT min(received_on) FROM case_state").fetchone()[0])
