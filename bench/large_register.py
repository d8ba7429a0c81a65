"""A register of as many cases as are wanted, made by chance and whole: it passes the audit as a lived one does.

    python bench/large_register.py FOLDER [CASES] [SEED] [--lean]

writes `config.toml` and `foibot.db` into a folder; other measurements import `make_register`. The log has its chain,
each case its row as its facts make it, its mail, drafts and letters; words are as frequent and as rare as in real
requests. The last request came shortly before `NOW`. `--lean` leaves out the bytes of letters, for a million cases.
"""

import json
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from struct import pack
from time import perf_counter
from typing import Any

from invented_endings import ended_case
from invented_lives import HOLDERS, LIVES, OFFICERS, Fact, Life, Mail, Paper
from invented_words import Chance

from foibot.app import App, build
from foibot.casework.case import OFFICE
from foibot.casework.chasing import next_date
from foibot.casework.events import Event, LetterQueued, LetterSent, Person, Words
from foibot.casework.history import replay
from foibot.casework.independence import Signed
from foibot.config import load_config
from foibot.correspondence.likeness import sketch
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.law.clock import london_day
from foibot.store import cases, log, questions, recorded, seals, sketches
from foibot.store.database import Database
from foibot.store.moments import stamp
from foibot.store.register import open_register

NOW = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
BEGAN = datetime(2018, 1, 2, 9, 0, tzinfo=UTC)
CASES, SEED = 100_000, 1
EACH_COMMIT = 2_000
US = "foi@council.example"
CONFIG = """\
[authority]
name = "Exampleshire Council"
short_name = "Exampleshire"
jurisdiction = "england-wales"
postal_address = "1 Council Square, Exampleton, EX1 1AA"
telephone = "01632 960123"
[mailbox]
address = "foi@council.example"
password = { env = "UNUSED" }
imap = { host = "127.0.0.1", tls = "none" }
smtp = { host = "127.0.0.1", tls = "none" }
"""
OFFICER = '[[officers]]\nid = "{0}"\nname = "{1}"\nemail = "{0}@council.example"\nroles = ["officer", "approver"]\n'
HOLDER = '[[holders]]\nid = "{0}"\nname = "{1}"\nemail = "{0}@council.example"\n'
VERDICT = {
    "regime_suggested": [],
    "bounced_recipient": None,
    "written_at": None,
    "authentication": "",
    "tied_by": None,
    "receipt_flags": [],
    "reasons": [["request", "under the Freedom of Information Act"]],
    "withheld": [],
    "notes": [],
}


def make_config(folder: Path) -> Path:
    """Write a config.toml for such a register into a folder; return its path."""
    officers = "".join(OFFICER.format(one, one.title()) for one in OFFICERS)
    holders = "".join(HOLDER.format(one, one.title()) for one in HOLDERS)
    path = folder / "config.toml"
    path.write_text(CONFIG + officers + holders, encoding="utf-8")
    return path


def make_register(path: Path, cases: int = CASES, seed: int = SEED, *, lean: bool = False) -> App:
    """Make a register of that many cases at `path`, and a config.toml beside it; return the app of both.

    The same seed makes the same register. `path` should be called foibot.db, as the configuration has it.
    """
    app = build(load_config(make_config(path.parent)))
    with closing(open_register(path).conn) as connection:
        db = Database(connection, execute_plugins=False)
        for pragma in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -200000", "wal_autocheckpoint = 20000"):
            db.execute(f"PRAGMA {pragma}")
        keep_calendar(Desk(app, db, lambda: BEGAN))
        Making(app, db, Chance(seed), lean=lean).make(cases)
    return app


