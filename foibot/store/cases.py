"""Cases as people look at them: a projection of the log, rebuilt from it at will, and the numbers they get."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from foibot.casework.case import OFFICE, Case
from foibot.casework.history import replay
from foibot.casework.independence import Signed
from foibot.correspondence.known import FINISHED
from foibot.lean import dataclass
from foibot.store import log
from foibot.store.database import Database
from foibot.store.moments import day_text, parse_day
from foibot.store.queries import NOT_ENDED

COLUMNS = (
    "reference",
    "version",
    "regime",
    "status",
    "channel",
    "person",
    "opening_message",
    "received_on",
    "clock_from",
    "due_on",
    "responded_on",
    "closed_on",
    "outcome",
    "officer",
    "certain",
    "acknowledged",
    "officers_told",
    "calendar",
    "merged_into",
    "lapsed_for",
    "review_asked_on",
    "review_decided_on",
    "review_outcome",
    "review_late",
    "commissioner",
    "commissioner_due_on",
    "retention_held",
    "next_on",
    "retained",
    "retained_until",
    "erased_on",
)
UPSERT = (
    f"INSERT INTO case_state ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    " ON CONFLICT (reference) DO UPDATE SET " + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[1:])
)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a case that the clock gives; days in Europe/London."""

    clock_from: date | None = None
    due_on: date | None = None
    closed_on: date | None = None
    calendar: str = ""
    next_on: date | None = None


def load_case(db: Database, reference: str) -> Case | None:
    """Return the case as its facts make it, or None where there is none of that reference."""
    if reference == OFFICE:
        return None
    recorded = log.read(db, reference)
    facts = ((fact.event, Signed(fact.actor, fact.at)) for fact in recorded)
    return replay(reference, facts) if recorded else None


def load_merged(db: Database, reference: str) -> Case | None:
    """Return the case of that reference, or the one that it was merged into."""
    seen, case = set[str](), load_case(db, reference)
    while case is not None and case.merged_into and case.merged_into not in seen:
        seen.add(case.reference)
        case = load_case(db, case.merged_into)
    return case


def projected(db: Database, case: Case, dates: Dates) -> dict[str, Any]:
    """Return the row that a case should have."""
    opening = next((filed.message for filed in case.messages), None) if case.channel == "email" else None
    return {
        "reference": case.reference,
        "version": case.version,
        "regime": case.regime,
        "status": str(case.status),
        "channel": case.channel,
        "person": log.person_id(db, case.applicant),
        "opening_message": opening,
        "received_on": day_text(case.received_on),
        "clock_from": day_text(dates.clock_from),
        "due_on": day_text(dates.due_on),
        "responded_on": day_text(case.responded_on),
        "closed_on": day_text(dates.closed_on),
        "outcome": case.outcome or None,
        "officer": case.officer,
        "certain": int(case.certain),
        "acknowledged": int(case.acknowledged),
        "officers_told": int(case.officers_told),
        "calendar": dates.calendar,
        "merged_into": case.merged_into,
        "lapsed_for": case.lapsed_for,
        "next_on": day_text(dates.next_on),
        "retained": int(case.retained),
        "retained_until": day_text(case.retained_until),
        "erased_on": day_text(case.erased_on),
        **_of_review(case),
    }


def _of_review(case: Case) -> dict[str, Any]:
    review, appeal = case.review, case.appeal
    return {
        "review_asked_on": day_text(review.asked_on) if review else None,
        "review_decided_on": day_text(review.decided_on) if review else None,
        "review_outcome": (review.outcome or None) if review else None,
        "review_late": int(review.late) if review else 0,
        "commissioner": appeal.reference if appeal else "",
        "commissioner_due_on": day_text(appeal.due_on) if appeal else None,
        "retention_held": int(appeal is not None and appeal.is_open),
    }


def save(db: Database, row: Mapping[str, Any]) -> None:
    """Write the row of a case."""
    db.execute(UPSERT, tuple(row[column] for column in COLUMNS))


def erased_among(db: Database, references: Iterable[str]) -> list[str]:
    """Return those of some cases whose personal data were erased."""
    sql = "SELECT 1 FROM case_state WHERE reference = ? AND erased_on IS NOT NULL"
    return [reference for reference in sorted(references) if db.execute(sql, (reference,)).fetchone()]


def note_fate(db: Database, reference: str, *, acknowledged: bool) -> None:
    """Note one more fact in the log, of a letter; `acknowledged` where an acknowledgement left, or may have."""
    db.execute(
        "UPDATE case_state SET version = version + 1, acknowledged = max(acknowledged, ?) WHERE reference = ?",
        (int(acknowledged), reference),
    )


def note_told(db: Database, reference: str) -> None:
    """Note one more fact in the log: the officers know of a case."""
    db.execute("UPDATE case_state SET version = version + 1, officers_told = 1 WHERE reference = ?", (reference,))


def note_next(db: Database, reference: str, version: int, next_on: date | None) -> None:
    """Note how many facts the log holds about a case, and when something is done about it next."""
    db.execute(
        "UPDATE case_state SET version = ?, next_on = ? WHERE reference = ?", (version, day_text(next_on), reference)
    )


def next_number(db: Database, year: int) -> int:
    """Return the number the next case of the year gets; it is used up only by `take_number`."""
    row = db.execute("SELECT last FROM numbers WHERE year = ?", (year,)).fetchone()
    return int(row[0]) + 1 if row else 1


def last_numbers(db: Database) -> dict[int, int]:
    """Return the last number that was used up, by year."""
    return {int(year): int(last) for year, last in db.execute("SELECT year, last FROM numbers").fetchall()}


