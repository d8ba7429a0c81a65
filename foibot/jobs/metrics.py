"""How foibot does, as numbers for Prometheus: read from the register when they are asked for."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from foibot import __version__
from foibot.jobs.health import Trouble
from foibot.law.clock import london_day
from foibot.store import alerts, job_runs, queries
from foibot.store.database import Database
from foibot.store.holding import is_held

__all__ = ["CONTENT_TYPE_LATEST", "exposition"]

COUNTED = {
    "cases": ("foibot_cases", "Cases by status."),
    "messages": ("foibot_messages", "Messages ever seen, by what became of them."),
    "letters": ("foibot_letters", "Letters by status: queued, sending, sent, refused, unknown, cancelled."),
    "drafts": ("foibot_drafts", "Drafts by status: waiting, approved, sent, rejected, superseded."),
}
LATE = (
    "SELECT count(*) FROM case_state WHERE due_on < ? AND status IN ('open', 'on_extension', 'in_review',"
    " 'awaiting_clarification', 'awaiting_fee')"
)


class Numbers:
    """Collects the numbers of a register at an aware moment."""

    def __init__(self, db: Database, now: datetime, found: tuple[Trouble, ...]) -> None:
        self.db = db
        self.now = now
        self.found = found

    def collect(self) -> Iterator[Metric]:
        """Yield every number, none of them about a person."""
        yield InfoMetricFamily("foibot", "The foibot that speaks.", value={"version": __version__})
        yield from self._of_jobs()
        yield from self._of_folders()
        for name, by_status in queries.counts(self.db).items():
            if name in COUNTED:
                yield _by("status", *COUNTED[name], by_status)
        late = self.db.execute(LATE, (london_day(self.now).isoformat(),)).fetchone()[0]
        yield GaugeMetricFamily("foibot_cases_late", "Cases whose answer is overdue.", value=late)
        due = alerts.due_since(self.db, self.now)
        waits = (self.now - due).total_seconds() if due else 0.0
        yield GaugeMetricFamily("foibot_oldest_unsent_letter_seconds", "How long a letter has been due.", value=waits)
        held = float(is_held(self.db))
        yield GaugeMetricFamily("foibot_sending_held", "1 while a person holds all sending.", value=held)
        yield GaugeMetricFamily("foibot_well", "1 where nothing is in trouble.", value=float(not self.found))

    def _of_jobs(self) -> Iterator[Metric]:
        runs = job_runs.all_runs(self.db)
        succeeded = {run.job: run.succeeded_at.timestamp() for run in runs if run.succeeded_at}
        yield _by("job", "foibot_job_last_success_timestamp_seconds", "When a job last did its work.", succeeded)
        failures = {run.job: run.failures for run in runs}
        yield _by("job", "foibot_job_failures_in_a_row", "How often a job has failed since it last worked.", failures)

    def _of_folders(self) -> Iterator[Metric]:
        folders = queries.folders(self.db)
        behind = {one["folder"]: one["behind"] for one in folders}
        yield _by("folder", "foibot_messages_behind", "Messages that lie in a folder and are not dealt with.", behind)


def _by(label: str, name: str, words: str, values: dict[str, float] | dict[str, int]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def exposition(db: Database, now: datetime, found: tuple[Trouble, ...]) -> bytes:
    """Return the numbers in the text format of Prometheus, with those of the process."""
    registry = CollectorRegistry()
    registry.register(Numbers(db, now, found))
    ProcessCollector(registry=registry)
    return generate_latest(registry)
