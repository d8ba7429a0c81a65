"""A rehearsal: the same intake on the mail of the last weeks, and the same chase, with nothing sent, moved or written.

Folders are opened read-only and a throw-away register stands in for the real one, seeded from it, so that what is
shown is what the real run would decide.
"""

from collections.abc import Callable
from dataclasses import asdict, field, replace
from datetime import datetime
from typing import Any

from foibot.app import App
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.intake import Taken, fetch_and_settle, watched_folders
from foibot.jobs.lapsing import lapse_silent_cases
from foibot.jobs.monthly_report import write_monthly_report
from foibot.jobs.reading_sent import read_sent
from foibot.jobs.sent_by_hand import tie_late
from foibot.jobs.wording import printable
from foibot.lean import dataclass
from foibot.mail.mailbox import ImapMailbox, Listed
from foibot.mail.parse import parse
from foibot.mail.render import shortened
from foibot.store import inbox, sent_mail
from foibot.store.database import Database
from foibot.store.inbox import Place
from foibot.store.register import open_for_reading, writing

EVERYTHING = -1  # no LIMIT, as SQLite writes it


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would be done with one message."""

    folder: str
    uid: int
    received_at: str
    sender: str
    subject: str
    state: str
    kind: str
    certain: bool
    reference: str | None
    due_on: str | None
    acknowledgement: str
    filed_to: str
    why: str

    def as_data(self) -> dict[str, Any]:
        """Return the row as data."""
        return asdict(self)

    def as_text(self) -> str:
        """Return the row as three lines that fit 80 columns."""
        what = f"{self.reference}, due {self.due_on}, {self.acknowledgement}" if self.due_on else self.state
        sure = "" if self.certain else ", not certain"
        lines = (
            f"{self.received_at[:10]}  {shortened(self.sender, 26):26}  {shortened(self.subject, 40)}",
            f"            {shortened(f'{self.kind}{sure} because {self.why}'.replace('_', ' '), 68)}",
            f"            {what.replace('_', ' ')}",
        )
        return "\n".join("".join(letter if letter.isprintable() else " " for letter in line) for line in lines)


@dataclass(frozen=True, slots=True)
class WouldLeave:
    """A chaser or a digest that would be written: to whom, its subject, and its words."""

    letter: str
    recipient: str
    subject: str
    text: str

    def as_text(self) -> str:
        """Return it as lines: to whom, about what, and the words, indented."""
        words = "\n".join(f"    {line}".rstrip() for line in self.text.strip().splitlines())
        head = f"{self.letter.replace('_', ' ')} to {self.recipient}: {self.subject}"
        return f"{printable(head)}\n\n{words}\n"


@dataclass(slots=True)
class Rehearsal:
    """What a pass would do: with each message, and which chasers and digests it would write."""

    messages: list[Rehearsed] = field(default_factory=list)
    letters: list[WouldLeave] = field(default_factory=list)


def rehearse(real: App, rehearsal: App, clock: Callable[[], datetime], since: datetime) -> Rehearsal:
    """Return what a pass would do with each message of the watched folders that arrived since then, and whom it chases.

    `rehearsal` is the same app with a throw-away register. Raises `Unavailable` when the mailbox is away.
    """
    db = rehearsal.open_register()
    if real.config.register.path.exists():
        open_for_reading(real.config.register.path).conn.backup(db.conn)
    desk = Desk(rehearsal, db, clock)
    keep_calendar(desk)
    deliveries: list[int] = []
    with rehearsal.mailbox() as mailbox:
        before = inbox.last_row(db)
        read_sent(desk, mailbox, Taken())
        deliveries += sent_mail.read_since(db, before)
        for folder in watched_folders(desk, mailbox):
            state = mailbox.look_at(folder)
            place = Place(rehearsal.config.mailbox.username, folder, state.uidvalidity)
            recent = [one for one in mailbox.list_messages() if one.arrived_at >= since]
            deliveries += _rehearse_folder(desk, mailbox, place, recent)
    with writing(db):
        tie_late(desk)
    found = [_row(db, delivery) for delivery in deliveries]
    letters = _chased(desk)
    db.close()
    return Rehearsal(found, letters)


def _chased(desk: Desk) -> list[WouldLeave]:
    """Chase and write the digest in the throw-away register; return what would leave, in the order of writing."""
    [(before,)] = desk.db.execute("SELECT coalesce(max(id), 0) FROM outbox").fetchall()
    lapse_silent_cases(desk)
    chase(desk)
    write_digest(desk)
    write_monthly_report(desk)
    found = desk.db.execute("SELECT letter, recipient, subject, raw FROM outbox WHERE id > ? ORDER BY id", (before,))
    return [WouldLeave(letter, to, subject, parse(bytes(raw)).text) for letter, to, subject, raw in found.fetchall()]


def _rehearse_folder(desk: Desk, mailbox: ImapMailbox, place: Place, recent: list[Listed]) -> list[int]:
    with writing(desk.db) as db:
        inbox.add_listed(db, place, ((one.uid, one.size, one.arrived_at) for one in recent))
    uids = {one.uid for one in recent}
    waiting = [one for one in inbox.to_fetch(desk.db, place, EVERYTHING) if one.uid in uids]
    fetch_and_settle(desk, mailbox, waiting, Taken())
    return [one.id for one in waiting]


def _row(db: Database, delivery: int) -> Rehearsed:
    row = db.execute(
        "SELECT d.folder, d.uid, coalesce(m.received_at, d.arrived_at), coalesce(m.from_email, ''),"
        " coalesce(m.subject, ''), coalesce(m.state, 'set_aside'), coalesce(m.kind, 'unclear'),"
        " coalesce(m.certain, 0), m.reference, CASE WHEN m.opened THEN c.due_on END,"
        " CASE WHEN NOT coalesce(m.opened, 0) THEN '' WHEN c.acknowledged THEN 'acknowledged'"
        " WHEN EXISTS (SELECT 1 FROM drafts WHERE reference = m.reference) THEN 'acknowledgement as a draft'"
        " ELSE 'not acknowledged' END, coalesce(d.filed_to, ''),"
        " coalesce(json_extract(m.verdict, '$.reasons[0][0]') || ': ' || json_extract(m.verdict, '$.reasons[0][1]'),"
        " d.fault, '') FROM deliveries d LEFT JOIN messages m ON m.id = d.message"
        " LEFT JOIN cases c ON c.reference = m.reference WHERE d.id = ?",
        (delivery,),
    ).fetchone()
    values = [*row[:7], bool(row[7]), *row[8:]]
    found = Rehearsed(*values)
    if inbox.is_first_of_its_message(db, delivery):
        return found
    return replace(found, state="duplicate", due_on=None, acknowledgement="")
