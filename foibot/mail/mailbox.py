r"""The team's mailbox over IMAP: what lies in its folders, the bytes of messages, moving and keeping copies.

Uses UIDs and never the `\Seen` flag, because colleagues read the same mailbox; fetches with BODY.PEEK[] and
changes no flag. Knows nothing of the register, and does not parse messages.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

import imapclient

from foibot.errors import Unavailable
from foibot.mail import imap_commands
from foibot.mail.folders import FolderNames, can_hold, in_chunks, uid_set
from foibot.mail.headers import message_ids
from foibot.mail.idle import Bell, StopBell, wait_in_idle, wait_without_idle
from foibot.mail.imap_connection import FolderRefused, ImapConnection, OpensClient, open_client
from foibot.mail.listing import (
    CHUNK,
    Answers,
    Fetched,
    FolderState,
    Listed,
    batches,
    read_bodies,
    read_listing,
)
from foibot.mail.marks import FORM_MARK, LETTER_MARK, letter_mark
from foibot.mail.server import ServerAddress

__all__ = ["Fetched", "FolderRefused", "FolderState", "ImapMailbox", "Listed", "ServerAddress", "StopBell"]

SEARCH_WINDOW = 50_000  # UIDs: imaplib refuses a line over 1,000,000 bytes, and SEARCH answers in one line


class ImapMailbox:
    """One connection to one account, for one thread.

    Folder names are the configured ones, written with `/`. Every method may raise Unavailable when the
    connection breaks, and FolderRefused (an Unavailable) when the server refuses something about a folder.
    """

    def __init__(
        self,
        server: ServerAddress,
        username: str,
        password: Callable[[], str],
        *,
        connect_timeout: float = 20,
        read_timeout: float = 60,
        ca_file: Path | None = None,
        opens: OpensClient = open_client,
    ) -> None:
        timeout = imapclient.SocketTimeout(connect=connect_timeout, read=read_timeout)
        self._connection = ImapConnection(server, username, password, timeout=timeout, ca_file=ca_file, opens=opens)
        self._names: FolderNames | None = None
        self._looked_at: FolderState | None = None
        self._writable = False
        self._told_up_to: dict[str, FolderState] = {}

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def connect(self) -> None:
        """Connect and sign in anew.

        Raises SignInRefused for a refused name or password, Unavailable with host, port and remedy otherwise.
        """
        self._names = self._looked_at = None
        self._connection.open()

    def ensure_connected(self) -> None:
        """Connect if there is no connection or it does not answer; look at a folder anew after that."""
        if not self._connection.is_alive():
            self.connect()

    def close(self) -> None:
        """Sign out and close; never raises."""
        self._looked_at = None
        self._connection.close()

    def abandon(self) -> None:
        """Cut the connection from another thread, so that what is under way ends at once; never raises."""
        self._connection.abandon()

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known without asking the server."""
        return self._connection.connected

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offered after the sign-in, in capitals."""
        return self._connection.capabilities

    def resolve(self, name: str) -> str:
        """Return the server's own name for a configured folder name: its delimiter, its prefix, INBOX."""
        return self._folder_names().on_server(name)

    def special_use(self, flag: str) -> str | None:
        r"""Return the configured way of writing the folder the server marks with `flag` (RFC 6154).

        `flag` is `\Sent`, `\Junk` and so on; None where the server marks none.
        """
        names = self._folder_names()
        wanted = flag.lower().encode("ascii")
        with self._connection.conversation("listing the folders") as client:
            listed = client.list_folders()
        marked = (folder for flags, _, folder in listed if wanted in {mark.lower() for mark in flags})
        return next((names.configured(folder) for folder in marked if names.is_own(folder)), None)

    def folder_exists(self, name: str) -> bool:
        """Whether the folder is there and can hold messages."""
        server_name = self.resolve(name)
        with self._connection.conversation("listing", name) as client:
            listed = client.list_folders("", server_name)
        return any(folder == server_name and can_hold(flags) for flags, _, folder in listed)

    def folders_below(self, name: str) -> list[str]:
        """Return the folders below one, written as configured; none where there is no such folder."""
        names, below = self._folder_names(), f"{name}/"
        with self._connection.conversation("listing the folders below", name) as client:
            listed = client.list_folders()
        found = (names.configured(folder) for flags, _, folder in listed if can_hold(flags))
        return sorted(folder for folder in found if folder.startswith(below))

    def make_folder(self, name: str) -> None:
        """Make the folder if it is not there, and subscribe to it so that mail programs show it.

        Raises FolderRefused with the server's reason.
        """
        if self.folder_exists(name):
            return
        server_name = self.resolve(name)
        with self._connection.conversation("making", name) as client:
            client.create_folder(server_name)
            client.subscribe_folder(server_name)

    def look_at(self, name: str, *, writable: bool = False) -> FolderState:
        """Make this the folder that the methods with UIDs speak of, read-only unless `writable`.

        Raises FolderRefused when the folder is not there or, with `writable`, when it may not be written.
        """
        server_name = self.resolve(name)
        self._looked_at = None
        with self._connection.conversation("opening", name) as client:
            answer = client.select_folder(server_name, readonly=not writable)
        if b"UIDVALIDITY" not in answer or b"UIDNEXT" not in answer:
            raise FolderRefused(
                f'The server gives no lasting numbers to messages in the folder "{name}" '
                "(UIDVALIDITY, UIDNEXT). foibot needs them to lose nothing: use another folder or server.",
                folder=name,
            )
        state = FolderState(name, answer[b"UIDVALIDITY"], answer[b"UIDNEXT"], answer[b"EXISTS"])
        self._looked_at, self._writable = state, writable
        return state

    def rights(self, name: str) -> str | None:
        """Return our rights to the folder as letters (RFC 4314 §2.1), None where the server shows none."""
        if "ACL" not in self.capabilities:
            return None
        server_name = self.resolve(name)
        with self._connection.conversation("asking for the rights to", name) as client:
            return imap_commands.my_rights(client, server_name)

    def access(self, name: str) -> dict[str, str] | None:
        """Return everybody's rights to the folder; None where the server shows none or not to us."""
        if "ACL" not in self.capabilities:
            return None
        server_name = self.resolve(name)
        with self._connection.conversation("asking who has rights to", name) as client:
            return imap_commands.everybodys_rights(client, server_name)

    def list_uids(self, first_uid: int = 1, last_uid: int | None = None) -> list[int]:
        """Return the UIDs in that range, as of the last look; in windows, because answers are one line."""
        state = self._current()
        last = state.uidnext - 1 if last_uid is None else min(last_uid, state.uidnext - 1)
        window = SEARCH_WINDOW if state.exists > SEARCH_WINDOW else max(last, 1)
        found: list[int] = []
        for low in range(max(first_uid, 1), last + 1, window):
            high = min(low + window - 1, last)
            with self._connection.conversation("listing the messages of", state.name) as client:
                answer = client.search(["UID", f"{low}:{high}"])
            found.extend(uid for uid in answer if low <= uid <= high)
        if last == state.uidnext - 1:
            self._told_up_to[state.name] = state
        return sorted(found)

    def list_messages(self, first_uid: int = 1, last_uid: int | None = None) -> list[Listed]:
        """Return number, size and time of arrival in that range, by UID, less what vanishes meanwhile."""
        state = self._current()
        listed: list[Listed] = []
        for chunk in in_chunks(self.list_uids(first_uid, last_uid), CHUNK):
            with self._connection.conversation("listing the messages of", state.name) as client:
                answers = imap_commands.fetch_listing(client, uid_set(chunk))
            listed.extend(read_listing(answers, chunk, datetime.now(UTC)))
        return listed

    def fetch(self, listed: Sequence[Listed], *, batch_bytes: int) -> Iterator[list[Fetched]]:
        """Yield the messages in batches of at most `batch_bytes`; a message larger than that comes alone.

        Vanished messages are simply missing. Only one batch is held at a time. Flags stay as they are.
        """
        state = self._current()
        for batch in batches(listed, batch_bytes):
            yield self._bodies(batch, state)

    def move(self, uids: Sequence[int], to: str) -> dict[int, int] | None:
        """Move messages to another folder with MOVE (RFC 6851); return their new UIDs by the old ones.

        Messages that had vanished are missing from the answer, and all are where the server tells no new
        UIDs. None where the server has no MOVE: nothing was moved, because COPY and EXPUNGE would remove
        what colleagues marked for deletion.
        """
        if "MOVE" not in self.capabilities:
            return None
        self._make_writable()
        target = self.resolve(to)
        moved: dict[int, int] = {}
        for chunk in in_chunks(sorted(uids), CHUNK):
            with self._connection.conversation("moving messages to", to) as client:
                moved.update(imap_commands.move(client, uid_set(chunk), target))
        return moved

    def append(self, name: str, letters: Sequence[bytes], *, seen: bool = True) -> list[int] | None:
        """Keep copies of letters in a folder, in one command where the server has MULTIAPPEND (RFC 3502).

        Returns their UIDs, None where the server does not tell them. Raises FolderRefused, for instance when
        the folder is missing or the mailbox is full.
        """
        server_name = self.resolve(name)
        flags = ["\\Seen"] if seen else []
        together = "MULTIAPPEND" in self.capabilities and len(letters) > 1
        groups = [letters] if together else [[letter] for letter in letters]
        uids: list[int] = []
        for group in groups:
            with self._connection.conversation("keeping a copy in", name) as client:
                uids.extend(imap_commands.append(client, server_name, group, flags))
        return uids if len(uids) == len(letters) else None

    def find_message_id(self, name: str, message_id: str) -> list[int]:
        """Return the UIDs of messages in a folder with this Message-ID; look at a folder anew after that."""
        return self._find(name, ["HEADER", "Message-ID", message_id])

    def find_form(self, name: str, mark: str) -> list[int]:
        """Return the UIDs of the forms in a folder that bear this mark; look at a folder anew after that."""
        return self._find(name, ["HEADER", FORM_MARK, mark])

    def find_since(self, name: str, day: date) -> list[int]:
        """Return the UIDs of messages that came to a folder on that day or later; look at a folder anew after that."""
        return self._find(name, ["SINCE", day])

    def _find(self, name: str, wanted: list[str | date]) -> list[int]:
        self.look_at(name)
        self._looked_at = None
        with self._connection.conversation("searching", name) as client:
            return sorted(client.search(wanted))

    def fetch_names(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return, by UID, the header lines by which a letter of ours is known; those of vanished ones are missing."""
        return self._headers(uids, f"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID {LETTER_MARK.upper()})]")

    def fetch_headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return the header blocks of messages of the folder looked at, by UID; those of vanished ones are missing."""
        return self._headers(uids, "BODY.PEEK[HEADER]")

    def _headers(self, uids: Sequence[int], item: str) -> dict[int, bytes]:
        state, found = self._current(), dict[int, bytes]()
        for chunk in in_chunks(uids, CHUNK):
            answers = self._fetch(state.name, chunk, [item])
            found |= {uid: line for uid, told in answers.items() for line in told.values() if isinstance(line, bytes)}
        return found

    def fetch_one(self, name: str, uid: int) -> bytes:
        """Return the bytes of one message of a folder; empty when it has vanished."""
        self.look_at(name)
        for batch in self.fetch(self.list_messages(uid, uid), batch_bytes=1):
            for message in batch:
                return message.raw
        return b""

    def find_letter(self, name: str, message_id: str) -> list[str]:
        """Return the Message-IDs under which a letter of ours lies in a folder; look at a folder anew after that.

        It is known by its mark where a relay gave it another Message-ID. None where the letter is not there.
        """
        self.look_at(name)
        self._looked_at = None
        with self._connection.conversation("searching", name) as client:
            lines = imap_commands.names_of_marked(client, message_id, LETTER_MARK, letter_mark(message_id))
        return [found for line in lines for found in message_ids([line])]

    def wait_for_mail(self, name: str, seconds: float, stop: Bell | None = None) -> bool:
        """Wait until mail seems to have come to the folder (True), or until time is over or `stop` rings.

        A hint, so poll all the same. Returns at once if mail came since the folder was last listed or waited
        for. Leaves the folder looked at. Where the server has no IDLE, this only lets the time pass.
        """
        known = self._told_up_to.get(name)
        state = self._told_up_to[name] = self.look_at(name)
        if known is not None and (state.uidvalidity, state.uidnext) != (known.uidvalidity, known.uidnext):
            return True
        if "IDLE" not in self.capabilities:
            wait_without_idle(seconds, stop)
            return False
        if not wait_in_idle(self._connection, name, seconds, stop):
            return False
        self._told_up_to[name] = self.look_at(name)
        return True

    def conversation(self, doing: str, name: str) -> AbstractContextManager[imapclient.IMAPClient]:
        """Lend the client for a few commands about a folder; what goes wrong is translated as everywhere here."""
        return self._connection.conversation(doing, name)

    def _folder_names(self) -> FolderNames:
        if self._names is None:
            with self._connection.conversation("asking how folders are named") as client:
                self._names = imap_commands.ask_names(client)
        return self._names

    def _current(self) -> FolderState:
        if self._looked_at is None or not self._connection.connected:
            raise Unavailable("The connection was renewed, and no folder is open. foibot starts over.")
        return self._looked_at

    def _make_writable(self) -> None:
        before = self._current()
        if self._writable:
            return
        after = self.look_at(before.name, writable=True)
        if after.uidvalidity != before.uidvalidity:
            raise Unavailable(f'The folder "{before.name}" was renumbered meanwhile. foibot starts over.')

    def _fetch(self, name: str, uids: Sequence[int], items: list[str]) -> Answers:
        with self._connection.conversation("reading messages of", name) as client:
            answers: Answers = client.fetch(uids, items)
        return answers

    def _bodies(self, batch: Sequence[Listed], state: FolderState) -> list[Fetched]:
        now = self._current()
        if (now.name, now.uidvalidity) != (state.name, state.uidvalidity):
            raise Unavailable(f'Another folder than "{state.name}" is open by now. foibot starts over.')
        return read_bodies(self._fetch(state.name, [one.uid for one in batch], ["BODY.PEEK[]"]), batch)
