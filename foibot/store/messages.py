"""Messages once read: what each was taken for and why, and what the register knows that bears on the next.

A message is identified by its Message-ID and a fingerprint of its content: the same ID with other content is
another message, the same content delivered twice is one.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from foibot.casework.arrivals import Arrival
from foibot.casework.events import Person
from foibot.correspondence.classify import Kind, Reason, Verdict
from foibot.correspondence.known import TO_HOLDERS, KnownCase, SentLetter
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.receipt import Receipt
from foibot.correspondence.relay_names import as_kept
from foibot.lean import dataclass
from foibot.store import seals
from foibot.store.database import Database
from foibot.store.moments import parse_day, parse_moment, stamp
from foibot.store.queries import row_number


@dataclass(frozen=True, slots=True)
class Answered:
    """What a letter needs to know of the message it answers."""

    message_id: str
    references: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class Known:
    """A message of the register as the commands see it."""

    id: int
    state: str
    reference: str | None
    opened: bool
    arrival: Arrival


def duplicate_of(db: Database, message: InboundMessage) -> int | None:
    """Return the row of a message with this Message-ID and this content, or None."""
    row = db.execute(
        "SELECT id FROM messages WHERE message_id = ? AND fingerprint = ?",
        (identity(message), message.fingerprint),
    ).fetchone()
    return row[0] if row else None


def identity(message: InboundMessage) -> str:
    """Return the Message-ID, or one made from the whole message's hash where it has none."""
    return message.message_id or f"<{message.sha256}@no-message-id>"


def add(
    db: Database,
    message: InboundMessage,
    verdict: Verdict,
    receipt: Receipt,
    *,
    raw: int | None,
    folder: str,
    whole: bool,
) -> int:
    """Add a message that was read; its state is settled in the same transaction, once it is decided."""
    sender = person_of(message.sender)
    sealed = (
        identity(message),
        message.fingerprint,
        sender.name,
        sender.email,
        message.subject,
        stamp(receipt.at),
        receipt.source,
        json.dumps(message.references or message.in_reply_to),
        message.text,
        message.new_text,
        verdict.passed_on,
        json.dumps(message.defects),
    )
    made = db.execute(
        "INSERT INTO messages (message_id, fingerprint, from_name, from_email, subject, received_at, dated_by, thread,"
        " text, new_text, passed_on, defects, raw, kind, automatic, certain, confirmed, parsed, folder, verdict, state)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')",
        (
            *sealed,
            raw,
            str(verdict.kind),
            int(verdict.automatic),
            int(verdict.certain),
            int(verdict.thread is None or verdict.thread.confirmed),
            int(whole),
            folder,
            _judgement(message, verdict, receipt),
        ),
    ).lastrowid
    seals.seal_values(db, seals.MESSAGES, int(made or 0), (*sealed, *_sealed_of_judgement(message, verdict)))
    if raw is not None:
        seals.keep(db, seals.RAW_OF_MESSAGE, int(made or 0))
    return int(made or 0)


def person_of(address: Address | None) -> Person:
    """Return whoever writes from an address, as a person of the register."""
    return Person(address.name, address.email) if address else Person()


def answer_to(message: InboundMessage, verdict: Verdict) -> str:
    """Return the address an acknowledgement goes to: the applicant's, or where they asked to be answered."""
    if verdict.applicant is not None and verdict.applicant == message.sender and verdict.acknowledge_to:
        return verdict.acknowledge_to.email
    return verdict.applicant.email if verdict.applicant else ""


def _sealed_of_judgement(message: InboundMessage, verdict: Verdict) -> tuple[str, str]:
    """Return what is sealed of a judgement, as SQLite's `json_extract` gives it: a list without blanks, a text."""
    applicant = person_of(verdict.applicant)
    named = json.dumps([applicant.name, applicant.email], separators=(",", ":"))
    return named, answer_to(message, verdict)


