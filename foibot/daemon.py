"""The daemon: a scheduler whose jobs mean "do what is due now", a watch on the mailbox, signals.

Two workers, one for the mailbox and one for what leaves, so that a slow mail server on one side does not stop the
other. Each has its own connections and its own register. Durable work lives in tables; a job lost here is made up
for by the next.
"""

import contextlib
import logging
import os
import signal
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from foibot.app import App
from foibot.errors import FoibotError, SignInRefused, Unavailable
from foibot.jobs.chores import CHORES
from foibot.jobs.desk import Desk, utc_now
from foibot.jobs.rounds import copies_work, dispatch_work, intake_work, note_cut_off_at_start, perform
from foibot.logs import set_up_logs
from foibot.mail.backoff import Backoff
from foibot.mail.mailbox import ImapMailbox, StopBell
from foibot.mail.transport import SmtpTransport
from foibot.systemd import READY, STOPPING, notify
from foibot.vigil import Vigil

logger = logging.getLogger(__name__)

SECONDS_TO_END = 4.0
DISPATCH_SECONDS = 20
FRAMES = 6
SECONDS_OF_A_JOB = 7_200
SOON = timedelta(seconds=0.5)
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Worker:
    """A thread's connections and register, made when the thread first works."""

    def __init__(
        self,
        app: App,
        stop: Callable[[], bool],
        call_again: Callable[[str, timedelta], None],
        mailbox: ImapMailbox | None = None,
    ) -> None:
        self.app = app
        self.stop = stop
        self._call_again = call_again
        self.mailbox: ImapMailbox = mailbox or app.mailbox()
        self.transport: SmtpTransport = app.transport()
        self._backoffs: defaultdict[str, Backoff] = defaultdict(Backoff)
        self._desk: Desk | None = None
        self._at_work = threading.Lock()
        self._began = 0.0

    def desk(self) -> Desk:
        """Return the desk of this thread; called in that thread only."""
        if self._desk is None:
            self._desk = Desk(self.app, self.app.open_register(), utc_now, self.stop)
        return self._desk

    def work(
        self, job: str, chore: Callable[[Desk], dict[str, Any]], *, due: Callable[[Desk], bool] = lambda _: True
    ) -> bool:
        """Do a job if it is due, unless its server is being left alone after failures; says whether it was done."""
        with self._at_work:
            if self.stop():
                return False
            if left := self._backoffs[job].left(utc_now()):
                self._call_again(job, left)  # this call, a hint perhaps, has taken the place of the next try
                return False
            try:
                if not due(self.desk()):
                    return False
                self._began = time.monotonic()
                done = perform(self.desk(), job, lambda: chore(self.desk()))
            except FoibotError as error:
                self._failed(job, error)
                return False
        if self._backoffs[job].recovered():
            logger.info("job works again job=%s", job)
        if any(done.values()):
            logger.info("job done job=%s %s", job, _in_words(done))
        return True

    def _failed(self, job: str, error: FoibotError) -> None:
        if self.stop():
            return  # the line was cut by ourselves
        asked = error.retry_after if isinstance(error, Unavailable) else None
        first, wait = self._backoffs[job].failed(utc_now(), asked=asked, slowly=isinstance(error, SignInRefused))
        if first:
            logger.error("job failed job=%s next_try_in=%.0fs: %s", job, wait, error)
        self._call_again(job, timedelta(seconds=wait))

    @property
    def hangs(self) -> bool:
        """Whether a job has been under way for longer than any takes."""
        return self._at_work.locked() and self._began > 0 and time.monotonic() - self._began > SECONDS_OF_A_JOB

    def rest(self, seconds: float) -> bool:
        """Wait until what is under way has ended, at most so long; says whether it has."""
        rested = self._at_work.acquire(timeout=seconds)
        if rested:
            self._at_work.release()
        return rested

    def cut(self) -> None:
        """Cut the connections from outside, so that a call that waits on them ends at once."""
        self.transport.abandon()
        self.mailbox.abandon()

    def close(self) -> None:
        """Release what the connections hold; only at rest."""
        self.cut()
        self.transport.close()
        self.mailbox.close()


def _in_words(done: dict[str, Any]) -> str:
    counts = {**done, **done.get("by_state", {})}
    return " ".join(f"{name}={value}" for name, value in counts.items() if value and isinstance(value, int))


class Watch:
    """A thread that waits for mail with IDLE and calls intake; a hint only, polling is the base."""

    def __init__(self, app: App, bell: StopBell, stop: Callable[[], bool]) -> None:
        self._app = app
        self._bell = bell
        self._stop = stop
        self._backoff = Backoff()
        self._mailbox = app.mailbox()
        self._looked = False
        self._thread: threading.Thread | None = None

    def start(self, on_mail: Callable[[], None]) -> None:
        """Begin to watch, if the configuration wants it."""
        if self._app.config.mailbox.idle:
            self._thread = threading.Thread(target=self._watch, args=(on_mail,), name="watch", daemon=True)
            self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _watch(self, on_mail: Callable[[], None]) -> None:
        while not self._stop():
            try:
                self._wait(on_mail)
            except Unavailable as error:
                _, wait = self._backoff.failed(utc_now(), asked=error.retry_after)
                self._bell.wait(wait)
        self._mailbox.close()

    def _wait(self, on_mail: Callable[[], None]) -> None:
        inbox = self._app.config.folders.inbox
        self._mailbox.ensure_connected()
        if not self._looked:
            # mail may have come between the first listing and this first look: every later wait notices by itself
            self._mailbox.wait_for_mail(inbox, 0, self._bell)
            self._looked = True
            on_mail()
        if self._mailbox.wait_for_mail(inbox, max(self._app.config.mailbox.poll_seconds, 60), self._bell):
            on_mail()
        self._backoff.recovered()


