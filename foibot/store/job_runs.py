"""When each job last ran, last succeeded, and why it failed: what `status` shows."""

import json
from datetime import datetime
from typing import Any

from foibot.lean import dataclass
from foibot.store.database import Database
from foibot.store.moments import parse_moment, stamp


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of a job; moments are aware UTC, `failures` counts those in a row."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    succeeded_at: datetime | None
    fault: str | None
    failures: int
    done: dict[str, Any]


def note_start(db: Database, job: str, now: datetime) -> None:
    """Note that a job begins."""
    db.execute(
        "INSERT INTO job_runs (job, started_at) VALUES (?, ?)"
        " ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL",
        (job, stamp(now)),
    )


def note_success(db: Database, job: str, done: dict[str, Any], now: datetime) -> None:
    """Note that a job ended well, and what it did."""
    db.execute(
        "UPDATE job_runs SET finished_at = ?, succeeded_at = ?, fault = NULL, failures = 0, done = ? WHERE job = ?",
        (stamp(now), stamp(now), json.dumps(done), job),
    )


def note_failure(db: Database, job: str, fault: str, now: datetime) -> int:
    """Note that a job failed; returns how often it has failed in a row."""
    db.execute(
        "UPDATE job_runs SET finished_at = ?, fault = ?, failures = failures + 1 WHERE job = ?",
        (stamp(now), fault, job),
    )
    row = db.execute("SELECT failures FROM job_runs WHERE job = ?", (job,)).fetchone()
    return int(row[0]) if row else 0


def all_runs(db: Database) -> list[JobRun]:
    """Return the last run of every job."""
    rows = db.execute(
        "SELECT job, started_at, finished_at, succeeded_at, fault, failures, done FROM job_runs ORDER BY job"
    )
    return [
        JobRun(
            job,
            parse_moment(started),
            parse_moment(finished) if finished else None,
            parse_moment(succeeded) if succeeded else None,
            fault,
            failures,
            json.loads(done),
        )
        for job, started, finished, succeeded, fault, failures, done in rows
    ]
