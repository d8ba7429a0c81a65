"""A case as its page of the board shows it: how it stands, its clock, its questions and letters, what happened."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from foibot.app import App
from foibot.casework.board import COLUMNS
from foibot.casework.case import Case
from foibot.casework.letters import LETTERS
from foibot.cli.letters_view import letter_status, recipient_of
from foibot.cli.register_view import STANDING, sentence
from foibot.correspondence.reasons import in_words
from foibot.jobs.board import Card
from foibot.jobs.bundle_history import clocks
from foibot.jobs.questions_as_data import as_data
from foibot.jobs.standing_of_drafts import with_standing
from foibot.jobs.wording import printable, shown_subject, written_by
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.law.written_moments import LONDON
from foibot.store import board, queries
from foibot.store.database import Database
from foibot.store.moments import parse_moment

WORDS = "[words left out]"


def case_facts(app: App, db: Database, case: Case, *, names: bool) -> dict[str, Any]:
    """Return what the page of a case tells whatever the day is; of people only with `names`."""
    opening = queries.opening_of(db, case.reference)
    statutes = app.statutes
    return {
        "authority": app.config.authority.name,
        "reference": case.reference,
        "subject": shown_subject(app, opening["subject"]),
        "status": str(case.status).replace("_", " "),
        "law": f"{case.regime}{_title_of(app, case)}",
        "due_on": date.fromisoformat(opening["due_on"]) if opening["due_on"] else None,
        "received_on": case.received_on,
        "channel": case.channel,
        "officer": case.officer,
        "applicant": written_by(case.applicant.name, case.applicant.email),
        "responded_on": case.responded_on,
        "outcome": case.outcome.replace("_", " "),
        "clocks": clocks(app, case) if not statutes.no_clock_for(case.regime) else [],
        "questions": [_question(one) for one in as_data(case)],
        "letters": [_letter(row, names=names) for row in board.letters_of(db, case.reference)],
        "drafts": [_draft(row) for row in with_standing(app, db, board.drafts_of(db, case.reference), case.reference)],
        "events": [_event(row, names=names) for row in queries.events(db, case.reference)],
        "names": names,
    }


def facts_of_the_day(app: App, case: Case, card: Card | None, today: date) -> dict[str, Any]:
    """Return what the page of a case tells of one day: how far its time has run, and what it waits for."""
    return {"progress": app.statutes.progress(case, today), **waiting_of(card), "left": card.left if card else None}


def waiting_of(card: Card | None) -> dict[str, Any]:
    """Return what a case waits for, in the words of the board."""
    return {"waiting": {"title": COLUMNS[card.column].title, "why": card.why} if card else None}


def _title_of(app: App, case: Case) -> str:
    known = app.statutes.regimes.get(case.regime)
    return f", {known.title}" if known else ""


def _question(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": one["number"],
        "whom": one["name"] or one["holder"] or one["email"],
        "stands": STANDS.get(one["state"]) or STANDING[one["state"]].capitalize(),
        "asked_on": one["asked_on"],
        "wanted_by": one["wanted_by"],
        "replies": ", ".join(f"message {number}" for number in one["replies"]),
        "question": one["question"],
    }


STANDS = {"drafted": "Not asked yet: waits for approval"}


def _letter(row: dict[str, Any], *, names: bool) -> dict[str, Any]:
    left = row["sent_at"] and row["status"] != "queued"
    when = _moment(row["sent_at"]) if left else "not yet"
    return {
        "title": _title(row["letter"]),
        "to": recipient_of(row) if names else "",
        "stands": f"{letter_status(row)}, {when}",
    }


def _draft(row: dict[str, Any]) -> dict[str, Any]:
    why = "; ".join(filter(None, (row["held"], row["standing"], in_words(row["rules"]))))
    return {
        "id": row["id"],
        "title": _title(row["letter"]),
        "stands": f"{row['status']}{f': {why}' if why else ''}",
    }


def _event(row: dict[str, Any], *, names: bool) -> dict[str, Any]:
    words = {} if not names else row["words"]
    left_out = f" {WORDS}" if row["words"] and not names else ""
    said = printable(sentence({**row, "words": words})) + left_out
    return {"at": _moment(row["at"]), "said": f"{said[:1].upper()}{said[1:]}", "who": row["actor"]}


def _title(name: str) -> str:
    kind = LETTERS.get(name)
    return kind.title if kind else name.replace("_", " ")


def _moment(text: str) -> str:
    moment: datetime = parse_moment(text).astimezone(LONDON)
    return f"{plain_day(london_day(moment))} {moment:%H:%M}"
