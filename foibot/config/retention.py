"""How long personal data are kept, and where they are erased."""

from typing import Literal

from foibot.config.kinds import Days, KeptDays, Years
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Retention:
    """How long after closure personal data are kept, and what is erased by itself."""

    closed_after_years: Years = 3
    not_foi_after_days: Days = 180
    """Days after which the words of mail that never was on a case are erased."""
    notices_after_days: Days = 90
    """Days after which the words of notices and digests to colleagues are erased."""
    raw_mail_after_days: KeptDays = 0
    """Days after a case ended on which its mail is no longer kept as it came; 0: kept as long as the case."""
    mailbox: Literal["leave", "erase"] = "leave"
    """Whether the mail is erased in the mailbox too."""
    automatic: bool = False
    """Whether the daemon erases by itself, once a day outside the hours of sending."""
