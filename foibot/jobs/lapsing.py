"""Lapsing: the cases whose applicants were asked for something and stayed silent for the whole of their time."""

import logging

from foibot.casework.lapsing import lapse
from foibot.jobs.desk import Desk
from foibot.jobs.one_by_one import CasesFailed, each_by_itself
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.store import cases
from foibot.store.database import Database
from foibot.store.register import writing
from foibot.store.undecided import undecided_days

logger = logging.getLogger(__name__)


def lapse_silent_cases(desk: Desk) -> list[str]:
    """End the cases whose last day to reply has passed; return their references. The letter that says so is a draft.

    Raises `CasesFailed`, with all others ended, where something is wrong with a case.
    """
    lapsed, failed = [], dict[str, str]()
    for reference in cases.waiting_for_applicants(desk.db):
        with writing(desk.db) as db, each_by_itself(db, reference, failed):
            if _lapse(desk, db, reference):
                lapsed.append(reference)
                logger.info("case lapsed reference=%s", reference)
    if failed:
        raise CasesFailed(failed)
    return lapsed


def _lapse(desk: Desk, db: Database, reference: str) -> bool:
    case, today = cases.load_case(db, reference), london_day(desk.clock())
    undecided, app = undecided_days(db, reference), desk.app
    decision = lapse(case, app.policy, app.statutes, today, undecided=undecided) if case else None
    if decision is not None:
        record(app, db, decision, desk.hand(), case)
    return decision is not None
