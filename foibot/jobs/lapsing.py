"""Lapsing: the cases whose applicants were asked for something and stayed silent for the whole of their time."""

import logging
from datetime import date

from foibot.casework.lapsing import lapse
from foibot.errors import LetterError
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.law.clock import london_day
from foibot.store import cases
from foibot.store.register import writing

logger = logging.getLogger(__name__)


def lapse_silent_cases(desk: Desk) -> list[str]:
    """End the cases whose last day to reply has passed; return their references. The letter that says so is a draft."""
    today, lapsed = london_day(desk.clock()), []
    for reference in cases.waiting_for_applicants(desk.db):
        try:
            if _lapse(desk, reference, today):
                lapsed.append(reference)
                logger.info("case lapsed reference=%s", reference)
        except LetterError as error:
            logger.error("case not lapsed, its letter is held reference=%s: %s", reference, error)  # noqa: TRY400
    return lapsed


def _lapse(desk: Desk, reference: str, today: date) -> bool:
    with writing(desk.db) as db:
        case = cases.load_case(db, reference)
        decision = lapse(case, desk.app.policy, desk.app.statutes, today) if case else None
        if decision is not None:
            record(desk.app, db, decision, desk.hand(), case)
        return decision is not None
