"""Telling colleagues of reviews: that one came, to whom it can be given and that nobody is left; and whose it is.

Each review is told of once, and each reviewer once, with everything about the case attached.
"""

from collections.abc import Iterable
from typing import Any

from foibot.casework.case import OFFICE, Case
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person, ReviewTold
from foibot.casework.further_answers import further_answers
from foibot.casework.independence import approvers_left, reviewers_left
from foibot.casework.letters import Attachment, LetterWanted
from foibot.casework.policy import Officer, Role
from foibot.casework.review import LIMIT
from foibot.jobs.bundling import make_bundle, words_of_review
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.review_wording import parts_in_words, review_facts
from foibot.jobs.wording import excerpt, name_of, shown_subject
from foibot.store import cases, outbox, queries
from foibot.store.database import Database
from foibot.store.register import writing

LETTER = "review_notice"
EXCERPT_LINES = 12
BUNDLE_MB = 8


def tell_of_reviews(desk: Desk) -> int:
    """Queue the notices that are owed; returns how many were written."""
    return sum(_tell_of(desk, reference) for reference in cases.in_review(desk.db))


def _tell_of(desk: Desk, reference: str) -> int:
    with writing(desk.db) as db:
        case = cases.load_case(db, reference)
        review = case.under_review if case else None
        if case is None or review is None:
            return 0
        carrier = desk.app.policy.officer(case.officer)
        if carrier is not None and carrier.id not in review.told:
            bundle = make_bundle(desk.app, db, case, desk.clock())
            files = (
                (Attachment(f"{reference}.zip", "application/zip", bundle),) if len(bundle) < BUNDLE_MB << 20 else ()
            )
            return _write(desk, db, case, [carrier], carrier.id, files)
        news = next((one for one in further_answers(case) if one not in review.told), "") if carrier else ""
        if carrier is not None and news:
            return _write(desk, db, case, [carrier], news, ())
        return (
            0
            if "" in review.told or case.officer in review.told
            else _write(desk, db, case, _told_first(desk, case), "", ())
        )


def tell_managers(desk: Desk, db: Database, case: Case) -> int:
    """Tell the managers that the last day for a review has come, and it is not decided."""
    managers = desk.app.policy.with_role(Role.MANAGER) or desk.app.policy.with_role(Role.OFFICER)
    return _write(desk, db, case, managers, LIMIT, ())


def _told_first(desk: Desk, case: Case) -> tuple[Officer, ...]:
    """Return who hears that a review came: officers and managers, and those to whom it can be given."""
    policy = desk.app.policy
    left = reviewers_left(policy, case.parts_reviewed, case.waived)
    told = (*policy.with_role(Role.OFFICER), *policy.with_role(Role.MANAGER), *left)
    return tuple({one.id: one for one in told}.values())


def _write(
    desk: Desk, db: Database, case: Case, to: Iterable[Officer], officer: str, files: tuple[Attachment, ...]
) -> int:
    facts, first = _facts(desk, db, case, officer), outbox.next_number(db, OFFICE)
    written = 0
    for number, colleague in enumerate(to, first):
        person = Person(colleague.name, colleague.email)
        wanted = LetterWanted(LETTER, person, number=number, facts=facts, attachments=files)
        record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())
        written += 1
    record(desk.app, db, Decision(case.reference, (ReviewTold(first, officer),)), desk.hand())
    return written


def _facts(desk: Desk, db: Database, case: Case, officer: str) -> dict[str, Any]:
    policy = desk.app.policy
    reviewed = review_facts(desk.app, case)["reviewed"]
    left = reviewers_left(policy, case.parts_reviewed, case.waived)
    approve = approvers_left(policy, case.parts_reviewed, case.waived)
    return {
        "yours": desk.app.policy.officer(officer) is not None,
        "further": officer.partition(":")[0] if ":" in officer else "",
        "last_chance": officer == LIMIT,
        "with_whom": case.officer or "nobody",
        "waived": officer in case.waived,
        "case": case.reference,
        "subject": shown_subject(desk.app, queries.opening_of(db, case.reference)["subject"]),
        "applicant": name_of(case.applicant) or case.applicant.email,
        "responded_on": case.responded_on,
        "outcome": case.outcome,
        "asked_on": reviewed["on"],
        "about": reviewed["about"],
        "late": reviewed["late"],
        "last_day": reviewed["last_day"],
        "due_on": reviewed["due_on"],
        "limit_on": reviewed["limit_on"],
        "excerpt": excerpt(words_of_review(db, case), EXCERPT_LINES),
        "parts_had": parts_in_words(desk.app, case),
        "left": [f"{one.name or one.id} ({one.id})" for one in left],
        "approvers": [one.name or one.id for one in approve if one.id != officer],
    }
