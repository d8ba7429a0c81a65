"""The law as the tests use it: the published calendars, and a clock read in one line."""

from datetime import date

from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.clock import ClockReading, CountedDay, read_clock, working
from foibot.law.jurisdictions import calendar_for, get_jurisdiction
from foibot.law.notation import read_day, read_event
from foibot.law.regimes import get_regime
from foibot.law.working_days import Calendars

CALENDARS = Calendars(published_holidays(), KNOWN_THROUGH)


def clock(regime: str, received: str, *events: str, place: str = "england-wales") -> ClockReading:
    """Read a clock from words: `clock("FOIA", "2024-09-02", "extension@2024-09-27")`."""
    law = get_regime(regime)
    calendar = calendar_for(law, get_jurisdiction(place), CALENDARS)
    return read_clock(law, calendar, read_day(received), [read_event(event) for event in events])


def due(regime: str, received: str, *events: str, place: str = "england-wales") -> date | None:
    """Give the due date alone."""
    return clock(regime, received, *events, place=place).due_on


def days(regime: str, received: str, *events: str, place: str = "england-wales") -> dict[date, CountedDay]:
    """Give the working, by day."""
    reading = clock(regime, received, *events, place=place)
    calendar = calendar_for(reading.regime, get_jurisdiction(place), CALENDARS)
    return {day.day: day for day in working(reading, calendar)}
