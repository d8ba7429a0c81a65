"""Finding many forms by their marks: one search a folder, however many drafts wait."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from foibot.mail.folders import in_chunks
from foibot.mail.forms import read_mark
from foibot.mail.listing import CHUNK
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.marks import FORM_MARK

MARKS_AT_ONCE = 50
"""So many marks make a command of half the 8192 bytes that servers are to take (RFC 7162, 4)."""
ITEM = f"BODY.PEEK[HEADER.FIELDS ({FORM_MARK.upper()})]"


def find_forms(mailbox: ImapMailbox, name: str, marks: Sequence[str]) -> Mapping[str, list[int]]:
    """Return the UIDs of the forms in a folder by the mark they bear, of these marks; look at a folder anew after that.

    Whoever acts on one looks for it by itself once more: between a search and a fetch it may have been moved.
    """
    mailbox.look_at(name)
    uids, found = set[int](), defaultdict[str, list[int]](list)
    with mailbox.conversation("searching", name) as client:
        for chunk in in_chunks(marks, MARKS_AT_ONCE):
            uids.update(client.search(_any_of(chunk)))
        for some in in_chunks(sorted(uids), CHUNK):
            for uid, told in client.fetch(some, [ITEM]).items():
                head = b"".join(line for line in told.values() if isinstance(line, bytes))
                found[str(read_mark(head.decode("ascii", "replace")))].append(uid)
    return {mark: sorted(found[mark]) for mark in marks if mark in found}


def _any_of(marks: Sequence[str]) -> list[str]:
    *others, last = marks
    return [*(word for mark in others for word in ("OR", "HEADER", FORM_MARK, mark)), "HEADER", FORM_MARK, last]