def judge_anew(db: Database, row: int, message: InboundMessage, verdict: Verdict, receipt: Receipt) -> None:
    """Note what a message that was judged before is taken for by now; who asks, and where they are answered, stays."""
    [(kept,)] = db.execute("SELECT verdict FROM messages WHERE id = ?", (row,)).fetchall()
    before, now = json.loads(kept), json.loads(_judgement(message, verdict, receipt))
    judged = {**now, **{name: before[name] for name in ("applicant", "answer_to")}}
    confirmed = int(verdict.thread is None or verdict.thread.confirmed)
    db.execute(
        "UPDATE messages SET kind = ?, automatic = ?, certain = ?, confirmed = ?, verdict = ? WHERE id = ?",
        (str(verdict.kind), int(verdict.automatic), int(verdict.certain), confirmed, json.dumps(judged), row),
    )


def _judgement(message: InboundMessage, verdict: Verdict, receipt: Receipt) -> str:
    applicant = person_of(verdict.applicant)
    return json.dumps(
        {
            "applicant": [applicant.name, applicant.email],
            "answer_to": answer_to(message, verdict),
            "regime_suggested": verdict.regime_suggested,
            "bounced_recipient": verdict.bounced_recipient,
            "written_at": verdict.written_at.isoformat() if verdict.written_at else None,
            "authentication": verdict.authentication,
            "tied_by": verdict.thread.how if verdict.thread else None,
            "receipt_flags": receipt.flags,
            **{name: _pairs(getattr(verdict, name)) for name in REASONS},
        }
    )


REASONS = ("reasons", "withheld", "notes")


def _pairs(reasons: Iterable[Reason]) -> list[list[str]]:
    return [[reason.rule, reason.evidence] for reason in reasons]


def settle(db: Database, message: int, *, state: str, reference: str | None, opened: bool = False) -> None:
    """Give a message its one visible state, and the case it belongs to, if any.

    Of what lies in Junk the digest tells and no notice, until somebody takes it out of there.
    """
    db.execute(
        "UPDATE messages SET told = CASE WHEN ? = 'junk' THEN 1 WHEN state = 'junk' THEN 0 ELSE told END,"
        " state = ?, reference = ?, opened = ? WHERE id = ?",
        (state, state, reference, int(opened), message),
    )


def settle_kind(db: Database, message: int, kind: str) -> None:
    """Note what a person says a message is, and so whether it belongs where it lies."""
    db.execute("UPDATE messages SET kind = ?, certain = 1, confirmed = 1 WHERE id = ?", (kind, message))


def words_of(db: Database, message: int) -> str:
    """Return what a message asks, in its writer's words: what was passed on, else its own new text, else all of it."""
    row = db.execute("SELECT passed_on, new_text, text FROM messages WHERE id = ?", (message,)).fetchone()
    return next((str(text) for text in row if text.strip()), "")


def threading_of(db: Database, message: int) -> Answered:
    """Return what an answer to the message must carry."""
    row = db.execute("SELECT message_id, thread, subject FROM messages WHERE id = ?", (message,)).fetchone()
    message_id, thread, subject = row
    known = "" if message_id.endswith("@no-message-id>") else message_id
    return Answered(known, tuple(json.loads(thread)), subject)


def find(db: Database, name: str) -> Known | None:
    """Return the message of that row number or Message-ID, or None."""
    number = row_number(name)
    where, value = ("message_id", name) if number is None else ("id", number)
    row = db.execute(
        "SELECT id, state, reference, opened, received_at, dated_by, kind, automatic, certain, verdict"
        f" FROM messages WHERE {where} = ? ORDER BY id LIMIT 1",
        (value,),
    ).fetchone()
    if row is None:
        return None
    message, state, reference, opened, received_at, dated_by, kind, automatic, certain, judgement = row
    kept = json.loads(judgement)
    written_at = datetime.fromisoformat(kept["written_at"]) if kept["written_at"] else None
    verdict = Verdict(
        kind=Kind(kind),
        automatic=bool(automatic),
        certain=bool(certain),
        regime_suggested=tuple(kept["regime_suggested"]),
        written_at=written_at,
        reasons=_reasons(kept["reasons"]),
        withheld=_reasons(kept["withheld"]),
        notes=_reasons(kept["notes"]),
    )
    arrival = Arrival(
        message=message,
        verdict=verdict,
        applicant=Person(*kept["applicant"]),
        answer_to=kept["answer_to"],
        receipt=Receipt(parse_moment(received_at), dated_by, tuple(kept["receipt_flags"])),
        new_reference="",
    )
    return Known(message, state, reference, bool(opened), arrival)