class Making:
    """The register as it is made, case after case."""

    def __init__(self, app: App, db: Database, chance: Chance, *, lean: bool) -> None:
        """Begin with an empty register."""
        self.app, self.db, self.chance, self.lean = app, db, chance, lean
        self.messages, self.numbers, self.last_hash = 0, dict[int, int](), ""
        self.waiting = defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]](list)

    def make(self, count: int) -> None:
        """Make so many cases, spread evenly over the years, and note the numbers they took."""
        self._tell_the_office()
        for first in range(0, count, EACH_COMMIT):
            self.db.execute("BEGIN IMMEDIATE")
            for number in range(first, min(first + EACH_COMMIT, count)):
                self._one(BEGAN + (NOW - timedelta(hours=5) - BEGAN) * ((number + 1) / count))
            self._write()
            self.db.conn.commit()
        with self.db.conn:
            self.db.conn.executemany("INSERT INTO numbers (year, last) VALUES (?, ?)", list(self.numbers.items()))
            self.db.execute("UPDATE messages SET told = 1")
            self.db.execute(
                "INSERT OR IGNORE INTO folders VALUES ('foi', 'INBOX', 1, ?, ?, NULL, 0, 0, '')",
                (self.messages, stamp(NOW)),
            )
        seal_all(self.db)
        self.db.execute("ANALYZE")

    def _tell_the_office(self) -> None:
        """Put the one notice in the outbox that every case says the officers were told by."""
        told = (LetterQueued(1, "case_notice"), LetterSent(1, "case_notice"))
        with self.db.conn:
            log.append(self.db, OFFICE, log.version_of(self.db, OFFICE), told, at=BEGAN, actor="foibot")
            [self.last_hash] = self.db.execute("SELECT hash FROM events ORDER BY id DESC LIMIT 1").fetchone()
            self._letter(
                OFFICE, Paper(1, "case_notice", f"{OFFICERS[0]}@council.example", BEGAN, "sent", "New."), "New"
            )
            self._write()

    def _one(self, received: datetime) -> None:
        draw, topic, name = self.chance.random, self.chance.topic(), self.chance.name()
        received = received.replace(hour=9 + draw.randrange(7), minute=draw.randrange(60), second=0, microsecond=0)
        email = f"{name.replace(' ', '.').lower()}{draw.randrange(3)}@reader.example"
        life = Life(
            self.chance, Person(name, email), received, NOW, "EIR" if draw.random() < 0.1 else "FOIA",
            self.messages + 1, topic, f"FOI request: {' '.join(draw.sample(topic, 3))}",
            self.chance.request(topic, name), draw.choice(OFFICERS),
        )  # fmt: skip
        draw.choices(list(LIVES), weights=list(LIVES.values()))[0](life)
        self.messages = life.next_message - 1
        self.numbers[received.year] = self.numbers.get(received.year, 0) + 1
        self._keep(self.app.references.format(received.year, self.numbers[received.year]), life)

    def _keep(self, reference: str, life: Life) -> None:
        life.facts.sort(key=lambda fact: fact.at)
        for mail in life.mails:
            self._mail(reference, life, mail)
        for version, fact in enumerate(life.facts, 1):
            self._event(reference, version, fact)
        self._project(reference, life)
        self._sketch(reference, life)
        for paper in life.drafts:
            self._draft(reference, paper, life.subject)
        for paper in life.letters:
            self._letter(reference, paper, life.subject)

    def _sketch(self, reference: str, life: Life) -> None:
        marks = sketch(life.request)
        self._insert("sketches", reference=reference, sketch=pack(f"<{len(marks)}q", *marks))
        for mark in marks[: sketches.MARKS]:
            self._insert("sketch_marks", mark=mark, received_on=life.received.date().isoformat(), reference=reference)

    def _event(self, reference: str, version: int, fact: Fact) -> None:
        kind, at = type(fact.event).__name__, stamp(fact.at)
        payload = json.dumps(self._payload(reference, version, fact.event), separators=(",", ":"), sort_keys=True)
        self.last_hash = log.chained(self.last_hash, reference, version, at, kind, fact.actor, payload)
        self._insert(
            "events", reference=reference, version=version, at=at, type=kind, actor=fact.actor, payload=payload,
            hash=self.last_hash,
        )  # fmt: skip

    def _payload(self, reference: str, version: int, event: Event) -> dict[str, Any]:
        payload: dict[str, Any] = {}
        for name, hint in recorded.HINTS[type(event)].items():
            value = getattr(event, name)
            if hint is Words and value:
                self._insert("words", reference=reference, version=version, field=name, text=value)
            elif isinstance(value, Person):
                payload[name] = log.person_id(self.db, value)
            elif isinstance(value, date):
                payload[name] = value.isoformat()
            elif hint is not Words and value not in ((), None, ""):
                payload[name] = value
        return payload

    def _project(self, reference: str, life: Life) -> None:
        statutes, ended = self.app.statutes, ended_case(reference, life)
        if ended:
            case, clock_from = ended
            dates = cases.Dates(clock_from, None, london_day(life.facts[-1].at), statutes.edition)
        else:
            case = replay(reference, ((fact.event, Signed(fact.actor, fact.at)) for fact in life.facts))
            following = next_date(case, self.app.policy, statutes).on
            dates = cases.Dates(*statutes.dates_of(case), calendar=statutes.edition, next_on=following)
        self._insert("case_state", **{**cases.projected(self.db, case, dates), "acknowledged": 1})
        questions.save(self.db, case)

    def _mail(self, reference: str, life: Life, mail: Mail) -> None:
        name, email, at = life.person.name, life.person.email, stamp(mail.at)
        raw = self._bytes(f"<m{mail.row}@reader.example>", f"{name} <{email}>", US, life.subject, mail.text)
        digest = sha256(raw).hexdigest()
        verdict = json.dumps({"applicant": [name, email], "answer_to": email, **VERDICT})
        self._insert("raw_mail", id=mail.row, sha256=digest, whole=1, bytes=raw)
        self._insert(
            "messages", id=mail.row, message_id=f"<m{mail.row}@reader.example>", fingerprint=digest, raw=mail.row,
            state="case", kind=mail.kind, automatic=0, certain=1, confirmed=1, parsed=1, reference=reference,
            opened=int(mail.opened), from_name=name, from_email=email, subject=life.subject, received_at=at,
            dated_by="server", folder="FOI/Logged", thread="[]", text=mail.text, new_text=mail.text, passed_on="",
            verdict=verdict, defects="[]",
        )  # fmt: skip
        self._insert(
            "deliveries", id=mail.row, account="foi", folder="INBOX", uidvalidity=1, uid=mail.row, size=len(raw),
            arrived_at=at, fetched_at=at, status="done", raw=mail.row, message=mail.row, filed_to="FOI/Logged",
            filed="done",
        )  # fmt: skip

    def _draft(self, reference: str, paper: Paper, subject: str) -> None:
        message_id = self._message_id(reference, "d", paper.number)
        raw = self._letter_bytes(message_id, paper, subject)
        self._insert(
            "drafts", reference=reference, number=paper.number, letter=paper.letter, revision=1, status=paper.status,
            recipient=paper.to, subject=f"Re: {subject} [{reference}]", text=paper.text, message_id=message_id,
            raw=raw, digest=sha256(raw).hexdigest(), rules="[]", created_at=stamp(paper.at),
        )  # fmt: skip

    def _letter(self, reference: str, paper: Paper, subject: str) -> None:
        kind, number = ("d", paper.draft) if paper.draft else ("l", paper.number)
        message_id, at = self._message_id(reference, kind, number), stamp(paper.at)
        self._insert(
            "outbox", message_id=message_id, reference=reference, number=paper.number, letter=paper.letter,
            recipient=paper.to, status=paper.status, subject=f"Re: {subject} [{reference}]",
            raw=self._letter_bytes(message_id, paper, subject), queued_at=at, not_before=at,
            sent_at=stamp(paper.at + timedelta(minutes=15)), copy="done", told=1,
        )  # fmt: skip

    def _message_id(self, reference: str, kind: str, number: int) -> str:
        return f"<{reference}.{kind}{number}@council.example>"

    def _letter_bytes(self, message_id: str, paper: Paper, subject: str) -> bytes:
        return b"" if self.lean else self._bytes(message_id, US, paper.to, subject, paper.text)

    def _bytes(self, message_id: str, sender: str, to: str, subject: str, text: str) -> bytes:
        head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\nMIME-Version: 1.0\n"
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}".replace("\n", "\r\n").encode()

    def _insert(self, table: str, **row: Any) -> None:
        self.waiting[table, tuple(row)].append(tuple(row.values()))

    def _write(self) -> None:
        """Write the rows that wait; a thousand at once take half the time of one by one."""
        for (table, columns), rows in self.waiting.items():
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
            self.db.conn.executemany(sql, rows)
        self.waiting.clear()


