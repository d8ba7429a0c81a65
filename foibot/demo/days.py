"""The days of the story: a clock of its own, which begins some ten weeks before the day the demo is run.

What foibot does on those days it does by this clock, as the daemon does it by the host's; nobody waits for them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foibot.law.clock import london_day
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass

LONDON = ZoneInfo("Europe/London")
WEEKS_BACK = timedelta(weeks=10)
WEDNESDAY = 2
MORNING, EVENING = time(9, 5), time(18)


def first_day(now: datetime) -> date:
    """Return the Wednesday on which the story begins: the latest that is ten weeks ago."""
    latest = london_day(now) - WEEKS_BACK
    return latest - timedelta(days=(latest.weekday() - WEDNESDAY) % 7)


@dataclass(slots=True)
class StoryClock:
    """The time it is in the story; it never goes back. Called, it gives aware UTC, as a desk's clock does."""

    calendar: WorkingCalendar
    begins: date
    now: datetime

    def __call__(self) -> datetime:
        """Return the time it is in the story."""
        return self.now

    @property
    def day(self) -> date:
        """The day it is in the story, in London."""
        return london_day(self.now)

    def moment(self, day: int, at: time) -> datetime:
        """Return that time in London on the working day of this number after the story's first day, as UTC."""
        return _in_london(self.calendar.add_working_days(self.begins, day), at)

    def mornings_until(self, moment: datetime) -> Iterator[datetime]:
        """Move to each morning of work before a moment, one after the other, and give it."""
        while (morning := self._next_morning()) < moment:
            self.now = morning
            yield morning

    def _next_morning(self) -> datetime:
        today = _in_london(self.day, MORNING)
        if self.now < today and self.calendar.is_working_day(self.day):
            return today
        return _in_london(self.calendar.add_working_days(self.day, 1), MORNING)


def story_clock(calendar: WorkingCalendar, now: datetime) -> StoryClock:
    """Return the clock of a story that is told now, on the evening of its first day."""
    begins = first_day(now)
    return StoryClock(calendar, begins, _in_london(begins, EVENING))


def _in_london(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
