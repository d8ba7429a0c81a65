"""The calendar of bank holidays as the register keeps it, so that a new edition is noticed and acted upon."""

from collections.abc import Iterable
from datetime import date

from foibot.law.working_days import BankHoliday, bank_holidays_of
from foibot.store.database import Database


def edition(db: Database) -> tuple[str, date] | None:
    """Return the edition of the calendar in use and the day through which it is known, or None at first."""
    row = db.execute("SELECT edition, known_through FROM calendar_edition").fetchone()
    return (row[0], date.fromisoformat(row[1])) if row else None


def bank_holidays(db: Database) -> list[BankHoliday]:
    """Return the bank holidays in use."""
    rows = db.execute("SELECT day, name, divisions, source FROM bank_holidays")
    return list(bank_holidays_of((day, name, divisions.split(), source) for day, name, divisions, source in rows))


def replace_calendar(db: Database, name: str, days: Iterable[BankHoliday], known_through: date) -> None:
    """Put another edition of the calendar in use."""
    db.execute("DELETE FROM bank_holidays")
    db.execute("DELETE FROM calendar_edition")
    for holiday in days:
        db.execute(
            "INSERT INTO bank_holidays VALUES (?,?,?,?)",
            (holiday.day.isoformat(), holiday.name, " ".join(sorted(holiday.divisions)), holiday.source),
        )
    db.execute("INSERT INTO calendar_edition VALUES (?,?)", (name, known_through.isoformat()))
