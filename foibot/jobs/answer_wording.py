"""The facts that answers are written from, beside those of every letter: the request, our rights block, who signs."""

from dataclasses import asdict
from datetime import date
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.config import Commissioner
from foibot.law.cost_limits import cost_limit_of
from foibot.law.exemptions import family_of
from foibot.store import log, messages
from foibot.store.database import Database

DAYS_TO_ASK = 40
LONGEST_REVIEW = {"FOISA": 20, "EISR": 20}


def answer_facts(app: App, db: Database, case: Case) -> dict[str, Any]:
    """Return what the template of an answer may name; what a letter has nothing of is empty."""
    config, family = app.config, family_of(case.regime)
    longest = LONGEST_REVIEW.get(family, 40)
    return {
        **EMPTY,
        "family": family,
        "request": words_of_request(db, case),
        "clock_from": _clock_from(app, case),
        "requester": asdict(case.applicant),
        "signatory": {"name": config.authority.signatory.name, "title": config.authority.signatory.title},
        "review": {
            "working_days": min(config.review.working_days, longest),
            "limit": longest,
            "days_to_ask": DAYS_TO_ASK,
            "email": config.mailbox.address,
            "postal_address": config.authority.postal_address,
        },
        "commissioner": commissioner_facts(config.commissioner),
        "limit": {**cost_limit_of(family, central_government=app.policy.central_government), "estimate": ""},
    }


def commissioner_facts(commissioner: Commissioner) -> dict[str, Any]:
    """Return what a letter may name of the Commissioner."""
    return {
        "name": commissioner.name,
        "office": commissioner.office,
        "postal_address": commissioner.postal_address,
        "telephone": commissioner.telephone,
        "website": commissioner.website,
        "complaint_link": commissioner.complaint_link,
        "appeal_months": commissioner.appeal_months,
        "complaint_weeks": commissioner.complaint_weeks,
    }


EMPTY: dict[str, Any] = {
    "text": "",
    "why": "",
    "attachments": [],
    "exemptions": [],
    "refer": None,
    "until": None,
    "amount": "",
    "lapses_on": None,
    "earlier": {"reference": "", "answered_on": None},
    "supplement": False,
    "qualified_person": "",
    "parts": [],
    "points": [],
    "faults": [],
    "waivers": [],
    "outcome": "",
}


def our_addresses(app: App) -> tuple[str, ...]:
    """Return the addresses that become links where a letter names them: our own, and the Commissioner's."""
    authority, commissioner = app.config.authority, app.config.commissioner
    ours = (app.config.mailbox.address, authority.website, commissioner.website, commissioner.complaint_link)
    return tuple(address for address in ours if address)


def words_of_request(db: Database, case: Case) -> str:
    """Return what was asked, in the applicant's words: as an officer logged it, or as the message says."""
    logged = next((fact.event for fact in log.read(db, case.reference)), None)
    text = getattr(logged, "text", "")
    opening = next((filed.message for filed in case.messages), None)
    return str(text) or (messages.words_of(db, opening) if opening else "")


def _clock_from(app: App, case: Case) -> date | None:
    gone = app.statutes.no_clock_for(case.regime)
    return case.received_on if gone else app.statutes.read(case).clock_from
