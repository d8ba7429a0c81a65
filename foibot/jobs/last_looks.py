"""An approved letter is looked at once more in the instant before it leaves; one that must stay waits for approval."""

import logging

from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.events import ApprovalWithdrawn, DraftRejected, LetterCancelled, Words
from foibot.casework.last_look import Leaving, too_late, why_it_must_stay
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Role
from foibot.jobs.desk import Desk
from foibot.jobs.guarding import why_files_stay
from foibot.jobs.recording import record
from foibot.jobs.telling_of_the_mailbox import tell
from foibot.law.clock import london_day
from foibot.store import cases, drafts, outbox
from foibot.store.database import Database
from foibot.store.outbox import Outgoing

logger = logging.getLogger(__name__)


def stays_after_a_last_look(desk: Desk, db: Database, letter: Outgoing) -> bool:
    """Take a letter back that is no longer what was approved, and tell why; says whether it stays."""
    case, draft = cases.load_case(db, letter.reference), drafts.leaving(db, letter.message_id)
    if case is None or draft is None:
        return False
    number, revision, recipient, approved = draft
    unchanged = outbox.raw_of(db, letter.id) == approved and letter.recipient == recipient
    why = why_it_must_stay(case, Leaving(letter.letter, letter.recipient, number, revision, unchanged))
    why = why or why_files_stay(db, case, number)
    late = "" if why else too_late(case, number, desk.app.statutes, london_day(desk.clock()))
    if why:
        _take_back(desk, db, letter, case, number, why)
    elif late:
        _drop(desk, db, letter, case, number, late)
    return bool(why or late)


def _take_back(desk: Desk, db: Database, letter: Outgoing, case: Case, draft: int, why: str) -> None:
    logger.warning("approved letter stays reference=%s letter=%s", letter.reference, letter.letter)
    facts = (LetterCancelled(letter.number, letter.letter), ApprovalWithdrawn(draft, letter.letter))
    record(desk.app, db, Decision(letter.reference, facts), desk.hand(), case)
    look = (
        "Look at the case. If the letter is still right, approve it again; if not, reject it and have it drafted anew."
    )
    _tell(desk, db, case, draft, f"{why.rstrip('.')}. Its draft waits for approval again.", look)


def _drop(desk: Desk, db: Database, letter: Outgoing, case: Case, draft: int, why: str) -> None:
    """Reject the draft of a letter that no approval can make right any more."""
    logger.warning("approved letter comes too late reference=%s letter=%s", letter.reference, letter.letter)
    facts = (LetterCancelled(letter.number, letter.letter), DraftRejected(draft, letter.letter, Words(why)))
    record(desk.app, db, Decision(letter.reference, facts), desk.hand(), case)
    _tell(desk, db, case, draft, why, "Its draft is rejected, and the applicant was told nothing of it.")


def _tell(desk: Desk, db: Database, case: Case, draft: int, *said: str) -> None:
    signed = [desk.app.policy.officer(one) for one in (case.officer, *case.drafts[draft - 1].approvals)]
    team = [one for one in signed if one is not None] or desk.app.policy.with_role(Role.OFFICER)
    title, (why, then) = LETTERS[case.drafts[draft - 1].letter].title, said
    paragraphs = (f"{title}, of {case.reference}, was approved and did not leave: {why}", then)
    tell(desk, db, team, f"Did not leave after all: {title}", paragraphs, case=case.reference)
