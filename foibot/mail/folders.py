"""Names of folders and sets of UIDs, as people configure them and as a server writes them.

Pure translation: nothing here talks to a server.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from foibot.lean import dataclass

INBOX = "INBOX"
T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True)
class FolderNames:
    """How one server writes folder names: its delimiter, and the prefixes of its namespaces (RFC 2342).

    `prefix` is that of the account's own folders (such as `INBOX.`), `others` those of shared ones.
    """

    delimiter: str
    prefix: str = ""
    others: tuple[str, ...] = ()

    def on_server(self, name: str) -> str:
        """Return the server's name for a configured one, which is written with `/`."""
        if name.upper() == INBOX:
            return INBOX
        head, slash, tail = name.partition("/")
        if slash and head.upper() == INBOX:
            return INBOX + self.delimiter + self._joined(tail)
        translated = self._joined(name)
        return self.prefix + translated if self.is_own(translated) else translated

    def configured(self, server_name: str) -> str:
        """Return the configured way of writing a server's name: the inverse of `on_server`."""
        if server_name.upper() == INBOX:
            return INBOX
        own = server_name.removeprefix(self.prefix)
        return own.replace(self.delimiter, "/") if self.delimiter else own

    def is_own(self, server_name: str) -> bool:
        """Whether a server's name is that of one of the account's own folders, and not of a shared one."""
        return not any(server_name.startswith(other) for other in self.others)

    def _joined(self, name: str) -> str:
        return name.replace("/", self.delimiter) if self.delimiter else name


def uid_set(uids: Iterable[int]) -> str:
    """Write UIDs as a sequence set (RFC 3501 §9) with runs folded: `1:3,7`."""
    return ",".join(str(low) if low == high else f"{low}:{high}" for low, high in _runs(sorted(set(uids))))


def _runs(uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    low = high = -1
    for uid in uids:
        if uid == high + 1 and low >= 0:
            high = uid
            continue
        if low >= 0:
            yield low, high
        low = high = uid
    if low >= 0:
        yield low, high


def read_uid_set(text: str) -> list[int]:
    """Read a sequence set in the order as written, which COPYUID and APPENDUID need (RFC 4315 §3)."""
    uids: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition(":")
        uids.extend(range(int(low), int(high or low) + 1))
    return uids


def in_chunks(names: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    """Cut UIDs, or marks, into chunks of at most `count`, so that neither a command nor an answer grows too long."""
    for start in range(0, len(names), count):
        yield names[start : start + count]


_NOT_A_FOLDER = {b"\\noselect", b"\\nonexistent"}


def can_hold(flags: Sequence[bytes]) -> bool:
    """Tell by its flags whether a folder can hold messages."""
    return not _NOT_A_FOLDER & {mark.lower() for mark in flags}
