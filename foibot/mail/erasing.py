"""Erasing single messages in the mailbox, and finding the copies of a letter of ours that are to go."""

from collections.abc import Sequence

import imapclient

from foibot.errors import Unavailable
from foibot.mail.folders import in_chunks
from foibot.mail.listing import CHUNK, FolderState
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.marks import LETTER_MARK, letter_mark

NO_UIDPLUS = (
    "The mail server cannot erase single messages (it has no UIDPLUS, RFC 4315), and foibot erases nothing else. Set "
    'mailbox = "leave" in [retention], and let a person or the server\'s own rule erase the mail.'
)


def erase(mailbox: ImapMailbox, folder: FolderState, uids: Sequence[int]) -> int:
    """Erase these messages of a folder, and nothing else, with UID EXPUNGE (RFC 4315); returns how many.

    `folder` is how it was when the numbers were learned. A plain EXPUNGE would erase what colleagues marked for
    deletion. Raises `Unavailable`, with nothing done, where there is no UIDPLUS or the folder was numbered anew.
    """
    if "UIDPLUS" not in mailbox.capabilities:
        raise Unavailable(NO_UIDPLUS)
    if mailbox.look_at(folder.name, writable=True).uidvalidity != folder.uidvalidity:
        raise Unavailable(f'The folder "{folder.name}" was renumbered meanwhile. foibot starts over.')
    for chunk in in_chunks(sorted(uids), CHUNK):
        with mailbox.conversation("erasing messages of", folder.name) as client:
            client.add_flags(chunk, [imapclient.DELETED], silent=True)
            client.uid_expunge(chunk)
    return len(uids)


def find_copies(mailbox: ImapMailbox, name: str, message_id: str) -> list[int]:
    """Return the UIDs of the copies of a letter in a folder, by its Message-ID or its mark."""
    mailbox.look_at(name)
    wanted = ["OR", "HEADER", "Message-ID", message_id, "HEADER", LETTER_MARK, letter_mark(message_id)]
    with mailbox.conversation("searching", name) as client:
        return sorted(client.search(wanted))
