"""The moment that the headers above a forwarded text name: as mail programs and people write it, for people to read.

English, Welsh and German; the day before the month where only numbers stand. What is not wholly understood, or
contradicts its own day of the week, is no date. No court and no clock may rely on it: an officer is told.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = {
    name: number
    for row in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber mrz apr mai jun jul aug sept okt nov dez",
        "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
        "ion chwe maw ebr mai meh gor awst medi hyd tach rhag",
    )
    for number, name in enumerate(row.split(), start=1)
}
WEEKDAYS = {
    name: number
    for row in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon tue wed thu fri sat sun",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "mo di mi do fr sa so",
        "llun mawrth mercher iau gwener sadwrn sul",
    )
    for number, name in enumerate(row.split())
}
ZONES = {"gmt": 0, "utc": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120}
WEEKDAY = rf"(?:(?:dydd )?(?P<weekday>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\.? )?"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d+)?)?"
TIME = rf"(?:[ t]{CLOCK} ?(?P<half>[ap]\.?m\.?)?(?: uhr)?)?"
ZONE = rf"(?: ?(?P<zone>{'|'.join(ZONES)})\b)?(?: ?(?P<offset>[+-]\d\d:?\d\d))?(?: (?:gmt|utc|bst|cet|cest))?"
DATES = tuple(
    re.compile(WEEKDAY + date + TIME + ZONE)
    for date in (
        rf"{ORDINAL} (?:of )?{MONTH} (?P<year>\d{{4}})",
        rf"{MONTH} {ORDINAL} (?P<year>\d{{4}})",
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})(?P<dash>[-/.])(?P<number>\d{1,2})(?P=dash)(?P<year>\d{4})",
    )
)
FILLING = re.compile(r"[\s,()\u200e\u200f]+|\b(?:at|um|am(?= \d)|den)\b(?![.\d])")
EARLIEST, NOON, LONGEST = 1990, 12, 100
LEEWAY = timedelta(days=1)


def moment_written(words: str, *, passed_on_at: datetime | None) -> datetime | None:
    """Return the moment the words name (UTC), in London's time where no zone stands; None where they name none.

    `passed_on_at` (aware) is when the message was passed on: what was written more than a day later was not, so that
    words in another order of day and month are not believed. Never raises.
    """
    text = " ".join(FILLING.sub(" ", words[:LONGEST].lower()).split())
    found = next((match for pattern in DATES if (match := pattern.fullmatch(text))), None)
    if found is None:
        return None
    try:
        moment = moment_in(found.groupdict())
    except (ValueError, OverflowError):
        return None
    if moment is not None and passed_on_at is not None and moment - passed_on_at > LEEWAY:
        return None
    return moment


def moment_in(parts: dict[str, str | None]) -> datetime | None:
    """Return the moment that the parts of a date name; None where they contradict each other; may raise ValueError."""
    named = parts.get("month")
    month = MONTHS[named] if named else int(parts["number"] or 0)
    day = datetime(int(parts["year"] or 0), month, int(parts["day"] or 0), tzinfo=zone_of(parts))
    weekday = parts["weekday"]
    if day.year < EARLIEST or (weekday and WEEKDAYS[weekday] != day.weekday()):
        return None
    if parts["hour"] is None:
        return day.astimezone(UTC)
    hour = hour_of(int(parts["hour"]), parts["half"])
    time = day.replace(hour=hour, minute=int(parts["minute"] or 0), second=int(parts["second"] or 0))
    return time.astimezone(UTC)


def hour_of(hour: int, half: str | None) -> int:
    """Return the hour of the day; ValueError for an hour that no half of a day has."""
    if half is None:
        return hour
    if not 1 <= hour <= NOON:
        raise ValueError(hour)
    return hour % NOON + (NOON if half.startswith("p") else 0)


def zone_of(parts: dict[str, str | None]) -> ZoneInfo | timezone:
    """Return the time zone that the parts name; London's where they name none."""
    offset, name = parts["offset"], parts["zone"]
    if offset:
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    return timezone(timedelta(minutes=ZONES[name])) if name else LONDON
