"""Tokens to sign in with instead of a password (XOAUTH2): who gives them, and for how long one is good.

A token is asked for when a connection is opened and kept in memory until shortly before it ends; it is never logged
or written anywhere. Where they come from differs: a command, a token endpoint (RFC 6749), or Microsoft.
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from foibot.lean import dataclass

MARGIN_SECONDS = 300.0
"""A token that ends so soon is not used any more: a connection made with it may outlive it."""
COMMAND_SECONDS = 600.0
"""How long a token is used that a command printed: nothing tells when it ends."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token and how many seconds it is good for from now on."""

    value: str
    seconds: float


class TokenSource(ABC):
    """Whoever gives tokens; called for one like a password is. Shared by the threads that connect."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def __call__(self) -> str:
        """Return a token that is good; raises SignInRefused where none is given, Unavailable to try again."""
        with self._lock:
            if not self._token or self._clock() >= self._good_until:
                given = self.fetch()
                self._token = given.value
                self._good_until = self._clock() + max(given.seconds - MARGIN_SECONDS, 0.0)
            return self._token

    def forget(self) -> None:
        """Drop a token that a mail server refused: it may have been taken back before its end."""
        with self._lock:
            self._token = ""

    @abstractmethod
    def fetch(self) -> Token:
        """Ask for a token; raises as calling does."""


class CommandTokens(TokenSource):
    """Tokens that a command of the administrator's prints."""

    def __init__(self, run: Callable[[], str]) -> None:
        super().__init__()
        self._run = run

    def fetch(self) -> Token:
        """Run the command; raises what it raises."""
        return Token(self._run(), COMMAND_SECONDS + MARGIN_SECONDS)