class Daemon:
    """The running foibot; `run` returns when it was asked to end."""

    def __init__(self, app: App, reload: Callable[[], App], mailbox: ImapMailbox | None = None) -> None:
        self._app = app
        self._reload = reload
        self._connecting = mailbox
        self._bell = StopBell()
        self._wanted = threading.Event()
        self._again = False

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; SIGHUP reads the configuration again and goes on with it.

        Returns whether all work has ended: what hangs in a connection being opened cannot be made to.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGHUP, self._read_again)
        ended = True
        while not self._wanted.is_set():
            # a signal may come after Python last looked for one and before the sleep: it has to end the sleep itself
            signal.set_wakeup_fd(self._bell.rope(), warn_on_full_buffer=False)
            note_cut_off_at_start(self._app)
            ended = self._work_until_told()
            if self._again:
                self._again = False
                self._bell = StopBell()
                self._app = self._read_configuration()
        return ended

    def _end(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._wanted.set()
        notify(STOPPING)
        self._bell.ring()

    def _read_again(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._again = True
        self._bell.ring()

    def _read_configuration(self) -> App:
        try:
            app = self._reload()
        except FoibotError as error:
            logger.error("configuration refused, the old one stays: %s", str(error).replace("\n", " | "))  # noqa: TRY400
            return self._app
        if app.config.register.path != self._app.config.register.path:
            logger.error("configuration refused, the old one stays: register.path is changed by a restart only")
            return self._app
        set_up_logs(app.config.log.level, app.config.log.format)
        logger.info("configuration read again")
        return app

    def _work_until_told(self) -> bool:
        over = threading.Event()

        def stop() -> bool:
            return over.is_set() or self._wanted.is_set() or self._again

        scheduler = _make_scheduler()
        call_again = partial(_at_once, scheduler)
        taking_in = Worker(self._app, stop, call_again, self._connecting)
        sending, self._connecting = Worker(self._app, stop, call_again), None
        watch = Watch(self._app, self._bell, stop)
        vigil = Vigil(self._app, self._bell, lambda: not (taking_in.hangs or sending.hangs), stop)

        def take_in() -> None:
            if taking_in.work("intake", lambda desk: intake_work(desk, taking_in.mailbox)):
                _at_once(scheduler, "dispatch")

        def send() -> None:
            sending.work(
                "dispatch",
                lambda desk: dispatch_work(desk, sending.transport, sending.mailbox),
                due=lambda desk: desk.has_letters(),
            )
            sending.work(
                "copies",
                lambda desk: copies_work(desk, sending.mailbox),
                due=lambda desk: desk.needs_mailbox(),
            )

        poll = timedelta(seconds=self._app.config.mailbox.poll_seconds)
        start = datetime.now(UTC)
        add = scheduler.add_job
        for one in CHORES:
            chore = partial(taking_in.work, one.job, one.work, due=one.is_due)
            add(chore, "interval", seconds=one.seconds, id=one.job, executor="mailbox", next_run_time=start)
        add(take_in, "interval", seconds=poll.total_seconds(), id="intake", executor="mailbox", next_run_time=start)
        add(send, "interval", seconds=DISPATCH_SECONDS, id="dispatch", executor="sending", next_run_time=start)
        scheduler.start()
        watch.start(lambda: _at_once(scheduler, "intake"))
        vigil.start()
        notify(READY)
        logger.info("working register=%s pid=%d", self._app.config.register.path.name, os.getpid())
        while not stop():
            self._bell.wait(3600)
        vigil.end(0.2)
        over.set()  # for good, whatever is asked of the daemon next: what hangs here must not wake up later
        return self._wind_down(scheduler, watch, (taking_in, sending))

    def _wind_down(self, scheduler: BackgroundScheduler, watch: Watch, workers: Sequence[Worker]) -> bool:
        """End within five seconds: let what is under way finish, then cut the lines it waits on.

        Returns whether all work has ended. To read the configuration again there is no such hurry, and two at work
        on one mailbox would be worse than a wait.
        """
        scheduler.pause()
        ended = _rested(workers, SECONDS_TO_END / 2)
        if not ended:
            for worker in workers:
                worker.cut()
            ended = _rested(workers, SECONDS_TO_END / 2)
        while not ended and not self._wanted.is_set():
            ended = _rested(workers, 0.2)
        if ended:
            scheduler.shutdown(wait=False)  # holds its lock while it waits, and a job may want that to call another
            for worker in workers:
                worker.close()
            watch.join(0.5)
        logger.info("ended%s", "" if ended else " with a connection still being opened")
        return ended


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


def _make_scheduler() -> BackgroundScheduler:
    """Return a scheduler with a worker for each side, that tells what goes wrong and makes up for what it skipped."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"mailbox": ThreadPoolExecutor(1), "sending": ThreadPoolExecutor(1)},
        job_defaults=JOB_DEFAULTS,
    )
    scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    scheduler.add_listener(lambda event: _at_once(scheduler, event.job_id, after=SOON), EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _at_once(scheduler: BackgroundScheduler, job: str, after: timedelta = timedelta()) -> None:
    with contextlib.suppress(JobLookupError):  # the scheduler has ended meanwhile
        scheduler.modify_job(job, next_run_time=datetime.now(UTC) + after)


def _rested(workers: Sequence[Worker], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    return all(worker.rest(max(0.0, deadline - time.monotonic())) for worker in workers)
