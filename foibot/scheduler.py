"""APScheduler as the daemon uses it: one thread for each side, and nothing that goes wrong in it stays unseen.

It is imported without asyncio and multiprocessing, which it takes in for executors that are not used here: they cost
the daemon 2.4 MiB for good. What it asks of asyncio the standard library's inspect answers, as APScheduler itself has
it from Python 3.14 on.
"""

import contextlib
import logging
import traceback
from datetime import UTC, datetime, timedelta
from inspect import iscoroutinefunction
from pathlib import Path

from foibot.sparing import sparing

with sparing(
    {
        "asyncio": {"iscoroutinefunction": iscoroutinefunction},
        "multiprocessing": {},
        "concurrent.futures.process": {"BrokenProcessPool": RuntimeError},
    }
):
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.base import JobLookupError
    from apscheduler.schedulers.background import BackgroundScheduler

__all__ = ["BackgroundScheduler", "at_once", "make_scheduler"]

logger = logging.getLogger("foibot.daemon")

FRAMES = 6
SOON = timedelta(seconds=0.5)
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


def _report(event: JobExecutionEvent) -> None:
    """Make visible what the scheduler would only note to itself."""
    error = getattr(event, "exception", None)
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
        kind = type(error).__name__  # its words may quote a mail
        logger.error("job ended with an error of foibot's own job=%s error=%s at=%s", event.job_id, kind, where)
    elif event.code == EVENT_JOB_MISSED:
        logger.warning("job missed job=%s", event.job_id)


def make_scheduler() -> BackgroundScheduler:
    """Return a scheduler with a worker for each side, that tells what goes wrong and makes up for what it skipped."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"mailbox": ThreadPoolExecutor(1), "sending": ThreadPoolExecutor(1)},
        job_defaults=JOB_DEFAULTS,
    )
    scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    scheduler.add_listener(lambda event: at_once(scheduler, event.job_id, after=SOON), EVENT_JOB_MAX_INSTANCES)
    return scheduler


def at_once(scheduler: BackgroundScheduler, job: str, after: timedelta = timedelta()) -> None:
    """Have a job done at once, or so much later, and not only when it is its turn."""
    with contextlib.suppress(JobLookupError):  # the scheduler has ended meanwhile
        scheduler.modify_job(job, next_run_time=datetime.now(UTC) + after)
