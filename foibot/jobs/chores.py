"""The chores of the daemon beside the mail: what each does, whether it is due, and how often to look."""

from collections.abc import Callable
from typing import Any

from foibot.jobs import digest, feeds, monthly_report, purging
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import (
    calendar_work,
    chase_work,
    digest_work,
    feeds_work,
    index_work,
    is_index_behind,
    report_work,
)
from foibot.lean import dataclass


def _sees_itself(_: Desk) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Chore:
    """A job that means "do what is due now"; `seconds` is how often the daemon looks."""

    job: str
    work: Callable[[Desk], dict[str, Any]]
    seconds: int
    is_due: Callable[[Desk], bool] = _sees_itself


CHORES = (
    Chore("calendar", calendar_work, 24 * 60 * 60),
    Chore("chase", chase_work, 600),
    Chore("digest", digest_work, 300, digest.is_due),
    Chore("report", report_work, 300, monthly_report.is_due),
    Chore("feeds", feeds_work, 300, feeds.is_due),
    Chore("index", index_work, 30, is_index_behind),
    Chore("purge", purging.purge_by_schedule, 900, purging.is_due),
)
