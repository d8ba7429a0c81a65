"""What the statistics read of the log: the facts recorded up to a moment, case by case. Nothing here decides a figure.

The log is the only source: `cases` shows how things stand now, and a figure is wanted as at a day.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlite_utils import Database

from foibot.casework.case import OFFICE
from foibot.casework.count_facts import COUNTED_FACTS, Said
from foibot.store.moments import stamp

# an answer's draft says more than the answer itself only where it goes question by question
FACTS = (
    "SELECT reference, type, payload FROM events"
    f" WHERE type IN ({', '.join('?' * len(COUNTED_FACTS))}) AND at < ? AND reference != ?"
    " AND (type != 'AnswerDrafted' OR instr(payload, '\"parts\"'))"
    " ORDER BY reference, version"
)


def facts_until(db: Database, until: datetime) -> Iterator[tuple[str, Iterator[tuple[str, Said]]]]:
    """Yield each case that was known before a moment (UTC), with its facts recorded before it, in order.

    A case's facts must be read before the next case is asked for.
    """
    found = db.execute(FACTS, (*COUNTED_FACTS, stamp(until), OFFICE))
    for reference, rows in groupby(found, key=itemgetter(0)):
        yield reference, ((kind, json.loads(payload)) for _, kind, payload in rows)


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
    FROM events WHERE at < :until AND type IN ('HolderAsked', 'HolderAnswered', 'HolderRelieved', 'QuestionReopened')
),
asked AS (
    SELECT reference, question, json_extract(payload, '$.holder') AS holder, json_extract(payload, '$.on') AS asked_on,
           json_extract(payload, '$.wanted_by') AS wanted_by, version
    FROM told WHERE type = 'HolderAsked' AND json_extract(payload, '$.on') BETWEEN :first AND :last
),
last_word AS (SELECT reference, question, type, at, payload, max(version) FROM told GROUP BY reference, question),
over AS (
    SELECT reference, max(version) AS version FROM events
    WHERE at < :until AND type IN ('RequestAnswered', 'RequestWithdrawn', 'RequestLapsed', 'RequestTransferred',
                                   'CaseClosed', 'CaseMerged') GROUP BY reference
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


def questions_until(db: Database, until: datetime, first: str, last: str) -> list[QuestionAsked]:
    """Return the questions that were asked between two days (ISO), as they stood at a moment (UTC)."""
    values: dict[str, Any] = {"until": stamp(until), "first": first, "last": last}
    return [QuestionAsked(*row) for row in db.execute(QUESTIONS, values).fetchall()]
