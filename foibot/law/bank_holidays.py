"""The bank holidays that the `holidays` package knows, as plain data. The only module that imports it.

Importing it costs a tenth of a second and 8 MiB: import this module only to make a table afresh.
`holidays` is asked for each division by itself: without one it gives only the days common to all of them.
"""

from datetime import date
from importlib.metadata import version

import holidays

from foibot.errors import UsageError
from foibot.law.working_days import BankHoliday, Division

EDITION = version("holidays")

# 12 July, Scotland's Boxing Day and most substitutes exist only by yearly proclamation, so later years are a
# forecast. Up to the end of 2027 the package was compared, day by day, with the list published on GOV.UK.
KNOWN_THROUGH = date(2027, 12, 31)

FIRST_YEAR = 2000
LAST_YEAR = 2045

PACKAGE_CODES = {
    Division.ENGLAND_AND_WALES: "GB-ENG",
    Division.SCOTLAND: "GB-SCT",
    Division.NORTHERN_IRELAND: "GB-NIR",
}


def published_holidays(
    first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR, *, further_places: tuple[str, ...] = ()
) -> tuple[BankHoliday, ...]:
    """Give every bank holiday of the years named, both included, with the divisions that keep it.

    `further_places` are ISO codes of places outside the UK that a regime of the authority's own counts by, as
    `IE` or `US-TX`. Raises `UsageError` for a place that the package does not know.
    """
    years = range(first_year, last_year + 1)
    places = {str(division): code for division, code in PACKAGE_CODES.items()}
    kept: dict[tuple[date, str], set[str]] = {}
    for place, code in (places | {place: place for place in further_places}).items():
        for day, names in _holidays_of(code, years).items():
            for name in names.split("; "):
                kept.setdefault((day, name.replace(" (observed)", ", substitute day")), set()).add(place)
    source = f"holidays {EDITION}"
    return tuple(BankHoliday(day, name, frozenset(parts), source) for (day, name), parts in sorted(kept.items()))


def _holidays_of(code: str, years: range) -> holidays.HolidayBase:
    country, _, part = code.partition("-")
    language = "en_GB" if country == "GB" else None
    try:
        return holidays.country_holidays(country, part or None, years=years, language=language)
    except NotImplementedError as fault:
        raise UsageError(
            f"The package `holidays` {EDITION} knows no place {code!r}. Write its ISO code, as IE or US-TX."
        ) from fault
