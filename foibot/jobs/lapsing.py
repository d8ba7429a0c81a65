"""Lapsing: the cases whose applicants were asked for something and stayed silent for the whole of their time."""

import logging

from sqlite_utils import Database

from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.lapsing import lapse
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.store import cases
from foibot.store.register import writing
from foibot.store.undecided import undecided_days

logger = logging.getLogger(__name__)


def lapse_silent_cases(desk: Desk) -> list[str]:
    """End the cases whose last day to reply has passed; return their references. The letter that says so is a draft."""
    lapsed = []
    for reference in cases.waiting_for_applicants(desk.db):
        with writing(desk.db) as db:
            case = cases.load_case(db, reference)
            decision = _lapse(desk, db, case) if case else None
            if decision is not None:
                record(desk.app, db, decision, desk.hand(), case)
                lapsed.append(reference)
                logger.info("case lapsed reference=%s", reference)
    return lapsed


def _lapse(desk: Desk, db: Database, case: Case) -> Decision | None:
    today, undecided = london_day(desk.clock()), undecided_days(db, case.reference)
    return lapse(case, desk.app.policy, desk.app.statutes, today, undecided=undecided)
