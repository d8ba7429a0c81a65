"""What is held about one person, for a subject access request (UK GDPR art 15) or for erasure (art 17).

It is what came from or went to their address, and the cases they are in. Of these nothing is left out, and nothing of
others is taken out: a person reads it before it is handed out.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from foibot.app import App
from foibot.jobs.bundle_history import happened
from foibot.jobs.bundling import files_of_case, zipped
from foibot.jobs.keeping import holds_of
from foibot.jobs.named import get_case
from foibot.jobs.wording import printable
from foibot.law.clock import london_day
from foibot.store import inbox, papers, person, queries
from foibot.store.database import Database
from foibot.store.person import Traces, folded

PAGE = "_person.html.j2"
ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
TO_LOOK_FOR = (
    "Notes and mail on other cases that name them are not among this. Look for them by hand: foibot search 'NAME'."
)
TO_READ = (
    "A person reads this before it is handed out: it holds the words and names of others, and may hold what was "
    "withheld (UK GDPR art 15(4); DPA 2018 sch 2 para 16)."
)


def collect(app: App, db: Database, address: str, now: datetime) -> dict[str, Any]:
    """Return what is held about the person of an address, as data: their cases, their mail, and perhaps namesakes."""
    traces = person.find(db, address)
    ours = {folded(one) for one in (app.config.mailbox.address, *app.config.mailbox.also_known_as)}
    known = {*map(folded, traces.addresses), folded(address), *ours}
    return {
        "address": address,
        "made_on": london_day(now),
        "found": not traces.nothing,
        "addresses": sorted(traces.addresses),
        "names": sorted(traces.names),
        "cases": [
            _case(app, db, traces, reference, known, today=london_day(now)) for reference in sorted(traces.cases)
        ],
        "mail_on_no_case": [_loose(db, row, known) for row in traces.loose],
        "in_the_mailbox": person.in_mailbox(db, address),
        "perhaps_the_same": traces.perhaps,
        "to_look_for": TO_LOOK_FOR,
        "to_read": TO_READ,
    }


def _case(app: App, db: Database, traces: Traces, reference: str, known: set[str], *, today: date) -> dict[str, Any]:
    case = get_case(app, db, reference)
    mail, letters, drafts = papers.mail(db, reference), papers.letters(db, reference), papers.revisions(db, reference)
    texts = [*(row["text"] for row in mail), *(row["text"] or "" for row in letters), *(row["text"] for row in drafts)]
    names = ("letter", "status", "recipient", "subject")
    return {
        "reference": reference,
        "they_are": traces.cases[reference],
        "subject": printable(queries.subject_of(db, reference)),
        "status": str(case.status).replace("_", " "),
        "regime": case.regime,
        "received_on": case.received_on,
        "responded_on": case.responded_on,
        "outcome": case.outcome.replace("_", " "),
        "held_back_by": [hold.why for hold in holds_of(app, db, case, today)],
        "messages": [_message(db, row) for row in mail],
        "letters": [{**{key: row[key] for key in names}, "at": row["sent_at"] or row["queued_at"]} for row in letters],
        "drafts": [
            {**{key: row[key] for key in names}, "revision": row["revision"], "at": row["created_at"]} for row in drafts
        ],
        "events": happened(db, reference),
        "names_others": _others(texts, known),
    }


def _message(db: Database, row: dict[str, Any]) -> dict[str, Any]:
    held = person.message(db, row["id"])
    size = len(inbox.raw_of(db, held["raw"])[0]) if held["raw"] else 0
    shown = ("id", "kind", "from_name", "from_email", "subject", "received_at", "folder")
    return {**{key: held[key] for key in shown}, "bytes_kept": size}


def _loose(db: Database, row: int, known: set[str]) -> dict[str, Any]:
    held = person.message(db, row)
    return {
        **_message(db, held),
        "state": held["state"],
        "text": held["text"],
        "names_others": _others([held["text"]], known),
    }


def _others(texts: Iterable[str], known: set[str]) -> list[str]:
    """Return the addresses of others that stand in some texts."""
    found = {match[0].strip(".'") for text in texts for match in ADDRESS.finditer(text or "")}
    return sorted(one for one in found if folded(one) not in known)


def make_zip(app: App, db: Database, held: dict[str, Any], now: datetime) -> bytes:
    """Return all of it as one zip: a page to begin at, the bundle of each case, and each mail on no case as it came."""
    files: dict[str, bytes] = {}
    for case in held["cases"]:
        bundle = files_of_case(app, db, get_case(app, db, case["reference"]), now)
        files |= {f"cases/{case['reference']}/{name}": data for name, data in bundle.items()}
    for one in held["mail_on_no_case"]:
        raw = person.message(db, one["id"])["raw"]
        if raw:
            one["file"] = f"mail/{one['received_at'][:10]}-{one['id']:04d}.eml"
            files[one["file"]] = inbox.raw_of(db, raw)[0]
    page = app.templates.fill([PAGE], {**held, "authority": app.config.authority.name})[1]
    return zipped({"index.html": page.encode(), **files}, now)
