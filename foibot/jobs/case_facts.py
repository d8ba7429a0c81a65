"""What the notice of a new case tells: how it stands, why its acknowledgement waits, and what a person should look at.

Facts only, read from the register; nothing is written here.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from foibot.casework.case import Case, LetterState
from foibot.casework.events import RequestReceived
from foibot.casework.history import replay
from foibot.casework.languages import ENGLISH, WELSH
from foibot.casework.rewriting import NAME_WANTED
from foibot.correspondence.message import INCOMPLETE, OUT_OF_BOUNDS, UNREADABLE_MARKS, UUENCODED
from foibot.correspondence.reasons import in_words
from foibot.correspondence.welsh import IN_PART_WELSH, IN_WELSH
from foibot.jobs.arriving import is_read_as_inbox
from foibot.jobs.desk import Desk
from foibot.jobs.linking import links_in_words
from foibot.jobs.mail_moves import EARLIER
from foibot.jobs.wording import (
    EXCERPT_LINES,
    excerpt,
    name_of,
    notes_in_words,
    printable,
    sentence,
    shown_subject,
    written_by,
)
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.mail.parse import parse
from foibot.mail.render import shortened
from foibot.mail.revising import language_of
from foibot.store import cases, drafts, inbox, log, mail_for_people, queries
from foibot.store.database import Database
from foibot.store.moments import parse_day

COVERING_LINES = 6
SAYS_LITTLE = 300
NAMED_AT_MOST = 5
PERHAPS_AT_MOST = 3
LONGEST_FILE_NAME = 60
WORTH_TELLING = (*UNREADABLE_MARKS, UUENCODED, INCOMPLETE, OUT_OF_BOUNDS)
"""How a defect begins that a person should know of: something of the message was not read."""


def case_facts(desk: Desk, db: Database, reference: str, *, lines: int = EXCERPT_LINES) -> dict[str, Any]:
    """Return what a notice tells of a case; days are days in Europe/London. At most `lines` lines are quoted."""
    events = [recorded.event for recorded in log.read(db, reference)]
    case, opened = replay(reference, events), next(event for event in events if isinstance(event, RequestReceived))
    came = queries.opening_of(db, reference)
    came["attached"] = _attached(db, came)
    judgement: dict[str, Any] = json.loads(came["verdict"]) if came["verdict"] else {}
    return {
        "reference": reference,
        "subject": shown_subject(desk.app, came["subject"]),
        "received_on": case.received_on,
        "by": case.channel,
        "due_on": parse_day(came["due_on"]),
        "days": desk.app.statutes.progress(case, london_day(desk.clock())),
        "regime": case.regime,
        "suggested": " or ".join(name for name in case.regime_suggested if name != case.regime),
        "applicant": written_by(name_of(case.applicant), case.applicant.email) if _is_named(case) else "",
        "certain": case.certain,
        "message": came["message"],
        "perhaps_of": _perhaps_of(db, reference, judgement),
        "attached": came["attached"],
        **_receipt_facts(case, opened, judgement),
        **_passed_on_facts(came),
        **_letter_facts(case, queries.waiting_drafts(db, reference)),
        "notes": [sentence(note) for note in _notes(desk, db, case, came, judgement)],
        "earlier_answers": [],
        "excerpt": excerpt(came["text"] or "", lines),
    }


def _is_named(case: Case) -> bool:
    return bool(name_of(case.applicant) or case.applicant.email)


def _receipt_facts(case: Case, opened: RequestReceived, judgement: Mapping[str, Any]) -> dict[str, Any]:
    """Return what to look at in the day of receipt, and the earlier day that it may have been."""
    written_at = judgement.get("written_at")
    written_on = london_day(datetime.fromisoformat(written_at)) if written_at else None
    return {
        "dated_by_flags": sentence("; ".join(opened.flags)) if opened.flags else "",
        "earlier": _if_earlier(written_on, case.received_on),
    }


def _if_earlier(written_on: date | None, received_on: date | None) -> str:
    return written_on.isoformat() if written_on and received_on and written_on < received_on else ""


def _passed_on_facts(came: Mapping[str, Any]) -> dict[str, Any]:
    if not (came["passed_on"] or "").strip():
        return {"passed_on_by": "", "covering": ""}
    return {
        "passed_on_by": written_by(came["from_name"], came["from_email"]),
        "covering": excerpt(came["new_text"], COVERING_LINES),
    }


def _letter_facts(case: Case, waits: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how the acknowledgement stands, and which drafts wait for a person, and why."""
    waiting = {draft["letter"]: draft for draft in waits}
    acknowledgement = waiting.get("acknowledgement")
    return {
        "acknowledgement": _acknowledged(case, waits=acknowledgement is not None),
        "draft": acknowledgement["id"] if acknowledgement else 0,
        "why_it_waits": sentence(in_words(acknowledgement["rules"])) if acknowledgement else "",
        "name_draft": waiting[NAME_WANTED]["id"] if NAME_WANTED in waiting else 0,
    }


