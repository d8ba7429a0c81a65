"""Erased words that may lie on in the register's file because it could not be written anew: since when, what to do.

Read from the register alone, as the rest of what `foibot.jobs.health` says.
"""

from datetime import datetime

from foibot.store import job_runs, litestream, retention
from foibot.store.database import Database

JOB = "purge"
STILL = "the register's file is still to be written anew, and what was erased may be read in it until then"
AGAIN = f"{STILL}: run 'foibot purge'"
WITH_LITESTREAM = f"{STILL}: stop Litestream, run 'foibot purge', and start it again (docs/running.md)"


def still_unwritten(db: Database) -> str:
    """Say that the file is still to be written anew, and how, in words that begin small; nothing where it is not."""
    if not retention.is_unwritten(db):
        return ""
    return WITH_LITESTREAM if litestream.copies_this(db) else AGAIN


def unwritten_since(db: Database) -> datetime | None:
    """Return since when, as an aware moment: the start of a purge that has no end, else the last that was erased."""
    run = next((one for one in job_runs.all_runs(db) if one.job == JOB and one.finished_at is None), None)
    return run.started_at if run else retention.last_erasure(db)
