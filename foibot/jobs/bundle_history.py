"""What a bundle tells of time and of what happened: the clocks with their working, and the events."""

from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.law.clock import ClockReading, london_day, state_in_words, working
from foibot.store import queries
from foibot.store.database import Database
from foibot.store.moments import parse_moment


def clocks(app: App, case: Case) -> list[dict[str, Any]]:
    """Return the clock of the request, and of its review, each day counted or left out and why."""
    if app.statutes.no_clock_for(case.regime):
        return []
    readings = [app.statutes.read(case)]
    if case.review is not None and app.statutes.knows_review(case.regime):
        readings.append(app.statutes.read_review(case))
    return [_clock(app, reading) for reading in readings]


def _clock(app: App, reading: ClockReading) -> dict[str, Any]:
    days = working(reading, app.statutes.calendar(reading.regime))
    return {
        "title": reading.regime.title,
        "from": reading.received_on,
        "due_on": reading.due_on or reading.last_due_on,
        "stands": state_in_words(reading),
        "source": reading.regime.time.source,
        "calendar": reading.regime.calendar_source,
        "steps": [str(step) for step in reading.steps],
        "days": [{"day": day.day, "number": day.number if day.counted else "", "why": day.why} for day in days],
    }


def happened(db: Database, reference: str) -> list[dict[str, Any]]:
    """Return what happened to a case: when, what in words, who did it, and what they wrote."""
    return [
        {
            "on": london_day(parse_moment(event["at"])),
            "what": "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in event["type"]).strip(),
            "letter": str(event["payload"].get("letter", "")).replace("_", " "),
            "revision": event["payload"].get("revision", ""),
            "who": event["actor"],
            "words": list(event["words"].values()),
        }
        for event in queries.events(db, reference)
    ]
