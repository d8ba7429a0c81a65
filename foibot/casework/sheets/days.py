"""A day as people in Britain write it in a sheet: the day before the month, the month in words, a serial number.

What is no single day (a week, a month, two days, a day that does not exist) is a `Bad` with the reason, never a guess.
"""

import re
from datetime import date, datetime, time, timedelta

from foibot.casework.sheets.cells import Bad, Cell, is_blank, text_of

MONTHS = {
    name: number
    for row in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(row.split(), start=1)
} | {"sept": 9}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_SERIAL = date(1899, 12, 30)
SERIALS = range(36_526, 65_746)  # 1 January 2000 to 31 December 2079, as spreadsheets count days
EARLIEST = date(2000, 1, 1)
CENTURY, MONTHS_IN_YEAR, SHORT_YEAR = 2000, 12, 2
SEPARATOR = r"\s*[/.\-\s\\]\s*"
WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
TIME = (
    r"(?:(?:\s+at|,|t)?\s*(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?z?)?"
)
YEAR = r"(?:\d{4}|\d\d)"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
FORMS = tuple(
    re.compile(WEEKDAY + form + TIME, re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}}){SEPARATOR}(?P<number>\d{{1,2}}){SEPARATOR}(?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}}){SEPARATOR}(?P<number>\d{{1,2}}){SEPARATOR}(?P<year>{YEAR})",
        rf"(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+of)?[\s\-/.,]*{MONTH}[\s\-/.,']*(?P<year>{YEAR})",
        rf"{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(?P<year>{YEAR})",
    )
)
WEEK = re.compile(r"\bw\s*[/.]?\s*[ceb]\b\.?|\bweek\b", re.IGNORECASE)
NO_YEAR = re.compile(rf"{WEEKDAY}\d{{1,2}}(?:st|nd|rd|th)?(?:{SEPARATOR}\d{{1,2}}|\s*(?:of\s+)?{MONTH})", re.IGNORECASE)
NO_DAY = re.compile(rf"{MONTH}[\s\-/']*{YEAR}|\d{{4}}", re.IGNORECASE)
LONGEST = 60


def read_day(cell: Cell) -> date | Bad | None:
    """Return the day a cell names; None where it names none; a `Bad` where it is no day that can be relied on."""
    if isinstance(cell, Bad) or is_blank(cell):
        return cell if isinstance(cell, Bad) else None
    if isinstance(cell, bool | time):
        return Bad(f"“{text_of(cell)}” is no day")
    if isinstance(cell, date):  # a moment is one too
        return _in_range(cell.date() if isinstance(cell, datetime) else cell, text_of(cell))
    if isinstance(cell, int | float):
        return _of_serial(cell)
    return _of_text(text_of(cell))


def is_american(cell: Cell) -> bool:
    """Tell whether words can be a day only with the month before the day, as in America."""
    found = FORMS[1].fullmatch(text_of(cell)) if isinstance(cell, str) else None
    return found is not None and int(found["number"]) > MONTHS_IN_YEAR >= int(found["day"])


def _of_serial(number: float) -> date | Bad:
    if int(number) not in SERIALS:
        return Bad(f"the number {text_of(number)} is no day a spreadsheet counts to")
    return FIRST_SERIAL + timedelta(days=int(number))


def _of_text(text: str) -> date | Bad:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        return Bad("more words than a day has")
    if re.fullmatch(r"\d{5}(?:\.\d+)?", words):
        return _of_serial(float(words))
    found = next((match for form in FORMS if (match := form.fullmatch(words))), None)
    return _of_parts(found.groupdict(), words) if found else Bad(_why_none(words))


def _of_parts(parts: dict[str, str | None], words: str) -> date | Bad:
    written, named = parts["year"] or "", parts.get("month")
    year = int(written) + (CENTURY if len(written) == SHORT_YEAR else 0)
    month = MONTHS[named.casefold()] if named else int(parts["number"] or 0)
    day = int(parts["day"] or 0)
    if month > MONTHS_IN_YEAR >= day:
        return Bad(f"“{words}” has no month {month}: written in the American order?")
    try:
        found = date(year, month, day)
    except ValueError:
        return Bad(f"“{words}” is a day that does not exist")
    weekday = parts["weekday"]
    if weekday and WEEKDAYS[found.weekday()] != weekday[:3].casefold():
        return Bad(f"“{words}” was a {found:%A}")
    return _in_range(found, words)


def _in_range(found: date, words: str) -> date | Bad:
    return found if found >= EARLIEST else Bad(f"“{words}” is before 2000, when there was no such Act")


def _why_none(words: str) -> str:
    if WEEK.search(words):
        return f"“{words}” is a week, and a day is wanted"
    if NO_YEAR.fullmatch(words):
        return f"“{words}” has no year"
    if NO_DAY.fullmatch(words):
        return f"“{words}” has no day"
    return f"“{words}” is no day"
