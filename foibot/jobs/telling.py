"""Telling colleagues: of new cases, and of letters that did not leave. One notice each, however often it is run.

Many cases at once are told in one notice: nobody reads two thousand mails.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlite_utils import Database

from foibot.casework.case import OFFICE, Case, LetterState
from foibot.casework.decisions import Decision
from foibot.casework.events import Event, LetterQueued, OfficersTold, Person
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Role
from foibot.casework.rewriting import NAME_WANTED
from foibot.jobs.desk import Desk
from foibot.jobs.linking import links_in_words
from foibot.jobs.recording import record
from foibot.jobs.wording import name_of, notes_in_words, plain_subject, printable
from foibot.law.clock import london_day
from foibot.mail.render import BLANK_LINES, shortened
from foibot.store import cases, outbox
from foibot.store.moments import parse_day
from foibot.store.register import writing

HOUR = timedelta(hours=1)
LISTED_AT_MOST = 20
EXCERPT_LINES = 40


def tell_officers(desk: Desk) -> int:
    """Queue the notices that are owed; returns how many notices were written."""
    return tell_of_new_cases(desk) + tell_of_trouble(desk)


def tell_of_new_cases(desk: Desk) -> int:
    """Tell every officer of the cases nobody has been told of."""
    if wants_no_more_notices(desk, "case_notice"):
        return 0
    with writing(desk.db) as db:
        untold = cases.untold(db)
        groups = [[one] for one in untold] if len(untold) <= desk.app.policy.notices_at_once else [untold]
        return sum(_tell_of(desk, db, group) for group in groups)


def wants_no_more_notices(desk: Desk, letter: str) -> bool:
    """Tell whether an officer has had so many notices of a kind in the last hour that the next waits for more."""
    each = max(1, len(desk.app.policy.with_role(Role.OFFICER)))
    written = outbox.written_since(desk.db, letter, desk.clock() - HOUR)
    return written >= each * desk.app.policy.notices_an_hour


def _tell_of(desk: Desk, db: Database, references: Sequence[str]) -> int:
    facts = {
        "cases": [_case_facts(desk, db, reference) for reference in references[:LISTED_AT_MOST]],
        "more": max(0, len(references) - LISTED_AT_MOST),
    }
    first = outbox.next_number(db, OFFICE)
    written = send_to_officers(desk, db, "case_notice", facts)
    for reference in references:
        record(desk.app, db, Decision(reference, (OfficersTold(first),)), desk.hand())
    return written


def send_to_officers(desk: Desk, db: Database, letter: str, facts: dict[str, Any]) -> int:
    """Queue a notice to everyone with the role of officer; returns how many there are."""
    officers = desk.app.policy.with_role(Role.OFFICER)
    first = outbox.next_number(db, OFFICE)
    events: list[Event] = []
    wanted: list[LetterWanted] = []
    for number, officer in enumerate(officers, first):
        events.append(LetterQueued(number, letter))
        wanted.append(LetterWanted(letter, Person(officer.name, officer.email), number=number, facts=facts))
    if events:
        record(desk.app, db, Decision(OFFICE, tuple(events), tuple(wanted)), desk.hand())
    return len(events)


def _case_facts(desk: Desk, db: Database, reference: str) -> dict[str, Any]:
    case = cases.load_case(db, reference) or Case(reference)
    row = db.execute(
        "SELECT c.subject, m.id, coalesce(w.text, nullif(m.passed_on, ''), m.new_text), m.verdict, s.due_on"
        " FROM cases c JOIN case_state s USING (reference) LEFT JOIN messages m ON m.id = s.opening_message"
        " LEFT JOIN words w ON w.reference = c.reference AND w.version = 1 AND w.field = 'text' WHERE c.reference = ?",
        (reference,),
    ).fetchone()
    subject, message, text, verdict, due_on = row
    judgement = json.loads(verdict) if verdict else {}
    return {
        "reference": reference,
        "subject": plain_subject(desk.app, subject) or "(no subject)",
        "received_on": case.received_on,
        "by": case.channel,
        "due_on": parse_day(due_on),
        "days": desk.app.statutes.progress(case, london_day(desk.clock())),
        "regime": case.regime,
        "suggested": " or ".join(name for name in case.regime_suggested if name != case.regime),
        "applicant": name_of(case.applicant) or printable(case.applicant.email),
        "acknowledgement": _acknowledgement_words(case),
        "certain": case.certain,
        "message": message,
        "dated_by_flags": "; ".join(judgement.get("receipt_flags", [])),
        "notes": [
            *notes_in_words(judgement.get("notes", []), {link.to for link in case.links}),
            *links_in_words(desk.app, case),
        ],
        "asks_for_a_name": any(draft.letter == NAME_WANTED and draft.status == "waiting" for draft in case.drafts),
        "excerpt": excerpt(text or ""),
    }


def _acknowledgement_words(case: Case) -> str:
    for letter in case.letters:
        if letter.name == "acknowledgement":
            return ACKNOWLEDGED[letter.state]
    waiting = any(draft.status == "waiting" for draft in case.drafts)
    return "the acknowledgement waits for you: foibot drafts" if waiting else "no acknowledgement"


ACKNOWLEDGED = {
    LetterState.QUEUED: "acknowledgement on its way",
    LetterState.SENT: "acknowledged",
    LetterState.REFUSED: "the acknowledgement was refused or came back",
    LetterState.UNKNOWN: "acknowledged, as far as anybody can tell",
    LetterState.CANCELLED: "no acknowledgement",
}


def excerpt(text: str) -> str:
    """Return the first lines of a request, each marked, for a notice to colleagues."""
    lines = (
        BLANK_LINES.sub("\n\n", "\n".join(printable(line).strip() for line in text.splitlines())).strip().split("\n")
    )
    shown = [f"> {shortened(line, 200)}".rstrip() for line in lines[:EXCERPT_LINES] if any(lines)]
    return "\n".join([*shown, "> …"] if len(lines) > EXCERPT_LINES else shown)


def tell_of_trouble(desk: Desk) -> int:
    """Tell every officer of letters that did not leave."""
    with writing(desk.db) as db:
        trouble = outbox.in_trouble(db)
        letters = [one for one in trouble if one.reference != OFFICE]
        outbox.mark_told(db, [one.id for one in trouble])
        if not letters:
            return 0
        facts = {
            "letters": [
                {"reference": one.reference, "name": one.letter, "status": one.status, "answer": one.answer}
                for one in letters
            ]
        }
        return send_to_officers(desk, db, "trouble_notice", facts)
