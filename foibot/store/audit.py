"""The audit: whether the chains are whole, the tables are what the log makes them, and nothing sealed was changed.

It is cut into parts that can be looked at one after another or at the same time. Each part sees the register as it
stands at one moment, so that what is written meanwhile is no fault. Whoever writes to the file can put anything there:
what cannot be read at all is a fault as well, and the other parts are looked at all the same.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

from foibot.casework.case import ENDED, Case
from foibot.casework.history import ImpossibleTransition
from foibot.errors import RegisterError, UsageError
from foibot.lean import dataclass
from foibot.store import calendar, cases, chain, disagreeing, fates, finding_check, seal_check, seals, shape
from foibot.store.damage import DAMAGE, DAMAGED
from foibot.store.database import Database
from foibot.store.disagreeing import CLASSIFY, HOLD, RESTORE, WRITTEN_ANEW
from foibot.store.paper_check import faults_of_papers
from foibot.store.register import reading
from foibot.store.token_check import faults_of_tokens

RowOf = Callable[[Database, Case], Mapping[str, Any]]
"""Computes the row that a case should have under the calendar in use."""
CASES_A_PART = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the audit: which look is taken, and from where to where."""

    look: str
    first: Any = None
    last: Any = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a part found: what is wrong, a sentence each, and how many rows are from before there were seals."""

    faults: tuple[str, ...] = ()
    unsealed: int = 0


def faults(db: Database, row_of: Callable[[Case], Mapping[str, Any]]) -> list[str]:
    """Return what is wrong, a sentence each; nothing where all is well.

    `row_of` computes the row a case should have under the calendar in use.
    """
    found = (look(db, part, lambda _, case: row_of(case)) for part in parts(db))
    return list(dict.fromkeys(fault for one in found for fault in one.faults))


def parts(db: Database, *, chain_only: bool = False) -> Iterator[Part]:
    """Yield the parts of an audit, or those of the two chains alone; of a table that is gone there is none."""
    yield Part("shape")
    for name, one in CHAINS.items():
        yield from (Part(name, *span) for span in _asked(partial(chain.parts, db.conn, one)))
    if chain_only:
        return
    yield Part("pages")
    with _as_it_is(db.conn):
        references = _asked(partial(cases.references_between, db, "", "\U0010ffff"))
    for start in range(0, len(references), CASES_A_PART):
        group = references[start : start + CASES_A_PART]
        yield Part("cases", group[0], group[-1])
    yield Part("tables")
    yield from (Part("seals", source) for source in (*seals.SEALED, *OTHERWISE_SEALED))


def _asked(question: Callable[[], Iterable[Any]]) -> list[Any]:
    """Return what a question finds; nothing where its table cannot be read, which other parts name."""
    try:
        return list(question())
    except sqlite3.Error:
        return []


def look(db: Database, part: Part, row_of: RowOf) -> Found:
    """Take one look, at the register as it stands at one moment; what cannot be read is a fault."""
    with nullcontext() if db.conn.in_transaction else reading(db), _as_it_is(db.conn):
        try:
            found = _look(db, part, row_of)
        except UNREADABLE as error:
            found = Found(tuple(unreadable(WHAT.get(part.look, f"The table {part.first}"), error)))
    return Found(tuple(map(_legible, found.faults)), found.unsealed)


def _look(db: Database, part: Part, row_of: RowOf) -> Found:
    if part.look in CHAINS:
        return Found(tuple(_broken(db, part)))
    if part.look == "seals":
        compare = OTHERWISE_SEALED.get(part.first) or partial(seal_check.faults_of, source=part.first)
        found, older = compare(db)
        return Found(tuple(found), older)
    if part.look == "cases":
        references = cases.references_between(db, part.first, part.last)
        return Found(tuple(faults_of_cases(db, partial(row_of, db), references)))
    looks = {"shape": shape.faults_of_shape, "pages": shape.faults_of_pages, "tables": faults_between_tables}
    return Found(tuple(looks[part.look](db)))


OTHERWISE_SEALED: Mapping[str, Callable[[Database], tuple[list[str], int]]] = {
    seals.FINDINGS: finding_check.faults_of_findings,
    seals.TOKENS: faults_of_tokens,
}
"""What is sealed in a way of its own."""


@contextmanager
def _as_it_is(connection: sqlite3.Connection) -> Iterator[None]:
    """Read what is no UTF-8 as well, as a sealed text that was changed."""
    before, connection.text_factory = connection.text_factory, AS_IT_IS
    try:
        yield
    finally:
        connection.text_factory = before


AS_IT_IS = partial(str, encoding="utf-8", errors="surrogateescape")
WHAT = {
    "shape": "How the register is laid",
    "pages": "The file of the register",
    "chain": "The log",
    "ledger": "The ledger of seals",
    "cases": "The table case_state",
    "tables": "A table of messages or letters",
}
UNREADABLE = (
    ImpossibleTransition, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, UsageError,
    RegisterError, sqlite3.Error,
)  # fmt: skip
"""What reading a file raises that somebody wrote anything to."""
CANNOT = (
    "{} cannot be read to its end: something there is not of the kind that foibot writes ({}). Compare with a backup."
)


def unreadable(what: str, error: Exception) -> Iterator[str]:
    """Yield a sentence on what an error says cannot be read; none where the look at the tables themselves names it."""
    if isinstance(error, UsageError | RegisterError):
        yield str(error)
    elif isinstance(error, sqlite3.Error) and any(words in str(error) for words in DAMAGE):
        yield DAMAGED.format(words=error)
    elif not str(error).startswith(("no such table", "no such column")):
        yield CANNOT.format(what, type(error).__name__)


def _legible(fault: str) -> str:
    return fault.encode("utf-8", "backslashreplace").decode()


CHAINS = {"chain": chain.LOG, "ledger": chain.LEDGER}
BROKEN = {
    "chain": "The log's chain breaks at event {}: it, or one before it, was changed. Compare with a backup.",
    "ledger": "The ledger of seals breaks at row {}: it, or one before it, was changed. Compare with a backup.",
}


def _broken(db: Database, part: Part) -> Iterator[str]:
    broken = chain.first_broken(db.conn, CHAINS[part.look], part.first, part.last)
    if broken is not None:
        yield BROKEN[part.look].format(broken)


def faults_between_tables(db: Database) -> list[str]:
    """Return what does not fit together of messages, letters and the log, whatever the cases are."""
    found = list[str]()
    for question in (_messages, _messages_by_log, _letters, *fates.FATES):
        try:
            found.extend(question(db))
        except UNREADABLE as error:
            found.extend(unreadable(WHAT["tables"], error))
    return found


def faults_of_cases(db: Database, row_of: Callable[[Case], Mapping[str, Any]], references: Iterable[str]) -> list[str]:
    """Return where the rows of some cases, and of their papers, are not what the log makes them."""
    kept = calendar.edition(db)
    found, not_counted = list[str](), dict[str, str]()
    for reference in references:
        try:
            found.extend(_of_case(db, row_of, reference, kept[0] if kept else ""))
        except UsageError as error:
            not_counted[reference] = str(error)
        except UNREADABLE as error:
            found.extend(unreadable(f"The log of {reference} cannot be replayed: it", error))
    if not_counted:
        first, why = next(iter(not_counted.items()))
        whose = first if len(not_counted) == 1 else f"{first} and {len(not_counted) - 1} more"
        found.append(f"The dates of {whose} cannot be counted: {why} {COUNT_AGAIN}")
    return found


COUNT_AGAIN = (
    "If the table of bank holidays was changed in the file, compare it with a backup; if config.toml was, correct it."
)


def _of_case(db: Database, row_of: Callable[[Case], Mapping[str, Any]], reference: str, kept: str) -> Iterator[str]:
    stored, case = cases.rows_of(db, [reference]).get(reference), cases.load_case(db, reference)
    if stored is None:
        yield NO_ROW.format(reference)
    elif case is None:
        yield NO_LOG.format(reference)
    else:
        yield from _differences(reference, stored, row_of(case), kept)
        yield from faults_of_papers(db, case)


NO_ROW = f"{{}} is in the log and gone from the table of cases: it was taken out of the file. {WRITTEN_ANEW}"
NO_LOG = f"{{}} is among the cases and not in the log: it was not foibot that put it there. {RESTORE}"
COUNTED_BY_CALENDAR = frozenset({"calendar", "clock_from", "due_on", "next_on"})


def _differences(reference: str, stored: Mapping[str, Any], computed: Mapping[str, Any], kept: str) -> Iterator[str]:
    """Compare a stored row with the computed one, but for what only a new calendar would change.

    An ended case keeps the calendar it ended under; others are counted again as a new one is put in use.
    """
    other = stored["calendar"] != computed["calendar"]
    as_counted = other and (stored["calendar"] == kept or stored["status"] in ENDED)
    differing = {
        column: (stored[column], value)
        for column, value in computed.items()
        if stored[column] != value and not (as_counted and column in COUNTED_BY_CALENDAR)
    }
    yield from disagreeing.of_case(reference, differing)


ONE_BY_ONE: tuple[tuple[str, str], ...] = (
    (
        "SELECT id, folder FROM deliveries WHERE status = 'done' AND message IS NULL",
        "Delivery {} (in {}) is said to be dealt with and has no message: it was changed in the file, and nobody may"
        f" have seen that mail. Look for it in that folder. {RESTORE}",
    ),
    (
        "SELECT id FROM messages WHERE state = ''",
        f"Message {{}} is nowhere: neither on a case nor set apart. {CLASSIFY} {RESTORE}",
    ),
    (
        "SELECT id FROM messages WHERE state = 'case' AND reference IS NULL",
        f"Message {{}} is said to be on a case and names none. {CLASSIFY} {RESTORE}",
    ),
    (
        "SELECT id, reference FROM messages m WHERE m.reference IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM case_state s WHERE s.reference = m.reference)",
        f"Message {{}} is said to be on {{}}, and there is no such case in the table of cases. {CLASSIFY} {RESTORE}",
    ),
    (
        "SELECT reference, group_concat(id, ', ') FROM messages WHERE opened GROUP BY reference HAVING count(*) > 1",
        f"{{}} is said to have been opened by more than one message: {{}}. {RESTORE}",
    ),
    (
        "SELECT e.reference, json_extract(e.payload, '$.message') FROM events e WHERE e.type = 'WrittenByHand'"
        " AND json_valid(e.payload) AND NOT EXISTS"
        " (SELECT 1 FROM sent_by_hand h WHERE h.message = json_extract(e.payload, '$.message'))",
        "{}: that people sent message {} by hand is in the log and gone from its table: it was taken out of the file."
        f" {RESTORE}",
    ),
    (
        "SELECT reference, version, group_concat(field, ', ') FROM words w WHERE NOT EXISTS (SELECT 1 FROM events e"
        " WHERE e.reference = w.reference AND e.version = w.version) GROUP BY reference, version",
        "{}: what was written with its event {} ({}) is kept, and the log has no such event: the end of the log was"
        f" cut off. {HOLD}",
    ),
)


def _messages(db: Database) -> Iterator[str]:
    for sql, sentence in ONE_BY_ONE:
        yield from (sentence.format(*row) for row in db.execute(sql).fetchall())


MESSAGES_BY_LOG = """
WITH placed AS (
    SELECT CAST(json_extract(payload, '$.message') AS INTEGER) AS message, reference, id,
           CASE type WHEN 'MessageSetApart' THEN json_extract(payload, '$.state') ELSE 'case' END AS state
    FROM events e WHERE type IN ('RequestReceived', 'MessageFiled', 'MessageSetApart', 'WrittenByHand')
    AND json_valid(payload)
    AND NOT (type = 'RequestReceived' AND EXISTS (
        SELECT 1 FROM events l WHERE l.reference = e.reference AND l.type = 'RequestLinked'
        AND json_valid(l.payload) AND json_extract(l.payload, '$.how') = 'split from'))
),
last_word AS (SELECT message, reference, state, max(id) FROM placed WHERE message IS NOT NULL GROUP BY message)
SELECT m.id, m.state, m.reference, l.state, nullif(l.reference, 'office')
FROM messages m LEFT JOIN last_word l ON l.message = m.id
WHERE m.state IS NOT l.state OR m.reference IS NOT nullif(l.reference, 'office') ORDER BY m.id
"""
"""Without the CAST SQLite makes no index over `last_word`, and looks through all of it for each message."""


def _messages_by_log(db: Database) -> Iterator[str]:
    for message, state, reference, by_log, on in db.execute(MESSAGES_BY_LOG).fetchall():
        yield PLACED.format(message, _where(state, reference), _where(by_log, on), CLASSIFY, RESTORE)


PLACED = "Message {} is {} in the table of messages, and {} by the log. {} {}"
STATES = {
    "triage": "waiting for a person",
    "machine": "set apart as a machine's",
    "not_foi": "set apart as no request",
    "duplicate": "set apart as one that came before",
    "set_aside": "set apart as one that cannot be read",
    "junk": "set apart as junk",
    "sent": "known as sent by people",
}


def _where(state: object, reference: object) -> str:
    """Say where a message is, as people do."""
    if state == "case":
        return f"on {reference}" if reference else "on a case that is not named"
    stands = STATES.get(str(state), "nowhere" if state in (None, "") else f"“{state}”")
    return f"{stands}, with {reference}" if reference else stands


def _letters(db: Database) -> Iterator[str]:
    queued = db.execute("SELECT count(*) FROM events WHERE type = 'LetterQueued'").fetchone()[0]
    held = db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    if queued != held:
        yield NUMBER_OF_LETTERS.format(queued, held, HOLD)


NUMBER_OF_LETTERS = (
    "By the log {} letters were written, those to colleagues included, and the outbox holds {}: some were taken out of"
    " the file or put into it. {}"
)
