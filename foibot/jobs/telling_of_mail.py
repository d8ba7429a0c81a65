"""Telling colleagues of mail that waits for them: in triage, unreadable, in Junk, or from people on their cases.

Each message is told of once. What came on a case goes to the case's officer, else to everyone with that role.
"""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from foibot.casework.case import OFFICE
from foibot.casework.decisions import Decision
from foibot.casework.events import LetterQueued, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer, Role
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.telling import wants_no_more_notices
from foibot.jobs.wording import plain_subject
from foibot.law.clock import london_day
from foibot.store import mail_for_people, outbox
from foibot.store.moments import parse_moment
from foibot.store.register import writing

LISTED_AT_MOST = 20
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


def tell_of_mail(desk: Desk) -> int:
    """Queue a notice to each officer concerned; returns how many notices were written."""
    if wants_no_more_notices(desk, LETTER):
        return 0
    with writing(desk.db) as db:
        found = mail_for_people.untold(db)
        mail_for_people.mark_told(db, (row["id"] for row in found))
        by_officer: dict[str, list[dict[str, Any]]] = {}
        for row in found:
            for officer in _concerned(desk, row["officer"]):
                by_officer.setdefault(officer.id, []).append(row)
        for officer_id, theirs in by_officer.items():
            _write(desk, db, desk.app.policy.officer(officer_id), theirs)
    return len(by_officer)


def _concerned(desk: Desk, officer_id: str | None) -> Sequence[Officer]:
    carrier = desk.app.policy.officer(officer_id) if officer_id else None
    return (carrier,) if carrier else desk.app.policy.with_role(Role.OFFICER)


def _write(desk: Desk, db: Database, officer: Officer | None, found: Sequence[dict[str, Any]]) -> None:
    if officer is None:
        return
    facts = {
        "messages": [_facts(desk, row) for row in found[:LISTED_AT_MOST]],
        "count": len(found),
        "triage": desk.app.config.folders.triage if any(row["state"] == "triage" for row in found) else "",
    }
    number = outbox.next_number(db, OFFICE)
    wanted = LetterWanted(LETTER, Person(officer.name, officer.email), number=number, facts=facts)
    record(desk.app, db, Decision(OFFICE, (LetterQueued(number, LETTER),), (wanted,)), desk.hand())


def _facts(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    what = "a message that could not be read" if row["state"] == "set_aside" else WHAT[row["kind"]]
    return {
        "number": row["id"],
        "subject": plain_subject(desk.app, row["subject"]),
        "sender": row["from_name"] or row["from_email"] or "unknown",
        "received_on": london_day(parse_moment(row["received_at"])),
        "what": f"{what}, in Junk" if row["state"] == "junk" else what,
        "certain": bool(row["certain"]) or row["state"] == "set_aside",
        "confirmed": bool(row["confirmed"]),
        "why": f"{row['rule']} ({row['evidence'] or ''})"[:200],
        "reference": row["reference"] if row["state"] == "case" else "",
        "folder": row["folder"],
    }
