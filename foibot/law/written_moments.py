"""Days and moments as people write them, in London time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from foibot.errors import UsageError

LONDON = ZoneInfo("Europe/London")
YEARS = range(1900, 2200)


def read_moment(text: str) -> datetime:
    """Return a day or moment as people write it, in London time where no zone is given, as aware UTC.

    A day alone means noon of that day. Raises `UsageError` for anything else, and for a
    day outside `YEARS`, in which nobody asks for anything.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if len(text.strip()) <= len("2026-12-23"):
            moment = moment.replace(hour=12)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"'{text}' is no date. Write 2026-12-23, or 2026-12-23T16:30 for the hour too.") from error
    if moment.year not in YEARS:
        raise UsageError(f"'{text}' lies outside the years {YEARS.start} to {YEARS.stop - 1}. Is the year right?")
    return moment
