"""Reviews that run out of time: the letter of delay is drafted in time, and managers hear of the last day there is."""

import logging
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from foibot.casework.review import LIMIT
from foibot.casework.review_delays import draft_delay, last_day_allowed
from foibot.jobs.desk import Desk
from foibot.jobs.one_by_one import CasesFailed, each_by_itself
from foibot.jobs.recording import record
from foibot.jobs.telling_of_reviews import tell_managers
from foibot.law.clock import london_day
from foibot.store import cases
from foibot.store.database import Database
from foibot.store.register import writing

LONDON = ZoneInfo("Europe/London")
logger = logging.getLogger(__name__)


def chase_reviews(desk: Desk) -> list[str]:
    """Draft what is owed and sound the alarm, on working days within the sending window; return the cases touched.

    Raises `CasesFailed`, with all others seen to, where something is wrong with a case.
    """
    touched, failed = [], dict[str, str]()
    for reference in filter(partial(_is_time, desk), cases.in_review(desk.db)):
        with writing(desk.db) as db, each_by_itself(db, reference, failed):
            if _chase(desk, db, reference):
                touched.append(reference)
    if failed:
        raise CasesFailed(failed)
    return touched


def _is_time(desk: Desk, reference: str) -> bool:
    case, window, now = cases.load_case(desk.db, reference), desk.app.config.sending.window, _here(desk.clock())
    if case is None or not desk.app.statutes.knows_review(case.regime):
        return False
    calendar = desk.app.statutes.calendar(desk.app.statutes.review_regime(case.regime))
    return window.opens <= now.time() < window.closes and calendar.is_working_day(now.date())


def _here(now: datetime) -> datetime:
    return now.astimezone(LONDON)


def _chase(desk: Desk, db: Database, reference: str) -> bool:
    today = london_day(desk.clock())
    case = cases.load_case(db, reference)
    review = case.under_review if case else None
    if case is None or review is None:
        return False
    limit = last_day_allowed(case, desk.app.statutes)
    if limit is not None and today >= limit and LIMIT not in review.told:
        tell_managers(desk, db, case)
        logger.warning("review at its limit reference=%s", reference)
        return True
    decision = draft_delay(case, desk.app.statutes, today)
    if decision is not None:
        record(desk.app, db, decision, desk.hand(), case)
    return decision is not None
