"""Whether the letters, drafts, links, questions and tags of a case are what its log says of them."""

from collections.abc import Iterator, Mapping

from foibot.casework.case import Case
from foibot.store import questions, tags
from foibot.store.database import Database
from foibot.store.disagreeing import HOLD, RESTORE, WRITTEN_ANEW, listed, of_questions, word

Papers = Mapping[int, tuple[str, str]]
"""The name and the standing of each letter, by its number on the case."""
TABLES = {"outbox": "letter", "drafts": "draft"}
STORED = "SELECT number, letter, status FROM {} WHERE reference = ? AND status != 'superseded' ORDER BY number"
STANDS = "{}, {} {} ({}), is {} in the {}, and {} by the log. {}"
GONE = "{}, {} {} ({}), is in the log and gone from the {}: it was taken out of the file. {}"
FOREIGN = "{}, {} {} ({}), is in the {} and not in the log: it was not foibot that put it there. {}"
TWICE = "{}, {} {}: more than one of its revisions counts, and by the log one alone. {}"
LINKED = "{}: the cases it is linked to are {} in the table of links, and {} by the log. {}"
TAGGED = "{}: its tags are {} in the table of tags, and {} by the log. {}"


def faults_of_papers(db: Database, case: Case) -> Iterator[str]:
    """Yield where what lies on a case is not what its log says, a sentence each with what to do."""
    letters = {number: (one.name, str(one.state)) for number, one in enumerate(case.letters, 1)}
    drafts = {number: (one.letter, one.status) for number, one in enumerate(case.drafts, 1)}
    yield from _of(db, case.reference, "outbox", letters)
    yield from _of(db, case.reference, "drafts", drafts)
    links = db.execute("SELECT other, how FROM links WHERE reference = ? ORDER BY 1, 2", (case.reference,)).fetchall()
    logged = sorted((link.to, link.how) for link in case.links)
    if links != logged:
        both = (listed(f"{other} ({word(how)})" for other, how in one) for one in (links, logged))
        yield LINKED.format(case.reference, *both, RESTORE)
    yield from of_questions(case.reference, questions.stored(db, case.reference), questions.projected(db, case))
    if tuple(stored := tags.stored(db, case.reference)) != case.tags:
        yield TAGGED.format(case.reference, listed(stored), listed(case.tags), WRITTEN_ANEW)


def _of(db: Database, reference: str, table: str, logged: Papers) -> Iterator[str]:
    found = db.execute(STORED.format(table), (reference,)).fetchall()
    rows = [(number, (name, "queued" if status == "sending" else status)) for number, name, status in found]
    if [one for _, one in rows] == list(logged.values()):
        return
    stored = dict(rows)
    for number in sorted({*stored, *logged}, key=str):
        yield from _difference((reference, TABLES[table], number), table, stored.get(number), logged.get(number))
    twice = [number for number in stored if [other for other, _ in rows].count(number) > 1]
    yield from (TWICE.format(reference, TABLES[table], number, HOLD) for number in twice)


def _difference(
    which: tuple[str, str, int], table: str, stored: tuple[str, str] | None, logged: tuple[str, str] | None
) -> Iterator[str]:
    if stored is None and logged is not None:
        yield GONE.format(*which, logged[0], table, HOLD)
    elif logged is None and stored is not None:
        yield FOREIGN.format(*which, stored[0], table, HOLD)
    elif stored and logged and stored[0] != logged[0]:
        yield STANDS.format(*which, logged[0], f"called {stored[0]}", table, logged[0], HOLD)
    elif stored and logged and stored != logged:
        yield STANDS.format(*which, logged[0], word(stored[1]), table, word(logged[1]), HOLD)
