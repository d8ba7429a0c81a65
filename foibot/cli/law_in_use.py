"""Which clocks and which days off `foibot clock` counts by: the shipped ones, or a configuration's, and what is said.

A configuration is read only where one was named: the command needs none.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from foibot.app import build
from foibot.config import load_config
from foibot.errors import UsageError
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.jurisdictions import Jurisdiction
from foibot.law.notation import read_cancellation, read_holiday
from foibot.law.regime import Regime
from foibot.law.regimes import REGIMES, get_regime
from foibot.law.wording import plain_day
from foibot.law.working_days import Calendars
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class LawInUse:
    """The clocks and the calendars; `jurisdiction` is the configured authority's, None without a configuration."""

    regimes: Mapping[str, Regime]
    calendars: Calendars
    jurisdiction: Jurisdiction | None = None

    def regime(self, name: str) -> Regime:
        """Give the regime of that name; raises `UsageError` that says how one of the authority's own is named."""
        try:
            return get_regime(name, self.regimes)
        except UsageError as fault:
            hint = "" if self.jurisdiction else " One of your own is known with: foibot -c config.toml clock."
            raise UsageError(f"{fault}{hint}") from fault


def law_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --holiday and --no-holiday to a command, and give it the law they and `-c` make as `law`."""

    @click.option(
        "--holiday",
        "added",
        metavar="DATE:DIVISIONS:NAME",
        multiple=True,
        help="A bank holiday proclaimed since, as 2026-06-15:scotland:World Cup. May be repeated.",
    )
    @click.option(
        "--no-holiday",
        "cancelled",
        metavar="DATE:DIVISIONS",
        multiple=True,
        help="A bank holiday that was cancelled or moved, as 2027-05-03:all. May be repeated.",
    )
    @wraps(function)
    def with_law(*, added: tuple[str, ...], cancelled: tuple[str, ...], **asked: object) -> object:
        try:
            law = _with_days(_named_law(click.get_current_context()), added, cancelled)
        except UsageError as fault:
            raise click.UsageError(str(fault)) from fault
        return function(law=law, **asked)

    return with_law


def _named_law(context: click.Context) -> LawInUse:
    path = _named_configuration(context)
    if path is None:
        return LawInUse(REGIMES, Calendars(published_holidays(), KNOWN_THROUGH))
    statutes = build(load_config(path)).statutes
    return LawInUse(statutes.regimes, statutes.calendars, statutes.jurisdiction)


def _named_configuration(context: click.Context) -> Path | None:
    """Return the configuration that -c or FOIBOT_CONFIG names; None where nobody named one."""
    above = context.parent
    source = above.get_parameter_source("config") if above else None
    return context.find_object(Path) if source in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT) else None


def _with_days(law: LawInUse, added: tuple[str, ...], cancelled: tuple[str, ...]) -> LawInUse:
    calendars = law.calendars
    for text in cancelled:
        taken = read_cancellation(text, "given with --no-holiday")
        left = calendars.without_days([taken])
        if left.days == calendars.days:
            raise UsageError(f"{plain_day(taken.day)} is no bank holiday there ({text}): leave it out.")
        calendars = left
    more = [read_holiday(text, "given with --holiday") for text in added]
    return LawInUse(law.regimes, calendars.with_days(more), law.jurisdiction)