def seal_all(db: Database) -> None:
    """Seal every row that has no seal yet, as foibot does when it keeps one."""
    with_key = seals.key(db)
    [(previous,)] = db.execute("SELECT hash FROM seals ORDER BY id DESC LIMIT 1").fetchall()
    for source, one in seals.SEALED.items():
        lacking = "t.raw IS NOT NULL" if source == seals.RAW_OF_MESSAGE else "true"
        found = db.conn.execute(
            f"SELECT {one.row}, {', '.join(one.columns)} FROM {one.table} t WHERE {lacking}"  # noqa: S608
            f" AND +{one.row} NOT IN (SELECT row FROM seals WHERE source = ?)",
            (source,),
        )
        made = []
        for row, *values in found:
            code = seals.code_of(with_key, source, values)
            name, seal = (code, b"") if source == seals.RAW_MAIL else (row, code)
            previous = seals.linked(previous, source, name, seal)
            made.append((source, name, seal, previous))
        with db.conn:
            db.conn.executemany("INSERT INTO seals (source, row, seal, hash) VALUES (?,?,?,?)", made)


def main() -> int:
    reader = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path, help="where config.toml and foibot.db are written; made if need be")
    reader.add_argument("cases", type=int, nargs="?", default=CASES, help=f"how many cases ({CASES:,})")
    reader.add_argument("seed", type=int, nargs="?", default=SEED, help="another seed makes another register")
    reader.add_argument("--lean", action="store_true", help="leave out the bytes of letters")
    given = reader.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path, began = given.folder / "foibot.db", perf_counter()
    if path.exists():
        reader.error(f"{path} is there already. Name another folder, or delete it.")
    make_register(path, given.cases, given.seed, lean=given.lean)
    took, size = perf_counter() - began, path.stat().st_size
    print(f"{given.cases:,} cases in {took:.0f} s, {size / 1e6:,.0f} MB: foibot -c {given.folder / 'config.toml'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
