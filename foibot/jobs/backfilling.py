"""History: the mail that was there before foibot, taken in without a word to anybody; and what is left to say of it.

A case of history is nobody's until somebody takes it up. What was late before foibot is never chased; what lies in
Sent and surely answers it is recorded as sent by hand.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.casework.answers import OUTCOME_RULES, Outcome
from foibot.casework.decisions import Decision
from foibot.casework.events import RequestAnswered
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.jobs.intake import Taken
from foibot.jobs.named import get_case
from foibot.jobs.reading_sent import take_in
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.law.exemptions import family_of
from foibot.lean import dataclass
from foibot.mail.mailbox import ImapMailbox
from foibot.store import history, inbox
from foibot.store.history import SureAnswer
from foibot.store.register import writing

BATCH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a backfill took in, and what it found.

    `old` are cases due more than a year ago, without an answer; `twice` the requests that a sheet had brought already.
    """

    taken: Taken
    cases: int
    correspondence: int
    answered: int
    recorded: int
    answers_to_confirm: int
    old: int
    left: int
    twice: list[dict[str, Any]]


def backfill(desk: Desk, mailbox: ImapMailbox, start: datetime, seen: Callable[[int, int], None]) -> Found:
    """Take in the mail that arrived from that moment on; `seen` hears how many messages of how many were dealt with.

    It may be cut short anywhere, and run again.
    """

    def stop() -> bool:
        seen(*history.progress(desk.db))
        return desk.stop()

    watched = replace(desk, stop=stop)  # intake asks before each batch whether to go on
    keep_calendar(watched)
    taken = take_in(watched, mailbox, history=start)
    seen(*history.progress(desk.db))
    recorded = record_sure_answers(desk)
    counts = history.taken_in(desk.db)
    old = len(history.long_without_answer(desk.db, london_day(desk.clock())))
    left, twice = inbox.left_unread(desk.db), history.came_twice(desk.db)
    return Found(taken, **counts, recorded=recorded, old=old, left=left, twice=twice)


def record_sure_answers(desk: Desk) -> int:
    """Record the answers to requests of history that surely are some, as sent by hand; returns how many."""
    found = [one for one in history.sure_answers(desk.db) if _is_possible(desk.app, desk, one)]
    for start in range(0, len(found), BATCH):
        with writing(desk.db) as db:
            for one in found[start : start + BATCH]:
                fact = RequestAnswered(one.on, one.outcome, 0, one.sections, message=one.message)
                record(desk.app, db, Decision(one.reference, (fact,)), desk.hand())
    return len(found)


def _is_possible(app: App, desk: Desk, answer: SureAnswer) -> bool:
    """Tell whether the law of the case knows such an outcome."""
    families = OUTCOME_RULES[Outcome(answer.outcome)].families
    return not families or family_of(get_case(app, desk.db, answer.reference).regime) in families
