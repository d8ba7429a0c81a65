"""Where an authority sits, and so which bank holidays a clock leaves out.

FOIA and EIR leave out those of every part of the UK, wherever the authority sits; FOISA and EISR those of
Scotland; a subject access request those of the place itself.
"""

from enum import StrEnum

from foibot.errors import UsageError
from foibot.law.regime import Regime
from foibot.law.wording import nearest
from foibot.law.working_days import COMMON, Calendars, Division, WorkingCalendar

LOCAL = "local"


class Jurisdiction(StrEnum):
    """Where the authority sits; `uk` for a body that serves all of the United Kingdom."""

    ENGLAND_WALES = "england-wales"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"
    UK = "uk"


# A body of the whole UK leaves out only days that are holidays in all of it: the earlier date is always safe.
LOCAL_CALENDARS = {
    Jurisdiction.ENGLAND_WALES: str(Division.ENGLAND_AND_WALES),
    Jurisdiction.WALES: str(Division.ENGLAND_AND_WALES),
    Jurisdiction.SCOTLAND: str(Division.SCOTLAND),
    Jurisdiction.NORTHERN_IRELAND: str(Division.NORTHERN_IRELAND),
    Jurisdiction.UK: COMMON,
}


def get_jurisdiction(name: str) -> Jurisdiction:
    """Give the jurisdiction of that name. Raises `UsageError` with the nearest names."""
    try:
        return Jurisdiction(name.strip().lower().replace("_", "-").replace(" ", "-"))
    except ValueError as fault:
        known = [str(jurisdiction) for jurisdiction in Jurisdiction]
        raise UsageError(f"There is no jurisdiction {name!r}. {nearest(name, known)}") from fault


def calendar_name(regime: Regime, jurisdiction: Jurisdiction) -> str:
    """Name the calendar that a regime counts by for an authority of that jurisdiction."""
    return LOCAL_CALENDARS[jurisdiction] if regime.calendar == LOCAL else regime.calendar


def calendar_for(regime: Regime, jurisdiction: Jurisdiction, calendars: Calendars) -> WorkingCalendar:
    """Give the calendar that a regime counts by for an authority of that jurisdiction."""
    return calendars.named(calendar_name(regime, jurisdiction))


def unfit_warning(regime: Regime, jurisdiction: Jurisdiction) -> str | None:
    """Warn of a Scottish statute for an authority elsewhere; None when they fit.

    FOIA and EIR are never unfit: they bind bodies of the whole UK wherever these sit, in Scotland too.
    """
    if regime.calendar != Division.SCOTLAND or jurisdiction is Jurisdiction.SCOTLAND:
        return None
    return f"{regime.cited_as} binds Scottish authorities only; the bank holidays of Scotland were left out."
