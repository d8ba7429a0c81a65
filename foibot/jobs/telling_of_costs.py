"""Telling the officer of a case that it nears the cost limit: once at three quarters of it, once when it is reached."""

from collections.abc import Iterable
from typing import Any

from foibot.app import App
from foibot.casework.case import OFFICE, Case
from foibot.casework.costs import ACTIVITIES, WARNED_AT, cost_of, hours
from foibot.casework.decisions import Decision
from foibot.casework.events import CostLimitNeared, LetterQueued, Person
from foibot.casework.hearing import who_hears
from foibot.casework.letters import LetterWanted
from foibot.jobs.costs import minutes_elsewhere
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import Hand, record
from foibot.law.clock import london_day
from foibot.law.exemptions import family_of
from foibot.store import cases, outbox
from foibot.store.database import Database

LETTER = "cost_notice"


def tell_of_costs(app: App, db: Database, decisions: Iterable[Decision], hand: Hand) -> None:
    """Queue the notice of each warning that these decisions gave, in the transaction that records them."""
    for decision in decisions:
        shares = [event.share for event in decision.events if isinstance(event, CostLimitNeared)]
        case = cases.load_case(db, decision.reference) if shares else None
        if case is None:
            continue
        facts = _facts(app, db, case, max(shares))
        for officer in who_hears(case.officer, policy_now(app, db), london_day(hand.now)):
            number = outbox.next_number(db, OFFICE)
            wanted = LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
            record(app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), hand)


def _facts(app: App, db: Database, case: Case, share: int) -> dict[str, Any]:
    cost = cost_of(case, app.policy, minutes_elsewhere(db, case))
    return {
        "case": case.reference,
        "share": min(share, max(WARNED_AT)),
        "law": family_of(case.regime),
        "limit": dict(cost.limit or {}),
        "spent": hours(cost.together),
        "left": hours(cost.minutes_left),
        "activities": [{"name": ACTIVITIES[name], "hours": hours(count)} for name, count in cost.by_activity.items()],
        "together_with": [f"{reference} ({hours(count)} h)" for reference, count in cost.elsewhere.items()],
    }
