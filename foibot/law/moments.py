"""Days and events as the law takes them; how people write them is in `notation`.

A deadline is a date in Europe/London, so every moment becomes a London day before anything is counted.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from foibot.errors import UsageError
from foibot.law.regime import EVENTS
from foibot.law.wording import nearest, plain_day
from foibot.lean import dataclass

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something that happened to a request: a name of `EVENTS`, its London day, and the last day of a range.

    For an extension `until` is the new date that the applicant was told. Raises `UsageError` for a name that
    is not in the vocabulary, a moment where a day is wanted, or a range that ends before it begins.
    """

    name: str
    on: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.name not in EVENTS:
            raise UsageError(f"There is no event {self.name!r}. {nearest(self.name, EVENTS)}")
        if isinstance(self.on, datetime) or isinstance(self.until, datetime):
            raise UsageError(f"{self.name}: a day is wanted and not a moment; london_day() gives the day of one")
        if self.until is not None and self.until < self.on:
            raise UsageError(
                f"{self.name}: the range from {plain_day(self.on)} ends before it begins,"
                f" on {plain_day(self.until)}. Write the earlier day first."
            )


def london_day(moment: datetime) -> date:
    """Give the day it is in London at `moment`. Raises `UsageError` for a moment without a time zone."""
    if moment.tzinfo is None:
        written = moment.isoformat()
        zone = moment.replace(tzinfo=LONDON).isoformat()[len(written) :]
        summer = f" if it is London time, {written}+00:00 if it is UTC" if zone != "+00:00" else ""
        raise UsageError(
            f"{written} has no time zone, so its day cannot be known. Write {written}{zone}{summer},"
            f" or {moment.date()} for the day alone."
        )
    return moment.astimezone(LONDON).date()
