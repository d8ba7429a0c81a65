"""What the statistics read of the log: the facts recorded up to a moment, case by case. Nothing here decides a figure.

The log is the only source: `cases` shows how things stand now, and a figure is wanted as at a day.
"""

import json
from collections.abc import Iterator
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
    found = db.execute(TOUCHED if since and _begins_before(db, since) else EVERY, values)
    for reference, rows in groupby(found, key=itemgetter(0)):
        yield reference, ((kind, json.loads(payload)) for _, kind, payload in rows)


def _begins_before(db: Database, moment: datetime) -> bool:
    """Tell whether the log begins before a moment; if not, every case is touched and none need be looked for."""
    first = db.execute("SELECT min(at) FROM events").fetchone()[0]
    return first is not None and first < stamp(moment)


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
    FROM events WHERE at >= :since AND at < :until
    AND type IN ('HolderAsked', 'HolderAnswered', 'HolderRelieved', 'QuestionReopened')
),
asked AS (
    SELECT reference, question, json_extract(payload, '$.holder') AS holder, json_extract(payload, '$.on') AS asked_on,
           json_extract(payload, '$.wanted_by') AS wanted_by, version
    FROM told WHERE type = 'HolderAsked' AND json_extract(payload, '$.on') BETWEEN :first AND :last
),
last_word AS (SELECT reference, question, type, at, payload, max(version) FROM told GROUP BY reference, question),
over AS (
    SELECT reference, max(version) AS version FROM events
    WHERE at >= :since AND at < :until
    AND type IN ('RequestAnswered', 'RequestWithdrawn', 'RequestLapsed', 'RequestTransferred',
                 'CaseClosed', 'CaseMerged')
    GROUP BY reference
)
SELECT coalesce(a.holder, ''),
       (SELECT json_extract(r.payload, '$.regime') FROM events r WHERE r.reference = a.reference AND r.at < :until
        AND r.type IN ('RequestReceived', 'RegimeChanged') ORDER BY r.version DESC LIMIT 1),
       a.asked_on, coalesce(json_extract(l.payload, '$.wanted_by'), a.wanted_by),
       CASE WHEN l.type IN ('HolderAsked', 'QuestionReopened')
            THEN CASE WHEN o.version > a.version THEN 'over' ELSE 'open' END
            WHEN l.type = 'HolderAnswered' THEN 'answered' ELSE 'relieved' END,
       CASE WHEN l.type = 'HolderAnswered' THEN l.at ELSE '' END
FROM asked a JOIN last_word l USING (reference, question) LEFT JOIN over o USING (reference)
ORDER BY a.asked_on, a.reference, a.question
"""


def questions_until(db: Database, until: datetime, since: datetime, last: str) -> list[QuestionAsked]:
    """Return the questions that were asked from a moment (UTC) to a day (ISO), as they stood at another moment."""
    first = since.astimezone(LONDON).date().isoformat()
    values: dict[str, Any] = {"until": stamp(until), "since": stamp(since), "first": first, "last": last}
    return [QuestionAsked(*row) for row in db.execute(QUESTIONS, values).fetchall()]


def first_receipt(db: Database) -> date | None:
    """Return the day of the earliest receipt that the register knows; None where it has no case."""
    return parse_day(db.execute("SELECT min(received_on) FROM case_state").fetchone()[0])
