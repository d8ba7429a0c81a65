"""Making a report: what the log held by the end of a day, counted under the law as it holds here."""

from datetime import date, datetime, timedelta

from foibot.app import App
from foibot.casework.count_facts import story_of
from foibot.casework.counted import Counted, Counting
from foibot.casework.statistics import (
    BY,
    Figures,
    HolderFigures,
    Period,
    added_up,
    answered_by_month,
    by_statute,
    figures_by_period,
    holder_figures,
    latest,
    open_by_days_left,
    period_named,
    periods_between,
)
from foibot.errors import UsageError
from foibot.jobs.office_hours import beginning_of
from foibot.law.clock import london_day
from foibot.law.wording import nearest, plain_day
from foibot.lean import dataclass
from foibot.reports.report import Report
from foibot.store import statistics
from foibot.store.database import Database
from foibot.store.moments import parse_day, parse_moment

ONE_DAY = timedelta(days=1)
SHOWN = {"month": 12, "quarter": 4, "year": 3}
"""How many periods are shown where nobody asks for others; the running one is the last."""
THIRD_PARTIES = "third parties"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is asked for: days of receipt, both included, by which periods, as at the end of which day."""

    first: date
    last: date
    as_at: date
    by: str = "quarter"
    regime: str = ""
    suppress_small: bool = False


def wanted_span(by: str | None, named: str | None, days: tuple[date | None, date | None], as_at: date) -> Wanted:
    """Return the days a report covers, from those given; raises `UsageError` where what is asked cannot be.

    A named period goes alone. Without any, the latest four quarters are meant, the running one included.
    """
    first, last = days
    if named and any(days):
        raise UsageError("--period goes without --from and --to: it says both.")
    if named:
        period = period_named(named)
        return Wanted(period.first, period.last, as_at, by or _by_of(period))
    chosen = by or "quarter"
    end = last or as_at
    start = first or latest(end, chosen, SHOWN[chosen])
    if start > end:
        raise UsageError(f"--from {plain_day(start)} is after --to {plain_day(end)}.")
    return Wanted(start, end, as_at, chosen)


def refuse_impossible(db: Database, wanted: Wanted) -> None:
    """Raise `UsageError` for a span without any request to count: still to come, before the first, or none yet."""
    if wanted.first > wanted.as_at:
        raise UsageError(
            f"{plain_day(wanted.first)} is after {plain_day(wanted.as_at)}, the day at which things are counted:"
            " no request of that time can be known. Give an earlier period."
        )
    earliest = statistics.first_receipt(db)
    if earliest is None:
        raise UsageError(
            "The register has no request yet, so there is nothing to count. Requests come in by mail with 'foibot run',"
            " by hand with 'foibot new', from a team's sheet with 'foibot import', and from old mail with 'foibot"
            " backfill'."
        )
    if wanted.last < earliest:
        raise UsageError(
            f"The register's first request was received on {plain_day(earliest)}: it knows of none up to"
            f" {plain_day(wanted.last)}. Earlier ones come in with 'foibot import' or 'foibot backfill'."
        )


def _by_of(period: Period) -> str:
    return next(by for by in BY if len(list(periods_between(period.first, period.last, by))) == 1)


def make_report(app: App, db: Database, wanted: Wanted) -> Report:
    """Return the report that is asked for; raises `UsageError` for a regime that nobody has asked under."""
    until = beginning_of(wanted.as_at + ONE_DAY)
    counted = counted_until(app, db, wanted.as_at, wanted.first)
    periods = tuple(periods_between(wanted.first, wanted.last, wanted.by))
    span = Period("all", wanted.first, wanted.last)
    families = _asked_for(by_statute(counted), wanted.regime)
    of_them = next(iter(families.values()))
    months = tuple(periods_between(wanted.first, wanted.last, "month"))
    return Report(
        authority=app.config.authority.name,
        first=wanted.first,
        last=wanted.last,
        as_at=wanted.as_at,
        by=wanted.by,
        periods=periods,
        figures={name: _figures(those, periods) for name, those in families.items()},
        months=answered_by_month(of_them, months),
        open_left=open_by_days_left(of_them),
        holders=_holders(app, db, until, span),
        suppress_small=wanted.suppress_small,
    )


def counted_until(app: App, db: Database, as_at: date, first: date | None = None) -> list[Counted]:
    """Return the requests as they are counted as at the end of a day in Europe/London.

    With `first`, those that are in no figure from that day on may be left out.
    """
    counting = Counting(app.statutes, as_at)
    until = beginning_of(as_at + ONE_DAY)
    facts = statistics.facts_until(db, until, beginning_of(first) if first else None)
    stories = (story_of(reference, facts) for reference, facts in facts)
    return [counting.counted(story) for story in stories]


def days_of_answers(app: App, db: Database, as_at: date) -> dict[str, date]:
    """Return by when each answered request was to be answered, by its reference, as at the end of a day in London."""
    counted = counted_until(app, db, as_at)
    return {one.reference: one.due_on for one in counted if one.answered_on and one.due_on}


def _figures(those: list[Counted], periods: tuple[Period, ...]) -> list[Figures]:
    """Return the figures of each period, and last those of the whole span, which the periods make up."""
    each = figures_by_period(those, periods)
    return [*each, added_up(each)]


def _asked_for(families: dict[str, list[Counted]], regime: str) -> dict[str, list[Counted]]:
    if not regime:
        return families
    known = {name.casefold(): name for name in families}
    if regime.casefold() not in known:
        raise UsageError(f"No request was made under {regime}. {nearest(regime.upper(), list(known.values()))}")
    name = known[regime.casefold()]
    return {name: families[name]}


def _holders(app: App, db: Database, until: datetime, span: Period) -> list[HolderFigures]:
    """Return how the information holders answered what they were asked in the span; no third party by name."""
    as_at = london_day(until) - ONE_DAY
    took: dict[str, list[int]] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for one in statistics.questions_until(db, until, beginning_of(span.first), span.last.isoformat()):
        holder = one.holder or THIRD_PARTIES
        asked, still_open, late = counts.get(holder, (0, 0, 0))
        is_open = one.state == "open"
        is_late = is_open and one.wanted_by < as_at.isoformat()
        counts[holder] = asked + 1, still_open + is_open, late + is_late
        if one.answered_at:
            took.setdefault(holder, []).append(_days_taken(app, one))
    return holder_figures(took, counts)


def _days_taken(app: App, one: statistics.QuestionAsked) -> int:
    statutes = app.statutes
    regime = one.regime if one.regime in statutes.regimes else app.policy.regime
    calendar = statutes.calendar(statutes.regime(regime))
    asked_on = parse_day(one.asked_on) or date.min
    return calendar.working_days_between(asked_on, london_day(parse_moment(one.answered_at)))
