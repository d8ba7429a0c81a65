"""What the log tells of rows that are not sealed: what became of letters, what mail is, who is away, what is shown."""

import json
from collections.abc import Iterator
from hashlib import sha256

from foibot.casework.events import OfficerAway, OfficerBack
from foibot.store.absences import LONG_AGO
from foibot.store.database import Database
from foibot.store.disagreeing import day, moment, word

LETTERS = """
WITH fates AS (
    SELECT reference, CAST(json_extract(payload, '$.number') AS INTEGER) AS number, id, type, at,
           json_extract(payload, '$.on') AS posted_on
    FROM events WHERE type IN ('LetterQueued', 'LetterSent', 'LetterPosted', 'LetterRefused', 'LetterBounced',
        'LetterOutcomeUnknown', 'LetterRequeued', 'LetterCancelled') AND json_valid(payload)
),
last_word AS (SELECT reference, number, type, at, posted_on, max(id) FROM fates GROUP BY reference, number)
SELECT o.reference, o.number, o.letter, o.status, o.sent_at,
       CASE l.type WHEN 'LetterQueued' THEN 'queued' WHEN 'LetterRequeued' THEN 'queued' WHEN 'LetterSent' THEN 'sent'
       WHEN 'LetterPosted' THEN 'sent' WHEN 'LetterOutcomeUnknown' THEN 'unknown' WHEN 'LetterCancelled'
       THEN 'cancelled' ELSE 'refused' END AS by_log, coalesce(l.posted_on, l.at) AS left_at
FROM outbox o JOIN last_word l ON l.number = o.number AND l.reference = o.reference
WHERE replace(o.status, 'sending', 'queued') != by_log OR (by_log = 'sent'
      AND abs(coalesce(julianday(o.sent_at), 0) - julianday(left_at)) > iif(l.posted_on IS NULL, 0.1, 1.1))
ORDER BY o.id
"""
"""A letter's row says when it left within the same minute as the log; of one that was posted only the day is known."""
LETTER = (
    "{}, letter {} ({}), is {}{} in the outbox, and {}{} by the log. Compare with its copy in Sent; until you know,"
    " stop sending with 'foibot hold', and find out who changed the file."
)

KINDS = """
WITH said AS (
    SELECT CAST(json_extract(payload, '$.message') AS INTEGER) AS message, id, type,
           CASE type WHEN 'RequestReceived' THEN 'new_request' WHEN 'MessageReclassified'
           THEN json_extract(payload, '$.now') ELSE json_extract(payload, '$.kind') END AS kind
    FROM events WHERE json_valid(payload)
    AND type IN ('RequestReceived', 'MessageFiled', 'MessageSetApart', 'MessageReclassified')
),
last_word AS (SELECT message, kind, type, max(id) FROM said WHERE message IS NOT NULL GROUP BY message)
SELECT m.id, m.reference, m.kind, l.kind FROM messages m JOIN last_word l ON l.message = m.id
WHERE m.kind != l.kind AND NOT (l.type = 'RequestReceived' AND m.kind = 'unclear')
AND NOT EXISTS (SELECT 1 FROM sent_by_hand h WHERE h.message = m.id) ORDER BY m.id
"""
"""What opened a case may stay unclear: it was taken for a request in doubt, and nobody has said otherwise."""
KIND = (
    "Message {}{} is taken for {} in the table of messages, and for {} by the log. 'foibot classify {} KIND' puts it"
    " right; find out who changed the file."
)

AWAY = (
    f"SELECT type, payload FROM events WHERE type IN ('{OfficerAway.__name__}', '{OfficerBack.__name__}') ORDER BY id"
)
ABSENT = (
    "{}: away until {} in the table of absences, and until {} by the log. 'foibot away' puts it right; find out who"
    " changed the file."
)
COPY = "{}, a copy for the disclosure log: its bytes are not those that were freed. Compare with a backup."


def letters(db: Database) -> Iterator[str]:
    """Yield the letters of cases and of the office whose fate, or when they left, is not what the log says."""
    for reference, number, letter, status, sent_at, by_log, left_at in db.execute(LETTERS).fetchall():
        stored, logged = (f" ({moment(when)})" if status == "sent" == by_log else "" for when in (sent_at, left_at))
        yield LETTER.format(reference, number, letter, status, stored, by_log, logged)


def kinds(db: Database) -> Iterator[str]:
    """Yield the messages that are taken for something else than the log says."""
    for message, reference, kind, by_log in db.execute(KINDS).fetchall():
        yield KIND.format(message, f" ({reference})" if reference else "", word(kind), word(by_log), message)


def absences(db: Database) -> Iterator[str]:
    """Yield where the table of absences is not what the log of the office makes it."""
    stored = dict(db.execute("SELECT officer, until FROM absences").fetchall())
    logged = dict[str, str]()
    for _, payload in db.execute(AWAY).fetchall():
        fact = json.loads(payload)
        logged[fact["officer"]] = fact.get("until", LONG_AGO)
    for officer in sorted({*stored, *logged}, key=str):
        if stored.get(officer) != logged.get(officer):
            yield ABSENT.format(officer, *(_until(one.get(officer)) for one in (stored, logged)))


def _until(kept: object) -> str:
    return "no day" if kept == LONG_AGO else day(kept)


def copies(db: Database) -> Iterator[str]:
    """Yield the copies that are published in the place of files and are not what their digest says."""
    for reference, digest, data in db.execute("SELECT reference, digest, bytes FROM published_copies").fetchall():
        if not isinstance(data, bytes) or sha256(data).hexdigest() != digest:
            yield COPY.format(reference)


FATES = (letters, kinds, absences, copies)
