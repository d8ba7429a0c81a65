"""How long data are kept, read from the configuration and the register: what a case's erasure is decided from."""

from datetime import date

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.retention import Hold, Keeping, Standing, holds
from foibot.store import cases, retention
from foibot.store.database import Database
from foibot.store.moments import parse_day


def keeping(app: App) -> Keeping:
    """Return how long data are kept by this authority."""
    commissioner = app.config.commissioner
    years = app.config.retention.closed_after_years
    return Keeping(years, commissioner.complaint_weeks, commissioner.appeal_months)


def standing_of(app: App, db: Database, case: Case, today: date) -> Standing:
    """Return what a case's erasure is judged by."""
    regime_gone = bool(app.statutes.no_clock_for(case.regime))
    return Standing(
        today,
        keeping(app),
        parse_day(retention.closed_on(db, case.reference)),
        None if regime_gone else app.statutes.last_day_to_ask(case),
        cases.load_case(db, case.merged_into) if case.merged_into else None,
    )


def holds_of(app: App, db: Database, case: Case, today: date) -> tuple[Hold, ...]:
    """Return what holds a case back from erasure."""
    return holds(case, standing_of(app, db, case, today))
