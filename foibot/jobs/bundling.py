"""The bundle of a case: everything about it as one zip, with a page to begin at; what a reviewer works from.

Nothing is left out and nothing changed: each mail lies in it as it came, each letter as it left.
"""

import email
import email.policy
import io
import zipfile
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.edits import changes
from foibot.casework.letters import LETTERS, Audience
from foibot.jobs.answer_wording import words_of_request
from foibot.jobs.bundle_history import clocks, happened
from foibot.jobs.review_wording import parts_in_words, review_facts
from foibot.jobs.wording import name_of, printable, shown_subject, written_by
from foibot.law.clock import london_day
from foibot.store import inbox, messages, papers, queries
from foibot.store.database import Database
from foibot.store.moments import parse_moment

PAGE = "_bundle.html.j2"


def make_bundle(app: App, db: Database, case: Case, now: datetime) -> bytes:
    """Return the zip of a case, with `index.html` in it; the same case at the same moment gives the same bytes."""
    return zipped(files_of_case(app, db, case, now), now)


def files_of_case(app: App, db: Database, case: Case, now: datetime) -> dict[str, bytes]:
    """Return what lies in the bundle of a case, by name: the page to begin at, and each mail as it is."""
    mail, letters = papers.mail(db, case.reference), papers.letters(db, case.reference)
    files: dict[str, bytes] = {}
    correspondence = sorted(
        [*(_came(db, row, files) for row in mail), *(_left(row, files) for row in letters)],
        key=lambda paper: str(paper["at"]),
    )
    facts = {
        "reference": case.reference,
        "subject": shown_subject(app, queries.opening_of(db, case.reference)["subject"]),
        "made_on": london_day(now),
        "authority": app.config.authority.name,
        "status": str(case.status).replace("_", " "),
        "regime": case.regime,
        "applicant": name_of(case.applicant) or case.applicant.email,
        "received_on": case.received_on,
        "responded_on": case.responded_on,
        "outcome": case.outcome.replace("_", " "),
        "sections": sorted({section for answer in case.answers for section in answer.sections}),
        "reviewed": review_facts(app, case).get("reviewed"),
        "request": words_of_request(db, case),
        "asked": words_of_review(db, case),
        "answer": _answer(letters),
        "parts": parts_in_words(app, case),
        "correspondence": [paper for paper in correspondence if not paper["holder"]],
        "holders": [paper for paper in correspondence if paper["holder"]],
        "drafts": _drafts(papers.revisions(db, case.reference)),
        "clocks": clocks(app, case),
        "history": happened(db, case.reference),
    }
    return {"index.html": app.templates.fill([PAGE], facts)[1].encode(), **files}


def zipped(files: dict[str, bytes], now: datetime) -> bytes:
    """Return files as one zip, each dated alike."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _came(db: Database, row: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    at = parse_moment(row["received_at"])
    stem = f"mail/{london_day(at).isoformat()}-in-{row['id']:04d}"
    raw, whole = inbox.raw_of(db, row["raw"]) if row["raw"] else (b"", False)
    links = _kept(files, stem, raw if whole else b"", row["text"] or row["new_text"])
    return {
        "at": row["received_at"],
        "on": london_day(at),
        "from": written_by(row["from_name"], row["from_email"]),
        "to": "",
        "title": printable(row["subject"]) or "(no subject)",
        "what": row["kind"].replace("_", " "),
        "text": row["text"] or row["new_text"],
        "links": links,
        "holder": row["kind"] == "holder_reply",
    }


def _left(row: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    at = parse_moment(row["sent_at"] or row["queued_at"])
    text = row["text"] or _text_in(row["raw"])
    stem = f"mail/{london_day(at).isoformat()}-out-{row['number']:04d}"
    left = "" if row["status"] == "sent" else f" ({row['status']}: it has not left)"
    return {
        "at": row["sent_at"] or row["queued_at"],
        "on": london_day(at),
        "from": "",
        "to": row["recipient"],
        "title": printable(row["subject"]),
        "what": f"{LETTERS[row['letter']].title}{left}",
        "text": text,
        "links": _kept(files, stem, bytes(row["raw"]), text),
        "holder": LETTERS[row["letter"]].audience is Audience.COLLEAGUE,
    }


def _kept(files: dict[str, bytes], stem: str, raw: bytes, text: str) -> list[tuple[str, str]]:
    """Put a paper among the files, as it is and as text; return what each is called and where it lies."""
    links = []
    for title, name, data in (("as it is", f"{stem}.eml", raw), ("its text", f"{stem}.txt", text.encode())):
        if data:
            files[name] = data
            links.append((title, name))
    return links


def _text_in(raw: bytes) -> str:
    part = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def words_of_review(db: Database, case: Case) -> str:
    """Return in which words the review was asked for, as far as there are any."""
    review = case.review
    if review is None:
        return ""
    if review.message:
        return messages.words_of(db, review.message)
    noted = [
        event["words"].get("text", "")
        for event in queries.events(db, case.reference)
        if event["type"] == "ReviewRequested"
    ]
    return str(noted[-1]) if noted else ""


def _answer(letters: list[dict[str, Any]]) -> str:
    """Return the words of the answers that have left, one after the other."""
    answers = [row for row in letters if row["letter"] in OUTCOMES and row["status"] == "sent"]
    return "\n\n\n".join(row["text"] or _text_in(row["raw"]) for row in answers)


OUTCOMES = frozenset(
    ("disclosed", "partly_withheld", "withheld", "not_held", "ncnd", "cost_limit", "vexatious", "repeated")
) | {"already_public"}


def _drafts(revisions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each revision with what it changed of the one before."""
    found: list[dict[str, Any]] = []
    before: dict[str, Any] | None = None
    for row in revisions:
        follows = before is not None and before["number"] == row["number"]
        edits = list(changes(str(before["text"]), str(row["text"]))) if before is not None and follows else []
        found.append(
            {
                "title": LETTERS[row["letter"]].title,
                "revision": row["revision"],
                "status": row["status"],
                "on": london_day(parse_moment(row["created_at"])),
                "text": row["text"],
                "edits": edits,
            }
        )
        before = row
    return found
