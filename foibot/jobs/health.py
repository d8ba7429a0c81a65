"""Is foibot well? Which job has failed, or not done its work, for longer than it may.

Read from the register alone, so that the daemon, a monitoring program and `foibot status` say the same.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foibot.jobs.unwritten import still_unwritten, unwritten_since
from foibot.law.wording import plain_day
from foibot.lean import dataclass
from foibot.store import alerts, job_runs
from foibot.store.database import Database
from foibot.store.holding import is_held
from foibot.store.job_runs import JobRun

LONDON = ZoneInfo("Europe/London")
FAILURES_OF_A_NEW_JOB = 3
"""So often in a row may a job fail that has never done its work: there is no moment to count from."""

JOBS = {
    "intake": "mail has not been read",
    "dispatch": "no letter could be sent",
    "copies": "no copy could be put in Sent",
    "calendar": "the calendar could not be kept",
    "chase": "nobody was reminded of a deadline",
    "digest": "the morning's digest could not be written",
    "feeds": "the calendar files could not be written",
    "purge": "personal data whose time is over could not be erased",
}
"""What it means that a job does not do its work, by job."""
WHENEVER = "intake"
"""The job that is always due: its silence is trouble even where nothing says why."""
SENDING, UNSENT = "dispatch", "unsent"
ERASING, UNWRITTEN = "purge", "unwritten"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that has gone on for too long: a name that stays the same, since when, and what to say of it."""

    name: str
    since: datetime | None
    said: str


def troubles(db: Database, now: datetime, patience: timedelta, poll: timedelta) -> tuple[Trouble, ...]:
    """Return what is wrong at an aware moment; nothing where all is well.

    `patience` is how long a job may fail, `poll` how often the mailbox is looked at.
    """
    found = [one for run in job_runs.all_runs(db) for one in _of_job(run, now, patience, poll)]
    told = {one.name for one in found}  # what else is so because of it is then said already
    if SENDING not in told:
        found.extend(_of_letters(db, now, patience))
    if ERASING not in told:
        found.extend(_of_the_file(db, now, patience))
    return tuple(found)


def _of_job(run: JobRun, now: datetime, patience: timedelta, poll: timedelta) -> Iterator[Trouble]:
    what = JOBS.get(run.job, f"the job {run.job} has not done its work")
    if run.fault and _too_long(run, now, patience):
        yield Trouble(run.job, run.succeeded_at, f"{what}{_since(run.succeeded_at)}: {run.fault}")
    elif run.job == WHENEVER and not run.fault and _too_long(run, now, max(patience, 3 * poll)):
        why = "foibot does not run, or hangs: look at its log, and start it again"
        yield Trouble(run.job, run.succeeded_at, f"{what}{_since(run.succeeded_at)}. {why}")


def _too_long(run: JobRun, now: datetime, patience: timedelta) -> bool:
    if run.succeeded_at is None:
        return run.failures >= FAILURES_OF_A_NEW_JOB or now - run.started_at >= patience
    return now - run.succeeded_at >= patience


def _of_letters(db: Database, now: datetime, patience: timedelta) -> Iterator[Trouble]:
    due = None if is_held(db) else alerts.due_since(db, now)
    if due is not None and now - due >= patience:
        yield Trouble(UNSENT, due, f"letters wait to leave{_since(due)}. Look at 'foibot letters' and at foibot's log")


def _of_the_file(db: Database, now: datetime, patience: timedelta) -> Iterator[Trouble]:
    said = still_unwritten(db)
    since = unwritten_since(db) if said else None
    if said and (since is None or now - since >= patience):
        yield Trouble(UNWRITTEN, since, f"personal data were erased, and {said}")


def _since(moment: datetime | None) -> str:
    if moment is None:
        return " yet"
    at = moment.astimezone(LONDON)
    return f" since {plain_day(at.date())}, {at:%H:%M}"
