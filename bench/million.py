"""What a register of a million cases costs: logging a case durably, what is due, a backup, the chain of the log.

    python bench/large_register.py FOLDER 100000 --lean
    python bench/million.py FOLDER WORK [--copies 9]

copies FOLDER's register into WORK and puts every case into it so many times more, under other references: events with
the log's chain continued, rows of cases, words, messages without their words, drafts, letters and sketches without
bytes. The ledger of seals and the search index are those of the first hundred thousand. WORK needs 10 GB.
"""

import os
import shutil
import sqlite3
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from foibot.app import App, build
from foibot.casework.case import Case
from foibot.casework.events import LetterQueued, Person, RequestReceived
from foibot.config import load_config
from foibot.correspondence.classify import Kind, Reason, Verdict
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.receipt import Receipt
from foibot.jobs.auditing import audit_register
from foibot.jobs.recording import Hand, _appended, new_reference, project
from foibot.law.clock import london_day
from foibot.store import cases, messages, queries
from foibot.store.backup import back_up
from foibot.store.database import Database
from foibot.store.queries import CaseFilter
from foibot.store.queueing import Composed, enqueue
from foibot.store.register import open_register, writing

NOW = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
SHIFT = 10_000_000
LOGGED = 2_000
NEW = "'C' || :copy || '-' || reference"
TAKEN: dict[str, dict[str, str]] = {
    "case_state": {"reference": NEW, "opening_message": "opening_message + :shift"},
    "words": {"reference": NEW},
    "messages": {
        "id": "id + :shift",
        "reference": NEW,
        "message_id": NEW + " || id",
        "raw": "NULL",
        "text": "''",
        "new_text": "''",
    },
    "drafts": {"id": "id + :shift", "reference": NEW, "message_id": "message_id || :copy", "raw": "x''", "text": "''"},
    "outbox": {"id": "id + :shift", "reference": NEW, "message_id": "message_id || :copy", "raw": "x''"},
    "sketches": {"reference": NEW},
    "sketch_marks": {"reference": NEW},
}
"""The tables that are copied, and what of a row is another in a copy."""


def copy_tables(db: sqlite3.Connection, copy: int) -> None:
    """Put one more copy of every case into the tables beside the log."""
    for table, other in TAKEN.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        listed = ", ".join(other.get(column, column) for column in columns)
        db.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {listed} FROM {table}"  # noqa: S608
            " WHERE reference LIKE 'FOI-%'",
            {"copy": copy, "shift": copy * SHIFT},
        )


def copy_log(db: sqlite3.Connection, copy: int, last: int) -> None:
    """Put one more copy of every case into the log, its chain continued."""
    [(previous,)] = db.execute("SELECT hash FROM events ORDER BY id DESC LIMIT 1").fetchall()
    sql = (
        "SELECT reference, version, at, type, actor, payload FROM events WHERE id > ? AND id <= ? AND reference !="
        " 'office' ORDER BY id"
    )
    for after in range(0, last, 100_000):
        made = []
        for reference, *rest in db.execute(sql, (after, min(after + 100_000, last))):
            row = (f"C{copy}-{reference}", *rest)
            previous = sha256("\x1f".join((previous, *map(str, row))).encode()).hexdigest()
            made.append((*row, previous))
        db.executemany(
            "INSERT INTO events (reference, version, at, type, actor, payload, hash) VALUES (?,?,?,?,?,?,?)", made
        )


def enlarge(path: Path, copies: int) -> None:
    """Put so many more copies of every case into a register."""
    with closing(sqlite3.connect(path)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -4000000"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        [(last,)] = db.execute("SELECT max(id) FROM events").fetchall()
        for copy in range(1, copies + 1):
            began = perf_counter()
            copy_log(db, copy, last)
            copy_tables(db, copy)
            db.commit()
            print(f"copy {copy}: {perf_counter() - began:.0f} s", flush=True)


def log_case(app: App, db: Database, number: int) -> None:
    """Log a request that came by e-mail, with its acknowledgement: all of what intake writes, in one transaction."""
    name, hand = f"Reader {number}", Hand(NOW, "foibot")
    sender, text = Address(name, f"reader{number}@reader.example"), f"Please send me contract {number} of the council."
    message = InboundMessage(
        message_id=f"<n{number}@reader.example>",
        sha256=sha256(text.encode()).hexdigest(),
        fingerprint=str(number),
        sender=sender,
        subject="FOI request",
        text=text,
        new_text=text,
    )
    reasons = (Reason("request", text),)
    verdict = Verdict(Kind.NEW_REQUEST, automatic=False, certain=True, applicant=sender, reasons=reasons)
    with writing(db):
        row = messages.add(db, message, verdict, Receipt(NOW, "server"), raw=None, folder="INBOX", whole=True)
        reference = new_reference(app, db, hand.year)
        cases.take_number(db, hand.year, int(reference.rpartition("-")[2]))
        opened = RequestReceived(london_day(NOW), "FOIA", "email", Person(name, sender.email), row, rules=("request",))
        case = _appended(db, Case(reference), (opened, LetterQueued(1, "acknowledgement")), hand)
        letter = Composed(
            reference, 1, "acknowledgement", sender.email, "Your request", text, f"<a{number}@us.example>", b"x" * 4000
        )
        enqueue(db, letter, now=NOW)
        project(app, db, case)
        messages.settle(db, row, state="case", reference=reference, opened=True)


def log_cases(app: App, db: Database, numbers: range) -> str:
    """Log a case for each number; say how many that were a second."""
    began = perf_counter()
    for number in numbers:
        log_case(app, db, number)
    return f"({len(numbers) / (perf_counter() - began):.0f} a second)"


def timed(what: str, work: Callable[[], Any]) -> None:
    """Do a thing once, and print how long it took by the clock and of the CPU of this process and those it started."""
    began, used = perf_counter(), cpu()
    said = work()
    print(f"{what}: {perf_counter() - began:.2f} s, CPU {cpu() - used:.2f} s {said or ''}", flush=True)


def cpu() -> float:
    """Return the seconds of CPU of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def measure(app: App, path: Path) -> None:
    """Time what a register of that size is asked for."""
    with closing(open_register(path).conn) as connection:
        db = Database(connection, execute_plugins=False)
        [(held,)] = db.execute("SELECT count(*) FROM case_state").fetchall()
        print(f"{held:,} cases, {queries.last_event(db):,} events, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        first = held + 1
        timed(
            f"{LOGGED} cases logged, a durable commit each", partial(log_cases, app, db, range(first, first + LOGGED))
        )
        week = (NOW + timedelta(days=7)).date().isoformat()
        timed("due within a week", lambda: f"({len(queries.cases(db, CaseFilter(due_by=week)))} cases)")
    timed("backup", lambda: f"({back_up(path, path.with_name('copy.db')) / 1e6:,.0f} MB)")
    timed("audit --chain", lambda: audit_register(app, path, chain_only=True).faults)


def main() -> int:
    reader = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    reader.add_argument("folder", type=Path, help="a register that large_register.py made")
    reader.add_argument("work", type=Path, help="where the larger one is made; one that is there already is measured")
    reader.add_argument("--copies", type=int, default=9, help="how many times more every case is put into it")
    given = reader.parse_args()
    path = given.work / "foibot.db"
    if not path.exists():
        given.work.mkdir(parents=True, exist_ok=True)
        shutil.copy(given.folder / "config.toml", given.work)
        shutil.copy(given.folder / "foibot.db", path)
        enlarge(path, given.copies)
    measure(build(load_config(given.work / "config.toml")), path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
