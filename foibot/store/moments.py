"""Moments as the register writes them: UTC, ISO 8601, to the second, so that they sort as text."""

from datetime import UTC, date, datetime


def stamp(moment: datetime) -> str:
    """Return an aware moment as the register's text; raises `ValueError` for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be kept")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def parse_moment(text: str) -> datetime:
    """Return the register's text as an aware moment."""
    return datetime.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    """Return a day as the register's text, None as NULL."""
    return None if day is None else day.isoformat()


def parse_day(text: str | None) -> date | None:
    """Return the register's text as a day."""
    return None if text is None else date.fromisoformat(text)
