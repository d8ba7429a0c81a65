"""What people sent by hand from our mailbox: what each letter seems to be, and what names those that are on no case.

`sent_names` holds, of a letter on no case yet, the Message-IDs it answers and the addresses it went to: the request
it is about may be read later.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from foibot.casework.events import WrittenByHand
from foibot.correspondence.by_hand import ByHand
from foibot.correspondence.known import FINISHED
from foibot.correspondence.relay_names import as_kept
from foibot.correspondence.thread import Thread
from foibot.store.database import Database
from foibot.store.inbox import Delivery, Place, get_delivery
from foibot.store.moments import stamp
from foibot.store.queries import rows

QUEUED_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=2)
UNANSWERED = "('open', 'awaiting_clarification', 'awaiting_fee', 'on_extension')"


def note_folder(db: Database, place: Place) -> None:
    """Note that a folder is one of what was sent."""
    db.execute("INSERT OR IGNORE INTO sent_folders VALUES (?, ?)", (place.account, place.folder))


def first_event_at(db: Database) -> str | None:
    """Return when foibot began, as the register writes moments; None where nothing has happened yet."""
    row = db.execute("SELECT at FROM events ORDER BY id LIMIT 1").fetchone()
    return str(row[0]) if row else None


def letter_of_copy(db: Database, message_id: str, mark: str) -> int | None:
    """Return the letter of ours that a message in Sent is a copy of, by its Message-ID or the mark of a letter.

    Both are known to the register alone: whoever writes by hand cannot have made them up.
    """
    row = db.execute(
        "SELECT id FROM outbox WHERE message_id = ? UNION ALL SELECT outbox FROM aliases WHERE message_id = ?",
        (message_id, as_kept(message_id)),
    ).fetchone()
    if row is None and len(mark) >= LONG_ENOUGH and mark.isalnum():
        after = (f"<{mark}@", f"<{mark}A")  # '@' stands right before 'A': a range that the index answers
        row = db.execute("SELECT id FROM outbox WHERE message_id >= ? AND message_id < ?", after).fetchone()
    return int(row[0]) if row else None


LONG_ENOUGH = 16


def letters_with_subject(db: Database, subject: str, sent_at: datetime) -> list[tuple[int, bytes]]:
    """Return row and bytes of our letters of that subject that left about then."""
    found = db.execute(
        "SELECT id, raw FROM outbox WHERE subject = ? AND queued_at >= ? AND queued_at <= ? ORDER BY id DESC LIMIT 20",
        (subject, stamp(sent_at - QUEUED_BEFORE), stamp(sent_at + CLOCKS_DIFFER)),
    )
    return [(row[0], bytes(row[1])) for row in found.fetchall()]


def mark_ours(db: Database, deliveries: Iterable[int]) -> None:
    """Note deliveries that are copies of letters of foibot's own: no news, and never read."""
    for delivery in deliveries:
        db.execute("UPDATE deliveries SET status = 'ours', filed = 'left' WHERE id = ?", (delivery,))


def read_since(db: Database, delivery: int) -> list[int]:
    """Return deliveries after a row that are no copies of letters of foibot's own."""
    found = db.execute("SELECT id FROM deliveries WHERE id > ? AND status != 'ours' ORDER BY id", (delivery,))
    return [row[0] for row in found.fetchall()]


def is_known(db: Database, message: int) -> bool:
    """Tell whether a message was read before as one that a person sent."""
    known = "SELECT 1 FROM sent_by_hand WHERE message = ? UNION ALL SELECT 1 FROM messages WHERE id = ? AND state = ?"
    return db.execute(known, (message, message, "sent")).fetchone() is not None


def note(db: Database, reference: str, written: WrittenByHand, reading: ByHand, thread: Thread) -> None:
    """Keep what a letter seems to be, with the words seen; nothing names it any more for a case it may belong to."""
    message = written.message
    db.execute(
        "INSERT INTO sent_by_hand (message, reference, sent_on, what, outcome, sections) VALUES (?,?,?,?,?,?)",
        (
            message,
            reference,
            written.on.isoformat(),
            written.what,
            written.outcome,
            json.dumps(written.sections),
        ),
    )
    db.execute(
        "UPDATE messages SET kind = 'own', certain = ?, confirmed = ?,"
        " verdict = json_set(verdict, '$.reasons', json(?), '$.tied_by', ?) WHERE id = ?",
        (
            int(reading.certain and thread.confirmed),
            int(thread.confirmed),
            json.dumps([[reading.rule, reading.evidence], ["tied-by", thread.how]]),
            thread.how,
            message,
        ),
    )
    forget_names(db, message)


