"""How long a server is left alone after failures: longer each time, and as long as it asks."""

from datetime import datetime, timedelta

from foibot.lean import dataclass

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 300.0
MOST_DOUBLINGS = 10  # far beyond the longest wait: a server may be away for a week
AFTER_REFUSED_SIGN_IN_SECONDS = 300.0


@dataclass(slots=True)
class Backoff:
    """The failures in a row and the next moment to try; moments are aware UTC."""

    failures: int = 0
    not_before: datetime | None = None

    def left(self, now: datetime) -> timedelta:
        """Return how long the server is still to be left alone; nothing when it may be tried."""
        return timedelta() if self.not_before is None else max(self.not_before - now, timedelta())

    def failed(self, now: datetime, *, asked: float | None = None, slowly: bool = False) -> tuple[bool, float]:
        """Note a failure; returns whether it is the first in a row, and the seconds until the next try.

        `asked` is what the server asked for; `slowly` is for a refused sign-in, where haste locks accounts.
        """
        doublings = min(self.failures, MOST_DOUBLINGS)
        self.failures += 1
        wait = min(FIRST_SECONDS * 2**doublings, LONGEST_SECONDS)
        if slowly:
            wait = AFTER_REFUSED_SIGN_IN_SECONDS
        wait = max(wait, asked or 0.0)
        self.not_before = now + timedelta(seconds=wait)
        return self.failures == 1, wait

    def recovered(self) -> bool:
        """Note a success; returns whether failures came before it."""
        had_failed = self.failures > 0
        self.failures, self.not_before = 0, None
        return had_failed
