"""What officers are told of letters that a person sent by hand: what it seems to be, and what to type about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from foibot.app import App
from foibot.casework.acknowledging import ACKNOWLEDGEMENT
from foibot.casework.by_hand import proposal
from foibot.casework.letters import LETTERS
from foibot.correspondence.by_hand import Hand
from foibot.jobs.mail_moves import as_facts
from foibot.jobs.wording import sentence, shown_subject
from foibot.mail.render import shortened
from foibot.store import cases, queries, sent_mail
from foibot.store.database import Database

ON_A_LINE = 66
IN_WORDS: Mapping[str, str] = {
    Hand.ANSWER: "an answer that was sent by hand",
    Hand.CLARIFICATION: "a question that was put by hand",
    Hand.EXTENSION: "a letter about more time, sent by hand",
    Hand.FEE: "a fees notice that was sent by hand",
    Hand.TRANSFER: "a transfer that was told by hand",
    Hand.REVIEW: "an outcome of a review, sent by hand",
}
BY_HAND = "a letter that was sent by hand"


def hand_facts(db: Database, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a notice tells of a letter that a person sent, in place of what it tells of mail that came."""
    found = sent_mail.of_message(db, row["id"])
    case = cases.load_case(db, row["reference"])
    if found is None or case is None:
        return {}
    written = sent_mail.written(found, row["id"])
    told = proposal(written, case.reference, answered=case.responded_on is not None)
    notes = [sentence(note) for note in _of_drafts(db, case.reference, answer=written.what == Hand.ANSWER)]
    if not row["confirmed"]:
        notes.insert(0, "foibot is not sure that it belongs to this case.")
    return {
        "what": IN_WORDS.get(written.what, BY_HAND),
        "lead": told.said,
        "confirmed": True,
        "moves": as_facts(told.moves),
        "notes": notes,
    }


def _of_drafts(db: Database, reference: str, *, answer: bool) -> list[str]:
    """Name the drafts of a case that would say again what a person has said."""
    found = []
    for draft in queries.waiting_drafts(db, reference):
        title = LETTERS[draft["letter"]].title
        if draft["letter"] == ACKNOWLEDGEMENT:
            found.append(
                f"draft {draft['id']} waits ({title}). No longer wanted? foibot reject {draft['id']} --why TEXT"
            )
        elif answer and draft["answers"]:
            found.append(
                f"draft {draft['id']} waits ({title}), and is not approved before you say. "
                f"No longer wanted? foibot reject {draft['id']} --why TEXT"
            )
    return found


def answers_to_confirm(app: App, db: Database) -> list[dict[str, Any]]:
    """Return, for the digest, what seems to have been answered by hand and nobody has said so."""
    found = []
    for row in sent_mail.answers_to_confirm(db):
        told = proposal(sent_mail.written(row, row["message"]), row["reference"], answered=False)
        found.append(
            {
                "reference": row["reference"],
                "on": date.fromisoformat(row["sent_on"]),
                "subject": shortened(shown_subject(app, row["subject"]), ON_A_LINE),
                "command": told.moves[0][1],
            }
        )
    return found
