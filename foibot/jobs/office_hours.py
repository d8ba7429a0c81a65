"""When colleagues can be written to: within the sending window, on the authority's own days of work."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from foibot.casework.office_days import OfficeDays
from foibot.jobs.desk import Desk

LONDON = ZoneInfo("Europe/London")


def window_is_open(desk: Desk) -> bool:
    """Whether it is an hour of the day at which chasers and digests may leave."""
    window = desk.app.config.sending.window
    return window.opens <= desk.clock().astimezone(LONDON).time() < window.closes


def days_of_work(desk: Desk) -> OfficeDays:
    """Return the days of work as the regime counts them under which requests start here, less the closures."""
    return days_under(desk, desk.app.policy.regime)


def days_under(desk: Desk, regime: str) -> OfficeDays:
    """Return the days of work as a regime counts them, less the closures."""
    statutes = desk.app.statutes
    return OfficeDays(statutes.calendar(statutes.regime(regime)), desk.app.policy.closures)


def beginning_of(day: date) -> datetime:
    """Return the moment a day begins in London, as UTC."""
    return datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC)
