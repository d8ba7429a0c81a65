"""Telling colleagues of mail that waits for them: in triage, unreadable, in Junk, or from people on their cases.

Each message is told of once. What came on a case goes to the case's officer, else to everyone with that role.
"""

from collections.abc import Sequence
from typing import Any

from foibot.casework.asking_for_review import weigh
from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer
from foibot.correspondence.authentication import speaks_against
from foibot.correspondence.kinds import Kind
from foibot.jobs.case_facts import Lay, lay_in
from foibot.jobs.desk import Desk
from foibot.jobs.mail_moves import Move, as_facts, guessed_case, moves_in_triage, moves_on_case
from foibot.jobs.question_facts import question_facts
from foibot.jobs.recording import record
from foibot.jobs.telling import wants_no_more_notices
from foibot.jobs.telling_by_hand import hand_facts
from foibot.jobs.wording import excerpt, printable, sentence, shown_subject, written_by
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.store import cases, mail_for_people, outbox
from foibot.store.database import Database
from foibot.store.moments import parse_moment
from foibot.store.register import writing

LISTED_AT_MOST = 20
EXCERPT_LINES = 12
READ_FOR_REFERENCES = 20_000
LETTER = "mail_notice"
WHAT: dict[str, str] = {
    "new_request": "a request",
    "clarification_reply": "an answer to a question of ours",
    "review_request": "a request for an internal review",
    "withdrawal": "a withdrawal",
    "progress_enquiry": "a question how a request stands",
    "correspondence": "a letter",
    "holder_reply": "an answer of an information holder",
    "officer_command": "mail from an officer",
    "commissioner": "mail from the Commissioner",
    "bounce": "a letter that came back",
    "auto_reply": "an automatic reply",
    "receipt": "a receipt",
    "bulk": "a mass mailing",
    "own": "mail from our own address",
    "unclear": "something unclear",
}
NOT_AN_OFFICERS = "mail that says that it is from an officer, and our mail server does not vouch for it"


def tell_of_mail(desk: Desk) -> int:
    """Queue a notice to each officer concerned; returns how many notices were written."""
    if wants_no_more_notices(desk, LETTER):
        return 0
    with writing(desk.db) as db:
        found = mail_for_people.untold(db)
        mail_for_people.mark_told(db, (row["id"] for row in found))
        by_officer: dict[str, list[dict[str, Any]]] = {}
        for row in found:
            for officer in desk.hearers(row["officer"] or ""):
                by_officer.setdefault(officer.id, []).append(row)
        for officer_id, theirs in by_officer.items():
            _write(desk, db, desk.app.policy.officer(officer_id), theirs)
    return len(by_officer)


def _write(desk: Desk, db: Database, officer: Officer | None, found: Sequence[dict[str, Any]]) -> None:
    if officer is None:
        return
    facts = {
        "messages": [_facts(desk, db, row) for row in found[:LISTED_AT_MOST]],
        "count": len(found),
        "urgent": sum(_is_urgent(row) for row in found),
        "triage": desk.app.config.folders.triage if any(row["state"] == "triage" for row in found) else "",
    }
    number = outbox.next_number(db, OFFICE)
    wanted = LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
    record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())


def _is_urgent(row: dict[str, Any]) -> bool:
    return bool(row["kind"] == Kind.COMMISSIONER and row["state"] != "set_aside")


def _facts(desk: Desk, db: Database, row: dict[str, Any]) -> dict[str, Any]:
    on_case, lay = row["state"] == "case", lay_in(desk, db, row["id"], row["folder"])
    notes, next_moves = question_facts(desk.app, db, {**row, "folder": lay.now})
    anew, undo = _of_reply(desk, db, row)
    notes = [*notes, *anew]
    moves = [*undo, *_moves(row, next_moves)] if on_case else moves_in_triage(row, _guess(desk, db, row))
    if row["by_hand"]:
        return {**_shown(desk, row, lay, moves, notes=notes), **hand_facts(db, row)}
    return _shown(desk, row, lay, moves, notes=notes)


def _shown(desk: Desk, row: dict[str, Any], lay: Lay, moves: Sequence[Move], *, notes: Sequence[str]) -> dict[str, Any]:
    on_case = row["state"] == "case"
    return {
        "number": row["id"],
        "subject": shown_subject(desk.app, row["subject"]),
        "sender": written_by(row["from_name"], row["from_email"]),
        "received_on": london_day(parse_moment(row["received_at"])),
        "what": _what(row),
        "certain": bool(row["certain"]) or row["state"] == "set_aside",
        "confirmed": bool(row["confirmed"]),
        "urgent": _is_urgent(row),
        "why": f"{row['rule']} ({printable(row['evidence'] or '')})"[:200],
        "reference": row["reference"] if on_case else "",
        "folder": lay.now,
        "notes": [sentence(note) for note in (*notes, *lay.in_words, *_of_review(desk, desk.db, row))],
        "moves": as_facts(moves),
        "lead": "",
        "excerpt": excerpt(row["new_text"] if row["new_text"].strip() else row["text"], EXCERPT_LINES),
    }


def _what(row: dict[str, Any]) -> str:
    if row["state"] == "set_aside":
        return "a message that could not be read"
    if row["kind"] == Kind.OFFICER_COMMAND and speaks_against(row["checked"] or ""):
        return NOT_AN_OFFICERS
    return WHAT[row["kind"]]


def _moves(row: dict[str, Any], of_question: Sequence[Move]) -> list[Move]:
    """Return what can be done about a message on a case: for a sure reply to a question, what follows from that."""
    sure = of_question and row["certain"] and row["confirmed"]
    return [*of_question, *([] if sure else moves_on_case(row))]


def _of_review(desk: Desk, db: Database, row: dict[str, Any]) -> Sequence[str]:
    """Say why a review that was asked for on a case is not recorded, and what the officer is to decide."""
    case = cases.load_case(db, row["reference"]) if row["reference"] and row["kind"] == Kind.REVIEW_REQUEST else None
    if case is None or (case.review is not None and case.review.message == row["id"]):
        return ()
    asked = weigh(case, london_day(parse_moment(row["received_at"])), desk.app.statutes)
    return (f"no review is recorded: {asked.why_not or 'please say whether it asks for one'}",)


def _of_reply(desk: Desk, db: Database, row: dict[str, Any]) -> tuple[Sequence[str], Sequence[Move]]:
    """Say that a reply started the time anew, until when it now runs, and how to undo that."""
    kind, reference = Kind.CLARIFICATION_REPLY, row["reference"]
    case = cases.load_case(db, reference) if reference and row["kind"] == kind else None
    if case is None or case.clarified_by != row["id"]:
        return (), ()
    due_on = desk.app.statutes.due_on(case)
    due = f"; the answer is due by {plain_day(due_on)}" if due_on else "; it still waits for the fee" * case.awaits_fee
    lapsed = "the case had lapsed and is taken up again. The" if case.taken_up_by_reply else "the"
    undo = ("Leaves it open?", f"foibot classify {row['id']} {Kind.CORRESPONDENCE} --case {reference}")
    return (f"{lapsed} time starts anew with this reply{due}",), (undo,)


def _guess(desk: Desk, db: Database, row: dict[str, Any]) -> str:
    named = desk.app.references.find_all(f"{row['subject']}\n{row['text'][:READ_FOR_REFERENCES]}")
    return guessed_case(row, named, cases.rows_of(db, named))
