"""A submission server, and the session that foibot's own transport speaks to it through.

Stands in for `smtplib.SMTP` below `foibot.mail.transport`, with every step of a letter an effect of its own: what
happens between the end mark and its answer is what nobody can know (RFC 1047).
"""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from simulated_faults import CrashError, Effects

END_MARK = b"\r\n.\r\n"
ANNOUNCED = re.compile(rb"MAIL FROM:<[^>]*>.*\r\nRCPT TO:<(.*)>\r\nDATA\r\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that the server took; whoever reads `taken` knows what really left."""

    recipient: str
    raw: bytes
    at: datetime
    message_id: str

    @property
    def message(self) -> Message:
        return message_from_bytes(self.raw)


@dataclass(slots=True)
class SortingOffice:
    """What the other mail server took, and of which letters foibot could not know it."""

    effects: Effects
    clock: Callable[[], datetime]
    taken: list[Letter] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    """Message-IDs of letters whose answer to the end mark did not come."""

    def take(self, recipient: str, raw: bytes) -> Letter:
        letter = Letter(recipient, raw, self.clock(), name_of(raw))
        self.taken.append(letter)
        return letter


class SimulatedSmtp:
    """One session."""

    sock = None
    esmtp_features: dict[str, str]

    def __init__(self, office: SortingOffice) -> None:
        self._office = office
        self._open = True
        self._recipient = ""
        self._body = b""
        self._answers: list[tuple[int, bytes]] = []
        self.esmtp_features = {"size": "33554432", "8bitmime": "", "pipelining": ""}
        if self._step("greeting")[0] == 421:
            raise smtplib.SMTPConnectError(421, b"4.3.2 not now")

    def _step(self, what: str, good: tuple[int, bytes] = (250, b"ok")) -> tuple[int, bytes]:
        if not self._open:
            raise smtplib.SMTPServerDisconnected("please run connect() first")
        kind = self._office.effects.before("smtp", what)
        self._office.effects.after(kind)
        if kind in ("lost before", "lost after", "time-out"):
            self._open = False
            raise TimeoutError("timed out") if kind == "time-out" else smtplib.SMTPServerDisconnected("closed")
        return REFUSALS.get(kind, good)

    def ehlo_or_helo_if_needed(self) -> None:
        self._step("EHLO")

    def has_extn(self, name: str) -> bool:
        return name in self.esmtp_features

    def _announced(self, recipient: str) -> None:
        """Answer MAIL, RCPT and DATA, said in one go; what follows a refusal is out of order."""
        self._body, self._recipient = b"", recipient
        self._answers = [self._step("MAIL")]
        for command, good in (("RCPT", (250, b"ok")), ("DATA", (354, b"go ahead"))):
            refused = self._answers[-1][0] >= 400
            self._answers.append((503, b"out of order") if refused else self._step(command, good))

    def send(self, data: bytes) -> None:
        announced = ANNOUNCED.fullmatch(data)
        if announced:
            self._announced(announced[1].decode())
            return
        if data != END_MARK:
            self._body += data
            return
        effects = self._office.effects
        kind, letter = "crash before", self._undotted()
        try:
            kind = effects.before("smtp", "the end mark")
            if kind not in (*REFUSALS, "lost before"):
                self._office.take(self._recipient, letter)
            effects.after(kind)
        except CrashError:
            self._office.doubtful.append(name_of(letter))
            raise
        if kind in ("lost before", "lost after", "time-out"):
            self._open = False
            self._office.doubtful.append(name_of(letter))
            raise TimeoutError("timed out") if kind == "time-out" else smtplib.SMTPServerDisconnected("closed")
        self._answers = [REFUSALS.get(kind, (250, b"2.0.0 kept"))]

    def getreply(self) -> tuple[int, bytes]:
        return self._answers.pop(0)

    def noop(self) -> tuple[int, bytes]:
        return self._step("NOOP")

    def rset(self) -> tuple[int, bytes]:
        return self._step("RSET")

    def quit(self) -> None:
        self._open = False

    def close(self) -> None:
        self._open = False

    def _undotted(self) -> bytes:
        return re.sub(rb"(?m)^\.\.", b".", self._body) + b"\r\n"


REFUSALS = {
    "put off": (451, b"4.3.0 later"),
    "refused": (550, b"5.1.1 no such mailbox"),
    "going away": (421, b"4.3.2 closing"),
}


def name_of(raw: bytes) -> str:
    """Return the Message-ID of a letter."""
    found = re.search(rb"^Message-ID:\s*(<[^>]*>)", raw, re.IGNORECASE | re.MULTILINE)
    return found[1].decode() if found else ""
