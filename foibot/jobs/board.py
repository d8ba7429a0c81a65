"""The board of open cases as data: its columns, and in each the cases by the day they are due."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from foibot.app import App
from foibot.casework.board import COLUMNS, Column, Left, Waits, days_left, first_due, waits_for
from foibot.correspondence.likeness import body
from foibot.jobs.wording import plain_subject, printable, shown_subject
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass
from foibot.mail.render import shortened
from foibot.store import tags
from foibot.store.board import OpenCase, first_words, mail_on_no_case, mail_that_opened, open_cases
from foibot.store.database import Database

LONGEST_NAME, LONGEST_SUBJECT = 80, 120
NOBODY = "-"
"""How nobody is written where an officer is asked for, as `foibot cases --officer -` has it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A case as the board shows it; subject, the applicant's name and tags are empty where names are left out."""

    reference: str
    version: int
    subject: str
    name: str
    officer: str
    regime: str
    column: Waits
    why: str
    due_on: date | None
    left: Left
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A column with its cases, the first due first."""

    waits: Waits
    column: Column
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The board at one moment, of everybody or of one officer (`-`: of nobody)."""

    columns: tuple[Filled, ...]
    officers: tuple[str, ...]
    officer: str
    in_triage: int

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every case of the board."""
        return tuple(card for filled in self.columns for card in filled.cards)


def board(app: App, db: Database, today: date, *, names: bool, officer: str = "") -> Board:
    """Return the board of a day in Europe/London, read in one glance at the register."""
    db.execute("BEGIN")  # one snapshot for all that is asked
    try:
        every, in_triage = open_cases(db), mail_on_no_case(db)
    finally:
        db.rollback()
    shown = every if not officer else [one for one in every if (one.row["officer"] or NOBODY) == officer]
    cards = sorted(_cards(app, shown, today), key=_by_due_day)
    if names:
        rows = {one.row["reference"]: one.row for one in shown}
        cards = [_named(app, db, card, rows[card.reference]) for card in cards]
    columns = tuple(
        Filled(waits, column, tuple(card for card in cards if card.column is waits))
        for waits, column in COLUMNS.items()
    )
    carriers = sorted({one.row["officer"] for one in every if one.row["officer"]})
    return Board(columns, (*carriers, NOBODY), officer, in_triage)


def _by_due_day(card: Card) -> tuple[bool, date, str]:
    return card.due_on is None, card.due_on or date.max, card.reference


def _named(app: App, db: Database, card: Card, row: Mapping[str, Any]) -> Card:
    """Return a card with what was asked, in a few words, who asked and the tags."""
    begins = first_words(db, card.reference)
    if not begins and not plain_subject(app, row["subject"]):
        begins = " ".join(body(mail_that_opened(db, card.reference)).split())
    asked = shortened(printable(begins).strip(), LONGEST_SUBJECT) or row["subject"]
    name = shortened(printable(row["applicant_name"]).strip(), LONGEST_NAME)
    return replace(card, subject=shown_subject(app, asked), name=name, tags=tuple(tags.stored(db, card.reference)))


def _cards(app: App, found: Iterable[OpenCase], today: date) -> Iterable[Card]:
    calendars: dict[str, WorkingCalendar] = {}
    for row, facts in found:
        waiting = waits_for(facts)
        if waiting is None:
            continue
        regime = row["regime"]
        calendar = calendars.get(regime) or calendars.setdefault(regime, _calendar(app, regime))
        yield Card(
            reference=row["reference"],
            version=row["version"],
            subject="",
            name="",
            officer=row["officer"],
            regime=regime,
            column=waiting.column,
            why=waiting.why,
            due_on=first_due(facts),
            left=days_left(facts, today, calendar),
        )


def _calendar(app: App, regime: str) -> WorkingCalendar:
    """Return the calendar of a regime; the authority's own where that regime is configured no more."""
    statutes = app.statutes
    known = regime if regime in statutes.regimes else app.policy.regime
    return statutes.calendar(statutes.regime(known))
