"""Earlier requests that bear on a new one: looked up here, weighed in the core."""

from datetime import date

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.earlier_requests import ROUND_ROBIN_DAYS, Asked, in_words, links_to
from foibot.casework.events import Person, RequestLinked
from foibot.correspondence.likeness import sketch
from foibot.store import sketches
from foibot.store.database import Database


def links_of_request(
    app: App, db: Database, text: str, applicant: Person, received_on: date, *, regime: str
) -> tuple[RequestLinked, ...]:
    """Return the links that a request of this text, by this person, gets under a regime."""
    asked = Asked(sketch(text), received_on)
    theirs = sketches.of_person(db, applicant)
    found = theirs | sketches.like(db, asked.sketch, received_on - ROUND_ROBIN_DAYS)
    if not found:
        return ()
    law = app.statutes.regime(regime)
    return links_to(asked, sketches.earlier_requests(db, found, theirs), law, app.statutes.calendar(law))


def links_in_words(app: App, case: Case) -> list[str]:
    """Say, a sentence each, what an officer should weigh because of earlier requests."""
    regime = app.statutes.regimes.get(case.regime)
    return in_words(case.links, regime) if regime else []