def no_answer(db: Database, message: int) -> None:
    """Note that a person said that a letter is no answer."""
    db.execute("UPDATE sent_by_hand SET what = 'other' WHERE message = ?", (message,))


def keep_names(db: Database, message: int, names: Iterable[str]) -> None:
    """Keep what names a letter that is on no case: Message-IDs it answers, addresses it went to."""
    for name in names:
        db.execute("INSERT OR IGNORE INTO sent_names VALUES (?, ?)", (name, message))


def forget_names(db: Database, message: int) -> None:
    """Forget what named a letter: it has its case, or will have none."""
    db.execute("DELETE FROM sent_names WHERE message = ?", (message,))


def written_since(db: Database, message_id: str, address: str, since: datetime) -> bool:
    """Tell whether a person has answered a message, or written to its sender since it came, from our mailbox."""
    row = db.execute(
        "SELECT 1 FROM sent_names WHERE name = ? UNION ALL SELECT 1 FROM sent_names n JOIN messages m ON"
        " m.id = n.message WHERE n.name = ? AND m.received_at >= ? LIMIT 1",
        (message_id, address.casefold(), stamp(since)),
    ).fetchone()
    return row is not None


def may_have_a_case(db: Database) -> list[int]:
    """Return letters on no case that name a message which has one by now, or went to who asked before they left."""
    found = db.execute(
        "SELECT n.message FROM sent_names n CROSS JOIN messages m ON m.message_id = n.name AND m.reference IS NOT NULL"
        " UNION SELECT n.message FROM sent_names n JOIN people p ON p.email = n.name COLLATE NOCASE"
        " JOIN case_state s ON s.person = p.id AND s.status NOT IN"
        f" ({', '.join('?' * len(FINISHED))})"
        " JOIN messages h ON h.id = n.message LEFT JOIN messages o ON o.id = s.opening_message"
        " WHERE coalesce(o.received_at, s.received_on) <= h.received_at",
        tuple(sorted(FINISHED)),
    )
    return [row[0] for row in found.fetchall()]


def delivery_of(db: Database, message: int) -> Delivery | None:
    """Return the delivery by which a letter was found in Sent, or None where its bytes are not here."""
    row = db.execute(
        "SELECT min(d.id) FROM deliveries d JOIN sent_folders s ON s.account = d.account AND s.folder = d.folder"
        " WHERE d.message = ? AND d.raw IS NOT NULL",
        (message,),
    ).fetchone()
    return get_delivery(db, row[0]) if row[0] else None


def was_asked_by(db: Database, reference: str, moment: datetime) -> bool:
    """Tell whether a case had been received by that moment; one that was merged into another is that other."""
    row = db.execute(
        "SELECT 1 FROM case_state s LEFT JOIN messages o ON o.id = s.opening_message WHERE s.reference = ?"
        " AND coalesce(s.merged_into, '') IN ('', s.reference)"
        " AND coalesce(o.received_at, s.received_on) <= ?",
        (reference, stamp(moment)),
    ).fetchone()
    return row is not None


def of_message(db: Database, message: int) -> dict[str, Any] | None:
    """Return what a letter that a person sent seems to be, or None for any other message."""
    found = rows(db, "SELECT sent_on, what, outcome, sections FROM sent_by_hand WHERE message = ?", (message,))
    return {**found[0], "sections": tuple(json.loads(found[0]["sections"]))} if found else None


def written(row: dict[str, Any], message: int) -> WrittenByHand:
    """Return the fact of a letter as its row has it."""
    day = date.fromisoformat(row["sent_on"])
    return WrittenByHand(message, day, row["what"], row["outcome"], tuple(row["sections"]))


def answers_to_confirm(db: Database) -> list[dict[str, Any]]:
    """Return what people sent that seems to answer a request, while nobody has said whether it does; oldest first."""
    found = rows(
        db,
        "SELECT h.message, h.sent_on, h.what, h.outcome, h.sections, h.reference, m.subject"
        " FROM sent_by_hand h JOIN messages m ON m.id = h.message JOIN case_state s ON s.reference = h.reference"
        f" WHERE h.what = 'answer' AND s.status IN {UNANSWERED} ORDER BY h.sent_on, h.message",
    )
    return [{**row, "sections": tuple(json.loads(row["sections"]))} for row in found]
