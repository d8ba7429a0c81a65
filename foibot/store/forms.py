"""The forms of drafts in the mailbox: which are to be put there, which lie there, and where they were last.

`form` of a draft is none, wanted, placed or done; `place` is the folder in which foibot last knew it to lie.
"""

from foibot.lean import dataclass
from foibot.store.database import Database


@dataclass(frozen=True, slots=True)
class Form:
    """A draft whose form lies in the mailbox, or is to; `letter_state` is that of the letter it became, if any."""

    draft: int
    reference: str
    number: int
    revision: int
    letter: str
    status: str
    digest: str
    place: str
    message_id: str
    letter_state: str
    told_after: int = -1
    oddity: str = ""
    state: str = "none"


LIVE = frozenset({"wanted", "placed"})
COLUMNS = (
    "d.id, d.reference, d.number, d.revision, d.letter, d.status, d.digest, d.place, d.message_id, coalesce(("
    "SELECT o.status FROM outbox o WHERE o.message_id = d.message_id), ''), d.told_after, d.oddity, d.form"
)


def key(db: Database) -> bytes:
    """Return the key that the marks of forms are made with; each register has its own."""
    return bytes(db.execute("SELECT key FROM keys WHERE name = 'drafts'").fetchone()[0])


def to_place(db: Database) -> list[Form]:
    """Return the drafts whose form is to be put in the mailbox."""
    rows = db.execute(f"SELECT {COLUMNS} FROM drafts d WHERE d.form = 'wanted' ORDER BY d.id")
    return [Form(*row) for row in rows.fetchall()]


def in_the_mailbox(db: Database) -> list[Form]:
    """Return the drafts whose form lies in the mailbox and still means something."""
    rows = db.execute(f"SELECT {COLUMNS} FROM drafts d WHERE d.form = 'placed' ORDER BY d.id")
    return [Form(*row) for row in rows.fetchall()]


def perhaps_untold(db: Database) -> list[Form]:
    """Return those of them that wait for an approval of which nobody may have been told; to see it takes their case.

    A draft of which somebody was told that it waits for its first approval is passed over while it has had none: many
    wait for days, and to replay their cases costs more than all else that a pass does.
    """
    rows = db.execute(
        f"SELECT {COLUMNS} FROM drafts d WHERE d.form = 'placed' AND d.status = 'waiting' AND (d.told_after != 0 OR"
        " EXISTS (SELECT 1 FROM events e WHERE e.reference = d.reference AND e.type IN"
        " ('ApprovalGiven', 'DraftApproved') AND json_extract(e.payload, '$.draft') = d.number)) ORDER BY d.id"
    )
    return [Form(*row) for row in rows.fetchall()]


def raw_of(db: Database, draft: int) -> bytes:
    """Return the bytes of a draft as it would leave."""
    return bytes(db.execute("SELECT raw FROM drafts WHERE id = ?", (draft,)).fetchone()[0])


def of_draft(db: Database, reference: str, number: int) -> str:
    """Return how it stands with the form of the latest revision of a draft: none, wanted, placed, done."""
    row = db.execute(
        "SELECT form FROM drafts WHERE reference = ? AND number = ? ORDER BY revision DESC LIMIT 1", (reference, number)
    ).fetchone()
    return str(row[0]) if row else "none"


def place_again(db: Database, draft: int) -> None:
    """Note that a form is to be put in the mailbox anew."""
    db.execute("UPDATE drafts SET form = 'wanted', place = '' WHERE id = ?", (draft,))


def note_place(db: Database, draft: int, place: str) -> None:
    """Note where a form lies."""
    db.execute("UPDATE drafts SET form = 'placed', place = ? WHERE id = ?", (place, draft))


def note_told(db: Database, draft: int, approvals: int) -> None:
    """Note that whoever gives the approval after so many was told that the draft waits."""
    db.execute("UPDATE drafts SET told_after = ? WHERE id = ?", (approvals, draft))


def note_oddity(db: Database, draft: int, oddity: str) -> None:
    """Note what was last told of something odd about a form; empty when all is as it should be again."""
    db.execute("UPDATE drafts SET oddity = ? WHERE id = ?", (oddity, draft))


def note_lies(db: Database, draft: int, place: str) -> None:
    """Note where foibot itself put a form that means nothing any more."""
    db.execute("UPDATE drafts SET place = ? WHERE id = ?", (place, draft))


def of_mark(db: Database, draft: int, revision: int) -> Form | None:
    """Return the form that a mark speaks of; None where there was no such revision."""
    row = db.execute(f"SELECT {COLUMNS} FROM drafts d WHERE d.id = ? AND d.revision = ?", (draft, revision)).fetchone()
    return Form(*row) if row else None


def get(db: Database, draft: int) -> Form:
    """Return the form of a revision that is known to be there."""
    return Form(*db.execute(f"SELECT {COLUMNS} FROM drafts d WHERE d.id = ?", (draft,)).fetchone())


def latest(db: Database, reference: str, number: int) -> Form:
    """Return the form of the latest revision of a draft."""
    sql = f"SELECT {COLUMNS} FROM drafts d WHERE d.reference = ? AND d.number = ? ORDER BY d.revision DESC LIMIT 1"
    return Form(*db.execute(sql, (reference, number)).fetchone())


def superseded(db: Database, put_away: str) -> list[Form]:
    """Return forms of earlier revisions that were last known to lie elsewhere than where those put away lie."""
    sql = f"SELECT {COLUMNS} FROM drafts d WHERE d.status = 'superseded' AND d.place NOT IN ('', ?) ORDER BY d.id"
    return [Form(*row) for row in db.execute(sql, (put_away,)).fetchall()]


def ever_placed(db: Database) -> bool:
    """Tell whether any form was ever wanted in the mailbox."""
    return db.execute("SELECT 1 FROM drafts WHERE form != 'none' OR place != '' LIMIT 1").fetchone() is not None


def rejection(db: Database, reference: str, number: int) -> tuple[str, str]:
    """Return who rejected a draft last, as the log records it, and why."""
    row = db.execute(
        "SELECT e.actor, coalesce((SELECT w.text FROM words w WHERE w.reference = e.reference AND"
        " w.version = e.version AND w.field = 'why'), '') FROM events e WHERE e.reference = ? AND"
        " e.type = 'DraftRejected' AND json_extract(e.payload, '$.draft') = ? ORDER BY e.version DESC LIMIT 1",
        (reference, number),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def note_done(db: Database, draft: int) -> None:
    """Note that a form means nothing any more: it is not looked for again."""
    db.execute("UPDATE drafts SET form = 'done' WHERE id = ?", (draft,))
