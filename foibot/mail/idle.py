"""Waiting for mail with IDLE (RFC 2177), as a hint only, and the bell that ends a wait at once.

Nothing relies on IDLE: a wait that hears nothing ends after its time, and the caller polls.
"""

import contextlib
import select
import socket
import time
from typing import Protocol

from foibot.mail.imap_commands import has_unread_answers
from foibot.mail.imap_connection import PARTING_SECONDS, ImapConnection

RENEW_SECONDS = 9 * 60.0  # RFC 2177 asks for 29 minutes at most; Exchange hangs up after ten


class Bell(Protocol):
    """Anything with a file descriptor that becomes readable when the wait shall end."""

    def fileno(self) -> int:
        """Return the descriptor to watch."""


class StopBell:
    """A bell to be rung once, from another thread or from a signal handler; it stays rung."""

    def __init__(self) -> None:
        self._ear, self._rope = socket.socketpair()
        self._rope.setblocking(False)

    def ring(self) -> None:
        """End every wait that listens, now and later; safe in a signal handler."""
        with contextlib.suppress(OSError):
            self._rope.send(b"!")

    @property
    def rung(self) -> bool:
        """Whether it was rung."""
        return bool(_readable([self._ear], 0.0))

    def wait(self, seconds: float) -> bool:
        """Sleep for `seconds` or until rung; return whether it was rung."""
        return bool(_readable([self._ear], seconds))

    def fileno(self) -> int:
        """Return the descriptor to watch."""
        return self._ear.fileno()

    def rope(self) -> int:
        """Return the descriptor that rings the bell when a byte is written to it, as `signal.set_wakeup_fd` does."""
        return self._rope.fileno()

    def close(self) -> None:
        """Release the descriptors."""
        self._ear.close()
        self._rope.close()


def wait_in_idle(connection: ImapConnection, folder: str, seconds: float, stop: Bell | None) -> bool:
    """Wait in the selected folder until mail seems to have come (True), time is over or `stop` rings (False).

    Raises Unavailable when the connection breaks, which IDLE shows as silence in some libraries.
    """
    ends_at = time.monotonic() + seconds
    while (left := ends_at - time.monotonic()) > 0:
        with connection.conversation("waiting for mail", folder) as client:
            client.idle()
            # Whatever makes the socket readable ends this round of IDLE: the answers, and a lost connection,
            # are then read by the ordinary means, which raise at the end of the stream.
            patience = 0.0 if has_unread_answers(client) else min(left, RENEW_SECONDS)
            ready = _readable([client.socket(), *([] if stop is None else [stop])], patience)
            stopped = stop is not None and stop.fileno() in ready
            if stopped:
                client.socket().settimeout(PARTING_SECONDS)
            _, answers = client.idle_done()
            if stopped:
                client.socket().settimeout(connection.read_timeout)
        if stopped:
            return False
        if any(len(answer) > 1 and answer[1] == b"EXISTS" for answer in answers):
            return True
    return False


def wait_without_idle(seconds: float, stop: Bell | None) -> None:
    """Let `seconds` pass, or less if `stop` rings."""
    _readable([] if stop is None else [stop], seconds)


def _readable(bells: "list[Bell]", seconds: float) -> set[int]:
    poller = select.poll()
    for bell in bells:
        poller.register(bell.fileno(), select.POLLIN)
    return {descriptor for descriptor, _ in poller.poll(seconds * 1000)}
