"""Reminding information holders and their managers: one letter a question, blind as the question was."""

import logging
from collections.abc import Sequence

from foibot.casework.case import Case
from foibot.casework.chasers import To
from foibot.casework.chasing import Step
from foibot.casework.decisions import Decision
from foibot.casework.events import ChaserSent, Person
from foibot.casework.reminding import remind_holder, whom_to_write
from foibot.errors import LetterError, NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.store.database import Database

logger = logging.getLogger(__name__)


def remind_holders(desk: Desk, db: Database, case: Case, steps: Sequence[Step]) -> tuple[Case, tuple[Step, ...]]:
    """Write the letters that are due about questions; return the case, and the steps that are left for colleagues.

    Where no manager is named for a holder, the authority's managers hear. A letter whose words would tell who asks is
    not written: the officer hears of the question instead, as of any that stays open.
    """
    letters: dict[tuple[str, int], list[Step]] = {}
    left: list[Step] = []
    for step in steps:
        to_write = step.chaser.to in (To.HOLDER, To.HOLDERS_MANAGER) and whom_to_write(case, step, desk.app.policy)
        if to_write:
            letters.setdefault((str(step.chaser.to), step.question), []).append(step)
        else:
            left.append(step)
    for theirs in letters.values():
        to = whom_to_write(case, theirs[0], desk.app.policy)
        case = _written(desk, db, case, theirs, to) if to else case
    return case, tuple(left)


def _written(desk: Desk, db: Database, case: Case, steps: Sequence[Step], to: Person) -> Case:
    db.execute("SAVEPOINT reminder")
    try:
        case = record(desk.app, db, remind_holder(case, steps, desk.app.policy, to), desk.hand(), case) or case
    except LetterError as error:
        db.execute("ROLLBACK TO reminder")
        logger.error("reminder held reference=%s: %s", case.reference, error)  # noqa: TRY400
    except NotPermitted:
        db.execute("ROLLBACK TO reminder")
        logger.warning("reminder would tell who asks, not written reference=%s", case.reference)
        taken = ChaserSent(steps[0].chaser.to, tuple(step.key for step in steps))
        case = record(desk.app, db, Decision(case.reference, (taken,)), desk.hand(), case) or case
    db.execute("RELEASE reminder")
    return case
