"""An FOI team's app and register without any server: a real SQLite file, a clock that the test sets.

`make_app` gives an app whose officers hold one role each, `make_desk` a desk with a register of its own, and
`arrive` takes bytes in as intake does, from the delivery noted to the message settled.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from foibot.app import App, build
from foibot.casework.arrivals import Arrival
from foibot.casework.events import Person
from foibot.casework.policy import Officer
from foibot.config import load_config
from foibot.correspondence.classify import Kind, Verdict
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.receipt import Receipt
from foibot.jobs.arriving import Arrived, settle
from foibot.jobs.auditing import beside_the_cases
from foibot.jobs.commanding import Carried, Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.recording import case_row
from foibot.mail.parse import parse
from foibot.store import audit, inbox, messages
from foibot.store.database import Database
from foibot.store.inbox import Place
from foibot.store.register import open_register, writing

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday: FOIA's twentieth working day after it is Wednesday 1 April 2026."""
US = "foi@council.example"
ADA = Person("Ada Field", "ada.field@reader.example")
BO = Person("Bo Marsh", "bo.marsh@writer.example")

SERVERS = 'imap = { host = "127.0.0.1", port = 1143, tls = "none" }\nsmtp = { host = "127.0.0.1", tls = "none" }'
SECTIONS: Mapping[str, str] = {
    "authority": 'name = "Exampleshire Council"\nshort_name = "Exampleshire"\n'
    'postal_address = "1 Council Square\\nExampleton\\nEX1 1AA"\ntelephone = "01632 960123"',
    "mailbox": f'address = "{US}"\nusername = "foi"\npassword = {{ env = "UNUSED" }}\n{SERVERS}',
}
TEAM: Mapping[str, tuple[str, str]] = {
    "jane": ("Jane Quill", "officer"),
    "pat": ("Pat Lowe", "approver"),
    "rex": ("Rex Vane", "reviewer"),
    "mia": ("Mia Stone", "manager"),
}


def configuration(jurisdiction: str = "england-wales", user_of: Mapping[str, str] | None = None, **more: str) -> str:
    """Return the text of a config.toml; `more` adds lines to sections, `user_of` maps officers to system users."""
    sections = {**SECTIONS, "authority": f'{SECTIONS["authority"]}\njurisdiction = "{jurisdiction}"'}
    for name, lines in more.items():
        sections[name] = f"{sections.get(name, '')}\n{lines}"
    written = "\n".join(f"[{name}]\n{lines}" for name, lines in sections.items())
    return written + "".join(_officer(one, (user_of or {}).get(one)) for one in TEAM)


def _officer(one: str, user: str | None) -> str:
    name, role = TEAM[one]
    mapped = f'system_users = ["{user}"]\n' if user else ""
    return (
        f'\n[[officers]]\nid = "{one}"\nname = "{name}"\nemail = "{one}@council.example"\nroles = ["{role}"]\n{mapped}'
    )


def make_app(folder: Path, jurisdiction: str = "england-wales", **more: str) -> App:
    """Return an app whose register is `foibot.db` in the folder."""
    path = folder / "config.toml"
    path.write_text(configuration(jurisdiction, None, **more), encoding="utf-8")
    return build(load_config(path))


def open_quickly(path: Path) -> Database:
    """Open a real register that does not wait for the disk."""
    db = open_register(path)
    db.execute("PRAGMA synchronous = OFF")
    return db


def make_desk(folder: Path, now: datetime = NOW, jurisdiction: str = "england-wales", **more: str) -> Desk:
    """Return a desk with a register of its own, at a clock that stands still."""
    text = configuration(jurisdiction, None, **more)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    app = made_once(text)
    register = replace(app.config.register, path=folder / "foibot.db")
    config = replace(app.config, path=folder / "config.toml", register=register)
    return Desk(replace(app, config=config), open_quickly(register.path), lambda: now)


@cache
def made_once(text: str) -> App:
    """Build an app for a configuration; building it again for each test would take longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(text, encoding="utf-8")
        return build(load_config(path))


def at(desk: Desk, now: datetime) -> Desk:
    """Return the same desk at another moment."""
    return Desk(desk.app, desk.db, lambda: now)


# -- what happens to it


def command(desk: Desk, verb: str, target: str = "", who: str = "jane", **arguments: Any) -> Carried:
    """Carry out a command by an officer, as any door does."""
    officer = desk.app.policy.officer(who) or Officer(who)
    return carry_out(desk.app, desk.db, verb, target, arguments, Door(officer, "root", desk.clock()))


def new_case(desk: Desk, **said: Any) -> str:
    """Log a request that came by letter; return its reference."""
    given = {
        "name": ADA.name,
        "received": desk.clock(),
        "by": "letter",
        "text": "How many potholes were there?",
        **said,
    }
    [reference] = command(desk, "new", **given).references
    return reference


def arrive(desk: Desk, raw: bytes, *, uid: int | None = None, folder: str = "INBOX") -> Arrived:
    """Take a message in as intake does once it has the bytes."""
    with writing(desk.db) as db:
        place = Place("foi", folder, 1)
        number = uid or len(inbox.known_uids(db, place)) + 1
        inbox.add_listed(db, place, [(number, len(raw), desk.clock())])
        [delivery] = [found for found in inbox.to_fetch(db, place, 1_000) if found.uid == number]
        inbox.keep(db, delivery, raw, whole=True, now=desk.clock())
        return settle(desk, inbox.get_delivery(db, delivery.id), parse(raw), whole=True)


def make_verdict(kind: Kind = Kind.NEW_REQUEST, **more: Any) -> Verdict:
    """Return a verdict; a certain one that may be acknowledged unless told otherwise."""
    return Verdict(**{"kind": kind, "automatic": False, "certain": True, "acknowledge": True, **more})


def make_arrival(verdict: Verdict | None = None, **more: Any) -> Arrival:
    """Return an arrival by Ada, as the decisions see it."""
    given: dict[str, Any] = {
        "message": 1,
        "verdict": verdict or make_verdict(),
        "applicant": ADA,
        "answer_to": ADA.email,
        "receipt": Receipt(NOW, "server"),
        "new_reference": "FOI-2026-0001",
    }
    return Arrival(**{**given, **more})


def add_message(db: Database, verdict: Verdict, sender: Person = ADA, *, name: str, now: datetime = NOW) -> int:
    """Add the row of a message that was read, its state not settled yet."""
    message = InboundMessage(
        message_id=f"<{name}@reader.example>",
        sha256=sha256(name.encode()).hexdigest(),
        fingerprint=name,
        sender=Address(sender.name, sender.email) if sender.email else None,
        subject=f"About {name}",
        text=f"Words of {name}",
        new_text=f"Words of {name}",
    )
    return messages.add(db, message, verdict, Receipt(now, "server"), raw=None, folder="INBOX", whole=True)


# -- what came of it


def faults(desk: Desk) -> list[str]:
    """Return what an audit finds."""
    found = audit.faults(desk.db, lambda case: case_row(desk.app, desk.db, case))
    return [*found, *beside_the_cases(desk.app, desk.db)]


def rows(desk: Desk, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a question to the register."""
    found: list[tuple[Any, ...]] = desk.db.execute(sql, values).fetchall()
    return found


def dump(db: Database) -> str:
    """Return everything the register holds, as text."""
    return "\n".join(db.conn.iterdump())
