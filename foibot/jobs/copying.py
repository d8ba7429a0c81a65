"""Copies of letters that left, put in the Sent folder: fifty in one command, each once."""

from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

from foibot.errors import FoibotError
from foibot.jobs.desk import Desk
from foibot.mail.mailbox import FolderRefused, ImapMailbox
from foibot.store import aliases, outbox
from foibot.store.register import writing

COPIES = 50


def keep_copies(desk: Desk, mailbox: ImapMailbox) -> int:
    """Put a copy of each letter that left in the Sent folder, once; a try cut off is looked for first.

    Returns how many were put there. Where the server files copies itself, its own is looked at once instead: it
    tells under which Message-ID the letter travels.
    """
    folder, copied = desk.app.sent_folder(mailbox), 0
    if desk.app.server_keeps_copies:
        _learn_from_copies(desk, mailbox, folder)
        return copied
    while not desk.stop() and (wanted := outbox.to_copy(desk.db, desk.clock(), COPIES)):
        missing = []
        for row, message_id, begun in wanted:
            if begun and mailbox.find_letter(folder, message_id):
                continue
            missing.append(row)
        raws = _begin(desk, missing)
        if missing:
            _append(mailbox, folder, raws)
        _note(desk, [row for row, _, _ in wanted])
        copied += len(missing)
    return copied


class CopiesAside:
    """Copies kept while further letters leave: whoever sends never waits for the Sent folder, nor fails because of it.

    What could not be copied is left to `keep_copies`, which says why.
    """

    def __init__(self, desk: Desk, mailbox: ImapMailbox) -> None:
        self._desk = desk
        self._mailbox = mailbox
        self._under_way: tuple[list[int], Future[None]] | None = None
        self._over = desk.app.server_keeps_copies
        self._left = 0
        self.copied = 0

    def after_a_letter(self) -> None:
        """Hand on the next fifty, if so many have left and those before them lie in Sent."""
        self._left += 1
        if self._left % COPIES or self._over or (self._under_way and not self._under_way[1].done()):
            return
        self.finish()
        wanted = outbox.to_copy(self._desk.db, self._desk.clock(), COPIES)
        fresh = [row for row, _, begun in wanted if not begun]
        if fresh and not self._over:
            raws = _begin(self._desk, fresh)
            self._under_way = (fresh, self._desk.app.lines.begin(partial(self._keep, raws)))

    def finish(self) -> None:
        """Wait for the copies that are under way, and note them."""
        if self._under_way is None:
            return
        (rows, kept), self._under_way = self._under_way, None
        try:
            kept.result()
        except FoibotError:
            self._over = True
            return
        _note(self._desk, rows)
        self.copied += len(rows)

    def _keep(self, raws: Sequence[bytes]) -> None:
        self._mailbox.ensure_connected()
        _append(self._mailbox, self._desk.app.sent_folder(self._mailbox), raws)


def _begin(desk: Desk, rows: Sequence[int]) -> list[bytes]:
    """Note that copies are about to be kept, and return their bytes."""
    with writing(desk.db) as db:
        outbox.mark_copy(db, rows, "copying")
    return [outbox.raw_of(desk.db, row) for row in rows]


def _note(desk: Desk, rows: Sequence[int]) -> None:
    with writing(desk.db) as db:
        outbox.mark_copy(db, rows, "copied")


def _learn_from_copies(desk: Desk, mailbox: ImapMailbox, folder: str) -> None:
    while not desk.stop() and (filed := outbox.to_copy(desk.db, desk.clock(), COPIES)):
        is_there = mailbox.folder_exists(folder)
        for row, message_id, _ in filed:
            names = mailbox.find_letter(folder, message_id) if is_there else []
            with writing(desk.db) as db:
                aliases.learn(db, row, names)
                outbox.mark_copy(db, [row], "none")


def _append(mailbox: ImapMailbox, folder: str, letters: Sequence[bytes]) -> None:
    """Keep copies, making the folder first if it is not there."""
    try:
        mailbox.append(folder, letters)
    except FolderRefused:
        if mailbox.folder_exists(folder):
            raise
        mailbox.make_folder(folder)
        mailbox.append(folder, letters)
