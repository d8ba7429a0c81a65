"""What a letter or notice tells of a review: when it was asked for and is due, and who, by role, decides it."""

from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.clocks import Statutes
from foibot.casework.independence import parts_of, reviewers_left
from foibot.casework.policy import Role
from foibot.law.clock import ClockEvent
from foibot.law.exemptions import family_of


def review_facts(app: App, case: Case) -> dict[str, Any]:
    """Return what a template may name of the review of a case; nothing where there is none, or its law has none."""
    review, statutes = case.review, app.statutes
    if review is None or not statutes.knows_review(case.regime):
        return {}
    reading = statutes.read_review(case)
    last_told = next((one.until for one in reversed(review.clock_events) if one.until), None)
    return {
        "family": family_of(case.regime),
        "responded_on": case.responded_on,
        "reviewed": {
            "on": review.asked_on,
            "by": review.channel,
            "about": review.about,
            "late": review.late,
            "answered": review.answered,
            "due_on": reading.due_on or reading.last_due_on,
            "target_on": last_told or reading.last_due_on,
            "limit_on": _limit(statutes, case),
            "last_day": statutes.last_day_to_ask(case),
            "decided_by": decided_by(app, case),
        },
    }


def _limit(statutes: Statutes, case: Case) -> Any:
    review = case.review
    if review is None or statutes.review_regime(case.regime).extended is None:
        return None
    told = statutes.read_review(case, ClockEvent("extension", review.asked_on))
    return told.due_on or told.last_due_on


def decided_by(app: App, case: Case) -> str:
    """Return who decides the review, by role: `a reviewer of ours`."""
    left = reviewers_left(app.policy, case.parts_reviewed, case.waived)
    if left and Role.REVIEWER not in left[0].roles:
        return "one of our managers"
    return "one of our reviewers"


def review_as_data(app: App, case: Case) -> dict[str, Any] | None:
    """Return how the review of a case stands, with stable keys; None where none was asked for."""
    review, facts = case.review, review_facts(app, case)
    if review is None or not facts:
        return None
    left = reviewers_left(app.policy, case.parts_reviewed, case.waived)
    return {
        "asked_on": review.asked_on,
        "by": review.channel,
        "about": review.about,
        "late": review.late,
        "due_on": facts["reviewed"]["due_on"],
        "limit_on": facts["reviewed"]["limit_on"],
        "decided_on": review.decided_on,
        "outcome": review.outcome or None,
        "points": list(review.points),
        "reviewer": case.officer if review.is_open else "",
        "parts": parts_in_words(app, case),
        "had_none": [one.id for one in left],
        "waived": sorted(case.waived),
    }


def commissioner_as_data(case: Case) -> dict[str, Any] | None:
    """Return how the Commissioner's case about this one stands, with stable keys; None where there is none."""
    appeal = case.appeal
    if appeal is None:
        return None
    return {
        "reference": appeal.reference,
        "step": appeal.step,
        "since": appeal.since,
        "due_on": appeal.due_on,
        "requires_disclosure": appeal.requires_disclosure,
        "ended_on": appeal.ended_on,
    }


def parts_in_words(app: App, case: Case) -> list[str]:
    """Say, a line a person, who had a part in the first answer and which."""
    found = [(one.name or one.id, parts_of(one, case.parts_reviewed)) for one in app.policy.officers]
    lines = [f"{name}: {'; '.join(dict.fromkeys(map(str, parts)))}" for name, parts in found if parts]
    theirs = {part for _, parts in found for part in parts}
    others = [part for part in case.parts_reviewed if part not in theirs and part.officer not in ("foibot", "")]
    return lines + [f"somebody known only as '{part.officer}': {part}" for part in dict.fromkeys(others)]
