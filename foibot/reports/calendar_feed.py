"""Deadlines as a calendar file (RFC 5545): all-day events with lasting UIDs, and nobody's name in them.

The same deadlines make the same bytes, so that a file is written only when one has changed.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from foibot.lean import dataclass

PRODUCT = "-//foibot//deadlines//EN"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due: `uid` names it for good, `changed_at` (aware UTC) when it last changed."""

    uid: str
    day: date
    summary: str
    details: str
    changed_at: datetime


def feed(title: str, deadlines: Iterable[Deadline], alarm_days: int = 0) -> bytes:
    """Return the calendar file of some deadlines; `alarm_days` before each the calendar reminds, 0 for never."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for deadline in sorted(deadlines, key=lambda one: (one.day, one.uid)):
        calendar.add_component(_event(deadline, alarm_days))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, alarm_days: int) -> Event:
    event = Event()
    event.add("uid", deadline.uid)
    event.add("dtstamp", deadline.changed_at.astimezone(UTC))
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + DAY)
    event.add("summary", deadline.summary)
    event.add("description", deadline.details)
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    if alarm_days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", deadline.summary)
        alarm.add("trigger", -alarm_days * DAY)
        event.add_component(alarm)
    return event