def _reasons(pairs: Iterable[list[str]]) -> tuple[Reason, ...]:
    return tuple(Reason(rule, evidence) for rule, evidence in pairs)


def letters_named(db: Database, ids: Iterable[str]) -> dict[str, SentLetter]:
    """Return, of these Message-IDs, those of letters that we sent, whichever ID a relay gave them."""
    found = {}
    for message_id in ids:
        row = _letter_row(db, message_id, "o.reference, o.letter, o.recipient")
        if row:
            found[message_id] = SentLetter(*row)
    return found


def number_of_letter(db: Database, ids: Iterable[str], reference: str) -> int:
    """Return the number, within its case, of the letter that one of these Message-IDs names; 0 for none."""
    for message_id in ids:
        row = _letter_row(db, message_id, "o.number, o.reference")
        if row and row[1] == reference:
            return int(row[0])
    return 0


def _letter_row(db: Database, message_id: str, columns: str) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(
        f"SELECT {columns} FROM outbox o WHERE o.message_id = ? UNION ALL"
        f" SELECT {columns} FROM aliases a JOIN outbox o ON o.id = a.outbox WHERE a.message_id = ? LIMIT 1",
        (message_id, as_kept(message_id)),
    ).fetchone()
    return row


def cases_named(db: Database, ids: Iterable[str]) -> dict[str, str]:
    """Return, of these Message-IDs, those of messages we received that belong to a case, with its reference."""
    found = {}
    for message_id in ids:
        row = db.execute(
            "SELECT reference FROM messages WHERE message_id = ? AND reference IS NOT NULL LIMIT 1", (message_id,)
        ).fetchone()
        if row:
            found[message_id] = row[0]
    return found


def cases_of_sender(db: Database, email: str) -> dict[str, KnownCase]:
    """Return the latest cases whose applicant writes from this address, by reference."""
    rows = db.execute(
        "SELECT s.reference FROM people p JOIN case_state s ON s.person = p.id WHERE p.email = ? COLLATE NOCASE"
        " ORDER BY s.reference DESC LIMIT 20",
        (email,),
    ).fetchall()
    return {row[0]: case for row in rows if (case := known_case(db, row[0]))}


def move_to_case(db: Database, reference: str, into: str) -> None:
    """Put the messages of a case on another one, that holds the same request."""
    db.execute("UPDATE messages SET reference = ?, opened = 0 WHERE reference = ?", (into, reference))
    db.execute("UPDATE sent_by_hand SET reference = ? WHERE reference = ?", (into, reference))


def known_case(db: Database, reference: str) -> KnownCase | None:
    """Return what the classifier needs to know of a case, or None where there is none."""
    row = db.execute(
        "SELECT c.status, c.applicant_email, c.subject, c.responded_on, s.lapsed_for, s.merged_into, s.due_on"
        " FROM cases c JOIN case_state s ON s.reference = c.reference WHERE c.reference = ?",
        (reference,),
    ).fetchone()
    if row is None:
        return None
    status, email, subject, responded_on, lapsed_for, merged_into, due_on = row
    if merged_into and merged_into != reference and (holds := known_case(db, merged_into)):
        return replace(holds, reference=reference)
    written_to = db.execute(
        "SELECT DISTINCT recipient, letter FROM outbox WHERE reference = ?", (reference,)
    ).fetchall()
    asked = frozenset(address.casefold() for address, letter in written_to if letter in TO_HOLDERS)
    parties = frozenset(address.casefold() for address, letter in written_to if letter not in TO_HOLDERS)
    return KnownCase(
        reference=reference,
        status=status,
        applicant=email.casefold(),
        parties=parties,
        subject=subject,
        answered=responded_on is not None,
        lapsed_for=lapsed_for,
        asked=asked - {email.casefold()},
        due_on=parse_day(due_on),
    )


def written_to_lately(db: Database, address: str, since: datetime) -> tuple[str, SentLetter] | None:
    """Return Message-ID and letter of the latest that left for this address since then, or None."""
    row = db.execute(
        "SELECT message_id, reference, letter, recipient FROM outbox WHERE recipient = ? COLLATE NOCASE"
        " AND sent_at >= ?"
        " ORDER BY id DESC LIMIT 1",
        (address, stamp(since)),
    ).fetchone()
    return (row[0], SentLetter(*row[1:])) if row else None
