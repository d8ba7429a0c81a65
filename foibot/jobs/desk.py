"""What every job works with: the app, the register of this thread, the time, and whether to stop."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from foibot.app import App
from foibot.casework.hearing import those_present, who_hears
from foibot.casework.policy import Officer
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import MACHINE, Hand
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.store import outbox
from foibot.store.database import Database


def utc_now() -> datetime:
    """Return the time of the host's clock, aware UTC."""
    return datetime.now(UTC)


def never() -> bool:
    """Say that nobody asks the job to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Desk:
    """A job's place of work; `clock` gives aware UTC, `stop` turns true when the process is to end."""

    app: App
    db: Database
    clock: Callable[[], datetime] = utc_now
    stop: Callable[[], bool] = never

    def hand(self) -> Hand:
        """Return the machine's own hand, at the time it is."""
        return Hand(self.clock(), MACHINE)

    def hearers(self, officer: str = "") -> tuple[Officer, ...]:
        """Return who hears now about a case of that officer, or, without one, about what is nobody's."""
        return who_hears(officer, policy_now(self.app, self.db), london_day(self.clock()))

    def present(self, officers: Iterable[Officer]) -> tuple[Officer, ...]:
        """Return these officers, with deputies in the place of those who are away now."""
        return those_present(officers, policy_now(self.app, self.db), london_day(self.clock()))

    def has_letters(self) -> bool:
        """Whether any letter is due to leave."""
        return outbox.is_due(self.db, self.clock())

    def needs_mailbox(self) -> bool:
        """Whether letters wait to be looked for, or to be copied to Sent."""
        return outbox.waits_for_mailbox(self.db, self.clock())
