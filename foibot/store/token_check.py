"""Whether each address for approval is what was sealed when it was given out: who puts one in could use it."""

from collections.abc import Iterator

from foibot.store import replies, seals
from foibot.store.database import Database

OF_DRAFT = "SELECT reference || ', revision ' || revision || ' of draft ' || number FROM drafts WHERE id = ?"
REMEDY = (
    "It counts for nothing: no mail to it approves. Find out who changed the file; if mail from that address came"
    " lately, ask the approver whether they wrote it."
)
FOREIGN = "{}: an address at which {} could approve it by mail has no seal: it was not foibot that put it there. {}"
CHANGED = (
    "{}: an address at which {} could approve it by mail is not what was given out: it was changed in the file. {}"
)
GONE = (
    "An address for approval was given out and is gone: it was taken out of the file. Mail to it approves nothing any"
    " more. If an approver says that an answer of theirs did not count, have them approve in another way, and find out"
    " who changed the file."
)


def faults_of_tokens(db: Database) -> tuple[list[str], int]:
    """Compare the tokens with their seals; return what is wrong, and that none is older than its seal."""
    return [*_other(db), *_gone(db)], 0


def _other(db: Database) -> Iterator[str]:
    for purpose in db.execute(replies.PURPOSES).fetchall():
        if not replies.is_sealed(db, purpose):
            found = db.execute(OF_DRAFT, (purpose[1],)).fetchone()
            where = str(found[0]) if found else f"Draft {purpose[1]}"
            never = seals.newest(db, seals.TOKENS, purpose[0]) is None
            yield (FOREIGN if never else CHANGED).format(where, purpose[2], REMEDY)


def _gone(db: Database) -> Iterator[str]:
    left = (
        f"SELECT count(*) FROM seals s WHERE {seals.ASKED_FOR} AND s.source = ? AND NOT EXISTS"
        " (SELECT 1 FROM reply_tokens t WHERE t.hash = s.row)"
    )
    if db.execute(left, (seals.TOKENS,)).fetchone()[0]:
        yield GONE
