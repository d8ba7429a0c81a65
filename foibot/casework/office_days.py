"""The days on which an authority is at work: the working days of a regime, less the days on which it is closed.

No clock stops on a day of closure (FOIA s.10(6)): this says only when colleagues can be written to and can act.
"""

from collections.abc import Iterator
from datetime import date

from foibot.law.working_days import ONE_DAY, WorkingCalendar
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Closure:
    """Days of closure, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class OfficeDays:
    """Counts the days of work; every question raises `UsageError` outside the calendar."""

    calendar: WorkingCalendar
    closures: tuple[Closure, ...] = ()

    def is_open(self, day: date) -> bool:
        """Say whether colleagues are at work on that day."""
        return self.calendar.is_working_day(day) and not self._is_closed(day)

    def on_or_after(self, day: date) -> date:
        """Give that day if it is one of work, else the first one after it."""
        return day if self.is_open(day) else next(self._stepping(day, 1))

    def on_or_before(self, day: date) -> date:
        """Give that day if it is one of work, else the last one before it."""
        return day if self.is_open(day) else next(self._stepping(day, -1))

    def after(self, day: date, count: int) -> date:
        """Give the `count`-th day of work after `day`; for nought that day, or the first one of work after it."""
        return self._counted(day, count, 1) if count else self.on_or_after(day)

    def before(self, day: date, count: int) -> date:
        """Give the day from which so many days of work are left until the end of `day`: that day itself for nought."""
        last = self.on_or_before(day)
        return self._counted(last, count, -1) if count else last

    def between(self, after: date, through: date) -> int:
        """Count the days of work after `after`, up to and including `through`; negative if it comes first."""
        if through < after:
            return -self.between(through, after)
        counted = self.calendar.working_days_between(after, through)
        met = [one for one in self.closures if self._lies_between(one, after + ONE_DAY, through)]
        if not counted or not met:
            return counted
        span = (after + ONE_DAY * number for number in range(1, (through - after).days + 1))
        return counted - sum(self.calendar.is_working_day(day) and self._is_closed(day) for day in span)

    def _counted(self, day: date, count: int, way: int) -> date:
        counted = self.calendar.add_working_days(day, count * way)
        if not any(self._lies_between(closure, day, counted) for closure in self.closures):
            return counted
        days = self._stepping(day, way)
        for _ in range(count - 1):
            next(days)
        return next(days)

    @staticmethod
    def _lies_between(closure: Closure, day: date, other: date) -> bool:
        return closure.first <= max(day, other) and closure.last >= min(day, other)

    def _stepping(self, day: date, way: int) -> Iterator[date]:
        while True:
            day = self.calendar.add_working_days(day, way)
            if not self._is_closed(day):
                yield day

    def _is_closed(self, day: date) -> bool:
        return any(closure.first <= day <= closure.last for closure in self.closures)