def _acknowledged(case: Case, *, waits: bool) -> str:
    for letter in case.letters:
        if letter.name == "acknowledgement":
            to_post = letter.by_post and letter.state is LetterState.QUEUED
            return "acknowledgement to be posted" if to_post else ACKNOWLEDGED[letter.state]
    return "not yet: the acknowledgement waits for you" if waits else "no acknowledgement"


ACKNOWLEDGED = {
    LetterState.QUEUED: "acknowledgement on its way",
    LetterState.SENT: "acknowledged",
    LetterState.REFUSED: "the acknowledgement was refused or came back",
    LetterState.UNKNOWN: "acknowledged, as far as anybody can tell",
    LetterState.CANCELLED: "no acknowledgement",
}


def _notes(
    desk: Desk, db: Database, case: Case, came: Mapping[str, Any], judgement: Mapping[str, Any]
) -> Iterator[str]:
    if came["message"]:
        lay = lay_in(desk, db, came["message"], came["folder"])
        yield from lay.in_words
        yield from _peculiar(came, judgement, lay.now)
    notes = judgement.get("notes", [])
    yield from _of_language(db, case, {rule for rule, _ in notes})
    others = [note for note in notes if note[0] not in (IN_WELSH, IN_PART_WELSH)]
    yield from notes_in_words(others, {link.to for link in case.links})
    yield from links_in_words(desk.app, case)


def _perhaps_of(db: Database, reference: str, judgement: Mapping[str, Any]) -> list[str]:
    """Return the open cases of the same person that what was taken for a request may be about, the latest first."""
    earlier = [words for rule, words in judgement.get("notes", []) if rule == EARLIER and words != reference]
    return cases.open_among(db, earlier)[:PERHAPS_AT_MOST]


def _of_language(db: Database, case: Case, rules: set[str]) -> Iterator[str]:
    """Say that a request is in Welsh, how it is answered, and which drafts are in English all the same."""
    if case.language == WELSH:
        yield f"it is answered in Welsh ('foibot language {case.reference} {ENGLISH}' changes that)"
        for number, draft in enumerate(case.drafts, 1):
            if (
                draft.status == "waiting"
                and language_of(drafts.latest_revision(db, case.reference, number).raw) != WELSH
            ):
                yield f"there is no letter of this kind in Welsh, and its draft is in English: {draft.letter}"
    elif rules & {IN_WELSH, IN_PART_WELSH}:
        seems = "it is written in Welsh" if IN_WELSH in rules else "it seems to be written in Welsh, in part at least"
        yield f"{seems}: 'foibot language {case.reference} {WELSH}' has it answered in Welsh"


@dataclass(frozen=True, slots=True)
class Lay:
    """Where a message lies now, and where it was found first if that was Junk."""

    now: str
    in_words: tuple[str, ...] = ()


def lay_in(desk: Desk, db: Database, message: int, folder: str) -> Lay:
    """Return where a message lies that the register knows in `folder`, and whether somebody took it out of Junk."""
    found = mail_for_people.deliveries_of(db, message)
    if not found or is_read_as_inbox(desk.app, found[0][0]):
        return Lay(folder)
    junk, arrived_at = found[0]
    day = plain_day(london_day(arrived_at))
    said = f"it came out of {printable(junk)}, where it lay since {day}: the time of a request runs from then"
    return Lay(found[-1][0] if folder == junk else folder, (said,))


def _peculiar(came: Mapping[str, Any], judgement: Mapping[str, Any], folder: str) -> Iterator[str]:
    """Say what is special about the mail itself: nothing to read in it, a blind copy, a sender not believed."""
    unread = [defect for defect in json.loads(came["defects"] or "[]") if defect.startswith(WORTH_TELLING)]
    if not (came["text"] or "").strip():
        unread = [*(unread or ["no text"]), *([f"attached: {came['attached']}"] if came["attached"] else [])]
    if unread:
        yield f"{printable('; '.join(dict.fromkeys(unread)))}. Open the message itself, in {printable(folder)}"
    if any(rule == "not-addressed-to-us" for rule, _ in judgement.get("withheld", [])):
        yield "none of our addresses stands in To or Cc: it reached us as a blind copy (Bcc), or through a list"
    checked = str(judgement.get("authentication") or "")
    if "dmarc=fail" in checked:
        yield f"the sender's address may be forged: our mail server says {printable(checked)}"


def _attached(db: Database, came: Mapping[str, Any]) -> str:
    """Name the files of a message that says little itself: what is asked may stand in them."""
    if not came["raw"] or len((came["text"] or "").strip()) > SAYS_LITTLE:
        return ""
    raw, whole = inbox.raw_of(db, came["raw"])
    files = parse(raw).visible_attachments if whole else ()
    return printable(", ".join(shortened(file.name or file.type, LONGEST_FILE_NAME) for file in files[:NAMED_AT_MOST]))
