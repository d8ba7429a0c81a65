"""The lines of a notice that tell of earlier cases like a new one. Only in mail to officers, never to a holder."""

import json
from contextlib import suppress

from foibot.casework.case import Case
from foibot.casework.hints import EarlierAnswer, hint
from foibot.casework.similar_requests import worth_telling
from foibot.errors import RegisterError
from foibot.jobs.finding import similar_to
from foibot.store import cases, finding
from foibot.store.database import Database

COMPARED = 8


def hints_for(db: Database, reference: str) -> list[str]:
    """Return a line for each earlier case that asks the same and was answered; at most three, most often none.

    Those that the case is linked to are told of elsewhere. A damaged index keeps no notice from leaving.
    """
    case = cases.load_case(db, reference) or Case(reference)
    opening, known = finding.opening_of(db, reference), {link.to for link in case.links}
    with suppress(RegisterError):
        found = similar_to(db, opening, COMPARED) if opening else []
        likely = [one.reference for one in worth_telling(found) if one.reference not in known]
        return [hint(answer, case.regime) for other in likely if (answer := _answered(db, other))]
    return []


def _answered(db: Database, reference: str) -> EarlierAnswer | None:
    case = finding.how_it_ended(db, reference)
    if not case["responded_on"]:
        return None
    sections = json.loads(case["sections"] or "[]")
    return EarlierAnswer(reference, case["regime"], case["outcome"], sections, case["review_outcome"] or "")
