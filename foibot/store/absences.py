"""Who is away, as the log of the office makes it."""

from datetime import date

from foibot.casework.events import Event, OfficerAway, OfficerBack
from foibot.store.database import Database

LONG_AGO = "0001-01-01"


def note(db: Database, event: Event) -> None:
    """Let the table say what a fact says of an absence; who is back overrules what the configuration says."""
    match event:
        case OfficerAway(officer=officer, until=until):
            db.execute("INSERT OR REPLACE INTO absences (officer, until) VALUES (?,?)", (officer, until.isoformat()))
        case OfficerBack(officer=officer):
            db.execute("INSERT OR REPLACE INTO absences (officer, until) VALUES (?,?)", (officer, LONG_AGO))


def told(db: Database) -> dict[str, date]:
    """Return the last day of each absence that was told by command, by officer; past ones too."""
    rows = db.execute("SELECT officer, until FROM absences ORDER BY officer").fetchall()
    return {officer: date.fromisoformat(until) for officer, until in rows}
