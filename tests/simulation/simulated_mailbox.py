"""A mailbox as an IMAP server keeps it, and the client that foibot's own mailbox code speaks to it through.

Stands in for `imapclient.IMAPClient` below `foibot.mail.mailbox`, so that all of foibot's own code is at work.
"""

import imaplib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from imapclient.exceptions import IMAPClientError
from simulated_faults import Effects

from foibot.mail.folders import read_uid_set
from foibot.mail.marks import FORM_MARK, LETTER_MARK

INDEXED = ("message-id", FORM_MARK.casefold(), LETTER_MARK.casefold())
HEADERS = re.compile(rb"^(%s):[ \t]*(.*?)\r?$" % "|".join(INDEXED).encode(), re.IGNORECASE | re.MULTILINE)
MARKS = {"Sent": (b"\\Sent",), "Junk": (b"\\Junk",)}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as the server keeps it."""

    raw: bytes
    at: datetime
    known: tuple[tuple[str, str], ...]
    message_id: str


def stored(raw: bytes, at: datetime) -> Stored:
    head = raw.partition(b"\r\n\r\n")[0]
    known = tuple((name.decode().casefold(), value.decode("latin-1").strip()) for name, value in HEADERS.findall(head))
    return Stored(raw, at, known, next((value for name, value in known if name == "message-id"), ""))


@dataclass(slots=True)
class Folder:
    """Messages by UID, and which UIDs bear which header."""

    uidvalidity: int
    uidnext: int = 1
    messages: dict[int, Stored] = field(default_factory=dict)
    index: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def add(self, message: Stored) -> int:
        uid = self.uidnext
        self.uidnext += 1
        self.messages[uid] = message
        for known in message.known:
            self.index.setdefault(known, set()).add(uid)
        return uid

    def remove(self, uid: int) -> Stored:
        message = self.messages.pop(uid)
        for known in message.known:
            self.index[known].discard(uid)
        return message


class PostOffice:
    """Every folder of the account; what foibot and people do to them."""

    def __init__(self) -> None:
        self.folders: dict[str, Folder] = {}
        self._validity = 100
        for name in ("INBOX", "Sent", "Junk"):
            self.make(name)

    def make(self, name: str) -> None:
        self._validity += 1
        self.folders.setdefault(name, Folder(self._validity))

    def add(self, name: str, raw: bytes, at: datetime) -> int:
        return self.folders[name].add(stored(raw, at))

    def move(self, name: str, uid: int, to: str) -> int:
        if to not in self.folders:
            self.make(to)
        return self.folders[to].add(self.folders[name].remove(uid))

    def renumber(self, name: str) -> None:
        """Give a folder another UIDVALIDITY, and its messages other numbers."""
        old = self.folders.pop(name)
        self.make(name)
        self.folders[name].uidnext = old.uidnext % 7 + 1
        for message in old.messages.values():
            self.folders[name].add(message)

    def everything(self, only: str = "") -> Iterable[tuple[str, int, Stored]]:
        for name, folder in self.folders.items():
            if only and name != only:
                continue
            for uid, message in folder.messages.items():
                yield name, uid, message


class SimulatedImap:
    """One connection. Each method is one command of IMAP, and one effect at which something may go wrong."""

    def __init__(self, office: PostOffice, effects: Effects, clock: Any, capabilities: Sequence[str]) -> None:
        self._office = office
        self._effects = effects
        self._clock = clock
        self._capabilities = tuple(capabilities)
        self._selected: tuple[str, int] | None = None
        self._open = True
        self._told: dict[str, list[bytes]] = {}
        self._imap = Raw(self)
        self.normalise_times = True
        self._command("connecting")

    # -- the faults of a line

    def _command(self, what: str, folder: str = "") -> "Ending":
        if not self._open:
            raise imaplib.IMAP4.abort("socket error: EOF")
        words = f"{what} {folder}".strip()
        kind = self._effects.before("imap", words)
        if kind in ("renumbered", "moved by somebody", "delivered again", "clock forward", "clock back"):
            self._effects.meanwhile(kind)
        if kind == "lost before":
            self._open = False
            raise imaplib.IMAP4.abort("socket error: EOF")
        if kind == "time-out":
            self._open = False
            raise TimeoutError("timed out")
        if kind == "refused" and folder:
            raise IMAPClientError(f"{what.split(maxsplit=1)[0].lower()} failed: [OVERQUOTA] not now")
        return Ending(self, kind)

    def end(self, kind: str) -> None:
        self._effects.after(kind)
        if kind == "lost after":
            self._open = False
            raise imaplib.IMAP4.abort("socket error: EOF")

    def folder(self) -> Folder:
        """Return the folder selected; one that was renumbered meanwhile is closed by the server."""
        name, validity = self._selected or ("", 0)
        found = self._office.folders.get(name)
        if found is None or found.uidvalidity != validity:
            self._open = False
            raise imaplib.IMAP4.abort("command: BYE the folder was renumbered")
        return found

    def _get(self, doing: str, name: str) -> Folder:
        if name not in self._office.folders:
            raise IMAPClientError(f"{doing} failed: [TRYCREATE] no such folder")
        return self._office.folders[name]

    # -- the session

    def socket(self) -> "SimulatedImap":
        return self

    def setsockopt(self, *_: object) -> None:
        pass

    def settimeout(self, _: float) -> None:
        pass

    def login(self, *_: str) -> None:
        with self._command("LOGIN"):
            pass

    def capabilities(self) -> tuple[bytes, ...]:
        return tuple(name.encode() for name in self._capabilities)

    def has_capability(self, name: str) -> bool:
        return name in self._capabilities

    def noop(self) -> None:
        with self._command("NOOP"):
            pass

    def logout(self) -> None:
        self._open = False

    def shutdown(self) -> None:
        self._open = False

    # -- folders

    def list_folders(self, directory: str = "", pattern: str = "*") -> list[tuple[tuple[bytes, ...], bytes, str]]:
        del directory
        with self._command("LIST"):
            if not pattern:
                return [((b"\\Noselect",), b"/", "")]
            names = [name for name in self._office.folders if pattern in ("*", name)]
            return [(MARKS.get(name, ()), b"/", name) for name in names]

    def create_folder(self, name: str) -> None:
        with self._command("CREATE", name):
            self._office.make(name)

    def subscribe_folder(self, name: str) -> None:
        with self._command("SUBSCRIBE", name):
            pass

    def select_folder(self, name: str, *, readonly: bool) -> dict[bytes, int]:
        with self._command("EXAMINE" if readonly else "SELECT", name):
            found = self._get("select", name)
            self._selected = (name, found.uidvalidity)
            return {b"UIDVALIDITY": found.uidvalidity, b"UIDNEXT": found.uidnext, b"EXISTS": len(found.messages)}

    # -- messages

    def search(self, wanted: Sequence[Any]) -> list[int]:
        with self._command("SEARCH in", (self._selected or ("",))[0]):
            return sorted(self._search(self.folder(), list(wanted)))

    def _search(self, folder: Folder, wanted: list[Any]) -> set[int]:
        match wanted:
            case ["UID", str(uids)]:
                low, _, high = uids.partition(":")
                return {uid for uid in folder.messages if int(low) <= uid <= int(high or low)}
            case ["HEADER", str(name), str(value)]:
                return folder.index.get((name.casefold(), value), set())
            case ["OR", "HEADER", str(name), str(value), *rest]:
                return self._search(folder, ["HEADER", name, value]) | self._search(folder, rest)
            case ["SINCE", date() as day]:
                return {uid for uid, message in folder.messages.items() if message.at.date() >= day}
        raise AssertionError(f"not simulated: SEARCH {wanted}")

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, object]]:
        [item] = items
        with self._command(f"FETCH {item} in", (self._selected or ("",))[0]):
            messages = self.folder().messages
            key = item.replace(".PEEK", "").encode()
            return {uid: {key: part(messages[uid].raw, item)} for uid in uids if uid in messages}

    def listing(self, uids: str) -> list[bytes]:
        with self._command("FETCH sizes in", (self._selected or ("",))[0]):
            messages = self.folder().messages
            found = [(uid, messages[uid]) for uid in read_uid_set(uids) if uid in messages]
            return [
                b'1 (UID %d RFC822.SIZE %d INTERNALDATE "%s")' % (uid, len(message.raw), in_imap(message.at))
                for uid, message in found
            ]

    def move(self, uids: str, to: str) -> None:
        with self._command(f"MOVE from {(self._selected or ('',))[0]} to", to):
            source = self.folder()
            self._get("move", to)
            old = [uid for uid in read_uid_set(uids) if uid in source.messages]
            new = [self._office.move((self._selected or ("",))[0], uid, to) for uid in old]
            if old:
                validity = self._office.folders[to].uidvalidity
                told = f"{validity} {','.join(map(str, old))} {','.join(map(str, new))}"
                self._told.setdefault("COPYUID", []).append(told.encode())

    def append(self, name: str, raw: bytes, flags: Sequence[str]) -> None:
        self.multiappend(name, [{"msg": raw, "flags": flags}])

    def multiappend(self, name: str, letters: Sequence[dict[str, Any]]) -> tuple[str, list[bytes]]:
        with self._command("APPEND to", name):
            validity = self._get("append", name).uidvalidity
            uids = [self._office.add(name, letter["msg"], self._clock()) for letter in letters]
            self._told.setdefault("APPENDUID", []).append(f"{validity} {','.join(map(str, uids))}".encode())
            return "OK", [b"done"]

    def take(self, code: str) -> list[bytes]:
        return self._told.pop(code, [])


class Ending:
    """What follows an effect: its answer is lost, the process ends, or all is well."""

    def __init__(self, line: SimulatedImap, kind: str) -> None:
        self._line = line
        self._kind = kind

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._line.end(self._kind)


class Raw:
    """What foibot asks of imaplib itself."""

    def __init__(self, line: SimulatedImap) -> None:
        self._line = line
        self.debug = 0

    def uid(self, command: str, uids: str, items: str) -> tuple[str, list[bytes]]:
        assert (command, items) == ("FETCH", "(RFC822.SIZE INTERNALDATE)")
        return "OK", self._line.listing(uids)

    def response(self, code: str) -> tuple[str, list[bytes]]:
        return code, self._line.take(code)


def part(raw: bytes, item: str) -> bytes:
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    if item == "BODY.PEEK[]":
        return raw
    if item == "BODY.PEEK[HEADER]":
        return head
    wanted = item.partition("(")[2].rstrip(")]").encode().split()
    lines = (line for line in head.split(b"\r\n") if line.partition(b":")[0].upper() in wanted)
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def in_imap(at: datetime) -> bytes:
    return f"{at.day:2d}-{MONTHS[at.month - 1]}-{at:%Y %H:%M:%S} +0000".encode()