def take_number(db: Database, year: int, number: int = 0) -> None:
    """Use up the next number of the year, or that number: no case is opened with it or a lower one afterwards."""
    db.execute(
        "INSERT INTO numbers (year, last) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET"
        " last = CASE WHEN ? THEN max(last, ?) ELSE last + 1 END",
        (year, number or 1, number, number),
    )


def rows_of(db: Database, references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the stored rows of some cases, by reference."""
    found = {}
    for reference in references:
        row = db.execute(
            f"SELECT {', '.join(COLUMNS)} FROM case_state WHERE reference = ?",
            (reference,),
        ).fetchone()
        if row:
            found[reference] = dict(zip(COLUMNS, row, strict=True))
    return found


def all_references(db: Database) -> list[str]:
    """Return the reference of every case, in the order in which they were opened."""
    rows = db.execute("SELECT reference FROM events WHERE version = 1 AND reference != ? ORDER BY id", (OFFICE,))
    return [row[0] for row in rows]


def references_between(db: Database, first: str, last: str) -> list[str]:
    """Return the references from `first` to `last` of all that is in the log or among the cases, in their order."""
    rows = db.execute(
        "SELECT reference FROM events WHERE version = 1 AND reference BETWEEN ?1 AND ?2 AND reference != ?3"
        " UNION SELECT reference FROM case_state WHERE reference BETWEEN ?1 AND ?2 ORDER BY 1",
        (first, last, OFFICE),
    )
    return [row[0] for row in rows.fetchall()]


def carried_under_other_calendar(db: Database, edition: str) -> list[tuple[str, str | None]]:
    """Return cases still carried whose dates come from another edition of the calendar, with their due date."""
    rows = db.execute(
        f"SELECT reference, due_on FROM case_state WHERE calendar != ? AND {NOT_ENDED}",
        (edition,),
    )
    return sorted((row[0], row[1]) for row in rows.fetchall())


def waiting_for_applicants(db: Database) -> list[str]:
    """Return the cases that wait for something of the applicant, in order of reference."""
    rows = db.execute(
        f"SELECT reference FROM case_state WHERE status IN ('awaiting_clarification', 'awaiting_fee') AND {NOT_ENDED}"
        " ORDER BY 1"
    )
    return [row[0] for row in rows.fetchall()]


def in_review(db: Database) -> list[str]:
    """Return the cases whose review is not decided, in order of reference."""
    rows = db.execute(f"SELECT reference FROM case_state WHERE status = 'in_review' AND {NOT_ENDED} ORDER BY 1")
    return [row[0] for row in rows.fetchall()]


def open_among(db: Database, references: Iterable[str]) -> list[str]:
    """Return those of these cases that surely are requests and not over yet, the latest first."""
    rows = rows_of(db, references).values()
    waiting = (row for row in rows if row["certain"] and row["status"] not in FINISHED)
    return sorted((row["reference"] for row in waiting), reverse=True)


def of_commissioner(db: Database, references: Iterable[str]) -> dict[str, str]:
    """Return the cases that the Commissioner knows by one of these references, each with it in words."""
    found = {}
    for theirs in references:
        for row in db.execute("SELECT reference FROM case_state WHERE commissioner = ?", (theirs,)).fetchall():
            found[row[0]] = f"the Commissioner's reference {theirs}"
    return found


def of_applicants_named(db: Database, text: str) -> list[str]:
    """Return the answered cases whose applicants are named in a text, each by a name of two words or more."""
    rows = db.execute(
        "SELECT reference, applicant_name FROM cases WHERE responded_on IS NOT NULL AND applicant_name LIKE '% %'"
        " ORDER BY reference DESC LIMIT 2000"
    )
    said = " ".join(text.casefold().split())
    return [reference for reference, name in rows.fetchall() if " ".join(name.casefold().split()) in said]


OPEN = f"status IN ('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee') AND {NOT_ENDED}"


def open_by_due_date(db: Database, officer: str = "") -> list[tuple[date | None, int]]:
    """Return the due dates of the cases that are not answered yet, all or an officer's, each with their number."""
    rows = db.execute(
        f"SELECT due_on, count(*) FROM case_state WHERE {OPEN} AND (officer = ? OR ? = '') GROUP BY 1",
        (officer, officer),
    )
    return [(parse_day(row[0]), row[1]) for row in rows.fetchall()]


def carriers(db: Database) -> set[str]:
    """Return the officers of the cases that are not answered yet; '' stands for nobody."""
    return {row[0] for row in db.execute(f"SELECT DISTINCT officer FROM case_state WHERE {OPEN}").fetchall()}


def with_something_due(db: Database, today: date) -> list[tuple[str, str]]:
    """Return the cases about which something is to be done by that day, each with its regime."""
    rows = db.execute("SELECT reference, regime FROM case_state WHERE next_on <= ?", (today.isoformat(),))
    return [(row[0], row[1]) for row in rows.fetchall()]


def carried_by_regime(db: Database) -> list[tuple[str, str]]:
    """Return the cases still carried, each with its regime."""
    rows = db.execute(f"SELECT reference, regime FROM case_state WHERE {NOT_ENDED}")
    return sorted((row[0], row[1]) for row in rows.fetchall())


def stored_dates(db: Database, reference: str, regime: str) -> Dates | None:
    """Return the dates that a case's row holds under that regime; None where it has no such row."""
    row = db.execute(
        "SELECT clock_from, due_on, closed_on, calendar, next_on FROM case_state WHERE reference = ? AND regime = ?",
        (reference, regime),
    ).fetchone()
    if row is None:
        return None
    return Dates(parse_day(row[0]), parse_day(row[1]), parse_day(row[2]), row[3], parse_day(row[4]))
