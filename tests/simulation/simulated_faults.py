"""What can go wrong before or after every effect: an IMAP command, a step of SMTP, a statement that writes the disk.

A fault waits for the so-many-th effect of its kind. A crash ends everything: until the process is started anew, no
effect comes about any more, whatever its code would still like to do.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NoReturn

Line = Literal["imap", "smtp", "disk"]

KINDS: dict[Line, tuple[str, ...]] = {
    "imap": (
        "crash before",
        "crash after",
        "lost before",
        "lost after",
        "time-out",
        "refused",
        "renumbered",
        "moved by somebody",
        "delivered again",
        "clock forward",
        "clock back",
    ),
    "smtp": (
        "crash before",
        "crash after",
        "lost before",
        "lost after",
        "time-out",
        "put off",
        "refused",
        "going away",
    ),
    "disk": ("crash before", "crash after", "full", "locked"),
}
USUAL_EFFECTS: dict[Line, int] = {"imap": 70, "smtp": 14, "disk": 160}
"""About how many effects a busy pass has."""


class CrashError(BaseException):
    """The process ends here; nothing of it goes on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the so-many-th effect on a line, counted from 1 within a step."""

    line: Line
    kind: str
    nth: int


def draw_fault(chance: random.Random, lines: tuple[Line, ...] = ("imap", "smtp", "disk", "disk")) -> Fault:
    """Draw a fault; early effects are as likely as all the late ones together."""
    line = chance.choice(lines)
    most = USUAL_EFFECTS[line]
    nth = chance.randint(1, most) if chance.random() < 0.5 else chance.randint(1, 8)
    return Fault(line, chance.choice(KINDS[line]), nth)


@dataclass(slots=True)
class Effects:
    """Counts effects, and lets the faults of a step happen; `meanwhile` is what others do at that moment."""

    waiting: list[Fault] = field(default_factory=list)
    fired: list[str] = field(default_factory=list)
    counts: dict[Line, int] = field(default_factory=dict)
    ended: bool = False
    meanwhile: Callable[[str], None] = lambda _: None

    def begin(self, faults: tuple[Fault, ...]) -> None:
        """Begin a step: the process runs, and these faults are to come."""
        self.waiting, self.fired, self.counts, self.ended = list(faults), [], {}, False

    def before(self, line: Line, what: str) -> str:
        """Count an effect that is about to come about; return the fault it meets, if any, once crashes are done."""
        if self.ended:
            raise CrashError
        count = self.counts[line] = self.counts.get(line, 0) + 1
        if not self.waiting:
            return ""
        met = next((fault for fault in self.waiting if fault.line == line and fault.nth == count), None)
        if met is None:
            return ""
        self.waiting.remove(met)
        self.fired.append(f"{SAID[met.kind]} {what}")
        if met.kind == "crash before":
            self.crash()
        return met.kind

    def after(self, kind: str) -> None:
        """End an effect that has come about; a crash after it happens now."""
        if kind == "crash after":
            self.crash()

    def crash(self) -> NoReturn:
        self.ended = True
        raise CrashError


SAID = {
    "crash before": "foibot is killed before",
    "crash after": "foibot is killed after",
    "lost before": "the line breaks before",
    "lost after": "the line breaks, and the answer is lost, after",
    "time-out": "no answer comes in time to",
    "refused": "the server refuses",
    "put off": "the server puts off",
    "going away": "the server goes away at",
    "full": "the disk is full at",
    "locked": "the register is locked at",
    "renumbered": "the server numbers the inbox anew before",
    "moved by somebody": "a colleague moves a message before",
    "delivered again": "the last message is delivered once more before",
    "clock forward": "the clock jumps three hours forward before",
    "clock back": "the clock jumps two hours back before",
}
